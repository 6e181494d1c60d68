package diag_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

func TestLimitErrors(t *testing.T) {
	t.Parallel()
	limit := &diag.LimitError{Limit: codes.LimitNodes, Max: 5}
	require.EqualError(t, limit, "the limit nodes of 5 was passed")
	require.EqualError(t, limit.At(diag.Position{Line: 2, Column: 3, Offset: 9}), "2:3: the limit nodes of 5 was passed")
	require.EqualError(t, &diag.LimitError{Limit: codes.LimitRegexTime, Max: 1_500_000}, "the limit regex-time of 1.5ms was passed")
	require.Zero(t, limit.Position, "At returns a copy with the place")

	worded := limit.Worded("more than %d nodes", 5)
	require.EqualError(t, worded, "more than 5 nodes")
	for _, err := range []error{limit, worded, fmt.Errorf("around it: %w", worded)} {
		require.ErrorIs(t, err, diag.ErrLimit)
		var found *diag.LimitError
		require.ErrorAs(t, err, &found)
		require.Same(t, limit, found)
	}
	require.NotErrorIs(t, errors.New("a limit was passed"), diag.ErrLimit)
}

func TestListsReportTheirLimits(t *testing.T) {
	t.Parallel()
	limit := &diag.LimitError{Limit: codes.LimitDepth, Max: 3}
	for _, row := range []struct {
		name string
		list diag.List
		want bool
	}{
		{"no findings", nil, false},
		{"an error of another sort", diag.List{{Code: codes.Empty}}, false},
		{"a warning before the limit", diag.List{{Code: codes.TooLong, Severity: diag.Warning}, {Code: codes.TooDeep, Limit: limit}}, true},
		{"a limit that is only warned of", diag.List{{Code: codes.TooLong, Severity: diag.Warning, Limit: limit}}, false},
	} {
		require.Equal(t, row.want, errors.Is(row.list, diag.ErrLimit), row.name)
	}
}

func TestLimitsHaveDistinctNames(t *testing.T) {
	t.Parallel()
	names := codes.Limits()
	slices.Sort(names)
	require.Len(t, slices.Compact(names), len(codes.Limits()))
	for _, name := range names {
		require.Regexp(t, "^[a-z]+(-[a-z]+)*$", string(name))
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int]string{0: "no bytes", 1: "1 byte", 10: "10 bytes", 1000: "1000 bytes", 1024: "1 KiB", 1 << 16: "64 KiB", 1<<20 + 1: "1048577 bytes", 64 << 20: "64 MiB"} {
		require.Equal(t, want, diag.Bytes(n))
	}
}
