package regex

import (
	"strings"
	"unicode/utf8"
)

// one matches a single unit and returns the position after it, or -1.
func (m *machine) one(in *inst, pos int) int {
	if in.back {
		return m.oneBack(in, pos)
	}
	if pos == len(m.text) {
		return -1
	}
	if in.set.hasASCII(m.text[pos]) {
		return pos + 1
	}
	return m.oneWide(in, pos)
}

// oneWide is one for a byte that the set does not have as ASCII: a character to decode, or an ASCII character that fails.
func (m *machine) oneWide(in *inst, pos int) int {
	m.steps -= wideSteps
	u, w := unitAt(m.text, pos)
	if !in.set.has(u) {
		return -1
	}
	return pos + w
}

// oneBack is one for matching leftwards.
func (m *machine) oneBack(in *inst, pos int) int {
	if pos == 0 {
		return -1
	}
	m.steps -= wideSteps
	u, w := unitBefore(m.text, pos)
	if !in.set.has(u) {
		return -1
	}
	return pos - w
}

// literal matches the text of an instruction and returns the position after it, or -1.
func (m *machine) literal(in *inst, pos int) int {
	m.steps -= len(in.text) / bytesPerStep
	if in.back {
		if strings.HasSuffix(m.text[:pos], in.text) {
			return pos - len(in.text)
		}
		return -1
	}
	if strings.HasPrefix(m.text[pos:], in.text) {
		return pos + len(in.text)
	}
	return -1
}

// take matches up to limit units of the set and returns their number and the position after them.
func (m *machine) take(in *inst, pos, limit int) (count, end int) {
	if in.back {
		count, end = m.takeBack(in.set, pos, limit)
		m.steps -= runSteps(count, count)
	} else {
		var wide int
		count, wide, end = takeForward(m.text, in.set, pos, limit)
		m.steps -= runSteps(count, wide)
	}
	return count, end
}

const (
	// wideSteps is the additional cost of a non-ASCII unit, which must be decoded and looked up.
	wideSteps = 3
	// bytesPerStep is the number of bytes of literal text that are compared in a step.
	bytesPerStep = 32
)

// runSteps returns the cost of a run of units, of which wide are not ASCII.
func runSteps(units, wide int) int { return units>>2 + wideSteps*wide }

// takeForward matches up to limit units of set from pos on. It returns their number, how many of them needed decoding,
// and the position after them.
func takeForward(s string, set *unitSet, pos, limit int) (count, wide, end int) {
	for count < limit && pos < len(s) {
		if b := s[pos]; set.hasASCII(b) {
			pos++
		} else {
			if b < utf8.RuneSelf {
				break
			}
			u, w := wideUnitAt(s, pos)
			wide++
			if !set.find(u) {
				break
			}
			pos += w
		}
		count++
	}
	return count, wide, pos
}

// takeBack is takeForward for matching leftwards. All its units count as wide.
func (m *machine) takeBack(set *unitSet, pos, limit int) (count, end int) {
	for count < limit && pos > 0 {
		u, w := unitBefore(m.text, pos)
		if !set.has(u) {
			break
		}
		pos -= w
		count++
	}
	return count, pos
}

// runAll matches a run that never gives units back.
func (m *machine) runAll(in *inst, pos int) int {
	if m.memo != nil && in.memo >= 0 {
		count, low := m.take(in, pos, int(in.min))
		if count < int(in.min) {
			return -1
		}
		end, tried := m.takeUnvisited(in, low)
		if tried {
			return -1
		}
		return end
	}
	count, end := m.take(in, pos, int(in.max))
	if count < int(in.min) {
		return -1
	}
	return end
}

// greedy matches the longest run and pushes the shorter ones as alternatives. pc is the instruction after the run.
func (m *machine) greedy(in *inst, pc int32, pos int) int {
	m.steps--
	count, low := m.take(in, pos, int(in.min))
	if count < int(in.min) {
		return -1
	}
	var high int
	if m.memo != nil && in.memo >= 0 {
		if high, _ = m.takeUnvisited(in, low); high < 0 {
			return -1
		}
	} else {
		_, high = m.take(in, low, int(in.max-in.min))
	}
	if in.tail != 0 {
		if high = m.lastTail(in.tail, low, high); high < 0 {
			return -1
		}
	}
	if high != low {
		m.pushRun(pc-1, high, low)
	}
	return high
}

