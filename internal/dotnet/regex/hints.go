package regex

import "strings"

// startHints tell where a match may begin, so that most positions are passed over without running the program.
type startHints struct {
	atStart   bool   // only at the start of the text
	atScan    bool   // only where the scan starts
	prefix    string // every match begins with this text
	needle    string // every match holds this text
	filtered  bool   // every match begins where one of bytes stands, or at the end of the text if atEnd
	atEnd     bool
	bytes     [256]bool
	minLength int

	// entry and skip are the instruction and the width to begin with: those after the prefix, when the search for it has
	// matched the first instruction.
	entry int32
	skip  int
}

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

// skipPrefix lets a match begin after the prefix, when that is the whole of the first instruction.
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

func (in *inst) single() (uint16, bool) {
	if in.op != opSet {
		return 0, false
	}
	return in.set.single()
}

// beginsAt reports whether every match of n begins at place.
func (n *node) beginsAt(place assertion) bool {
	switch n.kind {
	case nodeAssertion:
		return n.place == place
	case nodeSequence, nodeCapture, nodeAtomic:
		return n.kids[0].beginsAt(place)
	case nodeChoice:
		for _, kid := range n.kids {
			if !kid.beginsAt(place) {
				return false
			}
		}
		return true
	}
	return false
}

// prefix returns text that every match of n begins with.
func (n *node) prefix() string {
	kids := []*node{n}
	switch n.kind {
	case nodeCapture, nodeAtomic:
		return n.kids[0].prefix()
	case nodeSequence:
		kids = literalPrefix(n.kids)
		if len(kids) == 0 {
			return n.kids[0].prefix()
		}
	case nodeSet:
		if !n.literal() {
			return ""
		}
	default:
		return ""
	}
	text, ok := textOf(unitsOf(kids))
	if !ok {
		return ""
	}
	return text
}

// needle returns the longest text known to be in every match of n.
func (n *node) needle() string {
	best := ""
	switch n.kind {
	case nodeSet:
		return n.prefix()
	case nodeCapture, nodeAtomic:
		return n.kids[0].needle()
	case nodeRepeat:
		if n.min > 0 {
			return n.kids[0].needle()
		}
	case nodeSequence:
		for i := 0; i < len(n.kids); {
			run := literalPrefix(n.kids[i:])
			found, ok := "", false
			if len(run) > 0 {
				found, ok = textOf(unitsOf(run))
			} else {
				found, ok = n.kids[i].needle(), true
			}
			if ok && len(found) > len(best) {
				best = found
			}
			i += max(1, len(run))
		}
	}
	return best
}

// firstBytes returns the bytes that the UTF-8 text can show where a unit of set begins.
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

// unitBytes returns the bytes that can stand where the non-ASCII unit u begins. A low surrogate begins inside a character,
// and U+FFFD also stands for any byte out of place.
func unitBytes(u uint16) (from, to byte) {
	switch {
	case u == 0xFFFD:
		return 0x80, 0xFF
	case isHighSurrogate(u):
		return 0xF0, 0xF4
	case isLowSurrogate(u):
		return 0x80, 0xBF
	case u < 0x800:
		return 0xC0 | byte(u>>6), 0xC0 | byte(u>>6)
	}
	return 0xE0 | byte(u>>12), 0xE0 | byte(u>>12)
}

// nextBlock returns the next unit whose first byte may differ from that of u.
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

func nextSurrogate(u int) int {
	if u < highSurrogateMin {
		return highSurrogateMin
	}
	return maxUnit + 1
}

// first returns the first position in s where a match may begin, or -1 when s certainly holds none.
func (h *startHints) first(s string) int {
	if h.needle != "" && !strings.Contains(s, h.needle) {
		return -1
	}
	return h.next(s, 0, 0)
}

// next returns the first position at or after from where a match may begin, or -1. scan is where the scan started.
func (h *startHints) next(s string, from, scan int) int {
	switch {
	case len(s)-from < h.minLength: // a unit takes at least a byte
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

// moved turns an index found behind from into a position; -1 stays.
func moved(index, from int) int {
	if index < 0 {
		return -1
	}
	return from + index
}

func only(place, from int) int {
	if from > place {
		return -1
	}
	return place
}

// stepAt is the width of the unit at p.
func stepAt(s string, p int) int {
	if s[p] < 0x80 {
		return 1
	}
	_, w := wideUnitAt(s, p)
	return w
}
