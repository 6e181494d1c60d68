package functions

import (
	"crypto/rand"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// Context is the state of one evaluation. It must not be shared between evaluations that run at the same time.
type Context struct {
	Env *Env
	// Limits bound the evaluation.
	Limits Limits
	// Compat are the chosen readings where the service's behaviour is in doubt.
	Compat   Compat
	hasNow   bool
	redacted bool
	rare     bool // regex or pattern is in use
	steps    int
	pause    int    // the count of steps after which to look whether to go on
	short    int    // see Short
	output   int    // bytes made so far
	source   string // the text that the last call rewrote
	pending  value.Value
	tracer   Tracer   // takes remarks; nil where nobody wants them
	free     [][]byte // buffers for intermediate text, kept between evaluations
	now      value.DateTime

	regex   netregex.Budget
	remarks netregex.Budget // of what remarks search for themselves, which must not count for the evaluation
	pattern lastPattern
	meter   value.Meter
	path    value.Path // the one that is metered
}

// Compat chooses between readings of the language where documents, users and the service disagree. The zero Compat is what
// this project holds to be right; docs/compatibility.md gives the evidence of each.
type Compat struct {
	// EagerBranches evaluates every argument before a call, so that a failure in a branch not taken fails the expression.
	EagerBranches bool
	// IIFNullConditionFails makes IIF an error when an attribute used in its condition is null or empty.
	IIFNullConditionFails bool
	// EmptyStringIsNull reads "" in a source attribute as null.
	EmptyStringIsNull bool
	// DiacriticsTableOnly limits NormalizeDiacritics to the published table.
	DiacriticsTableOnly bool
	// StrictCase makes a function name in the wrong case an error.
	StrictCase bool
	// LenientQuotes reads typographic quotes as straight ones.
	LenientQuotes bool
}

// NewContext gives a context for evaluations under limits and the chosen readings.
func NewContext(limits Limits, compat Compat) *Context {
	return &Context{Limits: limits.WithDefaults(), Compat: compat}
}

// Reset prepares c for the next evaluation; buffers are kept.
func (c *Context) Reset(env *Env) {
	c.Env = env
	c.pending, c.source, c.tracer = value.Absent, "", nil
	c.hasNow, c.redacted = false, false
	c.steps, c.pause, c.output = 0, 0, 0
	if c.rare {
		c.forgetRegex()
	}
	c.short = min(c.Limits.TextBytes, bytesAStep-1)
}

// Forget lets go of the object's data, so that it does not outlive its evaluation; buffers are kept.
func (c *Context) Forget() {
	c.Env, c.pending, c.source, c.tracer = nil, value.Absent, "", nil
	if c.rare {
		c.forgetRegex()
	}
}

// forgetRegex begins the budgets of regular expressions anew, and lets go of the pattern that an object's values made.
func (c *Context) forgetRegex() {
	c.rare, c.regex.Used, c.regex.Elapsed = false, 0, 0
	if c.regex.Context != nil {
		c.regex.Context = nil
	}
	if c.pattern.compiled != nil {
		c.pattern = lastPattern{}
	}
}

// Pending gives the value that AppendText left with FormValue.
func (c *Context) Pending() value.Value { return c.pending }

// SetPending leaves v for the caller and gives the form that says so.
func (c *Context) SetPending(v value.Value) Form {
	c.pending = v
	return FormValue
}

// MarkRedacted marks the evaluation's result as one that reports must not print.
func (c *Context) MarkRedacted() { c.redacted = true }

// Redacted tells whether MarkRedacted was called.
func (c *Context) Redacted() bool { return c.redacted }

// Now gives the time of the evaluation in UTC, read once.
func (c *Context) Now() (value.DateTime, error) {
	if !c.hasNow {
		if c.Env.Clock == nil {
			return value.DateTime{}, &Error{Code: diag.CodeEvalConstant, Arg: -1,
				Message: "the time is needed and the environment has no clock: set Env.Clock"}
		}
		now, err := netdate.FromTime(c.Env.Clock())
		if err != nil {
			return now, &Error{Code: diag.CodeEvalRange, Arg: -1, Message: "the environment's clock is out of range", Cause: err}
		}
		c.now, c.hasNow = now, true
	}
	return c.now, nil
}

// Random is the source of randomness.
func (c *Context) Random() io.Reader {
	if c.Env.Random != nil {
		return c.Env.Random
	}
	return rand.Reader
}

const (
	newBuffer  = 256
	keepBuffer = 64 << 10 // a buffer that one huge value has grown is not kept for the small ones after it
)

// TakeBuffer gives an empty buffer for intermediate text. A text that is being put together while arguments are evaluated
// needs a buffer of its own; GiveBuffer takes it back.
func (c *Context) TakeBuffer() []byte {
	n := len(c.free)
	if n == 0 {
		return make([]byte, 0, newBuffer)
	}
	buf := c.free[n-1]
	c.free = c.free[:n-1]
	return buf[:0]
}

// GiveBuffer returns a buffer that nothing refers to any more.
func (c *Context) GiveBuffer(buf []byte) {
	if cap(buf) <= keepBuffer {
		c.free = append(c.free, buf)
	}
}
