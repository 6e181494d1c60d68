package test

import (
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/coverage"
	"github.com/attrmap/attrmap/mapping/file"
)

// begin begins to note what the tests of a bench meet.
func (b *bench) begin() {
	if b.lab.opts.Coverage {
		b.met = coverage.New(b.first.job.Name(), b.first.job.Job, b.first.Engine, b.first.job.Locate)
	}
}

// meets notes what a test of the mapping's own expression has met.
func (l *lab) meets(t *testCase, o *mapping.Outcome) {
	if !l.opts.Coverage || !t.expression.own || t.job.mapping.IsNull() {
		return
	}
	b, err := l.bench(t)
	if err != nil {
		return // the test has failed of it
	}
	object := b.first.job.ObjectMapping("")
	b.met.AddOutcome(object.Type, indexOf(b.first.Mapper(object.Type), t.expression.target), o)
}

// coverage returns what all tests have met: of mapping files all that they have, whether a test is about it or not, and of exported schemas, of
// which a team often owns a part, the object mappings that tests are about.
func (l *lab) coverage(tests []*Result) *coverage.Report {
	var reports []*coverage.Report
	seen := map[string]bool{}
	for _, r := range tests {
		if r.of.job.mapping.IsNull() {
			continue
		}
		for _, c := range r.of.cycles() {
			b, err := l.bench(c)
			if err != nil {
				continue // the test says why
			}
			name := c.job.file.beside(c.job.Schema)
			if !seen[name] {
				seen[name] = true
				if whole := l.whole(name); whole != nil {
					reports = append(reports, whole)
				}
			}
			reports = append(reports, b.met.Report())
		}
	}
	return coverage.Join(reports...)
}

// whole returns the coverage of a mapping file of which nothing has been met; nil for another file, and for one that cannot be run as a whole.
func (l *lab) whole(name string) *coverage.Report {
	doc, err := l.document(name)
	if err != nil || doc.Kind() == file.Schema {
		return nil
	}
	registry := l.opts.Functions
	if registry == nil {
		registry = functions.Standard()
	}
	job, err := intake.ReadJob(doc, "", nil, nil, registry)
	if err != nil {
		return nil
	}
	engine, err := job.Compile()
	if err != nil {
		return nil
	}
	return coverage.New(job.Name(), job.Job, engine, job.Locate).Report()
}
