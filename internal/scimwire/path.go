package scimwire

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/urn"
)

// The bounds of a path; no attribute of the product comes near them.
const (
	MaxPathBytes = 1024
	MaxPathSteps = 8
)

// Path is an attribute path taken apart for writing. [value.Path] is for reading: there every text is some attribute's name, while
// what is written must have one place.
type Path struct {
	// text is the path as it was written, for messages and for the path of a PATCH.
	text  string
	urn   string // of the extension; "" for the core schema
	steps []step
}

// step is one name of a path with the filter after it, nil for none.
type step struct {
	name   string
	filter *filter
}

// filter is what is in brackets: the members that mark one element of an array.
type filter struct {
	members []value.Member
	key     string // the same for filters that mean the same
}

// fail returns the error of this path. What is quoted among args counts as a value, which reports may mask.
func (p *Path) fail(format string, args ...any) error {
	return &value.PathError{Path: p.text, Problem: diag.Messagef(format, args...)}
}

// exceed is fail for a limit, whose bound the format takes.
func (p *Path) exceed(limit diag.Limit, bound int, format string) error {
	return &value.PathError{Path: p.text, Problem: diag.Messagef(format, bound), Limit: &diag.LimitError{Limit: limit, Max: int64(bound)}}
}

// ParsePath takes a path apart; the error is a *[value.PathError].
func ParsePath(text string) (*Path, error) {
	p := &Path{text: text}
	if len(text) > MaxPathBytes {
		return nil, p.exceed(codes.LimitPathBytes, MaxPathBytes, "longer than %d bytes")
	}
	// Names are written into requests and messages; [Path.place], which separates names by line breaks, relies on it, too.
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return nil, p.fail("it holds control characters, or bytes that are not UTF-8")
	}
	// Of the URN only the schema is kept here. SplitPath below returns the steps after it.
	if urn.Is(text) {
		if err := p.cutURN(); err != nil {
			return nil, err
		}
	}
	_, steps, err := value.SplitPath(text)
	// SplitPath returns the steps before its error as well.
	for _, s := range steps { // of two faults the first one in the text is reported
		if err := p.add(s); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, p.fail("%s", err)
	}
	p.respell()
	return p, nil
}

// cutURN looks at what is before the last colon outside of brackets, which names the schema.
func (p *Path) cutURN() error {
	schema, rest, ok := urn.Cut(p.text)
	// A filter may hold spaces, and so only what is before it is looked at.
	head, _, _ := strings.Cut(p.text, "[")
	switch {
	case strings.ContainsFunc(head, unicode.IsSpace):
		return p.fail("the URN has a space in it; delete it")
	case !ok || !urn.Is(schema):
		return p.fail("want an attribute's name after the schema's URN and a colon")
	case namesSchema(schema, rest):
		return p.fail("this is a schema, not an attribute of it; write :name after it")
	}
	// The core schema's URN is optional in a path (RFC 7644, 3.10): with and without it, a path has the same place.
	if !urn.IsCore(schema) {
		p.urn = spelling([]string{urn.Enterprise}, schema)
	}
	return nil
}

// namesSchema reports whether a name ends as schemas do, such as …:2.0:User.
func namesSchema(urn, last string) bool {
	// A version is digits around one dot. Without this test an attribute that happens to be called User would be refused.
	version := urn[strings.LastIndexByte(urn, ':')+1:]
	digits := strings.Trim(version, "0123456789")
	return digits == "." && (strings.EqualFold(last, "User") || strings.EqualFold(last, "Group"))
}

// add takes a step that can be written: names that can be read, and a filter that determines what the element holds.
func (p *Path) add(s value.PathStep) (err error) {
	if !isName(s.Name) {
		return p.fail("want a name, got %s", diag.Quote(s.Name))
	}
	st := step{name: s.Name}
	if s.Filter != nil {
		if st.filter, err = p.elementOf(s.Filter); err != nil {
			return err
		}
	}
	if p.steps = append(p.steps, st); len(p.steps) > MaxPathSteps {
		return p.exceed(codes.LimitPathSteps, MaxPathSteps, "more than %d steps")
	}
	return nil
}

// isName reports whether a name can be written in a path and read again: quotation marks, backslashes and brackets are a filter's.
func isName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`"\]`, r)
	})
}

// elementOf returns the members that the element of a filter holds. Only comparisons with eq determine them.
func (p *Path) elementOf(clauses []value.PathClause) (*filter, error) {
	f := &filter{}
	// Clauses are joined by "and" alone (SplitPath refuses "or"), so that together they are the members of one element.
	for _, c := range clauses {
		if !isName(c.Attribute) {
			return nil, p.fail("want a name in the filter, got %s", diag.Quote(c.Attribute))
		}
		if !strings.EqualFold(c.Operator, "eq") {
			return nil, p.fail("the filter's operator %s does not determine what to write; use eq", diag.Quote(c.Operator))
		}
		v, problem := operandValue(c.Attribute, c.Operand, c.Quoted)
		if problem != "" {
			return nil, p.fail("%s", problem)
		}
		// Two comparisons of one member are either the same or have no element that meets both.
		if slices.ContainsFunc(f.members, func(m value.Member) bool { return strings.EqualFold(m.Name, c.Attribute) }) {
			return nil, p.fail("the filter names %s twice", diag.Quote(c.Attribute))
		}
		f.members = append(f.members, value.Member{Name: c.Attribute, Value: v})
	}
	f.key = filterKey(f.members)
	return f, nil
}

