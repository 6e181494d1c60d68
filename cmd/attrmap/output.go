package main

import (
	"io"

	"github.com/attrmap/attrmap/internal/show"
)

// output is standard output. It remembers the first error, so that no verb can lose it: a program whose output went nowhere has not succeeded.
type output struct {
	io.Writer
	err error
}

// Write writes to standard output.
func (o *output) Write(data []byte) (int, error) {
	n, err := o.Writer.Write(data)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// shown returns a text as it is for programs, and with its control characters visible for a terminal, which would obey them.
func (p *program) shown(text string) string {
	if p.isTerminal(p.stdout) {
		return show.Visible(text)
	}
	return text
}
