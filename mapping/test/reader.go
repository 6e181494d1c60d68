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

// reader reads the tree of a file; faults are gathered, and reading goes on.
type reader struct {
	file   *File
	faults []tree.Fault
}

func (r *reader) fault(at int, code diag.Code, hint, format string, args ...any) {
	r.faults = append(r.faults, tree.Fault{At: at, Code: code, Message: diag.Messagef(format, args...), Hint: hint})
}

// want is the fault of a value of another type than is wanted.
func (r *reader) want(n *tree.Node, what string) {
	r.fault(n.At, codes.WrongValue, "", "want %s, got %s", diag.Name(what), described(n))
}

// described returns what a value is, for messages.
func described(n *tree.Node) any {
	switch n = n.Real(); {
	case n.Kind == tree.List:
		return diag.Name("a list")
	case n.Kind == tree.Object:
		return diag.Name("an object")
	case n.JSON == "null":
		return diag.Name("null")
	}
	return diag.Quote(scalarText(n))
}

// scalarText returns what a scalar says.
func scalarText(n *tree.Node) string {
	n = n.Real()
	if strings.HasPrefix(n.JSON, `"`) || n.Text != "" {
		return n.Text
	}
	return n.JSON // of JSON, where the text is that of the token
}

// field reads a member of an object.
type field struct {
	name string
	read func(m *tree.Member)
}

// object reads the members of an object by their names, which count with case.
func (r *reader) object(n *tree.Node, what string, fields []field) bool {
	n = n.Real()
	if n.Kind != tree.Object {
		r.want(n, what)
		return false
	}
	for i := range n.Members {
		m := &n.Members[i]
		at := slices.IndexFunc(fields, func(f field) bool { return f.name == m.Name })
		switch {
		case m.Again:
		case at < 0:
			names := make([]string, len(fields))
			for i := range fields {
				names[i] = fields[i].name
			}
			hint := "the members are " + strings.Join(names, ", ")
			if near := nearest.Name(m.Name, slices.Values(names)); near != "" {
				hint = "did you mean " + near + "?"
			}
			r.fault(m.At, codes.UnknownMember, hint, "unknown member %s of %s", diag.Quote(m.Name), diag.Name(what))
		default:
			fields[at].read(m)
		}
	}
	return true
}

// list calls read for every element; one value may be written for a list of one where single is set.
func (r *reader) list(n *tree.Node, single bool, read func(n *tree.Node)) {
	written := n.Real()
	switch {
	case written.Kind == tree.List:
		for _, element := range written.Elements {
			read(element)
		}
	case single:
		read(n)
	default:
		r.want(n, "a list")
	}
}

// text reads a scalar as its text: null and what is no scalar are faults.
func (r *reader) text(n *tree.Node, into *string) {
	if written := n.Real(); written.Kind != tree.Scalar || written.JSON == "null" {
		r.want(n, "a text")
		return
	}
	*into = scalarText(n)
}

func (r *reader) truth(n *tree.Node, into *bool) {
	switch n.Real().JSON {
	case "true", "false":
		*into = n.Real().JSON == "true"
	default:
		r.want(n, "true or false")
	}
}

// word reads one of several words.
func (r *reader) word(n *tree.Node, words []string) string {
	text := ""
	r.text(n, &text)
	if text != "" && !slices.Contains(words, text) {
		hint := ""
		if near := nearest.Name(text, slices.Values(words)); near != "" {
			hint = "did you mean " + near + "?"
		}
		r.fault(n.At, codes.WrongValue, hint, "want %s, got %s", diag.Name(nearest.OneOf(words)), diag.Quote(text))
	}
	return text
}

// valueOf returns a value as the file writes it. The tree has been written as JSON before, so that it can be.
func valueOf(n *tree.Node) value.Value {
	data, fault := tree.JSONOf(n, nil)
	if fault != nil {
		return value.Null
	}
	v, err := value.ParseJSON(string(data))
	if err != nil {
		return value.Null
	}
	return v
}

// absent is what the file writes for an attribute that is not there; the text itself is written with an equals sign before it.
const absent = "absent"

// attributesOf returns an object as attributes: a member that says absent is left out.
func attributesOf(n *tree.Node) *value.Object {
	o, ok := valueOf(n).AsObject()
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
