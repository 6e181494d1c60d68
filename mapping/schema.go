package mapping

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// Schema describes the attributes of one side. It is optional: with it, names are checked, values are brought to the target's
// type, and required attributes are missed.
type Schema struct {
	// Name is the object's name, such as User. What is known of a profile's attributes depends on it.
	Name       string
	Attributes []Attribute
	// Open reports that the side may have attributes that are not listed: a name that is not there is no mistake.
	Open bool
}

// Attribute describes one attribute, in the terms of Graph's attributeDefinition. The zero value is a single-valued, optional
// text compared without case.
type Attribute struct {
	Name        string
	Type        AttributeType
	MultiValued bool
	// Required reports that an object cannot be created without a value.
	Required bool
	ReadOnly bool
	// CaseExact compares with case when changes are looked for.
	CaseExact bool
	// MaxLength is the greatest length of a value in UTF-16 code units; 0 is unknown.
	MaxLength int
	// Unique names the space in which no two objects have the same value, "" for an attribute whose values need not be unique.
	// Attributes with the same name share their space.
	Unique string
	// Default is the value of a required attribute that nothing else fills at creation; "" is none.
	Default string
	// FlowNulls is the source side's gate for clearing the target.
	FlowNulls bool
	// Anchor reports that the attribute identifies an object permanently.
	Anchor bool
	// References are what a Reference refers to: names of object types, such as User, or of a property by which their objects are known, such
	// as Departments.Name. Without any it is what usually is.
	References []string
	// API is the expression by which an HR system's document has the attribute, XPath or JSONPath, see package sources; "" is none: an
	// attribute of the source has its value under its own name.
	API string
}

// attributeJSON is an attribute as a mapping file has it, by its name.
type attributeJSON struct {
	Type      AttributeType `json:"type,omitempty"`
	Multi     bool          `json:"multi,omitempty"`
	Required  bool          `json:"required,omitempty"`
	CaseExact bool          `json:"caseExact,omitempty"`
	Anchor    bool          `json:"anchor,omitempty"`
	// Unique is the name of the space; files may have true for one that is the attribute's own.
	Unique  any    `json:"unique,omitempty"`
	Default string `json:"default,omitempty"`
	// References has a single name as a text, too.
	References []string `json:"references,omitempty"`
	API        string   `json:"api,omitempty"`
}

// MarshalJSON returns the attributes as the members types and targetTypes of a mapping file have them: an object by their names.
func (s Schema) MarshalJSON() ([]byte, error) {
	attributes := make(map[string]attributeJSON, len(s.Attributes))
	for i := range s.Attributes {
		a := &s.Attributes[i]
		j := attributeJSON{Type: a.Type, Multi: a.MultiValued, Required: a.Required, CaseExact: a.CaseExact, Anchor: a.Anchor, Default: a.Default, References: a.References, API: a.API}
		if a.Unique != "" {
			j.Unique = a.Unique
		}
		attributes[a.Name] = j
	}
	return json.Marshal(attributes)
}

// over returns what a caller says of a side together with what a set says of it; of an attribute that both describe the caller's description
// counts. Name is that of the set's objects. The result is nil where nobody says anything.
func (s *Schema) over(own *Schema, name string) *Schema {
	switch {
	case own == nil && (s != nil || name == ""):
		return s
	case s == nil:
		s = &Schema{Name: name, Open: true}
	}
	merged := *s
	merged.Attributes = slices.Clone(s.Attributes)
	if own != nil {
		known := make(map[string]bool, len(s.Attributes))
		for i := range s.Attributes {
			known[strings.ToLower(s.Attributes[i].Name)] = true
		}
		for i := range own.Attributes {
			if !known[strings.ToLower(own.Attributes[i].Name)] {
				merged.Attributes = append(merged.Attributes, own.Attributes[i])
			}
		}
	}
	return &merged
}

// readTypes reads descriptions of attributes over those that a schema has: one takes the place of that of the same name, in any case.
// The schema that is there is not changed.
func readTypes(r *reading, at diag.Path, v value.Value, into **Schema) {
	s := &Schema{Open: true}
	if *into != nil {
		s.Attributes = slices.Clone((*into).Attributes)
	}
	*into = s
	known := len(s.Attributes)
	index := make(map[string]int, known)
	for i := range s.Attributes {
		index[strings.ToLower(s.Attributes[i].Name)] = i
	}
	readNamed(r, at, v, func(name string, r *reading, at diag.Path, v value.Value) {
		a := Attribute{Name: name}
		readObject(r, at, v, []field{
			{"type", attributeTypeInto(&a.Type)},
			{"multi", truthInto(&a.MultiValued)},
			{"required", truthInto(&a.Required)},
			{"caseExact", truthInto(&a.CaseExact)},
			{"anchor", truthInto(&a.Anchor)},
			{"unique", func(r *reading, at diag.Path, v value.Value) {
				if alone, ok := v.AsBoolean(); !ok {
					readText(r, at, v, &a.Unique)
				} else if alone {
					a.Unique = name
				}
			}},
			{"default", textInto(&a.Default)},
			{"references", func(r *reading, at diag.Path, v value.Value) {
				if v.Kind() != value.KindString {
					readList(r, at, v, &a.References, readWord)
					return
				}
				a.References = []string{v.Text()}
			}},
			{"api", func(r *reading, at diag.Path, v value.Value) {
				if readText(r, at, v, &a.API); v.Kind() == value.KindString && strings.TrimSpace(a.API) == "" {
					r.add(at, codes.WrongValue, diag.Message{}, "want an XPath or a JSONPath, got an empty text")
				}
			}},
		})
		switch i, there := index[strings.ToLower(name)]; {
		case !there:
			index[strings.ToLower(name)] = len(s.Attributes)
			s.Attributes = append(s.Attributes, a)
		case i < known:
			s.Attributes[i] = a
		default:
			r.add(at, codes.MemberTwice, diag.Message{}, "the attribute %s is described twice: names count in any case", diag.Quote(name))
		}
	})
}

