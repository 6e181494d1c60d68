package functions

import (
	"cmp"
	"errors"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// Bind returns a call of a registered function, for the evaluator: its nodes are the arguments, nil where one is omitted, and state is
// what the function's Prepare returned for the call. The call's points, see [Points], have the numbers from first on. The arguments must not
// change afterwards while the call is in use.
func Bind(spec *Spec, args []call.Arg, state any, first int) call.Call {
	return &bound{spec: spec, args: args, state: state, first: first}
}

// bound is a function bound to the arguments of one call. It is immutable and shared by all evaluations: what one of them keeps is in its
// context, or in the copy that memoized makes.
type bound struct {
	spec  *Spec
	args  []call.Arg
	state any
	first int // the number of the call's first point
}

// Eval evaluates the call to a value.
func (b *bound) Eval(c *call.Context) (value.Value, error) {
	if err := c.Step(); err != nil {
		return value.Absent, err
	}
	a := Args{c, b}
	if b.spec.Eval != nil {
		v, err := b.spec.Eval(a)
		if err != nil && errors.Is(err, errSeveral) {
			v, err = a.evalEach(c.Pending)
		}
		switch {
		case err != nil && errors.Is(err, ErrNull):
			return value.Null, nil
		case err == nil && !b.spec.builtin:
			err = c.MadeElsewhere(v)
		}
		return v, err
	}
	// A function that appends needs a buffer, which goes back to the context: v does not share its memory.
	buf, form, err := a.appendText(c.TakeBuffer())
	if err != nil || form != call.FormText || !c.Fits(len(buf)) {
		buf, form, err = a.settle(buf, 0, form, err)
	}
	v := value.Null
	switch {
	case err != nil:
	case form == call.FormValue:
		v = c.Pending
	case form == call.FormText:
		v = value.String(c.Shared(c.Joined(buf, 0)))
	}
	// only for Shared above: the source is not that of the next call
	c.Source = ""
	c.GiveBuffer(buf)
	return v, err
}

// AppendText evaluates the call and appends the text of its result; see [call.Form] for results that are not a text.
func (b *bound) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	if b.spec.Eval != nil {
		return b.appendValue(c, dst)
	}
	if err := c.Step(); err != nil {
		return dst, call.FormNull, err
	}
	from := len(dst)
	a := Args{c, b}
	var out []byte
	var err error
	form := call.FormText
	if write := b.spec.Append; write != nil { // here and not in appendText: Join is the most frequent function
		out, err = write(a, dst)
	} else {
		out, form, err = a.appendText(dst)
	}
	switch {
	case err != nil || form != call.FormText:
		out = dst // a function need not return the buffer then
	case c.Fits(len(out) - from):
		return c.Joined(out, from), form, nil
	}
	return a.settle(out, from, form, err)
}

func (b *bound) appendValue(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	v, err := b.Eval(c)
	if err != nil {
		return dst, call.FormNull, err
	}
	return c.AppendValue(dst, v)
}

// MakesText reports whether the function appends its result.
func (b *bound) MakesText() bool { return b.spec.Eval == nil }

// appendText appends the text of the call's result, whatever form the implementation has. Only a call that changes its source can leave
// something other than a text: a list, for a source that is one.
func (a Args) appendText(dst []byte) (out []byte, form call.Form, err error) {
	switch spec := a.call.spec; {
	case spec.Append != nil:
		dst, err := spec.Append(a, dst)
		return dst, call.FormText, err
	case spec.Transform != nil:
		return a.transformSource(dst)
	}
	return a.rewriteSource(dst)
}

// settle decides on what is not simply a text within the limits: it makes a null result of ErrNull, removes what was appended for a result
// that is not a text, and returns the error of a text that is too long.
func (a Args) settle(dst []byte, from int, form call.Form, err error) ([]byte, call.Form, error) {
	switch {
	case err != nil && errors.Is(err, ErrNull):
		form, err = call.FormNull, nil
	case err != nil:
		form = call.FormNull
	case form == call.FormText:
		return a.c.Joined(dst, from), form, a.c.MadeTooMuch(len(dst) - from)
	}
	return dst[:from], form, err
}

