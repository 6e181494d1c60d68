package provision

import (
	"context"
	"iter"
)

// Run gives a plan for every source object, in order and one at a time, so that memory stays constant however long the stream is.
// It ends after the last object, or with ctx's error.
func (e *Engine) Run(ctx context.Context, sources iter.Seq[Source]) iter.Seq2[*Plan, error] {
	return e.RunParallel(ctx, sources, 1)
}

// RunParallel gives what Run gives, the same plans in the same order, with so many goroutines at work besides the caller's; 1 is the
// caller's alone, 0 or less is GOMAXPROCS. See [Engine.Print] for what runs where.
func (e *Engine) RunParallel(ctx context.Context, sources iter.Seq[Source], workers int) iter.Seq2[*Plan, error] {
	return func(yield func(*Plan, error) bool) {
		for printed, err := range e.Print(ctx, sources, workers, nil) {
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

// Print gives a plan and its text for every source object, in order, with so many workers; 1 is the caller's goroutine alone, 0 or
// less is GOMAXPROCS. The number changes nothing in the plans: a worker makes drafts, and a draft that an earlier object's plan
// overtakes is made once more when its turn comes. It ends after the last object, with the printer's error, or with ctx's; no
// goroutine is left behind then, nor where the caller breaks off.
//
// Sources is read in the caller's goroutine; with several workers it is read ahead of the plan at hand by at most 64 objects per
// worker, which is what bounds the memory. The workers call the directory, the
// printer, custom functions and the mapper's clock, which must be safe for concurrent use, and read the attributes of sources that
// have been given already, which must not be changed. A set that draws from a given source of randomness is worked on by the
// caller's goroutine alone, so that the draws keep their order. A panic of any of them comes up in the caller's goroutine.
func (e *Engine) Print(ctx context.Context, sources iter.Seq[Source], workers int, printer Printer) iter.Seq2[Printed, error] {
	return func(yield func(Printed, error) bool) {
		c := e.newCrew(ctx, workers, printer)
		defer c.dismiss()
		for src := range sources {
			if !c.take(src, yield) {
				return
			}
		}
		c.finish(yield)
	}
}
