package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

// FuzzAttributePath: any text can be the name of an attribute; Go data and the value converted from it resolve it alike; an
// attribute with the whole name takes precedence over the parts of the name; an expression that is a single reference
// evaluates to the attribute.
func FuzzAttributePath(f *testing.F) {
	for _, name := range []string{
		"a", "a.b", "name.value", `a[type eq "b"].value`, `a[type eq "b" and value pr]`, "urn:x:2.0:User:a.b", "urn:ietf:params:scim:schemas:core:2.0:User:a",
		`a[value co "\"]"].b`, "a..b", "[", "a[", "urn:", "a[b eq c].d[e ne f]", "A.VALUE",
	} {
		f.Add(name, []byte("\x04\x00\x15\x01\x02\x00\x02\x03\x06\x04\x16\x01\x03\x05\x15\x02\x07\x08\x02hi"))
		f.Add(name, []byte("\x04\x06\x15\x00\x04\x15\x01\x03\x00\x08\x01b\x01\x08\x01b\x06\x15\x01\x02"))
	}
	f.Fuzz(func(t *testing.T, name string, input []byte) {
		b := bytes(input)
		data := value.Map(b.object(false, 3))
		converted, err := value.Of(map[string]any(data))
		path := value.ParsePath(name)
		require.Equal(t, name, path.String())
		found := data.Attribute(&path)
		value.Fold(data).Attribute(&path)
		if err == nil { // of data that is no value the parts that are can still be read
			o, _ := converted.AsObject()
			require.True(t, found.Equal(o.Attribute(&path)), "%q of %#v: %#v, %#v", name, data, found, o.Attribute(&path))
			require.True(t, value.Fold(data).Attribute(&path).Equal(value.Fold(o).Attribute(&path)), "%q of %#v, folded", name, data)
		}
		data[name] = "the whole name"
		require.Equal(t, "the whole name", data.Attribute(&path).Text())

		prog, err := expr.Compile("[" + name + "]")
		if err != nil || len(prog.Attributes()) != 1 {
			return
		}
		written := value.ParsePath(prog.Attributes()[0]) // without surrounding spaces
		v, err := prog.Eval(&expr.Env{Attrs: data})
		require.NoError(t, err)
		require.True(t, v.Equal(data.Attribute(&written)))
	})
}
