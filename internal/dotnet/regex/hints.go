package regex

import "strings"

// startHints describe where a match can begin, so that a search skips most positions without running the program.
// Each hint is a necessary condition: a position that they let through may still not match, one that they exclude cannot.
type startHints struct {
	atStart   bool   // only at the start of the text
	atScan    bool   // only at the start of the scan
	prefix    string // every match begins with this text
	needle    string // every match contains this text
	filtered  bool   // every match begins with one of bytes, or at the end of the text if atEnd
	atEnd     bool
	bytes     [256]bool
	minLength int

	// The program starts at instruction entry, skip bytes after the start of the match: after the prefix, if finding the
	// prefix has already matched the whole first instruction.
	entry int32
	skip  int
}

// hintsOf returns the hints on where a match of tree can begin. It computes a needle only if there is no prefix, which
// excludes more positions.
func hintsOf(tree *node, c *compiler) startHints {
	h := startHints{
		atStart:   tree.beginsAt(atStart),
		atScan:    tree.beginsAt(atScanStart),
		prefix:    tree.prefix(),
		minLength: tree.length,
	}
	if h.prefix == "" {
		h.needle = tree.needle()
	}
	if f := c.before(tree, follow{set: nothingSet(), final: true}); !f.open && !f.final {
		h.filtered, h.atEnd = true, f.atEnd
		h.bytes = firstBytes(f.set)
	}
	return h
}

// skipPrefix makes the program start after the prefix if that is the whole first instruction.
func (h *startHints) skipPrefix(first *inst) {
	if h.prefix == "" || h.atStart || h.atScan {
		return
	}
	text := first.text
	if u, ok := first.single(); ok {
		text, _ = textOf([]uint16{u})
	}
	if text == h.prefix {
		h.entry, h.skip = 1, len(text)
	}
}

// single returns the only unit that the instruction matches, if it is an opSet with one.
func (in *inst) single() (uint16, bool) {
	if in.op != opSet {
		return 0, false
	}
	return in.set.single()
}

// beginsAt reports whether every match of n begins where a holds.
func (n *node) beginsAt(a assertion) bool {
	switch n.kind {
	case nodeAssertion:
		return n.assertion == a
	// Of a sequence only the first child counts; one that matches the empty text before an assertion is not looked through.
	case nodeSequence, nodeCapture, nodeAtomic:
		return n.children[0].beginsAt(a)
	case nodeChoice:
		for _, child := range n.children {
			if !child.beginsAt(a) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

// prefix returns a text with which every match of n begins, or "".
func (n *node) prefix() string {
	children := []*node{n}
	switch n.kind {
	case nodeCapture, nodeAtomic:
		return n.children[0].prefix()
	case nodeSequence:
		children = literalPrefix(n.children)
		if len(children) == 0 {
			return n.children[0].prefix()
		}
	case nodeSet:
		if !n.literal() {
			return ""
		}
	default:
		return ""
	}
	// Texts with half a character are not compared byte by byte; see textOf.
	text, ok := textOf(unitsOf(children))
	if !ok {
		return ""
	}
	return text
}

// needle returns the longest text known to be in every match of n, or "".
func (n *node) needle() string {
	best := ""
	switch n.kind {
	case nodeSet:
		return n.prefix()
	case nodeCapture, nodeAtomic:
		return n.children[0].needle()
	case nodeRepeat:
		if n.min > 0 {
			return n.children[0].needle()
		}
	case nodeSequence:
		for i := 0; i < len(n.children); {
			run := literalPrefix(n.children[i:])
			found, ok := "", false
			if len(run) > 0 {
				found, ok = textOf(unitsOf(run))
			} else {
				found, ok = n.children[i].needle(), true
			}
			if ok && len(found) > len(best) {
				best = found
			}
			i += max(1, len(run))
		}
	default: // nothing that is in every match
	}
	return best
}

// firstBytes returns the bytes that the UTF-8 text can have where a unit of set begins.
func firstBytes(set *unitSet) (bytes [256]bool) {
	for b := range 0x80 {
		bytes[b] = set.has(uint16(b))
	}
	for _, r := range set.ranges {
		for u := max(int(r.lo), 0x80); u <= int(r.hi); {
			from, to := unitBytes(uint16(u))
			for b := int(from); b <= int(to); b++ {
				bytes[b] = true
			}
			u = nextBlock(u)
		}
	}
	return bytes
}

// unitBytes returns a range that has the bytes that can be where the non-ASCII unit u begins. A low surrogate begins inside a
// character unless it is by itself, and U+FFFD also represents invalid bytes.
func unitBytes(u uint16) (from, to byte) {
	switch {
	case u == 0xFFFD:
		return 0x80, 0xFF
	case isHighSurrogate(u): // of a pair, or by itself
		return loneLead, 0xF4
	case isLowSurrogate(u):
		return 0x80, loneLead
	case u < 0x800:
		return 0xC0 | byte(u>>6), 0xC0 | byte(u>>6)
	}
	return 0xE0 | byte(u>>12), 0xE0 | byte(u>>12)
}

// nextBlock returns the next unit after u whose first byte may differ.
func nextBlock(u int) int {
	switch {
	case u < 0x800:
		return u&^0x3F + 0x40
	case u >= 0xFFFD:
		return u + 1
	case u >= 0xF000:
		return 0xFFFD
	case u >= highSurrogateMin && u <= surrogateMax:
		return u&^0x3FF + 0x400
	}
	return min(u&^0xFFF+0x1000, nextSurrogate(u))
}

// nextSurrogate returns the start of the surrogates after u, or the end of all units.
func nextSurrogate(u int) int {
	if u < highSurrogateMin {
		return highSurrogateMin
	}
	return maxUnit + 1
}

// first returns the first position in s at which a match can begin, or -1 if s cannot contain a match.
func (h *startHints) first(s string) int {
	if h.needle != "" && !strings.Contains(s, h.needle) {
		return -1
	}
	return h.next(s, 0, 0)
}

// next returns the first position at or after from at which a match can begin, or -1. scan is the start of the scan.
func (h *startHints) next(s string, from, scan int) int {
	switch {
	case len(s)-from < h.minLength: // a unit has at least one byte
		return -1
	case h.atStart:
		return only(0, from)
	case h.atScan:
		return only(scan, from)
	case len(h.prefix) == 1:
		return moved(strings.IndexByte(s[from:], h.prefix[0]), from)
	case h.prefix != "":
		return moved(strings.Index(s[from:], h.prefix), from)
	case !h.filtered:
		return from
	}
	for from < len(s) && !h.bytes[s[from]] {
		from += stepAt(s, from)
	}
	if from >= len(s) && !h.atEnd {
		return -1
	}
	return from
}

// moved returns the position of an index relative to from, or -1 if the index is negative.
func moved(index, from int) int {
	if index < 0 {
		return -1
	}
	return from + index
}

// only returns at if a search that starts at from can still reach it, or -1.
func only(at, from int) int {
	if from > at {
		return -1
	}
	return at
}

// stepAt returns the width of the unit at p.
func stepAt(s string, p int) int {
	if s[p] < 0x80 {
		return 1
	}
	_, w := wideUnitAt(s, p)
	return w
}
