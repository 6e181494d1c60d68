package call_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

func TestErrorsOfRegularExpressions(t *testing.T) {
	t.Parallel()
	other := errors.New("other")
	require.Equal(t, other, call.RegexError(other))
	require.NoError(t, call.RegexError(nil))
	err := call.RegexError(&netregex.LimitError{Limit: netregex.LimitSteps, Max: 7})
	var limit *diag.LimitError
	require.ErrorAs(t, err, &limit)
	require.Equal(t, codes.LimitRegexSteps, limit.Limit)
	require.Equal(t, int64(7), limit.Max)
}
