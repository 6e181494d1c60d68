package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
)

// maxLine bounds a line of --cases, in bytes.
const maxLine = 16 << 20

// eachCase reads JSON Lines and writes one line for each, in order. A line that is no JSON gets an answer too, so that none is
// lost; it makes the exit code 1. Answers are written as soon as no more lines are waiting, so that a program can hold a dialogue.
func (p *program) eachCase(name string, answer func(line []byte) (any, error)) error {
	f, err := p.open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 64<<10)
	out := p.records()
	var text bytes.Buffer
	bad := 0
	for number := 1; ; number++ {
		line, readErr := readLine(in)
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\uFEFF"))); len(line) > 0 {
			result, err := answer(line)
			if err != nil {
				bad++
				fmt.Fprintf(p.stderr, "%s:%d: %s\n", name, number, p.message(err))
			}
			text.Reset()
			if err := writeJSON(&text, result); err != nil {
				return err
			}
			if err := out.write(text.Bytes()); err != nil {
				return err
			}
		}
		if in.Buffered() == 0 || readErr != nil {
			if err := out.flush(); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(readErr, io.EOF):
			return findings(bad > 0)
		case readErr != nil:
			return fmt.Errorf("%s:%d: %w", name, number, readErr)
		}
	}
}

// readLine gives the next line; with an error, what stands in front of it.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxLine:
			return nil, fmt.Errorf("the line is longer than %d MiB", maxLine>>20)
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		}
	}
}

// readCase reads a line of --cases. A text in place of a number, or the like, does not keep the other members from being read.
func readCase(line []byte, into any) error {
	if at := diag.InvalidUTF8(string(line)); at >= 0 {
		return fmt.Errorf("column %d: the text is not UTF-8", diag.Locate(string(line), at).Column)
	}
	err := json.Unmarshal(line, into)
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		if typ.Field == "" {
			return fmt.Errorf("an object is wanted, %s was found", typ.Value)
		}
		return fmt.Errorf("%s: no %s can stand here", typ.Field, typ.Value)
	}
	return err
}

// writeJSON writes one line of JSON with < and > as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
