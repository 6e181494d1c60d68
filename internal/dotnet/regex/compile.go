package regex

import "slices"

const (
	// maxProgram bounds the instructions that writing loops out may lead to; beyond it, loops are counted.
	maxProgram = 20000

	// maxLinearRun bounds the counted runs that a linear program may hold: a bounded run cannot share what it learned.
	maxLinearRun = 1000

	// groupsAStep is how many groups are made ready in a step.
	groupsAStep = 8
)

// compiler turns a tree into a program.
type compiler struct {
	program
	analysis int  // steps left for looking ahead
	balances bool // the pattern has balancing groups
}

// compile makes the program of a tree; analysis is the work that may be spent on looking ahead.
func compile(tree *node, groups *groupTable, analysis int) *program {
	c := &compiler{program: program{
		registers: len(groups.numbers),
		groups:    len(groups.numbers),
		minLength: tree.length,
		patience:  patience,
	}, analysis: analysis, balances: groups.balancing}
	c.start = hintsOf(tree, c)
	c.emit(tree, false, follow{set: nothingSet(), final: true})
	c.add(inst{op: opMatch})
	c.start.skipPrefix(&c.insts[0])
	c.insts = slices.Clone(c.insts) // without the room to grow
	c.attempt = c.groups/groupsAStep + len(c.start.prefix)/textAStep
	return &c.program
}

func (c *compiler) add(in inst) int32 {
	in.memo = -1
	c.insts = append(c.insts, in)
	return int32(len(c.insts) - 1)
}

func (c *compiler) here() int32 { return int32(len(c.insts)) }

func (c *compiler) register() int32 {
	c.registers++
	return int32(c.registers - 1)
}

// remember gives an instruction a row in the table of visited states.
func (c *compiler) remember(at int32) {
	c.insts[at].memo = int32(c.memos)
	c.memos++
}

// needsStack notes the first reason why the program cannot be linear.
func (c *compiler) needsStack(reason string) {
	if c.reason == "" {
		c.reason = reason
	}
}

// emit writes the instructions of n. back reads leftwards, as look-behinds do; next is what can follow n.
func (c *compiler) emit(n *node, back bool, next follow) {
	switch n.kind {
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
	case nodeAtomic:
		c.needsStack("atomic group")
		hold := c.register()
		c.add(inst{op: opHold, x: hold})
		c.emit(n.kids[0], back, unknownFollow())
		c.add(inst{op: opCut, x: hold})
	case nodeLook:
		c.look(n)
	case nodeReference:
		c.needsStack("back-reference")
		c.add(inst{op: opReference, x: int32(n.group), fold: n.fold, back: back})
	case nodeIfGroup:
		c.needsStack("conditional")
		test := c.add(inst{op: opIfGroup, x: int32(n.group)})
		c.emit(n.kids[0], back, next)
		end := c.add(inst{op: opJump})
		c.insts[test].y = c.here()
		c.emit(n.kids[1], back, next)
		c.insts[end].x = c.here()
	case nodeIfMatch:
		c.ifMatch(n, back, next)
	case nodeAssertion:
		c.add(inst{op: opPlace, place: n.place})
	}
}

// sequence writes kids in reading order. Neighbouring single units become one text.
func (c *compiler) sequence(n *node, back bool, next follow) {
	if back {
		for i := len(n.kids); i > 0; {
			from := i - len(literalSuffix(n.kids[:i]))
			if text, ok := textOf(unitsOf(n.kids[from:i])); ok && i-from > 1 {
				c.add(inst{op: opText, text: text, back: true})
				i = from
				continue
			}
			i--
			c.emit(n.kids[i], true, unknownFollow())
		}
		return
	}
	nexts := c.follows(n.kids, next)
	for i := 0; i < len(n.kids); {
		to := i + len(literalPrefix(n.kids[i:]))
		if text, ok := textOf(unitsOf(n.kids[i:to])); ok && to-i > 1 {
			c.add(inst{op: opText, text: text})
			i = to
			continue
		}
		c.emit(n.kids[i], false, nexts[i])
		i++
	}
}

// literalPrefix returns the leading kids that are single units.
func literalPrefix(kids []*node) []*node {
	for i, kid := range kids {
		if !kid.literal() {
			return kids[:i]
		}
	}
	return kids
}

func literalSuffix(kids []*node) []*node {
	for i, kid := range slices.Backward(kids) {
		if !kid.literal() {
			return kids[i+1:]
		}
	}
	return kids
}

func (n *node) literal() bool {
	if n.kind != nodeSet {
		return false
	}
	_, ok := n.set.single()
	return ok
}

func unitsOf(literals []*node) []uint16 {
	units := make([]uint16, len(literals))
	for i, n := range literals {
		units[i], _ = n.set.single()
	}
	return units
}

func (c *compiler) choice(n *node, back bool, next follow) {
	var ends []int32
	for i, kid := range n.kids {
		if i == len(n.kids)-1 {
			c.emit(kid, back, next)
			break
		}
		split := c.add(inst{op: opSplit})
		c.remember(split)
		c.insts[split].x = c.here()
		c.emit(kid, back, next)
		ends = append(ends, c.add(inst{op: opJump}))
		c.insts[split].y = c.here()
	}
	for _, end := range ends {
		c.insts[end].x = c.here()
	}
}

func (c *compiler) capture(n *node, back bool, next follow) {
	mark := c.register()
	c.add(inst{op: opMark, x: mark})
	c.emit(n.kids[0], back, next)
	if n.balance == noGroup {
		c.add(inst{op: opCapture, x: int32(n.group), y: mark})
		return
	}
	c.needsStack("balancing group")
	c.add(inst{op: opBalance, x: int32(n.group), y: mark, z: int32(n.balance)})
}

func (c *compiler) look(n *node) {
	c.needsStack(n.lookName())
	hold := c.register()
	c.add(inst{op: opHold, x: hold})
	if n.negative {
		split := c.add(inst{op: opSplit})
		c.insts[split].x = c.here()
		c.emit(n.kids[0], n.behind, unknownFollow())
		c.add(inst{op: opCut, x: hold})
		c.add(inst{op: opFail})
		c.insts[split].y = c.here()
		return
	}
	mark := c.register()
	c.add(inst{op: opMark, x: mark})
	c.emit(n.kids[0], n.behind, unknownFollow())
	c.add(inst{op: opCut, x: hold})
	c.add(inst{op: opReturn, x: mark})
}

func (n *node) lookName() string {
	if n.behind {
		return "look-behind"
	}
	return "look-ahead"
}

func (c *compiler) ifMatch(n *node, back bool, next follow) {
	c.needsStack("conditional")
	hold, mark := c.register(), c.register()
	c.add(inst{op: opHold, x: hold})
	c.add(inst{op: opMark, x: mark})
	split := c.add(inst{op: opSplit})
	c.insts[split].x = c.here()
	c.emit(n.kids[0], back, unknownFollow())
	c.add(inst{op: opCut, x: hold})
	c.add(inst{op: opReturn, x: mark})
	c.emit(n.kids[1], back, next)
	end := c.add(inst{op: opJump})
	c.insts[split].y = c.here()
	c.emit(n.kids[2], back, next)
	c.insts[end].x = c.here()
}
