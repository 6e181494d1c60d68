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
	// Renaming onto a link would replace the link, not the file that it leads to.
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
		if info, err := os.Stat(name); err == nil {
			mode = info.Mode().Perm()
		}
	}
	// In the folder of the file: a rename is atomic only within one file system.
	f, err := os.CreateTemp(filepath.Dir(name), ".attrmap-*")
	if err != nil {
		return err
	}
	err = save(f)
	if err == nil {
		err = f.Chmod(mode)
	}
	// The file is closed in any case, and before the rename: some systems do not rename open files, and a full disk may show only now.
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
