package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// document gives the formatted text of a file.
func (c *fmtCommand) document(p *program, name, src string) (string, error) {
	switch kindOf(name, src) {
	case yamlFile:
		return c.mappingFile(p, name, src, setOfYAML, yamlPassages)
	case jsonFile:
		return c.mappingFile(p, name, src, setOfJSON, jsonPassages)
	case schemaFile:
		return c.schema(p, name, src)
	}
	return c.expressionFile(p, name, src)
}

// fileKind tells what a file holds expressions in.
type fileKind uint8

const (
	expressionFile fileKind = iota // the text of one
	jsonFile                       // our mapping file
	yamlFile                       // our mapping file
	schemaFile
)

// kindOf goes by a file's ending, else by its content: no expression is a JSON object, or YAML with the member mappings.
func kindOf(name, src string) fileKind {
	data := []byte(src)
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case ext == ".yaml" || ext == ".yml":
		return yamlFile
	case json.Valid(data) && isGraph(data) && strings.Contains(src, "{"): // [1] is an attribute
		return schemaFile
	case ext == ".json" || strings.HasPrefix(strings.TrimSpace(src), "{"):
		return jsonFile
	}
	if data, err := yamlToJSON(data); err == nil {
		var members map[string]json.RawMessage
		if json.Unmarshal(data, &members) == nil && members["mappings"] != nil {
			return yamlFile
		}
	}
	return expressionFile
}

func setOfJSON(src string) (*mapping.Set, error) { return mapping.ReadJSON(strings.NewReader(src)) }

func setOfYAML(src string) (*mapping.Set, error) {
	data, err := yamlToJSON([]byte(src))
	if err != nil {
		return nil, err
	}
	if isGraph(data) {
		return nil, errors.New("an exported schema is formatted as JSON, which it is exported as")
	}
	return setOfJSON(string(data))
}

// mappingFile writes expressions anew where they stand. What comes out is read again: it must say what the file said.
func (c *fmtCommand) mappingFile(
	p *program, name, src string, read func(string) (*mapping.Set, error), find func(string) ([]passage, error),
) (string, error) {
	set, err := read(src)
	if err != nil {
		return "", err
	}
	passages, err := find(src)
	if err != nil {
		return "", err
	}
	text, err := c.passages(p, name, src, passages)
	if err != nil {
		return "", err
	}
	again, err := read(text)
	if err != nil || !sameSets(set, again) {
		return "", errors.New("the expressions cannot be written where they stand; write them as blocks behind |")
	}
	return text, nil
}

// passages gives a file's text with its expressions formatted, or reports all that do not parse.
func (c *fmtCommand) passages(p *program, name, src string, passages []passage) (string, error) {
	var b strings.Builder
	from, bad := 0, false
	for i := range passages {
		passage := &passages[i]
		if strings.TrimSpace(passage.text) == "" {
			continue
		}
		tree, found := syntax.ParseText(passage.text, syntax.Options{})
		if tree == nil {
			p.reportIn(name, src, passage, found.Errors())
			bad = true
			continue
		}
		text := c.print(tree.Root, passage.oneLine)
		c.warnOfLength(p, fmt.Sprintf("%s:%s: ", name, diag.Locate(src, passage.place(0))), tree.Root, text)
		at, written := passage.replace(text)
		b.WriteString(src[from:at.Start] + written)
		from = at.End
	}
	if bad {
		return "", errFindings
	}
	return b.String() + src[from:], nil
}

// reportIn prints what was found in an expression, with its place in the file.
func (p *program) reportIn(name, src string, in *passage, found diag.List) {
	for _, d := range found {
		hint := ""
		if !d.Hint.IsZero() {
			hint = " (" + d.Hint.String() + ")"
		}
		fmt.Fprintf(p.stderr, "%s:%s: %s: %s%s [%s]\n", name, diag.Locate(src, in.place(d.Span.Start)), d.Severity, d.Message, hint, d.Code)
	}
}

// sameSets tells whether two sets say the same, whatever the layout of their expressions.
func sameSets(a, b *mapping.Set) bool {
	texts := [2][]byte{}
	for i, set := range []*mapping.Set{a, b} {
		copied := *set
		copied.Mappings = slices.Clone(set.Mappings)
		for j := range copied.Mappings {
			if tree, err := syntax.Parse(copied.Mappings[j].Expression); err == nil {
				copied.Mappings[j].Expression = syntax.Format(tree.Root)
			}
		}
		var err error
		if texts[i], err = json.Marshal(&copied); err != nil {
			return false
		}
	}
	return bytes.Equal(texts[0], texts[1])
}

// schema formats the texts of an exported schema on one line each, as the service writes them.
func (c *fmtCommand) schema(p *program, name, src string) (string, error) {
	doc, err := graph.Load(strings.NewReader(src), graph.Limits{})
	if err != nil {
		return "", err
	}
	_, found := doc.RewriteExpressions(func(n syntax.Node) string {
		text := c.print(n, true)
		c.warnOfLength(p, name+": ", n, text)
		return text
	})
	for _, f := range found {
		fmt.Fprintf(p.stderr, "%s:%s [%s]\n", name, f, f.Code)
	}
	if found.HasErrors() {
		return "", errFindings
	}
	var out strings.Builder
	err = doc.Save(&out)
	return out.String(), err
}

// expressionFile formats a file that holds one expression and ends with a line break. Lines end as they did.
func (c *fmtCommand) expressionFile(p *program, name, src string) (string, error) {
	tree, found := syntax.ParseText(src, syntax.Options{})
	if tree == nil {
		whole := passage{offsets: make([]int, len(src)+1)}
		for i := range whole.offsets {
			whole.offsets[i] = i
		}
		p.reportIn(name, src, &whole, found.Errors())
		return "", errFindings
	}
	text := c.print(tree.Root, false)
	c.warnOfLength(p, name+": ", tree.Root, text)
	text += "\n"
	if strings.Contains(src, "\r\n") {
		lines := strings.ReplaceAll(text, "\n", "\r\n")
		if again, err := syntax.Parse(lines); err == nil && syntax.Equal(tree.Root, again.Root) {
			return lines, nil
		}
	}
	return text, nil
}
