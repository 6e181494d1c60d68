package diag

import (
	"encoding/json"
	"fmt"
)

// Severity grades a finding. The zero value is Error: what is not graded must not pass unnoticed.
type Severity uint8

const (
	// Error marks text that cannot be compiled.
	Error Severity = iota
	// Warning marks text that is tolerated here and that the service may treat otherwise.
	Warning
	// Info marks a remark that asks for nothing.
	Info
)

// String returns "error", "warning" or "info".
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

// MarshalText returns the same word as String, for JSON.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Span is a half-open range of byte offsets in a text, counted from 0.
type Span struct {
	Start, End int
}

// Len is the number of bytes the span covers.
func (s Span) Len() int { return s.End - s.Start }

// To returns the span from the start of s to the end of other.
func (s Span) To(other Span) Span { return Span{Start: s.Start, End: other.End} }

// Finding is one thing that is wrong with a text, a mapping or a document, or in doubt.
type Finding struct {
	Code     Code
	Severity Severity
	Place
	// Message says what is wrong: lower case, without a full stop. What it quotes is bounded.
	Message Message
	// Hint says what to write instead; it may be empty.
	Hint Message
	// Fix is the whole corrected Text, where the correction is certain; otherwise empty.
	Fix string
	// FixChangesValue is set if an expression that Fix replaces had a value, and Fix has another one for some objects.
	FixChangesValue bool
	// Edit is what Fix changes in the file; nil where that is not known.
	Edit *Edit
	// Limit is the limit that is exceeded, without a place; nil for every other finding.
	Limit *LimitError
}

// Edit replaces Length characters of a file from Offset on, counted from 0.
type Edit struct {
	Offset, Length int
	Text           string
}

// SetText places the finding in the text that its Span counts in.
func (f *Finding) SetText(text string) {
	f.Text, f.Position, f.InText = text, Locate(text, f.Span.Start), true
}

// Masked returns a copy that holds nothing that may be a value: the message without what it quotes, see [Message.Masked], no hint that
// quotes, and neither the text that is meant nor the fix. Places, names and numbers stay.
func (f Finding) Masked() Finding {
	f.Message, f.Text, f.Fix, f.FixChangesValue, f.Edit = f.Message.Masked(), "", "", false, nil
	if f.Hint.quotes() {
		f.Hint = Message{}
	}
	return f
}

// String returns place, severity, code, message and hint in one line.
func (f Finding) String() string {
	text := f.Severity.String() + " " + string(f.Code) + ": " + f.words().String()
	if place := f.Place.String(); place != "" {
		return place + ": " + text
	}
	return text
}

// Sentence returns place, message and hint in one line, as the text of an error.
func (f Finding) Sentence() Message {
	if place := f.Place.String(); place != "" {
		return Messagef("%s: %s", Name(place), f.words())
	}
	return f.words()
}

func (f Finding) words() Message {
	if f.Hint.IsZero() {
		return f.Message
	}
	return Messagef("%s: %s", f.Message, f.Hint)
}

// MarshalJSON returns the members that every format of findings has: code, severity, file, path, target, offset, line, column, message,
// hint and fix, of which those that are empty are left out.
func (f Finding) MarshalJSON() ([]byte, error) {
	type fix struct {
		Replacement  string `json:"replacement"`
		ChangesValue bool   `json:"changesValue,omitempty"`
	}
	out := struct {
		Code     Code     `json:"code"`
		Severity Severity `json:"severity"`
		File     string   `json:"file,omitempty"`
		Path     string   `json:"path,omitempty"`
		Target   string   `json:"target,omitempty"`
		Offset   int      `json:"offset"`
		Line     int      `json:"line"`
		Column   int      `json:"column"`
		Message  string   `json:"message"`
		Hint     string   `json:"hint,omitempty"`
		Fix      *fix     `json:"fix,omitempty"`
	}{f.Code, f.Severity, f.File, f.PathText(), f.Target, f.Offset, f.Line, f.Column, f.Message.String(), f.Hint.String(), nil}
	if f.Fix != "" {
		out.Fix = &fix{f.Fix, f.FixChangesValue}
	}
	return json.Marshal(out)
}
