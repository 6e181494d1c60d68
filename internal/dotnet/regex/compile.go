package regex

import "slices"

const (
	// maxProgram is the number of instructions above which loops are counted instead of unrolled.
	maxProgram = 20000

	// maxLinearRun is the largest maximum of a counted run in a linear program. The state of such a run includes its
	// count, so visits to it at the same position cannot be memoized as one.
	maxLinearRun = 1000

	// groupsPerStep is the number of groups that are initialized in a step.
	groupsPerStep = 8
)

// compiler compiles a syntax tree into a program.
type compiler struct {
	program
	analysis int  // steps left for analysing what follows a node
	balances bool // the pattern has balancing groups
}

// compile returns the program of a tree. analysis is the number of steps that may be spent on analysing what follows a
// node.
func compile(tree *node, groups *groupTable, analysis int) *program {
	c := &compiler{program: program{
		registers:     len(groups.numbers),
		groups:        len(groups.numbers),
		minLength:     tree.length,
		memoThreshold: memoThreshold,
	}, analysis: analysis, balances: groups.balancing}
	c.start = hintsOf(tree, c)
	c.emit(tree, false, follow{set: nothingSet(), final: true})
	c.add(inst{op: opMatch})
	c.start.skipPrefix(&c.insts[0])
	c.insts = slices.Clone(c.insts) // drops the spare capacity
	c.attempt = c.groups/groupsPerStep + len(c.start.prefix)/bytesPerStep
	return &c.program
}

// add appends an instruction and returns its index.
func (c *compiler) add(in inst) int32 {
	in.memo = -1
	c.insts = append(c.insts, in)
	return int32(len(c.insts) - 1)
}

// here returns the index of the next instruction, as a target for jumps that are set afterwards.
func (c *compiler) here() int32 { return int32(len(c.insts)) }

// register allocates a register.
func (c *compiler) register() int32 {
	c.registers++
	return int32(c.registers - 1)
}

// memoize assigns an instruction a row in the table of visited states.
func (c *compiler) memoize(at int32) {
	c.insts[at].memo = int32(c.memos)
	c.memos++
}

// requireBacktracking records the first reason why the program cannot be linear.
func (c *compiler) requireBacktracking(reason string) {
	if c.reason == "" {
		c.reason = reason
	}
}

// emit adds the instructions of n. If back is set they match leftwards, as in a look-behind; next is what can follow n.
func (c *compiler) emit(n *node, back bool, next follow) {
	switch n.kind {
	case nodeEmpty: // takes no instruction
	case nodeSet:
		c.add(inst{op: opSet, set: n.set, back: back})
	case nodeSequence:
		c.sequence(n, back, next)
	case nodeChoice:
		c.choice(n, back, next)
	case nodeRepeat:
		c.repeat(n, back, next)
	case nodeCapture:
		c.capture(n, back, next)
	// The body is emitted as if anything could follow: it must choose its match by itself, and not by what comes after the
	// group.
	case nodeAtomic:
		c.requireBacktracking("atomic group")
		height := c.register()
		c.add(inst{op: opSaveStack, x: height})
		c.emit(n.children[0], back, unknownFollow())
		c.add(inst{op: opCut, x: height})
	case nodeLook:
		c.look(n)
	case nodeReference:
		c.requireBacktracking("back-reference")
		c.add(inst{op: opReference, x: int32(n.group), fold: n.fold, back: back})
	case nodeIfGroup:
		c.requireBacktracking("conditional")
		test := c.add(inst{op: opIfGroup, x: int32(n.group)})
		c.emit(n.children[0], back, next)
		end := c.add(inst{op: opJump})
		c.insts[test].y = c.here()
		c.emit(n.children[1], back, next)
		c.insts[end].x = c.here()
	case nodeIfMatch:
		c.ifMatch(n, back, next)
	case nodeAssertion:
		c.add(inst{op: opAssert, assertion: n.assertion})
	}
}

// sequence adds the instructions of the children, in the order in which they match: back to front when matching
// leftwards. Adjacent single units become one text.
func (c *compiler) sequence(n *node, back bool, next follow) {
	// A follow is about what comes to the right, so that nothing is known here.
	if back {
		for i := len(n.children); i > 0; {
			from := i - len(literalSuffix(n.children[:i]))
			if text, ok := textOf(unitsOf(n.children[from:i])); ok && i-from > 1 {
				c.add(inst{op: opText, text: text, back: true})
				i = from
				continue
			}
			i--
			c.emit(n.children[i], true, unknownFollow())
		}
		return
	}
	nexts := c.follows(n.children, next)
	for i := 0; i < len(n.children); {
		to := i + len(literalPrefix(n.children[i:]))
		if text, ok := textOf(unitsOf(n.children[i:to])); ok && to-i > 1 {
			c.add(inst{op: opText, text: text})
			i = to
			continue
		}
		c.emit(n.children[i], false, nexts[i])
		i++
	}
}

