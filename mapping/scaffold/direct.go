package scaffold

import (
	"maps"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
)

// input is what the attributes of a source object have; null is one that is not there.
type input map[string]value.Value

// and returns the input with other values for some attributes.
func (in input) and(other input) input {
	all := maps.Clone(in)
	if all == nil {
		all = input{}
	}
	maps.Copy(all, other)
	return all
}

// directions returns what attributes should have so that each branch, key, default and alternative of an expression is taken, as far as the
// expression says so by itself: who takes a branch needs its condition, and those of the branches around it.
func directions(root syntax.Node) []input {
	d := &directing{}
	d.walk(root, input{})
	return d.all
}

type directing struct{ all []input }

// mostDirections bounds how many inputs are made for one expression.
const mostDirections = 2000

func (d *directing) add(in input) {
	if len(d.all) < mostDirections && len(in) > 0 {
		d.all = append(d.all, in)
	}
}

// walk goes through an expression; on the way to a node its attributes need what path says.
func (d *directing) walk(n syntax.Node, path input) {
	call, ok := n.(*syntax.Call)
	if !ok {
		for child := range syntax.Children(n) {
			d.walk(child, path)
		}
		return
	}
	switch {
	case strings.EqualFold(call.Name, "IIF") && len(call.Args) == 3:
		d.walk(call.Args[0], path)
		for i, holds := range []bool{true, false} {
			branch := path.and(holding(call.Args[0], holds))
			d.add(branch)
			d.walk(call.Args[i+1], branch)
		}
	case strings.EqualFold(call.Name, "Switch") && len(call.Args) >= 2:
		d.walkSwitch(call, path)
	case strings.EqualFold(call.Name, "Coalesce"):
		for _, alternative := range call.Args {
			d.add(path)
			d.walk(alternative, path)
			path = path.and(missing(alternative))
		}
		d.add(path)
	case strings.EqualFold(call.Name, "Replace") && len(call.Args) >= 3:
		for _, arg := range call.Args {
			d.walk(arg, path)
		}
		if pattern, ok := call.Args[2].(*syntax.String); ok {
			if text, ok := matching(pattern.Value); ok {
				d.add(path.and(giving(call.Args[0], value.String(text))))
			}
		}
	default:
		for _, arg := range call.Args {
			d.walk(arg, path)
		}
	}
}

func (d *directing) walkSwitch(call *syntax.Call, path input) {
	source, pairs := call.Args[0], call.Args[2:]
	d.walk(source, path)
	other := path.and(giving(source, value.String("other")))
	d.add(other)
	d.walk(call.Args[1], other)
	for i := 0; i+1 < len(pairs); i += 2 {
		if key, ok := constantOf(pairs[i]); ok {
			chosen := path.and(giving(source, key))
			d.add(chosen)
			d.walk(pairs[i+1], chosen)
		}
	}
}

// constantOf returns the value of a constant.
func constantOf(n syntax.Node) (value.Value, bool) {
	switch n := n.(type) {
	case *syntax.String:
		return value.String(n.Value), true
	case *syntax.Number:
		return value.String(n.Text), true
	case *syntax.Word:
		return value.String(n.Name), strings.EqualFold(n.Name, "True") || strings.EqualFold(n.Name, "False")
	}
	return value.Absent, false
}

// giving returns what the attributes of a part need so that it is likely to have a value: the first one has it, and others nothing.
func giving(n syntax.Node, v value.Value) input {
	in := input{}
	for child := range syntax.Nodes(n) {
		if a, ok := child.(*syntax.Attribute); ok {
			if len(in) > 0 {
				v = value.Null
			}
			if _, known := in[a.Name]; !known {
				in[a.Name] = v
			}
		}
	}
	return in
}

// missing returns that a part's attributes are not there.
func missing(n syntax.Node) input {
	return giving(n, value.Null)
}

// holding returns what a condition's attributes need so that it holds, or does not.
func holding(n syntax.Node, holds bool) input {
	switch n := n.(type) {
	case *syntax.Compare:
		return comparing(n, holds)
	case *syntax.Call:
		return called(n, holds)
	}
	return giving(n, value.Boolean(holds))
}

func comparing(n *syntax.Compare, holds bool) input {
	left, right := n.Left, n.Right
	v, ok := constantOf(right)
	if !ok {
		if v, ok = constantOf(left); !ok {
			return input{}
		}
		left = right
	}
	if n.Op == value.NotEqual {
		holds = !holds
	}
	// A part that is a condition is compared with True or False.
	if call, isCall := left.(*syntax.Call); isCall && (strings.EqualFold(v.Text(), "True") || strings.EqualFold(v.Text(), "False")) {
		return called(call, strings.EqualFold(v.Text(), "True") == holds)
	}
	if !holds {
		v = value.String("other")
	}
	return giving(left, v)
}

// called returns the same of the functions that are conditions.
func called(n *syntax.Call, holds bool) input {
	is := func(name string) bool { return strings.EqualFold(n.Name, name) }
	switch {
	case is("Not") && len(n.Args) == 1:
		return holding(n.Args[0], !holds)
	case (is("IsNull") || is("IsNullOrEmpty")) && holds, is("IsPresent") && !holds:
		return missing(n)
	case is("IsNull"), is("IsNullOrEmpty"), is("IsPresent"):
		return giving(n, value.String("Text"))
	}
	return giving(n, value.Boolean(holds))
}
