package intake

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Job is a job that was read from a file of mappings, with what messages say of it.
type Job struct {
	*provision.Job
	doc        *file.Document
	candidates []candidate
	// unnamed is the candidate of objects whose type is not named, planned those of the job's object mappings; of these the first sources
	// have source objects.
	unnamed int
	planned []int
	sources int
}

// candidate is an object mapping of the file that may be planned.
type candidate struct {
	name, rule, source, target, resource string
	disabled                             bool
	priority                             int // of its rule: the lowest runs first
	take                                 func() (provision.ObjectMapping, diag.List)
	place                                func(found diag.List) // sets the places of findings about the set in a schema; nil in a mapping file
}

// ReadJob reads the job of a mapping file or an exported schema that plans source objects of some types; targets are the types of other objects
// that the target has, which are referred to. A type is named by that of the source objects, of the target's, or of the SCIM resource, in any
// case; "" is the type of the object mapping that choice names, by default the enabled one of users that runs first, else that of others.
// Every other type is planned by its first enabled object mapping. Where sources is nil, the types are those of all enabled object mappings.
//
// Choice is an object mapping's number in the file, its name, "source → target" or "source -> target" of its objects, or a part of these
// that no other one has, in any case.
//
// The error is a [diag.List] where it is about the text of the file. What a schema has and a job does not is in the job's findings.
func ReadJob(doc *file.Document, choice string, sources, targets []string, reg *functions.Registry) (*Job, error) {
	j := &Job{Job: new(provision.Job), doc: doc}
	read := j.readSets
	if doc.Kind() == file.Schema {
		read = j.readSchema
	}
	if err := read(reg); err != nil {
		return nil, err
	}
	if err := j.take(choice, sources, targets); err != nil {
		return nil, diag.Errorf("%s: %w", diag.Name(cmp.Or(doc.Name(), "mappings")), err)
	}
	return j, nil
}

// take takes the object mappings of all types into the job.
func (j *Job) take(choice string, sources, targets []string) (err error) {
	if j.unnamed, err = j.choose(choice); err != nil {
		return err
	}
	if sources == nil {
		sources = []string{""}
		for _, at := range j.enabled() {
			if c := &j.candidates[at]; !strings.EqualFold(c.source, j.candidates[j.unnamed].source) {
				sources = append(sources, c.source)
			}
		}
	}
	for _, name := range sources {
		if err := j.takeType(name, choice != ""); err != nil {
			return err
		}
	}
	if c := &j.candidates[j.unnamed]; choice != "" && !slices.Contains(j.planned, j.unnamed) {
		return diag.Errorf("the object mapping %s plans objects of the type %s, of which there are none: want --in %[2]s=FILE", diag.Name(c.shown()), diag.Name(c.source))
	}
	j.sources = len(j.Objects)
	for _, name := range targets {
		if err := j.takeType(name, choice != ""); err != nil {
			return err
		}
	}
	return nil
}

// Add takes one more object mapping into the job, which choice names.
func (j *Job) Add(choice string) error {
	at, err := j.choose(choice)
	if err != nil {
		return diag.Errorf("%s: %w", diag.Name(cmp.Or(j.doc.Name(), "mappings")), err)
	}
	j.add(at)
	j.sources = len(j.Objects)
	return nil
}

// takeType takes the object mapping of a type, unless the job has it. The one that was chosen comes before others of its type.
func (j *Job) takeType(name string, chosen bool) error {
	if name == "" {
		j.add(j.unnamed)
		return nil
	}
	// By the source's type first: the names of both sides may be the same for different types.
	for _, by := range typeNames {
		of := func(at int) bool {
			c := &j.candidates[at]
			return strings.EqualFold(by(c.source, c.target, c.resource), name)
		}
		if chosen && of(j.unnamed) {
			j.add(j.unnamed)
			return nil
		}
		for _, at := range j.enabled() {
			if of(at) {
				j.add(at)
				return nil
			}
		}
	}
	return diag.Errorf("no enabled object mapping has objects of the type %s: there are %s", diag.Quote(name), diag.Name(j.list(j.all())))
}

