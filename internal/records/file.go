package records

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// ReplaceFile writes a file whole: where writing fails, what was there before stays. A file that is there keeps its permissions, and a link its
// place; a new file has those that the umask leaves.
func ReplaceFile(name string, save func(io.Writer) error) error {
	var old os.FileInfo
	// Renaming onto a link would replace the link, not the file that it leads to.
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
		if info, err := os.Stat(name); err == nil {
			old = info
		}
	}
	// Creating a file obeys the umask, Chmod does not. A replacement is private until it has the old file's mode, which may exclude others.
	mode := os.FileMode(0o644)
	if old != nil {
		mode = 0o600
	}
	// In the folder of the file: a rename is atomic only within one file system.
	f, err := os.OpenFile(filepath.Join(filepath.Dir(name), ".attrmap-"+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	err = save(f)
	if err == nil && old != nil {
		err = f.Chmod(old.Mode().Perm())
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
