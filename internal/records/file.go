package records

import (
	"io"
	"os"
	"path/filepath"
)

// ReplaceFile writes a file whole: where writing fails, what was there before stays. A file that is there keeps its permissions, and a link its
// place.
func ReplaceFile(name string, save func(io.Writer) error) error {
	mode := os.FileMode(0o644)
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
		if info, err := os.Stat(name); err == nil {
			mode = info.Mode().Perm()
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".attrmap-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails, as it should, once the file has its name
	if err := save(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(mode); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