// attributeTypeInto reads Graph's name of a type, in any case.
func attributeTypeInto(t *AttributeType) func(*reading, diag.Path, value.Value) {
	return func(r *reading, at diag.Path, v value.Value) {
		var err error
		if *t, err = ParseAttributeType(v.Text()); err != nil {
			r.add(at, codes.UnknownValue, diag.Message{}, "%s", err.Error())
		}
	}
}

// securityPrefix begins the names of custom security attributes of Microsoft Entra ID: CustomSecurityAttributes.<set>_<name>.
const securityPrefix = "CustomSecurityAttributes."

// SecurityAttribute returns what follows the prefix in the name of a custom security attribute, in any case; ok is false for other
// names. The values of such a target are in no error and no reason, as the service's logs have it.
func SecurityAttribute(name string) (rest string, ok bool) {
	if len(name) <= len(securityPrefix) || !strings.EqualFold(name[:len(securityPrefix)], securityPrefix) {
		return "", false
	}
	return name[len(securityPrefix):], true
}

// isSecurityAttribute reports whether a name is that of a custom security attribute.
func isSecurityAttribute(name string) bool {
	_, ok := SecurityAttribute(name)
	return ok
}

// AttributeType is the type of an attribute.
type AttributeType uint8

// The types of attributes.
const (
	String AttributeType = iota
	Integer
	Boolean
	DateTime
	Binary
	Reference
)

var attributeTypeNames = [...]string{"String", "Integer", "Boolean", "DateTime", "Binary", "Reference"}

// String returns Graph's name of the type.
func (t AttributeType) String() string {
	if int(t) < len(attributeTypeNames) {
		return attributeTypeNames[t]
	}
	return fmt.Sprintf("AttributeType(%d)", uint8(t))
}

// MarshalText returns the same word as String, for JSON.
func (t AttributeType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// ParseAttributeType returns the type of Graph's name, in any case. The error of an unknown one names those that are known.
func ParseAttributeType(name string) (AttributeType, error) {
	for i, known := range attributeTypeNames {
		if strings.EqualFold(known, name) {
			return AttributeType(i), nil
		}
	}
	return String, unknownWord("attribute type", name, attributeTypeNames[:])
}

// Lookup returns the attribute of that name: exactly, else without case with exact false; nil where there is none.
func (s *Schema) Lookup(name string) (a *Attribute, exact bool) {
	if s == nil {
		return nil, false
	}
	var folded *Attribute
	for i := range s.Attributes {
		if s.Attributes[i].Name == name {
			return &s.Attributes[i], true
		}
		// The first of several names that differ only in case counts; an exact one after it still wins.
		if folded == nil && strings.EqualFold(s.Attributes[i].Name, name) {
			folded = &s.Attributes[i]
		}
	}
	return folded, false
}

// APIExpressions returns the expressions by which a document of an HR system has the attributes, by the attributes' names; nil where none has one.
func (s *Schema) APIExpressions() map[string]string {
	if s == nil {
		return nil
	}
	var all map[string]string
	for i := range s.Attributes {
		if a := &s.Attributes[i]; a.API != "" {
			if all == nil {
				all = map[string]string{}
			}
			all[a.Name] = a.API
		}
	}
	return all
}

// objectName returns the name of the schema's objects; "" of no schema.
func (s *Schema) objectName() string {
	if s == nil {
		return ""
	}
	return s.Name
}

// lookupPath looks up an attribute, or the complex one that it is a part of: a schema that describes name has name.givenName too.
func (s *Schema) lookupPath(name string) (a *Attribute, exact bool) {
	if a, exact = s.Lookup(name); a == nil {
		path := value.ParsePath(name)
		a, exact = s.Lookup(path.Root())
	}
	return a, exact
}

// names returns the attributes' names in order.
func (s *Schema) names() iter.Seq[string] {
	return func(yield func(string) bool) {
		if s == nil {
			return
		}
		for i := range s.Attributes {
			if !yield(s.Attributes[i].Name) {
				return
			}
		}
	}
}

// kind returns the kind of value that an attribute of the type holds.
func (t AttributeType) kind() value.Kind {
	switch t {
	case Integer:
		return value.KindInteger
	case Boolean:
		return value.KindBoolean
	case DateTime:
		return value.KindDateTime
	case Binary:
		return value.KindBinary
	case Reference:
		return value.KindReference
	default:
		return value.KindString
	}
}
