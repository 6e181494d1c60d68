package expr

import (
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// Programs that only choose between attributes and constants need no evaluation state: see [call.Quick]. They are a good part of real
// mappings (IIF on a country, Switch to an organizational unit, Coalesce), and the state is most of what such an evaluation costs.
//
// A quick evaluation must return what a full one returns, or leave it to the full one: whatever may fail, count against a limit or be
// remarked is left.

// quickOf returns a node as one that needs no state, nil where it does.
func quickOf(arg call.Arg) call.Quick {
	switch n := arg.(type) {
	case *constantNode:
		return n
	case *attributeNode:
		return n
	case *equalsNode:
		if n.quick != nil {
			return n
		}
	case *callNode:
		if n.quick != nil {
			return n.quick
		}
	}
	return nil
}

// quickCall returns a call as one that needs no state, nil where it does.
func quickCall(c call.Call, bound []call.Arg) *call.QuickCall {
	args := make([]call.Quick, len(bound))
	for i, arg := range bound {
		if arg == nil {
			continue
		}
		if args[i] = quickOf(arg); args[i] == nil {
			return nil
		}
	}
	return c.Quick(args)
}

// Quick of a node returns its value, and false where it takes a full evaluation to find it.
func (n *constantNode) Quick(value.Attributes) (value.Value, bool) { return n.v, true }

func (n *attributeNode) Quick(attrs value.Attributes) (value.Value, bool) {
	v := attrs.Attribute(&n.path)
	if v.Kind() == value.KindString {
		return n.orNull(v), true
	}
	// A list or an object is passed on as it is: functions with a quick form do not look inside, so that there is nothing to
	// count.
	return v, v.Unreadable() == nil
}

func (n *equalsNode) Quick(attrs value.Attributes) (value.Value, bool) {
	v, ok := n.quick.Quick(attrs)
	if !ok || v.Kind() != value.KindString {
		return value.Absent, false
	}
	return value.Boolean((v.Text() == n.text) == (n.op == value.Equal)), true
}

// The weights of reading attributes, of which an expression has a few for free. A path may lead through many members.
const (
	freeReads   = 64
	plainWeight = 1
	pathWeight  = 4
)

// isCheap reports whether an evaluation stays within the limits without counting: each node is a step at most, and few attributes are
// read. Where many are, what that takes is counted from here on.
func (b *binder) isCheap() bool {
	steps, weight := 0, 0
	for n := range syntax.Nodes(b.prog.tree) {
		steps++
		switch a, ok := n.(*syntax.Attribute); {
		case !ok:
		case b.attributes[a.Name].path.IsPlain():
			weight += plainWeight
		default:
			weight += pathWeight
		}
	}
	for _, node := range b.attributes {
		node.counts = weight > freeReads
	}
	return steps <= b.cfg.evaluation.Steps && weight <= freeReads
}
