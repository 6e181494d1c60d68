package graph

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// filler puts the tokens of a parameter tree into the tree of a text that omits them. All else is the text's: only it distinguishes 1
// from "1" and NULL from "NULL", and shows which values of Switch are empty.
type filler struct {
	reg *functions.Registry
	// unsure is a token that may as well stand in another place of the text with another meaning, "" for none.
	unsure string
}

// fill returns the text with the tokens of the tree, whose names of functions it takes, or nil if a token has no place in the text. Text and
// tree must be alike, see compareSources; the tree must be one that newSource made.
func (f *filler) fill(text syntax.Node, tree *Source) syntax.Node {
	filled := f.node(text, tree)
	if filled == nil {
		return nil
	}
	if same, _ := compareSources(newSource(filled, f.reg), tree); !same {
		return nil
	}
	return filled
}

// node fills n, which has the same place in the text as s in the tree. It returns nil where it cannot.
func (f *filler) node(n syntax.Node, s *Source) syntax.Node {
	switch n := n.(type) {
	case *syntax.Call:
		if args := f.arguments(n, s); args != nil {
			return &syntax.Call{Name: s.Name, Args: args}
		}
		return nil
	case *syntax.Compare:
		if left, right := f.node(n.Left, s.Parameters[0].Value), f.node(n.Right, s.Parameters[2].Value); left != nil && right != nil {
			return &syntax.Compare{Op: n.Op, Left: left, Right: right}
		}
		return nil
	case *syntax.Concat:
		// The text has every operand: nothing would be between the two signs.
		if len(n.Operands) != len(s.Parameters) {
			return nil
		}
		operands := make([]syntax.Node, len(n.Operands))
		for i, operand := range n.Operands {
			if operands[i] = f.node(operand, s.Parameters[i].Value); operands[i] == nil {
				return nil
			}
		}
		return &syntax.Concat{Operands: operands}
	default:
		return n
	}
}

// arguments returns the arguments of a call with tokens in the places of empty ones, nil if a token has no place.
func (f *filler) arguments(n *syntax.Call, s *Source) []syntax.Node {
	spec, _ := f.reg.Lookup(n.Name)
	c := filledCall{f: f, spec: spec, written: n.Args, args: make([]syntax.Node, 0, len(n.Args)+1)}
	params := s.Parameters
	for i, arg := range n.Args {
		if isOmitted(arg) {
			continue // a place for the tokens before the next argument
		}
		keys := 1
		if _, ok := arg.(*syntax.Compare); ok && isCondition(spec, i, len(n.Args)) {
			keys = 3
		}
		own := newSource(arg, f.reg)
		key := parameterKey(spec, i, len(n.Args))
		for len(params) > 0 && !isOf(params, keys, key, own) {
			c.tokens, params = append(c.tokens, params[0]), params[1:]
		}
		if len(params) < keys || !c.place(i) {
			return nil
		}
		below := params[0].Value
		if keys == 3 {
			below = &Source{Parameters: params[:3]}
		}
		filled := f.node(arg, below)
		if filled == nil {
			return nil
		}
		c.args, c.next, params = append(c.args, filled), i+1, params[keys:]
	}
	c.tokens = params
	if !c.place(len(n.Args)) || !c.appendRest() {
		return nil
	}
	return c.args
}

// isOf reports whether the first parameters are those of an argument of the text: its value, or with three keys the parts of a condition.
func isOf(params []Parameter, keys int, key string, own *Source) bool {
	if keys == 1 {
		_, alike := compareSources(own, params[0].Value)
		return alike && params[0].Key == key
	}
	if len(params) < keys || params[0].Key != leftKey || params[1].Key != operatorKey || params[2].Key != rightKey {
		return false
	}
	_, alike := compareSources(own, &Source{Type: TypeFunction, Name: params[1].Value.Name, Parameters: params[:keys]})
	return alike
}

