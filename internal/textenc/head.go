package textenc

import (
	"bytes"
	"errors"
	"io"
)

// Head returns the first n bytes of an input, or all of it, and what to read the whole of it from. An error of r comes when the bytes before it
// have been read from there.
func Head(r io.Reader, n int) (head []byte, whole io.Reader) {
	head = make([]byte, n)
	size, err := io.ReadFull(r, head)
	head = head[:size]
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
