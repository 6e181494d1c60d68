package test

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/coverage"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
)

// lab has what tests share: mappings are read and compiled once. What a test changes it has for itself.
type lab struct {
	opts      Options
	mutex     sync.Mutex
	benches   map[string]*bench
	documents map[string]*document
	mappers   map[string]*mapping.Mapper // of expressions
}

// document is a mapping file or an exported schema.
type document struct {
	once sync.Once
	doc  *file.Document
	err  error
}

// document reads a file of mappings, once.
func (l *lab) document(name string) (*file.Document, error) {
	l.mutex.Lock()
	d := l.documents[name]
	if d == nil {
		d = new(document)
		l.documents[name] = d
	}
	l.mutex.Unlock()
	d.once.Do(func() {
		var in io.ReadCloser
		if in, d.err = l.opts.Open(name); d.err == nil {
			d.doc, d.err = file.ReadWithin(in, name, l.opts.Files)
			_ = in.Close() // it has been read only
		}
	})
	return d.doc, d.err
}

// bench is a job that is ready to be run; start returns the world that its tests begin with. Tests whose jobs are run alike share one.
type bench struct {
	lab            *lab
	setup          *setup
	sources, types []string // types of source objects, and of the target's

	once  sync.Once
	err   error
	first *engine
	met   *coverage.Coverage // nil unless Options.Coverage is set
	start func() (*world, error)

	mutex sync.Mutex
	free  []*engine
}

// engine is a compiled job. Where it draws random values it is for one test at a time.
type engine struct {
	*provision.Engine
	job    *intake.Job
	reads  map[string][]string
	chance *rand.ChaCha8 // nil where nothing is drawn
}

// bench returns the bench of a test.
func (l *lab) bench(t *testCase) (*bench, error) {
	sources, targets := types(t.planned()), types(t.job.targets)
	key := fmt.Sprintf("%p %s\x00%q\x00%q", t.file, t.job.key(), sources, targets)
	l.mutex.Lock()
	b := l.benches[key]
	if b == nil {
		b = &bench{lab: l, setup: t.job, sources: sources, types: targets}
		b.start = sync.OnceValues(b.world)
		l.benches[key] = b
	}
	l.mutex.Unlock()
	b.once.Do(func() { b.err = b.prepare() })
	return b, b.err
}

// prepare compiles the job.
func (b *bench) prepare() (err error) {
	if b.first, err = b.compile(); err != nil {
		return err
	}
	if b.first.chance != nil {
		b.free = []*engine{b.first}
	}
	b.begin()
	return nil
}

// world reads what tests begin with. Of several days only the first one does.
func (b *bench) world() (*world, error) {
	objects, err := b.targets()
	if err != nil {
		return nil, err
	}
	w := &world{objects: objects, memory: provision.NewMemory(objects)}
	switch {
	case b.setup.links != nil:
		o := b.given(b.setup.links.Real().Elements)
		w.links, err = o.Links(givenName, b.first.job.Job)
	case b.setup.Links != "":
		w.links, err = b.opening().Links(b.setup.Links, b.first.job.Job)
	}
	return w, err
}

// take returns an engine for one test, which gives it back.
func (b *bench) take() (*engine, error) {
	if b.first.chance == nil {
		return b.first, nil
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if n := len(b.free); n > 0 {
		e := b.free[n-1]
		b.free = b.free[:n-1]
		return e, nil
	}
	return b.compile()
}

func (b *bench) give(e *engine) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.free = append(b.free, e)
}

// seed begins random values anew.
func (b *bench) seed(e *engine) {
	if e.chance != nil {
		e.chance.Seed(b.setup.seedBytes())
	}
}

// seedBytes returns the seed as a source of randomness takes it.
func (s *setup) seedBytes() (seed [32]byte) {
	for i := range 8 {
		seed[i] = byte(s.seed >> (8 * i))
	}
	return seed
}