// typeNames are the names that a type has, the first of most weight.
var typeNames = []func(source, target, resource string) string{
	func(source, _, _ string) string { return source },
	func(_, target, _ string) string { return target },
	func(_, _, resource string) string { return resource },
	// Applications that speak SCIM name their objects by schemas: urn:ietf:params:scim:schemas:core:2.0:Group.
	func(_, target, _ string) string { return target[strings.LastIndexAny(target, ":.")+1:] },
}

// add takes a candidate into the job, once.
func (j *Job) add(at int) {
	if slices.Contains(j.planned, at) {
		return
	}
	object, found := j.candidates[at].take()
	object.Type, object.TargetType = j.candidates[at].source, j.candidates[at].target
	for i := range found {
		found[i].File = j.doc.Name()
	}
	j.Objects, j.Findings = append(j.Objects, object), append(j.Findings, found...)
	j.planned = append(j.planned, at)
}

// ObjectMapping returns the job's object mapping of the objects of a type, as it was named to [ReadJob].
func (j *Job) ObjectMapping(name string) *provision.ObjectMapping {
	if at := slices.Index(j.planned, j.unnamed); name == "" && at >= 0 {
		return &j.Objects[at]
	}
	if m := Find(j.Job, name); m != nil {
		return m
	}
	return &j.Objects[0] // a name that ReadJob was not told
}

// Find returns the object mapping of a job that a name of a type means, in any case: the type of its source objects, else that of the target's, else
// of the SCIM resource. "" is the first one; nil is none.
func Find(job *provision.Job, name string) *provision.ObjectMapping {
	for _, by := range typeNames {
		for i := range job.Objects {
			m := &job.Objects[i]
			if name == "" || strings.EqualFold(by(m.Type, m.TargetType, m.Resource), name) {
				return m
			}
		}
	}
	return nil
}

// Lines say which object mapping plans which type, one a line.
func (j *Job) Lines() []string {
	lines := make([]string, j.sources)
	for i := range lines {
		at := j.planned[i]
		c := &j.candidates[at]
		lines[i] = fmt.Sprintf("%s: %s by object mapping %d of %d", cmp.Or(j.doc.Name(), "mappings"), c.objects(), at+1, len(j.candidates))
		if c.name != "" {
			lines[i] += ", " + strconv.Quote(c.name)
		}
		if c.rule != "" {
			lines[i] += ", of the rule " + strconv.Quote(c.rule)
		}
	}
	return lines
}

// Name returns the name of the file.
func (j *Job) Name() string { return j.doc.Name() }

// Locate sets the places in the file of findings about one of the job's object mappings, and the name of the file: of the part of an expression
// that a finding is about, else of what its path leads to.
func (j *Job) Locate(found diag.List, object int) {
	if place := j.candidates[j.planned[object]].place; place != nil {
		place(found)
	} else {
		j.doc.Locate(found, j.planned[object])
	}
	for i := range found {
		found[i].File = j.doc.Name()
	}
}

// Compile compiles the job. The error is a [diag.List] with lines and columns of everything that keeps it from being run, where it is about the
// text of the file.
func (j *Job) Compile() (*provision.Engine, error) {
	engine, err := provision.New(*j.Job)
	if err == nil {
		return engine, nil
	}
	var all diag.List
	for i := range j.Objects {
		// One by one, to know which one is meant, and to see what is wrong with each.
		_, err := provision.New(provision.Job{Objects: j.Objects[i : i+1]})
		var invalid *mapping.ValidationError
		if errors.As(err, &invalid) {
			found := invalid.Findings.Errors()
			j.Locate(found, i)
			all = append(all, found...)
		}
	}
	if len(all) == 0 {
		return nil, diag.Errorf("%s:\n%w", diag.Name(j.doc.Name()), err)
	}
	// In the order of the file, which is that of people who correct it.
	all.Sort()
	return nil, all
}

