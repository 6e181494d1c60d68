package records

import (
	"errors"
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
	err = save(f)
	if err == nil {
		err = f.Chmod(mode)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
