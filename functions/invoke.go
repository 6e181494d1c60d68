package functions

import (
	"cmp"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
)

// Invoke evaluates a call to a value.
func Invoke(c *Context, call *Call) (value.Value, error) {
	if err := c.Step(); err != nil {
		return value.Absent, err
	}
	a := Args{c, call}
	if call.Spec.Eval != nil {
		v, err := call.Spec.Eval(a)
		switch {
		case err == errNull:
			return value.Null, nil
		case err == nil && call.Spec.Origin == Custom:
			err = c.madeElsewhere(v)
		}
		return v, err
	}
	buf, form, err := call.Spec.text(a, c.TakeBuffer())
	if err != nil || form != FormText || !c.fits(len(buf)) {
		buf, form, err = a.settle(buf, 0, form, err)
	}
	v := value.Null
	switch {
	case err != nil:
	case form == FormValue:
		v = c.pending
	case form == FormText:
		v = value.String(c.shared(buf))
	}
	c.source = ""
	c.GiveBuffer(buf)
	return v, err
}

// shortSource is a text so short that nothing is lost by keeping all of it for a part.
const shortSource = 64

// shared gives the text of buf as a string: as a part of the source that the call has just rewritten, where it begins or ends it,
// so that a match cut out of an attribute needs no memory of its own. A short part must not keep a long source in memory.
func (c *Context) shared(buf []byte) string {
	if s, n := c.source, len(buf); n <= len(s) && (len(s) <= shortSource || len(s) <= 4*n) {
		switch {
		case s[len(s)-n:] == string(buf):
			return s[len(s)-n:]
		case s[:n] == string(buf):
			return s[:n]
		}
	}
	return string(buf)
}

// InvokeAppend evaluates a call and appends the text of its result; see [Form] for results that are no text.
func InvokeAppend(c *Context, call *Call, dst []byte) ([]byte, Form, error) {
	if call.Spec.text == nil {
		return invokeValue(c, call, dst)
	}
	if err := c.Step(); err != nil {
		return dst, FormNull, err
	}
	from := len(dst)
	out, form, err := call.Spec.text(Args{c, call}, dst)
	switch {
	case err != nil || form != FormText:
		out = dst // a function need not give the buffer back then
	case c.fits(len(out) - from):
		return out, form, nil
	}
	return Args{c, call}.settle(out, from, form, err)
}

func invokeValue(c *Context, call *Call, dst []byte) ([]byte, Form, error) {
	v, err := Invoke(c, call)
	if err != nil {
		return dst, FormNull, err
	}
	return AppendValue(c, dst, v)
}

// AppendValue appends the text of a value that is a single one; lists, objects and signals are left pending.
func AppendValue(c *Context, dst []byte, v value.Value) ([]byte, Form, error) {
	if text, ok := v.AsString(); ok {
		return c.appendText(dst, text)
	}
	switch k := v.Kind(); {
	case k == value.KindNull:
		return dst, FormNull, nil
	case k == value.KindList || k == value.KindObject || k.IsSignal():
		return dst, c.SetPending(v), nil
	}
	return AppendWhole(c, dst, v)
}

// AppendWhole appends the text form of a value of any kind.
func AppendWhole(c *Context, dst []byte, v value.Value) ([]byte, Form, error) {
	if text, ok := v.AsString(); ok {
		return c.appendText(dst, text)
	}
	if err := c.Read(v); err != nil {
		return dst, FormNull, err
	}
	from := len(dst)
	dst = v.AppendText(dst)
	return dst, FormText, c.CheckText(len(dst) - from)
}

// appendText appends a text that the limits let pass. A long one gets all its room at once: to grow step by step takes several
// times as much.
func (c *Context) appendText(dst []byte, text string) ([]byte, Form, error) {
	if !c.Short(len(text)) {
		if err := c.CheckText(len(text)); err != nil {
			return dst, FormNull, err
		}
		if err := c.ReadText(len(text)); err != nil {
			return dst, FormNull, err
		}
		dst = roomFor(dst, len(text))
	}
	return append(dst, text...), FormText, nil
}

