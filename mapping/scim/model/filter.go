package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
)

// The bounds of filters and paths. No filter or path of a client that is known comes near them.
const (
	maxFilterBytes = 8 << 10
	maxFilterDepth = 32
	maxSteps       = 8
)

// operator is what a filter compares with (RFC 7644, 3.4.2.2, table 3).
type operator string

const (
	eq operator = "eq"
	ne operator = "ne"
	co operator = "co"
	sw operator = "sw"
	ew operator = "ew"
	gt operator = "gt"
	ge operator = "ge"
	lt operator = "lt"
	le operator = "le"
	pr operator = "pr"
)

// The forms of filters.
type form uint8

const (
	compares form = iota // an attribute with a value, or its presence
	chooses              // elements of an attribute: emails[…]
	joinsAnd
	joinsOr
	negates
)

// filter is a filter of RFC 7644, 3.4.2.2.
type filter struct {
	form    form
	attr    attrPath
	op      operator
	operand value.Value
	parts   []*filter // of and, or, not and [ ]
	after   string    // emails[…].value: of what is chosen, the part that is compared; no filter of the RFC has it
}

// size returns how many comparisons a filter has.
func (f *filter) size() int {
	n := 0
	for _, part := range f.parts {
		n += part.size()
	}
	return max(n, 1)
}

// attrPath is an attribute by the schema's URN, "" for none, and the names that lead to it.
type attrPath struct {
	urn   string
	names []string
}

// String returns the path without a filter, so without values.
func (p attrPath) String() string {
	text := strings.Join(p.names, ".")
	if p.urn != "" {
		return p.urn + ":" + text
	}
	return text
}

// parser reads filters and paths.
type parser struct {
	rest  string
	depth int
	paths bool // faults are those of a path
}

// fail returns the refusal of the text.
func (p *parser) fail(format string, args ...any) *refusal {
	if p.paths {
		return refuse(invalidPath, secPatch, format, args...)
	}
	return refuse(invalidFilter, secFilter, format, args...)
}

// parseFilter reads a filter.
func parseFilter(text string) (*filter, *refusal) {
	p := &parser{rest: text}
	if err := p.check(text); err != nil {
		return nil, err
	}
	f, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.space(); p.rest != "" {
		return nil, p.fail("want the filter's end after %d bytes, got more", len(text)-len(p.rest))
	}
	return f, nil
}

// check refuses what is too long, or no text.
func (p *parser) check(text string) *refusal {
	switch {
	case len(text) > maxFilterBytes:
		return p.fail("want a filter or path of at most %d bytes, got %d", maxFilterBytes, len(text))
	case !utf8.ValidString(text):
		return p.fail("want a filter or path in UTF-8")
	}
	return nil
}

func (p *parser) space() { p.rest = strings.TrimLeft(p.rest, " ") }

// word takes a keyword off, in any case, where a space or a bracket follows it.
func (p *parser) word(keyword string) bool {
	p.space()
	n := len(keyword)
	if len(p.rest) < n || !strings.EqualFold(p.rest[:n], keyword) || len(p.rest) > n && !strings.ContainsRune(" ()[]", rune(p.rest[n])) {
		return false
	}
	p.rest = p.rest[n:]
	return true
}

