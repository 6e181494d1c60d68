package provision

import (
	"context"
	"runtime"

	"github.com/attrmap/attrmap/functions"
)

const (
	// batchSize is how many objects a worker takes at a time: enough to make handing over cheap, few enough to keep the drafts small.
	batchSize = 32
	// batchesAhead is how many batches wait per worker, so that none is idle while the caller commits.
	batchesAhead = 2
)

// crew makes plans of one run. Workers make drafts, batch by batch; the caller's goroutine commits them in input order.
type crew struct {
	engine *Engine
	print  Printer
	ctx    context.Context // the caller's
	hurry  context.Context // canceled too when the run ends early
	cancel context.CancelFunc

	drafters chan *Engine // one place per worker; nil stands for a drafter that has not been needed yet
	ring     []*batch
	oldest   int // place of the batch to commit next
	working  int // batches behind it that are with the workers
	text     []byte
}

// batch is a run of objects with their drafts.
type batch struct {
	sources []Source
	drafts  []draft
	text    []byte // of all drafts
	fault   any    // what made the worker stop, at the first object without a draft
	done    chan struct{}
}

// draft is a plan that holds if nothing it rests on has changed when its turn comes.
type draft struct {
	plan              *Plan
	linked            footprint[*Object]
	created, reserved footprint[fingerprint]
	from, to          int // its text in the batch's
}

func (e *Engine) newCrew(ctx context.Context, workers int, printer Printer) *crew {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	c := &crew{engine: e, print: printer, ctx: ctx, cancel: func() {}}
	if printer == nil {
		c.print = func(dst []byte, _ *Plan) ([]byte, error) { return dst, nil }
	}
	if workers == 1 || e.drawsInOrder() {
		return c
	}
	c.hurry, c.cancel = context.WithCancel(ctx)
	c.drafters = make(chan *Engine, workers)
	for range workers {
		c.drafters <- nil
	}
	c.ring = make([]*batch, workers*batchesAhead)
	for i := range c.ring {
		c.ring[i] = &batch{done: make(chan struct{}, 1)}
	}
	return c
}

// drawsInOrder tells whether a plan may depend on how many random draws came before it. Those of the system do not.
func (e *Engine) drawsInOrder() bool {
	if e.mapOpts.Random == nil && e.mapOpts.NewGUID == nil && e.mapOpts.Functions == nil {
		return false
	}
	for i := range e.set.Mappings {
		if e.mapper.Effects(i)&functions.Random != 0 {
			return true
		}
	}
	return false
}

// take accepts one object. It reports whether the run goes on.
func (c *crew) take(src Source, yield func(Printed, error) bool) bool {
	if err := c.ctx.Err(); err != nil {
		yield(Printed{}, err)
		return false
	}
	if c.ring == nil {
		return c.now(src, yield)
	}
	b := c.open()
	b.sources = append(b.sources, src)
	if len(b.sources) < batchSize {
		return true
	}
	c.send(b)
	return c.working < len(c.ring) || c.commitOldest(yield)
}

// finish commits all that is left. Objects that did not fill the first batch are not worth a worker.
func (c *crew) finish(yield func(Printed, error) bool) {
	if c.ring == nil {
		return
	}
	if b := c.open(); c.working > 0 && len(b.sources) > 0 {
		c.send(b)
	}
	for c.working > 0 {
		if !c.commitOldest(yield) {
			return
		}
	}
	for _, src := range c.open().sources {
		if !c.now(src, yield) {
			return
		}
	}
}

// dismiss waits for the workers, whose drafts nobody wants any more.
func (c *crew) dismiss() {
	c.cancel()
	for ; c.working > 0; c.working-- {
		<-c.ring[c.oldest].done
		c.oldest = (c.oldest + 1) % len(c.ring)
	}
}

// open gives the batch that is being filled; there is always one, since a full ring is committed from at once.
func (c *crew) open() *batch { return c.ring[(c.oldest+c.working)%len(c.ring)] }

func (c *crew) send(b *batch) {
	c.working++
	go c.work(b)
}

// now plans an object without a draft.
func (c *crew) now(src Source, yield func(Printed, error) bool) bool {
	plan, err := c.engine.Plan(c.ctx, src)
	if err == nil {
		c.text, err = c.print(c.text[:0], plan)
	}
	if err != nil {
		yield(Printed{}, err)
		return false
	}
	return yield(Printed{plan, c.text}, nil)
}

// commitOldest waits for a batch and gives its plans, drafts that hold as they are.
func (c *crew) commitOldest(yield func(Printed, error) bool) bool {
	b := c.ring[c.oldest]
	<-b.done
	c.working--
	c.oldest = (c.oldest + 1) % len(c.ring)
	for i := range b.sources {
		if err := c.ctx.Err(); err != nil {
			yield(Printed{}, err)
			return false
		}
		if !c.commit(b, i, yield) {
			return false
		}
	}
	b.reset()
	return true
}

// commit gives the plan of object i. Where the worker had none the object is planned here, which lets a panic, or the printer's
// error, arise where the caller sees it.
func (c *crew) commit(b *batch, i int, yield func(Printed, error) bool) bool {
	if i < len(b.drafts) && c.engine.accept(&b.drafts[i]) {
		d := &b.drafts[i]
		return yield(Printed{d.plan, b.text[d.from:d.to:d.to]}, nil)
	}
	goOn := c.now(b.sources[i], yield)
	if i == len(b.drafts) && b.fault != nil {
		panic(b.fault)
	}
	return goOn
}

// accept registers what a draft adds, if the draft holds.
func (e *Engine) accept(d *draft) bool {
	if !e.linked.holds(d.linked) || !e.created.holds(d.created) || !e.reserved.holds(d.reserved) {
		return false
	}
	e.linked.add(d.plan.Ordinal, d.linked.made...)
	e.created.add(d.plan.Ordinal, d.created.made...)
	e.reserved.add(d.plan.Ordinal, d.reserved.made...)
	return true
}

// reset lets go of the objects and keeps the room.
func (b *batch) reset() {
	clear(b.sources)
	clear(b.drafts)
	b.sources, b.drafts, b.text, b.fault = b.sources[:0], b.drafts[:0], b.text[:0], nil
}
