package functions

import (
	"fmt"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// ErrLimit is what every error of a passed limit is, by errors.Is; the error holds a [diag.LimitError] that tells which limit.
var ErrLimit = diag.ErrLimit

// Limits bound one evaluation; a field that is zero or negative is the published default. Everything but RegexTime is counted, not
// timed: what passes once passes always, on every machine.
type Limits struct {
	// Steps is how much may be done: each call and operator counts one, and so do 512 bytes of a long text and 16 members of a list
	// that a function reads.
	Steps int
	// TextBytes is the greatest length of one text, in bytes of UTF-8.
	TextBytes int
	// OutputBytes is the greatest length of all texts together that the evaluation makes, those between one function and the next
	// included. A list counts [MemberBytes] for each member.
	OutputBytes int
	// ListLength is the greatest number of members of a list.
	ListLength int
	// RegexSteps is the work of all regular expressions together, those of a list's members too; a step takes some 5 to 15 ns.
	RegexSteps int
	// RegexTime is the time that all regular expressions together may take; zero or negative is no bound. An evaluation that it ends
	// on a slow machine may pass on a fast one: RegexSteps alone keeps results repeatable.
	RegexTime time.Duration
}

// The defaults of [Limits].
const (
	DefaultSteps       = 40_000
	DefaultTextBytes   = 1 << 20
	DefaultOutputBytes = 8 << 20
	DefaultListLength  = 100_000
	DefaultRegexSteps  = 5_000_000
)

// The defaults of the limits that [Preparation] carries.
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

// MemberBytes is what a member of a list takes by itself.
const MemberBytes = 24

// WithDefaults gives l with every field that is zero or negative set to its default.
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

func limitError(limit diag.Limit, bound int, format string, args ...any) error {
	return &Error{Code: diag.CodeEvalLimit, Arg: -1, Message: fmt.Sprintf(format, args...), Cause: &diag.LimitError{Limit: limit, Max: int64(bound)}}
}

const (
	// stepsUncanceled is how many steps pass between two looks at the context: one step may match a costly pattern.
	stepsUncanceled = 16
	// How much is read in a step. Less than that is read for nothing: the call that reads it is a step.
	bytesAStep   = 512
	membersAStep = 16
)

// Step counts one call or operator against the limit and looks for cancellation, at the first one and now and then.
func (c *Context) Step() error { return c.Work(1) }

// Work counts as much work as so many calls make. A function whose work grows with its arguments' size tells so.
func (c *Context) Work(steps int) error {
	if c.steps += steps; c.steps > c.pause {
		return c.look()
	}
	return nil
}

func (c *Context) look() error {
	if c.steps > c.Limits.Steps {
		return limitError(diag.LimitSteps, c.Limits.Steps, "the evaluation takes more than %d steps", c.Limits.Steps)
	}
	c.pause = min(c.steps+stepsUncanceled-1, c.Limits.Steps)
	return c.checkCanceled()
}

func (c *Context) checkCanceled() error {
	if c.Env.Context == nil {
		return nil
	}
	if err := c.Env.Context.Err(); err != nil {
		return &Error{Code: diag.CodeEvalCanceled, Arg: -1, Message: "the evaluation was canceled", Cause: err}
	}
	return nil
}

// Short tells whether a text of n bytes may be read, and added to another one, without being counted.
func (c *Context) Short(n int) bool { return n <= c.short }

// ReadText counts the reading of a text of n bytes.
func (c *Context) ReadText(n int) error {
	if n < bytesAStep {
		return nil
	}
	return c.Work(n / bytesAStep)
}

// Read counts the reading of a value. One that is no text is read by its text form, which has to be made and to be within the limit.
func (c *Context) Read(v value.Value) error {
	if text, ok := v.AsString(); ok {
		return c.ReadText(len(text))
	}
	if k := v.Kind(); k != value.KindList && k != value.KindObject && k != value.KindBinary {
		return nil
	}
	size := v.TextSize(c.Limits.TextBytes)
	if err := c.CheckText(size); err != nil {
		return err
	}
	if err := c.ReadText(size); err != nil {
		return err
	}
	return c.allocate(size)
}

// readText counts the reading of what is held as text.
func (c *Context) readText(v value.Value) error {
	text, _ := v.AsString()
	return c.ReadText(len(text))
}

// text gives the text form of a value and counts the reading of it.
func (c *Context) text(v value.Value) (string, error) {
	if err := c.Read(v); err != nil {
		return "", err
	}
	if k := v.Kind(); k != value.KindList && k != value.KindObject {
		return v.Text(), nil
	}
	size := v.TextSize(c.Limits.TextBytes)
	return string(v.AppendText(make([]byte, 0, size+size/4))), nil // with room for marks and escapes
}

// CountedRead reads an attribute and counts what that takes.
func (c *Context) CountedRead(p *value.Path) (value.Value, error) {
	c.meter.Visited = 0
	c.path = p.Metered(&c.meter)
	v := c.Env.Attrs.Attribute(&c.path)
	return v, c.Work(c.meter.Visited / membersAStep)
}

// ReadData counts the reading of an attribute that is a list or an object, which may have to be made from Go data.
func (c *Context) ReadData(v value.Value) error {
	const twice = 2 // to make a member takes longer than to read it
	members, _ := v.AsList()
	return c.Work(twice*len(members)/membersAStep + v.TextSize(c.Limits.TextBytes)/bytesAStep)
}

// ReadMember counts the reading of member i, from 0, of a list that a function goes through.
func (c *Context) ReadMember(i int) error {
	if i%membersAStep != membersAStep-1 {
		return nil
	}
	return c.Work(1)
}

// CheckText refuses a text of n bytes that is over the limit. Who puts a text together asks before it grows.
func (c *Context) CheckText(n int) error {
	if n <= c.Limits.TextBytes {
		return nil
	}
	return c.textLimit()
}

func (c *Context) textLimit() error {
	return limitError(diag.LimitTextBytes, c.Limits.TextBytes, "a text grows over %d bytes", c.Limits.TextBytes)
}

// MadeText counts a text of n bytes that an operator has made. The results of functions are counted by themselves.
func (c *Context) MadeText(n int) error {
	if c.fits(n) {
		return nil
	}
	return c.madeTooMuch(n)
}

// fits counts a text of n bytes and tells whether the limits let it pass.
func (c *Context) fits(n int) bool {
	c.output += n
	return n <= c.Limits.TextBytes && c.output <= c.Limits.OutputBytes
}

func (c *Context) madeTooMuch(n int) error {
	if n > c.Limits.TextBytes {
		return c.textLimit()
	}
	return limitError(diag.LimitOutputBytes, c.Limits.OutputBytes, "the evaluation makes more than %d bytes of text", c.Limits.OutputBytes)
}

// madeElsewhere counts what a function of the embedding program gives, which need not have asked for any limit.
func (c *Context) madeElsewhere(v value.Value) error {
	members, isList := v.AsList()
	if !isList {
		return c.MadeText(v.TextSize(c.Limits.TextBytes))
	}
	if err := c.MakeList(len(members)); err != nil {
		return err
	}
	return c.allocate(v.TextSize(c.Limits.OutputBytes))
}

// allocate counts n bytes that are needed on the way to a result.
func (c *Context) allocate(n int) error {
	if c.output += n; c.output > c.Limits.OutputBytes {
		return c.madeTooMuch(0)
	}
	return nil
}

// CheckList refuses a list of n members that is over the limit. Who puts a list together asks before it grows.
func (c *Context) CheckList(n int) error {
	if n > c.Limits.ListLength {
		return limitError(diag.LimitListLength, c.Limits.ListLength, "a list grows over %d members", c.Limits.ListLength)
	}
	return nil
}

// MakeList checks and counts a list of n members that is about to be made.
func (c *Context) MakeList(n int) error {
	if err := c.CheckList(n); err != nil {
		return err
	}
	return c.allocate(n * MemberBytes)
}
