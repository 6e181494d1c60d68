package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

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

// readAll gives a file's text without a byte order mark; UTF-16 is known by its mark.
func (p *program) readAll(name string) (string, error) {
	f, err := p.open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return decodeUTF16(data[2:], binary.LittleEndian), nil
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return decodeUTF16(data[2:], binary.BigEndian), nil
	}
	return strings.TrimPrefix(string(data), "\uFEFF"), nil
}

func decodeUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// write writes a file whole: where writing fails, what was there before stays.
func (p *program) write(name string, save func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".attrmap-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails, as it should, once the file has its name
	if err := save(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
