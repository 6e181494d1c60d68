package model

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
)

// isNothing reports whether a value unassigns what it is written to: null and an array without elements (RFC 7643, 2.5) and, of a server that does
// not keep it, the empty text.
func (s *Server) isNothing(v value.Value) bool {
	if list, ok := v.AsList(); ok {
		return len(list) == 0
	}
	return v.IsNull() || !s.keepsEmpty && v.IsNullOrEmpty()
}

// fit returns a value in the form in which an attribute holds it, Absent for one that unassigns it. The tolerant profile keeps what does not fit,
// but for booleans that are neither true nor false. A definition of nil is that of an attribute of which nothing is known.
func (s *Server) fit(def *attribute, at string, v value.Value) (value.Value, *refusal) {
	switch list, isList := v.AsList(); {
	case def == nil:
		return s.clean(v), nil
	case def.Type != typeBoolean && s.isNothing(v), v.IsNull():
		return value.Absent, nil
	case def.Many && isList:
		return s.fitAll(def, at, list)
	case def.Many && s.strict:
		return v, refuse(invalidValue, secMany, "%s has several values: want an array", at)
	case isList && s.strict:
		return v, refuse(invalidValue, secTypes, "%s has one value: want %s, got an array", at, def.Type.Words())
	case isList && len(list) == 1:
		return s.fitOne(def, at, list[0])
	case isList:
		return s.clean(v), nil
	}
	return s.fitOne(def, at, v)
}

// fitAll fits the elements of an array. At most one of them is the primary one.
func (s *Server) fitAll(def *attribute, at string, list []value.Value) (value.Value, *refusal) {
	elements := make([]value.Value, 0, len(list))
	primary := 0
	for _, e := range list {
		e, err := s.fitElement(def, at, e)
		if err != nil {
			return e, err
		}
		if s.isNothing(e) {
			continue
		}
		if isPrimary(e) {
			primary++
		}
		elements = append(elements, e)
	}
	if primary > 1 && s.strict {
		return value.Absent, refuse(invalidValue, secMany, "%s has %d elements that are primary: want one at most", at, primary)
	}
	return value.List(elements...), nil
}

// fitElement fits an element of an array.
func (s *Server) fitElement(def *attribute, at string, e value.Value) (value.Value, *refusal) {
	if def == nil {
		return s.clean(e), nil
	}
	if _, isList := e.AsList(); isList && s.strict {
		return e, refuse(invalidValue, secMany, "%s has an array as an element: want %s", at, def.Type.Words())
	}
	if s.isNothing(e) {
		return value.Absent, nil
	}
	e, err := s.fitOne(def, at, e)
	if err == nil && s.strict {
		err = missingParts(def, at, e)
	}
	return e, err
}

// missingParts refuses a complex value without a part that is required.
func missingParts(def *attribute, at string, v value.Value) *refusal {
	o, _ := v.AsObject()
	for i := range def.Parts {
		if part := &def.Parts[i]; part.Required && part.Mutability != readOnly && o != nil && o.GetFold(part.Name).IsNullOrEmpty() {
			return refuse(invalidValue, secCreate, "%s lacks %s, which the schema requires", at, part.Name)
		}
	}
	return nil
}

// fitOne fits one value.
func (s *Server) fitOne(def *attribute, at string, v value.Value) (value.Value, *refusal) {
	o, isObject := v.AsObject()
	if isObject && !s.strict && def.Type != typeComplex && !o.GetFold("value").IsNull() {
		v, isObject = o.GetFold("value"), false // [{"$ref": null, "value": "x"}] is x in requests of an early client (reported, azure-docs issue 42220)
	}
	text, isText := v.AsString()
	wrong := func() (value.Value, *refusal) {
		if !s.strict {
			return s.clean(v), nil
		}
		return v, refuse(invalidValue, secTypes+def.Type.Subsection(), "%s is %s, got %s", at, def.Type.Words(), kindWords(v))
	}
	switch def.Type {
	case typeComplex:
		switch {
		case isObject:
			return s.fitParts(def, at, o)
		case s.strict && isManager(def):
			return v, refuse(invalidValue, secManager, "%s is an object whose value is the manager's id, got %s", at, kindWords(v))
		case !s.strict && findAttribute(def.Parts, "value") != nil && v.Kind() != value.KindList:
			return value.ObjectOf(value.NewObject(value.Member{Name: "value", Value: v})), nil
		}
		return wrong()
	case typeBoolean:
		return s.truth(at, v)
	case typeInteger, typeDecimal:
		number, err := value.Decimal(text)
		switch _, isWhole := v.AsInteger(); {
		case v.Kind().IsNumber() && (isWhole || def.Type == typeDecimal):
			return v, nil
		case isText && err == nil && !s.strict:
			return number, nil
		}
		return wrong()
	case typeDateTime:
		if !isText || !isDateTime(text) {
			return wrong()
		}
	case typeBinary:
		if _, err := base64.StdEncoding.DecodeString(text); !isText || err != nil {
			return wrong()
		}
	default:
		if !isText {
			return wrong()
		}
	}
	return v, nil
}

