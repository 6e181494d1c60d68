package provision

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
)

// firstPass is what the first pass over the source objects leaves for the second one. The owner of the cycle fills it; while references are
// resolved it does not change.
type firstPass struct {
	sourceIndex
	removed  map[identity]bool    // target objects that are deleted
	read     int                  // source objects
	disables int                  // plans that delete or disable an account
	staging  bool                 // there are more of them than the job allows
	types    map[*objectType]bool // of the source objects
	latest   *objectType          // of the last one

	// What follows is filled in both passes, from several goroutines.
	mu      sync.Mutex
	touched map[identity]bool // target objects that no source object claims and that are somebody's all the same
}

// touchAll notes that the target objects are a source object's, one of several or one that is left alone.
func (e *planner) touchAll(hits []*Object) {
	for _, hit := range hits {
		e.pass.touch(identify(e.TargetType, hit))
	}
}

// touch notes that a target object is not an orphan: a reference names it, say.
func (f *firstPass) touch(id identity) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.touched[id] = true
}

// lister is a directory that can list its objects.
type lister interface {
	Objects(ctx context.Context, objectType string) iter.Seq2[*Object, error]
}

// Orphans returns the target objects that no source object of the cycle has matched or is linked to, and that no reference names, of the
// types that source objects were planned for (documented: Account Discovery). Each has its type. It is for the end of a run. There are none
// where the directory has no method Objects as [Memory] has; the error is that of Objects.
func (c *Cycle) Orphans(ctx context.Context) iter.Seq2[*Object, error] {
	return func(yield func(*Object, error) bool) {
		directory, ok := c.answers.directory.(lister)
		if !ok {
			return
		}
		done := map[string]bool{}
		for _, p := range c.planners {
			name := strings.ToLower(p.TargetType)
			if !c.pass.types[p.objectType] || done[name] {
				continue
			}
			done[name] = true
			for o, err := range directory.Objects(ctx, p.TargetType) {
				if err != nil {
					yield(nil, err)
					return
				}
				if c.accounts(p, o) {
					continue
				}
				typed := *o
				typed.Type = cmp.Or(o.Type, p.TargetType)
				if !yield(&typed, nil) {
					return
				}
			}
		}
	}
}

// accounts reports whether a target object belongs to a source object, or a reference names it.
func (c *Cycle) accounts(p *planner, o *Object) bool {
	_, matched := c.linked.find(p.account(o))
	return matched || c.pass.touched[identify(p.TargetType, o)] || slices.ContainsFunc(c.planners, func(p *planner) bool { return p.isLinked(o) })
}

func newFirstPass() *firstPass {
	return &firstPass{
		sourceIndex: sourceIndex{prints: newClaims()}, removed: map[identity]bool{}, types: map[*objectType]bool{}, touched: map[identity]bool{},
	}
}

// isDeleted reports whether a target object is deleted in this cycle.
func (f *firstPass) isDeleted(id identity) bool { return f.removed[id] && !f.staging }

// note takes over what the first pass has planned for an object.
func (c *Cycle) note(p *Plan) {
	f := c.pass
	f.read++
	if f.latest != p.of { // objects of one type come one after another
		f.latest, f.types[p.of] = p.of, true
	}
	if c.engine.threshold.set && p.disables() {
		f.disables++
	}
	if p.Action == Delete {
		f.removed[identify(p.of.TargetType, p.found)] = true
	}
	if len(p.names) == 0 { // nothing refers to it, or nothing can
		return
	}
	record := sourceRecord{of: p.of, found: p.found, id: p.ID, masked: p.targetMask != "" && !p.Hidden}
	switch {
	case p.Action == Create && p.refused(): // it will not be there
	case p.Action == Create:
		record.fate = created
	case p.Action == Delete:
		record.fate = deleted
	case p.found != nil:
		record.fate = present
	}
	f.add(record, p.names)
	p.names = nil
}

// end says that every object has been noted, and decides what depends on all of them.
func (c *Cycle) end() {
	c.pass.seal()
	c.pass.staging = c.engine.threshold.exceededBy(c.pass.disables, c.pass.read)
}
