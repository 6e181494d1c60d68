package call

import (
	"context"
	"crypto/rand"
	"io"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// Env has the fields of functions.Env, which documents them. The two convert into each other at no cost, and the build fails where
// they differ: so users see the fields in a public package, and this package stays below that one.
type Env struct {
	Attrs         value.Attributes
	Clock         func() time.Time
	Random        io.Reader
	NewGUID       func() string
	DefaultDomain string
	Target        string
	Taken         func(ctx context.Context, target, candidate string) (bool, error)
	Tokens        map[string]string
	Context       context.Context
	Met           func(point int)
}

// Compat has the fields of functions.Compat, as [Env] those of functions.Env.
type Compat struct {
	EagerBranches         bool
	IIFNullConditionFails bool
	EmptyStringIsNull     bool
	DiacriticsTableOnly   bool
	StrictCase            bool
	LenientQuotes         bool
}

// Context is the state of one evaluation. It must not be shared between evaluations that run at the same time.
type Context struct {
	Env *Env
	// Limits bound the evaluation.
	Limits Limits
	// Compat are the chosen readings where the service's behaviour is in doubt.
	Compat Compat
	// Source is the text that the call at work has just rewritten, "" otherwise.
	Source string
	// Pending is the value that an appending call left with [FormValue].
	Pending value.Value
	// Tracer receives remarks; nil where nobody wants them.
	Tracer Tracer
	// Pattern is the regular expression compiled last, for the members of a list that have it in common.
	Pattern LastPattern

	halves   bool // see MayHaveHalves
	hasNow   bool
	redacted bool
	rare     bool // regex or Pattern is in use
	steps    int
	pause    int      // the count of steps after which to look whether to go on
	short    int      // see Short
	output   int      // bytes made so far
	free     [][]byte // buffers for intermediate text, kept between evaluations
	now      netdate.DateTime

	regex   netregex.Budget
	remarks netregex.Budget // of what remarks search for themselves, which must not count for the evaluation
	meter   value.Meter
	path    value.Path // the one that is metered
}

// NewContext returns a context for evaluations under limits and the chosen readings.
func NewContext(limits Limits, compat Compat) *Context {
	return &Context{Limits: limits.WithDefaults(), Compat: compat}
}

// Reset prepares c for the next evaluation; buffers are kept.
func (c *Context) Reset(env *Env) {
	c.Env = env
	c.Pending, c.Source, c.Tracer = value.Absent, "", nil
	c.hasNow, c.redacted, c.halves = false, false, false
	c.steps, c.pause, c.output = 0, 0, 0
	if c.rare {
		c.forgetRegex()
	}
	c.short = min(c.Limits.TextBytes, bytesPerStep-1)
}

// Forget lets go of the object's data, so that they do not outlive their evaluation; buffers are kept.
func (c *Context) Forget() {
	c.Env, c.Pending, c.Source, c.Tracer = nil, value.Absent, "", nil
	if c.rare {
		c.forgetRegex()
	}
}

// SetPending leaves v for the caller and returns the form that says so.
func (c *Context) SetPending(v value.Value) Form {
	c.Pending = v
	return FormValue
}

// MarkRedacted marks the evaluation's result as one that reports must not print.
func (c *Context) MarkRedacted() { c.redacted = true }

// Redacted reports whether MarkRedacted was called.
func (c *Context) Redacted() bool { return c.redacted }

// Now returns the time of the evaluation in UTC. The clock is read once.
func (c *Context) Now() (netdate.DateTime, error) {
	if !c.hasNow {
		if c.Env.Clock == nil {
			return netdate.DateTime{}, &Error{Code: codes.EvalConstant, Arg: -1,
				Message: diag.Messagef("the time is needed, and no time is given for the evaluation")}
		}
		now, err := netdate.FromTime(c.Env.Clock())
		if err != nil {
			return now, &Error{Code: codes.EvalRange, Arg: -1, Message: diag.Messagef("the environment's clock is out of range"), Cause: err}
		}
		c.now, c.hasNow = now, true
	}
	return c.now, nil
}

// NowRead returns the time of the evaluation where it has been read, the zero date-time otherwise.
func (c *Context) NowRead() netdate.DateTime { return c.now }

// Random returns the source of randomness.
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

// TakeBuffer returns an empty buffer for intermediate text. A text that is being put together while arguments are evaluated
// needs a separate buffer; GiveBuffer takes it back.
func (c *Context) TakeBuffer() []byte {
	n := len(c.free)
	if n == 0 {
		return make([]byte, 0, newBuffer)
	}
	buf := c.free[n-1]
	c.free = c.free[:n-1]
	return buf[:0]
}

// GiveBuffer takes back a buffer that nothing refers to any more.
func (c *Context) GiveBuffer(buf []byte) {
	if cap(buf) <= keepBuffer {
		c.free = append(c.free, buf)
	}
}
