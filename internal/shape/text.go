package shape

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// shownValues is how many values of a shape its text shows.
const shownValues = 8

// shapeNames are the names of the kinds in the text of a shape: those of attribute types where there is one.
var shapeNames = [...]string{
	value.KindBoolean:         "Boolean",
	value.KindInteger:         "Integer",
	value.KindDecimal:         "Decimal",
	value.KindString:          "String",
	value.KindDateTime:        "DateTime",
	value.KindBinary:          "Binary",
	value.KindReference:       "Reference",
	value.KindObject:          "Object",
	value.KindIgnoreAttribute: "IgnoreAttribute",
	value.KindIgnoreObject:    "IgnoreObject",
}

// String shows the shape in one line: the kinds separated by "|", a list as its members in brackets, "?" for null; the values in braces,
// or else the length of texts as ≤64, ≥1, 1–64 or =36; and whether it may fail. Examples: "String? ≤64",
// "Boolean {True, False}", "[String]? ≤20, may fail", "always fails".
func (s Shape) String() string {
	if s.Fails == AlwaysFails {
		return AlwaysFails.String()
	}
	s = s.Tidy()
	var b strings.Builder
	b.WriteString(s.kindText())
	if values := s.valueText(); values != "" {
		b.WriteByte(' ')
		b.WriteString(values)
	}
	if s.Fails == MayFail {
		b.WriteString(", ")
		b.WriteString(MayFail.String())
	}
	return b.String()
}

func (s Shape) kindText() string {
	kinds := Explicit(s.Kinds)
	data := kindNames(kinds&^NullKind&^SignalKinds, s.Members)
	if kinds&NullKind != 0 {
		data += "?"
	}
	switch signals := kindNames(kinds&SignalKinds, 0); {
	case kinds == NullKind:
		return "Null"
	case signals == "":
		return data
	case data == "":
		return signals
	default:
		return data + "|" + signals
	}
}

// kindNames lists kinds that are neither null nor mixed with signals, in the order of package value. All kinds of data together, with lists
// of any data, are "Any".
func kindNames(kinds, members value.Kinds) string {
	if kinds == dataKinds&^NullKind && members&dataKinds == members {
		return "Any"
	}
	var names []string
	for kind, name := range shapeNames {
		if name != "" && kinds&value.KindsOf(value.Kind(kind)) != 0 {
			names = append(names, name)
		}
	}
	if kinds&ListKind != 0 {
		names = append(names, memberNames(Explicit(members)))
	}
	return strings.Join(names, "|")
}

// memberNames shows the members of a list; null alone means an empty one.
func memberNames(members value.Kinds) string {
	switch named := members &^ NullKind &^ SignalKinds; {
	case named == 0:
		return "[]"
	case members&NullKind != 0:
		return "[" + kindNames(named, 0) + "?]"
	default:
		return "[" + kindNames(named, 0) + "]"
	}
}

// valueText shows the values, or the lengths where kinds alone do not say them.
func (s Shape) valueText() string {
	measured := s.measured()
	if measured == 0 {
		return ""
	}
	if s.Values != nil {
		var texts []string
		for _, v := range s.Values[:min(len(s.Values), shownValues)] {
			texts = append(texts, shownValue(v))
		}
		if rest := len(s.Values) - shownValues; rest > 0 {
			texts = append(texts, fmt.Sprintf("… %d more", rest))
		}
		return "{" + strings.Join(texts, ", ") + "}"
	}
	implied := textLengths(measured)
	switch r := s.Lengths(); {
	case r == implied || measured&^NumberKinds == 0: // the length of a number reads like its bound
		return ""
	case r.Least == r.Most:
		return fmt.Sprintf("=%d", r.Most)
	case r.Most == implied.Most:
		return fmt.Sprintf("≥%d", r.Least)
	case r.Least == implied.Least:
		return fmt.Sprintf("≤%d", r.Most)
	default:
		return fmt.Sprintf("%d–%d", r.Least, r.Most)
	}
}

// shownValue quotes what is text, so that "1" and 1 differ.
func shownValue(v value.Value) string {
	if v.Kind() == value.KindString || v.Kind() == value.KindReference {
		return string(diag.Quote(v.Text()))
	}
	return v.Text()
}
