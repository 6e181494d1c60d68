package sources

import (
	"bytes"
	"errors"
	"io"
)

// headBytes is the size of the beginning of an input by which its format is detected.
const headBytes = 4 << 10

// headOf returns the beginning of an input, and what to read the whole of it from.
func headOf(r io.Reader) (head []byte, whole io.Reader) {
	head = make([]byte, headBytes)
	n, err := io.ReadFull(r, head)
	head = head[:n]
	switch {
	case err == nil:
		return head, io.MultiReader(bytes.NewReader(head), r)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return head, bytes.NewReader(head)
	}
	return head, io.MultiReader(bytes.NewReader(head), failing{err})
}

// failing is a reader that has failed.
type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
