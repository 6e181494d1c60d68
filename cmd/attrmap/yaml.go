package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Bounds of a YAML file: aliases let a short text stand for a long one, or for one without end.
const (
	yamlValues = 1_000_000
	yamlDepth  = value.JSONDepth
)

// yamlToJSON writes a YAML document as JSON. Scalars keep the text that they are written with: 0048 is the text "0048", neither 48
// nor octal, and 2026-02-01 is no point in time.
func yamlToJSON(data []byte) ([]byte, error) {
	if at := bytes.IndexFunc(data, isControl); at >= 0 {
		place := diag.Locate(string(data), at)
		return nil, fmt.Errorf("yaml: line %d, column %d: a control character stands here", place.Line, place.Column)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return []byte("null"), nil
	case err != nil:
		return nil, err
	}
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, errors.New("yaml: one document is wanted, another one follows")
	}
	w := yamlWriter{}
	if err := w.write(&doc, 0); err != nil {
		return nil, fmt.Errorf("yaml: %w", err)
	}
	return w.out, nil
}

// isControl tells of characters that YAML does not take, and whose place its reader does not tell.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0 && r != 0x85 || r == 0xFFFE || r == 0xFFFF
}

type yamlWriter struct {
	out    []byte
	values int
}

func (w *yamlWriter) write(n *yaml.Node, depth int) error {
	if w.values++; w.values > yamlValues || depth > yamlDepth {
		return fmt.Errorf("line %d: the document is nested too deeply, or grows too large by its aliases", n.Line)
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return w.write(n.Content[0], depth)
	case yaml.AliasNode:
		return w.write(n.Alias, depth+1)
	case yaml.SequenceNode:
		return w.list(n, depth)
	case yaml.MappingNode:
		return w.object(n, depth)
	}
	w.scalar(n)
	return nil
}

func (w *yamlWriter) list(n *yaml.Node, depth int) error {
	w.out = append(w.out, '[')
	for i, member := range n.Content {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.write(member, depth+1); err != nil {
			return err
		}
	}
	w.out = append(w.out, ']')
	return nil
}

func (w *yamlWriter) object(n *yaml.Node, depth int) error {
	seen := map[string]bool{}
	w.out = append(w.out, '{')
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case key.Kind != yaml.ScalarNode:
			return fmt.Errorf("line %d: a name is wanted in front of the colon", key.Line)
		case key.ShortTag() == "!!merge":
			return fmt.Errorf("line %d: merging with << is not supported: write the members out", key.Line)
		case seen[key.Value]:
			return fmt.Errorf("line %d: %s stands twice", key.Line, diag.Quote(key.Value))
		}
		seen[key.Value] = true
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.out = append(value.String(key.Value).AppendJSON(w.out), ':')
		if err := w.write(n.Content[i+1], depth+1); err != nil {
			return err
		}
	}
	w.out = append(w.out, '}')
	return nil
}

func (w *yamlWriter) scalar(n *yaml.Node) {
	v := value.String(n.Value)
	switch n.ShortTag() {
	case "!!null":
		v = value.Null
	case "!!bool":
		if b, err := strconv.ParseBool(strings.ToLower(n.Value)); err == nil {
			v = value.Boolean(b)
		}
	case "!!int", "!!float":
		if number, err := value.Decimal(n.Value); err == nil && number.Text() == n.Value {
			v = number
		}
	}
	w.out = v.AppendJSON(w.out)
}
