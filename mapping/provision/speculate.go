package provision

import "github.com/attrmap/attrmap/mapping"

// speculation is a plan that is valid if nothing it has read has changed when its turn comes.
type speculation struct {
	plan              *Plan
	linked            accessSet[*Object]
	created, reserved accessSet[fingerprint]
	from, to          int // its text in the batch's
}

// commit adds what a speculative plan writes to the registers, if the plan is valid. All three are checked before the first is changed.
func (e *Engine) commit(s *speculation) bool {
	if !e.linked.valid(s.linked) || !e.created.valid(s.created) || !e.reserved.valid(s.reserved) {
		return false
	}
	e.linked.add(s.plan.Ordinal, s.linked.writes...)
	e.created.add(s.plan.Ordinal, s.created.writes...)
	e.reserved.add(s.plan.Ordinal, s.reserved.writes...)
	return true
}

// work plans a batch as soon as a worker is free. Whatever stops it, the objects without a plan are planned by the caller. Errors are not
// passed on: the caller meets them again in the order of the input. A panic is kept in the batch for the same reason.
func (p *pipeline) work(b *batch) {
	worker := <-p.workers
	defer func() {
		b.fault = recover()
		p.workers <- worker
		b.done <- struct{}{}
	}()
	if worker == nil {
		fresh, err := p.engine.newWorker()
		if err != nil {
			return
		}
		worker = fresh
	}
	for i := range b.sources {
		if p.workCtx.Err() != nil || !p.speculate(worker, b, b.sources[i]) {
			return
		}
	}
}

// newWorker returns an engine that plans as e would if the plans before were all committed, and records what it has assumed so. It has
// its own mapper, since a mapper asks one engine about unique values and references.
func (e *Engine) newWorker() (*Engine, error) {
	w := &Engine{fixed: e.fixed, linked: e.linked.speculative(), created: e.created.speculative(), reserved: e.reserved.speculative()}
	return w, w.compile(e.set)
}

// speculate adds the plan of one object to its batch; it reports whether there is one. The text is printed here, too, since printing is a
// good part of the work; it is thrown away with a plan that is not valid.
func (p *pipeline) speculate(worker *Engine, b *batch, src Source) bool {
	worker.discard()
	plan, err := worker.Plan(p.workCtx, src)
	if err != nil {
		return false
	}
	relink(plan.Attributes, p.engine.set)
	from := len(b.text)
	text, err := p.print(b.text, plan)
	if err != nil {
		return false
	}
	b.text = text
	b.plans = append(b.plans, speculation{
		plan: plan, from: from, to: len(text),
		linked: worker.linked.takeAccess(), created: worker.created.takeAccess(), reserved: worker.reserved.takeAccess(),
	})
	return true
}

// discard forgets what a plan that was broken off has read and written; the next plan must not answer for it.
func (e *Engine) discard() {
	e.linked.takeAccess()
	e.created.takeAccess()
	e.reserved.takeAccess()
}

// relink makes outcomes point to the mappings of the caller's set in place of the worker's copy.
func relink(outcomes []mapping.Outcome, set *mapping.Set) {
	for i := range outcomes {
		outcomes[i].Mapping = &set.Mappings[i]
	}
}
