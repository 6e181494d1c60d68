// Package scimschema is what RFC 7643 says of the attributes of users and groups: the one table of requests, of bulk requests and of the server in
// memory. Of values it knows what identifies the elements of an array.
package scimschema

import "strings"

// Type is the type of an attribute (RFC 7643, 2.3).
type Type uint8

// The types, in the order of the RFC's sections.
const (
	String Type = iota
	Boolean
	Decimal
	Integer
	DateTime
	Binary
	Reference
	Complex
)

// types are the RFC's words for types, with words of messages: the n-th is 2.3.n.
var types = [...]struct{ name, words, section string }{
	String: {"string", "a text", ".1"}, Boolean: {"boolean", "true or false", ".2"}, Decimal: {"decimal", "a number", ".3"},
	Integer: {"integer", "a whole number", ".4"}, DateTime: {"dateTime", "a date and time such as 2008-01-23T04:56:22Z", ".5"},
	Binary: {"binary", "base64", ".6"}, Reference: {"reference", "a text, which is a URI", ".7"}, Complex: {"complex", "an object", ".8"},
}

func (t Type) String() string { return types[t].name }

// Words says what a value of the type is.
func (t Type) Words() string { return types[t].words }

// Subsection returns the end of the number of the section about the type: .2 for booleans, of 2.3.2.
func (t Type) Subsection() string { return types[t].section }

// Mutability says who may write an attribute (RFC 7643, 7).
type Mutability uint8

// The kinds of mutability.
const (
	ReadWrite Mutability = iota
	ReadOnly
	Immutable
	WriteOnly
)

func (m Mutability) String() string {
	return [...]string{ReadWrite: "readWrite", ReadOnly: "readOnly", Immutable: "immutable", WriteOnly: "writeOnly"}[m]
}

// Returned says when an answer shows an attribute (RFC 7643, 7).
type Returned uint8

// The kinds of returning.
const (
	Default Returned = iota
	Always
	Never
	Request
)

func (r Returned) String() string {
	return [...]string{Default: "default", Always: "always", Never: "never", Request: "request"}[r]
}

// Uniqueness says whether two resources may have one value (RFC 7643, 7).
type Uniqueness uint8

// The kinds of uniqueness.
const (
	None Uniqueness = iota
	Server
	Global
)

func (u Uniqueness) String() string {
	return [...]string{None: "none", Server: "server", Global: "global"}[u]
}

// Attribute is what a schema says of an attribute, or of a part of one. The zero value of every field is the RFC's default (7643, 2.2), but for
// CaseExact of references and binaries, which the tables say.
type Attribute struct {
	Name                      string
	Type                      Type
	Many, Required, CaseExact bool
	Mutability                Mutability
	Returned                  Returned
	Uniqueness                Uniqueness
	// Canonical are values that are suggested (RFC 7643, 7), References the types of resources, external or uri that a reference leads to.
	Canonical, References []string
	// Parts are those of a complex attribute.
	Parts []Attribute
}

// Find returns the attribute that names lead to, compared without case (RFC 7643, 2.1); nil for none.
func Find(known []Attribute, names ...string) *Attribute {
	var found *Attribute
	for _, name := range names {
		found = nil
		for i := range known {
			// The length is compared first: letters outside of ASCII that fold to known ones, such as U+212A to k, then make another name.
			if len(known[i].Name) == len(name) && strings.EqualFold(known[i].Name, name) {
				found = &known[i]
				break
			}
		}
		if found == nil {
			return nil
		}
		known = found.Parts
	}
	return found
}