// read reads the job without compiling it.
func (b *bench) read() (*intake.Job, *rand.ChaCha8, error) {
	s, l := b.setup, b.lab
	doc, err := l.document(s.file.beside(s.Schema))
	if err != nil {
		return nil, nil, err
	}
	registry, err := s.functions(l.opts.Functions)
	if err != nil {
		return nil, nil, err
	}
	sources := b.sources
	if len(sources) == 0 {
		sources = []string{""} // of a test of an expression
	}
	job, err := intake.ReadJob(doc, s.Mapping, sources, b.types, registry)
	if err != nil {
		return nil, nil, err
	}
	if job.Findings.HasErrors() {
		return nil, nil, job.Findings.Errors()
	}
	if err := s.Settle(b.opening(), job, s.clock(l.opts.Clock)); err != nil {
		return nil, nil, err
	}
	chance := rand.NewChaCha8(s.seedBytes())
	for i := range job.Objects {
		job.Objects[i].Mapping.Random, job.Objects[i].Mapping.Watch = chance, l.opts.Coverage
	}
	return job, chance, nil
}

// compile compiles the job.
func (b *bench) compile() (*engine, error) {
	job, chance, err := b.read()
	if err != nil {
		return nil, err
	}
	compiled, err := job.Compile()
	if err != nil {
		return nil, err
	}
	e := &engine{Engine: compiled, job: job, reads: map[string][]string{}}
	for i := range job.Objects {
		m := &job.Objects[i]
		e.reads[m.Type] = compiled.SourceAttributes(m.Type)
		for k := range m.Set.Mappings {
			if compiled.Mapper(m.Type).Effects(k)&functions.Random != 0 {
				e.chance = chance
			}
		}
	}
	return e, nil
}

// functions returns the functions that the expressions of a job may call.
func (s *setup) functions(registry *functions.Registry) (*functions.Registry, error) {
	if registry == nil {
		registry = functions.Standard()
	}
	var specs []functions.Spec
	for _, name := range slices.Sorted(maps.Keys(s.stubs)) {
		specs = append(specs, functions.Stub(name, s.stubs[name]))
	}
	with, err := registry.With(specs...)
	if err != nil {
		return nil, diag.Errorf("stubs: %w", err)
	}
	return with, nil
}

// opening returns how the files of a job are opened.
func (b *bench) opening() *intake.Opening {
	return &intake.Opening{
		Open:     func(name string) (io.ReadCloser, error) { return b.lab.opts.Open(b.setup.file.beside(name)) },
		Exists:   func(string) bool { return false },
		Options:  feed.Options{Limits: b.lab.opts.Records, HideValues: b.lab.opts.HideValues, Documents: b.lab.opts.Documents},
		Messages: io.Discard,
	}
}

// givenName is how objects that the file of tests holds are opened.
const givenName = "given"

// given opens objects that the file of tests holds, as a file of JSON Lines.
func (b *bench) given(nodes []*tree.Node) *intake.Opening {
	var text bytes.Buffer
	for _, n := range nodes {
		o := attributesOf(n)
		members := slices.DeleteFunc(slices.Clone(o.Members()), func(m value.Member) bool { return m.Name == typeMember })
		text.Write(value.ObjectOf(value.NewObject(members...)).AppendJSON(nil))
		text.WriteByte('\n')
	}
	o := b.opening()
	o.Open = func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text.Bytes())), nil }
	o.Options.Format = feed.NDJSON
	o.Messages = io.Discard
	return o
}

// targets reads the objects that the target has.
func (b *bench) targets() (objects []*provision.Object, err error) {
	nodes := b.setup.targets
	for len(nodes) > 0 {
		objectType, name := typeOf(nodes[0])
		n := 1
		flags := b.setup.Flags
		opening := b.opening()
		if name == "" {
			// Those of one type that follow each other are a file.
			for n < len(nodes) && !isFile(nodes[n]) && sameType(nodes[n], objectType) {
				n++
			}
			opening, name, flags.TargetFormat = b.given(nodes[:n]), givenName, "ndjson"
			flags.TargetEncoding = ""
		}
		flags.Target = []string{name}
		if objectType != "" {
			flags.Target[0] = objectType + "=" + name
		}
		some, _, err := flags.Targets(opening, b.first.job)
		if err != nil {
			return nil, fmt.Errorf("target: %w", err)
		}
		objects, nodes = append(objects, some...), nodes[n:]
	}
	return objects, nil
}

func sameType(n *tree.Node, objectType string) bool {
	name, _ := typeOf(n)
	return strings.EqualFold(name, objectType)
}