// extend puts a text after dst[from:]. Where that needs more room, what comes of it must not be too long; who calls checks the whole.
func (c *Context) extend(dst []byte, from int, text string) ([]byte, error) {
	if cap(dst)-len(dst) < len(text) {
		var err error
		if dst, err = c.room(dst, from, len(text)); err != nil {
			return dst, err
		}
	}
	return append(dst, text...), nil
}

// room makes room for n more bytes behind dst[from:], unless that gets too long.
func (c *Context) room(dst []byte, from, n int) ([]byte, error) {
	if err := c.CheckText(len(dst) - from + n); err != nil {
		return dst, err
	}
	return roomFor(dst, n), nil
}

// grow makes room for a text of at least n bytes, unless that is too long.
func (c *Context) grow(dst []byte, n int) ([]byte, error) { return c.room(dst, len(dst), n) }

// roomFor gives dst with room for n more bytes.
func roomFor(dst []byte, n int) []byte {
	if cap(dst)-len(dst) >= n {
		return dst
	}
	return slices.Grow(dst, max(n, cap(dst)))
}

// settle decides on what is not simply a text within the limits.
func (a Args) settle(dst []byte, from int, form Form, err error) ([]byte, Form, error) {
	switch {
	case err == errNull:
		form, err = FormNull, nil
	case err != nil:
		form = FormNull
	case form == FormText:
		return dst, form, a.c.madeTooMuch(len(dst) - from)
	}
	return dst[:from], form, err
}

// transformCall puts the source's text at the end of dst and lets the function change it in place.
func transformCall(a Args, dst []byte) ([]byte, Form, error) {
	from := len(dst)
	dst, form, err := a.Append(a.call.Spec.source, dst)
	if err != nil {
		return dst, FormNull, err
	}
	return a.transform(dst, from, form)
}

// transform works on a source that has been evaluated: to text in dst[from:], or to another form.
func (a Args) transform(dst []byte, from int, form Form) ([]byte, Form, error) {
	i := a.call.Spec.source
	switch {
	case form == FormValue:
		return eachMember(a, i, a.c.pending, dst)
	case form == FormNull, len(dst) == from && a.param(i).EmptyIsNull:
		if err := a.admitNull(i); err != nil {
			return dst, FormNull, err
		}
	}
	dst, err := a.call.Spec.Transform(a, dst, from)
	return dst, FormText, err
}

// Source gives the argument that a Transform function changes; nil for other functions, and where it is omitted.
func (call *Call) Source() Arg {
	if call.Spec.Transform == nil || call.Spec.source >= len(call.Args) {
		return nil
	}
	return call.Args[call.Spec.source]
}

// Transform evaluates a call of a Transform function whose source has been evaluated: to text in dst[from:], or to another form.
// Counting the step is up to the caller.
func Transform(c *Context, call *Call, dst []byte, from int, form Form) ([]byte, Form, error) {
	a := Args{c, call}
	var err error
	switch {
	case form == FormText && len(dst) > from:
		dst, err = call.Spec.Transform(a, dst, from)
	case form == FormValue:
		err = a.refuseSignal(call.Spec.source)
		fallthrough
	default:
		if err == nil {
			dst, form, err = a.transform(dst, from, form)
		}
	}
	if err == nil && form == FormText && c.fits(len(dst)-from) {
		return dst, form, nil
	}
	return a.settle(dst, from, form, err)
}

