package records

import (
	"errors"
	"io"
	"os"
)

// maxSpooled is how much a Spool keeps in memory.
const maxSpooled = 4 << 20

// Spool keeps a text until what belongs before it is known: a short one in memory, a longer one in a temporary file that only its owner may
// read. The zero Spool is ready for use.
type Spool struct {
	held []byte
	file *os.File
}

// Write adds to the text.
func (s *Spool) Write(data []byte) (int, error) {
	if s.file == nil && len(s.held)+len(data) > maxSpooled {
		file, err := os.CreateTemp("", "attrmap-")
		if err != nil {
			return 0, err
		}
		unfinished.Store(file.Name(), nil)
		s.file = file
		if _, err := file.Write(s.held); err != nil {
			return 0, err
		}
		s.held = nil
	}
	if s.file != nil {
		return s.file.Write(data)
	}
	s.held = append(s.held, data...)
	return len(data), nil
}

// Copy calls write with the parts of the text, in order. A part is valid until write returns.
func (s *Spool) Copy(write func(part []byte) error) error {
	if s.file == nil {
		return write(s.held)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	const size = 64 << 10
	part := make([]byte, size)
	for {
		n, err := s.file.Read(part)
		if n > 0 {
			if err := write(part[:n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// Close removes the temporary file, if there is one.
func (s *Spool) Close() error {
	if s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := errors.Join(s.file.Close(), os.Remove(name))
	unfinished.Delete(name)
	s.file = nil
	return err
}
