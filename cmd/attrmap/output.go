package main

import (
	"fmt"
	"io"
	"sync"
)

// outputBytes is how much output is held back at most, unless one record is larger: what a pipe takes whole or not at all (PIPE_BUF
// on Linux), and few enough for a write to a file to be over before most signals arrive.
const outputBytes = 4 << 10

// recordWriter writes records whole, several in one call of Write and none in two, so that what ends the program ends the output
// behind a record. Only a write that is itself cut short, by a full disk or by a kill, leaves a part of one, and nothing follows it.
type recordWriter struct {
	w       io.Writer
	writing sync.Locker
	buf     []byte
	ends    []int // of the records in buf
	whole   int   // records that have been written to their ends
	err     error
}

// records gives a writer of records to standard output.
func (p *program) records() *recordWriter { return &recordWriter{w: p.stdout, writing: &p.writing} }

// write adds a record, which may come in parts.
func (r *recordWriter) write(parts ...[]byte) error {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	if len(r.buf)+size > outputBytes {
		if err := r.flush(); err != nil {
			return err
		}
	}
	for _, part := range parts {
		r.buf = append(r.buf, part...)
	}
	r.ends = append(r.ends, len(r.buf))
	if len(r.buf) >= outputBytes {
		return r.flush()
	}
	return r.err
}

// flush writes the records that are held back. After an error nothing is written any more.
func (r *recordWriter) flush() error {
	if r.err != nil || len(r.buf) == 0 {
		return r.err
	}
	r.writing.Lock()
	n, err := r.w.Write(r.buf)
	r.writing.Unlock()
	if err == nil && n < len(r.buf) {
		err = io.ErrShortWrite
	}
	for _, end := range r.ends {
		if end <= n {
			r.whole++
		}
	}
	r.buf, r.ends = r.buf[:0], r.ends[:0]
	if err != nil {
		r.err = &outputError{r.whole, err}
	}
	return r.err
}

// outputError tells how far the output came.
type outputError struct {
	whole int
	err   error
}

func (e *outputError) Error() string {
	return fmt.Sprintf("the output cannot be written any further: %v; what stands behind record %d of it is to be thrown away", e.err, e.whole)
}

func (e *outputError) Unwrap() error { return e.err }
