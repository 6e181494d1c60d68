package mapping

import (
	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Types returns the attributes as what an expression reads them as, for [expr.Program.Infer]. Names are looked up as [Schema.Lookup] does.
// A nil Schema knows nothing.
//
// Every attribute may be null, even one that is Required: the source need not keep to that (assumed). A multi-valued attribute may come
// as a single value, and DateTime, Binary and Reference also as text, since JSON and CSV have nothing else for them. Beyond that the
// values are held to be of the attribute's type, and texts and references no longer than its MaxLength.
func (s *Schema) Types() expr.Types { return schemaTypes{s} }

type schemaTypes struct{ schema *Schema }

// Attribute returns the shape of an attribute; ok is false for one that the schema does not define.
func (t schemaTypes) Attribute(name string) (functions.Shape, bool) {
	a, _ := t.schema.Lookup(name)
	if a == nil {
		return functions.Shape{}, false
	}
	return a.shape(), true
}

// shape returns the shape of the attribute's values, as Types describes it. Kinds of a list and of its members are the same but for null.
func (a *Attribute) shape() functions.Shape {
	s := functions.Shape{Kinds: value.KindsOf(a.Type.kind(), value.KindNull), Fails: functions.NeverFails}
	switch a.Type {
	case DateTime, Binary, Reference:
		s.Kinds |= value.KindsOf(value.KindString)
	case String, Integer, Boolean: // their one kind alone
	}
	if a.Type == String || a.Type == Reference {
		s.MaxLen = a.MaxLength
	}
	if a.MultiValued {
		s.Members = s.Kinds
		s.Kinds |= value.KindsOf(value.KindList)
	}
	return s
}
