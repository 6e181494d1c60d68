package provision

import (
	"context"
	"iter"
)

// Run gives a plan for every source object, in order and one at a time, so that memory stays constant however long the stream is.
// It ends after the last object, or with ctx's error.
func (e *Engine) Run(ctx context.Context, sources iter.Seq[Source]) iter.Seq2[*Plan, error] {
	return func(yield func(*Plan, error) bool) {
		for src := range sources {
			plan, err := e.Plan(ctx, src)
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(plan, nil) {
				return
			}
		}
	}
}
