//go:build unix

package records_test

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/records"
)

// Not parallel: the umask is the process's.
func TestANewFileObeysTheUmaskAndAReplacedOneKeepsItsMode(t *testing.T) {
	before := syscall.Umask(0)
	t.Cleanup(func() { syscall.Umask(before) })
	for _, row := range []struct {
		name     string
		umask    int
		old      fs.FileMode // 0 where the file is new
		expected fs.FileMode
	}{
		{"new, private", 0o077, 0, 0o600},
		{"new, usual", 0o022, 0, 0o644},
		{"replaced, wider than the umask", 0o077, 0o664, 0o664},
		{"replaced, narrower than the umask", 0o022, 0o600, 0o600},
	} {
		t.Run(row.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "a.txt")
			if row.old != 0 {
				require.NoError(t, os.WriteFile(name, nil, 0o600))
				require.NoError(t, os.Chmod(name, row.old))
			}
			syscall.Umask(row.umask)
			err := records.ReplaceFile(name, func(w io.Writer) error {
				_, err := io.WriteString(w, "text")
				return err
			})
			require.NoError(t, err)
			info, err := os.Stat(name)
			require.NoError(t, err)
			require.Equal(t, row.expected, info.Mode().Perm())
		})
	}
}
