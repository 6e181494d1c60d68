package file

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// maxBytes is the size of the largest file that [Read] takes. Mapping files and schemas have lower limits, see
// [mapping.DefaultFileBytes] and [graph.Limits].
const maxBytes = 64 << 20

// Limits bounds the documents that [ReadWithin] returns. A field that is zero means its default: those of text that nobody vouches for.
type Limits struct {
	// MappingBytes is the longest text of a mapping file, [mapping.DefaultFileBytes] by default.
	MappingBytes int
	// Schema bounds an exported schema.
	Schema graph.Limits
}

// Document is a file as text, and what it says. It is immutable and safe for concurrent use.
type Document struct {
	name     string
	text     string
	encoding textenc.Encoding
	kind     Kind
	other    *other // where the kind is Other or BulkMap
	yaml     bool
	root     *tree.Node // of a mapping file that can be read, and of everything in YAML
	// faults are those of reading the tree: they are kept, because Parse is about the file and not about what it says.
	faults []tree.Fault
	expressions
	limits Limits
}

// Read returns the document that r holds, see [Parse]; name is used in messages and may be "-". The error is r's, a [diag.LimitError] where
// there are more than 64 MiB, or that of Parse.
func Read(r io.Reader, name string) (*Document, error) {
	return ReadWithin(r, name, Limits{})
}

// ReadWithin is [Read] with other limits than the defaults. A file of more than 64 MiB is refused in any case.
func ReadWithin(r io.Reader, name string, limits Limits) (*Document, error) {
	data, err := readAll(r, name)
	if err != nil {
		return nil, err
	}
	return parse(name, data, limits)
}

// readAll returns all bytes of r, with an error that names the file.
func readAll(r io.Reader, name string) ([]byte, error) {
	// One byte more than allowed shows that the file is too large.
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", cmp.Or(name, "file"), err)
	case len(data) > maxBytes:
		limit := &diag.LimitError{Limit: codes.LimitFileBytes, Max: maxBytes}
		return nil, limit.Worded("%s: the file is larger than %d MiB", cmp.Or(name, "file"), maxBytes>>20)
	}
	return data, nil
}

// Parse returns a file as a document. The name's extension says what it holds, else its content does, see [Document.Kind]. Text may be UTF-8
// or UTF-16, with a byte order mark or without. What a mapping file or an expression says may still be wrong: the error, a [diag.List], is
// about broken UTF-16 alone.
func Parse(name string, data []byte) (*Document, error) { return parse(name, data, Limits{}) }

func parse(name string, data []byte, limits Limits) (*Document, error) {
	d, err := decode(name, data)
	if err != nil {
		return nil, err
	}
	d.limits = limits
	d.detect()
	return d, nil
}

// decode returns a document whose text is decoded and not yet looked at. Bytes that are not UTF-8 are no error here: the readers of the
// tree report them with their place.
func decode(name string, data []byte) (*Document, error) {
	text, encoding, err := textenc.Decode(data)
	d := &Document{name: name, text: text, encoding: encoding}
	var broken *textenc.Error
	if errors.As(err, &broken) {
		// What is before the fault is needed for its line and column.
		d.text = broken.Before
		f := tree.Fault{At: len(d.text), Code: codes.Encoding, Message: ours(broken.Problem), Hint: tree.RemedyEncoding}
		return nil, d.list([]tree.Fault{f})
	}
	return d, nil
}

// readTree reads the text as a tree, and finds the expressions in it.
func (d *Document) readTree() {
	// Checked before anything is read: trees take many times the memory of their text.
	if most := cmp.Or(d.limits.MappingBytes, mapping.DefaultFileBytes); len(d.text) > most {
		limit := &diag.LimitError{Limit: codes.LimitFileBytes, Max: int64(most)}
		d.faults = []tree.Fault{{Code: codes.EvalLimit, Message: diag.Messagef("the text is longer than %s", diag.Name(diag.Bytes(most))), Limit: limit}}
		return
	}
	if d.isEmpty() {
		d.faults = []tree.Fault{emptyFile()}
		return
	}
	read := tree.ReadJSON
	if d.yaml {
		read = tree.ReadYAML
	}
	if d.root, d.faults = read(d.text); d.root != nil {
		d.expressions = findExpressions(d.text, d.root)
	}
}

