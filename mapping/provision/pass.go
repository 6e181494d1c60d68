package provision

// firstPass is what the first pass over the source objects leaves for the second one. The owner of the cycle fills it; while references are
// resolved it does not change.
type firstPass struct {
	sourceIndex
	removed  map[identity]bool // target objects that are deleted
	read     int               // source objects
	disables int               // plans that delete or disable an account
	staging  bool              // there are more of them than the job allows
}

func newFirstPass() *firstPass {
	return &firstPass{sourceIndex: sourceIndex{prints: newClaims()}, removed: map[identity]bool{}}
}

// isDeleted reports whether a target object is deleted in this cycle.
func (f *firstPass) isDeleted(id identity) bool { return f.removed[id] && !f.staging }

// note takes over what the first pass has planned for an object.
func (c *Cycle) note(p *Plan) {
	f := c.pass
	f.read++
	if p.disables() {
		f.disables++
	}
	if p.Action == Delete {
		f.removed[identify(p.of.TargetType, p.found)] = true
	}
	if len(p.names) == 0 { // nothing refers to it, or nothing can
		return
	}
	record := sourceRecord{of: p.of, found: p.found, id: p.ID}
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
