package doc

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// Options select what is described. The zero value is ready to use.
type Options struct {
	// Functions are the functions that expressions may call; nil means the standard functions.
	Functions *functions.Registry
	// Mapping is the name of the only object mapping of a schema to describe, in any case; "" means all of them.
	Mapping string
	// Title is the title of mappings that have no name, such as the name of their file; "" is one that fits all.
	Title string
}

// functions returns the functions that expressions may call.
func (o *Options) functions() *functions.Registry {
	if o.Functions != nil {
		return o.Functions
	}
	return functions.Standard()
}

// WriteSets describes the object mappings of a mapping file in Markdown. They need not be valid: the description includes the errors of their
// expressions. WriteSets returns an error where nothing is mapped, one for an unknown object mapping in opts, and the errors of w.
func WriteSets(w io.Writer, sets []*mapping.Set, opts Options) error {
	if !slices.ContainsFunc(sets, func(s *mapping.Set) bool { return len(s.Mappings) > 0 }) {
		return errors.New("there is nothing to describe: the file maps no attribute")
	}
	var chosen []*mapping.Set
	var others []string
	for _, set := range sets {
		if opts.Mapping == "" || strings.EqualFold(opts.Mapping, set.Name) || strings.EqualFold(opts.Mapping, objectsOf(set)) {
			chosen = append(chosen, set)
		} else {
			others = append(others, fmt.Sprintf("%.60q", cmp.Or(set.Name, objectsOf(set))))
		}
	}
	// A misspelt name is an error, and nothing is written then, as in WriteSchema.
	if len(chosen) == 0 && len(others) > 0 {
		return fmt.Errorf("the file has no object mapping %.60q: it has %s", opts.Mapping, strings.Join(others, ", "))
	}
	var m markdown
	level := 1
	if len(chosen) > 1 {
		m.heading(level, prose(cmp.Or(opts.Title, "Object mappings")))
		level++
	}
	refers := false
	for _, set := range chosen {
		name := cmp.Or(set.Name, objectsOf(set), "Attribute mappings")
		if level == 1 {
			name = cmp.Or(set.Name, opts.Title, name)
		}
		m.heading(level, prose(name))
		s := opts.set(set)
		s.write(&m)
		refers = refers || s.refers()
	}
	if refers {
		m.references()
	}
	_, err := io.WriteString(w, m.String())
	return err
}

// objectsOf returns the types of the objects on both sides, "" if the set names none.
func objectsOf(set *mapping.Set) string {
	source, target := cmp.Or(set.Source, set.Resource), cmp.Or(set.Target, set.Resource, set.Source)
	if target == "" {
		return ""
	}
	return cmp.Or(source, target) + " → " + target
}

// set describes an object mapping of a mapping file.
func (o *Options) set(set *mapping.Set) *section {
	profile := set.Profile()
	with := Options{Functions: set.Settings.Functions(o.Functions)}
	s := &section{
		facts:   setFacts(set, profile),
		filters: []filter{{name: "Scope", intro: inScope, none: everyObject, groups: set.Scope}},
		demands: demands{profile: profile, object: cmp.Or(set.Target, set.Resource, set.Source), target: set.TargetTypes},
		source:  set.Types,
	}
	for i := range set.Mappings {
		s.rules = append(s.rules, with.rule(&set.Mappings[i], nil))
	}
	return s
}

// setFacts returns what a set says of its objects, of the target, and of what is done there.
func setFacts(set *mapping.Set, profile mapping.Profile) []string {
	var facts []string
	add := func(name, fact string) {
		if fact != "" {
			facts = append(facts, "**"+name+"**: "+fact)
		}
	}
	if source, target, ok := strings.Cut(objectsOf(set), " → "); ok {
		add("Objects", code(source)+" → "+code(target))
	}
	if name := profile.Target().Name; name != "" {
		add("Target", name+", by the names of its attributes")
	}
	if len(set.Actions) > 0 {
		add("Actions", names(set.Actions))
	}
	options := &set.Settings
	switch {
	case options.Unlinked:
		add("Leaving", "objects out of scope are unlinked, and nothing is sent")
	case options.SkipOutOfScopeDeletions:
		add("Leaving", "objects out of scope are left alone")
	}
	if options.HardDelete {
		add("Disabling", cannotDisable)
	}
	if options.MaxDisables != "" {
		add("Threshold", "more than "+code(options.MaxDisables)+" deletions and disabled accounts of a cycle are held back")
	}
	add("Readings", names(slices.Concat(options.Compat, options.Client)))
	return facts
}