// filledCall is a call whose arguments are filled from left to right.
type filledCall struct {
	f       *filler
	spec    *functions.Spec // nil for an unknown function
	written []syntax.Node   // the arguments of the text
	next    int             // the first of them that is not in args
	args    []syntax.Node
	tokens  []Parameter // that have no place yet
}

// place puts the tokens into the empty arguments before argument end of the text, and the empty ones that remain beside them. It reports
// false for a token without a place, unless it is behind the last argument.
func (c *filledCall) place(end int) bool {
	empty := c.written[c.next:end]
	for len(c.tokens) > 0 {
		key := c.tokens[0].Key
		same := 1 // tokens with that key
		for same < len(c.tokens) && c.tokens[same].Key == key {
			same++
		}
		var holes []int // places in empty
		for i := range empty {
			if parameterKey(c.spec, c.next+i, len(c.written)) == key {
				holes = append(holes, i)
			}
		}
		if len(holes) < same {
			break
		}
		chosen := c.choose(holes, same)
		from := 0
		for i, hole := range chosen {
			c.args = append(c.args, empty[from:hole]...)
			c.args = append(c.args, &syntax.Token{Name: tokenName(c.tokens[i].Value.Name)})
			from = hole + 1
		}
		c.next, c.tokens, empty = c.next+from, c.tokens[same:], empty[from:]
	}
	c.args = append(c.args, empty...)
	c.next = end
	return len(c.tokens) == 0 || end == len(c.written)
}

// choose returns so many of the places in order. Where there are more than tokens, values of pairs come before keys: a token is rather what
// Switch returns than what it compares with.
func (c *filledCall) choose(holes []int, tokens int) []int {
	if len(holes) == tokens {
		return holes
	}
	first, count := -1, 0
	if c.spec != nil {
		first, count = c.spec.Repeating()
	}
	if count < 2 {
		return holes[:tokens] // the others are skipped, wherever they are
	}
	c.f.unsure = c.tokens[0].Value.Name
	isValue := func(hole int) bool { return (c.next+hole-first)%count == count-1 }
	ranked := slices.Clone(holes)
	slices.SortStableFunc(ranked, func(a, b int) int {
		switch {
		case isValue(a) == isValue(b):
			return 0
		case isValue(a):
			return -1
		}
		return 1
	})
	chosen := ranked[:tokens]
	slices.Sort(chosen)
	return chosen
}

// appendRest puts the tokens that are left behind the last argument, where the text ends early: at the places that their keys name. It reports
// false for a token that cannot be there.
func (c *filledCall) appendRest() bool {
	for len(c.tokens) > 0 {
		at := len(c.args)
		if c.spec == nil {
			at = positionOf(c.tokens[0].Key)
		} else {
			for at < len(c.spec.Params) && parameterKey(c.spec, at, len(c.spec.Params)) != c.tokens[0].Key {
				at++
			}
		}
		if at < len(c.args) || at > maxPosition {
			return false
		}
		for len(c.args) < at {
			c.args = append(c.args, &syntax.Omitted{})
		}
		c.args = append(c.args, &syntax.Token{Name: tokenName(c.tokens[0].Value.Name)})
		c.tokens = c.tokens[1:]
	}
	return true
}

// hasToken reports whether a token is in n.
func hasToken(n syntax.Node) bool {
	for part := range syntax.Nodes(n) {
		if _, ok := part.(*syntax.Token); ok {
			return true
		}
	}
	return false
}

// constantText returns the number or word that the text of a constant by itself is, such as &HF7, 1.5 and NULL. It returns nil for text
// in quotes and for a text that means something else than its name.
func constantText(s *Source) syntax.Node {
	if s.Expression == "" || strings.HasPrefix(s.Expression, `"`) {
		return nil
	}
	tree, err := syntax.Parse(s.Expression)
	if err != nil {
		return nil
	}
	switch tree.Root.(type) {
	case *syntax.Number, *syntax.Word:
		if syntax.Format(tree.Root) == s.Name {
			return tree.Root
		}
	}
	return nil
}
