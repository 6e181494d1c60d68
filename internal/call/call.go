package call

import "github.com/attrmap/attrmap/expr/value"

// Form says what an appending call left.
type Form uint8

const (
	// FormText means that the text of the result was appended.
	FormText Form = iota
	// FormNull means that the result is null and nothing was appended.
	FormNull
	// FormValue means that the result is not a text (a list, an object, a signal). Nothing was appended; the value is in [Context.Pending].
	FormValue
)

// Arg is an argument that has not been evaluated yet. The evaluator's nodes implement it.
type Arg interface {
	// Eval returns the argument's value.
	Eval(c *Context) (value.Value, error)
	// AppendText appends the text of the argument's value to dst.
	AppendText(c *Context, dst []byte) ([]byte, Form, error)
}

// Call is a function bound to the arguments of one call. It is immutable and shared by all evaluations. Its Eval and AppendText count
// one step.
type Call interface {
	Arg
	// MakesText reports whether the result is put together as text in any case, so that a buffer of the caller can take it.
	MakesText() bool
	// Source returns the argument that a function changes in place, nil for functions that do not and where it is omitted.
	Source() Arg
	// Transform completes a call whose [Call.Source] the caller has evaluated into dst[from:], or into another form. Counting the step
	// is up to the caller.
	Transform(c *Context, dst []byte, from int, form Form) ([]byte, Form, error)
	// Eager evaluates every argument in order and returns the same call with the results in place of the arguments. The error is that
	// of the first argument that failed.
	Eager(c *Context) (Call, error)
	// Quick returns the call over quick arguments, which are nil where omitted; it is nil where the function has no quick form.
	Quick(args []Quick) *QuickCall
}

// Quick is an argument that may have its value from the object's attributes alone, without the state of an evaluation. Where ok is
// false only a full evaluation can tell, for instance because it fails; where it is true a full evaluation returns the same value.
type Quick interface {
	Quick(attrs value.Attributes) (v value.Value, ok bool)
}

// QuickCall is a call whose arguments are quick. It is immutable and safe for concurrent use.
type QuickCall struct {
	Args  []Quick // nil where an argument is omitted
	State any     // what the function prepared
	Run   func(q *QuickCall, attrs value.Attributes) (v value.Value, ok bool)
}

// Quick returns the value of the call.
func (q *QuickCall) Quick(attrs value.Attributes) (v value.Value, ok bool) { return q.Run(q, attrs) }

// Flow returns argument i as it is; an omitted argument is Absent.
func (q *QuickCall) Flow(i int, attrs value.Attributes) (value.Value, bool) {
	if i < len(q.Args) {
		if arg := q.Args[i]; arg != nil {
			return arg.Quick(attrs)
		}
	}
	return value.Absent, true
}

// Point is something that evaluations of a call may meet, such as one of the branches of IIF.
type Point struct {
	// Kind is its kind in reports of coverage, Words what it is called there.
	Kind, Words string
	// At is the argument that it is about, from 0. Result is the argument that is evaluated where it is met, -1 where it is about the call as a
	// whole.
	At, Result int
}

// Tracer receives the remarks of an evaluation that is explained.
type Tracer interface {
	// Remark receives a remark of the call at work; functions.Remark documents the parts.
	Remark(topic string, arg int, text string, details []value.Member)
	// Mute drops the remarks of the call at work from here on.
	Mute()
	// Muted reports whether the remarks of the call at work are dropped.
	Muted() bool
}
