package expr

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// chainNode is a call of a function that changes its source in place, whose source may be another such call, and so on: the
// innermost source is evaluated once, and the functions work on its text one after the other. ToLower(Trim(Append(…))) thus needs one
// buffer and no text in between; a call by call evaluation would make three.
type chainNode struct {
	source call.Arg
	calls  []*callNode // from the innermost to the outermost
}

// chained returns a call as a chain; a call of another function stays as it is.
func chained(n *callNode) call.Arg {
	source := n.call.Source()
	if source == nil || n.prog.cfg.compat.EagerBranches { // eager calls need the values of all arguments, and a chain has none
		return n
	}
	chain := &chainNode{source: source}
	if inner, ok := source.(*chainNode); ok {
		chain.source = inner.source
		chain.calls = append(chain.calls, inner.calls...)
	}
	chain.calls = append(chain.calls, n)
	return chain
}

// Eval works on a buffer of the evaluation, which goes back once its text has been copied into a string.
func (n *chainNode) Eval(c *call.Context) (value.Value, error) {
	buf, form, err := n.AppendText(c, c.TakeBuffer())
	v := value.Null
	switch {
	case err != nil:
		v = value.Absent
	case form == call.FormValue:
		v = c.Pending
	case form == call.FormText:
		v = value.String(string(buf))
	}
	c.GiveBuffer(buf)
	return v, err
}

// AppendText counts the steps from the outside in, as calls in calls do, and blames a failure on the call that it happens in.
func (n *chainNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	for i := len(n.calls) - 1; i >= 0; i-- {
		if err := c.Step(); err != nil {
			return dst, call.FormNull, n.calls[i].fail(err)
		}
	}
	from := len(dst) // dst may have the beginning of a longer text, which the functions must not change
	dst, form, err := n.source.AppendText(c, dst)
	if err != nil {
		return dst[:from], call.FormNull, n.calls[0].fail(err)
	}
	for _, n := range n.calls {
		if dst, form, err = n.call.Transform(c, dst, from, form); err != nil {
			return dst, form, n.fail(err)
		}
	}
	return dst, form, nil
}
