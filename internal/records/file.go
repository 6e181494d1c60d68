package records

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
)

// ReplaceFile writes a file whole: where writing fails, or the machine stops, what was there before stays.
//
// A file that is there keeps its permissions and its owner, and a link its place: the file that it leads to is replaced. What a replacement
// would lose is refused before save is called: a file that may not be written, one with an owner that cannot be kept, one with several names
// (hard links), a link that leads nowhere, a directory. A new file has the permissions that the umask leaves.
//
// What is no regular file, such as a pipe or a device, and standard output by any of its names, is written through: nobody reads from a file
// that was put in its place.
func ReplaceFile(name string, save func(io.Writer) error) error {
	old, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// Writing to the place that it leads to would make a file somewhere that its name does not show.
		if link, err := os.Lstat(name); err == nil && link.Mode()&fs.ModeSymlink != 0 {
			return diag.Errorf("%s: want a file, got a link that leads nowhere", diag.Name(name))
		}
		return replace(name, nil, save)
	case err != nil:
		return err
	case old.IsDir():
		return diag.Errorf("%s: want a file, got a directory", diag.Name(name))
	}
	// A name such as /dev/stdout, whatever it has been redirected to: what the program has open is where the text belongs.
	for _, stream := range []*os.File{os.Stdout, os.Stderr} {
		if info, err := stream.Stat(); err == nil && os.SameFile(info, old) {
			return save(stream)
		}
	}
	if !old.Mode().IsRegular() {
		return writeThrough(name, save)
	}
	// Renaming onto a link would replace the link, not the file that it leads to.
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return err
	}
	if err := replaceable(name, old); err != nil {
		return err
	}
	return replace(name, old, save)
}

// writeThrough writes to a pipe, a device or the like, which stays what it is.
func writeThrough(name string, save func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(save(f), f.Close())
}

// replaceable returns why a regular file must not be replaced: a rename asks for no permission of the file itself, and gives its name to
// another file.
func replaceable(name string, old os.FileInfo) error {
	// The superuser may write to every file; the mode still says what its owner wants.
	if old.Mode().Perm()&0o200 == 0 {
		return diag.Errorf("%s: the file is read-only", diag.Name(name))
	}
	if n := hardLinks(old); n > 1 {
		return diag.Errorf("%s: the file has %d names (hard links), of which only one would be changed: copy it first", diag.Name(name), n)
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// replace writes a file beside the one with the name, and renames it. The old file is nil where there is none.
func replace(name string, old os.FileInfo, save func(io.Writer) error) error {
	// Creating a file obeys the umask, Chmod does not. A replacement is private until it has the old file's mode, which may exclude others.
	mode := os.FileMode(0o644)
	if old != nil {
		mode = 0o600
	}
	// In the folder of the file: a rename is atomic only within one file system.
	dir := filepath.Dir(name)
	f, err := os.OpenFile(filepath.Join(dir, ".attrmap-"+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		var cause *fs.PathError
		if errors.As(err, &cause) {
			cause.Path = name // which the user knows
		}
		return err
	}
	unfinished.Store(f.Name(), nil)
	defer unfinished.Delete(f.Name())
	if old != nil {
		// The owner first: a change of owner takes away some bits of the mode.
		if err = keepOwner(f, old); err != nil {
			err = diag.Errorf("%s: the file would change its owner: %w", diag.Name(name), err)
		} else {
			err = f.Chmod(old.Mode().Perm())
		}
	}
	if err == nil {
		err = save(f)
	}
	// On the disk before the rename: a machine that stops must not leave the new name with half of the text.
	if err == nil {
		err = f.Sync()
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
	return syncDirectory(dir)
}

// unfinished has the names of files and directories that are not to be left where the program ends before they are finished.
var unfinished sync.Map

// Abandon removes what would have replaced files, or become a set, as far as it is written, and temporary files: the program ends. It is safe for
// concurrent use.
func Abandon() {
	unfinished.Range(func(name, _ any) bool {
		_ = os.RemoveAll(name.(string)) // it may have got its name, or be gone
		return true
	})
}
