package regex

func (c *compiler) repeat(n *node, back bool, next follow) {
	switch {
	case n.single():
		c.run(n, back, next)
	case c.capturesUnit(n.kids[0]):
		c.captureRun(n, back, next)
	case n.unrolls() && len(c.insts)+n.size <= maxProgram:
		c.unroll(n, back, next)
	default:
		c.countedLoop(n, back)
	}
}

// run writes a loop over one set.
func (c *compiler) run(n *node, back bool, next follow) {
	set := n.kids[0].set
	in := inst{op: opRun, set: set, min: int32(n.min), max: int32(n.max), back: back}
	switch {
	case n.min == n.max || !n.lazy && !back && next.excludes(set):
		in.op = opRunAll
	case n.lazy:
		in.op = opRunLazy
	case !back:
		in.tail = next.onlyByte()
	}
	at := c.add(in)
	switch {
	case n.max == unbounded:
		c.remember(at)
	case n.max > maxLinearRun && in.op != opRunAll:
		c.needsStack("counted repeat of more than 1000")
	}
}

// capturesUnit reports whether n is a group over one set, of which only the last capture can matter.
func (c *compiler) capturesUnit(n *node) bool {
	return n.kind == nodeCapture && n.kids[0].kind == nodeSet && !c.balances
}

// captureRun writes (.)* as a run with the last unit captured afterwards.
func (c *compiler) captureRun(n *node, back bool, next follow) {
	group := n.kids[0]
	began := c.register()
	c.add(inst{op: opMark, x: began})
	c.run(newNode(node{kind: nodeRepeat, kids: group.kids, min: n.min, max: n.max, lazy: n.lazy}), back, next)
	c.add(inst{op: opCaptureLast, x: int32(group.group), y: began, back: back})
}

// unroll writes X{2,4} as XX(?:XX?)? and X{2,} as XX(?:X)*.
func (c *compiler) unroll(n *node, back bool, next follow) {
	body := n.kids[0]
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

// loopSplit writes the choice between a round, which comes next, and leaving.
func (c *compiler) loopSplit(lazy bool) int32 {
	at := c.add(inst{op: opSplit})
	c.remember(at)
	if lazy {
		c.insts[at].y = c.here()
	} else {
		c.insts[at].x = c.here()
	}
	return at
}

// leaveAt makes the loop that begins with split end here.
func (c *compiler) leaveAt(split int32, lazy bool) {
	if lazy {
		c.insts[split].x = c.here()
	} else {
		c.insts[split].y = c.here()
	}
}

// countedLoop writes a loop that keeps its count and the start of its round in registers.
func (c *compiler) countedLoop(n *node, back bool) {
	if n.kids[0].length == 0 {
		c.needsStack("loop over a part that can match nothing")
	} else {
		c.needsStack("counted repeat too large to write out")
	}
	rounds, began := c.register(), c.register()
	c.add(inst{op: opLoopStart, x: rounds, y: began})
	loop := c.add(inst{op: opLoop, x: rounds, y: began, min: int32(n.min), max: int32(n.max), lazy: n.lazy})
	c.add(inst{op: opLoopRound, x: rounds, y: began})
	c.emit(n.kids[0], back, unknownFollow())
	c.add(inst{op: opJump, x: loop})
	c.insts[loop].z = c.here()
}
