package ciformat_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// element is any element of XML.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// find returns the first child of a name that has the attribute name.
func (e *element) find(kind, name string) *element {
	for i := range e.Children {
		if c := &e.Children[i]; c.XMLName.Local == kind && (name == "" || c.attr("name") == name) {
			return c
		}
	}
	return nil
}

func parse(t *testing.T, text string) *element {
	t.Helper()
	var e element
	require.NoError(t, xml.Unmarshal([]byte(text), &e))
	return &e
}

// requireValid checks a document against testdata/junit.xsd: as much of XML Schema as that is written in.
func requireValid(t *testing.T, text string) {
	t.Helper()
	data, err := os.ReadFile("testdata/junit.xsd")
	require.NoError(t, err)
	v := validator{schema: parse(t, string(data))}
	root := parse(t, text)
	v.complex(root, v.schema.find("element", root.XMLName.Local).find("complexType", ""))
	require.Empty(t, v.faults, text)
}

type validator struct {
	schema *element
	faults []string
}

func (v *validator) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Sprintf(format, args...))
}

// is checks an element against a type by its name.
func (v *validator) is(e *element, name string) {
	if kind := v.schema.find("complexType", name); kind != nil {
		v.complex(e, kind)
	} else if len(e.Children) > 0 || len(e.Attrs) > 0 {
		v.fault("%s: want a text", e.XMLName.Local)
	}
}

// complex checks an element against a complex type.
func (v *validator) complex(e, kind *element) {
	if simple := kind.find("simpleContent", ""); simple != nil {
		kind = simple.find("extension", "")
	} else if strings.TrimSpace(e.Text) != "" {
		v.fault("%s: want no text", e.XMLName.Local)
	}
	v.attributes(e, kind)
	rest := e.Children
	if choice := kind.find("choice", ""); choice != nil && len(rest) > 0 {
		if particle := choice.find("element", rest[0].XMLName.Local); particle != nil {
			v.is(&rest[0], particle.attr("type"))
			rest = rest[1:]
		}
	}
	if sequence := kind.find("sequence", ""); sequence != nil {
		for i := range sequence.Children {
			rest = v.particle(e, &sequence.Children[i], rest)
		}
	}
	if len(rest) > 0 {
		v.fault("%s: unexpected %s", e.XMLName.Local, rest[0].XMLName.Local)
	}
}

// particle checks the children that an element of a sequence means, and returns the rest.
func (v *validator) particle(e, particle *element, rest []element) []element {
	n := 0
	for ; n < len(rest) && rest[n].XMLName.Local == particle.attr("name"); n++ {
		v.is(&rest[n], particle.attr("type"))
	}
	if n == 0 && particle.attr("minOccurs") != "0" || n > 1 && particle.attr("maxOccurs") != "unbounded" {
		v.fault("%s: %d times %s", e.XMLName.Local, n, particle.attr("name"))
	}
	return rest[n:]
}

func (v *validator) attributes(e, kind *element) {
	for i := range kind.Children {
		a := &kind.Children[i]
		if a.XMLName.Local != "attribute" {
			continue
		}
		has := false
		for _, is := range e.Attrs {
			has = has || is.Name.Local == a.attr("name")
		}
		if !has {
			if a.attr("use") == "required" {
				v.fault("%s: want the attribute %s", e.XMLName.Local, a.attr("name"))
			}
			continue
		}
		if pattern := v.pattern(a.attr("type")); !regexp.MustCompile("^(?s:" + pattern + ")$").MatchString(e.attr(a.attr("name"))) {
			v.fault("%s: %s: %q is no %s", e.XMLName.Local, a.attr("name"), e.attr(a.attr("name")), a.attr("type"))
		}
	}
	for _, is := range e.Attrs {
		if kind.find("attribute", is.Name.Local) == nil {
			v.fault("%s: unexpected attribute %s", e.XMLName.Local, is.Name.Local)
		}
	}
}

// pattern returns what values of a simple type look like.
func (v *validator) pattern(name string) string {
	switch name {
	case "xs:int":
		return "-?[0-9]+"
	case "xs:decimal":
		return `-?[0-9]+(\.[0-9]*)?`
	case "xs:string", "xs:token":
		return ".*"
	}
	return v.schema.find("simpleType", name).find("restriction", "").find("pattern", "").attr("value")
}
