package file

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	dotnettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// FormatOptions change how expressions are written.
type FormatOptions struct {
	// Minimal writes them as short as possible, for the service's limit of [syntax.ServiceTextLimit] characters.
	Minimal bool
	// Functions are those whose arguments are laid out by pairs; nil means the standard ones.
	Functions *functions.Registry
}

// Format returns the document with its expressions formatted, everything else as it is: laid out where lines can be broken, else on one line.
// An exported schema has them on one line, as the service writes them. The findings are expressions that do not parse, and then nothing is
// formatted, and warnings of those that are longer than the service accepts. The error says why the document cannot be read, or is not one
// that has expressions.
func (d *Document) Format(opts FormatOptions) (formatted *Document, found diag.List, err error) {
	f := &formatter{doc: d, opts: opts}
	switch d.kind {
	case Mapping:
		formatted, err = f.mappings()
	case Schema:
		formatted, err = f.schema()
	case Other, BulkMap:
		err = d.list([]tree.Fault{d.unlike(Mapping)})
	case Bulk:
		err = d.list([]tree.Fault{{Code: codes.WrongValue, Message: diag.Messagef("a bulk request has no expressions")}})
	default:
		formatted = f.expression()
	}
	if err != nil || f.found.HasErrors() {
		formatted = nil
	}
	return formatted, f.found, err
}

// FormatText returns the text of an expression as [Document.Format] writes it, and what is found in it as Format does; the text is empty where
// it does not parse.
func FormatText(src string, opts FormatOptions) (string, diag.List) {
	tree, found := syntax.ParseText(src, syntax.Options{})
	if tree == nil {
		return "", found.Errors()
	}
	f := formatter{opts: opts}
	text := f.print(tree.Root, false)
	f.checkLength(tree.Root, text, diag.Place{})
	return text, f.found
}

// formatter formats one document; found gathers what is found in all its expressions.
type formatter struct {
	doc   *Document
	opts  FormatOptions
	found diag.List
}

// print returns an expression's text; where it has to be on one line, it is the one that the service writes.
func (f *formatter) print(n syntax.Node, oneLine bool) string {
	text := ""
	switch {
	case f.opts.Minimal:
		return syntax.Minimal(n)
	case oneLine:
		text = syntax.Format(n)
	default:
		registry := f.opts.Functions
		if registry == nil {
			registry = functions.Standard()
		}
		text = syntax.Layout(n, syntax.LayoutOptions{Repeating: registry.Repeating})
	}
	// Indentation of a deeply nested expression may exceed the limit of the parser, which the same tokens without it do not.
	if len(text) > syntax.DefaultSourceBytes {
		return syntax.Minimal(n) // indented, it could not be read again
	}
	return text
}

// checkLength warns of a text that is longer than the service accepts, which counts UTF-16 units as .NET does.
func (f *formatter) checkLength(n syntax.Node, text string, at diag.Place) {
	length := dotnettext.Len16(text)
	if length <= syntax.ServiceTextLimit {
		return
	}
	finding := diag.Finding{
		Code: codes.TooLong, Severity: diag.Warning, Place: at,
		Message: diag.Messagef("the expression takes %d characters as it is written here, the service accepts %d", length, syntax.ServiceTextLimit),
	}
	// The remedy is named only where there is one: a text that is minimal already cannot be made shorter by --min.
	if least := dotnettext.Len16(syntax.Minimal(n)); least < length {
		finding.Message = diag.Messagef("%s, its minimal form takes %d", finding.Message, least)
	}
	f.found = append(f.found, finding)
}