// Warnings returns what the engine's object mappings warn of, with places.
func (j *Job) Warnings(engine *provision.Engine) diag.List {
	var all diag.List
	for i := range j.Objects {
		warnings := engine.Mapper(j.Objects[i].Type).Warnings()
		j.Locate(warnings, i)
		all = append(all, slices.DeleteFunc(warnings, func(f diag.Finding) bool {
			// The first is true of every cloud sync job, and its behavior is not in doubt; the second is of objects that the job does not create.
			return f.Code == codes.OutsideReference || f.Code == codes.RequiredUnmapped && j.Objects[i].Options.NoCreate
		})...)
	}
	return all
}

// all are the candidates in the order of the file.
func (j *Job) all() []int {
	all := make([]int, len(j.candidates))
	for i := range all {
		all[i] = i
	}
	return all
}

// enabled are the enabled candidates in the order in which they run.
func (j *Job) enabled() []int {
	enabled := slices.DeleteFunc(j.all(), func(at int) bool { return j.candidates[at].disabled })
	slices.SortStableFunc(enabled, func(a, b int) int { return cmp.Compare(j.candidates[a].priority, j.candidates[b].priority) })
	return enabled
}

// choose returns the candidate that a choice names.
func (j *Job) choose(choice string) (int, error) {
	enabled := j.enabled()
	if choice == "" {
		if len(enabled) == 0 {
			return 0, diag.Errorf("there is no enabled object mapping: there are %s", diag.Name(j.list(j.all())))
		}
		isUser := func(at int) bool { return strings.EqualFold(j.candidates[at].source, "user") }
		if i := slices.IndexFunc(enabled, isUser); i >= 0 {
			return enabled[i], nil
		}
		return enabled[0], nil
	}
	// A whole name comes before a part of others, and a name before a number: 2 may be somebody's name.
	for _, means := range []func(at int, c *candidate) bool{
		func(_ int, c *candidate) bool { return strings.EqualFold(c.name, choice) },
		func(_ int, c *candidate) bool { return strings.EqualFold(c.objects(), arrow(choice)) },
		func(at int, _ *candidate) bool { return strconv.Itoa(at+1) == choice },
		func(_ int, c *candidate) bool {
			return containsFold(c.name, choice) || containsFold(c.objects(), arrow(choice))
		},
	} {
		meant := slices.DeleteFunc(j.all(), func(at int) bool { return !means(at, &j.candidates[at]) })
		// Of several that a name means, the only one that is enabled is meant.
		if only := slices.DeleteFunc(slices.Clone(meant), func(at int) bool { return j.candidates[at].disabled }); len(only) == 1 {
			return only[0], nil
		}
		switch len(meant) {
		case 0:
		case 1:
			return meant[0], nil
		default:
			return 0, diag.Errorf("several object mappings are %s: %s", diag.Quote(choice), diag.Name(j.list(meant)))
		}
	}
	return 0, diag.Errorf("there is no object mapping %s: there are %s", diag.Quote(choice), diag.Name(j.list(j.all())))
}

// arrow returns "source -> target" as objects writes it.
func arrow(text string) string {
	source, target, found := strings.Cut(strings.ReplaceAll(text, "->", "→"), "→")
	if !found {
		return text
	}
	return strings.TrimSpace(strings.TrimSpace(source) + " → " + strings.TrimSpace(target))
}

