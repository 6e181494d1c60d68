package regex

// maxAnalysis is the number of steps for analysing what follows the nodes of a pattern. After it, nothing is assumed.
const maxAnalysis = 5000

// follow describes what can follow a part of a pattern, to the right. It may say too much: a unit in set need not be possible.
// It must not leave one out unless open is set, since runs that give nothing back rely on it.
type follow struct {
	set   *unitSet // units that can come next
	open  bool     // set is incomplete, so nothing may be assumed
	atEnd bool     // the end of the text may come next, too
	final bool     // nothing follows: the pattern has matched
}

// unknownFollow returns the follow from which nothing can be concluded.
func unknownFollow() follow { return follow{set: nothingSet(), open: true} }

// excludes reports whether a run over set need not give units back. That is so if no unit of set can follow the run: a
// unit given back would be in the place of what must follow.
func (f follow) excludes(set *unitSet) bool {
	return f.final || !f.open && set.disjoint(f.set)
}

// onlyByte returns the ASCII character that must come next, or 0 if there is no such character or more than one.
func (f follow) onlyByte() byte {
	if u, ok := f.set.single(); ok && u < 128 && !f.open && !f.atEnd && !f.final {
		return byte(u)
	}
	return 0
}

// or returns what can follow if either f or g does. A choice is never final: if one side fails, the other is tried.
func (f follow) or(g follow) follow {
	return follow{
		set:   f.set.union(g.set),
		open:  f.open || g.open || f.final || g.final,
		atEnd: f.atEnd || g.atEnd,
	}
}

// follows returns what can follow each child of a sequence.
func (c *compiler) follows(children []*node, next follow) []follow {
	all := make([]follow, len(children))
	for i := len(children) - 1; i >= 0; i-- {
		all[i] = next
		next = c.before(children[i], next)
	}
	return all
}

// loopFollow returns what follows the body of a loop: another round, or next.
func (c *compiler) loopFollow(body *node, next follow) follow {
	return c.before(body, unknownFollow()).or(next)
}

// before returns what can follow the position before n if next follows n: the first units of n, and those of next too
// if n can match the empty text.
func (c *compiler) before(n *node, next follow) follow {
	// Each node is looked at again for every loop and sequence around it, which is why the work is bounded.
	if c.analysis--; c.analysis < 0 {
		return unknownFollow()
	}
	switch n.kind {
	case nodeSet:
		return follow{set: n.set}
	case nodeSequence:
		for i := len(n.children) - 1; i >= 0; i-- {
			next = c.before(n.children[i], next)
		}
		return next
	case nodeChoice:
		all := c.before(n.children[0], next)
		for _, child := range n.children[1:] {
			all = all.or(c.before(child, next))
		}
		return all
	case nodeRepeat:
		// A further round begins like the first one, so that one look at the body is enough.
		body := c.before(n.children[0], next)
		if n.min == 0 || n.children[0].length == 0 {
			return body.or(next)
		}
		return body
	case nodeCapture, nodeAtomic:
		return c.before(n.children[0], next)
	case nodeEmpty:
		return next
	case nodeLook:
		return c.narrowed(next)
	case nodeAssertion:
		return c.beforeAssertion(n.assertion, next)
	default:
		return unknownFollow()
	}
}

// narrowed returns next after a condition on the position. The text must still match next, but the condition can fail,
// so the match is no longer certain.
func (c *compiler) narrowed(next follow) follow {
	if next.final {
		return unknownFollow()
	}
	return next
}

// beforeAssertion returns what can follow the position before an assertion. For those at the end of the text or a line
// it is known exactly, whatever next is.
func (c *compiler) beforeAssertion(a assertion, next follow) follow {
	switch a {
	case atEnd:
		return follow{set: nothingSet(), atEnd: true}
	case atFinalLine, atLineEnd:
		return follow{set: setOf('\n'), atEnd: true}
	default:
		return c.narrowed(next)
	}
}