// section describes the mapping of one kind of object.
type section struct {
	facts   []string // what a schema says in addition to matching and filters
	filters []filter
	rules   []*rule
	typed   bool // the target's attributes are defined
	demands demands
	source  *mapping.Schema // what is known of the source's attributes
}

// write writes the facts and filters as a list, the rules as a table, below it the expressions that are too long for a cell, and then the API expressions of attributes.
func (s *section) write(m *markdown) {
	// Matching and filters come before the attributes: they decide which objects the attributes are written to.
	items := append(s.facts, s.matching())
	items = append(items, s.demands.items(s.rules)...)
	for _, f := range s.filters {
		items = append(items, f.items()...)
	}
	m.items(items)
	if len(s.rules) == 0 {
		m.paragraph("No attribute is mapped.")
		return
	}
	s.table(m)
	for _, r := range s.rules {
		if r.below != "" {
			m.paragraph("**" + code(r.mapping.Target) + "**")
			m.block(r.below)
		}
	}
	s.documents(m)
}

// matching returns the sentence about the matching attributes.
func (s *section) matching() string {
	var matching []*rule
	// Long expressions are in the order of their rows, each after the name of its target.
	for _, r := range s.rules {
		if r.mapping.Match > 0 {
			matching = append(matching, r)
		}
	}
	if len(matching) == 0 {
		return "**Matching**: no attribute has a matching precedence"
	}
	// The lowest precedence is tried first; of equal ones the first of the set.
	slices.SortStableFunc(matching, func(a, b *rule) int { return a.mapping.Match - b.mapping.Match })
	// Later keys count only where the earlier ones find nothing, hence the words then by.
	keys := make([]string, len(matching))
	for i, r := range matching {
		keys[i] = code(r.mapping.Target)
		if len(r.inputs) > 0 {
			keys[i] += " from " + names(r.inputs)
		}
	}
	return "**Matching**: an object of the target is found by " + strings.Join(keys, ", then by ")
}

// table writes a row for every attribute. It omits empty columns.
func (s *section) table(m *markdown) {
	// The columns that every mapping has are kept, so that documents of several sets can be compared; types, defaults and notes are not
	// worth an empty column.
	columns := []struct {
		name string
		cell func(*rule) string
		kept bool // even if empty
	}{
		{"Target", func(r *rule) string { return code(r.mapping.Target) }, true},
		{"Type", func(r *rule) string {
			if !s.typed {
				return ""
			}
			return r.targetType()
		}, false},
		{"Rule", func(r *rule) string { return r.words }, true},
		{"Inputs", func(r *rule) string { return names(r.inputs) }, true},
		{"When", func(r *rule) string { return r.mapping.Apply.Behavior().When }, true},
		{"Default", func(r *rule) string { return defaultOf(r.mapping) }, false},
		{"Notes", notesOf, false},
	}
	var head []string
	// The cells are made column by column, since whether a column is empty is known only then.
	rows := make([][]string, len(s.rules))
	for _, column := range columns {
		cells := make([]string, len(s.rules))
		for i, r := range s.rules {
			cells[i] = column.cell(r)
		}
		if !column.kept && !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" }) {
			continue
		}
		head = append(head, column.name)
		for i, cell := range cells {
			rows[i] = append(rows[i], cell)
		}
	}
	m.table(head, rows)
}

// defaultOf returns the default value as inline code, "" for none.
func defaultOf(m *mapping.Mapping) string {
	if m.Default == "" {
		return ""
	}
	return code(m.Default)
}

// notesOf returns the notes of a rule, the matching precedence first.
func notesOf(r *rule) string {
	notes := r.notes
	if n := r.mapping.Match; n > 0 {
		notes = append([]string{fmt.Sprintf("matching attribute, precedence %d", n)}, notes...)
	}
	return strings.Join(notes, "; ")
}