// operandValue returns what the element holds. The product writes roles[primary eq "True"], and sends the boolean.
func operandValue(name, text string, isText bool) (v value.Value, problem string) {
	switch {
	// Of all other members a quoted "true" is a text: only of primary does the RFC say that it is a boolean.
	case (!isText || strings.EqualFold(name, "primary")) && strings.EqualFold(text, "true"):
		return value.True, ""
	case (!isText || strings.EqualFold(name, "primary")) && strings.EqualFold(text, "false"):
		return value.False, ""
	case isText:
		return value.String(text), ""
	}
	v, err := value.Decimal(text)
	if err != nil {
		return value.Absent, "the text " + string(diag.Quote(text)) + " of the filter must be between quotes"
	}
	return v, ""
}

// filterKey returns a text that is the same for filters with the same comparisons: in any order, and without case, as SCIM compares
// names and, by default, texts (RFC 7643, 2.2). Quoting keeps a value with spaces or = from being taken for two clauses.
func filterKey(members []value.Member) string {
	clauses := make([]string, len(members))
	for i, m := range members {
		clauses[i] = strings.ToLower(m.Name + "=" + strconv.Quote(m.Value.Text()))
	}
	slices.Sort(clauses)
	return strings.Join(clauses, " ")
}

// respell brings the names that the RFC defines to its spelling.
// Names of an extension other than the enterprise user's, and parts of unknown attributes, are nobody's but the application's: they stay.
func (p *Path) respell() {
	first := &p.steps[0]
	switch {
	case p.urn == urn.Enterprise:
		first.name = spelling(enterpriseNames, first.name)
		// The manager is the only attribute of the enterprise user that has parts.
		if first.name != managerName {
			return
		}
	case p.urn != "":
		return
	default:
		first.name = spelling([]string{metaName}, spelling(coreNames, first.name))
		if !isComplex(first.name) {
			return
		}
	}
	for i := range p.steps {
		// The first step has been respelled by the names of its schema.
		if i > 0 {
			p.steps[i].name = spelling(partNames, p.steps[i].name)
		}
		if f := p.steps[i].filter; f != nil {
			for j := range f.members {
				f.members[j].Name = spelling(partNames, f.members[j].Name)
			}
		}
	}
}

// isManager reports whether the path means the enterprise user's manager, an object whose value is the manager's identifier.
func (p *Path) isManager() bool {
	return p.urn == urn.Enterprise && len(p.steps) == 1 && p.steps[0].name == managerName
}

// isOfManager reports whether the path means the enterprise user's manager, or the manager's identifier by its own name.
func (p *Path) isOfManager() bool {
	return p.isManager() || p.urn == urn.Enterprise && len(p.steps) == 2 && p.steps[0].name == managerName && p.steps[1].name == "value"
}

// isTop reports whether the path is an attribute of the core schema without filter or parts.
func (p *Path) isTop(name string) bool {
	return p.urn == "" && len(p.steps) == 1 && p.steps[0].filter == nil && p.steps[0].name == name
}

// IsBoolean reports whether the RFC has a boolean at this path: everything else is written in the kind it comes in.
func (p *Path) IsBoolean() bool {
	// primary is a boolean in every multi-valued attribute of the core schema (RFC 7643, 2.4); at the top it would be a custom name.
	last := len(p.steps) - 1
	return p.isTop(activeName) || p.urn == "" && last > 0 && p.steps[last].name == "primary"
}

// isFiltered reports whether the path goes through an element of an array.
func (p *Path) isFiltered() bool {
	return slices.ContainsFunc(p.steps, func(s step) bool { return s.filter != nil })
}

// String returns the path as it was written.
func (p *Path) String() string { return p.text }

// URN returns the URN of the extension that the path leads into; "" for the core schema.
func (p *Path) URN() string { return p.urn }

// Place returns a text that is the same for all spellings of the path.
func (p *Path) Place() string { return p.place(len(p.steps)) }

// Element returns the place of the first array element that the path goes through; "" for none.
func (p *Path) Element() string {
	for i, s := range p.steps {
		// emails.value has no filter, and goes through the one element that has none: see [Resource.put], which decides by the same rule.
		if s.filter != nil || i == 0 && p.urn == "" && len(p.steps) > 1 && isMultiValued(s.name) {
			return p.place(i + 1)
		}
	}
	return ""
}

// place returns a text that is the same for all spellings of the path's first n steps.
// Line breaks separate the names, since a dot may be part of a URN and no name holds a control character.
func (p *Path) place(n int) string {
	var b strings.Builder
	b.WriteString(p.urn)
	for _, s := range p.steps[:n] {
		b.WriteByte('\n')
		b.WriteString(s.name)
		if s.filter != nil {
			b.WriteString("[" + s.filter.key + "]")
		}
	}
	return strings.ToLower(b.String())
}
