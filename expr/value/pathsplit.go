package value

import (
	"errors"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/urn"
)

// PathStep is one step of an attribute's path: a name, and the clauses of the filter in brackets, which all hold; nil without one.
type PathStep struct {
	Name   string
	Filter []PathClause
}

// PathClause is a comparison of a filter, such as type eq "work".
type PathClause struct {
	Attribute string
	Operator  string // as written; only pr has no operand
	Operand   string
	Quoted    bool // the operand was written in quotation marks
}

// SplitPath takes the name of an attribute apart, by the grammar of SCIM's attribute paths (RFC 7644, 3.5.2): the URN of a schema, ""
// without one, and the steps, at least one. Dots and brackets in a filter's quotation marks separate nothing. The error says what is
// wrong with a name that has another form; the steps before that are returned, too. It is for writing, where a path has one meaning;
// for reading see [ParsePath], to which every text is the name of some attribute.
func SplitPath(text string) (schema string, steps []PathStep, err error) {
	schema, rest, _ := urn.Cut(text)
	s := pathSplitter{rest: rest}
	for {
		step, err := s.step()
		if err != nil {
			return schema, steps, err
		}
		if steps = append(steps, step); s.rest == "" {
			return schema, steps, nil
		}
		if s.rest[0] != '.' {
			return schema, steps, fmt.Errorf("want a dot after the bracket, got %s", diag.Quote(s.rest))
		}
		s.rest = s.rest[1:]
	}
}

var errFilter = errors.New(`want a filter such as [type eq "work"] in the brackets`)

// pathSplitter reads a path from its beginning.
type pathSplitter struct{ rest string }

// step reads a name up to a dot or a bracket, and the filter in the bracket.
func (s *pathSplitter) step() (step PathStep, err error) {
	end := strings.IndexAny(s.rest, ".[")
	if end < 0 {
		end = len(s.rest)
	}
	if end == 0 {
		return step, errors.New(`want a name, got ""`)
	}
	step.Name, s.rest = s.rest[:end], s.rest[end:]
	if strings.HasPrefix(s.rest, "[") {
		s.rest = s.rest[1:]
		step.Filter, err = s.filter()
	}
	return step, err
}

// filter reads clauses joined by "and", up to the closing bracket: the part of the filter language (RFC 7644, 3.4.2.2) that the names of
// the service use.
func (s *pathSplitter) filter() (clauses []PathClause, err error) {
	for {
		c, err := s.clause()
		if err != nil {
			return nil, err
		}
		clauses = append(clauses, c)
		word, quoted, ok := s.word()
		switch {
		case !ok && strings.HasPrefix(s.rest, "]"):
			s.rest = s.rest[1:]
			return clauses, nil
		case !ok || quoted || !strings.EqualFold(word, "and"):
			return nil, fmt.Errorf(`want "and" or the closing bracket in the filter, got %s`, diag.Quote(word))
		}
	}
}

// clause reads an attribute, an operator and, except after pr, an operand. It does not check the operator: those that cannot
// be followed are refused by makeFilter.
func (s *pathSplitter) clause() (c PathClause, err error) {
	attribute, quotedName, ok := s.word()
	operator, quotedOperator, ok2 := s.word()
	if !ok || !ok2 || quotedName || quotedOperator {
		return c, errFilter
	}
	c = PathClause{Attribute: attribute, Operator: operator}
	if strings.EqualFold(operator, "pr") {
		return c, nil
	}
	if c.Operand, c.Quoted, ok = s.word(); !ok {
		return c, errFilter
	}
	return c, nil
}

// word reads the next word of a filter, or the next text in quotation marks; ok is false where neither follows.
func (s *pathSplitter) word() (word string, quoted, ok bool) {
	s.rest = strings.TrimLeft(s.rest, " \t")
	if strings.HasPrefix(s.rest, `"`) {
		word, s.rest, ok = cutQuoted(s.rest[1:])
		return word, true, ok
	}
	end := strings.IndexAny(s.rest, " \t]\"")
	if end < 0 {
		end = len(s.rest)
	}
	word, s.rest = s.rest[:end], s.rest[end:]
	return word, false, end > 0
}

// cutQuoted cuts a text at its closing quotation mark; a backslash escapes a mark or itself, and any other one stays.
func cutQuoted(text string) (word, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return b.String(), text[i+1:], true
		case c == '\\' && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\\'):
			i++
			b.WriteByte(text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}