// literalPrefix returns the leading children that are single units.
func literalPrefix(children []*node) []*node {
	for i, child := range children {
		if !child.literal() {
			return children[:i]
		}
	}
	return children
}

// literalSuffix returns the trailing children that are single units.
func literalSuffix(children []*node) []*node {
	for i, child := range slices.Backward(children) {
		if !child.literal() {
			return children[i+1:]
		}
	}
	return children
}

// literal reports whether n is one unit and no other. Under (?i) only units without another case are.
func (n *node) literal() bool {
	if n.kind != nodeSet {
		return false
	}
	_, ok := n.set.single()
	return ok
}

// unitsOf returns the units of children that are literal.
func unitsOf(literals []*node) []uint16 {
	units := make([]uint16, len(literals))
	for i, n := range literals {
		units[i], _ = n.set.single()
	}
	return units
}

// choice adds a split for each alternative but the last. Splits are memoized: a linear program has alternatives only
// there and in runs.
func (c *compiler) choice(n *node, back bool, next follow) {
	var ends []int32
	for i, child := range n.children {
		if i == len(n.children)-1 {
			c.emit(child, back, next)
			break
		}
		split := c.add(inst{op: opSplit})
		c.memoize(split)
		c.insts[split].x = c.here()
		c.emit(child, back, next)
		ends = append(ends, c.add(inst{op: opJump}))
		c.insts[split].y = c.here()
	}
	for _, end := range ends {
		c.insts[end].x = c.here()
	}
}

// capture adds a group that captures, and pops a capture of another group if it is a balancing group. The order of the
// two positions depends on the direction; the machine sorts them.
func (c *compiler) capture(n *node, back bool, next follow) {
	startPos := c.register()
	c.add(inst{op: opSavePos, x: startPos})
	c.emit(n.children[0], back, next)
	if n.balance == noGroup {
		c.add(inst{op: opCapture, x: int32(n.group), y: startPos})
		return
	}
	c.requireBacktracking("balancing group")
	c.add(inst{op: opBalance, x: int32(n.group), y: startPos, z: int32(n.balance)})
}

// look adds a look-around. A positive one discards the alternatives of its body when that matches, and restores the
// position. A negative one fails when its body matches, after discarding the alternatives and so the way out of the
// split.
func (c *compiler) look(n *node) {
	c.requireBacktracking(n.lookName())
	height := c.register()
	c.add(inst{op: opSaveStack, x: height})
	if n.negative {
		split := c.add(inst{op: opSplit})
		c.insts[split].x = c.here()
		c.emit(n.children[0], n.behind, unknownFollow())
		c.add(inst{op: opCut, x: height})
		c.add(inst{op: opFail})
		c.insts[split].y = c.here()
		return
	}
	startPos := c.register()
	c.add(inst{op: opSavePos, x: startPos})
	c.emit(n.children[0], n.behind, unknownFollow())
	c.add(inst{op: opCut, x: height})
	c.add(inst{op: opRestorePos, x: startPos})
}

// lookName names a look-around as a reason for backtracking; see Explanation.
func (n *node) lookName() string {
	if n.behind {
		return "look-behind"
	}
	return "look-ahead"
}

// ifMatch adds a conditional with a condition. Like a look-around it keeps neither the alternatives nor the position of
// the condition, but it does keep its captures.
func (c *compiler) ifMatch(n *node, back bool, next follow) {
	c.requireBacktracking("conditional")
	height, startPos := c.register(), c.register()
	c.add(inst{op: opSaveStack, x: height})
	c.add(inst{op: opSavePos, x: startPos})
	split := c.add(inst{op: opSplit})
	c.insts[split].x = c.here()
	c.emit(n.children[0], back, unknownFollow())
	c.add(inst{op: opCut, x: height})
	c.add(inst{op: opRestorePos, x: startPos})
	c.emit(n.children[1], back, next)
	end := c.add(inst{op: opJump})
	c.insts[split].y = c.here()
	c.emit(n.children[2], back, next)
	c.insts[end].x = c.here()
}
