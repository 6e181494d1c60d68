package model

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimschema"
)

// attributeReader reads one attribute; its error is the first that it has met.
type attributeReader struct {
	at  place
	of  *value.Object
	err error
}

// readAttributes reads the definitions of attributes, or of parts.
func readAttributes(at place, list value.Value) ([]attribute, error) {
	var known []attribute
	for i, v := range list.Members() {
		o, ok := v.AsObject()
		if !ok {
			return nil, at.then(i).fail("want an object, got %s", diag.Name(kindWords(v)))
		}
		r := attributeReader{at: at.then(i), of: o}
		a := r.read()
		switch {
		case r.err != nil:
			return nil, r.err
		case findAttribute(known, a.Name) != nil:
			return nil, at.then(i, "name").fail("two attributes have the name %s", diag.Quote(a.Name))
		}
		known = append(known, a)
	}
	return known, nil
}

// read reads the attribute (RFC 7643, 7). What is missing has the RFC's default (2.2).
func (r *attributeReader) read() attribute {
	name, ok := r.of.GetFold("name").AsString()
	if !ok || name == "" {
		r.fail("name", "want a text, got %s", diag.Name(kindWords(r.of.GetFold("name"))))
		return attribute{}
	}
	a := attribute{
		Name: name, Many: r.boolean("multiValued"), Required: r.boolean("required"), CaseExact: r.boolean("caseExact"),
		Type:       word(r, "type", scimschema.String, scimschema.Complex),
		Mutability: word(r, "mutability", scimschema.ReadWrite, scimschema.WriteOnly),
		Returned:   word(r, "returned", scimschema.Default, scimschema.Request),
		Uniqueness: word(r, "uniqueness", scimschema.None, scimschema.Global),
		Canonical:  r.texts("canonicalValues"), References: r.texts("referenceTypes"),
	}
	parts := r.of.GetFold("subAttributes")
	list, isList := parts.AsList()
	switch {
	case r.err != nil:
	case !isList && !parts.IsNull():
		r.fail("subAttributes", "want an array, got %s", diag.Name(kindWords(parts)))
	case a.Type == typeComplex && len(list) == 0:
		r.fail("subAttributes", "%s is complex: want its parts, got none", diag.Quote(name))
	case a.Type != typeComplex && len(list) > 0:
		r.fail("type", "%s has subAttributes: want complex, got %s", diag.Quote(name), diag.Name(a.Type.String()))
	default:
		a.Parts, r.err = readAttributes(r.at.then("subAttributes"), parts)
	}
	return a
}

// fail notes the first fault.
func (r *attributeReader) fail(member, format string, args ...any) {
	if r.err == nil {
		r.err = r.at.then(member).fail(format, args...)
	}
}

// boolean reads a member that is false where it is missing.
func (r *attributeReader) boolean(name string) bool {
	v := r.of.GetFold(name)
	is, ok := v.AsBoolean()
	if !ok && !v.IsNull() {
		r.fail(name, "want true or false, got %s", diag.Name(kindWords(v)))
	}
	return is
}

// texts reads an array of texts.
func (r *attributeReader) texts(name string) (list []string) {
	v := r.of.GetFold(name)
	if v.IsNull() {
		return nil
	}
	if !isTexts(v) {
		r.fail(name, "want an array of texts")
	}
	for _, e := range v.Members() {
		list = append(list, e.Text())
	}
	return list
}

// word reads one of the words of a type whose first value, the default, and last value are given.
func word[T interface {
	~uint8
	fmt.Stringer
}](r *attributeReader, name string, first, last T) T {
	v := r.of.GetFold(name)
	text, isText := v.AsString()
	var words []string
	for w := first; w <= last; w++ {
		if isText && strings.EqualFold(text, w.String()) {
			return w
		}
		words = append(words, w.String())
	}
	switch {
	case v.IsNull():
	case isText:
		r.fail(name, "want %s, got %s", diag.Name(strings.Join(words, ", ")), diag.Quote(text))
	default:
		r.fail(name, "want %s, got %s", diag.Name(strings.Join(words, ", ")), diag.Name(kindWords(v)))
	}
	return first
}
