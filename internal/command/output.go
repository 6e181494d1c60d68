package command

import (
	"cmp"
	"io"

	"github.com/attrmap/attrmap/internal/show"
)

// output is standard output. It remembers the first error, so that no verb can lose it: a program whose output went nowhere has not succeeded.
type output struct {
	io.Writer
	// seen is set on a terminal, unless the text has colors: that is made visible before it is painted.
	seen bool
	err  error
}

// Write writes to standard output.
func (o *output) Write(data []byte) (int, error) {
	write := o.Writer.Write
	if o.seen {
		write = messages{Writer: o.Writer}.Write
	}
	n, err := write(data)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// messages is a stream for people: what drives a terminal is seen in it and has no effect, whatever wrote it. A character must not be parted
// between two writes.
type messages struct {
	io.Writer
	before func() // is called before each write; nil does nothing
}

// Write writes with control characters and marks of direction made visible. The number returned is one of data.
func (m messages) Write(data []byte) (int, error) {
	if m.before != nil {
		m.before()
	}
	text := show.Visible(string(data))
	if text == string(data) {
		return m.Writer.Write(data)
	}
	if n, err := io.WriteString(m.Writer, text); err != nil || n < len(text) {
		return 0, cmp.Or(err, io.ErrShortWrite)
	}
	return len(data), nil
}

// raw returns the stream below, for what the program itself does to a terminal.
func raw(w io.Writer) io.Writer {
	switch w := w.(type) {
	case *output:
		return w.Writer
	case messages:
		return w.Writer
	}
	return w
}
