package provision

import (
	"context"
	"sync"

	"github.com/attrmap/attrmap/expr/value"
)

// Reservations let every value of an attribute be taken once, however many goroutines ask. They are for programs that map objects with
// a [mapping.Mapper] from several goroutines: an [Engine] has its own. They are safe for concurrent use.
type Reservations struct {
	answers *answers
	prints  claims // for its fingerprints alone
	mu      sync.Mutex
	taken   map[fingerprint]struct{}
}

// NewReservations returns reservations beside what the target has; a nil directory is a target without objects.
func NewReservations(directory Directory) *Reservations {
	return &Reservations{answers: newAnswers(directory), prints: newClaims(), taken: map[fingerprint]struct{}{}}
}

// Taken reports whether a value is in use in the directory or was taken before; where it is neither, the caller has it from
// now on. Values are compared without case. It is made for mapping.Options.Taken: SelectUniqueValue takes the first value that is
// free. A value stays taken if the object comes to nothing after all. The error is the directory's, and takes nothing.
func (r *Reservations) Taken(ctx context.Context, attribute, candidate string) (bool, error) {
	v := value.String(candidate)
	f := r.prints.fingerprint("", attribute, lookupText(v, false))
	r.mu.Lock()
	_, taken := r.taken[f]
	r.taken[f] = struct{}{} // before the directory is asked, which may take its time
	r.mu.Unlock()
	if taken {
		return true, nil
	}
	// The lock is not held meanwhile. For another goroutine that asks for the value now it is taken, and its next candidate is tried, even
	// where the directory turns out not to answer.
	hits, err := r.answers.find(ctx, []Query{{Attribute: attribute, Value: v}})
	if err != nil {
		r.mu.Lock()
		delete(r.taken, f)
		r.mu.Unlock()
		return false, err
	}
	return len(hits[0]) > 0, nil
}
