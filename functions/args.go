package functions

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Args is how an implementation sees one call in one evaluation. Arguments are evaluated when asked for; an implementation
// asks for each at most once. Accessors apply the parameter's null policy and coercion, and name the argument in errors.
//
// An Args is valid until the implementation returns: the evaluation's state below it is used again for the next object.
type Args struct {
	c    *call.Context
	call *bound
}

// Env returns the environment of the evaluation, which must not be changed. For the time see [Args.Now].
func (a Args) Env() *Env { return (*Env)(a.c.Env) }

// Now returns the time of the evaluation in UTC: the environment's clock is read once, so that Now is the same throughout. Without a
// clock it returns an error.
func (a Args) Now() (value.DateTime, error) {
	now, err := a.c.Now()
	return value.DateTime(now), err
}

// Work counts as much work as so many calls do against the limit on steps, for a function whose work grows with the size of its
// arguments. It returns an error where the limit is passed or the evaluation is canceled, which the function passes on.
func (a Args) Work(steps int) error { return a.c.Work(steps) }

// CheckText returns an error where a text of n bytes is over the limit. A function that makes a long text asks before it does.
func (a Args) CheckText(n int) error { return a.c.CheckText(n) }

// CheckList returns an error where a list of n members is over the limit. A function that makes a long list asks before it does.
func (a Args) CheckList(n int) error { return a.c.CheckList(n) }

// Len returns the number of arguments, omitted ones included.
func (a Args) Len() int { return len(a.call.args) }

// State returns what the function's Prepare returned for this call.
func (a Args) State() any { return a.call.state }

// Has reports whether argument i (from 0) is written. An omitted argument is not the same as "" or null.
func (a Args) Has(i int) bool { return i < len(a.call.args) && a.call.args[i] != nil }

// param returns the parameter of argument i. The number of arguments decides too: parameters may repeat, and an older form of the call may
// have fewer; see [Spec.Param].
func (a Args) param(i int) *Param { return a.call.spec.Param(i, len(a.call.args)) }

// Flow returns argument i unchanged, flow signals included; an omitted argument is Absent.
func (a Args) Flow(i int) (value.Value, error) {
	if !a.Has(i) {
		return value.Absent, nil
	}
	v, err := a.call.args[i].Eval(a.c)
	if a.leaves() {
		v = call.Whole(v)
	}
	return v, err
}

// leaves reports whether arguments may have halves of characters, which a function of the embedding program must not see.
func (a Args) leaves() bool { return a.c.HasHalves() && !a.call.spec.builtin }

// Value returns argument i with the null policy applied, except that NullIsEmpty leaves null to the caller. A flow signal is an
// error.
func (a Args) Value(i int) (value.Value, error) {
	v, err := a.Flow(i)
	if err != nil {
		return v, err
	}
	return v, a.admit(i, v)
}

// admit applies the policies of parameter i to its value.
func (a Args) admit(i int, v value.Value) error {
	// Text first, since most values are text and only EmptyIsNull concerns it. An empty reference or binary value does not count as ""
	// here, nor does it in Inferring.admit.
	if v.Kind() == value.KindString {
		if !v.IsNullOrEmpty() || !a.param(i).EmptyIsNull {
			return nil
		}
		return a.admitNull(i)
	}
	switch {
	case v.IsNull():
		return a.admitNull(i)
	case v.Kind().IsSignal():
		return a.FailArg(i, codes.EvalFlow, value.Absent, "%s cannot be the value of an argument", diag.Name(v.Kind().String()))
	}
	return nil
}

// admitNull applies the null policy of parameter i to a null. It returns nil for the policies that let null through: NullIsEmpty,
// NullHandled and NullSkipped.
func (a Args) admitNull(i int) error {
	if a.Tracing() {
		a.remarkNull(i)
	}
	switch a.param(i).Null {
	case NullPropagates:
		return ErrNull
	case NullIsError:
		return a.FailArg(i, codes.EvalNull, value.Absent, "want a value, got null")
	default:
		return nil
	}
}

