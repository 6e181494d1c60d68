package records_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/records"
)

func TestASpoolReturnsWhatItHasGot(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP"} { // of Unix and of Windows
		t.Setenv(name, dir)
	}
	for _, lines := range []int{0, 1, 1000, 200_000} {
		var s records.Spool
		var want, got bytes.Buffer
		for i := range lines {
			line := fmt.Sprintf("line %d of some that do not fit into memory\n", i)
			want.WriteString(line)
			n, err := s.Write([]byte(line))
			require.NoError(t, err)
			require.Len(t, line, n)
		}
		require.NoError(t, s.Copy(func(part []byte) error {
			got.Write(part)
			return nil
		}))
		require.True(t, bytes.Equal(want.Bytes(), got.Bytes()))
		full := errors.New("full")
		require.ErrorIs(t, s.Copy(func([]byte) error { return full }), full)
		files, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Equal(t, lines == 200_000, len(files) == 1, "%d", len(files))
		require.NoError(t, s.Close())
		files, err = os.ReadDir(dir)
		require.NoError(t, err)
		require.Empty(t, files)
	}
}
