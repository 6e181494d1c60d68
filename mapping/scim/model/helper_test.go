package model_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

const (
	user       = "urn:ietf:params:scim:schemas:core:2.0:User"
	group      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
)

// object reads a JSON object.
func object(t testing.TB, text string) *value.Object {
	t.Helper()
	return objectIn(t, text)
}

// objectIn is object in a property.
func objectIn(t require.TestingT, text string) *value.Object {
	v, err := value.ParseJSON(text)
	require.NoError(t, err, text)
	o, ok := v.AsObject()
	require.True(t, ok, text)
	return o
}

// read returns attributes of an object as JSON, one after another; - is absent.
func read(t testing.TB, attrs *value.Object, paths string) string {
	t.Helper()
	require.NotNil(t, attrs)
	var texts []string
	for name := range strings.SplitSeq(paths, " | ") {
		path := value.ParsePath(name)
		text := "-"
		if v := value.Fold(attrs).Attribute(&path); !v.IsAbsent() {
			text = string(v.AppendJSON(nil))
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " | ")
}

func patchBody(operations string) []byte {
	return []byte(`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [` + operations + `]}`)
}