func containsFold(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// objects returns the types of the objects on both sides.
func (c *candidate) objects() string { return show.Line(c.source + " → " + c.target) }

// shown returns what a candidate is called, on one line.
func (c *candidate) shown() string { return cmp.Or(show.Line(c.name), c.objects()) }

// list returns candidates with their numbers.
func (j *Job) list(some []int) string {
	names := make([]string, len(some))
	for i, at := range some {
		c := &j.candidates[at]
		names[i] = fmt.Sprintf("%d %s", at+1, c.shown())
		if c.name != "" {
			names[i] += " (" + c.objects() + ")"
		}
		if c.disabled {
			names[i] += ", disabled"
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, "; ")
}

// readSets takes the object mappings of a mapping file.
func (j *Job) readSets(reg *functions.Registry) error {
	sets, err := j.doc.Sets()
	if err != nil {
		// The sets cannot be read; one run reports the faults of expressions, too.
		_, found := j.doc.Check(mapping.Options{Functions: reg, KeepUnsupported: true})
		return found.Errors()
	}
	if j.MaxDisables.UnmarshalText([]byte(sets[0].Settings.MaxDisables)) != nil {
		// It is one of the faults that checking finds.
		_, found := j.doc.Check(mapping.Options{Functions: reg, KeepUnsupported: true})
		return found.Errors()
	}
	for _, set := range sets {
		source := cmp.Or(set.Source, set.Resource, "User")
		c := candidate{name: set.Name, source: source, target: cmp.Or(set.Target, set.Resource, source), resource: set.Resource}
		c.take = func() (provision.ObjectMapping, diag.List) {
			s := &set.Settings
			return provision.ObjectMapping{Name: c.name, Type: c.source, TargetType: c.target, Resource: c.resource, Set: set,
				Mapping: mapping.Options{Functions: reg, Source: described(set.Types, c.source), Target: described(set.TargetTypes, c.target), EmptyTextFlows: s.EmptyTextFlows}, Options: provision.Options{
					NoCreate: !set.Allows("create"), NoUpdate: !set.Allows("update"), NoDelete: !set.Allows("delete"),
					HardDelete: s.HardDelete, Unlinked: s.Unlinked, SkipOutOfScopeDeletions: s.SkipOutOfScopeDeletions,
					CustomAttributes: s.CustomSecurityAttributes,
				}}, nil
		}
		j.candidates = append(j.candidates, c)
	}
	return nil
}

// described returns what a mapping file says of a side whose objects have a name.
func described(types *mapping.Schema, name string) *mapping.Schema {
	s := mapping.Schema{Open: true}
	if types != nil {
		s = *types
	}
	s.Name = name
	return &s
}

// readSchema takes the object mappings of an exported schema.
func (j *Job) readSchema(reg *functions.Registry) error {
	schema, err := j.doc.Schema()
	if err != nil {
		return err
	}
	if schema.Counts().Empty() {
		return diag.Errorf("%s: %w", diag.Name(cmp.Or(j.doc.Name(), "schema")), graph.ErrEmpty)
	}
	for _, m := range schema.ObjectMappings() {
		j.candidates = append(j.candidates, candidate{
			name: m.Name(), rule: m.Rule().Name(), source: cmp.Or(m.SourceObjectName(), "User"), target: cmp.Or(m.TargetObjectName(), m.SourceObjectName(), "User"),
			disabled: !m.Enabled(), priority: m.Rule().Priority(),
			take:  func() (provision.ObjectMapping, diag.List) { return provision.NewObjectMapping(m, reg) },
			place: func(found diag.List) { placeInSchema(m, found) },
		})
	}
	return nil
}

// placeInSchema sets the places of findings about the set of an object mapping of a schema. The conversion keeps the texts, and the number and
// order of mappings, groups and clauses.
func placeInSchema(m graph.ObjectMapping, found diag.List) {
	rows, groups := m.AttributeMappings(), m.Scope().Groups()
	for i := range found {
		f := &found[i]
		at, field := mapping.FieldOf(f.Path)
		inScope := f.Path.StartsWith(diag.PathOf("scope"))
		switch {
		case at >= 0 && at < len(rows) && field == "expression" && f.Text != "":
			f.Path, f.Position = rows[at].ExpressionPlace(f.Text, f.Span.Start)
		case at >= 0 && at < len(rows) && field != "":
			f.Path, f.Position = rows[at].Field(field)
		case at >= 0 && at < len(rows):
			f.Path, f.Position = rows[at].Path(), rows[at].Position()
		case inScope && len(f.Path) == 3:
			c := groups[f.Path[1].Index].Clauses()[f.Path[2].Index]
			f.Path, f.Position = c.Path(), c.Position()
		case inScope && len(f.Path) == 2:
			g := groups[f.Path[1].Index]
			f.Path, f.Position = g.Path(), g.Position()
		default:
			continue
		}
		f.InText = false
	}
}
