package functions_test

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
)

// TestAShortResultDoesNotKeepALongSource: a part of a source that shares its memory retains all of it.
func TestAShortResultDoesNotKeepALongSource(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		rest   int // length of the removed text
		result int
		shared bool
	}{
		{"a short source", 56, 8, true},
		{"a quarter of a long one", 300, 100, true},
		{"less than a quarter", 301, 100, false},
		{"a bit of a huge one", 1 << 20, 1, false},
	} {
		source := strings.Repeat("-", row.rest) + strings.Repeat("x", row.result)
		bound, found := prepareCall(t, true, "Replace", []any{source, "-", omitted{}, omitted{}, "", omitted{}, omitted{}})
		require.Empty(t, found)
		v, err := bound.Eval(newContext(&functions.Env{}))
		require.NoError(t, err)
		require.Len(t, v.Text(), row.result)
		at := uintptr(unsafe.Pointer(unsafe.StringData(v.Text())))
		begin := uintptr(unsafe.Pointer(unsafe.StringData(source)))
		require.Equal(t, row.shared, begin <= at && at < begin+uintptr(len(source)), row.name)
	}
}
