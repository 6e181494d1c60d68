package functions

import "github.com/attrmap/attrmap/expr/value"

// Invoke evaluates a call to a value.
func Invoke(c *Context, call *Call) (value.Value, error) {
	if err := c.Step(); err != nil {
		return value.Absent, err
	}
	a := Args{c, call}
	if call.Spec.Eval != nil {
		v, err := call.Spec.Eval(a)
		if err == errNull {
			return value.Null, nil
		}
		return v, err
	}
	buf, form, err := appendCall(a, c.TakeBuffer())
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

// shared gives the text of buf as a string: as a part of the source that the call has just rewritten, where it begins or ends it,
// so that a match cut out of an attribute needs no memory of its own.
func (c *Context) shared(buf []byte) string {
	if s, n := c.source, len(buf); n <= len(s) {
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
	if call.Spec.Eval != nil {
		v, err := Invoke(c, call)
		if err != nil {
			return dst, FormNull, err
		}
		return AppendValue(c, dst, v)
	}
	if err := c.Step(); err != nil {
		return dst, FormNull, err
	}
	return appendCall(Args{c, call}, dst)
}

// AppendValue appends the text of a value that is a single one; lists, objects and signals are left pending.
func AppendValue(c *Context, dst []byte, v value.Value) ([]byte, Form, error) {
	switch k := v.Kind(); {
	case k == value.KindString:
		text, _ := v.AsString()
		return append(dst, text...), FormText, c.CheckText(len(text))
	case k == value.KindNull:
		return dst, FormNull, nil
	case k == value.KindList || k == value.KindObject || k.IsSignal():
		return dst, c.SetPending(v), nil
	}
	from := len(dst)
	dst = v.AppendText(dst)
	return dst, FormText, c.CheckText(len(dst) - from)
}

func appendCall(a Args, dst []byte) ([]byte, Form, error) {
	from := len(dst)
	var form Form
	var err error
	switch spec := a.call.Spec; {
	case spec.Append != nil:
		dst, form, err = spec.Append(a, dst)
	case spec.Transform != nil:
		dst, form, err = transformCall(a, dst)
	default:
		dst, form, err = rewriteCall(a, dst)
	}
	switch {
	case err == errNull:
		return dst[:from], FormNull, nil
	case err != nil:
		return dst[:from], FormNull, err
	case form == FormText:
		return dst, form, a.c.CheckText(len(dst) - from)
	}
	return dst[:from], form, nil
}

// transformCall puts the source's text at the end of dst and lets the function change it in place.
func transformCall(a Args, dst []byte) ([]byte, Form, error) {
	from := len(dst)
	i := a.call.Spec.source
	dst, form, err := a.Append(i, dst)
	switch {
	case err != nil:
		return dst, FormNull, err
	case form == FormValue:
		return eachMember(a, i, a.c.pending, dst)
	case form == FormNull, len(dst) == from && a.call.Spec.Params[i].EmptyIsNull:
		if err := a.admitNull(i); err != nil {
			return dst, FormNull, err
		}
	}
	dst, err = a.call.Spec.Transform(a, dst, from)
	return dst, FormText, err
}

// rewriteCall evaluates the source and hands it to the function.
func rewriteCall(a Args, dst []byte) ([]byte, Form, error) {
	i := a.call.Spec.source
	v, err := a.Value(i)
	switch {
	case err != nil:
		return dst, FormNull, err
	case v.Kind() == value.KindList:
		return eachMember(a, i, v, dst)
	}
	dst, form, err := a.call.Spec.Rewrite(a, v, dst)
	if v.Kind() == value.KindString {
		a.c.source = v.Text()
	}
	return dst, form, err
}

// eachMember works on a source that is no single text: a list member by member, an object by its text.
func eachMember(a Args, i int, source value.Value, dst []byte) ([]byte, Form, error) {
	members, isList := source.AsList()
	if !isList {
		return changeText(a, source, dst)
	}
	each := a.memoized(i)
	results := make([]value.Value, 0, len(members))
	for _, m := range members {
		if err := a.c.checkCanceled(); err != nil {
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
		return a.call.Spec.Rewrite(a, v, dst)
	}
	from := len(dst)
	dst, err := a.call.Spec.Transform(a, v.AppendText(dst), from)
	return dst, FormText, err
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
	return value.String(string(dst[from:])), a.c.CheckText(len(dst) - from)
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
