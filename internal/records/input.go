package records

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/attrmap/attrmap/expr/diag"
)

// Input is a file that is open for reading. Where it is another one at its end than it was at its beginning, the end is an error: what was read
// may be a part of it, which cannot be seen in a table that was cut between two rows.
type Input struct {
	file   *os.File
	opened fs.FileInfo // of a regular file; nil for pipes and devices, which have neither a size nor a time to compare
}

// Open opens a file for reading.
func Open(name string) (*Input, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	in := &Input{file: f}
	// Before the first byte is read, or a change during the first look would not be seen.
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		in.opened = info
	}
	return in, nil
}

// Read reads as a file does; in place of io.EOF it returns the error of Changed, if there is one.
func (in *Input) Read(p []byte) (int, error) {
	n, err := in.file.Read(p)
	if errors.Is(err, io.EOF) {
		if changed := in.Changed(); changed != nil {
			err = changed
		}
	}
	return n, err
}

// Size returns the size that the file had when it was opened, 0 of a pipe or a device, which have none.
func (in *Input) Size() int64 {
	if in.opened == nil {
		return 0
	}
	return in.opened.Size()
}

// Changed returns an error if the file has another size or time than when it was opened, or if its name means another file by now. It is
// for who does not read to the end.
func (in *Input) Changed() error {
	if in.opened == nil {
		return nil
	}
	now, err := in.file.Stat()
	if err != nil {
		return err
	}
	// The time alone would miss changes within its resolution, the size alone those that keep it.
	if now.Size() != in.opened.Size() || !now.ModTime().Equal(in.opened.ModTime()) {
		return diag.Errorf("the file changed while it was read (%d bytes before, %d now); run again when its writer has finished", in.opened.Size(), now.Size())
	}
	// A file that is no more was read whole; one that took its place was not read at all.
	if named, err := os.Stat(in.file.Name()); err == nil && !os.SameFile(named, in.opened) {
		return diag.Errorf("the file was replaced while it was read; run again to read the new one")
	}
	return nil
}

// Close closes the file.
func (in *Input) Close() error { return in.file.Close() }
