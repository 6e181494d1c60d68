package provision

import (
	"context"
	"iter"
)

// Run returns a plan for every source object, in order and one at a time. Memory stays constant however long the stream is, unless plans
// depend on objects that come later: where the job has attributes that refer to other objects, or a Job.MaxDisables, the plans of all objects
// are held until the last one is read, and then completed.
// Workers is how many goroutines plan; 1 is the caller's alone, 0 or less is GOMAXPROCS. The plans are the same for every number: see
// [Cycle.Print], also for what runs where. It ends after the last object, or with ctx's error.
func (c *Cycle) Run(ctx context.Context, sources iter.Seq[Source], workers int) iter.Seq2[*Plan, error] {
	return func(yield func(*Plan, error) bool) {
		for printed, err := range c.Print(ctx, sources, workers, nil) {
			if !yield(printed.Plan, err) {
				return
			}
		}
	}
}

// Printer appends the text of a plan to dst. It must be safe for concurrent use, and may be called for plans that are thrown away.
type Printer func(dst []byte, p *Plan) ([]byte, error)

// Printed is a plan with its text.
type Printed struct {
	// Plan may be kept.
	Plan *Plan
	// Text is overwritten when the next plan is asked for. It is empty where there is no Printer.
	Text []byte
}

// Print returns a plan and its text for every source object, in order. Workers is how many goroutines plan; 1 is the caller's alone, 0
// or less is GOMAXPROCS. The number changes nothing in the plans: workers plan speculatively, and a plan that an earlier object's plan
// makes invalid is made anew when its turn comes. It ends after the last object, with the printer's error, or with ctx's; no
// goroutine is left then, nor where the caller breaks off.
//
// Sources is read in the caller's goroutine, and ahead of the current plan, which is what bounds the memory: with several workers by at most
// 64 objects per worker; with one worker not at all, or by 32 objects where the directory is no [Memory], so that it is asked for many
// objects at once. The workers call the directory, the printer, custom functions and the mapper's clock, which must be safe for concurrent
// use and may be called for plans that are thrown away, and read the attributes of sources that have been yielded already, which must not
// be changed. A set that draws from the caller's source of randomness is worked on by the caller's goroutine alone, so that the draws
// keep their order; the directory then is asked one question at a time. A panic of any of them comes up in the caller's goroutine.
func (c *Cycle) Print(ctx context.Context, sources iter.Seq[Source], workers int, printer Printer) iter.Seq2[Printed, error] {
	return func(yield func(Printed, error) bool) {
		if c.engine.HoldsPlans() {
			c.runTwice(ctx, sources, workers, printer, yield)
			return
		}
		c.run(ctx, sources, workers, printer, yield)
	}
}

// Staged returns how many accounts Run or Print would have deleted and disabled where that is more than Job.MaxDisables, so that they are held
// back; else 0. It is known once the first plan has been returned.
func (c *Cycle) Staged() int {
	if c.pass.staging {
		return c.pass.disables
	}
	return 0
}

// HoldsPlans reports whether plans depend on objects that come after their own, so that [Cycle.Run] keeps all of them until the last one is read.
func (e *Engine) HoldsPlans() bool { return e.refers || e.threshold.set }

// run is the first pass over all objects. It reports whether it came to the end of them.
func (c *Cycle) run(ctx context.Context, sources iter.Seq[Source], workers int, printer Printer, yield func(Printed, error) bool) bool {
	p := c.newPipeline(ctx, workers, printer)
	defer p.stop()
	for src := range sources {
		if !p.push(src, yield) {
			return false
		}
	}
	return p.finish(yield)
}
