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

func saveText(w io.Writer) error {
	_, err := io.WriteString(w, "new")
	return err
}

func readText(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}

// TestWhatIsNoRegularFileStaysWhatItIs: findings on writing, "whole-file writes that replace what is no plain file".
func TestWhatIsNoRegularFileStaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		make     func(t *testing.T, name, other string) // other does not exist yet
		failure  string                                 // "" where the text is written
		expected string                                 // of the other file, where it is there afterwards
	}{
		{"a link is followed", func(t *testing.T, name, other string) {
			require.NoError(t, os.WriteFile(other, []byte("old"), 0o600))
			require.NoError(t, os.Symlink(filepath.Base(other), name))
		}, "", "new"},
		{"a link that leads nowhere is refused", func(t *testing.T, name, other string) { require.NoError(t, os.Symlink(other, name)) },
			"want a file, got a link that leads nowhere", ""},
		{"a link to a device is written through", func(t *testing.T, name, _ string) { require.NoError(t, os.Symlink(os.DevNull, name)) }, "", ""},
		{"a directory is refused", func(t *testing.T, name, _ string) { require.NoError(t, os.Mkdir(name, 0o700)) },
			"want a file, got a directory", ""},
		{"a read-only file is refused", func(t *testing.T, name, _ string) { require.NoError(t, os.WriteFile(name, nil, 0o444)) },
			"the file is read-only", ""},
		{"a link to a read-only file is refused", func(t *testing.T, name, other string) {
			require.NoError(t, os.WriteFile(other, []byte("old"), 0o444))
			require.NoError(t, os.Symlink(other, name))
		}, "the file is read-only", "old"},
		{"a file with two names is refused", func(t *testing.T, name, other string) {
			require.NoError(t, os.WriteFile(other, []byte("old"), 0o600))
			require.NoError(t, os.Link(other, name))
		}, "has 2 names (hard links)", "old"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			name, other := filepath.Join(dir, "name"), filepath.Join(dir, "other")
			row.make(t, name, other)
			before, err := os.Lstat(name)
			require.NoError(t, err)
			if err := records.ReplaceFile(name, saveText); row.failure == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, row.failure)
			}
			after, err := os.Lstat(name)
			require.NoError(t, err)
			require.True(t, os.SameFile(before, after), "what had the name still has it")
			if _, err := os.Stat(other); row.expected != "" || err == nil {
				require.Equal(t, row.expected, readText(t, other))
			}
			left, err := filepath.Glob(filepath.Join(dir, ".attrmap-*"))
			require.NoError(t, err)
			require.Empty(t, left)
		})
	}
}

func TestAPipeGetsTheText(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(name, 0o600))
	heard := make(chan string, 1)
	go func() {
		data, _ := os.ReadFile(name)
		heard <- string(data)
	}()
	require.NoError(t, records.ReplaceFile(name, saveText))
	require.Equal(t, "new", <-heard)
	info, err := os.Lstat(name)
	require.NoError(t, err)
	require.Equal(t, fs.ModeNamedPipe, info.Mode().Type())
}

func TestAFullDeviceIsAnError(t *testing.T) {
	t.Parallel()
	const device = "/dev/full"
	if _, err := os.Stat(device); err != nil {
		t.Skip(err)
	}
	require.ErrorIs(t, records.ReplaceFile(device, saveText), syscall.ENOSPC)
}

func TestAReplacedFileKeepsItsOwner(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only the superuser makes files of others")
	}
	name := filepath.Join(t.TempDir(), "name")
	require.NoError(t, os.WriteFile(name, nil, 0o600))
	require.NoError(t, os.Chown(name, 1234, 2345))
	require.NoError(t, os.Chmod(name, 0o640))
	require.NoError(t, records.ReplaceFile(name, saveText))
	info, err := os.Stat(name)
	require.NoError(t, err)
	stat := info.Sys().(*syscall.Stat_t)
	require.Equal(t, []uint32{1234, 2345}, []uint32{stat.Uid, stat.Gid})
	require.Equal(t, fs.FileMode(0o640), info.Mode().Perm())
	require.Equal(t, "new", readText(t, name))
}
