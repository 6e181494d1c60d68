package main

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/attrmap/attrmap/expr/diag"
)

// places finds the members of a mapping file by their paths, such as mappings[3].target and scope[0][1].
type places struct {
	src  string
	root *yaml.Node // nil where the file cannot be read so; JSON is YAML too, as a rule
}

func findPlaces(src string) *places {
	var doc yaml.Node
	if yaml.Unmarshal([]byte(src), &doc) != nil || len(doc.Content) == 0 {
		return &places{src: src}
	}
	return &places{src: src, root: doc.Content[0]}
}

// of returns the place of a member, or of what it would be in.
func (p *places) of(path diag.Path) diag.Position {
	n := p.root
	for _, step := range path {
		below := p.below(n, step)
		if below == nil {
			break
		}
		n = below
	}
	if n == nil {
		return diag.Position{Line: 1, Column: 1}
	}
	return diag.Position{Line: n.Line, Column: n.Column, Offset: p.offset(n.Line, n.Column)}
}

func (p *places) below(n *yaml.Node, step diag.Step) *yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if step.Index >= 0 {
		if n.Kind == yaml.SequenceNode && step.Index < len(n.Content) {
			return n.Content[step.Index]
		}
		return nil
	}
	if members := yamlMembers(n, step.Name); len(members) > 0 {
		return members[0].value
	}
	return nil
}

// offset gives the byte at a line and a column, both from 1.
func (p *places) offset(line, column int) int {
	at := 0
	for range line - 1 {
		at += strings.IndexByte(p.src[at:], '\n') + 1
	}
	for range column - 1 {
		for _, r := range p.src[at:] {
			at += len(string(r))
			break
		}
	}
	return at
}
