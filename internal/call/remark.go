package call

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Detail returns a named fact of a remark.
func Detail(name string, v value.Value) value.Member { return value.Member{Name: name, Value: v} }

// Coerced returns the remark that an argument, the value v of the parameter of that name, is read as another value.
func Coerced(name string, v, as value.Value) (text string, details []value.Member) {
	text = fmt.Sprintf("%s %s is read as %s %s", v.Kind(), Preview(v), as.Kind(), Preview(as))
	if as.Kind() == value.KindString {
		text = fmt.Sprintf("%s is read as the text %s", v.Kind(), Preview(as))
	}
	if name != "" {
		text = name + ": " + text
	}
	return text, []value.Member{
		Detail("from", value.String(v.Kind().String())), Detail("to", value.String(as.Kind().String())), Detail("value", as),
	}
}

// Quote is [diag.Quote] for a text of an evaluation, which may have halves of characters.
func Quote(text string) diag.Quoted { return diag.Quote(nettext.Whole(text)) }

// Preview returns a value as a remark shows it, with at most 40 characters.
func Preview(v value.Value) string {
	switch v.Kind() {
	case value.KindNull:
		return "null"
	case value.KindString, value.KindReference, value.KindDateTime:
		return string(Quote(v.Text()))
	default:
		return diag.Clip(v.Beginning())
	}
}
