package regex

// Explodes tells whether an engine that backtracks, as .NET's does, takes time that doubles with each character of some text that does
// not match: a repeated part can match the same characters in more than one number of rounds, and what follows can fail. (a+)+x does,
// (a+,)+x does not. A pattern that cannot be read does not.
//
// The answer is yes only where it is certain: of assertions, back-references and look-around inside the part nothing is assumed. The
// cost grows with the square of the pattern's length.
func Explodes(pattern string) bool {
	tree, _, err := parse(pattern)
	return err == nil && tree.explodes(false)
}

// fewRounds is how often a part may be repeated at most without being looked at.
const fewRounds = 4

// explodes looks at n; mayFail tells whether what follows it can fail.
func (n *node) explodes(mayFail bool) bool {
	if n.kind == nodeAtomic || n.kind == nodeLook {
		mayFail = false // what follows does not lead back into n
	}
	if n.kind == nodeRepeat && n.max > fewRounds && mayFail && !n.single() {
		for _, u := range n.kids[0].units(nil) {
			if run := n.kids[0].runOf(u); run.possible && run.max > 0 && (run.min < run.max || run.twice) {
				return true
			}
		}
	}
	for i, kid := range n.kids {
		fails := mayFail
		if n.kind == nodeSequence {
			for _, later := range n.kids[i+1:] {
				fails = fails || later.canFail()
			}
		}
		if kid.explodes(fails) {
			return true
		}
	}
	return false
}

// canFail tells whether there are places where n does not match.
func (n *node) canFail() bool {
	switch n.kind {
	case nodeAssertion, nodeLook, nodeReference:
		return true
	}
	return n.length > 0
}

// mostUnits bounds the units that a repeated part is tried with.
const mostUnits = 64

// units adds units that stand for those that n can match: the ends of the ranges of its sets.
func (n *node) units(list []uint16) []uint16 {
	if n.kind == nodeSet {
		for _, r := range n.set.ranges {
			if len(list) < mostUnits {
				list = append(list, r.lo, r.hi)
			}
		}
	}
	for _, kid := range n.kids {
		list = kid.units(list)
	}
	return list
}

// unitRun is what a node matches of a text that is one unit over and over: between min and max of them, if at all. Twice tells that it
// can match the same number in two ways.
type unitRun struct {
	possible, twice bool
	min, max        int
}

func (n *node) runOf(u uint16) unitRun {
	switch n.kind {
	case nodeEmpty:
		return unitRun{possible: true}
	case nodeSet:
		return unitRun{possible: n.set.has(u), min: 1, max: 1}
	case nodeCapture:
		return n.kids[0].runOf(u)
	case nodeSequence:
		return n.sequenceRun(u)
	case nodeChoice:
		return n.choiceRun(u)
	case nodeRepeat:
		return n.repeatRun(u)
	}
	return unitRun{}
}

func (n *node) sequenceRun(u uint16) unitRun {
	all := unitRun{possible: true}
	variable := 0
	for _, kid := range n.kids {
		run := kid.runOf(u)
		if !run.possible {
			return run
		}
		if run.min < run.max {
			variable++
		}
		all.min, all.max = saturate(all.min+run.min), saturate(all.max+run.max)
		all.twice = all.twice || run.twice
	}
	all.twice = all.twice || variable > 1
	return all
}

func (n *node) choiceRun(u uint16) unitRun {
	var any unitRun
	for _, kid := range n.kids {
		run := kid.runOf(u)
		switch {
		case !run.possible:
		case !any.possible:
			any = run
		default:
			// Runs of different lengths are told apart by them, others are two ways to match the same.
			any.twice = any.twice || run.twice || run.min <= any.max && any.min <= run.max
			any.min, any.max = min(any.min, run.min), max(any.max, run.max)
		}
	}
	return any
}

func (n *node) repeatRun(u uint16) unitRun {
	run := n.kids[0].runOf(u)
	if !run.possible {
		return unitRun{possible: n.min == 0}
	}
	run.twice = run.twice || run.min < run.max && n.max > 1
	run.min, run.max = saturate(run.min*n.min), saturate(run.max*n.max)
	return run
}
