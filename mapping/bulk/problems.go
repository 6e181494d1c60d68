package bulk

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/tree"
)

// problems gathers what is wrong with a map, or in doubt, and places it in the map's text in one pass at the end.
type problems struct {
	written *written
	found   diag.List
	offsets []int
}

// add adds a finding about an attribute, or about one of its members, whose name may be "".
func (p *problems) add(a *Attribute, member string, f diag.Finding) {
	path := a.path
	if member != "" {
		path = path.Then(member)
	}
	f.Target = a.Path
	p.at(path, member == "", f)
}

// at adds a finding about what a path leads to in the map's text, meant as a member or by its value.
func (p *problems) at(path diag.Path, asMember bool, f diag.Finding) {
	p.found, p.offsets = append(p.found, f), append(p.offsets, p.offset(path, asMember, &f))
}

// offset returns the place of a finding in the map's text. That of a finding about a part of an expression is the part's.
func (p *problems) offset(path diag.Path, asMember bool, f *diag.Finding) int {
	if p.written == nil || path == nil {
		return 0
	}
	if n := p.written.root.Find(path); n != nil && f.Text != "" {
		if text := tree.TextOf(p.written.text, "\n", n.Real(), n.At); text != nil {
			return text.Place(f.Span.Start)
		}
	}
	return p.written.root.Place(path, asMember)
}

// list returns the findings, of a map that has a text in the order of it.
func (p *problems) list() diag.List {
	if p.written != nil {
		tree.Locate("", p.written.text, p.found, p.offsets)
		p.found.Sort()
	}
	return p.found
}

// unwritable returns the finding of an error about a path, which the finding names by itself.
func unwritable(err error) diag.Finding {
	f := diag.Finding{Code: codes.WrongValue, Message: diag.Messagef("%s", err)}
	var path *value.PathError
	if errors.As(err, &path) {
		f.Message, f.Limit = path.Problem, path.Limit
	}
	return f
}
