package compare

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/mapping/graph"
)

// schema returns the rules, object mappings and definitions of an exported schema.
func (r *reader) schema(doc *graph.Document) []*part {
	var parts []*part
	for _, s := range doc.Schemas() {
		p := &part{kind: schemaPart, title: schemaPart, keys: []string{schemaPart}}
		r.members(p, s.Element, "synchronizationRules", "directories")
		if len(p.facts) > 0 {
			parts = append(parts, p)
		}
	}
	for _, rule := range doc.Rules() {
		parts = append(parts, r.rule(rule))
		for _, m := range rule.ObjectMappings() {
			parts = append(parts, r.objectMapping(m))
		}
	}
	if len(doc.Rules()) == 0 {
		for _, m := range doc.ObjectMappings() {
			parts = append(parts, r.objectMapping(m))
		}
	}
	for _, d := range doc.Directories() {
		parts = append(parts, r.directory(d)...)
	}
	return parts
}

// rule returns a rule without its object mappings.
func (r *reader) rule(rule graph.Rule) *part {
	name := r.text(rule.Name())
	source, target := r.text(rule.SourceDirectoryName()), r.text(rule.TargetDirectoryName())
	p := &part{kind: rulePart, title: strings.TrimRight("rule "+name, " "), keys: []string{name, source + " → " + target}, shown: source + " → " + target}
	p.say("name", name)
	p.say("editable", marshalled(rule.Editable()))
	r.members(p, rule.Element, "name", "editable", "objectMappings")
	return p
}

// objectMapping returns an object mapping with its attribute mappings.
func (r *reader) objectMapping(m graph.ObjectMapping) *part {
	conversion := m.Convert(nil)
	set := conversion.Set
	set.Name, set.Source, set.Target = m.Name(), m.SourceObjectName(), m.TargetObjectName()
	attributes := m.AttributeMappings()
	mappings := set.Mappings
	set.Mappings = nil
	for _, action := range []struct {
		name string
		flag graph.FlowTypes
	}{{"create", graph.FlowAdd}, {"update", graph.FlowUpdate}, {"delete", graph.FlowDelete}} {
		if conversion.FlowTypes.Has(action.flag) {
			set.Actions = append(set.Actions, action.name)
		}
	}
	rule := r.text(m.Rule().Name())
	p := r.set(&set, rule, m.IsHelper())
	if len(set.Actions) == 0 {
		p.facts = slices.DeleteFunc(p.facts, func(f fact) bool { return f.name == "actions" })
		p.say("actions", "none") // a set without actions takes all
	}
	p.say("rule", rule)
	p.say("name", r.text(m.Name()))
	p.say("enabled", marshalled(m.Enabled()))
	if m.Exists() && !isAttributes(m) {
		r.members(p, m.Element, "name", "enabled", "flowTypes", "scope", "sourceObjectName", "targetObjectName", "attributeMappings")
	}
	p.parts = append(p.parts, r.filter(inputPart, conversion.Input)...)
	p.parts = append(p.parts, r.filter(categoryPart, conversion.Category)...)
	for i, a := range attributes {
		raw := ""
		if mappings[i].UnsupportedSource != "" || graph.IsUnreadable(mappings[i].Expression) {
			raw, _ = a.Member("source")
		}
		child := r.mapping(&mappings[i], raw)
		r.members(child, a.Element, "targetAttributeName", "source", "defaultValue", "flowType", "matchingPriority", "flowNullValues")
		p.parts = append(p.parts, child)
	}
	return p
}

// isAttributes reports whether an object mapping is a fragment that consists of one attribute mapping.
func isAttributes(m graph.ObjectMapping) bool {
	_, ok := m.Member("targetAttributeName")
	return ok
}

// directory returns a directory and the definitions of its objects.
func (r *reader) directory(d graph.DirectoryDefinition) []*part {
	name := r.text(d.Name())
	p := &part{kind: directoryPart, title: "directory " + name, keys: []string{name}}
	r.members(p, d.Element, "name", "objects")
	parts := []*part{p}
	for _, o := range d.Objects() {
		object := r.text(o.Name())
		definition := &part{kind: definitionPart, title: "definition " + object + " of directory " + name, keys: []string{name + "\x00" + object}}
		r.members(definition, o.Element, "name", "attributes")
		definition.parts = r.attributes(o)
		parts = append(parts, definition)
	}
	return parts
}

// attributes returns the attributes that a definition has.
func (r *reader) attributes(o graph.ObjectDefinition) []*part {
	var parts []*part
	for _, a := range o.Attributes() {
		text, _ := a.Member("name")
		name := r.text(stringOf(text))
		p := &part{kind: attributePart, title: name, keys: []string{name, strings.ToLower(name)}}
		p.say("name", name)
		r.members(p, a, "name")
		text, _ = a.Member("type")
		p.shown = cmp.Or(stringOf(text), defaults["type"])
		parts = append(parts, p)
	}
	return parts
}

