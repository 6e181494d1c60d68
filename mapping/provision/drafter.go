package provision

import "github.com/attrmap/attrmap/mapping"

// work drafts a batch as soon as a worker's place is free. Whatever stops it, the objects without a draft are planned by the caller.
func (c *crew) work(b *batch) {
	drafter := <-c.drafters
	defer func() {
		b.fault = recover()
		c.drafters <- drafter
		b.done <- struct{}{}
	}()
	if drafter == nil {
		fresh, err := c.engine.drafter()
		if err != nil {
			return
		}
		drafter = fresh
	}
	for i := range b.sources {
		if c.hurry.Err() != nil || !c.draft(drafter, b, b.sources[i]) {
			return
		}
	}
}

// drafter gives an engine that plans as e would if the plans before were all committed, and notes what it assumed so. It has a
// mapper of its own, since a mapper asks one engine about unique values and references.
func (e *Engine) drafter() (*Engine, error) {
	d := &Engine{fixed: e.fixed, linked: e.linked.draft(), created: e.created.draft(), reserved: e.reserved.draft()}
	return d, d.compile(e.set)
}

// draft adds the draft of one object to its batch; it reports whether there is one.
func (c *crew) draft(drafter *Engine, b *batch, src Source) bool {
	drafter.discard()
	plan, err := drafter.Plan(c.hurry, src)
	if err != nil {
		return false
	}
	own(plan.Attributes, c.engine.set)
	from := len(b.text)
	text, err := c.print(b.text, plan)
	if err != nil {
		return false
	}
	b.text = text
	b.drafts = append(b.drafts, draft{
		plan: plan, from: from, to: len(text),
		linked: drafter.linked.footprint(), created: drafter.created.footprint(), reserved: drafter.reserved.footprint(),
	})
	return true
}

// discard forgets a draft that was broken off.
func (e *Engine) discard() {
	e.linked.footprint()
	e.created.footprint()
	e.reserved.footprint()
}

// own lets outcomes point to the mappings of the caller's set in place of the drafter's copy.
func own(outcomes []mapping.Outcome, set *mapping.Set) {
	for i := range outcomes {
		outcomes[i].Mapping = &set.Mappings[i]
	}
}
