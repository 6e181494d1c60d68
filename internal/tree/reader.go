package tree

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/nearest"
)

// Reader reads the tree of a file whose members are known: faults are gathered, and reading goes on.
type Reader struct{ Faults []Fault }

// Fault adds a fault at an offset of the text.
func (r *Reader) Fault(at int, code diag.Code, hint, format string, args ...any) {
	r.Faults = append(r.Faults, Fault{At: at, Code: code, Message: diag.Messagef(format, args...), Hint: hint})
}

// Want adds the fault of a value of another type than is wanted.
func (r *Reader) Want(n *Node, what string) {
	r.Fault(n.At, codes.WrongValue, "", "want %s, got %s", diag.Name(what), described(n))
}

// described returns what a value is, for messages.
func described(n *Node) any {
	switch n = n.Real(); {
	case n.Kind == List:
		return diag.Name("a list")
	case n.Kind == Object:
		return diag.Name("an object")
	case n.JSON == "null":
		return diag.Name("null")
	}
	return diag.Quote(ScalarText(n))
}

// ScalarText returns what a scalar says.
func ScalarText(n *Node) string {
	n = n.Real()
	if strings.HasPrefix(n.JSON, `"`) || n.Text != "" {
		return n.Text
	}
	return n.JSON // of JSON, where the text is that of the token
}

// Field reads a member of an object.
type Field struct {
	Name string
	Read func(m *Member)
}

// Object reads the members of an object by their names, which count with case.
func (r *Reader) Object(n *Node, what string, fields []Field) bool {
	n = n.Real()
	if n.Kind != Object {
		r.Want(n, what)
		return false
	}
	for i := range n.Members {
		m := &n.Members[i]
		at := slices.IndexFunc(fields, func(f Field) bool { return f.Name == m.Name })
		switch {
		case m.Again:
		case at < 0:
			names := make([]string, len(fields))
			for i := range fields {
				names[i] = fields[i].Name
			}
			hint := "the members are " + strings.Join(names, ", ")
			if near := nearest.Name(m.Name, slices.Values(names)); near != "" {
				hint = "did you mean " + near + "?"
			}
			r.Fault(m.At, codes.UnknownMember, hint, "unknown member %s of %s", diag.Quote(m.Name), diag.Name(what))
		default:
			fields[at].Read(m)
		}
	}
	return true
}

// List calls read for every element; one value may be written for a list of one where single is set.
func (r *Reader) List(n *Node, single bool, read func(n *Node)) {
	written := n.Real()
	switch {
	case written.Kind == List:
		for _, element := range written.Elements {
			read(element)
		}
	case single:
		read(n)
	default:
		r.Want(n, "a list")
	}
}

// Text reads a scalar as its text: null and what is no scalar are faults.
func (r *Reader) Text(n *Node, into *string) {
	if written := n.Real(); written.Kind != Scalar || written.JSON == "null" {
		r.Want(n, "a text")
		return
	}
	*into = ScalarText(n)
}

// Truth reads true or false.
func (r *Reader) Truth(n *Node, into *bool) {
	switch n.Real().JSON {
	case "true", "false":
		*into = n.Real().JSON == "true"
	default:
		r.Want(n, "true or false")
	}
}

// ValueOf returns a value as the file writes it. The tree has been written as JSON before, so that it can be.
func ValueOf(n *Node) value.Value {
	data, fault := JSONOf(n, nil)
	if fault != nil {
		return value.Null
	}
	v, err := value.ParseJSON(string(data))
	if err != nil {
		return value.Null
	}
	return v
}
