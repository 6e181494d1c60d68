package lint

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
)

// File returns the findings about a file of any kind, with their places in it, and what their fixes change there. The error says why the file
// cannot be read; of a mapping file it is a [diag.List] of everything that is wrong with it.
func File(doc *file.Document, opts Options) (diag.List, error) {
	found, err := findIn(doc, opts)
	for i := range found {
		found[i].File = doc.Name()
	}
	if kind := doc.Kind(); err == nil && opts.API != nil && (kind == file.Mapping || kind == file.Schema) {
		api, _, err := API(doc, opts.API)
		for _, f := range api {
			if f.Severity != diag.Info || opts.All {
				if f.Fix != "" { // FixFile would not apply it
					f.Hint, f.Fix = diag.Messagef("%s: write %s", f.Hint, diag.Name(f.Fix)), ""
				}
				found = append(found, f)
			}
		}
		return found, err
	}
	return found, err
}

// findIn is File without the name of the file in the findings.
func findIn(doc *file.Document, opts Options) (diag.List, error) {
	switch doc.Kind() {
	case file.Bulk:
		return Bulk(strings.NewReader(doc.Text()), doc.Name(), opts)
	case file.BulkMap:
		return bulkMap(strings.NewReader(doc.Text()), opts)
	case file.Schema:
		schema, err := doc.Schema()
		if err != nil {
			return nil, err
		}
		return Schema(schema, opts), nil
	case file.Mapping, file.Other:
		sets, err := readSets(doc, opts)
		if err != nil {
			return nil, err
		}
		if len(sets) > 1 {
			opts.types = typesOf(sets)
		}
		var all diag.List
		people := peopleOf(sets)
		for i, set := range sets {
			found := Set(set, opts.of(i == people))
			doc.Locate(found, i)
			// What the file says for all of them is found in each.
			all = append(all, slices.DeleteFunc(found, func(f diag.Finding) bool {
				return slices.ContainsFunc(all, func(other diag.Finding) bool {
					return other.Code == f.Code && other.Position == f.Position && other.PathText() == f.PathText() && other.Message.String() == f.Message.String()
				})
			})...)
		}
		return all, nil
	case file.Expression: // below: the text is the file
	}
	found := Expression(doc.Text(), Use{}, opts)
	// Positions in the expression are positions in the file, so the finding is placed there, and the fix is an edit of the whole file.
	for i := range found { // the text is the file
		found[i].InText = false
		if found[i].Fix != "" {
			found[i].Edit = &diag.Edit{Length: utf8.RuneCountInString(doc.Text()), Text: found[i].Fix}
		}
	}
	return found, nil
}

// peopleOf returns the index of the set of users, or of the first one if there is none: what is said of source objects without their type is
// of these, as in a run.
func peopleOf(sets []*mapping.Set) int {
	return max(0, slices.IndexFunc(sets, func(set *mapping.Set) bool {
		return strings.EqualFold(cmp.Or(set.Source, set.Resource, "User"), "User")
	}))
}

// typesOf returns the types of the objects of several sets, on both sides.
func typesOf(sets []*mapping.Set) []string {
	var types []string
	for _, set := range sets {
		for _, name := range []string{set.Source, set.Target, set.Resource} {
			if name != "" && !slices.Contains(types, name) {
				types = append(types, name)
			}
		}
	}
	return types
}

// readSets returns the object mappings of a mapping file. The error is about the expressions, too: who corrects a file wants to see them all.
func readSets(doc *file.Document, opts Options) ([]*mapping.Set, error) {
	sets, err := doc.Sets()
	if err != nil {
		_, found := doc.Check(mapping.Options{Functions: opts.Functions})
		return nil, found.Errors()
	}
	return sets, nil
}

// FixFile returns a file with all corrections of expressions that are certain, everything else as it is. A bulk request, and a map for bulk build,
// are returned unchanged. The error says why the file cannot be read, or written so.
func FixFile(doc *file.Document, opts Options) (*file.Document, error) {
	switch doc.Kind() {
	case file.Bulk, file.BulkMap:
		return doc, nil
	case file.Schema:
		schema, err := doc.Schema()
		if err != nil {
			return nil, err
		}
		if _, err := FixSchema(schema, opts); err != nil {
			return nil, err
		}
		var out strings.Builder
		err = schema.Save(&out)
		return doc.WithText(out.String()), err
	case file.Mapping, file.Other:
		sets, err := readSets(doc, opts)
		if err != nil {
			return nil, err
		}
		// Document.Rewrite counts the mappings on through all object mappings.
		fixes, first := map[int]string{}, 0
		people := peopleOf(sets)
		for at, set := range sets {
			for i, text := range FixSet(set, opts.of(at == people)) {
				fixes[first+i] = text
			}
			first += len(set.Mappings)
		}
		return doc.Rewrite(fixes)
	case file.Expression: // below: the text is the file
	}
	// The line break at the end of a file is no part of the expression, and stays.
	text := strings.TrimRight(doc.Text(), "\r\n")
	fixed, _ := Fix(text, Use{}, opts)
	return doc.WithText(fixed + doc.Text()[len(text):]), nil
}
