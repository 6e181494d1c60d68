package compare

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// The kinds of parts.
const (
	schemaPart        = "schema"
	rulePart          = "rule"
	objectMappingPart = "object mapping"
	attributePart     = "attribute"
	scopePart         = "scope"
	inputPart         = "inputFilter"
	categoryPart      = "categoryFilter"
	directoryPart     = "directory"
	definitionPart    = "definition"
)

// reader makes parts of files. Every text that it takes from one goes through rename.
type reader struct {
	rename func(member, text string) string
}

// text returns a text with its names replaced.
func (r *reader) text(text string) string { return r.rename("", text) }

// sets returns the object mappings of a mapping file.
func (r *reader) sets(sets []*mapping.Set) []*part {
	var parts []*part
	for _, s := range sets {
		p := r.set(s, "", false)
		p.say("resource", r.text(s.Resource))
		key, shown := r.meaning("options", marshalled(s.Settings))
		p.sayAs("options", key, shown)
		r.types(p, "types", s.Types)
		r.types(p, "targetTypes", s.TargetTypes)
		parts = append(parts, p)
	}
	return parts
}

// types says what each attribute of a list is known to be, a fact for each member: lists are long, and differ in little.
func (r *reader) types(p *part, name string, s *mapping.Schema) {
	if s == nil {
		return
	}
	var attributes map[string]map[string]json.RawMessage
	if json.Unmarshal([]byte(marshalled(s)), &attributes) != nil {
		return // not reached: this is how a schema is written
	}
	for _, attribute := range slices.Sorted(maps.Keys(attributes)) {
		for _, member := range slices.Sorted(maps.Keys(attributes[attribute])) {
			key, shown := r.meaning(member, string(attributes[attribute][member]))
			if text := stringOf(shown); text != "" {
				shown = text
			}
			p.sayAs(name+"."+r.text(attribute)+"."+member, key, shown)
		}
	}
}

// set returns an object mapping as far as mapping files and schemas have the same.
func (r *reader) set(s *mapping.Set, rule string, helper bool) *part {
	name, types := r.text(s.Name), r.text(s.Source)+" → "+r.text(s.Target)
	title := objectMappingPart
	if s.Source+s.Target != "" {
		title += " " + types
	}
	if helper {
		title += " (helper)"
	}
	if s.Source+s.Target == "" {
		types = ""
	} else if helper {
		types += " helper"
	}
	if rule != "" {
		title += " of rule " + rule
	} else if name != "" {
		title += ": " + name
	}
	p := &part{kind: objectMappingPart, title: title, shown: name, keys: []string{
		strings.Join([]string{rule, types, name}, "\x00"), cmp.Or(types, name) + "\x00" + name, types, name,
	}}
	p.say("source", r.text(s.Source))
	p.say("target", r.text(s.Target))
	p.say("actions", actionsOf(s))
	p.parts = r.filter(scopePart, s.Scope)
	for i := range s.Mappings {
		p.parts = append(p.parts, r.mapping(&s.Mappings[i], ""))
	}
	return p
}

// actionsOf returns the actions of a set in the order of the documentation.
func actionsOf(s *mapping.Set) string {
	var allowed []string
	for _, action := range []string{"create", "update", "delete"} {
		if s.Allows(action) {
			allowed = append(allowed, action)
		}
	}
	return cmp.Or(strings.Join(allowed, ", "), "none")
}

// filter returns the groups of a filter. Each is known by what it says, as there is nothing else: a changed one was removed and added.
func (r *reader) filter(kind string, f mapping.Filter) []*part {
	var parts []*part
	for _, group := range f {
		var clauses []string
		for _, c := range group {
			clauses = append(clauses, r.clause(c))
		}
		slices.Sort(clauses)
		text := cmp.Or(strings.Join(clauses, " and "), "a group without clauses")
		parts = append(parts, &part{kind: kind, title: kind, keys: []string{text}, shown: text})
	}
	return parts
}

// clause returns a clause as the portal shows it. Which of several values holds does not matter, so they have no order.
func (r *reader) clause(c mapping.Clause) string {
	out := mapping.Clause{Attribute: r.text(c.Attribute), Operator: c.Operator}
	if op, err := mapping.ParseOperator(c.Operator); err == nil {
		out.Operator = op.Name
	}
	for _, v := range c.Values {
		out.Values = append(out.Values, r.text(v))
	}
	slices.Sort(out.Values)
	return out.String()
}

// mapping returns an attribute mapping. raw is the source as JSON where the set cannot say what it is, else "".
func (r *reader) mapping(m *mapping.Mapping, raw string) *part {
	target := r.text(m.Target)
	p := &part{kind: attributePart, title: target, keys: []string{target, strings.ToLower(target)}}
	p.say("target", target)
	key, shown := r.source(m)
	if raw != "" {
		key, shown = r.meaning("source", raw)
	}
	p.shown = shown
	p.sayAs("source", key, shown)
	if m.Default != "" {
		p.say("default", quoted(r.text(m.Default)))
	}
	apply := m.Apply.String()
	if m.UnsupportedApply != "" {
		apply = m.UnsupportedApply
	}
	p.say("apply", apply)
	if m.Match != 0 {
		p.say("match", marshalled(m.Match))
	}
	if m.FlowNulls {
		p.say("flowNulls", "true")
	}
	return p
}

// source returns what a source means, and how it is written.
func (r *reader) source(m *mapping.Mapping) (key, shown string) {
	switch m.Type() {
	case mapping.Direct:
		name := r.text(m.From)
		return leafKey(graph.TypeAttribute, name), "[" + name + "]"
	case mapping.Constant:
		text := r.text(m.Constant)
		return leafKey(graph.TypeConstant, text), quoted(text)
	case mapping.Expression:
		return r.expression(m.Expression)
	default:
		return "none", "none"
	}
}

// quoted returns a text between quotation marks, as JSON writes it.
func quoted(text string) string { return marshalled(text) }

// marshalled returns a value as JSON on one line, without the escapes that JSON does not need.
func marshalled(v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return "" // not reached: what is encoded is data alone
	}
	return strings.TrimSuffix(b.String(), "\n")
}
