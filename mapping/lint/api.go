package lint

import (
	"encoding/json"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/graph"
)

// API returns what a check finds in the API expressions of a mapping file's or an exported schema's attributes, and how many there are: package
// mapping/sources has the check. Findings have the name of the attribute as their target, and its place in the file. The error is that of a file
// that cannot be read.
func API(doc *file.Document, check func(expression string) diag.List) (found diag.List, count int, err error) {
	if doc.Kind() == file.Schema {
		schema, err := doc.Schema()
		if err != nil {
			return nil, 0, err
		}
		found, count = schemaAPI(schema, check)
	} else {
		sets, err := doc.Sets()
		if err != nil {
			return nil, 0, err
		}
		found, count = setsAPI(doc, sets, check)
	}
	for i := range found {
		found[i].File = doc.Name()
	}
	return found, count, nil
}

// setsAPI is API of object mappings. What the file says for all of them is found once.
func setsAPI(doc *file.Document, sets []*mapping.Set, check func(string) diag.List) (all diag.List, count int) {
	type key struct{ side, name, expression string }
	seen := map[key]bool{}
	for i, set := range sets {
		for _, side := range []struct {
			member string
			types  *mapping.Schema
		}{{"types", set.Types}, {"targetTypes", set.TargetTypes}} {
			if side.types == nil {
				continue
			}
			for _, a := range side.types.Attributes {
				k := key{side.member, a.Name, a.API}
				if a.API == "" || seen[k] {
					continue
				}
				seen[k] = true
				count++
				found := named(a.Name, check(a.API))
				for j := range found {
					found[j].Path = diag.PathOf(side.member, a.Name, "api")
				}
				doc.Locate(found, i)
				all = append(all, found...)
			}
		}
	}
	return all, count
}

// schemaAPI is API of an exported schema.
func schemaAPI(schema *graph.Document, check func(string) diag.List) (all diag.List, count int) {
	for _, dir := range schema.Directories() {
		for _, o := range dir.Objects() {
			expressions := o.Schema().APIExpressions()
			for _, a := range o.Attributes() {
				text, _ := a.Member("name")
				var name string
				if json.Unmarshal([]byte(text), &name) != nil || expressions[name] == "" {
					continue
				}
				count++
				found := named(name, check(expressions[name]))
				for i := range found {
					found[i].Path, found[i].Position = a.Path(), a.Position()
				}
				all = append(all, found...)
			}
		}
	}
	return all, count
}

// named returns findings about the expression of an attribute; their column in the expression is part of the message, since their place is that in
// the file.
func named(name string, found diag.List) diag.List {
	for i := range found {
		f := &found[i]
		f.Target, f.InText = name, false
		if f.Column > 1 {
			f.Message = diag.Messagef("column %d of the API expression: %s", f.Column, f.Message)
		} else {
			f.Message = diag.Messagef("the API expression: %s", f.Message)
		}
	}
	return found
}
