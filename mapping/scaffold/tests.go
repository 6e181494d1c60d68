package scaffold

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/coverage"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/test"
)

// Options say how tests are made. The zero value is ready to use.
type Options struct {
	// Mapping is the name by which the file of tests opens the mappings; "" is that of the document.
	Mapping string
	// Now is the time at which the tests are run; the zero time is that of the first day of 2026.
	Now time.Time
	// Functions are those that expressions may call; nil means the standard ones.
	Functions *functions.Registry
}

// Tests is a file of tests that pass.
type Tests struct {
	// Data is the file, in YAML.
	Data []byte
	// Count is the number of tests.
	Count int
	// Coverage is what they meet, and what no input was found for.
	Coverage *coverage.Report
	// Left names the mappings that have no test of their own, since what they come to must not be printed or cannot be said.
	Left []string
}

// domain is the default domain of a tenant, and what tokens stand for, where expressions ask for one.
const domain = "contoso.example"

// NewTests makes tests of a mapping file or an exported schema: of each mapping, of new accounts, of accounts that are found, and of the scope. The
// error is a [diag.List] where the mappings cannot be run, and that of ctx where it is canceled. Unknown functions are no error: what calls them is
// expected to fail.
func NewTests(ctx context.Context, doc *file.Document, opts Options) (*Tests, error) {
	opts.Mapping = cmp.Or(opts.Mapping, doc.Name())
	if opts.Now.IsZero() {
		opts.Now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if opts.Functions == nil {
		opts.Functions = functions.Standard()
	}
	m := &maker{doc: doc, opts: opts, tokens: map[string]string{}}
	choices, err := m.choices()
	if err != nil {
		return nil, err
	}
	for _, choice := range choices {
		if err := m.add(ctx, choice, len(choices) > 1); err != nil {
			return nil, err
		}
	}
	return m.settle(ctx)
}

// maker makes the tests of one file.
type maker struct {
	doc    *file.Document
	opts   Options
	tokens map[string]string
	domain bool // expressions ask for the default domain
	items  []*item
}

// choices returns the numbers of the object mappings that can be run.
func (m *maker) choices() (numbers []string, err error) {
	if m.doc.Kind() != file.Schema {
		sets, err := m.doc.Sets()
		for i := range sets {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
		return numbers, err
	}
	schema, err := m.doc.Schema()
	if err != nil {
		return nil, err
	}
	for i, o := range schema.ObjectMappings() {
		if o.Enabled() {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
	}
	if len(numbers) == 0 {
		return nil, diag.Errorf("no object mapping is enabled")
	}
	return numbers, nil
}

// add adds the tests of an object mapping.
func (m *maker) add(ctx context.Context, choice string, several bool) error {
	job, err := intake.ReadJob(m.doc, choice, []string{""}, nil, m.opts.Functions)
	if err != nil {
		return err
	}
	if job.Findings.HasErrors() {
		return job.Findings.Errors()
	}
	m.readTokens(job.Objects[0].Set)
	for i := range job.Objects {
		o := &job.Objects[i].Mapping
		o.Clock, o.DefaultDomain, o.Tokens = func() time.Time { return m.opts.Now }, domain, m.tokens
	}
	engine, err := job.Compile()
	if err != nil {
		return err
	}
	if !several || m.isDefault(job) {
		choice = ""
	}
	o := newObject(&job.Objects[0], engine, choice)
	m.items = append(m.items, o.cycles(ctx)...)
	for i := range o.mapper.Set().Mappings {
		m.domain = m.domain || o.mapper.Effects(i)&functions.Tenant != 0
		if err := m.addMapping(ctx, o, i); err != nil {
			return err
		}
	}
	return nil
}

// isDefault reports whether a job is of the object mapping that is run where none is chosen.
func (m *maker) isDefault(job *intake.Job) bool {
	other, err := intake.ReadJob(m.doc, "", []string{""}, nil, m.opts.Functions)
	if err != nil {
		return false
	}
	a, b := &other.Objects[0], &job.Objects[0]
	return a.Name == b.Name && a.Type == b.Type && a.TargetType == b.TargetType && slices.Equal(a.Set.Mappings, b.Set.Mappings)
}

// readTokens gives every token of the expressions a value.
func (m *maker) readTokens(set *mapping.Set) {
	for _, row := range set.Mappings {
		tree, err := syntax.Parse(row.Expression)
		if err != nil {
			continue
		}
		for n := range syntax.Nodes(tree.Root) {
			if t, ok := n.(*syntax.Token); ok {
				m.tokens[t.Name] = domain
			}
		}
	}
}

// addMapping adds the tests of a mapping by itself.
func (m *maker) addMapping(ctx context.Context, o *object, i int) error {
	row := o.mapper.Set().Mappings[i]
	if row.Type() == mapping.None {
		return nil // its default is in the tests of new accounts
	}
	s, err := newSearch(o.mapper.Set(), row, o.Mapping)
	if err != nil {
		return err
	}
	base := input{}
	for _, name := range o.mapper.Inputs(i) {
		base[name] = guess(name, o.Mapping.Source)
	}
	if err := s.run(ctx, base); err != nil {
		return err
	}
	for _, f := range s.found {
		x := &item{choice: o.choice, mapping: row.Target, name: row.Target + ": " + f.what, in: f.in, alone: o.choice == "" && len(f.taken) == 0}
		for k, text := range f.taken {
			x.target = append(x.target, takenBy(k, row.Target, text))
		}
		if !x.alone {
			// A test of a mapping by itself knows neither accounts nor object mappings.
			x.in, x.attributes = o.anchor.and(f.in), []string{row.Target}
		}
		m.items = append(m.items, x)
	}
	return nil
}

// settle writes the file, and what its tests come to as what they expect, and leaves out tests that do not pass then: of what cannot be expected.
func (m *maker) settle(ctx context.Context) (*Tests, error) {
	for len(m.items) > 0 {
		f, err := test.Read(testsName, m.render())
		if err != nil {
			return nil, err
		}
		first := m.run(ctx, f)
		data, _, err := f.Updated(first)
		if err != nil {
			return nil, err
		}
		if f, err = test.Read(testsName, data); err != nil {
			return nil, err
		}
		report := m.run(ctx, f)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if report.Failed() == 0 && len(report.Errors()) == 0 {
			return m.finish(data, report)
		}
		if !m.leaveOut(report) {
			return nil, report.Errors()[0]
		}
	}
	return nil, diag.Errorf("no mapping can be tested")
}

// testsName is what messages about the file would call it.
const testsName = "tests.yaml"

func (m *maker) run(ctx context.Context, f *test.File) *test.Report {
	return test.Run(ctx, []*test.File{f}, test.Options{
		Open: func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(m.doc.Bytes())), nil },
		// The tests say their time.
		Functions: m.opts.Functions, Coverage: true,
	})
}

// leaveOut leaves out what does not pass: single attributes of a test, where it is these, else the test. It reports whether there was any.
func (m *maker) leaveOut(report *test.Report) bool {
	left := false
	for i, r := range report.Tests {
		if r.OK() {
			continue
		}
		x := m.items[i]
		whole := true
		for _, failure := range r.Failures {
			if failure.Target != "" && slices.Contains(x.attributes, failure.Target) {
				whole = false
				x.attributes = slices.DeleteFunc(x.attributes, func(name string) bool { return name == failure.Target })
			}
		}
		x.left, left = whole, true
	}
	m.items = slices.DeleteFunc(m.items, func(x *item) bool { return x.left })
	return left
}

// finish adds to the file what its tests do not meet.
func (m *maker) finish(data []byte, report *test.Report) (*Tests, error) {
	t := &Tests{Count: len(report.Tests), Coverage: report.Coverage}
	t.Data = append([]byte(heading(m.opts.Mapping, report.Coverage)), data...)
	for _, r := range report.Coverage.Mappings {
		tested := slices.ContainsFunc(m.items, func(x *item) bool { return x.mapping == r.Target || slices.Contains(x.attributes, r.Target) })
		if !tested && !strings.HasPrefix(r.Target, "@") {
			t.Left = append(t.Left, r.Target)
		}
	}
	// What is handed out is what has passed, with remarks alone before it.
	if _, err := test.Read(testsName, t.Data); err != nil {
		return nil, err
	}
	return t, nil
}
