package regex

import "slices"

// classParser parses one bracketed class. Units and ranges are kept apart from shorthands and categories, because (?i)
// applies only to the former.
type classParser struct {
	*parser
	start   int
	ranges  []unitRange
	sets    *unitSet   // union of the shorthands
	known   []*unitSet // the shorthands in sets
	minus   *unitSet   // the class to subtract, or nil
	from    uint16     // start of the range being parsed
	inRange bool
}

// class parses a class after its opening bracket, which is at start. A bracket that closes directly after the opening one, or
// after ^, is literal, as .NET has no empty class.
func (p *parser) class(start int) (*unitSet, error) {
	if p.depth++; p.depth > MaxNesting {
		return nil, &LimitError{Limit: LimitNesting, Max: MaxNesting}
	}
	defer func() { p.depth-- }()
	c := &classParser{parser: p, start: start}
	negative := p.next('^')
	for first := true; ; first = false {
		if p.done() {
			return nil, p.errorAt(start, `missing closing "]"`)
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

// result returns the set of the class. The order of the operations is that of .NET: negation applies before
// subtraction.
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

// item parses one item of the class: a unit, an end of a range, a shorthand or a subtracted class.
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
		c.pos += 3 // as in .NET, the empty POSIX name [::] is a bracket, and [:alpha:] has no special meaning
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

// add adds a range, to which (?i) applies when the class is complete.
func (c *classParser) add(lo, hi uint16) { c.ranges = append(c.ranges, unitRange{lo, hi}) }

// endRange adds the range that ends with u. A bracket in place of its end opens a class to subtract, as in [a-[b]].
func (c *classParser) endRange(start int, u uint16, mayOpen bool) error {
	c.inRange = false
	switch {
	case u == '[' && mayOpen:
		c.add(c.from, c.from)
		return c.subtract()
	case c.from > u:
		return c.errorAt(start, "inverted range in a class: U+%04X is after U+%04X", c.from, u)
	}
	c.add(c.from, u)
	return nil
}

// subtract parses a class to subtract, after its opening bracket. It must be the last item of the enclosing class.
func (c *classParser) subtract() error {
	set, err := c.class(c.pos - 1)
	if err != nil {
		return err
	}
	if !c.done() && c.peek(0) != ']' {
		return c.errorAt(c.pos, "a subtracted class must be the last item of its class")
	}
	c.minus = set
	return nil
}

// shorthand parses a shorthand such as \d or \p{…} after the backslash, and reports whether there was one. It also
// parses an escaped hyphen, because that can end a range but not start one.
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

// join adds the set of a shorthand. Repeated shorthands are added once, so that thousands of \w in a class cost no more
// than one.
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
