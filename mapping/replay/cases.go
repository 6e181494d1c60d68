package replay

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Cases say how tests of the events that differ are written, in the form of package mapping/test: the attributes that agree are expected as they
// are, and those that differ as the log has them, so that these tests fail until the mapping is what it was.
type Cases struct {
	// To gets the file, in YAML.
	To io.Writer
	// Words are the members of the file before the tests: mapping, and words of the job such as profile.
	Words map[string]any
	// Pseudonymise replaces letters and digits of all values, and of the ids of events, by others, the same one in the whole file. Constants of
	// the mappings, truth and times stay.
	Pseudonymise bool
}

// casesWriter writes tests.
type casesWriter struct {
	opts    *Cases
	job     *provision.Job
	names   *pseudonyms
	engine  *provision.Engine
	now     time.Time
	written bool
	// left counts the events whose test would not say what the log says.
	left int
}

// newCases compiles the job as the tests will run it.
func newCases(opts *Cases, job *provision.Job, now time.Time) (*casesWriter, error) {
	w := &casesWriter{opts: opts, now: now}
	if opts.Pseudonymise {
		w.names = newPseudonyms(job)
	}
	own := *job
	own.Objects = slices.Clone(job.Objects)
	for i := range own.Objects {
		m := &own.Objects[i].Mapping
		m.DefaultDomain = w.names.text(m.DefaultDomain)
		m.Tokens = maps.Clone(m.Tokens)
		for name, text := range m.Tokens {
			m.Tokens[name] = w.names.text(text)
		}
		m.Clock = func() time.Time { return w.now }
	}
	w.job = &own
	var err error
	w.engine, err = provision.New(own)
	return w, err
}

// head writes what is before the tests.
func (w *casesWriter) head() error {
	words := maps.Clone(w.opts.Words)
	if words == nil {
		words = map[string]any{}
	}
	m := w.job.Objects[0].Mapping
	words["domain"] = m.DefaultDomain
	if len(m.Tokens) > 0 {
		words["tokens"] = m.Tokens
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(words)) {
		text, err := json.Marshal(words[name])
		if err != nil {
			return err
		}
		if string(text) != `""` && string(text) != "null" {
			b.WriteString(name + ": " + string(text) + "\n")
		}
	}
	b.WriteString("tests:")
	_, err := io.WriteString(w.opts.To, b.String())
	return err
}

// finish ends the file.
func (w *casesWriter) finish() error {
	if w.written {
		return nil
	}
	if err := w.head(); err != nil {
		return err
	}
	_, err := io.WriteString(w.opts.To, " []\n")
	return err
}

// add writes the test of an event. An event is left out where its test would not fail, or would show a word that was to be replaced.
func (w *casesWriter) add(ctx context.Context, j *judgment) error {
	e := j.event
	if !e.time.IsZero() {
		w.now = e.time
	}
	if w.names != nil {
		clear(w.names.changed)
	}
	source := w.sourceOf(j)
	plan, account, err := w.plan(ctx, j, source)
	if err != nil {
		return err
	}
	expected, fails := w.expected(j, plan)
	if !fails {
		w.left++
		return nil
	}
	test := value.NewObject(
		value.Member{Name: "name", Value: value.String("event " + w.names.text(e.name()))},
		value.Member{Name: "now", Value: value.String(w.now.UTC().Format(time.RFC3339))},
		value.Member{Name: "source", Value: value.ObjectOf(w.marked(source))},
		value.Member{Name: "target", Value: value.List(account...)},
		value.Member{Name: "expect", Value: value.ObjectOf(value.NewObject(value.Member{Name: "attributes", Value: value.ObjectOf(value.NewObject(expected...))}))},
	)
	text := "  - " + string(value.ObjectOf(test).AppendJSON(nil)) + "\n"
	if w.names.leaks(text) {
		w.left++
		return nil
	}
	if !w.written {
		if err := w.head(); err != nil {
			return err
		}
		if _, err := io.WriteString(w.opts.To, "\n"); err != nil {
			return err
		}
		w.written = true
	}
	_, err = io.WriteString(w.opts.To, text)
	return err
}

