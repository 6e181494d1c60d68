package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
)

func TestEveryOperatorIsDescribed(t *testing.T) {
	t.Parallel()
	for _, op := range mapping.Operators() {
		require.NotEmpty(t, op.Words, op.Name)
		require.NotEmpty(t, op.Types, op.Name)
		require.False(t, op.HoldsOnNull && !op.Presence, "%s holds on null only if it asks for it", op.Name)
		for _, written := range []string{op.Name, strings.ToLower(op.Name), " " + strings.ReplaceAll(op.Name, "_", " ")} {
			parsed, err := mapping.ParseOperator(written)
			require.NoError(t, err)
			require.Equal(t, op, parsed)
		}
	}
	_, err := mapping.ParseOperator("EQUAL")
	require.EqualError(t, err, `unknown operator "EQUAL": did you mean EQUALS?`)
	_, err = mapping.ParseOperator("")
	require.ErrorContains(t, err, `unknown operator "": want one of EQUALS, NOT EQUALS, `)
}
