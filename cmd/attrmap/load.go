package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/attrmap/attrmap/mapping"
)

// loadSet reads a mapping file. YAML is brought to JSON first, so that both mean the same.
func (p *program) loadSet(name string) (*mapping.Set, error) {
	text, err := p.readAll(name)
	if err != nil {
		return nil, err
	}
	data := []byte(text)
	if isYAML(name, data) {
		if data, err = yamlToJSON(data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	set, err := mapping.ReadJSON(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return set, nil
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

func yamlToJSON(data []byte) ([]byte, error) {
	var tree any
	if err := yaml.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	return json.Marshal(tree)
}
