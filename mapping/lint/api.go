package lint

import (
	"encoding/json"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/graph"
)

// API returns what a check finds in the API expressions of a mapping file's or an exported schema's attributes, and how many there are: package
// mapping/sources has the check, which takes the name of the attribute, too. Findings have that name as their target, and its place in the file. An
// expression in another language than most of its object's is an error. Fixes are corrected API expressions; [FixFile] leaves these alone. Codes are
// those of the rules. The error is that of a file that cannot be read.
func API(doc *file.Document, check func(attribute, expression string) diag.List) (found diag.List, count int, err error) {
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
	all := Options{All: true}
	for i := range found {
		f := &found[i]
		rule, severity, _ := all.report(f.Code, f.Severity)
		f.File, f.Code, f.Severity = doc.Name(), diag.Code(rule.Code), severity
	}
	return found, count, nil
}

// APIExpressions returns the API expressions of a mapping file's or an exported schema's attributes, by the attributes' names; of several with one
// name the first. A file of another kind has none.
func APIExpressions(doc *file.Document) map[string]string {
	all := map[string]string{}
	add := func(expressions map[string]string) {
		for name, text := range expressions {
			if all[name] == "" {
				all[name] = text
			}
		}
	}
	switch doc.Kind() {
	case file.Schema:
		if schema, err := doc.Schema(); err == nil {
			for _, dir := range schema.Directories() {
				for _, o := range dir.Objects() {
					add(o.Schema().APIExpressions())
				}
			}
		}
	case file.Mapping:
		sets, _ := doc.Sets()
		for _, set := range sets {
			add(set.Types.APIExpressions())
			add(set.TargetTypes.APIExpressions())
		}
	default: // nothing that has attributes
	}
	return all
}

// setsAPI is API of object mappings. What the file says for all of them is found once.
func setsAPI(doc *file.Document, sets []*mapping.Set, check func(attribute, expression string) diag.List) (all diag.List, count int) {
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
			language := languageOf(side.types.APIExpressions())
			for _, a := range side.types.Attributes {
				k := key{side.member, a.Name, a.API}
				if a.API == "" || seen[k] {
					continue
				}
				seen[k] = true
				count++
				found := named(a.Name, append(check(a.Name, a.API), language.misses(a.API)...))
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
func schemaAPI(schema *graph.Document, check func(attribute, expression string) diag.List) (all diag.List, count int) {
	for _, dir := range schema.Directories() {
		for _, o := range dir.Objects() {
			expressions := o.Schema().APIExpressions()
			language := languageOf(expressions)
			for _, a := range o.Attributes() {
				text, _ := a.Member("name")
				var name string
				if json.Unmarshal([]byte(text), &name) != nil || expressions[name] == "" {
					continue
				}
				count++
				found := named(name, append(check(name, expressions[name]), language.misses(expressions[name])...))
				for i := range found {
					found[i].Path, found[i].Position = a.Path(), a.Position()
				}
				all = append(all, found...)
			}
		}
	}
	return all, count
}

// apiLanguage is a language of API expressions; "" is none in particular.
type apiLanguage string

const (
	apiXPath    apiLanguage = "XPath"
	apiJSONPath apiLanguage = "JSONPath"
)

// languageOf returns the language that more than half of an object's expressions are in: a job reads one HR system.
func languageOf(expressions map[string]string) apiLanguage {
	json := 0
	for _, text := range expressions {
		if isJSONPath(text) {
			json++
		}
	}
	switch {
	case 2*json > len(expressions):
		return apiJSONPath
	case 2*json < len(expressions):
		return apiXPath
	}
	return ""
}

func isJSONPath(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), "$") }

// misses returns the finding about an expression in the other language.
func (l apiLanguage) misses(text string) diag.List {
	other := apiXPath
	if isJSONPath(text) {
		other = apiJSONPath
	}
	if l == "" || l == other {
		return nil
	}
	return diag.List{{Code: codes.APILanguage, Severity: diag.Error, Message: diag.Messagef("it is %s, and the other attributes have %s", diag.Name(string(other)), diag.Name(string(l))),
		Hint: diag.Messagef("Workday takes XPath, which begins with wd:Worker, and SuccessFactors JSONPath, which begins with $")}}
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
