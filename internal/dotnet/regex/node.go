package regex

import "math"

// nodeKind tells what a node of the parsed pattern stands for.
type nodeKind uint8

const (
	nodeEmpty     nodeKind = iota // matches nothing, always
	nodeSet                       // one unit of set
	nodeSequence                  // kids one after the other
	nodeChoice                    // the first kid that lets the rest match
	nodeRepeat                    // kids[0] from min to max times
	nodeCapture                   // kids[0], remembered as group; pops group balance first when that is not noGroup
	nodeAtomic                    // kids[0], never re-entered
	nodeLook                      // kids[0] is (or, when negative, is not) here; behind reads leftwards
	nodeReference                 // the text last captured by group
	nodeIfGroup                   // kids[0] when group has captured, else kids[1]
	nodeIfMatch                   // kids[1] when kids[0] is here, else kids[2]
	nodeAssertion                 // a place, no text
)

// assertion is a place in the text.
type assertion uint8

const (
	atStart       assertion = iota // \A, ^
	atLineStart                    // ^ under (?m)
	atEnd                          // \z
	atFinalLine                    // \Z, $: at the end or before a newline that ends the text
	atLineEnd                      // $ under (?m)
	atScanStart                    // \G
	atBoundary                     // \b
	atNonBoundary                  // \B
)

const (
	noGroup   = -1
	unbounded = math.MaxInt32 // the max of *, + and {n,}
)

// node is one piece of a parsed pattern. Which members count depends on kind.
type node struct {
	kind     nodeKind
	set      *unitSet
	kids     []*node
	min, max int
	lazy     bool
	group    int // index into groupTable, not the number in the pattern
	balance  int
	behind   bool
	negative bool
	fold     bool // a reference under (?i)
	place    assertion

	length int // shortest text in UTF-16 units, saturating at unbounded
	size   int // instructions it compiles to, roughly, saturating at unbounded
}

func newNode(n node) *node {
	n.length = n.shortest()
	n.size = n.weight()
	return &n
}

func unitNode(u uint16) *node { return newNode(node{kind: nodeSet, set: setOf(u)}) }

func setNode(s *unitSet) *node { return newNode(node{kind: nodeSet, set: s}) }

func emptyNode() *node { return newNode(node{kind: nodeEmpty}) }

func sequence(kids []*node) *node {
	switch len(kids) {
	case 0:
		return emptyNode()
	case 1:
		return kids[0]
	}
	return newNode(node{kind: nodeSequence, kids: kids})
}

func choice(kids []*node) *node {
	if len(kids) == 1 {
		return kids[0]
	}
	return newNode(node{kind: nodeChoice, kids: kids})
}

// repeat is n{min,max}. Repeating nothing or once leaves no loop, as in .NET.
func repeat(n *node, low, high int, lazy bool) *node {
	switch {
	case high == 0:
		return emptyNode()
	case low == 1 && high == 1:
		return n
	}
	return newNode(node{kind: nodeRepeat, kids: []*node{n}, min: low, max: high, lazy: lazy})
}

func (n *node) shortest() int {
	switch n.kind {
	case nodeSet:
		return 1
	case nodeSequence:
		total := 0
		for _, kid := range n.kids {
			total = saturate(total + kid.length)
		}
		return total
	case nodeChoice:
		least := unbounded
		for _, kid := range n.kids {
			least = min(least, kid.length)
		}
		return least
	case nodeRepeat:
		return saturate(n.kids[0].length * n.min)
	case nodeCapture, nodeAtomic:
		return n.kids[0].length
	case nodeIfGroup:
		return min(n.kids[0].length, n.kids[1].length)
	case nodeIfMatch:
		return min(n.kids[1].length, n.kids[2].length)
	}
	return 0
}

func (n *node) weight() int {
	total := 2
	for _, kid := range n.kids {
		total = saturate(total + kid.size + 1)
	}
	if n.unrolls() {
		total = saturate(n.kids[0].size * n.copies())
	}
	return total
}

func saturate(n int) int { return min(n, unbounded) }

// maxUnrolled bounds the instructions that one counted loop may be written out to.
const maxUnrolled = 2000

// copies is how often the body of a loop is written out.
func (n *node) copies() int {
	if n.max == unbounded {
		return n.min + 1
	}
	return n.max
}

// single reports whether n is a loop over one set, which needs no stack.
func (n *node) single() bool { return n.kind == nodeRepeat && n.kids[0].kind == nodeSet }

// unrolls reports whether n is a loop that is written out rather than counted. A loop of varying length over a body that
// can match nothing is not: .NET ends it after an empty round, which takes a memory of where the round began.
func (n *node) unrolls() bool {
	if n.kind != nodeRepeat || n.single() {
		return false
	}
	plain := n.kids[0].length > 0 || n.max == 1 || n.min == n.max
	return plain && saturate(n.kids[0].size*n.copies()) <= maxUnrolled
}
