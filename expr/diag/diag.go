package diag

import "fmt"

// Severity grades a diagnostic. The zero value is Error: what is not graded must not pass unnoticed.
type Severity uint8

const (
	// Error marks text that cannot be compiled.
	Error Severity = iota
	// Warning marks text that is tolerated here and that the service may treat otherwise.
	Warning
	// Info marks a remark that asks for nothing.
	Info
)

// String gives "error", "warning" or "info".
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	case Info:
		return "info"
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// MarshalText gives the same word as String, for JSON.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Span is a half-open range of byte offsets in a source text, counted from 0.
type Span struct {
	Start, End int
}

// Len is the number of bytes the span covers.
func (s Span) Len() int { return s.End - s.Start }

// To gives the span from the start of s to the end of other.
func (s Span) To(other Span) Span { return Span{Start: s.Start, End: other.End} }

// Diagnostic is one finding about a text.
type Diagnostic struct {
	Code     Code
	Severity Severity
	Span     Span
	// Message says what is wrong, lower case, without a full stop. Text quoted from the source is bounded.
	Message string
	// Hint says what to write instead; it may be empty.
	Hint string
	// Fix is the whole corrected text, where the correction is certain; otherwise empty.
	Fix string
	// Limit is the limit that the text passes, without a place; nil for every other finding.
	Limit *LimitError
}

// Masked gives the diagnostic without the text that it quotes, and without hint and fix, which repeat it too.
func (d Diagnostic) Masked() Diagnostic {
	d.Message, d.Hint, d.Fix = Masked(d.Message), "", ""
	return d
}
