package regex

import "slices"

// classParser gathers one bracketed class. Single units and ranges are kept apart from categories, since (?i) folds only
// the former.
type classParser struct {
	*parser
	start   int
	ranges  []unitRange
	sets    *unitSet // of the shorthands
	known   []*unitSet
	minus   *unitSet
	from    uint16 // left end of a range being read
	inRange bool
}

// class reads a class after its opening bracket, which stands at start.
func (p *parser) class(start int) (*unitSet, error) {
	if p.depth++; p.depth > MaxNesting {
		return nil, &LimitError{Limit: LimitNesting, Max: MaxNesting}
	}
	defer func() { p.depth-- }()
	c := &classParser{parser: p, start: start}
	negative := p.next('^')
	for first := true; ; first = false {
		if p.done() {
			return nil, p.errorAt(start, `the class "[" is not closed with "]"`)
		}
		if !first && p.next(']') {
			if p.counting {
				return nothingSet(), nil
			}
			return c.result(negative), nil
		}
		if err := c.item(first); err != nil {
			return nil, err
		}
	}
}

func (c *classParser) result(negative bool) *unitSet {
	if c.has(ignoreCase) {
		c.ranges = foldedRanges(c.ranges)
	}
	set := newSet(c.ranges)
	if c.sets != nil {
		set = c.sets.union(set)
	}
	if negative {
		set = set.negate()
	}
	if c.minus != nil {
		set = set.minus(c.minus)
	}
	return set
}

// item reads one element of the class: a unit, an end of a range, a shorthand, or a subtracted class.
func (c *classParser) item(first bool) error {
	start := c.pos
	u := c.text[c.pos]
	c.pos++
	escaped := false
	switch {
	case u == '\\' && !c.done():
		done, err := c.shorthand(start)
		if done || err != nil {
			return err
		}
		if u, err = c.charEscape(start); err != nil {
			return err
		}
		escaped = true
	case u == '[' && !c.inRange && c.peek(0) == ':' && c.peek(1) == ':' && c.peek(2) == ']':
		c.pos += 3 // an empty POSIX name [::] counts as a bracket; [:alpha:] is nothing special
	}
	switch {
	case c.inRange:
		return c.endRange(start, u, !first && !escaped)
	case c.peek(0) == '-' && c.pos+1 < len(c.text) && c.peek(1) != ']':
		c.from, c.inRange = u, true
		c.pos++
	case u == '-' && !escaped && !first && c.peek(0) == '[':
		c.pos++
		return c.subtract()
	default:
		c.add(u, u)
	}
	return nil
}

func (c *classParser) add(lo, hi uint16) { c.ranges = append(c.ranges, unitRange{lo, hi}) }

// endRange closes the range begun before. A bracket there opens a class to subtract: [a-[b]].
func (c *classParser) endRange(start int, u uint16, mayOpen bool) error {
	c.inRange = false
	switch {
	case u == '[' && mayOpen:
		c.add(c.from, c.from)
		return c.subtract()
	case c.from > u:
		return c.errorAt(start, "the range in the class runs backwards (U+%04X to U+%04X)", c.from, u)
	}
	c.add(c.from, u)
	return nil
}

// subtract reads a class to take away, after its opening bracket. Nothing may follow it.
func (c *classParser) subtract() error {
	set, err := c.class(c.pos - 1)
	if err != nil {
		return err
	}
	if !c.done() && c.peek(0) != ']' {
		return c.errorAt(c.pos, "a subtracted class must be the last part of its class")
	}
	c.minus = set
	return nil
}

// shorthand reads \d, \p{…} and their like after the backslash, and an escaped hyphen, which ends a range but starts none.
func (c *classParser) shorthand(start int) (bool, error) {
	if c.next('-') {
		if c.inRange {
			return true, c.endRange(start, '-', false)
		}
		c.add('-', '-')
		return true, nil
	}
	set, err := c.shorthandSet(start)
	if set == nil || err != nil {
		return false, err
	}
	if c.inRange {
		return true, c.errorAt(start, `%s cannot end a range; escape the hyphen before it`, quoted(c.text[start:c.pos]))
	}
	c.join(set)
	return true, nil
}

// join adds a shorthand's set. Thousands of \w in one class are still one \w.
func (c *classParser) join(set *unitSet) {
	switch {
	case c.counting || slices.Contains(c.known, set):
		return
	case c.sets == nil:
		c.sets = set
	default:
		c.sets = c.sets.union(set)
	}
	c.known = append(c.known, set)
}
