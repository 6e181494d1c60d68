package regex

import (
	"fmt"
	"unicode/utf8"
)

// options are the inline options of a pattern: (?imnsx).
type options uint8

const (
	ignoreCase options = 1 << iota
	multiline
	explicitCapture
	singleline
	ignoreSpace
)

// MaxNesting is the depth to which groups and subtracted classes can be nested. .NET's only limit is the size of its
// stack.
const MaxNesting = 200

// parser parses exactly .NET's syntax: a pattern that .NET refuses is an error. It works on UTF-16 units, so that 😀*
// repeats only the second surrogate and [😀-😂] contains an inverted range, as in .NET.
type parser struct {
	pattern string
	text    []uint16
	pos     int
	opts    options
	depth   int
	groups  *groupTable
	unnamed int // number for the next unnamed group

	// plain makes the next unnamed parenthesis a group that does not capture. (?( sets it for the parenthesis of its
	// condition. As in .NET it applies to a later parenthesis if the condition is a look-around.
	plain    bool
	quantEnd int  // end of the last quantifier
	counting bool // only groups are to be found, so classes need no sets

	properties map[propertyKey]*unitSet // cache: computing a set takes longer than parsing the rest of a pattern
}

// parse returns the syntax tree of pattern and its groups.
func parse(pattern string) (*node, *groupTable, error) {
	text := utf16Of(pattern)
	if !utf8.ValidString(pattern) && utf8Of(text) != pattern { // but for surrogates by themselves
		return nil, nil, &SyntaxError{Reason: "the pattern is not valid UTF-8"}
	}
	groups, err := countGroups(pattern, text)
	if err != nil {
		return nil, nil, err
	}
	p := &parser{pattern: pattern, text: text, groups: groups, unnamed: 1, quantEnd: -1}
	branches, err := p.branches(false)
	if err != nil {
		return nil, nil, err
	}
	if !p.done() {
		return nil, nil, p.errorAt(p.pos, `unmatched ")"; write \) for a literal one`)
	}
	return choice(branches), groups, nil
}

// done reports whether the whole text has been parsed. An escape at the end can move pos beyond it while groups are counted.
func (p *parser) done() bool { return p.pos >= len(p.text) }

// peek returns the unit n places ahead, or 0 past the end. A NUL in the pattern looks the same; where that matters, done
// decides.
func (p *parser) peek(n int) uint16 {
	if p.pos+n < len(p.text) {
		return p.text[p.pos+n]
	}
	return 0
}

// next consumes u if it comes next, and reports whether it did.
func (p *parser) next(u uint16) bool {
	if p.done() || p.text[p.pos] != u {
		return false
	}
	p.pos++
	return true
}

// has reports whether an option is in effect at the current position.
func (p *parser) has(o options) bool { return p.opts&o != 0 }

// errorAt returns a SyntaxError at the unit with the given index, converted to a byte offset.
func (p *parser) errorAt(unit int, format string, args ...any) error {
	offset := 0
	for ; unit > 0 && offset < len(p.pattern); unit-- {
		offset += stepAt(p.pattern, offset)
	}
	for !whole(p.pattern, offset) { // inside a character: after it
		offset++
	}
	return &SyntaxError{Offset: offset, Reason: fmt.Sprintf(format, args...)}
}

// branches parses alternatives up to a closing parenthesis, which it does not consume, or the end. inIf is set directly
// inside a conditional, where .NET refuses inline options.
func (p *parser) branches(inIf bool) ([]*node, error) {
	var all []*node
	for {
		n, err := p.sequence(inIf)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
		if !p.next('|') {
			return all, nil
		}
	}
}

// sequence parses atoms with their quantifiers up to the end of an alternative.
func (p *parser) sequence(inIf bool) (*node, error) {
	var children []*node
	for {
		if err := p.skipIgnored(); err != nil {
			return nil, err
		}
		if p.done() || p.peek(0) == '|' || p.peek(0) == ')' {
			return sequence(children), nil
		}
		n, err := p.atom(inIf)
		if err != nil {
			return nil, err
		}
		if n == nil { // inline options such as (?i)
			continue
		}
		if n, err = p.quantified(n); err != nil {
			return nil, err
		}
		children = append(children, n)
	}
}

// atom parses a single item of a pattern without its quantifier. It returns nil for inline options.
func (p *parser) atom(inIf bool) (*node, error) {
	if p.quantifierHere() {
		return nil, p.misplacedQuantifier()
	}
	start := p.pos
	u := p.text[p.pos]
	p.pos++
	switch u {
	case '(':
		return p.group(start, inIf)
	case '[':
		set, err := p.class(start)
		if err != nil {
			return nil, err
		}
		return setNode(set), nil
	case '\\':
		return p.escape(start)
	case '^':
		return p.anchor(atStart, atLineStart), nil
	case '$':
		return p.anchor(atFinalLine, atLineEnd), nil
	case '.':
		if p.has(singleline) {
			return setNode(everythingSet()), nil
		}
		return setNode(notNewlineSet()), nil
	}
	// A brace that begins no quantifier, a closing bracket or a closing brace is literal.
	return p.literal(u), nil
}

// anchor returns the node of ^ or $, whose meaning depends on (?m).
func (p *parser) anchor(plain, lines assertion) *node {
	if p.has(multiline) {
		plain = lines
	}
	return newNode(node{kind: nodeAssertion, assertion: plain})
}

// literal returns the node of a literal unit, which depends on (?i).
func (p *parser) literal(u uint16) *node {
	if p.has(ignoreCase) {
		return setNode(newSet(foldedRanges([]unitRange{{u, u}})))
	}
	return unitNode(u)
}

// skipIgnored skips comments (?#…) and, under (?x), white space and comments that extend to the end of the line.
func (p *parser) skipIgnored() error {
	for !p.done() {
		switch {
		case p.has(ignoreSpace) && isPatternSpace(p.peek(0)):
			p.pos++
		case p.has(ignoreSpace) && p.peek(0) == '#':
			for !p.done() && p.peek(0) != '\n' {
				p.pos++
			}
		case p.peek(0) == '(' && p.peek(1) == '?' && p.peek(2) == '#':
			start := p.pos
			for !p.done() && p.peek(0) != ')' {
				p.pos++
			}
			if !p.next(')') {
				return p.errorAt(start, `missing ")" after the comment "(?#"`)
			}
		default:
			return nil
		}
	}
	return nil
}

// isPatternSpace reports whether (?x) skips u. Unlike \s, it does not include the vertical tab.
func isPatternSpace(u uint16) bool {
	return u == ' ' || u == '\t' || u == '\n' || u == '\f' || u == '\r'
}

// number parses a run of ASCII digits.
func (p *parser) number() (int, error) {
	start, n := p.pos, int64(0) // an int of 32 bits would overflow before it is compared
	for isDigit(p.peek(0)) {
		n = n*10 + int64(p.peek(0)-'0')
		p.pos++
		if n > unbounded {
			return 0, p.errorAt(start, "number too large; the maximum is 2147483647")
		}
	}
	return int(n), nil
}

// isDigit is about ASCII only: numbers in a pattern have no other digits, although \d has.
func isDigit(u uint16) bool { return u >= '0' && u <= '9' }

// name parses a run of word characters, such as the name of a group.
func (p *parser) name() []uint16 {
	start := p.pos
	for !p.done() && boundarySet().has(p.text[p.pos]) {
		p.pos++
	}
	return p.text[start:p.pos]
}
