package regex

// capture records that group captured the text between two positions, in either order. The register holds the index of the
// last capture, each capture that of the one before it: a list that backtracking cuts by restoring registers and the height of
// captures.
func (m *machine) capture(group, from, to int32) {
	m.captures = append(m.captures, capture{min(from, to), max(from, to), m.regs[group]})
	m.set(group, int32(len(m.captures)-1))
}

// captureLast captures the last unit that a run matched, if any.
func (m *machine) captureLast(in *inst, pos int) {
	// A run of no rounds captures nothing, and leaves an earlier capture in place.
	if int(m.regs[in.y]) == pos {
		return
	}
	from := pos
	if in.back {
		from += stepAt(m.text, pos)
	} else {
		_, w := unitBefore(m.text, pos)
		from -= w
	}
	m.capture(in.x, int32(from), int32(pos))
}

// last returns the last capture of the group with the given index, and reports whether it has one. Group 0 is the whole
// match.
func (m *machine) last(group int) (start, end int, ok bool) {
	if group == 0 {
		return m.start, m.end, true
	}
	top := m.regs[group]
	if top == unset {
		return 0, 0, false
	}
	c := m.captures[top]
	return int(c.start), int(c.end), true
}

// balance pops the last capture of one group and captures the text between it and the current one for another.
func (m *machine) balance(in *inst, pos int) int {
	top := m.regs[in.z]
	if top == unset {
		return -1
	}
	open := m.captures[top]
	m.set(in.z, open.below)
	if in.x != noGroup {
		from, to := between(open, m.regs[in.y], int32(pos))
		m.capture(in.x, from, to)
	}
	return pos
}

// between returns the text between an opening capture and a closing one from start to end. If they overlap it returns
// the overlap, as .NET does.
func between(open capture, start, end int32) (from, to int32) {
	start, end = min(start, end), max(start, end)
	switch {
	case start >= open.end:
		return open.end, start
	case end <= open.start:
		return open.start, open.start
	}
	return max(start, open.start), min(end, open.end)
}

// reference matches the text last captured by a group and returns the position after it, or -1. A reference to a group
// without a capture fails.
func (m *machine) reference(in *inst, pos int) int {
	top := m.regs[in.x]
	if in.x == 0 || top == unset {
		return -1
	}
	c := m.captures[top]
	// The length that is compared counts, or \1 would do unbounded work in one step.
	m.steps -= int(c.end-c.start) >> 2
	if in.back {
		return m.referenceBack(in, int(c.start), int(c.end), pos)
	}
	for p := int(c.start); p < int(c.end); {
		if pos == len(m.text) {
			return -1
		}
		want, wide := unitAt(m.text, p)
		got, w := unitAt(m.text, pos)
		if got != want && !(in.fold && sameFolded(got, want)) {
			return -1
		}
		p += wide
		pos += w
	}
	return pos
}

// referenceBack is reference for matching leftwards.
func (m *machine) referenceBack(in *inst, start, end, pos int) int {
	for end > start {
		if pos == 0 {
			return -1
		}
		want, wide := unitBefore(m.text, end)
		got, w := unitBefore(m.text, pos)
		if got != want && !(in.fold && sameFolded(got, want)) {
			return -1
		}
		end -= wide
		pos -= w
	}
	return pos
}
