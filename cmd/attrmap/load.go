package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
)

// maxDocument bounds a file that is read as a whole, in bytes.
const maxDocument = 64 << 20

// readDocument gives a file as JSON: YAML is brought to JSON first, so that both mean the same.
func (p *program) readDocument(name string) ([]byte, error) {
	text, err := p.readAll(name)
	if err != nil {
		return nil, err
	}
	data := []byte(text)
	if !isYAML(name, data) {
		return data, nil
	}
	if data, err = yamlToJSON(data); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

func isYAML(name string, data []byte) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".yaml", ".yml":
		return true
	case ".json":
		return false
	}
	return !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{"))
}

// readAll returns a file's text without a byte order mark.
func (p *program) readAll(name string) (string, error) {
	text, _, err := p.readText(name)
	if err != nil {
		return "", err
	}
	if at := diag.InvalidUTF8(text); at >= 0 {
		return "", badText(name, text[:at], "the text is not UTF-8")
	}
	return text, nil
}

// readText gives a file's text and how it is encoded, to be written again.
func (p *program) readText(name string) (string, textenc.Encoding, error) {
	data, err := p.readBytes(name)
	if err != nil {
		return "", textenc.Encoding{}, err
	}
	text, enc, err := textenc.Decode(data)
	var broken *textenc.Error
	if errors.As(err, &broken) {
		return "", enc, badText(name, broken.Before, broken.Problem)
	}
	return text, enc, err
}

// badText tells what is wrong with a file behind the text that can be read.
func badText(name, before, problem string) error {
	return fmt.Errorf("%s: %s: %s; save it as UTF-8", name, diag.Locate(before, len(before)), problem)
}

func (p *program) readBytes(name string) ([]byte, error) {
	f, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDocument+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case len(data) > maxDocument:
		return nil, fmt.Errorf("%s: the file is larger than %d MiB", name, maxDocument>>20)
	}
	return data, nil
}

// write writes a file whole: where writing fails, what was there before stays. A file that is there keeps its permissions, and a link
// its place.
func (p *program) write(name string, save func(io.Writer) error) error {
	mode := os.FileMode(0o644)
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
		if info, err := os.Stat(name); err == nil {
			mode = info.Mode().Perm()
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".attrmap-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails, as it should, once the file has its name
	if err := save(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(mode); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
