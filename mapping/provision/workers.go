package provision

import (
	"context"
	"runtime"
	"slices"

	"github.com/attrmap/attrmap/functions"
)

const (
	// batchSize is how many objects a worker takes at a time: enough to make handing over cheap, few enough to keep batches small.
	batchSize = 32
	// batchesPerWorker is how many batches wait per worker, so that none is idle while the caller commits.
	batchesPerWorker = 2
	// mostWorkers keeps the ring small where a caller asks for more than any machine has use for.
	mostWorkers = 1024
)

// pipeline makes the plans of one run. Workers plan speculatively, batch by batch; the caller's goroutine commits their plans in input
// order, and makes those anew that an earlier plan has made invalid.
//
// Plans depend on each other by three registers alone (target objects matched, accounts created, unique values reserved), and seldom:
// so nearly every speculative plan is valid when its turn comes, and the result is that of one worker in any case.
type pipeline struct {
	cycle   *Cycle
	print   Printer
	ctx     context.Context // the caller's
	workCtx context.Context // canceled, too, when the run ends early
	cancel  context.CancelFunc

	workers chan *Cycle // one place per worker; nil is a worker that has not been needed yet
	seer    *Cycle      // the caller's, for what plans that are made anew will ask; nil is not needed yet
	ring    []*batch    // nil where the caller plans one object at a time
	oldest  int         // index of the batch to commit next
	working int         // batches after it that are with the workers
	text    []byte
}

// batch is a run of objects with their speculative plans.
type batch struct {
	sources []Source
	plans   []speculation
	text    []byte // of all plans
	fault   any    // what made the worker stop, at the first object without a plan
	late    any    // a panic while questions were gathered, in case none of the plans meets it again
	done    chan struct{}
}

// newPipeline returns a pipeline for one run. Workers get their cycles when they are first needed.
func (c *Cycle) newPipeline(ctx context.Context, workers int, printer Printer) *pipeline {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, mostWorkers)
	p := &pipeline{cycle: c, print: printer, ctx: ctx, cancel: func() {}}
	if printer == nil {
		p.print = func(dst []byte, _ *Plan) ([]byte, error) { return dst, nil }
	}
	if workers == 1 && !c.answers.far() || c.drawsInOrder() {
		return p
	}
	p.workCtx, p.cancel = context.WithCancel(ctx)
	p.workers = make(chan *Cycle, workers)
	for range workers {
		p.workers <- nil
	}
	p.ring = make([]*batch, workers*batchesPerWorker)
	if workers == 1 {
		p.ring = make([]*batch, 1) // for its questions: the caller does the work
	}
	for i := range p.ring {
		p.ring[i] = &batch{done: make(chan struct{}, 1)}
	}
	return p
}

// drawsInOrder reports whether a plan may depend on how many random draws came before it. Those of the system do not. Custom functions may
// have sources of their own, so any random function counts with them.
func (c *Cycle) drawsInOrder() bool {
	return slices.ContainsFunc(c.engine.types, func(t *objectType) bool {
		if t.Mapping.Random == nil && t.Mapping.NewGUID == nil && t.Mapping.Functions == nil {
			return false
		}
		for i := range t.Set.Mappings {
			if t.compiled.Effects(i)&functions.Random != 0 {
				return true
			}
		}
		return false
	})
}

// push takes one object in. It reports whether the run goes on.
func (p *pipeline) push(src Source, yield func(Printed, error) bool) bool {
	if err := p.ctx.Err(); err != nil {
		yield(Printed{}, err)
		return false
	}
	if p.ring == nil {
		return p.planNow(src, yield)
	}
	b := p.filling()
	b.sources = append(b.sources, src)
	if len(b.sources) < batchSize {
		return true
	}
	p.start(b)
	return p.working < len(p.ring) || p.commitOldest(yield)
}