// truth returns a boolean. The tolerant profile takes the texts that Entra's default client sends.
func (s *Server) truth(at string, v value.Value) (value.Value, *refusal) {
	if _, ok := v.AsBoolean(); ok {
		return v, nil
	}
	if text, ok := v.AsString(); ok && !s.strict {
		switch {
		case strings.EqualFold(text, "true"):
			return value.True, nil
		case strings.EqualFold(text, "false"):
			return value.False, nil
		}
	}
	return v, refuse(invalidValue, secTypes+typeBoolean.Subsection(), "%s is true or false, got %s", at, kindWords(v))
}

// fitParts fits the parts of a complex value. Those that only the server writes are ignored (RFC 7644, 3.3).
func (s *Server) fitParts(def *attribute, at string, o *value.Object) (value.Value, *refusal) {
	fitted := value.NewObject()
	if s.tooWide(o) {
		return value.Absent, nil
	}
	for _, m := range o.Members() {
		part := findAttribute(def.Parts, m.Name)
		switch {
		case part == nil && s.strict:
			return value.Absent, refuse(invalidValue, secTypes+typeComplex.Subsection(), "%s has no part %s", at, shown(m.Name))
		case part != nil && part.Mutability == readOnly:
			continue
		}
		v, err := s.fit(part, at+"."+shown(m.Name), m.Value)
		if err != nil {
			return v, err
		}
		name := m.Name
		if part != nil {
			name = part.Name
		}
		fitted = s.with(fitted, name, v)
	}
	if len(fitted.Members()) == 0 {
		return value.Absent, nil
	}
	return value.ObjectOf(fitted), nil
}

// clean returns a value without what unassigns in it.
func (s *Server) clean(v value.Value) value.Value {
	if list, ok := v.AsList(); ok {
		var kept []value.Value
		for _, e := range list {
			if e = s.clean(e); !s.isNothing(e) {
				kept = append(kept, e)
			}
		}
		return value.List(kept...)
	}
	o, ok := v.AsObject()
	if !ok || s.tooWide(o) {
		return v
	}
	kept := value.NewObject()
	for _, m := range o.Members() {
		kept = s.with(kept, m.Name, s.clean(m.Value))
	}
	if len(kept.Members()) == 0 {
		return value.Absent
	}
	return value.ObjectOf(kept)
}

// isManager reports whether an attribute is the enterprise user's manager.
func isManager(def *attribute) bool { return def.Name == "manager" && !def.Many }

// isDateTime reports whether a text is an xsd:dateTime, whose zone may be missing (RFC 7643, 2.3.5).
func isDateTime(text string) bool {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

// kindWords says what kind of value was sent, and never which one.
func kindWords(v value.Value) string {
	text, isText := v.AsString()
	switch {
	case v.IsNull():
		return "null"
	case isText && (strings.EqualFold(text, "true") || strings.EqualFold(text, "false")):
		return "a boolean as a text"
	case isText && text == "":
		return "an empty text"
	case v.Kind().IsNumber():
		return "a number"
	case v.Kind() == value.KindBoolean:
		return "a boolean"
	case v.Kind() == value.KindList:
		return "an array"
	case v.Kind() == value.KindObject:
		return "an object"
	}
	return "a text"
}

// shown bounds a name from a request.
func shown(name string) string {
	const most = 80
	if len(name) > most {
		return strings.ToValidUTF8(name[:most], "") + "…"
	}
	return name
}

// schemaOf returns the URN of a path's schema as resources have it: "" for the core.
func (t *resourceType) schemaOf(schema string) string {
	if schema == "" || strings.EqualFold(schema, t.schema) {
		return ""
	}
	for _, e := range t.extensions {
		if strings.EqualFold(schema, e.schema) {
			return e.schema
		}
	}
	if urn.IsCore(schema) {
		return "" // that of another type, which the tolerant profile takes
	}
	return schema
}
