package regex

// repeat adds a loop in the cheapest form that it allows, from a single instruction to a loop that counts.
// Two bounds limit unrolling: that of one loop in unrolls, and that of the program here, since many loops each within its
// bound could be too much together.
func (c *compiler) repeat(n *node, back bool, next follow) {
	switch {
	case n.single():
		c.run(n, back, next)
	case c.capturesUnit(n.children[0]):
		c.captureRun(n, back, next)
	case n.unrolls() && n.size <= maxProgram-len(c.insts):
		c.unroll(n, back, next)
	default:
		c.countedLoop(n, back)
	}
}

// run adds a loop over one set. Giving units back is unnecessary if the number of rounds is fixed, and useless if no
// unit of the set can follow.
func (c *compiler) run(n *node, back bool, next follow) {
	set := n.children[0].set
	in := inst{op: opRun, set: set, min: int32(n.min), max: int32(n.max), back: back}
	switch {
	case n.min == n.max || !n.lazy && !back && next.excludes(set):
		in.op = opRunAll
	case n.lazy:
		in.op = opRunLazy
	case !back:
		in.tail = next.onlyByte()
	}
	// An unbounded run needs a row in the table, because its state is instruction and position. That of a bounded one includes
	// the count; see maxLinearRun.
	at := c.add(in)
	switch {
	case n.max == unbounded:
		c.memoize(at)
	case n.max > maxLinearRun && in.op != opRunAll:
		c.requireBacktracking("counted repeat of more than 1000")
	}
}

// capturesUnit reports whether n is a group over one set of which only the last capture matters. With balancing groups,
// which pop captures, earlier ones matter too.
func (c *compiler) capturesUnit(n *node) bool {
	return n.kind == nodeCapture && n.children[0].kind == nodeSet && !c.balances
}

// captureRun adds a loop such as (.)* as a run after which the last unit is captured.
func (c *compiler) captureRun(n *node, back bool, next follow) {
	group := n.children[0]
	began := c.register()
	c.add(inst{op: opSavePos, x: began})
	c.run(newNode(node{kind: nodeRepeat, children: group.children, min: n.min, max: n.max, lazy: n.lazy}), back, next)
	c.add(inst{op: opCaptureLast, x: int32(group.group), y: began, back: back})
}

// unroll adds X{2,4} as XX(?:XX?)? and X{2,} as XX(?:X)*.
func (c *compiler) unroll(n *node, back bool, next follow) {
	body := n.children[0]
	// Every round can be followed by another or by the end of the loop. That is more than can follow some of the rounds, which
	// is safe.
	again := c.loopFollow(body, next)
	for range n.min {
		c.emit(body, back, again)
	}
	if n.max == unbounded {
		split := c.loopSplit(n.lazy)
		c.emit(body, back, again)
		c.add(inst{op: opJump, x: split})
		c.leaveAt(split, n.lazy)
		return
	}
	var splits []int32
	for range n.max - n.min {
		splits = append(splits, c.loopSplit(n.lazy))
		c.emit(body, back, again)
	}
	for _, split := range splits {
		c.leaveAt(split, n.lazy)
	}
}

// loopSplit adds the choice between another round, whose instructions follow, and leaving the loop.
// opSplit prefers x: another round if the loop is greedy, the end if it is lazy.
func (c *compiler) loopSplit(lazy bool) int32 {
	at := c.add(inst{op: opSplit})
	c.memoize(at)
	if lazy {
		c.insts[at].y = c.here()
	} else {
		c.insts[at].x = c.here()
	}
	return at
}

// leaveAt makes the next instruction the end of the loop that begins with split.
func (c *compiler) leaveAt(split int32, lazy bool) {
	if lazy {
		c.insts[split].x = c.here()
	} else {
		c.insts[split].y = c.here()
	}
}

// countedLoop adds a loop that keeps the number of rounds and the start of the current round in registers. It is not
// linear, because these registers are state beyond instruction and position.
func (c *compiler) countedLoop(n *node, back bool) {
	if n.children[0].length == 0 {
		c.requireBacktracking("loop over a part that can match the empty text")
	} else {
		c.requireBacktracking("counted repeat too large to unroll")
	}
	rounds, began := c.register(), c.register()
	c.add(inst{op: opLoopStart, x: rounds, y: began})
	loop := c.add(inst{op: opLoop, x: rounds, y: began, min: int32(n.min), max: int32(n.max), lazy: n.lazy})
	c.add(inst{op: opLoopRound, x: rounds, y: began})
	c.emit(n.children[0], back, unknownFollow())
	c.add(inst{op: opJump, x: loop})
	c.insts[loop].z = c.here()
}