// finish commits all that is left, and reports whether the run came to its end. Objects that did not fill the first batch are not worth a worker, but their questions are worth asking at
// once.
func (p *pipeline) finish(yield func(Printed, error) bool) bool {
	if p.ring == nil {
		return true
	}
	if b := p.filling(); len(b.sources) > 0 && (p.working > 0 || p.cycle.answers.far()) {
		p.start(b)
	}
	for p.working > 0 {
		if !p.commitOldest(yield) {
			return false
		}
	}
	for _, src := range p.filling().sources {
		if !p.planNow(src, yield) {
			return false
		}
	}
	return true
}

// stop waits for the workers, whose plans are not needed any more. Only then may the caller change what they read.
func (p *pipeline) stop() {
	p.cancel()
	for ; p.working > 0; p.working-- {
		<-p.ring[p.oldest].done
		p.oldest = (p.oldest + 1) % len(p.ring)
	}
}

// filling returns the batch that is being filled; there always is one, since a full ring is committed from at once.
func (p *pipeline) filling() *batch { return p.ring[(p.oldest+p.working)%len(p.ring)] }

// start hands a batch over. There is a goroutine for each batch that waits; the number that work is that of the workers.
func (p *pipeline) start(b *batch) {
	p.working++
	if len(p.ring) == 1 {
		p.work(b)
		return
	}
	go p.work(b)
}

// planNow plans an object in the caller's goroutine.
func (p *pipeline) planNow(src Source, yield func(Printed, error) bool) bool {
	plan, err := p.cycle.planFirst(p.ctx, src)
	if err == nil {
		p.cycle.note(plan)
		p.text, err = p.print(p.text[:0], plan)
	}
	if err != nil {
		yield(Printed{}, err)
		return false
	}
	return yield(Printed{plan, p.text}, nil)
}

// commitOldest waits for a batch and yields its plans, valid speculative ones as they are.
func (p *pipeline) commitOldest(yield func(Printed, error) bool) bool {
	b := p.ring[p.oldest]
	<-b.done
	p.working--
	p.oldest = (p.oldest + 1) % len(p.ring)
	if p.cycle.answers.far() && slices.ContainsFunc(b.plans, func(s speculation) bool { return !p.cycle.valid(&s) }) {
		p.foreseeAnew(b)
	}
	for i := range b.sources {
		if err := p.ctx.Err(); err != nil {
			yield(Printed{}, err)
			return false
		}
		if !p.commit(b, i, yield) {
			return false
		}
	}
	if b.late != nil {
		panic(b.late) // it did not arise again, but must not pass unnoticed
	}
	b.reset()
	return true
}

// foreseeAnew asks at once what the plans of a batch will ask that are made anew because of the batches before it.
func (p *pipeline) foreseeAnew(b *batch) {
	if p.seer == nil {
		p.seer = p.cycle.speculative()
	}
	if fault := p.seer.foresee(p.ctx, b.sources); fault != nil {
		b.late = fault
	}
}

// commit yields the plan of object i. Where the worker has none the object is planned here, so that a panic, or the printer's error,
// arises where the caller sees it. If it does not arise again, the worker's panic is passed on after all: it must not pass unnoticed.
func (p *pipeline) commit(b *batch, i int, yield func(Printed, error) bool) bool {
	if i < len(b.plans) && p.cycle.commit(p.ctx, &b.plans[i]) {
		s := &b.plans[i]
		return yield(Printed{s.plan, b.text[s.from:s.to:s.to]}, nil)
	}
	goOn := p.planNow(b.sources[i], yield)
	if i == len(b.plans) && b.fault != nil {
		panic(b.fault)
	}
	return goOn
}

// reset releases the objects and keeps the memory. The texts have been yielded by then, and are overwritten.
func (b *batch) reset() {
	clear(b.sources)
	clear(b.plans)
	b.sources, b.plans, b.text, b.fault, b.late = b.sources[:0], b.plans[:0], b.text[:0], nil, nil
}