// isEmpty reports whether the file has no text but white space.
func (d *Document) isEmpty() bool { return strings.TrimSpace(d.text) == "" }

// emptyFile is the fault of a file without text, whatever it is read as: the readers of JSON and YAML each have words of their own.
func emptyFile() tree.Fault {
	return tree.Fault{Code: codes.Syntax, Message: ours("the file is empty"), Hint: "check that its writer has finished"}
}

// ReadText returns the text that r holds, decoded as [Parse] does; text that is not UTF-8 is an error, too.
func ReadText(r io.Reader, name string) (string, error) {
	data, err := readAll(r, name)
	if err != nil {
		return "", err
	}
	d, err := decode(name, data)
	if err != nil {
		return "", err
	}
	if at := textenc.InvalidUTF8(d.text); at >= 0 {
		return "", d.list([]tree.Fault{tree.NotUTF8(at)})
	}
	return d.text, nil
}

// Name returns the name that the document was read with.
func (d *Document) Name() string { return d.name }

// Kind returns what the document holds. A mapping file and an exported schema may be JSON or YAML.
func (d *Document) Kind() Kind { return d.kind }

// Text returns the document's text as UTF-8 without a byte order mark.
func (d *Document) Text() string { return d.text }

// Bytes returns the document as its file has it: in the same encoding, with the same byte order mark.
func (d *Document) Bytes() []byte { return d.encoding.Encode(d.text) }

// JSON returns what the document says as JSON. Scalars of YAML keep the text that they are written with: 0048 and 2026-02-01 are texts. The
// error is a [diag.List] that holds everything that is wrong with the text.
func (d *Document) JSON() ([]byte, error) {
	if !d.yaml {
		if at := textenc.InvalidUTF8(d.text); at >= 0 {
			return nil, d.list([]tree.Fault{tree.NotUTF8(at)})
		}
		if d.isEmpty() {
			return nil, d.list([]tree.Fault{emptyFile()})
		}
		return []byte(d.text), nil
	}
	data, faults := d.treeJSON()
	if len(faults) > 0 {
		return nil, d.list(faults)
	}
	return data, nil
}

// treeJSON returns the tree as JSON, as far as it can be read, and what is wrong with it.
func (d *Document) treeJSON() ([]byte, []tree.Fault) {
	if d.root == nil {
		return nil, d.faults
	}
	// Aliases without end, and ones that multiply, come to light here: writing follows them.
	data, f := tree.JSONOf(d.root, nil)
	if f != nil {
		if slices.ContainsFunc(d.faults, func(known tree.Fault) bool { return known.Code == f.Code }) {
			return nil, d.faults // which is the same one
		}
		return nil, append(slices.Clip(d.faults), *f)
	}
	return data, d.faults
}

// Sets returns the object mappings of a mapping file, one at least, see [mapping.ReadSets]. The error is a [diag.List] of everything that keeps
// them from being read, with lines and columns: broken syntax, members that are unknown or there twice, values of a wrong type, unknown words.
// What the sets say is looked at by [mapping.Set.Validate], see [Document.Locate].
func (d *Document) Sets() ([]*mapping.Set, error) {
	if d.kind == Schema || d.kind == Bulk || d.kind == Other || d.kind == BulkMap {
		return nil, d.list([]tree.Fault{d.unlike(Mapping)})
	}
	// Package mapping has the only reader of what a set may hold; this package adds the places. So a mapping file means the same here, in
	// mapping.ReadSets and in encoding/json.
	data, faults := d.treeJSON()
	if data == nil {
		return nil, d.list(faults)
	}
	// Faults of the tree that leave it readable, such as members that are there twice, and those of the sets are reported together.
	found := d.list(faults)
	sets, err := mapping.ReadSets(data)
	if err != nil {
		var misread diag.List
		if !errors.As(err, &misread) {
			return nil, err
		}
		d.locate(misread)
		found = append(found, misread...)
	}
	if len(found) > 0 {
		slices.SortStableFunc(found, func(a, b diag.Finding) int { return cmp.Compare(a.Offset, b.Offset) })
		return nil, found
	}
	return sets, nil
}

