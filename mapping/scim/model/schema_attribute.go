package model

// attributeType is the type of an attribute (RFC 7643, 2.3).
type attributeType uint8

// The types.
const (
	typeString attributeType = iota
	typeBoolean
	typeDecimal
	typeInteger
	typeDateTime
	typeBinary
	typeReference
	typeComplex
)

// typeNames are the RFC's words for types, with words of messages, in the order of its sections: the n-th is 2.3.n.
var typeNames = [...]struct{ name, words, section string }{
	typeString: {"string", "a text", ".1"}, typeBoolean: {"boolean", "true or false", ".2"}, typeDecimal: {"decimal", "a number", ".3"},
	typeInteger: {"integer", "a whole number", ".4"}, typeDateTime: {"dateTime", "a date and time such as 2008-01-23T04:56:22Z", ".5"},
	typeBinary: {"binary", "base64", ".6"}, typeReference: {"reference", "a text, which is a URI", ".7"}, typeComplex: {"complex", "an object", ".8"},
}

func (t attributeType) words() string      { return typeNames[t].words }
func (t attributeType) subsection() string { return typeNames[t].section }

// mutabilityKind says who may write an attribute (RFC 7643, 7).
type mutabilityKind uint8

// The kinds of mutability.
const (
	readWrite mutabilityKind = iota
	readOnly
	immutable
	writeOnly
)

// returnedKind says when an answer shows an attribute.
type returnedKind uint8

// The kinds of returning.
const (
	returnedDefault returnedKind = iota
	returnedAlways
	returnedNever
	returnedRequest
)

// uniqueKind says whether two resources may have one value.
type uniqueKind uint8

// The kinds of uniqueness.
const (
	uniqueNone uniqueKind = iota
	uniqueServer
	uniqueGlobal
)

// attribute is what a schema says of an attribute, or of a part of one.
type attribute struct {
	Name                      string
	Type                      attributeType
	Many, Required, CaseExact bool
	Mutability                mutabilityKind
	Returned                  returnedKind
	Uniqueness                uniqueKind
	Parts                     []attribute
}