// stringOf returns the content of a JSON string, "" of anything else.
func stringOf(text string) string {
	var s string
	if json.Unmarshal([]byte(text), &s) != nil {
		return ""
	}
	return s
}

// ignored are members that no run depends on; annotations are left out by their form. The table is never changed.
var ignored = []string{"id", "version", "provisioningTaskIdentifier", "discoveryDateTime"}

// ignoredMetadata are keys of metadata that no run depends on: what a template had before somebody changed it, and whether somebody did.
var ignoredMetadata = []string{"defaultSourceObjectMappings", "IsCustomerDefined"}

// defaults are what members are that are left out, where that is not null, false, 0 or empty; words have no case. The table is never changed.
var defaults = map[string]string{
	"type": "String", "mutability": "ReadWrite", "flowBehavior": "FlowWhenChanged", "discoverabilities": "None",
}

// unordered are members whose arrays are sets. The table is never changed.
var unordered = []string{"supportedApis", "referencedObjects", "apiExpressions", "includedContainers", "includedGroups"}

// members says what an element's members are, but those that are named.
func (r *reader) members(p *part, e graph.Element, but ...string) {
	seen := map[string]bool{}
	for _, name := range slices.Concat(but, ignored) {
		seen[strings.ToLower(name)] = true
	}
	for _, name := range e.Members() {
		if seen[strings.ToLower(name)] || strings.Contains(name, "@") {
			continue
		}
		seen[strings.ToLower(name)] = true
		text, _ := e.Member(name)
		known := strings.ToLower(name[:1]) + name[1:] // PowerShell writes Required
		word, isWord := defaults[known]
		switch {
		case known == "metadata":
			r.metadata(p, text)
		case isWord && strings.EqualFold(stringOf(text), word):
			p.sayAs(known, "", word)
		case isWord && stringOf(text) != "":
			p.sayAs(known, strings.ToLower(stringOf(text)), stringOf(text))
		default:
			key, shown := r.meaning(known, text)
			p.sayAs(known, key, shown)
		}
	}
}

// metadata says what the entries of metadata are. Of several of one key the first counts, as for everything that reads them.
func (r *reader) metadata(p *part, text string) {
	var entries []map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &entries) != nil {
		return // null; the loader refuses all else that is no list of objects
	}
	seen := map[string]bool{}
	for _, entry := range entries {
		var key, value string
		for name, text := range entry {
			switch {
			case strings.EqualFold(name, "key"):
				key = r.rename("key", stringOf(string(text)))
			case strings.EqualFold(name, "value"):
				value = string(text)
			}
		}
		if !seen[key] && !slices.Contains(ignoredMetadata, key) {
			meaning, shown := r.meaning("value", value)
			p.sayAs("metadata "+key, meaning, shown)
		}
		seen[key] = true
	}
}

// meaning returns a JSON text without what does not matter: the order of members and of sets, and white space. What null, false, 0 and what is
// empty mean is "", as that of a member which is left out.
func (r *reader) meaning(member, text string) (key, shown string) {
	v, err := decoded(text)
	if err != nil {
		return text, text
	}
	shown = marshalled(r.canonical(member, v, maxNestedTexts))
	if slices.Contains([]string{"null", "false", "0", `""`, "[]", "{}"}, shown) {
		return "", shown
	}
	return shown, shown
}

// maxNestedTexts bounds how deep texts of JSON are read in texts of JSON.
const maxNestedTexts = 8

// decoded returns a JSON text as Go data, with numbers as they are written.
func decoded(text string) (any, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	err := dec.Decode(&v)
	if err == nil && dec.More() {
		err = errors.New("more than one value")
	}
	return v, err
}

// canonical returns data with its names replaced, sets sorted, and texts of JSON in it as one spelling of them. Members are sorted by encoding/json.
func (r *reader) canonical(member string, v any, levels int) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = r.canonical(name, v[name], levels)
		}
	case []any:
		for i := range v {
			v[i] = r.canonical(member, v[i], levels)
		}
		if slices.Contains(unordered, member) {
			slices.SortFunc(v, func(a, b any) int { return strings.Compare(marshalled(a), marshalled(b)) })
		}
	case string:
		start := strings.TrimLeft(v, " \t\r\n")
		if levels == 0 || start == "" || start[0] != '{' && start[0] != '[' {
			return r.rename(member, v)
		}
		nested, err := decoded(v)
		if err != nil {
			return r.rename(member, v)
		}
		return marshalled(r.canonical("", nested, levels-1))
	}
	return v
}