// rewriteCall evaluates the source and hands it to the function.
func rewriteCall(a Args, dst []byte) ([]byte, Form, error) {
	i := a.call.Spec.source
	v, err := a.Flow(i)
	if err != nil {
		return dst, FormNull, err
	}
	if v.Kind() == value.KindString && !v.IsNullOrEmpty() {
		text := v.Text()
		if err := a.c.ReadText(len(text)); err != nil {
			return dst, FormNull, err
		}
		dst, form, err := a.call.Spec.Rewrite(a, v, dst)
		a.c.source = text
		return dst, form, err
	}
	if err := a.admit(i, v); err != nil {
		return dst, FormNull, err
	}
	if v.Kind() == value.KindList {
		return eachMember(a, i, v, dst)
	}
	if err := a.c.Read(v); err != nil {
		return dst, FormNull, err
	}
	return a.call.Spec.Rewrite(a, v, dst)
}

// eachMember works on a source that is no single text: a list member by member, an object by its text.
func eachMember(a Args, i int, source value.Value, dst []byte) ([]byte, Form, error) {
	members, isList := source.AsList()
	if !isList {
		return changeText(a, source, dst)
	}
	if err := a.c.MakeList(len(members)); err != nil {
		return dst, FormNull, err
	}
	each := a.memoized(i)
	results := make([]value.Value, 0, len(members))
	for n, m := range members {
		a.remarkMember(i, n, len(members), m)
		if err := cmp.Or(a.c.ReadMember(n), a.c.checkCanceled()); err != nil {
			return dst, FormNull, err
		}
		v, err := each.changeMember(i, m, dst)
		if err != nil {
			return dst, FormNull, err
		}
		results = append(results, v)
	}
	return dst, a.c.SetPending(value.List(results...)), nil
}

// changeText applies the function to the text of one value and appends the result.
func changeText(a Args, v value.Value, dst []byte) ([]byte, Form, error) {
	if a.call.Spec.Rewrite != nil {
		if err := a.c.Read(v); err != nil {
			return dst, FormNull, err
		}
		return a.call.Spec.Rewrite(a, v, dst)
	}
	from := len(dst)
	dst, form, err := AppendWhole(a.c, dst, v)
	if err == nil {
		dst, err = a.call.Spec.Transform(a, dst, from)
	}
	return dst, form, err
}

func (a Args) changeMember(i int, m value.Value, dst []byte) (value.Value, error) {
	from := len(dst)
	err := a.admit(i, m)
	form := FormNull
	if err == nil {
		dst, form, err = changeText(a, m, dst)
	}
	switch {
	case err == errNull, err == nil && form == FormNull:
		return value.Null, nil
	case err != nil:
		return value.Absent, err
	case form == FormValue:
		return a.c.pending, nil
	}
	return value.String(string(dst[from:])), a.c.MadeText(len(dst) - from)
}

// Eager evaluates every argument of a call, in order, and gives the same call with the results in place of the arguments. The
// error is that of the first argument that failed.
func Eager(c *Context, call *Call) (*Call, error) {
	eager := Args{c, call}.memoized(-1).call
	for _, arg := range eager.Args {
		if arg == nil {
			continue
		}
		if _, err := arg.Eval(c); err != nil {
			return nil, err
		}
	}
	return eager, nil
}

// memoized gives the same call with arguments that are evaluated once, however many members the source has: an argument such
// as Guid() must not change from member to member.
func (a Args) memoized(source int) Args {
	call := *a.call
	call.Args = make([]Arg, len(a.call.Args))
	for i, arg := range a.call.Args {
		if arg != nil && i != source {
			call.Args[i] = &onceArg{arg: arg}
		}
	}
	return Args{a.c, &call}
}

type onceArg struct {
	arg  Arg
	done bool
	v    value.Value
	err  error
}

func (o *onceArg) Eval(c *Context) (value.Value, error) {
	if !o.done {
		o.v, o.err = o.arg.Eval(c)
		o.done = true
	}
	return o.v, o.err
}

func (o *onceArg) AppendText(c *Context, dst []byte) ([]byte, Form, error) {
	v, err := o.Eval(c)
	if err != nil {
		return dst, FormNull, err
	}
	return AppendValue(c, dst, v)
}
