package bulk

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/internal/urn"
)

// emptyTexts is the first attribute of a name that is an empty text, and how many there are.
type emptyTexts struct {
	first *item
	count int
}

// attributes compares names and values of a user with what RFC 7643 defines. Extensions of one's own are free.
func (c *checker) attributes(data *item) {
	for _, m := range data.children {
		schema := strings.TrimSpace(m.name)
		switch {
		case urn.Is(schema):
			if m.kind == jsonObject { // others are reported by schemas
				for _, attribute := range m.children {
					c.attribute(schema, nil, attribute)
				}
			}
		case !strings.EqualFold(m.name, "schemas"):
			c.attribute("", nil, m)
		}
	}
}

// attribute compares an attribute, or a part of the one that parents lead to, with its definition.
func (c *checker) attribute(schema string, parents []string, it *item) {
	// What is meant by a name is sought for as many as are reported.
	if len(c.findings) > maxFindings {
		return
	}
	if unknown, is := scimwire.UnknownName(schema, parents, it.name); is {
		c.atName(it, codes.UnknownSCIMName, diag.Warning, unknown.Message, unknown.Hint)
		return
	}
	names := append(parents[:len(parents):len(parents)], it.name)
	d, defined := scimwire.Find(schema, names...)
	if d.Kind != scimwire.Complex {
		c.countEmpty(schema, names, it)
	}
	if !defined || it.kind == jsonNull {
		return
	}
	values := []*item{it}
	if d.Many {
		if it.kind != jsonArray {
			c.wrongKind(it, diag.Error, "a list of objects", diag.Message{})
			return
		}
		values = it.children
	}
	for _, v := range values {
		c.value(schema, names, d, v)
	}
}

// value compares one value with its definition.
func (c *checker) value(schema string, names []string, d scimwire.Definition, it *item) {
	switch {
	case it.kind == jsonNull:
	case d.Kind == scimwire.Complex && it.kind == jsonObject:
		for _, part := range it.children {
			c.attribute(schema, names, part)
		}
	case d.Kind == scimwire.Complex && schema != "": // a manager, see checker.manager
	case d.Kind == scimwire.Complex:
		c.wrongKind(it, diag.Error, "an object", diag.Messagef("its parts are %s", diag.Name(partNames(d))))
	case it.kind == jsonObject || it.kind == jsonArray:
		c.wrongKind(it, diag.Error, kindWords(d), diag.Message{})
	case d.Kind == scimwire.Boolean:
		c.boolean(it)
	case it.kind == jsonNumber:
		c.wrongKind(it, diag.Info, "a text", diag.Messagef("write it between quotation marks, which keep zeros at its beginning"))
	case it.kind == jsonBoolean:
		c.wrongKind(it, diag.Warning, "a text", diag.Messagef("write it between quotation marks"))
	}
}

// boolean checks a value for true or false. The vendor's own sample sends "true", which is told all the same.
func (c *checker) boolean(it *item) {
	switch text := it.plain(); {
	case it.kind == jsonBoolean || it.kind == jsonText && text == "": // which is reported as empty
	case it.kind == jsonText && (strings.EqualFold(text, "true") || strings.EqualFold(text, "false")):
		c.wrongKind(it, diag.Info, "true or false", diag.Messagef("write it without quotation marks"))
	default:
		c.wrongKind(it, diag.Error, "true or false", diag.Messagef("write true or false"))
	}
}

// wrongKind reports a value that is not what its attribute takes.
func (c *checker) wrongKind(it *item, severity diag.Severity, want string, hint diag.Message) {
	found := foundText(it)
	if it.kind == jsonNumber {
		found = diag.Quoted(diag.Clip(it.text))
	}
	c.at(it, codes.WrongKind, severity, diag.Messagef("want %s, got %s", diag.Name(want), found), hint)
}

// kindWords names what an attribute that is no object takes.
func kindWords(d scimwire.Definition) string {
	if d.Kind == scimwire.Boolean {
		return "true or false"
	}
	return "a text"
}

func partNames(d scimwire.Definition) string {
	names := make([]string, len(d.Parts))
	for i, part := range d.Parts {
		names[i] = part.Name
	}
	return strings.Join(names, ", ")
}

// countEmpty notes an empty text: a table's blank columns are blank for many people, and one finding tells them all. What else is said of one is
// not repeated: of a matching value, of a type by which mappings read elements, and of a manager.
func (c *checker) countEmpty(schema string, names []string, it *item) {
	if it.kind != jsonText || strings.TrimSpace(it.text) != "" {
		return
	}
	switch last := names[len(names)-1]; {
	case schema == "" && len(names) == 1 && strings.EqualFold(last, "externalId"),
		strings.EqualFold(last, "type") && supportedTypes(names[0]) != nil,
		strings.EqualFold(schema, urn.Enterprise) && len(names) == 2 && strings.EqualFold(last, "value"):
		return
	}
	key := strings.ToLower(schema + ":" + strings.Join(names, "."))
	if c.empty == nil {
		c.empty = map[string]*emptyTexts{}
	}
	if c.empty[key] == nil {
		c.empty[key] = &emptyTexts{first: it}
	}
	c.empty[key].count++
}

// reportEmpty reports the empty texts of each attribute at the first of them.
func (c *checker) reportEmpty() {
	for _, e := range c.empty {
		c.at(e.first, codes.EmptyInRequest, diag.Warning, diag.Messagef("an empty text%s", diag.Name(inOperations(e.count))),
			diag.Messagef("leave the attribute out, or write null to clear it"))
	}
}
