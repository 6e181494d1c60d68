package impact

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// pairs compares the plans of both sides, pair by pair. Complete is false where one side has ended before the other.
func (c *comparison) pairs(ctx context.Context, from, to Side) (complete bool, err error) {
	old := from.Engine.NewCycle(from.World).Run(ctx, from.Sources, c.opts.Workers)
	edited, stop := iter.Pull2(to.Engine.NewCycle(to.World).Run(ctx, to.Sources, c.opts.Workers))
	defer stop()
	if c.opts.ByObject {
		return c.byObject(ctx, old, edited)
	}
	for a, err := range old {
		if err != nil {
			return false, err
		}
		b, err, ok := edited()
		if !ok || err != nil {
			return false, err
		}
		c.compare(a, b)
	}
	_, err, more := edited()
	return !more, err
}

// byObject compares the plans of the same objects. Those of two files in the same order meet at once, and none is kept.
func (c *comparison) byObject(ctx context.Context, old iter.Seq2[*provision.Plan, error], edited func() (*provision.Plan, error, bool)) (bool, error) {
	froms, tos := newWaiting(c.from), newWaiting(c.to)
	take := func(own, other *waiting, p *provision.Plan, pair func(p, partner *provision.Plan)) {
		key := own.key(ctx, p)
		if partner, ok := other.plans[key]; ok {
			delete(other.plans, key)
			pair(p, partner)
			return
		}
		p.Steps, p.Source = nil, nil // the rest is compared
		own.plans[key] = p
	}
	takeEdited := func() (bool, error) {
		b, err, ok := edited()
		if ok && err == nil {
			take(tos, froms, b, func(b, a *provision.Plan) { c.compare(a, b) })
		}
		return ok, err
	}
	for a, err := range old {
		if err != nil {
			return false, err
		}
		take(froms, tos, a, func(a, b *provision.Plan) { c.compare(a, b) })
		if _, err := takeEdited(); err != nil {
			return false, err
		}
	}
	for more := true; more; {
		var err error
		if more, err = takeEdited(); err != nil {
			return false, err
		}
	}
	for _, a := range froms.rest() {
		c.compare(a, nil)
	}
	for _, b := range tos.rest() {
		c.compare(nil, b)
	}
	return true, nil
}

// waiting are plans of one side whose partners have not come.
type waiting struct {
	engine *provision.Engine
	plans  map[string]*provision.Plan
	seen   map[string]int // how often a key has come: objects that are called the same are paired in their order
}

func newWaiting(engine *provision.Engine) *waiting {
	return &waiting{engine, map[string]*provision.Plan{}, map[string]int{}}
}

// rest returns the plans whose partners have not come, in the order of their objects.
func (w *waiting) rest() []*provision.Plan {
	return slices.SortedFunc(maps.Values(w.plans), func(a, b *provision.Plan) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Ordinal, b.Ordinal))
	})
}

// key returns what the object of a plan is called in both sides: by an anchor, which stays when everything else changes; without one by a
// matching value; and one that could not be read by its place.
func (w *waiting) key(ctx context.Context, p *provision.Plan) string {
	name := strings.ToLower(p.Type) + "\x00" + w.name(ctx, p)
	w.seen[name]++
	return name + "\x00" + strconv.Itoa(w.seen[name])
}

func (w *waiting) name(ctx context.Context, p *provision.Plan) string {
	if p.Source == nil {
		return "#" + strconv.Itoa(p.Ordinal)
	}
	for _, anchor := range w.engine.Anchors(p.Type) {
		path := value.ParsePath(anchor)
		if v := p.Source.Attribute(&path); !v.IsNullOrEmpty() {
			return anchor + "=" + v.Text()
		}
	}
	for _, m := range w.engine.Mapper(p.Type).Matching(ctx, p.Source, false) {
		if m.Err == nil && !m.Value.IsNullOrEmpty() {
			return "=" + strings.ToLower(m.Value.Text())
		}
	}
	return "#" + strconv.Itoa(p.Ordinal)
}
