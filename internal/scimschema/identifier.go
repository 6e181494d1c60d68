package scimschema

import (
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// Identifier returns what an element of an array is known by (RFC 7643, 2.4): its value, else its id, else the last segment of its $ref. ok is
// false where it has none of them.
func Identifier(element *value.Object) (id string, ok bool) {
	for _, name := range []string{"value", "id", "$ref"} {
		v := element.GetFold(name)
		if v.IsNullOrEmpty() {
			continue
		}
		text := v.Text()
		if name == "$ref" {
			text = strings.TrimRight(text, "/")
			text = text[strings.LastIndexByte(text, '/')+1:]
		}
		return text, true
	}
	return "", false
}