// Set returns the object mapping of a mapping file that has one alone, as [Document.Sets] returns several.
func (d *Document) Set() (*mapping.Set, error) {
	sets, err := d.Sets()
	if err != nil {
		return nil, err
	}
	if len(sets) > 1 {
		f := tree.Fault{Path: diag.PathOf("objects"), Code: codes.WrongValue, Message: diag.Messagef("want one object mapping, got %d", len(sets))}
		f.At = d.root.Place(f.Path, true)
		return nil, d.list([]tree.Fault{f})
	}
	return sets[0], nil
}

// Check returns the object mappings of a mapping file, nil where they cannot be read, and everything that is wrong or in doubt with them, in the
// order of the file: what [Document.Sets] finds and what [mapping.Set.Validate] does. Where they cannot be read, expressions and filters that
// can be are looked at all the same.
func (d *Document) Check(opts mapping.Options) ([]*mapping.Set, diag.List) {
	sets, err := d.Sets()
	var found diag.List
	switch {
	case err == nil:
		found = d.validate(sets, opts)
	// errors.As fills found, which is the result even where the rest has nothing to add.
	case errors.As(err, &found) && d.root != nil && d.kind != Schema:
		found = append(found, d.checkRest(found, opts)...)
	case len(found) == 0:
		found = d.list([]tree.Fault{{Code: codes.Syntax, Message: diag.Plain(err.Error())}})
	}
	slices.SortStableFunc(found, func(a, b diag.Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	return sets, found
}

// validate returns what Validate finds in the sets, with places. What holds for all of them is found in each and reported once.
func (d *Document) validate(sets []*mapping.Set, opts mapping.Options) diag.List {
	var all diag.List
	for i, set := range sets {
		found := set.Validate(opts)
		d.Locate(found, i)
		if i > 0 {
			found = slices.DeleteFunc(found, func(f diag.Finding) bool { return f.Path[0].Name != "objects" })
		}
		all = append(all, found...)
	}
	return all
}

// checkRest looks at the expressions and filters of sets of which not everything can be read. What else would be wrong with them follows from
// what is left out.
func (d *Document) checkRest(unread diag.List, opts mapping.Options) diag.List {
	// What cannot be read is left out, and what is left is read as a file of its own. Its indices are those of the file, since elements that
	// are left out keep their places.
	left := map[string]bool{}
	for _, f := range unread {
		left[f.Path.String()] = true
	}
	data, f := tree.JSONOf(d.root, left)
	if f != nil {
		return nil
	}
	rest, err := mapping.ReadSets(data)
	if err != nil {
		return nil //nolint:nilerr // a value is wrong in two ways, and one has been found
	}
	var all diag.List
	for i, set := range rest {
		found := slices.DeleteFunc(set.Validate(opts), func(f diag.Finding) bool {
			// Without this a mapping whose target cannot be read would be reported as one without target.
			_, field := mapping.FieldOf(f.Path)
			return field != "expression" && !f.Path.StartsWith(diag.PathOf("scope"))
		})
		d.Locate(found, i)
		all = append(all, found...)
	}
	return all
}

// Schema returns the document of an exported schema, see [graph.Load] for the errors.
func (d *Document) Schema() (*graph.Document, error) {
	data, err := d.JSON()
	if err != nil {
		return nil, err
	}
	schema, err := graph.Load(bytes.NewReader(data), d.limits.Schema)
	if d.isCertain() && (errors.Is(err, graph.ErrShape) || (d.kind == Other || d.kind == BulkMap) && errors.Is(err, graph.ErrSyntax)) {
		return nil, d.list([]tree.Fault{d.unlike(Schema)})
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmp.Or(d.name, "schema"), err)
	}
	return schema, nil
}

// Locate sets the places in the file of findings about one of its object mappings, as [mapping.Set.Validate] returns them, and what their fixes
// change there; their order stays. The object mapping is that of the index in [Document.Sets]. The place is that of the part of an expression
// that a finding is about, also in a block of YAML, else that of the member that its path leads to. Where the file has the member objects, the
// path becomes one from the top of the file, such as objects[1].mappings[0], and that of what holds for all of them stays.
func (d *Document) Locate(found diag.List, object int) {
	if several(d.root) != nil {
		at := objectPath(object)
		for i := range found {
			path := append(slices.Clip(at), found[i].Path...)
			if !d.root.Has(found[i].Path) || d.root.Has(path) {
				found[i].Path = path
			}
		}
	}
	d.locate(found)
}

// locate is Locate of findings whose paths begin at the top of the file.
func (d *Document) locate(found diag.List) {
	offsets := make([]int, len(found))
	for i := range found {
		offsets[i] = d.offsetOf(&found[i])
	}
	tree.Locate(d.name, d.text, found, offsets)
}

// offsetOf returns the place of what a finding is about, and sets what its fix changes there.
func (d *Document) offsetOf(f *diag.Finding) int {
	// Only a finding about the text that the file writes has a place within the expression.
	if x := d.expressionAt(f.Path); x != nil && f.Text == x.Node.Text {
		if f.Fix != "" {
			at, written := x.Replace(f.Fix)
			// Edits count characters; all other offsets here count bytes.
			f.Edit = &diag.Edit{Offset: utf8.RuneCountInString(d.text[:at.Start]), Length: utf8.RuneCountInString(d.text[at.Start:at.End]), Text: written}
		}
		return x.Place(f.Span.Start)
	}
	if d.root == nil {
		return 0
	}
	return d.root.Place(f.Path, f.Code == codes.UnknownMember)
}

// expressionAt returns the expression that a path leads to; nil where it leads to something else.
func (d *Document) expressionAt(path diag.Path) *tree.Text {
	object := 0
	if len(path) > 1 && path[0].Name == "objects" && path[1].Index >= 0 {
		object, path = path[1].Index, path[2:]
	}
	// A path may be longer than that: it then leads into the expression.
	if len(path) < 3 || path[0].Name != "mappings" || path[1].Index < 0 || path[2].Name != "expression" || object >= len(d.first)-1 {
		return nil
	}
	return d.written[d.first[object]+path[1].Index]
}

// Rewrite returns the document with other expressions for some of its mappings; everything else stays as it is, byte for byte. The mappings are
// counted from 0, on through all object mappings in the order of the file. Expressions that are aliases of others follow them. What comes out
// is read again: it is an error where it would not say what it should.
func (d *Document) Rewrite(expressions map[int]string) (*Document, error) {
	sets, err := d.Sets()
	if err != nil {
		return nil, err
	}
	// wanted is what the changed file must say; it is compared with what it says.
	wanted := make([]*mapping.Set, len(sets))
	var mappings []*mapping.Mapping
	for i, set := range sets {
		copied := *set
		copied.Mappings = slices.Clone(set.Mappings)
		for j := range copied.Mappings {
			mappings = append(mappings, &copied.Mappings[j])
		}
		wanted[i] = &copied
	}
	var b strings.Builder
	// The expressions are in the order of the text, since mappings are read in that order: one pass copies what is between them.
	from := 0
	for i := range mappings {
		text, ok := expressions[i]
		if !ok || d.written[i] == nil {
			continue
		}
		at, written := d.written[i].Replace(text)
		b.WriteString(d.text[from:at.Start] + written)
		from = at.End
		mappings[i].Expression = text
		// An alias repeats the same node, and so says what its anchor now says.
		for j, n := range d.repeated {
			if n == d.written[i].Node {
				mappings[j].Expression = text
			}
		}
	}
	// Reading it again is cheap, and the only proof that YAML means what was meant.
	changed := d.WithText(b.String() + d.text[from:])
	again, err := changed.Sets()
	if err != nil || !slices.EqualFunc(wanted, again, sameSets) {
		return nil, d.list([]tree.Fault{{Code: codes.Syntax, Message: diag.Messagef("the new expressions cannot be written where the old ones are"), Hint: remedyBlock}})
	}
	return changed, nil
}

// WithText returns a document of the same name, kind and encoding with another text.
func (d *Document) WithText(text string) *Document {
	changed := &Document{name: d.name, text: text, encoding: d.encoding, kind: d.kind, yaml: d.yaml}
	// The kind is not detected anew: a changed expression does not make another file of it.
	if d.yaml || d.kind == Mapping {
		changed.readTree()
	}
	return changed
}

const remedyBlock = "write them as blocks after |"

// ours returns a message of words that nobody else has written, which may always be shown.
func ours(text string) diag.Message {
	if text == "" {
		return diag.Message{}
	}
	return diag.Messagef("%s", diag.Name(text))
}

// list returns faults as findings with the places in the file, in the order of the faults.
func (d *Document) list(faults []tree.Fault) diag.List { return tree.Findings(d.name, d.text, faults) }