// sourceOf returns the attributes of the source object that the mappings read, as they are in the tests.
func (w *casesWriter) sourceOf(j *judgment) *value.Object {
	var members []value.Member
	add := func(name string, v value.Value) {
		if !v.IsAbsent() && !slices.ContainsFunc(members, func(m value.Member) bool { return m.Name == name }) {
			members = append(members, value.Member{Name: name, Value: w.names.value(v)})
		}
	}
	for _, name := range j.kind.mapper.SourceAttributes() {
		path := value.ParsePath(name)
		root := value.ParsePath(path.Root())
		if v := j.source.Attribute(&root); !v.IsAbsent() {
			add(path.Root(), v)
			continue
		}
		add(name, j.source.Attribute(&path))
	}
	if j.kind != nil && !strings.EqualFold(j.kind.Type, w.job.Objects[0].Type) {
		members = append(members, value.Member{Name: "@type", Value: value.String(j.kind.Type)})
	}
	return value.NewObject(members...)
}

// plan plans the event as its test does, with the account that it had before.
func (w *casesWriter) plan(ctx context.Context, j *judgment, source *value.Object) (*provision.Plan, []value.Value, error) {
	var account []value.Value
	var objects []*provision.Object
	attrs := value.Fold(source)
	if j.exists {
		members := []value.Member{{Name: "id", Value: value.String("account")}}
		mapper := w.engine.Mapper(j.kind.Type)
		for _, m := range mapper.Matching(ctx, attrs, false) {
			if m.Err == nil && !m.Value.IsNullOrEmpty() && m.Target != "id" {
				members = append(members, value.Member{Name: m.Target, Value: m.Value})
			}
		}
		for i := range j.rows {
			row := &j.rows[i]
			if name := row.target(j.kind); !row.old.IsNull() && row.row >= 0 && !slices.ContainsFunc(members, func(m value.Member) bool { return strings.EqualFold(m.Name, name) }) {
				members = append(members, value.Member{Name: name, Value: w.names.value(row.old)})
			}
		}
		o := value.NewObject(members...)
		object := provision.NewObject(value.Fold(o), 1, j.kind.Set)
		object.Type = j.kind.TargetType
		objects = append(objects, object)
		account = append(account, value.ObjectOf(o))
		if !strings.EqualFold(j.kind.Type, w.job.Objects[0].Type) {
			account[0] = value.ObjectOf(value.NewObject(append(members, value.Member{Name: "@type", Value: value.String(j.kind.Type)})...))
		}
	}
	cycle := w.engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)})
	plan, err := cycle.Plan(ctx, provision.Source{Type: j.kind.Type, Ordinal: 1, Attrs: attrs})
	return plan, account, err
}

// expected returns what a test expects, and whether it fails: what agrees as the plan has it, what differs as the log has it.
func (w *casesWriter) expected(j *judgment, plan *provision.Plan) (members []value.Member, fails bool) {
	for i := range j.rows {
		row := &j.rows[i]
		if row.row < 0 || row.mask != "" || row.verdict == unjudged {
			continue
		}
		ours := value.Absent
		flows := false
		if row.row < len(plan.Attributes) {
			o := &plan.Attributes[row.row]
			if flows = o.Decision == mapping.Flowed || o.Decision == mapping.DefaultUsed || o.Decision == mapping.Unchanged; flows {
				ours = o.New
			}
		}
		name := row.target(j.kind)
		switch {
		case row.verdict == agree && flows && ours.Kind() != value.KindObject && len(plan.Attributes[row.row].Pending) == 0:
			members = append(members, value.Member{Name: name, Value: expectation(ours)})
		case row.verdict == differ:
			logged := w.names.value(row.new)
			if same(logged, ours) || logged.Kind() == value.KindObject {
				continue
			}
			fails = true
			members = append(members, value.Member{Name: name, Value: expectation(logged)})
		}
	}
	return members, fails
}

// marked marks texts that mean something else in a file of tests.
func (w *casesWriter) marked(o *value.Object) *value.Object {
	members := slices.Clone(o.Members())
	for i := range members {
		if text, ok := members[i].Value.AsString(); ok && strings.TrimLeft(text, "=") == "absent" {
			members[i].Value = value.String("=" + text)
		}
	}
	return value.NewObject(members...)
}

// expectation returns a value as a file of tests expects it: a text that would be a pattern, or a word of the file, is marked.
func expectation(v value.Value) value.Value {
	if v.IsNull() {
		return value.Null // also where the log does not say so: nothing flows
	}
	if text, ok := v.AsString(); ok {
		plain := strings.TrimLeft(text, "=")
		if plain == "absent" || len(plain) > 2 && plain[0] == '/' && plain[len(plain)-1] == '/' {
			return value.String("=" + text)
		}
	}
	return v
}
