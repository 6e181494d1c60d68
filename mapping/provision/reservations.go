package provision

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// Reserver gives every unique value away once, beyond one cycle: among cycles that run at the same time, or processes. A cycle asks it, when a
// plan's turn comes, for the values that the object takes: those that it writes to unique attributes, and those of SelectUniqueValue where
// it is created. A value that somebody else has is taken for the rest of the cycle, and the object is planned anew without it. An
// object that comes to nothing releases what it has reserved. Of a run that is broken off the owners keep their values: they have them
// again in the next one. Implementations must be safe for concurrent use.
type Reserver interface {
	// Reserve gives the owner the key in a space of unique values, and reports whether the owner has it now: false is that another owner
	// has it. Who has it already has it still. The space of SelectUniqueValue is the name of its target attribute, and the key is the
	// text in lower case, since case does not distinguish it. Attributes that must not have the same value share a space and its
	// keys, which are for comparison alone. The owner is the source object's anchor, see [Engine.Anchors], or its first matching value where
	// it has none. An error fails the object.
	Reserve(ctx context.Context, space, key, owner string) (bool, error)
	// Release takes the key from the owner. It does nothing where the owner does not have it. The context is never canceled.
	Release(ctx context.Context, space, key, owner string) error
}

// Reservations are a [Reserver] in memory: for programs that plan one object on demand after another, or map objects with a mapping.Mapper
// from several goroutines. Case does not distinguish keys. The zero Reservations are ready to use, and safe for concurrent use.
type Reservations struct {
	mu     sync.Mutex
	prints claims                      // for its fingerprints alone
	owners map[fingerprint]fingerprint // of a space and key → of the owner; the texts are the caller's and are not kept
}

// Reserve gives the owner the key unless another one has it. The error is always nil.
func (r *Reservations) Reserve(_ context.Context, space, key, owner string) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.owners == nil {
		r.prints, r.owners = newClaims(), map[fingerprint]fingerprint{}
	}
	at, who := r.print(space, key, owner)
	if other, taken := r.owners[at]; taken {
		return other == who, nil
	}
	r.owners[at] = who
	return true, nil
}

// Release takes the key from the owner, if it has it. The error is always nil.
func (r *Reservations) Release(_ context.Context, space, key, owner string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.owners == nil {
		return nil
	}
	if at, who := r.print(space, key, owner); r.owners[at] == who {
		delete(r.owners, at)
	}
	return nil
}

// print returns the fingerprints of a key and of an owner.
func (r *Reservations) print(space, key, owner string) (at, who fingerprint) {
	return r.prints.fingerprint("key", space, lookupText(value.String(key), false)), r.prints.fingerprint("owner", "", owner)
}

// uniqueValue is a value that an object would take. The fingerprint is its key in the cycle's register.
type uniqueValue struct {
	print      fingerprint
	space, key string
}

// mostTries is how often an object is planned for the sake of its unique values. Each try has lost one more of them to somebody else.
const mostTries = 100

// withValues makes a plan by try, and anew as long as a value that it would take turns out to be somebody else's. The error reports only that
// ctx was canceled.
func (e *planner) withValues(ctx context.Context, p *Plan, try func() error) error {
	begun := *p
	for range mostTries {
		if err := try(); err != nil {
			_ = e.forsake(ctx, p) // the plan is nobody's
			return err
		}
		switch done, err := e.take(ctx, p); {
		case err != nil:
			return e.failReservation(ctx, p, err)
		case done:
			return nil
		}
		*p = begun
	}
	return e.failReservation(ctx, p, errors.New("want values that nobody else has, got none"))
}

// takes returns the values that the plan of the object at hand takes: those of unique attributes that it writes, and at creation those of
// SelectUniqueValue. A plan that comes to nothing takes none. The slice is good until the next call.
func (c *Cycle) takes(p *Plan) []uniqueValue {
	c.taking = c.taking[:0]
	if p.Action == Create {
		c.taking = append(c.taking, c.candidate...)
	}
	if p.writes() {
		c.taking = append(c.taking, c.claims...)
	}
	return c.taking
}

