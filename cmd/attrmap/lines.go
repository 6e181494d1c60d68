package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// eachCase reads JSON Lines and writes one line for each, in order. A line that is no JSON gets an answer too, so that none is
// lost; it makes the exit code 1.
func (p *program) eachCase(name string, answer func(line []byte) (any, error)) error {
	f, err := p.open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	out := bufio.NewWriter(p.stdout)
	bad := 0
	for number := 1; ; number++ {
		line, readErr := in.ReadBytes('\n')
		if readErr != nil && !errors.Is(readErr, io.EOF) {
			return fmt.Errorf("%s: %w", name, readErr)
		}
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\uFEFF"))); len(line) > 0 {
			result, err := answer(line)
			if err != nil {
				bad++
				fmt.Fprintf(p.stderr, "%s:%d: %v\n", name, number, err)
			}
			if err := writeJSON(out, result); err != nil {
				return err
			}
		}
		if readErr != nil {
			break
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return findings(bad > 0)
}

// writeJSON writes one line of JSON with < and > as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
