package exprgen_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/internal/dev/exprgen"
	"github.com/attrmap/attrmap/internal/shape"
)

func TestDrawnValuesAreOfTheirShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for name, s := range exprgen.DrawTypes(t) {
			v := exprgen.DrawValue(t, s)
			require.True(t, s.Admits(v), "%s: %s does not admit %#v", name, s, v)
		}
		v := exprgen.DrawValue(t, shape.AnyData())
		require.True(t, shape.AnyData().Admits(v), "%#v", v)
	})
}