// Text returns argument i as text. A list of one member is read as that member and an empty one as null; a longer one is an error.
func (a Args) Text(i int) (string, error) {
	v, err := a.single(i)
	if err != nil {
		return "", err
	}
	// A short text costs nothing, so it is not counted. For all others the context counts the reading and makes the text form.
	text, ok := v.AsString()
	if !ok || !a.c.Short(len(text)) {
		if v.IsNull() {
			return "", nil
		}
		if text, err = a.c.Text(v); err != nil {
			return "", err
		}
	}
	a.remarkText(i, v, text)
	return text, nil
}

// Integer returns argument i as a whole number, or def if it is omitted or null and the policy lets null through.
func (a Args) Integer(i int, def int64) (int64, error) {
	v, err := a.single(i)
	if err != nil || v.IsNull() {
		return def, err
	}
	if n, ok := v.AsInteger(); ok {
		return n, nil
	}
	// Text is counted before it is parsed: it may be long and no number at all.
	if err := a.c.ReadString(v); err != nil {
		return 0, err
	}
	n, err := v.ToInteger()
	if err != nil {
		return 0, a.coercion(i, err)
	}
	a.remarkRead(i, v, value.Integer(n))
	return n, nil
}

// Boolean returns argument i as a boolean; null that the policy lets through is false.
func (a Args) Boolean(i int) (bool, error) {
	v, err := a.single(i)
	if err != nil {
		return false, err
	}
	if b, ok := v.AsBoolean(); ok {
		return b, nil
	}
	if err := a.c.ReadString(v); err != nil {
		return false, err
	}
	b, err := v.ToBoolean()
	if err != nil {
		return false, a.coercion(i, err)
	}
	a.remarkRead(i, v, value.Boolean(b))
	return b, nil
}

// Date returns argument i as a date-time; see [value.Value.ToDate] for text. The policy must not let null through.
func (a Args) Date(i int) (value.DateTime, error) {
	v, err := a.single(i)
	if err != nil {
		return value.DateTime{}, err
	}
	if d, ok := v.AsDate(); ok {
		return d, nil
	}
	if err := a.c.ReadString(v); err != nil {
		return value.DateTime{}, err
	}
	d, err := v.ToDate()
	if err != nil {
		return value.DateTime{}, a.coercion(i, err)
	}
	if a.Tracing() {
		a.remarkCDate(i, v)
	}
	return d, nil
}

// single returns the value of argument i with a list of one member unwrapped; an empty list is null. The source of a function that
// works on each value must be asked for first; where it is a list, the error is errSeveral.
func (a Args) single(i int) (value.Value, error) {
	v, err := a.Value(i)
	if err != nil || v.Kind() != value.KindList {
		return v, err
	}
	if a.call.spec.Eval != nil && i == a.call.spec.source {
		a.c.SetPending(v)
		return value.Absent, errSeveral
	}
	if v, err = v.Single(); err != nil {
		return v, a.coercion(i, err)
	}
	a.remarkOnly(i, v)
	// The policies have seen a list. Its only member, or the null of an empty list, is what they are about.
	return v, a.admit(i, v)
}

// Members returns argument i as a list: the members of a list, a single value as the only member, nothing for null.
func (a Args) Members(i int) ([]value.Value, error) {
	v, err := a.Value(i)
	if err != nil || v.IsNull() {
		return nil, err
	}
	if members, ok := v.AsList(); ok {
		return members, nil
	}
	if a.Tracing() {
		a.Remark(call.TopicList, i, a.name(i)+" is a single value, read as a list of one")
	}
	return []value.Value{v}, nil
}

// append appends the text of argument i to dst. A list is left in the context's Pending value with call.FormValue, for the caller to take
// apart; a signal is an error. Null is call.FormNull, whatever the policy.
func (a Args) append(i int, dst []byte) ([]byte, call.Form, error) {
	if !a.Has(i) {
		return dst, call.FormNull, nil
	}
	from := len(dst)
	dst, form, err := a.call.args[i].AppendText(a.c, dst)
	if form == call.FormValue && err == nil {
		err = a.refuseSignal(i)
	}
	if a.leaves() {
		dst, a.c.Pending = nettext.WholeBytes(dst, from), call.Whole(a.c.Pending)
	}
	return dst, form, err
}

// refuseSignal returns an error if the pending value, that of argument i, is a flow signal. Lists and objects pass.
func (a Args) refuseSignal(i int) error {
	if v := a.c.Pending; v.Kind().IsSignal() {
		return a.admit(i, v)
	}
	return nil
}
