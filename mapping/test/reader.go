package test

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/internal/tree"
)

// reader reads the tree of a file of tests.
type reader struct {
	tree.Reader
	file *File
}

// word reads one of several words.
func (r *reader) word(n *tree.Node, words []string) string {
	text := ""
	r.Text(n, &text)
	if text != "" && !slices.Contains(words, text) {
		hint := ""
		if near := nearest.Name(text, slices.Values(words)); near != "" {
			hint = "did you mean " + near + "?"
		}
		r.Fault(n.At, codes.WrongValue, hint, "want %s, got %s", diag.Name(nearest.OneOf(words)), diag.Quote(text))
	}
	return text
}

// absent is what the file writes for an attribute that is not there; the text itself is written with an equals sign before it.
const absent = "absent"

// attributesOf returns an object as attributes: a member that says absent is left out.
func attributesOf(n *tree.Node) *value.Object {
	o, ok := tree.ValueOf(n).AsObject()
	if !ok {
		return value.NewObject()
	}
	return present(o)
}

func present(o *value.Object) *value.Object {
	members := make([]value.Member, 0, len(o.Members()))
	for _, m := range o.Members() {
		if text, ok := m.Value.AsString(); ok && text == absent {
			continue
		}
		members = append(members, value.Member{Name: m.Name, Value: presentValue(m.Value)})
	}
	return value.NewObject(members...)
}

func presentValue(v value.Value) value.Value {
	if text, ok := v.AsString(); ok {
		return value.String(plainText(text))
	}
	if o, ok := v.AsObject(); ok {
		return value.ObjectOf(present(o))
	}
	if list, ok := v.AsList(); ok {
		members := make([]value.Value, len(list))
		for i := range list {
			members[i] = presentValue(list[i])
		}
		return value.List(members...)
	}
	return v
}

// plainText returns the text that a file writes as =absent, ==absent and so on; every other one is itself.
func plainText(text string) string {
	if strings.HasPrefix(text, "=") && strings.TrimLeft(text, "=") == absent {
		return text[1:]
	}
	return text
}
