package regex

import (
	"context"
	"time"
)

// Budget limits the total cost of several calls. It must not be used by two calls at once. The zero value allows no work.
type Budget struct {
	Steps       int             // work of all calls, in steps
	OutputBytes int             // length of the text that each call appends
	Time        time.Duration   // time of all calls; 0 means no limit
	Context     context.Context // stops a search with its error once it is done; may be nil

	Used    int           // steps used; the caller may add work of other kinds, or reset it to 0
	Elapsed time.Duration // time used, likewise

	// spare is a machine that is too large for the pool of its pattern. The next call within the budget takes it, so that the
	// members of a long list do not each allocate one.
	spare *machine
}

// Borrow takes over the memory that earlier calls within another budget have left.
func (b *Budget) Borrow(from *Budget) {
	if b.spare == nil {
		b.spare, from.spare = from.spare, nil
	}
}

// Clear makes the whole budget available again, and lets go of the memory of earlier calls.
func (b *Budget) Clear() { b.Used, b.Elapsed, b.spare = 0, 0, nil }

// Shared is a pattern whose calls share a budget. Without a budget, the pattern's limits apply to each call.
type Shared struct {
	pattern *Pattern
	budget  *Budget
}

// Within returns the pattern for calls within a budget, which may be nil.
func (p *Pattern) Within(b *Budget) Shared { return Shared{p, b} }

func (s Shared) outputBytes() int {
	if s.budget != nil {
		return s.budget.OutputBytes
	}
	return s.pattern.limits.OutputBytes
}

// check returns an error if m must stop because its time is used up or its context is done. It is called at checkpoints only,
// as reading the clock takes longer than a step.
func (b *Budget) check(m *machine) error {
	if b.Time > 0 && b.Elapsed+time.Since(m.began) > b.Time {
		return &LimitError{Limit: LimitTime, Max: int(b.Time)}
	}
	if b.Context != nil {
		return b.Context.Err()
	}
	return nil
}
