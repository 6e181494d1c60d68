package codes_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// TestTheTableHasEveryConstant compares the table with the constants of the package, in their order.
func TestTheTableHasEveryConstant(t *testing.T) {
	t.Parallel()
	var listed []string
	for _, area := range codes.Areas() {
		require.NotEmpty(t, area.Title)
		for _, e := range area.Entries {
			listed = append(listed, string(e.Code))
			require.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)*$|^([A-Z][a-z]+)+$`, string(e.Code))
			require.Regexp(t, `[^.]$`, e.Summary, "%s", e.Code)
		}
	}
	require.Empty(t, cmp.Diff(constants(t, "codes.go"), listed))
	slices.Sort(listed)
	require.Equal(t, listed, slices.Compact(slices.Clone(listed)), "each code once")
}

func TestLimitsAreDistinct(t *testing.T) {
	t.Parallel()
	var listed []string
	for _, name := range codes.Limits() {
		require.Regexp(t, "^[a-z]+(-[a-z]+)*$", string(name))
		listed = append(listed, string(name))
	}
	require.Empty(t, cmp.Diff(constants(t, "limits.go"), listed))
	slices.Sort(listed)
	require.Equal(t, listed, slices.Compact(slices.Clone(listed)), "each limit once")
	require.EqualError(t, &diag.LimitError{Limit: codes.LimitRegexTime, Max: 1_500_000}, "the limit regex-time of 1.5ms was passed")
}

func constants(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	var values []string
	for _, d := range parsed.Decls {
		declaration, ok := d.(*ast.GenDecl)
		if !ok || declaration.Tok != token.CONST {
			continue
		}
		for _, spec := range declaration.Specs {
			text, err := strconv.Unquote(spec.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			values = append(values, text)
		}
	}
	return values
}
