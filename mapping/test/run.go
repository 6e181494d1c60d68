package test

import (
	"context"
	"encoding/json"
	"io"
	"regexp"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
)

// Options say how tests are run.
type Options struct {
	// Open opens the files that tests name: mappings, and files of people, accounts and links. A relative name is joined to the folder of the
	// file of tests. It must be safe for concurrent use.
	Open func(name string) (io.ReadCloser, error)
	// Clock is the time of tests that do not say theirs; nil is time.Now.
	Clock func() time.Time
	// Functions are those that expressions may call besides the stubs of a file; nil means the standard ones.
	Functions *functions.Registry
	// Names chooses the tests whose name it matches; nil is all.
	Names *regexp.Regexp
	// Workers is how many tests run at once; 0 means as many as there are processors. The report does not depend on it.
	Workers int
	// Coverage measures what the tests meet of their mappings, for [Report.Coverage].
	Coverage bool
	// Files and Records bound what is read; the zero values are the defaults, for text of unknown origin.
	Files   file.Limits
	Records feed.Limits
	// Documents reads documents of HR systems among the files of people, see [feed.Options]; nil reads none.
	Documents feed.Documents
	// HideValues keeps the values of objects, and what is compared with them, out of the report.
	HideValues bool
}

// Result is what one test came to.
type Result struct {
	// File, Line and Name are those of the test; the line counts from 1, and is that of the test's dash.
	File string
	Line int
	Name string
	// Failures are what does not hold; none is a test that passes.
	Failures []*Failure
	// Err reports that the test could not be run: its mapping, or a file that it names, cannot be read or is wrong.
	Err error

	of *testCase
}

// OK reports whether the test passed.
func (r *Result) OK() bool { return r.Err == nil && len(r.Failures) == 0 }

// Failure is one thing that a test wants and that is not so.
type Failure struct {
	// Target is the attribute; "" where the object itself is meant, or an expression.
	Target string
	// Day is the time of the day that is meant, as the file writes it; "" of a test without days.
	Day string
	// Source is which of several source objects is meant, from 1; 0 where there is one.
	Source int
	// Want and Got are JSON in the notation of the file: "absent" for what is not there, "/…/" for a regular expression.
	Want, Got json.RawMessage
	// Explain is how the value came about, in lines; "" where there is nothing to explain.
	Explain string

	about  string     // "action" and so on, or what else is wrong with the object
	reason string     // why the plan is as it is
	of     *testCase  // the test or its day; nil of a test of an expression
	node   *tree.Node // what the file wants; nil where it says nothing of it
	line   int
	masked bool // Got must not be written to a file
	edit   func(e *editor) bool
}

// Run runs tests, and returns their results in the order of the files. Canceling ctx ends it early: tests that were not run have its error.
func Run(ctx context.Context, files []*File, opts Options) *Report {
	if opts.Clock == nil {
		opts.Clock = time.Now
	}
	if opts.Workers <= 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	l := &lab{opts: opts, benches: map[string]*bench{}, documents: map[string]*document{}, mappers: map[string]*mapping.Mapper{}}
	report := new(Report)
	for _, f := range files {
		for _, t := range f.tests {
			if opts.Names == nil || opts.Names.MatchString(t.name) {
				report.Tests = append(report.Tests, &Result{File: f.Name, Line: t.line, Name: t.name, of: t})
			}
		}
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(opts.Workers, len(report.Tests)) {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(report.Tests) {
					return
				}
				l.run(ctx, report.Tests[i])
			}
		})
	}
	wait.Wait()
	if opts.Coverage {
		report.Coverage = l.coverage(report.Tests)
	}
	return report
}

// hiddenError is an error without what may be a value of an object, or a constant.
type hiddenError struct{ cause error }

func (e *hiddenError) Error() string { return diag.MaskedError(e.cause) }

func (e *hiddenError) Unwrap() error { return e.cause }

// hidesWant reports whether what is wanted is a value of an object, or what one is compared with.
func (f *Failure) hidesWant() bool {
	return (f.Target != "" || f.about == "" || f.about == "target" || f.about == aboutAccount) && string(f.Want) != "null"
}

// run runs one test.
func (l *lab) run(ctx context.Context, r *Result) {
	if r.Err = ctx.Err(); r.Err != nil {
		return
	}
	if r.of.expression != nil {
		r.Failures, r.Err = l.expression(ctx, r.of)
	} else {
		r.Failures, r.Err = l.cycles(ctx, r.of)
	}
	if l.opts.HideValues {
		if r.Err != nil {
			r.Err = &hiddenError{r.Err}
		}
		for _, failure := range r.Failures {
			if failure.hidesWant() {
				failure.Want = quoted(diag.Hidden)
			}
		}
	}
	f := r.of.file
	offsets := make([]int, len(r.Failures))
	for i, failure := range r.Failures {
		offsets[i] = r.of.at
		if failure.of != nil {
			offsets[i] = failure.of.at
		}
		if failure.node != nil {
			offsets[i] = failure.node.At
		}
	}
	if len(offsets) > 0 {
		for i, at := range tree.Positions(f.text, offsets) {
			r.Failures[i].line = at.Line
		}
	}
}
