package regex

// maxAnalysis bounds the work of looking ahead in one pattern; past it nothing is assumed.
const maxAnalysis = 5000

// follow is what can come after a part of a pattern, read rightwards.
type follow struct {
	set   *unitSet // units that can come next
	open  bool     // more than set says: nothing may be assumed
	atEnd bool     // the end of the text will do, too
	final bool     // nothing comes after: the pattern has matched
}

func unknownFollow() follow { return follow{set: nothingSet(), open: true} }

// excludes reports whether a run over set loses nothing by keeping all it took: giving back a unit would put a unit of set
// where something else must come.
func (f follow) excludes(set *unitSet) bool {
	return f.final || !f.open && set.disjoint(f.set)
}

// onlyByte returns the ASCII character that must come next, if there is only one.
func (f follow) onlyByte() byte {
	if u, ok := f.set.single(); ok && u < 128 && !f.open && !f.atEnd && !f.final {
		return byte(u)
	}
	return 0
}

// or is what can follow when there is a choice of continuations. A choice is never final.
func (f follow) or(g follow) follow {
	return follow{
		set:   f.set.union(g.set),
		open:  f.open || g.open || f.final || g.final,
		atEnd: f.atEnd || g.atEnd,
	}
}

// follows returns what follows each kid of a sequence.
func (c *compiler) follows(kids []*node, next follow) []follow {
	all := make([]follow, len(kids))
	for i := len(kids) - 1; i >= 0; i-- {
		all[i] = next
		next = c.before(kids[i], next)
	}
	return all
}

// loopFollow is what follows the body of a loop: another round or what comes after.
func (c *compiler) loopFollow(body *node, next follow) follow {
	return c.before(body, unknownFollow()).or(next)
}

// before is what comes where n starts, when next follows n.
func (c *compiler) before(n *node, next follow) follow {
	if c.analysis--; c.analysis < 0 {
		return unknownFollow()
	}
	switch n.kind {
	case nodeSet:
		return follow{set: n.set}
	case nodeSequence:
		for i := len(n.kids) - 1; i >= 0; i-- {
			next = c.before(n.kids[i], next)
		}
		return next
	case nodeChoice:
		all := c.before(n.kids[0], next)
		for _, kid := range n.kids[1:] {
			all = all.or(c.before(kid, next))
		}
		return all
	case nodeRepeat:
		body := c.before(n.kids[0], next)
		if n.min == 0 || n.kids[0].length == 0 {
			return body.or(next)
		}
		return body
	case nodeCapture, nodeAtomic:
		return c.before(n.kids[0], next)
	case nodeEmpty:
		return next
	case nodeLook:
		return c.narrowed(next)
	case nodeAssertion:
		return c.beforePlace(n.place, next)
	}
	return unknownFollow()
}

// narrowed is next behind a condition: what comes must still fit next, but success is no longer certain.
func (c *compiler) narrowed(next follow) follow {
	if next.final {
		return unknownFollow()
	}
	return next
}

func (c *compiler) beforePlace(place assertion, next follow) follow {
	switch place {
	case atEnd:
		return follow{set: nothingSet(), atEnd: true}
	case atFinalLine, atLineEnd:
		return follow{set: setOf('\n'), atEnd: true}
	}
	return c.narrowed(next)
}
