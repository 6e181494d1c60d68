package expr

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// chainNode is a call of a function that changes its source in place, whose source may be another such call, and so on: the
// innermost source is evaluated once, and the functions work on its text one after the other.
type chainNode struct {
	source functions.Arg
	calls  []*callNode // from the innermost to the outermost
}

// chained gives a call as a chain; a call of another function stays as it is.
func chained(n *callNode) functions.Arg {
	source := n.call.Source()
	if source == nil || n.prog.cfg.compat.EagerBranches {
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

func (n *chainNode) Eval(c *functions.Context) (value.Value, error) {
	buf, form, err := n.AppendText(c, c.TakeBuffer())
	v := value.Null
	switch {
	case err != nil:
		v = value.Absent
	case form == functions.FormValue:
		v = c.Pending()
	case form == functions.FormText:
		v = value.String(string(buf))
	}
	c.GiveBuffer(buf)
	return v, err
}

// AppendText counts the steps from the outside in, as calls in calls do, and blames a failure on the call that it happens in.
func (n *chainNode) AppendText(c *functions.Context, dst []byte) ([]byte, functions.Form, error) {
	for i := len(n.calls) - 1; i >= 0; i-- {
		if err := c.Step(); err != nil {
			return dst, functions.FormNull, n.calls[i].fail(err)
		}
	}
	from := len(dst)
	dst, form, err := n.source.AppendText(c, dst)
	if err != nil {
		return dst[:from], functions.FormNull, n.calls[0].fail(err)
	}
	for _, call := range n.calls {
		if dst, form, err = functions.Transform(c, &call.call, dst, from, form); err != nil {
			return dst, form, call.fail(err)
		}
	}
	return dst, form, nil
}