// transformSource appends the source's text and lets the function change it in place.
func (a Args) transformSource(dst []byte) ([]byte, call.Form, error) {
	from := len(dst)
	dst, form, err := a.append(a.call.spec.source, dst)
	if err != nil {
		return dst, call.FormNull, err
	}
	return a.transform(dst, from, form)
}

// transform works on a source that has been evaluated: to text in dst[from:], or to another form.
func (a Args) transform(dst []byte, from int, form call.Form) ([]byte, call.Form, error) {
	i := a.call.spec.source
	switch {
	case form == call.FormValue:
		return a.eachMember(i, a.c.Pending, dst)
	case form == call.FormNull, len(dst) == from && a.param(i).EmptyIsNull:
		if err := a.admitNull(i); err != nil {
			return dst, call.FormNull, err
		}
	}
	dst, err := a.call.spec.Transform(a, dst, from)
	return dst, call.FormText, err
}

// Source returns the argument that a Transform function changes.
func (b *bound) Source() call.Arg {
	if b.spec.Transform == nil || b.spec.source >= len(b.args) {
		return nil
	}
	return b.args[b.spec.source]
}

// Transform evaluates a call of a Transform function whose source has been evaluated.
func (b *bound) Transform(c *call.Context, dst []byte, from int, form call.Form) ([]byte, call.Form, error) {
	a := Args{c, b}
	var err error
	// The first case is nearly every call; no policy concerns a text that is not empty. The second is for signals, which Args.append
	// refuses where the source is evaluated here.
	switch {
	case form == call.FormText && len(dst) > from:
		dst, err = b.spec.Transform(a, dst, from)
	case form == call.FormValue:
		err = a.refuseSignal(b.spec.source)
		fallthrough
	default:
		if err == nil {
			dst, form, err = a.transform(dst, from, form)
		}
	}
	if err == nil && form == call.FormText && c.Fits(len(dst)-from) {
		return c.Joined(dst, from), form, nil
	}
	return a.settle(dst, from, form, err)
}

// rewriteSource evaluates the source and passes it to the function.
func (a Args) rewriteSource(dst []byte) ([]byte, call.Form, error) {
	i := a.call.spec.source
	v, err := a.Flow(i)
	if err != nil {
		return dst, call.FormNull, err
	}
	// Nearly every source is a text that is not empty, which no policy concerns.
	if v.Kind() == value.KindString && !v.IsNullOrEmpty() {
		text := v.Text()
		if err := a.c.CountText(len(text)); err != nil {
			return dst, call.FormNull, err
		}
		dst, err := a.call.spec.Rewrite(a, v, dst)
		a.c.Source = text
		return dst, call.FormText, err
	}
	if err := a.admit(i, v); err != nil {
		return dst, call.FormNull, err
	}
	if v.Kind() == value.KindList {
		return a.eachMember(i, v, dst)
	}
	if err := a.c.Read(v); err != nil {
		return dst, call.FormNull, err
	}
	dst, err = a.call.spec.Rewrite(a, v, dst)
	return dst, call.FormText, err
}

// eachMember works on a source that is not a single text: on a list member by member, on an object by its text. Of a list dst is returned
// as it came: what a member appends is copied into its value and overwritten by the next.
func (a Args) eachMember(i int, source value.Value, dst []byte) ([]byte, call.Form, error) {
	members, isList := source.AsList()
	if !isList {
		dst, err := a.changeText(source, dst)
		return dst, call.FormText, err
	}
	if err := a.c.MakeList(len(members)); err != nil {
		return dst, call.FormNull, err
	}
	each := Args{a.c, a.call.memoized(i)}
	results := make([]value.Value, 0, len(members))
	for n, m := range members {
		a.remarkMember(i, n, len(members), m)
		// A member may take as long as a call, for instance to match a pattern, so the context is looked at for each.
		if err := cmp.Or(a.c.ReadMember(n), a.c.CheckCanceled()); err != nil {
			return dst, call.FormNull, err
		}
		v, err := each.changeMember(i, m, dst)
		if err != nil {
			return dst, call.FormNull, err
		}
		if !v.IsNull() {
			results = append(results, v)
		}
	}
	return dst, a.c.SetPending(value.List(results...)), nil
}