// take gives a plan the unique values that it found free, and reports false where it lost one. What it had reserved and does not need is
// released. A speculative plan reserves nothing: its values are noted until its turn comes.
func (e *planner) take(ctx context.Context, p *Plan) (bool, error) {
	values := e.takes(p)
	if !e.speculates() {
		if got, err := e.reserve(ctx, p, values); !got || err != nil {
			return false, err
		}
		if err := e.forsake(ctx, p, values...); err != nil {
			e.held = slices.Clone(values) // these are held still, and to be released with the failure
			return false, err
		}
		e.remember(p, values)
	}
	e.prints = e.prints[:0]
	for i := range values {
		e.prints = append(e.prints, values[i].print)
	}
	e.reserved.add(p.Ordinal, e.prints...)
	return true, nil
}

// reserve asks the program's Reserver for the values of a plan. Those that were got are held, whatever the result. A value that was lost is
// taken from now on.
func (c *Cycle) reserve(ctx context.Context, p *Plan, values []uniqueValue) (bool, error) {
	if c.world.Reserver == nil || len(values) == 0 {
		return true, nil
	}
	owner := c.ownerOf(p)
	for _, v := range values {
		switch got, err := c.world.Reserver.Reserve(ctx, v.space, v.key, owner); {
		case err != nil:
			return false, err
		case !got:
			c.reserved.add(elsewhere, v.print)
			return false, nil
		case !slices.Contains(c.held, v):
			c.held = append(c.held, v)
		}
	}
	return true, nil
}

// remember keeps what has been reserved for a plan that the second pass may fail.
func (c *Cycle) remember(p *Plan, values []uniqueValue) {
	if c.world.Reserver != nil && p.open != nil {
		p.reserved = slices.Clone(values)
	}
}

// releaseAll releases what has been reserved for a plan that the second pass has failed. It may be called from several goroutines.
func (c *Cycle) releaseAll(ctx context.Context, p *Plan) (err error) {
	for _, v := range p.reserved {
		err = errors.Join(err, c.world.Reserver.Release(context.WithoutCancel(ctx), v.space, v.key, c.ownerOf(p)))
	}
	p.reserved = nil
	return err
}

// forsake releases what is held for the plan's object but for what it needs, also where the context has been canceled meanwhile. Nothing is
// held afterwards.
func (c *Cycle) forsake(ctx context.Context, p *Plan, needed ...uniqueValue) (err error) {
	for _, v := range c.held {
		if !slices.Contains(needed, v) {
			err = errors.Join(err, c.world.Reserver.Release(context.WithoutCancel(ctx), v.space, v.key, c.ownerOf(p)))
		}
	}
	c.held = nil
	return err
}

// elsewhere is the ordinal of whoever has a value and is no object of this cycle.
const elsewhere = 0

// failReservation fails a plan whose values cannot be reserved, or not be released: it takes none. The error reports only that ctx was
// canceled.
func (e *planner) failReservation(ctx context.Context, p *Plan, cause error) error {
	cause = errors.Join(cause, e.forsake(ctx, p))
	if err := ctx.Err(); err != nil {
		return err
	}
	reason := "unique values cannot be reserved"
	if !p.Hidden {
		reason += ": " + cause.Error()
	}
	step := "EntryExportAdd"
	if p.found != nil {
		step = "EntryExportUpdate"
	}
	p.Steps = slices.DeleteFunc(p.Steps, func(s Step) bool { return s.Name == step })
	p.Attributes, p.open = nil, nil // nothing is sent, whatever references turn out to be
	p.fail(codes.Internal, reason)
	p.step(step, Failure, Detail{"Reason", p.Reason})
	return nil
}

// ownerOf returns the name by which reservations know a plan's object: what identifies it permanently, else the plan's ID.
func (c *Cycle) ownerOf(p *Plan) string {
	for i := range p.of.anchors {
		if v := p.Source.Attribute(&p.of.anchors[i]); !v.IsNullOrEmpty() && len(v.Members()) == 1 {
			return v.Text()
		}
	}
	return p.ID
}
