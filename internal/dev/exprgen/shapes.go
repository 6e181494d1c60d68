package exprgen

import (
	"strings"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/shape"
)

// Types maps attributes to their shapes, by name.
type Types map[string]functions.Shape

// Attribute returns the shape of an attribute; nothing is known of those that are not listed.
func (t Types) Attribute(name string) (functions.Shape, bool) {
	s, known := t[name]
	return s, known
}

// DrawTypes draws what is known of some of the attributes.
func DrawTypes(t *rapid.T) Types {
	types := Types{}
	for _, name := range AttributeNames() {
		if rapid.IntRange(0, 4).Draw(t, "known") > 0 {
			types[name] = drawShape(t)
		}
	}
	return types
}

// data are the kinds that an attribute may have.
var data = [...]value.Kind{
	value.KindNull, value.KindBoolean, value.KindInteger, value.KindDecimal, value.KindString, value.KindDateTime, value.KindBinary,
	value.KindReference, value.KindList, value.KindObject,
}

// drawShape draws a shape that describes at least one value.
func drawShape(t *rapid.T) functions.Shape {
	if rapid.IntRange(0, 9).Draw(t, "whole") < 3 { // the commonest: text, null or not, of some length
		s := functions.Shape{Kinds: value.KindsOf(value.KindString)}
		if rapid.Bool().Draw(t, "null") {
			s.Kinds |= value.KindsOf(value.KindNull)
		}
		return withLengths(t, s)
	}
	if rapid.IntRange(0, 2).Draw(t, "finite") == 0 {
		shapes := make([]functions.Shape, rapid.IntRange(1, 4).Draw(t, "values"))
		for i := range shapes {
			shapes[i] = shape.Of(DrawValue(t, shape.AnyData()))
		}
		return shape.Union(shapes...)
	}
	s := functions.Shape{Kinds: drawKinds(t)}
	if s.Kinds.Has(value.KindList) {
		s.Members = drawKinds(t)
	}
	return withLengths(t, s)
}

func drawKinds(t *rapid.T) value.Kinds {
	return value.KindsOf(rapid.SliceOfN(rapid.SampledFrom(data[:]), 1, 3).Draw(t, "kinds")...)
}

// withLengths bounds the length of a shape of texts; of other kinds the text form is as long as it is.
func withLengths(t *rapid.T, s functions.Shape) functions.Shape {
	textual := value.KindsOf(value.KindNull, value.KindString, value.KindReference, value.KindList)
	if !s.Within(textual) || s.Kinds.Has(value.KindList) && s.Members&^textual != 0 || s.Members&value.KindsOf(value.KindList) != 0 {
		return s
	}
	s.MinLen = rapid.SampledFrom([]int{0, 0, 1, 2, 5}).Draw(t, "least")
	if more := rapid.SampledFrom([]int{-1, 0, 1, 3, 20}).Draw(t, "more"); more >= 0 {
		s.MaxLen = s.MinLen + more
	}
	return s
}

// DrawValue draws a value that the shape admits. The shape is one of data, and describes at least one value.
func DrawValue(t *rapid.T, s functions.Shape) value.Value {
	var kinds []value.Kind
	for _, kind := range data {
		if s.Kinds.Has(kind) {
			kinds = append(kinds, kind)
		}
	}
	for range 20 {
		if v := drawKind(t, s, rapid.SampledFrom(kinds).Draw(t, "kind"), 2); s.Admits(v) {
			return v
		}
	}
	for _, fallback := range append([]value.Value{value.Null, value.List()}, s.Values...) {
		if s.Admits(fallback) {
			return fallback
		}
	}
	return value.String(fit(t, strings.Repeat("x", s.MinLen), s))
}

func drawKind(t *rapid.T, s functions.Shape, kind value.Kind, depth int) value.Value {
	switch kind {
	case value.KindNull:
		return rapid.SampledFrom([]value.Value{value.Null, value.Absent}).Draw(t, "nothing")
	case value.KindList:
		return drawList(t, s, depth)
	default: // of the known values, if there are any
	}
	if s.Values != nil {
		return rapid.SampledFrom(append(s.Values[:len(s.Values):len(s.Values)], value.Null)).Draw(t, "value")
	}
	switch kind {
	case value.KindBoolean:
		return value.Boolean(rapid.Bool().Draw(t, "truth"))
	case value.KindInteger:
		return value.Integer(rapid.OneOf(rapid.Int64Range(-3, 12), rapid.Int64()).Draw(t, "integer"))
	case value.KindDecimal:
		v, _ := value.Decimal(rapid.SampledFrom([]string{"0.5", "-3.25", "42568.75", "9223372036854775808", "-1e30"}).Draw(t, "decimal"))
		return v
	case value.KindDateTime:
		d, _ := value.String(rapid.SampledFrom([]string{"2020-02-29", "0001-01-01", "9999-12-31T23:59:59", "1600-12-31T11:22:33", "1900-10-10"}).Draw(t, "date")).ToDate()
		return value.Date(d)
	case value.KindBinary:
		return value.Binary(rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "bytes"))
	case value.KindReference:
		return value.Reference(fit(t, drawText(t), s))
	case value.KindObject:
		return drawObject(t, depth)
	default:
		return value.String(fit(t, drawText(t), s))
	}
}

func drawList(t *rapid.T, s functions.Shape, depth int) value.Value {
	members := make([]value.Value, rapid.IntRange(0, 3).Draw(t, "members"))
	var kinds []value.Kind
	for _, kind := range data {
		if s.Members.Has(kind) && (depth > 0 || kind != value.KindList) {
			kinds = append(kinds, kind)
		}
	}
	if kinds == nil {
		return value.List()
	}
	for i := range members {
		members[i] = drawKind(t, s, rapid.SampledFrom(kinds).Draw(t, "kind"), depth-1)
	}
	return value.List(members...)
}

func drawObject(t *rapid.T, depth int) value.Value {
	if depth <= 0 {
		return value.ObjectOf(value.NewObject())
	}
	names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"id", "value", "displayName", "type", "a"}), 0, 3, rapid.ID[string]).Draw(t, "names")
	members := make([]value.Member, len(names))
	for i, name := range names {
		members[i] = value.Member{Name: name, Value: DrawValue(t, functions.Shape{Kinds: value.KindsOf(value.KindString, value.KindInteger, value.KindNull)})}
	}
	return value.ObjectOf(value.NewObject(members...))
}

func drawText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.SampledFrom(Texts()),
		rapid.StringOfN(rapid.SampledFrom([]rune("aB 0,-éßæ😀İ\u0301שּ")), 0, 8, -1),
		rapid.StringOfN(rapid.SampledFrom([]rune("a😀€")), 0, 6, -1),
	).Draw(t, "text")
}

// fit brings a text to the lengths that the shape allows.
func fit(t *rapid.T, text string, s functions.Shape) string {
	if most, known := s.MaxLength(); known {
		for nettext.Len16(text) > most {
			_, size := utf8.DecodeLastRuneInString(text)
			text = text[:len(text)-size]
		}
	}
	for nettext.Len16(text) < s.MinLen {
		text += rapid.SampledFrom([]string{"x", " ", "7", "ö"}).Draw(t, "more")
	}
	return text
}