// mappings formats the expressions of a mapping file where they are.
func (f *formatter) mappings() (*Document, error) {
	sets, err := f.doc.Sets()
	if err != nil { // with the faults of expressions
		_, found := f.doc.Check(mapping.Options{Functions: f.opts.Functions})
		return nil, found.Errors()
	}
	// All or nothing: a file of which some expressions are formatted would look as if all were.
	if len(f.doc.lost) > 0 {
		return nil, f.doc.list(f.doc.lost)
	}
	texts := map[int]string{}
	mappings := 0
	for i, set := range sets {
		mappings += len(set.Mappings)
		f.set(i, set, texts)
	}
	// Nothing is formatted that has nothing, so that a file which its writer has not finished is no success.
	if mappings == 0 {
		return nil, f.doc.list([]tree.Fault{{Code: codes.NoMappings, Message: diag.Messagef("the set has no mappings"), Hint: "add at least one mapping"}})
	}
	if f.found.HasErrors() {
		return nil, nil
	}
	return f.doc.Rewrite(texts)
}

// set adds the texts of the expressions of an object mapping to those that are to be written.
func (f *formatter) set(object int, set *mapping.Set, texts map[int]string) {
	found := len(f.found)
	for i := range set.Mappings {
		at := f.doc.first[object] + i
		x := f.doc.written[at]
		// An expression that an alias repeats is formatted where it is written; an empty one has no form.
		if x == nil || strings.TrimSpace(x.Node.Text) == "" {
			continue
		}
		place := diag.Place{Path: diag.PathOf("mappings", i, "expression"), Text: x.Node.Text}
		tree, unread := syntax.ParseText(x.Node.Text, syntax.Options{})
		if tree == nil {
			errs := unread.Errors()
			for i := range errs {
				errs[i].Path, errs[i].Text = place.Path, x.Node.Text
			}
			f.found = append(f.found, errs...)
			continue
		}
		texts[at] = f.print(tree.Root, x.Flow)
		f.checkLength(tree.Root, texts[at], place)
	}
	f.doc.Locate(f.found[found:], object)
}

// sameSets reports whether two sets say the same, whatever the layout of their expressions.
func sameSets(a, b *mapping.Set) bool {
	texts := [2][]byte{}
	for i, set := range []*mapping.Set{a, b} {
		copied := *set
		copied.Mappings = slices.Clone(set.Mappings)
		for j := range copied.Mappings {
			// Layout is what may differ; what does not parse must be the same text.
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
func (f *formatter) schema() (*Document, error) {
	schema, err := f.doc.Schema()
	if err != nil {
		return nil, err
	}
	if schema.Counts().Empty() {
		return nil, f.doc.list([]tree.Fault{{Code: codes.NoMappings, Message: ours(graph.ErrEmpty.Error())}})
	}
	if f.doc.yaml {
		return nil, f.doc.list([]tree.Fault{{Code: codes.WrongValue, Message: diag.Messagef("an exported schema is formatted as JSON, which it is exported as")}})
	}
	at := diag.Place{File: f.doc.name}
	// Package graph changes the texts alone and keeps everything else of the schema; it calls the function for each text that parses.
	_, found := schema.RewriteExpressions(func(n syntax.Node) string {
		text := f.print(n, true)
		f.checkLength(n, text, at)
		return text
	})
	for _, e := range found {
		e.File = f.doc.name
		f.found = append(f.found, e)
	}
	var out strings.Builder
	if err := schema.Save(&out); err != nil {
		return nil, err
	}
	return f.doc.WithText(out.String()), nil
}

// expression formats a file that holds one expression and ends with a line break. Lines end as they did.
func (f *formatter) expression() *Document {
	src := f.doc.text
	tree, found := syntax.ParseText(src, syntax.Options{})
	if tree == nil {
		for _, e := range found.Errors() {
			e.SetText(src)
			e.File, e.InText = f.doc.name, false // the text is the file
			f.found = append(f.found, e)
		}
		return nil
	}
	text := f.print(tree.Root, false)
	f.checkLength(tree.Root, text, diag.Place{File: f.doc.name})
	text += "\n" // as editors end files
	if strings.Contains(src, "\r\n") {
		lines := strings.ReplaceAll(text, "\n", "\r\n")
		// A line break inside of a text constant would become another value.
		if again, err := syntax.Parse(lines); err == nil && syntax.Equal(tree.Root, again.Root) {
			text = lines
		}
	}
	return f.doc.WithText(text)
}
