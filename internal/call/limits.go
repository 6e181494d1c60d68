package call

import (
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// Limits bound one evaluation; a field that is zero or negative is the published default. Everything but RegexTime is counted, not
// timed: what passes once passes always, on every machine. expr.Limits documents the fields.
type Limits struct {
	Steps, TextBytes, OutputBytes, ListLength, RegexSteps int
	RegexTime                                             time.Duration
}

// The defaults of [Limits].
const (
	DefaultSteps       = 40_000
	DefaultTextBytes   = 1 << 20
	DefaultOutputBytes = 8 << 20
	DefaultListLength  = 100_000
	DefaultRegexSteps  = 5_000_000
)

// The defaults of the limits that hold while an expression is compiled.
const (
	DefaultPatternBytes = 8 << 10
	DefaultSwitchPairs  = 2000
)

// The bounds of regular expressions that cannot be changed.
const (
	PatternDepth = netregex.MaxNesting // groups and classes inside one another
	RegexMemory  = netregex.MaxMemory  // bytes for one match
	RegexInput   = netregex.MaxInput   // bytes of text to search
)

// MemberBytes is what a member of a list counts by itself.
const MemberBytes = 24

// WithDefaults returns l with every field that is zero or negative set to its default.
func (l Limits) WithDefaults() Limits {
	set := func(field *int, fallback int) {
		if *field <= 0 {
			*field = fallback
		}
	}
	set(&l.Steps, DefaultSteps)
	set(&l.TextBytes, DefaultTextBytes)
	set(&l.OutputBytes, DefaultOutputBytes)
	set(&l.ListLength, DefaultListLength)
	set(&l.RegexSteps, DefaultRegexSteps)
	l.RegexTime = max(l.RegexTime, 0)
	return l
}

// LimitError returns the error of a limit that an evaluation passes.
func LimitError(limit diag.Limit, bound int, format string, args ...any) error {
	return &Error{Code: codes.EvalLimit, Arg: -1, Message: diag.Messagef(format, args...), Cause: &diag.LimitError{Limit: limit, Max: int64(bound)}}
}

const (
	// stepsPerLook is how many steps pass between two looks at the context: one step may match a costly pattern.
	stepsPerLook = 16
	// What is read in one step. Less than that is read for nothing: the call that reads it is a step.
	bytesPerStep   = 512
	membersPerStep = 16
)

// Step counts one call or operator against the limit. It looks for cancellation at the first one and every few after it.
func (c *Context) Step() error { return c.Work(1) }

// Work counts as much work as so many calls do, for a function whose work grows with the size of its arguments.
func (c *Context) Work(steps int) error {
	if c.steps += steps; c.steps > c.pause {
		return c.look()
	}
	return nil
}

func (c *Context) look() error {
	if c.steps > c.Limits.Steps {
		return LimitError(codes.LimitSteps, c.Limits.Steps, "the evaluation takes more than %d steps", c.Limits.Steps)
	}
	c.pause = min(c.steps+stepsPerLook-1, c.Limits.Steps)
	return c.CheckCanceled()
}

// CheckCanceled returns an error where the environment's context is canceled.
func (c *Context) CheckCanceled() error {
	if c.Env.Context == nil {
		return nil
	}
	if err := c.Env.Context.Err(); err != nil {
		return &Error{Code: codes.EvalCanceled, Arg: -1, Message: diag.Messagef("the evaluation was canceled"), Cause: err}
	}
	return nil
}

// Short reports whether a text of n bytes may be read, and added to another one, without being counted.
func (c *Context) Short(n int) bool { return n <= c.short }

// CountText counts the reading of a text of n bytes.
func (c *Context) CountText(n int) error {
	if n < bytesPerStep {
		return nil
	}
	return c.Work(n / bytesPerStep)
}

// Read counts the reading of a value. One that is not a text is read by its text form, which has to be made and to be within the limit.
func (c *Context) Read(v value.Value) error {
	if text, ok := v.AsString(); ok {
		return c.CountText(len(text))
	}
	if k := v.Kind(); k != value.KindList && k != value.KindObject && k != value.KindBinary {
		return nil
	}
	size := v.TextSize(c.Limits.TextBytes)
	if err := c.CheckText(size); err != nil {
		return err
	}
	if err := c.CountText(size); err != nil {
		return err
	}
	return c.Allocate(size)
}

// ReadString counts the reading of what is held as text; other values are read for nothing.
func (c *Context) ReadString(v value.Value) error {
	text, _ := v.AsString()
	return c.CountText(len(text))
}

// Text returns the text form of a value and counts the reading of it.
func (c *Context) Text(v value.Value) (string, error) {
	if err := c.Read(v); err != nil {
		return "", err
	}
	return v.Text(), nil
}

// CountedRead reads an attribute and counts what that takes.
func (c *Context) CountedRead(p *value.Path) (value.Value, error) {
	c.meter.Visited = 0
	c.path = p.Metered(&c.meter)
	v := c.Env.Attrs.Attribute(&c.path)
	return v, c.Work(c.meter.Visited / membersPerStep)
}

// ReadData counts the reading of an attribute that is a list or an object, which may have to be made from Go data.
func (c *Context) ReadData(v value.Value) error {
	const twice = 2 // to make a member takes longer than to read it
	members, _ := v.AsList()
	return c.Work(twice*len(members)/membersPerStep + v.TextSize(c.Limits.TextBytes)/bytesPerStep)
}

// ReadMember counts the reading of member i, from 0, of a list that a function iterates over.
func (c *Context) ReadMember(i int) error {
	if i%membersPerStep != membersPerStep-1 {
		return nil
	}
	return c.Work(1)
}

// CheckText returns an error where a text of n bytes is over the limit, for a function that puts a text together, before it grows.
func (c *Context) CheckText(n int) error {
	if n <= c.Limits.TextBytes {
		return nil
	}
	return c.TextLimit()
}

// TextLimit returns the error of a text that is too long.
func (c *Context) TextLimit() error {
	return LimitError(codes.LimitTextBytes, c.Limits.TextBytes, "a text grows over %d bytes", c.Limits.TextBytes)
}

// MadeText counts a text of n bytes that an operator has made. The results of functions are counted by themselves.
func (c *Context) MadeText(n int) error {
	if c.Fits(n) {
		return nil
	}
	return c.MadeTooMuch(n)
}

// Fits counts a text of n bytes and reports whether it is within the limits.
func (c *Context) Fits(n int) bool {
	c.output += n
	return n <= c.Limits.TextBytes && c.output <= c.Limits.OutputBytes
}

// MadeTooMuch returns the error of a text of n bytes that does not fit.
func (c *Context) MadeTooMuch(n int) error {
	if n > c.Limits.TextBytes {
		return c.TextLimit()
	}
	return LimitError(codes.LimitOutputBytes, c.Limits.OutputBytes, "the evaluation makes more than %d bytes of text", c.Limits.OutputBytes)
}

// MadeElsewhere counts the result of a function of the embedding program, which need not have checked any limit.
func (c *Context) MadeElsewhere(v value.Value) error {
	members, isList := v.AsList()
	if !isList {
		return c.MadeText(v.TextSize(c.Limits.TextBytes))
	}
	if err := c.MakeList(len(members)); err != nil {
		return err
	}
	return c.Allocate(v.TextSize(c.Limits.OutputBytes))
}

// Allocate counts n bytes that are needed on the way to a result.
func (c *Context) Allocate(n int) error {
	if c.output += n; c.output > c.Limits.OutputBytes {
		return c.MadeTooMuch(0)
	}
	return nil
}

// CheckList returns an error where a list of n members is over the limit, for a function that puts a list together, before it grows.
func (c *Context) CheckList(n int) error {
	if n > c.Limits.ListLength {
		return LimitError(codes.LimitListLength, c.Limits.ListLength, "a list grows over %d members", c.Limits.ListLength)
	}
	return nil
}

// MakeList checks and counts a list of n members that is about to be made.
func (c *Context) MakeList(n int) error {
	if err := c.CheckList(n); err != nil {
		return err
	}
	return c.Allocate(n * MemberBytes)
}
