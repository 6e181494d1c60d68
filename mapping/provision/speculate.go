package provision

import (
	"context"
	"slices"
)

// speculation is a plan that is valid if nothing it has read has changed when its turn comes.
type speculation struct {
	plan                      *Plan
	linked, created, reserved accessSet[fingerprint]
	unique                    []uniqueValue // what it takes, if somebody is to be asked for it
	from, to                  int           // its text in the batch's
}

// commit adds what a speculative plan writes to the registers, if the plan is valid and gets the values that it takes. Else nothing is held
// for it, and the plan that is made in its place meets an error of the Reserver again.
func (c *Cycle) commit(ctx context.Context, s *speculation) bool {
	if !c.valid(s) {
		return false
	}
	if got, err := c.reserve(ctx, s.plan, s.unique); !got || err != nil {
		_ = c.forsake(ctx, s.plan) // what cannot be released stays the object's own, which asks for values again now
		return false
	}
	c.held = nil
	c.remember(s.plan, s.unique)
	c.linked.add(s.plan.Ordinal, s.linked.writes...)
	c.created.add(s.plan.Ordinal, s.created.writes...)
	c.reserved.add(s.plan.Ordinal, s.reserved.writes...)
	c.note(s.plan)
	return true
}

// speculates reports whether plans of this cycle are only proposals.
func (c *Cycle) speculates() bool { return c.linked.cycle != nil }

// valid reports whether a speculative plan would be made as it is in its turn.
func (c *Cycle) valid(s *speculation) bool {
	return c.linked.valid(s.linked) && c.created.valid(s.created) && c.reserved.valid(s.reserved)
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
		worker = p.cycle.speculative()
	}
	if worker.answers.far() {
		b.late = worker.foresee(p.workCtx, b.sources)
	}
	for i := range b.sources {
		if p.workCtx.Err() != nil || !p.speculate(worker, b, b.sources[i]) {
			return
		}
	}
}

// speculate adds the plan of one object to its batch; it reports whether there is one. The text is printed here, too, since printing is a
// good part of the work; it is thrown away with a plan that is not valid.
func (p *pipeline) speculate(worker *Cycle, b *batch, src Source) bool {
	worker.discard()
	plan, err := worker.planFirst(p.workCtx, src)
	if err != nil {
		return false
	}
	from := len(b.text)
	text, err := p.print(b.text, plan)
	if err != nil {
		return false
	}
	b.text = text
	var unique []uniqueValue
	if p.cycle.world.Reserver != nil {
		unique = slices.Clone(worker.takes(plan))
	}
	b.plans = append(b.plans, speculation{
		unique: unique,
		plan:   plan, from: from, to: len(text),
		linked: worker.linked.takeAccess(), created: worker.created.takeAccess(), reserved: worker.reserved.takeAccess(),
	})
	return true
}

// discard forgets what a plan that was broken off has read and written; the next plan must not answer for it.
func (c *Cycle) discard() {
	c.linked.takeAccess()
	c.created.takeAccess()
	c.reserved.takeAccess()
}
