package scim

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// form is a way to write the question which objects have a value: what is before the value, and what is after it.
type form struct{ before, after string }

// with returns the filter for a value that is written as literal.
func (f form) with(literal string) string { return f.before + literal + f.after }

// The names that are written into filters. What is not of these forms could end the name and begin another question.
var (
	filterName = regexp.MustCompile(`^[A-Za-z$][A-Za-z0-9_$-]*$`)
	schemaName = regexp.MustCompile(`^[Uu][Rr][Nn]:[A-Za-z0-9._-]+(:[A-Za-z0-9._-]+)*$`)
)

const corePrefix = "urn:ietf:params:scim:schemas:core:"

// splitName takes the name of an attribute apart. The error is that of a name which SCIM has no filter for.
func splitName(attribute string) (schema string, steps []value.PathStep, err error) {
	schema, steps, err = value.SplitPath(attribute)
	if err != nil {
		return "", nil, diag.Errorf("no filter can ask for the attribute %s: %w", diag.Name(diag.ClipTo(attribute, 200)), err)
	}
	ok := schema == "" || schemaName.MatchString(schema)
	for i, s := range steps {
		ok = ok && filterName.MatchString(s.Name) && (s.Filter == nil || i == 0)
		for _, c := range s.Filter {
			ok = ok && filterName.MatchString(c.Attribute) && filterName.MatchString(c.Operator)
		}
	}
	if !ok || len(steps) > 2 {
		return "", nil, diag.Errorf("no filter can ask for the attribute %s: it is no name of SCIM's", diag.Name(diag.ClipTo(attribute, 200)))
	}
	if len(schema) > len(corePrefix) && strings.EqualFold(schema[:len(corePrefix)], corePrefix) {
		schema = "" // the core schema's URN is optional (RFC 7644, 3.10), and not all servers know it
	}
	return schema, steps, nil
}

// isName reports whether SCIM's filters can have an attribute's name.
func isName(attribute string) bool {
	_, _, err := splitName(attribute)
	return err == nil
}

// formsOf returns the ways to ask for an attribute, the best first. Those after the first are what servers have been seen to need:
//
//   - emails[type eq "work" and value eq "x"] is the filter of RFC 7644, 3.4.2.2;
//   - emails[type eq "work"].value eq "x" is what Entra's client sends (reported), which that grammar does not have;
//   - emails.value eq "x" finds more, of which the answer keeps what was asked for.
func formsOf(attribute string, isReference bool) ([]form, error) {
	schema, steps, err := splitName(attribute)
	if err != nil {
		return nil, err
	}
	name, part := steps[0].Name, ""
	if schema != "" {
		name = schema + ":" + name
	}
	if len(steps) == 2 {
		part = steps[1].Name
	}
	clauses := steps[0].Filter
	switch {
	case clauses == nil && part != "":
		return []form{{name + "." + part + " eq ", ""}}, nil
	case clauses == nil && isReference:
		return []form{{name + ".value eq ", ""}, {name + " eq ", ""}}, nil
	case clauses == nil:
		return []form{{name + " eq ", ""}}, nil
	case part == "":
		part = "value"
	}
	return []form{
		{name + "[" + clausesText(clauses, false) + " and " + part + " eq ", "]"},
		{name + "[" + clausesText(clauses, true) + "]." + part + " eq ", ""},
		{name + "." + part + " eq ", ""},
	}, nil
}

// clausesText writes what is in the brackets of a name. The mark of the primary element is a boolean (RFC 7643, 2.4), which the service
// writes as text: verbatim keeps that.
func clausesText(clauses []value.PathClause, verbatim bool) string {
	texts := make([]string, len(clauses))
	for i, c := range clauses {
		texts[i] = c.Attribute + " " + c.Operator
		switch {
		case strings.EqualFold(c.Operator, "pr"):
		case !verbatim && strings.EqualFold(c.Attribute, "primary") && isBoolean(c.Operand):
			texts[i] += " " + strings.ToLower(c.Operand)
		case !c.Quoted && (isBoolean(c.Operand) || isNumber(c.Operand)):
			texts[i] += " " + c.Operand
		default:
			texts[i] += " " + quote(c.Operand)
		}
	}
	return strings.Join(texts, " and ")
}

func isBoolean(text string) bool {
	return strings.EqualFold(text, "true") || strings.EqualFold(text, "false")
}

func isNumber(text string) bool {
	_, err := value.Decimal(text)
	return err == nil
}

// literalOf writes a value for a filter: as the JSON that the attribute has where that is known, else as a text, as Entra's client does.
func literalOf(text string, kind value.Kind) string {
	switch {
	case kind == value.KindBoolean && isBoolean(text):
		return strings.ToLower(text)
	case kind.IsNumber() && isNumber(text):
		return text
	}
	return quote(text)
}

// quote writes a text as a string of JSON, which is what filters have (RFC 7644, 3.4.2.2). Only what JSON demands is escaped, since not every
// server knows all escapes.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			const hex = "0123456789abcdef"
			b.WriteString(`\u00`)
			b.WriteByte(hex[r>>4])
			b.WriteByte(hex[r&15])
		case r == utf8.RuneError:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
