package jsonobject_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
)

func TestMarshal(t *testing.T) {
	t.Parallel()
	data, err := jsonobject.Marshal(map[string]any{"pattern": "(?<x>a)&b", "value": value.String("<>")})
	require.NoError(t, err)
	require.Equal(t, `{"pattern":"(?<x>a)&b","value":"<>"}`, string(data))
	_, err = jsonobject.Marshal(func() {})
	require.Error(t, err)
}
