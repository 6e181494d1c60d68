package regex

import "math"

// nodeKind is the kind of a node of a syntax tree.
type nodeKind uint8

const (
	nodeEmpty     nodeKind = iota // the empty text
	nodeSet                       // one unit of set
	nodeSequence                  // the children in order
	nodeChoice                    // the first child with which the rest matches
	nodeRepeat                    // children[0], min to max times
	nodeCapture                   // children[0], captured by group; pops a capture of group balance first if that is not noGroup
	nodeAtomic                    // children[0], without backtracking into it
	nodeLook                      // the empty text where children[0] matches, or does not if negative; behind matches leftwards
	nodeReference                 // the text last captured by group
	nodeIfGroup                   // children[0] if group has a capture, otherwise children[1]
	nodeIfMatch                   // children[1] if children[0] matches here, otherwise children[2]
	nodeAssertion                 // the empty text where assertion holds
)

// assertion is a zero-width condition on a position.
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

// node is a node of the syntax tree of a pattern. Which fields are used depends on kind.
type node struct {
	kind      nodeKind
	set       *unitSet
	children  []*node
	min, max  int
	lazy      bool
	group     int // index into groupTable, not the number in the pattern
	balance   int
	behind    bool
	negative  bool
	fold      bool // a reference under (?i)
	assertion assertion

	length int // length of the shortest match in units, saturating at unbounded
	size   int // estimated number of instructions, saturating at unbounded
}

// newNode completes a node from its children, which must be complete. Nodes do not change after it, so that subtrees may be
// shared.
func newNode(n node) *node {
	n.length = n.shortest()
	n.size = n.weight()
	return &n
}

// unitNode, setNode and emptyNode return nodes without children.
func unitNode(u uint16) *node { return newNode(node{kind: nodeSet, set: setOf(u)}) }

func setNode(s *unitSet) *node { return newNode(node{kind: nodeSet, set: s}) }

func emptyNode() *node { return newNode(node{kind: nodeEmpty}) }

// sequence and choice return the only child if there is just one, so that nodes for mere grouping do not occur.
func sequence(children []*node) *node {
	switch len(children) {
	case 0:
		return emptyNode()
	case 1:
		return children[0]
	}
	return newNode(node{kind: nodeSequence, children: children})
}

func choice(children []*node) *node {
	if len(children) == 1 {
		return children[0]
	}
	return newNode(node{kind: nodeChoice, children: children})
}

// repeat returns the node of n{low,high}. As in .NET, zero or one repetition is not a loop.
func repeat(n *node, low, high int, lazy bool) *node {
	switch {
	case high == 0:
		return emptyNode()
	case low == 1 && high == 1:
		return n
	}
	return newNode(node{kind: nodeRepeat, children: []*node{n}, min: low, max: high, lazy: lazy})
}

// shortest returns the length of the shortest match of n from those of its children.
func (n *node) shortest() int {
	switch n.kind {
	case nodeSet:
		return 1
	case nodeSequence:
		total := 0
		for _, child := range n.children {
			total = sum(total, child.length)
		}
		return total
	case nodeChoice:
		least := unbounded
		for _, child := range n.children {
			least = min(least, child.length)
		}
		return least
	case nodeRepeat:
		return product(n.children[0].length, n.min)
	case nodeCapture, nodeAtomic:
		return n.children[0].length
	case nodeIfGroup:
		return min(n.children[0].length, n.children[1].length)
	case nodeIfMatch:
		return min(n.children[1].length, n.children[2].length)
	default:
		return 0
	}
}

// weight returns the estimated number of instructions of n from those of its children. It bounds the unrolling of
// nested loops, which multiplies the instructions at each level.
func (n *node) weight() int {
	total := 2
	for _, child := range n.children {
		total = sum(total, sum(child.size, 1))
	}
	if n.unrolls() {
		total = product(n.children[0].size, n.copies())
	}
	return total
}

// sum and product saturate at unbounded. They count in 64 bits, since an int of 32 would overflow first.
func sum(a, b int) int     { return int(min(int64(a)+int64(b), unbounded)) }
func product(a, b int) int { return int(min(int64(a)*int64(b), unbounded)) }

// maxUnrolled is the number of instructions above which one loop is not unrolled.
const maxUnrolled = 2000

// copies returns the number of copies of its body that an unrolled loop has.
func (n *node) copies() int {
	if n.max == unbounded {
		return sum(n.min, 1)
	}
	return n.max
}

// single reports whether n is a loop over one set, which the machine runs in a single instruction.
func (n *node) single() bool { return n.kind == nodeRepeat && n.children[0].kind == nodeSet }

// unrolls reports whether n is a loop that is unrolled instead of counted. A loop with a variable number of rounds over a
// body that can match the empty text is not: .NET ends it after an empty round, for which the start of the round must be
// kept in a register.
func (n *node) unrolls() bool {
	if n.kind != nodeRepeat || n.single() {
		return false
	}
	plain := n.children[0].length > 0 || n.max == 1 || n.min == n.max
	return plain && product(n.children[0].size, n.copies()) <= maxUnrolled
}
