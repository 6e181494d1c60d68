package regex

import (
	"context"
	"time"
)

// Budget is what several calls may cost together. It must not be used by two calls at once; its zero value allows nothing.
type Budget struct {
	Steps       int             // work of all calls
	OutputBytes int             // text that one call appends
	Time        time.Duration   // of all calls; 0 is no bound
	Context     context.Context // ends a search when it is done, with its error; nil never does

	Used    int           // of Steps; a caller may add work of its own, and begin anew with 0
	Elapsed time.Duration // of Time, likewise
}

// Shared is a pattern whose calls share a budget with others. Without one every call has the pattern's limits to itself.
type Shared struct {
	pattern *Pattern
	budget  *Budget
}

// Within gives the pattern for calls within a budget; nil is none.
func (p *Pattern) Within(b *Budget) Shared { return Shared{p, b} }

func (s Shared) outputBytes() int {
	if s.budget != nil {
		return s.budget.OutputBytes
	}
	return s.pattern.limits.OutputBytes
}

// check tells why m must not go on.
func (b *Budget) check(m *machine) error {
	if b.Time > 0 && b.Elapsed+time.Since(m.began) > b.Time {
		return &LimitError{Limit: LimitTime, Max: int(b.Time)}
	}
	if b.Context != nil {
		return b.Context.Err()
	}
	return nil
}
