package compare

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/graph"
)

// The kinds of changes.
const (
	added   = "added"
	removed = "removed"
	changed = "changed"
)

// Change is one difference.
type Change struct {
	// Group is the rule, object mapping or definition that differs, as people call it.
	Group string `json:"group"`
	// Attribute is the target attribute of a mapping, or the attribute of a definition; "" where the group itself differs.
	Attribute string `json:"attribute,omitempty"`
	// Member says what differs, such as source, default or scope; "" is the attribute, or without one the group, as a whole.
	Member string `json:"member,omitempty"`
	// Kind is added, removed or changed.
	Kind string `json:"change"`
	// From and To are texts: canonical ones of expressions, filters and JSON. "" is nothing.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// line returns the difference on one line, without its group.
func (c *Change) line() string {
	var words []string
	for _, word := range []string{c.Attribute, c.Member} {
		if word != "" {
			words = append(words, show.Line(word))
		}
	}
	switch c.Kind {
	case changed:
		words = append(words, show.Line(c.From)+" → "+show.Line(c.To))
	case added:
		words = append(words, strings.TrimRight("added  "+show.Line(c.To), " "))
	default:
		words = append(words, strings.TrimRight("removed  "+show.Line(c.From), " "))
	}
	return strings.Join(words, "  ")
}

// Report is what differs between two files.
type Report struct {
	// Changes are the differences, those of a group together: in the order of the first file, and after them what the second alone has.
	Changes []Change `json:"differences"`
	// NotCompared names what one of the files cannot have, so that nothing is said of it: a mapping file has no rules.
	NotCompared []string `json:"notCompared,omitempty"`
}

// shownMembers are the members of which old and new are no values: words, numbers, names of types.
var shownMembers = []string{"actions", "apply", "match", "flowNulls", "enabled", "editable", "priority", "resource"}

// Masked returns the report with expressions, constants, defaults, filters and metadata replaced by a mask: names, and what happens when, stay.
func (r *Report) Masked() *Report {
	out := *r
	out.Changes = slices.Clone(r.Changes)
	for i := range out.Changes {
		c := &out.Changes[i]
		if slices.Contains(shownMembers, c.Member) {
			continue
		}
		for _, text := range []*string{&c.From, &c.To} {
			if *text != "" {
				*text = diag.Hidden
			}
		}
	}
	return &out
}

// WriteText writes the differences for people, one a line below their groups, or "No difference.".
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	group := ""
	for _, c := range r.Changes {
		if c.Group != group {
			group = c.Group
			fmt.Fprintln(&b, show.Line(group))
		}
		fmt.Fprintln(&b, "  "+c.line())
	}
	if len(r.NotCompared) > 0 {
		fmt.Fprintln(&b, "Not compared, because a mapping file has none: "+strings.Join(r.NotCompared, ", ")+".")
	}
	switch len(r.Changes) {
	case 0:
		fmt.Fprintln(&b, "No difference.")
	default:
		fmt.Fprintln(&b, diag.Count(len(r.Changes), "difference")+".")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Diff returns what differs by meaning between two files, each an exported schema or a mapping file; see the package's documentation for what
// is no difference. The names of the first file are replaced before it is compared. A schema and a mapping file are compared as far as both go:
// object mappings, with actions, scope and attribute mappings; the types of a mapping file and the definitions of a schema are not.
//
// The error is about a file that cannot be read or has nothing to compare.
func (n *Names) Diff(before, after *file.Document) (*Report, error) {
	a, err := n.side(before)
	if err != nil {
		return nil, err
	}
	b, err := new(Names).side(after)
	if err != nil {
		return nil, err
	}
	report := &Report{Changes: []Change{}}
	mixed := a.schema != b.schema
	if mixed {
		report.NotCompared = []string{"rules", "definitions", "input and category filters", "metadata", "options"}
		a.narrow()
		b.narrow()
	}
	var c comparison
	for _, p := range pairs(a.parts, b.parts, mixed || !a.schema) {
		some := p.a
		if some == nil {
			some = p.b
		}
		c.part(p, some.title, "")
	}
	report.Changes = append(report.Changes, c.changes...)
	return report, nil
}

// side is one of the two files.
type side struct {
	schema bool
	parts  []*part
}

// narrow keeps what schemas and mapping files both have.
func (s *side) narrow() {
	var kept []*part
	for _, p := range s.parts {
		if p.kind != objectMappingPart {
			continue
		}
		p.only([]string{"actions"}, []string{attributePart, scopePart})
		for _, a := range p.parts {
			a.only([]string{"target", "source", "default", "apply", "match", "flowNulls"}, nil)
		}
		// A mapping file names no rule.
		p.keys = p.keys[1:]
		kept = append(kept, p)
	}
	s.parts = kept
}

// side returns what a file says, with its names replaced.
func (n *Names) side(doc *file.Document) (*side, error) {
	r := reader{rename: n.rewrite}
	out := &side{schema: doc.Kind() == file.Schema}
	switch doc.Kind() {
	case file.Schema:
		schema, err := doc.Schema()
		if err != nil {
			return nil, err
		}
		if schema.Counts().Empty() {
			return nil, diag.Errorf("%s: %w", diag.Name(doc.Name()), graph.ErrEmpty)
		}
		out.parts = r.schema(schema)
	case file.Mapping:
		sets, err := doc.Sets()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(sets, func(s *mapping.Set) bool { return len(s.Mappings) > 0 }) {
			out.parts = r.sets(sets)
		}
	case file.Expression:
		return nil, diag.Errorf("%s: want an exported schema or a mapping file, got an expression", diag.Name(doc.Name()))
	case file.Bulk, file.Other, file.BulkMap:
		_, err := doc.Sets() // which says what it is
		return nil, err
	}
	if len(out.parts) == 0 {
		return nil, diag.Errorf("%s: there is nothing to compare: no rule, mapping or definition", diag.Name(doc.Name()))
	}
	return out, nil
}
