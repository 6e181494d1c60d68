package provision

import (
	"context"
	"sync"

	"github.com/attrmap/attrmap/expr/value"
)

// Reservations give every value of an attribute away once, however many goroutines ask. They are for programs that map objects with
// a [mapping.Mapper] from several goroutines: an [Engine] has its own. They are safe for concurrent use.
type Reservations struct {
	directory Directory
	prints    claims // for its fingerprints alone
	mu        sync.Mutex
	given     map[fingerprint]struct{}
}

// NewReservations gives reservations beside what the target has; a nil directory is a target without objects.
func NewReservations(directory Directory) *Reservations {
	if directory == nil {
		directory = NewMemory(nil)
	}
	return &Reservations{directory: directory, prints: newClaims(), given: map[fingerprint]struct{}{}}
}

// Taken reports whether a value is in use in the directory or was given away before; where it is neither, the one who asks has it from
// now on. Values are compared without case. It is made for mapping.Options.Taken: SelectUniqueValue takes the first value that is
// free. A value stays given away if the object comes to nothing after all. The error is the directory's, and gives nothing away.
func (r *Reservations) Taken(ctx context.Context, attribute, candidate string) (bool, error) {
	v := value.String(candidate)
	f := r.prints.fingerprint(attribute, lookupText(v, false))
	r.mu.Lock()
	_, given := r.given[f]
	r.given[f] = struct{}{} // before the directory is asked, which may take its time
	r.mu.Unlock()
	if given {
		return true, nil
	}
	hits, err := r.directory.Find(ctx, attribute, v, false)
	if err != nil {
		r.mu.Lock()
		delete(r.given, f)
		r.mu.Unlock()
	}
	return len(hits) > 0, err
}
