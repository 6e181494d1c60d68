package mapping

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
)

// boxes are texts as plain Go data, sorted: what an expression such as Switch chooses among its constants need not be boxed anew for
// each object.
type boxes []any

// boxesOf gives the texts that an expression may choose, nil where there are none: a function that puts its text together chooses
// none of them.
func (c *checker) boxesOf(tree syntax.Node) *boxes {
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
	all := make(boxes, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return &all
}

// box gives a text as plain Go data.
func (b *boxes) box(text string) any {
	if b == nil {
		return text
	}
	i, found := slices.BinarySearchFunc(*b, text, func(box any, text string) int { return strings.Compare(box.(string), text) })
	if !found {
		return text
	}
	return (*b)[i]
}
