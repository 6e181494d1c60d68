package regex

// AlwaysMatches reports whether the pattern is certain to match every text, as (\.)*$ is: it matches the empty text at the end of each. A pattern
// for which it returns false may do so, too: nothing is assumed of references, look-around and what depends on the text before.
func (p *Pattern) AlwaysMatches() bool { return p.always }

// matchesAtEnd reports whether n matches the empty text at the end of every text. Since there nothing else can match, no choice that n makes
// keeps what follows it from matching.
func (n *node) matchesAtEnd() bool {
	switch n.kind {
	case nodeEmpty:
		return true
	case nodeSequence:
		return all(n.children)
	case nodeChoice:
		for _, child := range n.children {
			if child.matchesAtEnd() {
				return true
			}
		}
		return false
	case nodeRepeat:
		return n.min == 0 || all(n.children)
	case nodeCapture:
		return n.balance == noGroup && all(n.children)
	case nodeAtomic, nodeIfGroup:
		return all(n.children)
	case nodeIfMatch:
		return all(n.children[1:])
	case nodeAssertion:
		return n.assertion == atEnd || n.assertion == atFinalLine || n.assertion == atLineEnd
	default:
		return false
	}
}

func all(children []*node) bool {
	for _, child := range children {
		if !child.matchesAtEnd() {
			return false
		}
	}
	return true
}
