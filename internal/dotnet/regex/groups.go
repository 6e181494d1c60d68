package regex

import (
	"maps"
	"slices"
	"strconv"
	"unicode/utf16"
)

// groupTable holds the groups of a pattern. Numbers may have gaps, as in (?<5>a); the index of a group is its place in
// the order of numbers, with the whole match at 0. Named groups are numbered after all others.
type groupTable struct {
	numbers []int          // by index
	names   []string       // by index: the name, or the number's digits
	index   map[string]int // by name

	balancing bool // the pattern has balancing groups
}

// byNumber returns the index of a group by its number.
func (g *groupTable) byNumber(number int) (int, bool) {
	return slices.BinarySearch(g.numbers, number)
}

// byName returns the index of a group by its name.
func (g *groupTable) byName(name []uint16) (int, bool) {
	return g.lookup(string(utf16.Decode(name)))
}

// lookup returns the index of a group by its name, or by its number if it has no name, as Regex.GroupNumberFromName
// does.
func (g *groupTable) lookup(name string) (int, bool) {
	i, ok := g.index[name]
	return i, ok
}

// groupCounter finds the groups of a pattern before it is parsed. The parser needs them in advance, because the meaning
// of \10 and (?(n)…) depends on which groups exist, and references may precede their group.
type groupCounter struct {
	parser
	numbers map[int]bool
	names   []string // in order of occurrence
	stack   []options
}

// countGroups returns the groups of a pattern. It detects only some errors; the parser detects the rest.
// It is a second, coarser parser of the same text: what the two take for a group, a class or a comment must agree, or the
// numbers of all groups after it would be wrong.
func countGroups(pattern string, text []uint16) (*groupTable, error) {
	c := &groupCounter{
		parser:  parser{pattern: pattern, text: text, unnamed: 1, counting: true},
		numbers: map[int]bool{0: true},
	}
	for !c.done() {
		u := c.text[c.pos]
		c.pos++
		if err := c.note(u); err != nil {
			return nil, err
		}
	}
	return c.table(), nil
}

// note processes the unit u, after which the position is. It skips escapes, comments and classes, in which parentheses
// are literal, and keeps track of the options, which decide what a comment is and which groups capture.
func (c *groupCounter) note(u uint16) error {
	switch u {
	case '\\':
		if c.peek(0) == 'c' { // \c[ and \c\ are characters
			c.pos++
		}
		c.pos++
	case '#':
		if c.has(ignoreSpace) {
			c.pos--
			return c.skipIgnored()
		}
	case '[':
		_, err := c.class(c.pos - 1)
		return err
	case ')':
		if last := len(c.stack) - 1; last >= 0 {
			c.opts = c.stack[last]
			c.stack = c.stack[:last]
		}
	case '(':
		if c.peek(0) == '?' && c.peek(1) == '#' {
			c.pos--
			return c.skipIgnored()
		}
		return c.open()
	}
	return nil
}

// open processes what follows an opening parenthesis.
func (c *groupCounter) open() error {
	c.stack = append(c.stack, c.opts)
	// See parser.plain, which this repeats.
	plain := c.plain
	c.plain = false
	if c.peek(0) != '?' {
		if !c.has(explicitCapture) && !plain {
			c.numbers[c.unnamed] = true
			c.unnamed++
		}
		return nil
	}
	c.pos++
	if c.peek(0) == '<' || c.peek(0) == '\'' {
		c.pos++
		return c.named()
	}
	c.inlineOptions()
	if c.next(')') {
		c.stack = c.stack[:len(c.stack)-1] // the options stay
	} else if c.peek(0) == '(' {
		c.plain = true
	}
	return nil
}

// named records the name or number of a group after its opening delimiter.
func (c *groupCounter) named() error {
	switch u := c.peek(0); {
	// These are look-behinds, balancing groups without a name of their own, and errors: none names a group.
	case u == '0' || c.done() || !boundarySet().has(u):
	case isDigit(u):
		n, err := c.number()
		if err != nil {
			return err
		}
		c.numbers[n] = true
	default:
		if name := string(utf16.Decode(c.name())); !slices.Contains(c.names, name) {
			c.names = append(c.names, name)
		}
	}
	return nil
}

// table returns the table of the groups. Named groups get the numbers after the highest unnamed one, in order of
// occurrence, except numbers that the pattern itself assigns.
func (c *groupCounter) table() *groupTable {
	named := map[int]string{}
	next := c.unnamed
	for _, name := range c.names {
		for c.numbers[next] {
			next++
		}
		c.numbers[next] = true
		named[next] = name
	}
	t := &groupTable{numbers: slices.Sorted(maps.Keys(c.numbers)), index: map[string]int{}}
	for i, number := range t.numbers {
		name, ok := named[number]
		if !ok {
			name = strconv.Itoa(number)
		}
		t.names = append(t.names, name)
		t.index[name] = i
	}
	return t
}
