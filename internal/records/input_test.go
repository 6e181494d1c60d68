package records_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/records"
)

// TestAFileThatChangesWhileItIsRead: what happens between the first and the last byte is an error at the end, and nothing else is.
func TestAFileThatChangesWhileItIsRead(t *testing.T) {
	t.Parallel()
	const text = "id\n1\n2\n"
	for _, row := range []struct {
		name    string
		change  func(t *testing.T, name string)
		failure string
	}{
		{"nothing happens", func(*testing.T, string) {}, ""},
		{"it is cut between two lines", func(t *testing.T, name string) { require.NoError(t, os.Truncate(name, 5)) },
			"the file changed while it was read (7 bytes before, 5 now); run again when its writer has finished"},
		{"it grows", func(t *testing.T, name string) { require.NoError(t, os.WriteFile(name, []byte(text+"3\n"), 0o600)) },
			"the file changed while it was read (7 bytes before, 9 now); run again when its writer has finished"},
		{"it is written anew with as many bytes", func(t *testing.T, name string) {
			require.NoError(t, os.Chtimes(name, time.Time{}, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)))
		}, "the file changed while it was read (7 bytes before, 7 now); run again when its writer has finished"},
		{"another file takes its place", func(t *testing.T, name string) {
			require.NoError(t, os.WriteFile(name+".new", []byte(text), 0o600))
			require.NoError(t, os.Rename(name+".new", name))
		}, "the file was replaced while it was read; run again to read the new one"},
		{"it is removed", func(t *testing.T, name string) { require.NoError(t, os.Remove(name)) }, ""},
	} {
		name := filepath.Join(t.TempDir(), "people.csv")
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		in, err := records.Open(name)
		require.NoError(t, err)
		_, err = io.ReadFull(in, make([]byte, 2))
		require.NoError(t, err)
		row.change(t, name)
		_, err = io.ReadAll(in)
		if row.failure == "" {
			require.NoError(t, err, row.name)
			require.NoError(t, in.Changed(), row.name)
		} else {
			require.EqualError(t, err, row.failure, row.name)
			require.EqualError(t, in.Changed(), row.failure, row.name)
		}
		require.NoError(t, in.Close())
	}
	_, err := records.Open(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// TestStreamsHaveNoSizeToCompare: a pipe, whose size and time change as it is read, is read to its end.
func TestStreamsHaveNoSizeToCompare(t *testing.T) {
	t.Parallel()
	in, err := records.Open(os.DevNull)
	require.NoError(t, err)
	_, err = io.ReadAll(in)
	require.NoError(t, err)
	require.NoError(t, in.Changed())
	require.NoError(t, in.Close())
}
