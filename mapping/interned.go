package mapping

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
)

// interned are texts as plain Go data, sorted: what an expression such as Switch chooses among its constants need not be allocated anew for
// each object.
//
// Putting a string into an any allocates; an any that exists already does not. Expressions such as Switch return one of a few constants
// for every object, so the saving is one allocation for each such attribute.
type interned []any

// internedOf returns the texts that an expression may choose, nil for none: a function that puts its text together chooses none of them.
// Only the outermost function is looked at; texts that are never the result, such as keys, do no harm among them.
func (c *checker) internedOf(tree syntax.Node) *interned {
	for spec := range c.calls(tree) {
		if spec.Eval == nil {
			return nil
		}
		break
	}
	var texts []string
	for n := range syntax.Nodes(tree) {
		if constant, ok := n.(*syntax.String); ok && constant.Value != "" {
			texts = append(texts, constant.Value)
		}
	}
	if texts == nil {
		return nil
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	all := make(interned, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return &all
}

// value returns a text as plain Go data: the one that exists, if the text is among them. The cost of a miss is a binary search. It accepts
// a nil receiver, which has no texts.
func (b *interned) value(text string) any {
	if b == nil {
		return text
	}
	i, found := slices.BinarySearchFunc(*b, text, func(known any, text string) int { return strings.Compare(known.(string), text) })
	if !found {
		return text
	}
	return (*b)[i]
}
