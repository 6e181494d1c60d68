package regex

// Explodes reports whether pattern causes catastrophic backtracking in an engine such as .NET's: whether there are texts
// that do not match and take time that doubles with each character. This happens if a repeated part can match the same
// characters in different numbers of rounds and what follows can fail, as in (a+)+x but not in (a+,)+x. A malformed
// pattern does not explode.
//
// Explodes returns true only if it is certain: it assumes nothing about assertions, back-references and look-around
// inside the repeated part. The cost is quadratic in the length of the pattern.
func Explodes(pattern string) bool {
	tree, _, err := parse(pattern)
	return err == nil && tree.explodes(false)
}

// fewRounds is the number of repetitions up to which a loop is considered harmless.
const fewRounds = 4

// explodes reports whether n causes catastrophic backtracking; mayFail is whether what follows n can fail.
// A loop over one set is harmless: it can match a text in one number of rounds only.
func (n *node) explodes(mayFail bool) bool {
	if n.kind == nodeAtomic || n.kind == nodeLook {
		mayFail = false // a failure after n does not backtrack into n
	}
	if n.kind == nodeRepeat && n.max > fewRounds && mayFail && !n.single() {
		for _, u := range n.children[0].units(nil) {
			if run := n.children[0].runOf(u); run.possible && run.max > 0 && (run.min < run.max || run.twice) {
				return true
			}
		}
	}
	// What follows a child is what follows n and, in a sequence, the later children.
	for i, child := range n.children {
		fails := mayFail
		if n.kind == nodeSequence {
			for _, later := range n.children[i+1:] {
				fails = fails || later.canFail()
			}
		}
		if child.explodes(fails) {
			return true
		}
	}
	return false
}

// canFail reports whether n can fail to match at some position.
func (n *node) canFail() bool {
	switch n.kind {
	case nodeAssertion, nodeLook, nodeReference:
		return true
	default:
		return n.length > 0
	}
}

// mostUnits is the number of units with which a repeated part is tried at most.
const mostUnits = 64

// units appends representatives of the units that n can match: the ends of the ranges in its sets.
func (n *node) units(list []uint16) []uint16 {
	if n.kind == nodeSet {
		for _, r := range n.set.ranges {
			if len(list) < mostUnits {
				list = append(list, r.lo, r.hi)
			}
		}
	}
	for _, child := range n.children {
		list = child.units(list)
	}
	return list
}

// unitRun describes how a node matches a text that repeats a single unit: whether it can, with how many repetitions,
// and whether it can match the same number of them in two ways (twice).
type unitRun struct {
	possible, twice bool
	min, max        int
}

// runOf returns how n matches a text that repeats the unit u. For a node of unknown effect it returns the zero unitRun,
// so that nothing is concluded from it.
func (n *node) runOf(u uint16) unitRun {
	switch n.kind {
	case nodeEmpty:
		return unitRun{possible: true}
	case nodeSet:
		return unitRun{possible: n.set.has(u), min: 1, max: 1}
	case nodeCapture:
		return n.children[0].runOf(u)
	case nodeSequence:
		return n.sequenceRun(u)
	case nodeChoice:
		return n.choiceRun(u)
	case nodeRepeat:
		return n.repeatRun(u)
	default:
		return unitRun{}
	}
}

// sequenceRun returns the run of a sequence. Two children of variable length can share the text in more than one way.
func (n *node) sequenceRun(u uint16) unitRun {
	all := unitRun{possible: true}
	variable := 0
	for _, child := range n.children {
		run := child.runOf(u)
		if !run.possible {
			return run
		}
		if run.min < run.max {
			variable++
		}
		all.min, all.max = sum(all.min, run.min), sum(all.max, run.max)
		all.twice = all.twice || run.twice
	}
	all.twice = all.twice || variable > 1
	return all
}

// choiceRun returns the run of a choice. Alternatives that cannot match u do not count.
func (n *node) choiceRun(u uint16) unitRun {
	var all unitRun
	for _, child := range n.children {
		run := child.runOf(u)
		switch {
		case !run.possible:
		case !all.possible:
			all = run
		default:
			// Alternatives whose lengths overlap are two ways to match the same text.
			all.twice = all.twice || run.twice || run.min <= all.max && all.min <= run.max
			all.min, all.max = min(all.min, run.min), max(all.max, run.max)
		}
	}
	return all
}

// repeatRun returns the run of a loop. Rounds of variable length can share the text in more than one way.
func (n *node) repeatRun(u uint16) unitRun {
	run := n.children[0].runOf(u)
	if !run.possible {
		// Without a round, the loop matches the empty text if it may.
		return unitRun{possible: n.min == 0}
	}
	run.twice = run.twice || run.min < run.max && n.max > 1
	run.min, run.max = product(run.min, n.min), product(run.max, n.max)
	return run
}
