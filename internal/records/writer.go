package records

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// maxHeld is how much output is held back at most, unless one record is larger: what a pipe takes whole or not at all (PIPE_BUF on Linux),
// and few enough for a write to a file to be over before most signals arrive.
const maxHeld = 4 << 10

// Writer writes records whole, several in one call of Write and none in two, so that what ends the program ends the output after a record.
// Only a write that is itself cut short, by a full disk or by a kill, leaves a part of one, and nothing follows it.
type Writer struct {
	w io.Writer
	// writing is locked during each call of Write of w, and at no other time.
	writing sync.Locker
	held    []byte
	ends    []int // of the records in held
	whole   atomic.Int64
	err     error
}

// NewWriter returns a writer to w, which holds the lock while it writes: whoever has it may end the program.
func NewWriter(w io.Writer, writing sync.Locker) *Writer { return &Writer{w: w, writing: writing} }

// Whole returns the number of records that have been written to their ends. It is safe for concurrent use, and exact for whoever has the lock.
func (w *Writer) Whole() int { return int(w.whole.Load()) }

// Write adds a record, which may come in parts. The error is a *[WriteError].
func (w *Writer) Write(parts ...[]byte) error {
	// A record that does not fit beside those held back goes into the next call as a whole, even if it is larger than maxHeld.
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	if len(w.held)+size > maxHeld {
		if err := w.Flush(); err != nil {
			return err
		}
	}
	for _, part := range parts {
		w.held = append(w.held, part...)
	}
	w.ends = append(w.ends, len(w.held))
	if len(w.held) >= maxHeld {
		return w.Flush()
	}
	return w.err
}

// Flush writes the records that are held back. After an error nothing is written any more.
func (w *Writer) Flush() error {
	if w.err != nil || len(w.held) == 0 {
		return w.err
	}
	w.writing.Lock()
	n, err := w.w.Write(w.held)
	// A short write may have written the first records whole. Their count is right, whatever Write's error is.
	for _, end := range w.ends {
		if end <= n {
			w.whole.Add(1)
		}
	}
	w.writing.Unlock()
	if err == nil && n < len(w.held) {
		err = io.ErrShortWrite
	}
	// Also after an error: to write the rest again would put a second part of a record after the first.
	w.held, w.ends = w.held[:0], w.ends[:0]
	if err != nil {
		w.err = &WriteError{Whole: w.Whole(), err: err}
	}
	return w.err
}

// WriteText writes a part of a text that is not made of records, after those that are held back. The error is a *[WriteError].
func (w *Writer) WriteText(part []byte) error {
	if err := w.Flush(); err != nil {
		return err
	}
	w.writing.Lock()
	n, err := w.w.Write(part)
	w.writing.Unlock()
	if err == nil && n < len(part) {
		err = io.ErrShortWrite
	}
	if err != nil {
		w.err = &WriteError{Text: true, err: err}
	}
	return w.err
}

// WriteError says how far the output came.
type WriteError struct {
	// Whole is the number of records that have been written to their ends.
	Whole int
	// Text reports that the output is not made of records.
	Text bool
	err  error
}

// Error returns the cause, and which record is the last one to be kept.
func (e *WriteError) Error() string {
	if e.Text {
		return fmt.Sprintf("cannot write the rest of the output: %v; what is written is not complete", e.err)
	}
	return fmt.Sprintf("cannot write the rest of the output: %v; discard what follows record %d", e.err, e.Whole)
}

// Unwrap returns the error of the writer.
func (e *WriteError) Unwrap() error { return e.err }
