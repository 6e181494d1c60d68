package records

import (
	"errors"
	"os"
)

// Scratch is a temporary file that only its owner may read. Where the system allows it, the file has no name, so that nothing is left of it,
// whatever ends the program.
type Scratch struct {
	*os.File
	named bool
}

// NewScratch makes a temporary file.
func NewScratch() (*Scratch, error) {
	file, err := os.CreateTemp("", "attrmap-")
	if err != nil {
		return nil, err
	}
	unfinished.Store(file.Name(), nil)
	// Windows does not remove open files; there Close does, and Abandon.
	s := &Scratch{File: file, named: os.Remove(file.Name()) != nil}
	if !s.named {
		unfinished.Delete(file.Name())
	}
	return s, nil
}

// Close removes the file.
func (s *Scratch) Close() error {
	err := s.File.Close()
	if s.named {
		err = errors.Join(err, os.Remove(s.Name()))
		unfinished.Delete(s.Name())
	}
	return err
}