// errSeveral is how [Args.single] tells that the source of a function with Eval has several members, which are in Pending.
var errSeveral = errors.New("several values, each of which is a source")

// evalEach is eachMember for a function with Eval, which has asked for its source before all else: it is called anew for each member.
func (a Args) evalEach(source value.Value) (value.Value, error) {
	i := a.call.spec.source
	members := source.Members()
	if err := a.c.MakeList(len(members)); err != nil {
		return value.Absent, err
	}
	results := make([]value.Value, 0, len(members))
	each := a.call.memoized(i)
	for n, m := range members {
		a.remarkMember(i, n, len(members), m)
		if err := cmp.Or(a.c.ReadMember(n), a.c.CheckCanceled()); err != nil {
			return value.Absent, err
		}
		if m.Kind() == value.KindList { // a list in a list is read as its text
			text, err := a.c.Text(m)
			if err != nil {
				return value.Absent, err
			}
			m = value.String(text)
		}
		each.args[i] = &onceArg{done: true, v: m}
		v, err := a.call.spec.Eval(Args{a.c, each})
		switch {
		case err != nil && errors.Is(err, ErrNull), err == nil && v.IsNull():
			continue
		case err != nil:
			return value.Absent, err
		}
		results = append(results, v.Members()...)
		if err := a.c.CheckList(len(results)); err != nil {
			return value.Absent, err
		}
	}
	return value.List(results...), nil
}

// changeText applies the function to the text of one value and appends the result.
func (a Args) changeText(v value.Value, dst []byte) ([]byte, error) {
	if a.call.spec.Rewrite != nil {
		if err := a.c.Read(v); err != nil {
			return dst, err
		}
		return a.call.spec.Rewrite(a, v, dst)
	}
	from := len(dst)
	dst, _, err := a.c.AppendWhole(dst, v)
	if err != nil {
		return dst, err
	}
	return a.call.spec.Transform(a, dst, from)
}

// changeMember returns what the function makes of member m of argument i; null where that is nothing.
func (a Args) changeMember(i int, m value.Value, dst []byte) (value.Value, error) {
	from := len(dst)
	err := a.admit(i, m)
	if err == nil {
		dst, err = a.changeText(m, dst)
	}
	switch {
	case err != nil && errors.Is(err, ErrNull):
		return value.Null, nil
	case err != nil:
		return value.Absent, err
	}
	dst = a.c.Joined(dst, from)
	return value.String(string(dst[from:])), a.c.MadeText(len(dst) - from)
}

// Eager evaluates every argument.
func (b *bound) Eager(c *call.Context) (call.Call, error) {
	eager := b.memoized(-1)
	for _, arg := range eager.args {
		if arg == nil {
			continue
		}
		if _, err := arg.Eval(c); err != nil {
			return nil, err
		}
	}
	return eager, nil
}

// Quick returns the quick form of the call.
func (b *bound) Quick(args []call.Quick) *call.QuickCall {
	if b.spec.quick == nil {
		return nil
	}
	return &call.QuickCall{Args: args, State: b.state, Run: b.spec.quick}
}

// memoized returns the same call with arguments that are evaluated once, however many members the source has: an argument such
// as Guid() must not change from member to member.
func (b *bound) memoized(source int) *bound {
	once := *b
	once.args = make([]call.Arg, len(b.args))
	for i, arg := range b.args {
		if arg != nil && i != source {
			once.args[i] = &onceArg{arg: arg}
		}
	}
	return &once
}

// onceArg evaluates its argument at most once and keeps the value or the error. It belongs to one evaluation.
type onceArg struct {
	arg  call.Arg
	done bool
	v    value.Value
	err  error
}

func (o *onceArg) Eval(c *call.Context) (value.Value, error) {
	if !o.done {
		o.v, o.err = o.arg.Eval(c)
		o.done = true
	}
	return o.v, o.err
}

func (o *onceArg) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	v, err := o.Eval(c)
	if err != nil {
		return dst, call.FormNull, err
	}
	return c.AppendValue(dst, v)
}
