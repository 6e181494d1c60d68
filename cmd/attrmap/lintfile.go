package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/lint"
)

// file lints one file; with --fix it is corrected first.
func (c *lintCommand) file(p *program, name string, opts lint.Options) (diag.List, error) {
	src, enc, err := p.readText(name)
	if err != nil {
		return nil, err
	}
	if c.Fix {
		text, err := c.corrected(name, src, opts)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if text != src {
			if err := c.save(p, name, enc.Encode(text)); err != nil {
				return nil, err
			}
		}
		src = text
	}
	found, err := lintDocument(name, src, opts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i := range found {
		found[i].File = name
	}
	return found, nil
}

// save writes a corrected file; what came from standard input goes to standard output.
func (c *lintCommand) save(p *program, name string, data []byte) error {
	if name == "-" {
		_, err := p.stdout.Write(data)
		return err
	}
	return p.write(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// lintDocument gives the findings about a file, with their places in it.
func lintDocument(name, src string, opts lint.Options) (diag.List, error) {
	if strings.EqualFold(filepath.Ext(name), ".csv") {
		return nil, errors.New("data are compared with what reads them: attrmap lint mapping.yaml --data " + name)
	}
	if isBulk(src) {
		return lint.Bulk(strings.NewReader(src), name, opts)
	}
	switch kind := kindOf(name, src); kind {
	case schemaFile:
		doc, err := graph.Load(strings.NewReader(src), graph.Limits{})
		if err != nil {
			return nil, err
		}
		return lint.Schema(doc, opts), nil
	case jsonFile, yamlFile:
		return lintMappingFile(kind, src, opts)
	}
	return lint.Expression(src, lint.Use{}, opts), nil
}

// isBulk tells a bulk request by its members.
func isBulk(src string) bool {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(src), &members); err != nil {
		return strings.Contains(src, "messages:2.0:BulkRequest") && strings.HasPrefix(strings.TrimSpace(src), "{")
	}
	for name := range members {
		if strings.EqualFold(name, "Operations") {
			return true
		}
	}
	return strings.Contains(string(members["schemas"]), "BulkRequest")
}

// mappingFile is our mapping file as text.
type mappingFile struct {
	src      string
	set      *mapping.Set
	passages map[int]*passage // by mapping
	places   *places
}

func openMappingFile(kind fileKind, src string) (*mappingFile, error) {
	read, find := setOfJSON, jsonPassages
	if kind == yamlFile {
		read, find = setOfYAML, yamlPassages
	}
	set, err := read(src)
	if err != nil {
		return nil, err
	}
	list, err := find(src)
	if err != nil {
		return nil, err
	}
	f := &mappingFile{src: src, set: set, passages: map[int]*passage{}, places: findPlaces(src)}
	next := 0
	for i := range set.Mappings {
		for at := next; at < len(list) && set.Mappings[i].Expression != ""; at++ {
			if list[at].text == set.Mappings[i].Expression {
				f.passages[i], next = &list[at], at+1
				break
			}
		}
	}
	return f, nil
}

func lintMappingFile(kind fileKind, src string, opts lint.Options) (diag.List, error) {
	f, err := openMappingFile(kind, src)
	if err != nil {
		return nil, err
	}
	var results diag.List
	for _, found := range lint.Set(f.set, opts) {
		results = append(results, f.placed(found))
	}
	return results, nil
}

// placed returns a finding with its place in the file, and the change that its fix makes there.
func (f *mappingFile) placed(found diag.Finding) diag.Finding {
	index, field := mapping.FieldOf(found.Path)
	passage := f.passages[index]
	found.InText = false
	if field != "expression" || found.Text == "" || passage == nil {
		found.Position = f.places.of(found.Path)
		return found
	}
	found.Position = diag.Locate(f.src, passage.place(found.Span.Start))
	if found.Fix != "" {
		at, text := passage.replace(found.Fix)
		found.Edit = &diag.Edit{Offset: utf8.RuneCountInString(f.src[:at.Start]), Length: utf8.RuneCountInString(f.src[at.Start:at.End]), Text: text}
	}
	return found
}

// corrected gives a file's text with all corrections that are certain. Of files without expressions it is the text itself.
func (c *lintCommand) corrected(name, src string, opts lint.Options) (string, error) {
	if isBulk(src) {
		return src, nil
	}
	switch kind := kindOf(name, src); kind {
	case schemaFile:
		doc, err := graph.Load(strings.NewReader(src), graph.Limits{})
		if err != nil {
			return "", err
		}
		if _, err := lint.FixSchema(doc, opts); err != nil {
			return "", err
		}
		var out bytes.Buffer
		err = doc.Save(&out)
		return out.String(), err
	case jsonFile, yamlFile:
		return correctedMappingFile(kind, src, opts)
	}
	trimmed := strings.TrimRight(src, "\r\n")
	fixed, _ := lint.Fix(trimmed, lint.Use{}, opts)
	return fixed + src[len(trimmed):], nil
}

// correctedMappingFile writes corrected expressions where they stand. What comes out is read again: it must hold them as they are.
func correctedMappingFile(kind fileKind, src string, opts lint.Options) (string, error) {
	f, err := openMappingFile(kind, src)
	if err != nil {
		return "", err
	}
	fixed := lint.FixSet(f.set, opts)
	wanted := *f.set
	wanted.Mappings = append([]mapping.Mapping{}, f.set.Mappings...)
	var b strings.Builder
	from := 0
	for i := range wanted.Mappings {
		text, ok := fixed[i]
		if !ok || f.passages[i] == nil {
			continue
		}
		at, written := f.passages[i].replace(text)
		b.WriteString(src[from:at.Start] + written)
		from = at.End
		wanted.Mappings[i].Expression = text
	}
	text := b.String() + src[from:]
	again, err := openMappingFile(kind, text)
	if err != nil || !sameSets(&wanted, again.set) {
		return "", errors.New("the corrected expressions cannot be written where they stand; write them as blocks behind |")
	}
	return text, nil
}
