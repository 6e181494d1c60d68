package replay

import (
	"context"
	"errors"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Options say which events of logs are judged, and from what.
type Options struct {
	// People are the source objects as they are now, for all events; nil is that each event has its own in the first step of its import.
	People iter.Seq[provision.Source]
	// Since leaves the events before it out; those without a time stay. Job, where it is not "", leaves those of other jobs out, in any case.
	Since time.Time
	Job   string
	// Now is the time of events that do not have one.
	Now time.Time
	// Workers is how many goroutines judge; 0 means as many as there are processors. The report does not depend on it.
	Workers int
	// Limit is how many differences the report keeps; 0 is all of them. Counts are exact.
	Limit int
	// HideValues keeps values out of the report.
	HideValues bool
	// JSON, where it is set, gets the report as one JSON document while it is made: differences as they are found, then the counts. The report
	// keeps no differences then.
	JSON io.Writer
	// Cases, where it is set, gets tests of the events that differ.
	Cases *Cases
}

// batchSize is how many events a worker judges at once.
const batchSize = 64

// batch is some events on their way through a worker.
type batch struct {
	events    []*event
	judgments []*judgment
	err       error
	done      chan struct{}
}

// Run judges all events of the logs, one log after another. The job's mappings are compiled once for each worker, with a clock that shows the
// time of the event; the clock of the job is not read. Memory is that of the people, of a few hundred events, and of what the report keeps.
//
// The error is that of a log which cannot be read further, of ctx, of the job (a *mapping.ValidationError), or that of Options.JSON; the report is
// about the events before it, and is nil where there are none to be. No event at all is an error, too.
func Run(ctx context.Context, job *provision.Job, logs []Log, opts Options) (*Report, error) {
	if opts.Workers <= 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	r := &replayer{opts: &opts, report: newReport(&opts)}
	for i := range opts.Workers {
		j, engine, err := newJudge(job, &opts)
		if err != nil {
			return nil, err
		}
		if i == 0 && opts.People != nil {
			if r.people, err = newPeople(ctx, engine, job.Objects[0].Type, opts.People); err != nil {
				return nil, err
			}
		}
		j.people = r.people
		r.judges = append(r.judges, j)
	}
	if opts.Cases != nil {
		var err error
		if r.cases, err = newCases(opts.Cases, job, opts.Now); err != nil {
			return nil, err
		}
	}
	err := r.run(ctx, logs)
	r.report.Notes = r.notes
	if r.cases != nil {
		r.report.noteCases(r.cases.left)
		if end := r.cases.finish(); err == nil {
			err = end
		}
	}
	if cut := r.report.finish(); err == nil {
		err = cut
	}
	if err == nil && r.report.Events == 0 {
		err = r.nothing(logs)
	}
	return r.report, err
}

// replayer is a run.
type replayer struct {
	opts    *Options
	judges  []*judge
	people  *people
	report  *Report
	cases   *casesWriter
	skipped int // events that Since or Job leaves out
	notes   []string
}

// note adds a note about a log, once.
func (r *replayer) note(log, message string) {
	if log != "" {
		message = log + ": " + message
	}
	if !slices.Contains(r.notes, message) {
		r.notes = append(r.notes, message)
	}
}

// nothing says why there is nothing to judge.
func (r *replayer) nothing(logs []Log) error {
	if r.skipped > 0 {
		return diag.Errorf("no event is left: the job, or the time since which events count, leaves all of %d out", r.skipped)
	}
	names := make([]string, len(logs))
	for i := range logs {
		names[i] = logs[i].Name
	}
	return diag.Errorf("%s: the logs have no event: want what Microsoft Graph, provision on demand, the portal or Log Analytics has written", diag.Name(strings.Join(names, ", ")))
}

// run passes the events through the workers and gathers what they came to, in order.
func (r *replayer) run(ctx context.Context, logs []Log) error {
	ctx, cancel := context.WithCancel(ctx)
	work, ordered := make(chan *batch), make(chan *batch, 2*len(r.judges))
	var wait sync.WaitGroup
	for _, j := range r.judges {
		wait.Go(func() {
			for b := range work {
				b.judge(ctx, j)
				close(b.done)
			}
		})
	}
	var readErr error
	wait.Go(func() {
		defer close(ordered)
		defer close(work)
		readErr = r.read(ctx, logs, func(b *batch) bool {
			for _, to := range []chan<- *batch{work, ordered} {
				select {
				case to <- b:
				case <-ctx.Done():
					return false
				}
			}
			return true
		})
	})
	err := r.gather(ctx, ordered)
	cancel()
	wait.Wait()
	if err != nil {
		return err
	}
	return readErr
}

// gather reads what batches came to, in their order.
func (r *replayer) gather(ctx context.Context, ordered <-chan *batch) error {
	for b := range ordered {
		<-b.done
		if b.err != nil {
			return b.err
		}
		for _, j := range b.judgments {
			if err := r.report.add(j); err != nil {
				return err
			}
			if r.cases != nil && j.verdict() == differ {
				if err := r.cases.add(ctx, j); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (b *batch) judge(ctx context.Context, j *judge) {
	for _, e := range b.events {
		out, err := j.judge(ctx, e)
		if err != nil {
			b.err = err
			return
		}
		b.judgments = append(b.judgments, out)
	}
}

// errStopped means that nobody wants more events.
var errStopped = errors.New("stopped")

// read reads the logs in batches.
func (r *replayer) read(ctx context.Context, logs []Log, send func(b *batch) bool) error {
	b := &batch{done: make(chan struct{})}
	for _, log := range logs {
		in := &reader{log: log, opts: r.opts, note: func(message string) { r.note(log.Name, message) }}
		for e, err := range in.events(ctx) {
			if err != nil {
				if len(b.events) > 0 {
					send(b)
				}
				return named(log.Name, err)
			}
			if r.leavesOut(e) {
				r.skipped++
				continue
			}
			if b.events = append(b.events, e); len(b.events) == batchSize {
				if !send(b) {
					return errStopped
				}
				b = &batch{done: make(chan struct{})}
			}
		}
	}
	if len(b.events) > 0 && !send(b) {
		return errStopped
	}
	return ctx.Err()
}

func named(name string, err error) error {
	if name == "" {
		return err
	}
	return diag.Errorf("%s: %w", diag.Name(name), err)
}

// leavesOut reports whether the options leave an event out. One that cannot be read is not.
func (r *replayer) leavesOut(e *event) bool {
	if e.err != nil {
		return false
	}
	return !r.opts.Since.IsZero() && !e.time.IsZero() && e.time.Before(r.opts.Since) || r.opts.Job != "" && !strings.EqualFold(e.jobID, r.opts.Job)
}

// maxJobs bounds how many jobs a message names.
const maxJobs = 5

// jobs are the jobs of which events were judged.
type jobs []string

func (j *jobs) add(id string) {
	if id != "" && len(*j) <= maxJobs && !slices.Contains(*j, id) {
		*j = append(*j, id)
	}
}
