package expr

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// Evaluator evaluates programs one after another in state that it keeps, for callers that evaluate many programs for many objects
// and provide the buffer for the texts. The zero Evaluator is ready to use. It must not be used by two goroutines at once; it
// retains the last evaluation's environment until [Evaluator.Forget].
type Evaluator struct {
	c call.Context
}

// Append returns what [Program.Eval] returns. If the result is a text that the program builds, isText is true, v is Absent,
// and out is dst with the text appended; in all other cases out is dst. A text that reports must not print,
// see [value.Value.Redacted], is never appended. Only programs that take steps notice a canceled context.
func (e *Evaluator) Append(p *Program, env *Env, dst []byte) (out []byte, v value.Value, isText bool, err error) {
	if env == nil || env.Attrs == nil {
		env = withoutAttributes(env)
	}
	if p.chooser != nil && env.Met == nil { // no state, so that there is nothing to reset
		if v, ok := p.chooser.Quick(env.Attrs); ok {
			return dst, v, false, nil
		}
	}
	c := &e.c
	// Programs of different compilers may follow each other.
	c.Limits, c.Compat = p.cfg.evaluation, call.Compat(p.cfg.compat)
	c.Reset((*call.Env)(env))
	if !p.makesText {
		if v, err = p.root.Eval(c); err != nil {
			return dst, value.Absent, false, p.operatorError(err, p.tree, "")
		}
		return dst, e.marked(v), false, nil
	}
	from := len(dst)
	out, form, err := p.root.AppendText(c, dst)
	switch {
	case err != nil:
		return dst, value.Absent, false, err
	case form == call.FormNull:
		return dst, e.marked(value.Null), false, nil
	case form == call.FormValue:
		return dst, e.marked(c.Pending), false, nil
	case c.Redacted(): // the mark is on values, and bytes in a buffer have none
		return dst, e.marked(value.String(string(out[from:]))), false, nil
	}
	return c.LeavingText(out, from), value.Absent, true, nil
}

// marked returns v as it leaves the evaluation, with the mark of Redact if that went through it anywhere.
func (e *Evaluator) marked(v value.Value) value.Value {
	v = e.c.Leaving(v)
	if e.c.Redacted() {
		return v.WithRedaction()
	}
	return v
}

// Forget releases the last evaluation's data.
func (e *Evaluator) Forget() { e.c.Forget() }

// makesText reports whether the value of a root is always built as text, so that it can be built in the caller's buffer.
func makesText(root call.Arg) bool {
	switch n := root.(type) {
	case *chainNode, *concatNode:
		return true
	case *callNode:
		return n.call.MakesText()
	}
	return false
}