// take takes a character off.
func (p *parser) take(c byte) bool {
	p.space()
	if p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

// or reads terms joined by or, the weakest of the operators.
func (p *parser) or() (*filter, *refusal) { return p.joined("or", joinsOr, p.and) }

// and reads terms joined by and.
func (p *parser) and() (*filter, *refusal) { return p.joined("and", joinsAnd, p.term) }

// joined reads terms with a keyword between them.
func (p *parser) joined(keyword string, form form, term func() (*filter, *refusal)) (*filter, *refusal) {
	first, err := term()
	if err != nil {
		return nil, err
	}
	parts := []*filter{first}
	for p.word(keyword) {
		next, err := term()
		if err != nil {
			return nil, err
		}
		parts = append(parts, next)
	}
	if len(parts) == 1 {
		return first, nil
	}
	return &filter{form: form, parts: parts}, nil
}

// term reads a comparison, a group or a negation.
func (p *parser) term() (*filter, *refusal) {
	if p.depth++; p.depth > maxFilterDepth {
		return nil, p.fail("want a filter nested at most %d levels deep", maxFilterDepth)
	}
	defer func() { p.depth-- }()
	switch before := p.rest; {
	case p.take('('):
		return p.group(')')
	case p.word("not"):
		if p.take('(') {
			inner, err := p.group(')')
			return &filter{form: negates, parts: []*filter{inner}}, err
		}
		p.rest = before // an attribute may be called not
	}
	return p.comparison()
}

// group reads a filter up to a closing bracket.
func (p *parser) group(end byte) (*filter, *refusal) {
	inner, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.take(end) {
		return nil, p.fail("want %q at the filter's end", string(end))
	}
	return inner, nil
}

// comparison reads an attribute with what is asked of it.
func (p *parser) comparison() (*filter, *refusal) {
	attr, err := p.attribute()
	if err != nil {
		return nil, err
	}
	f := &filter{attr: attr}
	if p.rest != "" && p.rest[0] == '[' {
		p.rest = p.rest[1:]
		inner, err := p.group(']')
		if err != nil {
			return nil, err
		}
		f.form, f.parts = chooses, []*filter{inner}
		if !strings.HasPrefix(p.rest, ".") {
			return f, nil
		}
		p.rest = p.rest[1:]
		part, err := p.attribute()
		if err != nil {
			return nil, err
		}
		if f.after = part.String(); len(part.names) != 1 || part.urn != "" {
			return nil, p.fail("want one name after %s[…]., got more", attr)
		}
	}
	return f, p.operation(f)
}

// operation reads an operator with what is compared.
func (p *parser) operation(f *filter) *refusal {
	if p.space(); p.rest == "" {
		return p.fail("want an operator after %s", f.attr)
	}
	word, _, _ := strings.Cut(p.rest, " ")
	word = strings.TrimRight(word, ")]") // x pr)
	switch f.op = operator(strings.ToLower(word)); f.op {
	case pr:
		p.rest = p.rest[len(word):]
		return nil
	case eq, ne, co, sw, ew, gt, ge, lt, le:
		p.rest = p.rest[len(word):]
	default:
		return p.fail("want an operator such as eq after %s", f.attr)
	}
	if p.space(); p.rest == "" {
		return p.fail("want a value after %s %s", f.attr, f.op)
	}
	end := literalEnd(p.rest)
	v, err := value.ParseJSON(p.rest[:end])
	_, isText := v.AsString()
	if err != nil || !isText && v.Kind() != value.KindBoolean && !v.Kind().IsNumber() && !v.IsNull() {
		return p.fail("want a text in quotation marks, a number, true, false or null after %s %s", f.attr, f.op)
	}
	f.operand, p.rest = v, p.rest[end:]
	return nil
}

// literalEnd returns the length of the JSON value that a text begins with.
func literalEnd(text string) int {
	if text[0] != '"' {
		if end := strings.IndexAny(text, " )]"); end >= 0 {
			return end
		}
		return len(text)
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// attribute reads an attribute's path up to a space or a bracket.
func (p *parser) attribute() (attrPath, *refusal) {
	p.space()
	end := strings.IndexAny(p.rest, " ()[]\"")
	if end < 0 {
		end = len(p.rest)
	}
	text := p.rest[:end]
	p.rest = p.rest[end:]
	var a attrPath
	rest := text
	if urn.Is(text) {
		colon := strings.LastIndexByte(text, ':')
		a.urn, rest = text[:colon], text[colon+1:]
	}
	a.names = strings.Split(rest, ".")
	if len(a.names) > maxSteps {
		return a, p.fail("want at most %d names in a path", maxSteps)
	}
	for _, name := range a.names {
		if !isName(name) {
			return a, p.fail("want the name of an attribute, got none that is one")
		}
	}
	return a, nil
}

// isName reports whether a text may name an attribute. The RFC's names are of ASCII letters, digits, - and _ ($ref is the exception that it makes
// itself); those of applications need not be, and a schema decides.
func isName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`"\/[]()`, r)
	})
}

// step is one name of a path, with the filter after it, nil for none.
type step struct {
	name   string
	filter *filter
}

// path is that of an operation of a PATCH (RFC 7644, 3.5.2): attrPath or valuePath with a part. Paths of more steps are those of applications.
type path struct {
	urn   string
	steps []step
}

// String returns the path without what filters hold.
func (p *path) String() string { return p.text(func(*filter) string { return "…" }) }

// text returns the path with a text for each filter.
func (p *path) text(of func(*filter) string) string {
	var b strings.Builder
	if p.urn != "" {
		b.WriteString(p.urn + ":")
	}
	for i, s := range p.steps {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.name)
		if s.filter != nil {
			b.WriteString("[" + of(s.filter) + "]")
		}
	}
	return b.String()
}

// names returns the names that lead to what the path means.
func (p *path) names() []string {
	names := make([]string, len(p.steps))
	for i, s := range p.steps {
		names[i] = s.name
	}
	return names
}

// isPlain reports whether the path is of the RFC's form: a name, a filter, a part.
func (p *path) isPlain() bool {
	return len(p.steps) <= 2 && (len(p.steps) == 1 || p.steps[1].filter == nil)
}

// parsePath reads the path of an operation.
func parsePath(text string) (*path, *refusal) {
	p := &parser{rest: text, paths: true}
	if err := p.check(text); err != nil {
		return nil, err
	}
	parsed := &path{}
	for first := true; first || p.rest != ""; first = false {
		if !first {
			if p.rest[0] != '.' {
				return nil, p.fail("want a point and a name, or the path's end, after %s", parsed)
			}
			p.rest = p.rest[1:]
		}
		if strings.HasPrefix(p.rest, " ") {
			return nil, p.fail("want the name of an attribute, got a space")
		}
		a, err := p.attribute()
		if err != nil {
			return nil, err
		}
		if a.urn != "" && !first {
			return nil, p.fail("want a URN at the path's beginning alone")
		}
		if first {
			parsed.urn = a.urn
		}
		for _, name := range a.names {
			parsed.steps = append(parsed.steps, step{name: name})
		}
		if len(parsed.steps) > maxSteps {
			return nil, p.fail("want at most %d names in a path", maxSteps)
		}
		if strings.HasPrefix(p.rest, "[") {
			p.rest = p.rest[1:]
			f, err := p.group(']')
			if err != nil {
				return nil, err
			}
			parsed.steps[len(parsed.steps)-1].filter = f
		}
	}
	return parsed, nil
}
