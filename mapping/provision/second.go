package provision

import (
	"context"
	"iter"
	"runtime"
)

// runTwice plans all objects but for their references, and then completes the plans, in the order of the objects. Nothing in the second pass
// depends on order, so its workers need no speculation.
func (c *Cycle) runTwice(ctx context.Context, sources iter.Seq[Source], workers int, printer Printer, yield func(Printed, error) bool) {
	var portions [][]heldPlan // each is full but for the last, and none grows
	forms := newForms()
	forms.pack = c.world.ForgetSources
	goOn := c.run(ctx, sources, workers, nil, func(p Printed, err error) bool {
		if err != nil {
			return yield(p, err) && false
		}
		if c.world.ForgetSources && len(p.Plan.reserved) == 0 { // reserved values are released by what identifies the object
			p.Plan.Source = nil
		}
		last := len(portions) - 1
		if last < 0 || len(portions[last]) == batchSize {
			portions, last = append(portions, make([]heldPlan, 0, batchSize)), last+1
		}
		portions[last] = append(portions[last], forms.hold(p.Plan))
		return true
	})
	if !goOn {
		return
	}
	c.end()
	s := newSecondPass(ctx, c, &forms, workers, printer)
	defer s.stop()
	for i, held := range portions {
		if portions[i] = nil; !s.push(held, yield) {
			return
		}
	}
	s.finish(yield)
}

// secondPass completes and prints plans.
type secondPass struct {
	cycle  *Cycle
	forms  *forms
	print  Printer
	ctx    context.Context // the caller's
	work   context.Context // canceled, too, when the run ends early
	cancel context.CancelFunc
	free   chan *Cycle // one for each worker
	ring   []*portion
	oldest int
	busy   int
}

// portion is a run of plans that a worker completes.
type portion struct {
	held  []heldPlan
	plans []*Plan
	ends  []int // of the plans' texts
	text  []byte
	err   error // of the plan after the last end
	fault any   // what made the worker stop
	done  chan struct{}
}

func newSecondPass(ctx context.Context, c *Cycle, f *forms, workers int, printer Printer) *secondPass {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, mostWorkers)
	s := &secondPass{cycle: c, forms: f, print: printer, ctx: ctx, free: make(chan *Cycle, workers), ring: make([]*portion, workers*batchesPerWorker)}
	s.work, s.cancel = context.WithCancel(ctx)
	if printer == nil {
		s.print = func(dst []byte, _ *Plan) ([]byte, error) { return dst, nil }
	}
	for range workers {
		s.free <- c.speculative()
	}
	if workers == 1 {
		s.ring = s.ring[:1]
	}
	for i := range s.ring {
		s.ring[i] = &portion{done: make(chan struct{}, 1)}
	}
	return s
}

// push hands plans over. It reports whether the run goes on.
func (s *secondPass) push(plans []heldPlan, yield func(Printed, error) bool) bool {
	if s.busy == len(s.ring) && !s.yieldOldest(yield) {
		return false
	}
	p := s.ring[(s.oldest+s.busy)%len(s.ring)]
	p.held, p.plans, p.ends, p.text, p.err, p.fault = plans, p.plans[:0], p.ends[:0], p.text[:0], nil, nil
	s.busy++
	if len(s.ring) == 1 {
		s.complete(p)
		return true
	}
	go s.complete(p)
	return true
}

func (s *secondPass) finish(yield func(Printed, error) bool) {
	goOn := true
	for goOn && s.busy > 0 {
		goOn = s.yieldOldest(yield)
	}
}

// stop waits for the workers, whose plans are not needed any more.
func (s *secondPass) stop() {
	s.cancel()
	for ; s.busy > 0; s.busy-- {
		<-s.ring[s.oldest].done
		s.oldest = (s.oldest + 1) % len(s.ring)
	}
}

// complete completes the plans of a portion as soon as a worker is free. What stops it is kept for the caller's goroutine.
func (s *secondPass) complete(p *portion) {
	worker := <-s.free
	defer func() {
		p.fault = recover()
		s.free <- worker
		p.done <- struct{}{}
	}()
	for i := range p.held {
		p.plans = append(p.plans, s.forms.release(&p.held[i]))
		p.held[i] = heldPlan{}
	}
	if worker.answers.far() {
		worker.foreseeReferences(s.work, p.plans)
	}
	for _, plan := range p.plans {
		if p.err = worker.settle(s.work, plan); p.err != nil {
			return
		}
		if p.text, p.err = s.print(p.text, plan); p.err != nil {
			return
		}
		p.ends = append(p.ends, len(p.text))
	}
}

// yieldOldest waits for a portion and yields its plans.
func (s *secondPass) yieldOldest(yield func(Printed, error) bool) bool {
	p := s.ring[s.oldest]
	<-p.done
	s.busy--
	s.oldest = (s.oldest + 1) % len(s.ring)
	from := 0
	for i, plan := range p.plans[:len(p.ends)] {
		if err := s.ctx.Err(); err != nil {
			yield(Printed{}, err)
			return false
		}
		to := p.ends[i]
		p.plans[i] = nil // the caller may be done with it
		if !yield(Printed{plan, p.text[from:to:to]}, nil) {
			return false
		}
		from = to
	}
	switch {
	case p.fault != nil:
		panic(p.fault)
	case p.err != nil:
		yield(Printed{}, p.err)
		return false
	}
	return true
}

// foreseeReferences asks in a few questions what the references of a portion will ask, as foresee does for plans.
func (c *Cycle) foreseeReferences(ctx context.Context, plans []*Plan) {
	defer func() { c.foreseen = nil }()
	for range mostRounds {
		var queries []Query
		c.foreseen = &queries
		for _, p := range plans {
			if p.open == nil {
				continue
			}
			if _, err := c.plannerFor(p).resolveAll(ctx, p); err != nil && len(queries) == 0 {
				return
			}
		}
		if len(queries) == 0 {
			return
		}
		if _, err := c.answers.find(ctx, queries); err != nil {
			return // met again by the plans
		}
	}
}