// takeUnvisited extends an unbounded run up to a position that an earlier run of the same instruction has reached, and
// reports whether there was one: every continuation from there has been tried. It returns -1 if that is so of the first
// position.
func (m *machine) takeUnvisited(in *inst, pos int) (end int, tried bool) {
	if m.visited(in, pos) {
		return -1, true
	}
	for {
		_, next := m.take(in, pos, 1)
		if next == pos {
			return pos, false
		}
		if m.visited(in, next) {
			return pos, true
		}
		pos = next
		m.steps--
	}
}

// lastTail returns the last position from low to high at which the byte is that must follow the run, or -1. It saves
// trying the positions in between.
func (m *machine) lastTail(tail byte, low, high int) int {
	if high < len(m.text) && m.text[high] == tail {
		return high
	}
	i := strings.LastIndexByte(m.text[low:high], tail)
	if i < 0 {
		return -1
	}
	return low + i
}

// giveBack shortens a greedy run by one unit, or to the last position before tail. It pops the frame when no unit is
// left to give back. Matching leftwards, giving back is moving to the right.
func (m *machine) giveBack(in *inst, f *frame) int {
	pos := int(f.pos)
	switch {
	case in.tail != 0:
		pos = m.lastTail(in.tail, int(f.low), pos-1)
	case in.back:
		pos += stepAt(m.text, pos)
	default:
		_, w := unitBefore(m.text, pos)
		pos -= w
	}
	if pos < 0 || pos == int(f.low) {
		m.stack = m.stack[:len(m.stack)-1]
	} else {
		f.pos = int32(pos)
	}
	return pos
}

// lazy matches the shortest run and pushes the longer ones as alternatives. pc is the instruction after the run.
func (m *machine) lazy(in *inst, pc int32, pos int) int {
	count, end := m.take(in, pos, int(in.min))
	if count < int(in.min) || m.visited(in, end) {
		return -1
	}
	m.pushRun(pc-1, end, count)
	return end
}

// takeMore extends a lazy run by one unit. It pops the frame when the run cannot be extended further.
func (m *machine) takeMore(in *inst, f *frame) int {
	count, end := m.take(in, int(f.pos), 1)
	if count == 0 || m.visited(in, end) {
		m.stack = m.stack[:len(m.stack)-1]
		return -1
	}
	f.pos = int32(end)
	// For a lazy run, low is the number of units; see frame.
	if f.low++; f.low == in.max {
		m.stack = m.stack[:len(m.stack)-1]
	}
	return end
}

// loop decides before the first round and after each one whether to start another. As in .NET, a round that matched the
// empty text ends the loop once the minimum number of rounds is reached: more such rounds would never end.
func (m *machine) loop(in *inst, pc int32, pos int) (int32, int) {
	rounds, began := m.regs[in.x], m.regs[in.y]
	switch {
	case rounds < in.min:
		return pc, pos
	case rounds >= in.max || int(began) == pos:
		return in.z, pos
	case in.lazy:
		m.push(pc, pos)
		return in.z, pos
	}
	m.push(in.z, pos)
	return pc, pos
}

// at reports whether the assertion holds at pos.
func (m *machine) at(a assertion, pos int) bool {
	s := m.text
	switch a {
	case atStart:
		return pos == 0
	case atLineStart:
		return pos == 0 || s[pos-1] == '\n'
	case atEnd:
		return pos == len(s)
	case atFinalLine:
		return pos == len(s) || pos == len(s)-1 && s[pos] == '\n'
	case atLineEnd:
		return pos == len(s) || s[pos] == '\n'
	case atScanStart:
		return pos == m.scan
	case atBoundary:
		return m.boundary(pos)
	default:
		return !m.boundary(pos)
	}
}

// boundary reports whether pos is between a word character and another character, or an end of the text.
func (m *machine) boundary(pos int) bool {
	m.steps -= wideSteps
	words := boundarySet()
	before, after := false, false
	if pos > 0 {
		u, _ := unitBefore(m.text, pos)
		before = words.has(u)
	}
	if pos < len(m.text) {
		u, _ := unitAt(m.text, pos)
		after = words.has(u)
	}
	return before != after
}
