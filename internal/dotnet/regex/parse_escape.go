package regex

import "unicode/utf16"

// escape parses an escape outside a class, after its backslash, which is at start. The order matters: \b is an assertion
// before it is a backspace, and \1 a reference before it is octal.
func (p *parser) escape(start int) (*node, error) {
	if p.done() {
		return nil, p.errorAt(start, `trailing backslash; write \\ for a literal one`)
	}
	if a, ok := assertionEscape(p.peek(0)); ok {
		p.pos++
		return newNode(node{kind: nodeAssertion, assertion: a}), nil
	}
	set, err := p.shorthandSet(start)
	if err != nil {
		return nil, err
	}
	if set != nil {
		return setNode(set), nil
	}
	n, err := p.reference(start)
	if n != nil || err != nil {
		return n, err
	}
	u, err := p.charEscape(start)
	if err != nil {
		return nil, err
	}
	return p.literal(u), nil
}

// assertionEscape returns the assertion of an escape outside a class. \b is one only there: in a class it is a
// backspace.
func assertionEscape(u uint16) (assertion, bool) {
	switch u {
	case 'A':
		return atStart, true
	case 'z':
		return atEnd, true
	case 'Z':
		return atFinalLine, true
	case 'G':
		return atScanStart, true
	case 'b':
		return atBoundary, true
	case 'B':
		return atNonBoundary, true
	}
	return 0, false
}

// shorthandSet parses \w \W \s \S \d \D \p{…} \P{…} after the backslash. It returns nil, and consumes nothing, for
// another escape.
func (p *parser) shorthandSet(start int) (*unitSet, error) {
	var set *unitSet
	switch p.peek(0) {
	case 'w':
		set = wordSet()
	case 'W':
		set = notWordSet()
	case 's':
		set = spaceSet()
	case 'S':
		set = notSpaceSet()
	case 'd':
		set = digitSet()
	case 'D':
		set = notDigitSet()
	case 'p', 'P':
		return p.propertySet(start)
	default:
		return nil, nil
	}
	p.pos++
	return set, nil
}

// propertySet parses \p{name} or \P{name} from its letter on.
func (p *parser) propertySet(start int) (*unitSet, error) {
	negative := p.peek(0) == 'P'
	p.pos++
	if !p.next('{') {
		return nil, p.errorAt(start, `\p must be followed by a name in braces, as in \p{Lu} or \p{IsGreek}`)
	}
	from := p.pos
	for !p.done() && (boundarySet().has(p.peek(0)) || p.peek(0) == '-') {
		p.pos++
	}
	name := p.text[from:p.pos]
	if !p.next('}') {
		return nil, p.errorAt(start, `missing "}" after the name in \p{`)
	}
	key := propertyKey{string(utf16.Decode(name)), p.has(ignoreCase), negative}
	if set := p.properties[key]; set != nil {
		return set, nil
	}
	set, ok := property(key.name, key.ignoreCase)
	if !ok {
		return nil, p.errorAt(start,
			`unknown category or block %s; want a name of .NET in exact case, such as L, Lu or IsGreek`, quoted(name))
	}
	if negative {
		set = set.negate()
	}
	if p.properties == nil {
		p.properties = map[propertyKey]*unitSet{}
	}
	p.properties[key] = set
	return set, nil
}

// propertyKey is the cache key of a \p or \P.
type propertyKey struct {
	name                 string
	ignoreCase, negative bool
}

// reference parses a back-reference after the backslash: \1, \k<name>, \k'name' or the obsolete \<name>. It returns nil,
// and consumes nothing, if the escape is a character: \10 without a group 10 is octal, and \< can be a literal.
func (p *parser) reference(start int) (*node, error) {
	back := p.pos
	keyed := p.next('k')
	closer := closerOf(p.peek(0))
	switch {
	case keyed && (closer == 0 || p.pos+1 >= len(p.text)):
		return nil, p.errorAt(start, `\k must be followed by a group name, as in \k<name>`)
	case closer != 0 && p.pos+1 < len(p.text):
		p.pos++
		n, err := p.angledReference(start, closer)
		if n == nil && err == nil {
			p.pos = back
		}
		return n, err
	case !isDigit(p.peek(0)) || p.peek(0) == '0':
		return nil, nil
	}
	number, err := p.number()
	if err != nil {
		return nil, err
	}
	if index, ok := p.groups.byNumber(number); ok {
		return p.referenceTo(index), nil
	}
	if number <= 9 {
		return nil, p.errorAt(start, `\%d refers to an undefined group`, number)
	}
	p.pos = back
	return nil, nil
}

// angledReference parses the name of a back-reference after its opening delimiter. It returns nil if there is no name
// or no closing delimiter, since \<name can be an escaped literal.
func (p *parser) angledReference(start int, closer uint16) (*node, error) {
	var index int
	var known bool
	from := p.pos
	switch {
	case isDigit(p.peek(0)):
		number, err := p.number()
		if err != nil {
			return nil, err
		}
		index, known = p.groups.byNumber(number)
	case !p.done() && boundarySet().has(p.peek(0)):
		index, known = p.groups.byName(p.name())
	default:
		return nil, nil
	}
	name := p.text[from:p.pos]
	if !p.next(closer) {
		return nil, nil
	}
	if !known {
		return nil, p.errorAt(start, `reference to undefined group %s`, quoted(name))
	}
	return p.referenceTo(index), nil
}

// referenceTo returns a reference that folds case if (?i) is in effect here, whatever it was at the group.
func (p *parser) referenceTo(index int) *node {
	return newNode(node{kind: nodeReference, group: index, fold: p.has(ignoreCase)})
}

// closerOf returns the delimiter that closes a name opened by u, or 0 if u opens none.
func closerOf(u uint16) uint16 {
	switch u {
	case '<':
		return '>'
	case '\'':
		return '\''
	}
	return 0
}

// charEscape parses an escape of a single unit, after the backslash. An escaped character that is not a word character
// is literal. An unknown escaped word character is an error, even the underscore.
func (p *parser) charEscape(start int) (uint16, error) {
	u := p.text[p.pos]
	if u >= '0' && u <= '7' {
		return p.octal(), nil
	}
	p.pos++
	switch u {
	case 'x':
		return p.hex(start, 2)
	case 'u':
		return p.hex(start, 4)
	case 'a':
		return '\a', nil
	case 'b':
		return '\b', nil
	case 'e':
		return 0x1B, nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'v':
		return '\v', nil
	case 'c':
		return p.control(start)
	}
	if boundarySet().has(u) {
		return 0, p.errorAt(start, `unrecognized escape %s`, quoted(p.text[start:p.pos]))
	}
	return u, nil
}

// octal parses up to three octal digits and returns the low eight bits of their value.
func (p *parser) octal() uint16 {
	n := uint16(0)
	for i := 0; i < 3 && p.peek(0) >= '0' && p.peek(0) <= '7'; i++ {
		n = n*8 + p.peek(0) - '0'
		p.pos++
	}
	return n & 0xFF
}

// hex parses exactly the given number of hexadecimal digits: .NET has neither \x{…} nor a short form.
func (p *parser) hex(start, digits int) (uint16, error) {
	n := uint16(0)
	for range digits {
		d, ok := hexDigit(p.peek(0))
		if !ok {
			return 0, p.errorAt(start, `\%c must be followed by exactly %d hexadecimal digits`, p.text[start+1], digits)
		}
		n = n<<4 | d
		p.pos++
	}
	return n, nil
}

// hexDigit returns the value of a hexadecimal digit of either case.
func hexDigit(u uint16) (uint16, bool) {
	switch {
	case isDigit(u):
		return u - '0', true
	case u >= 'a' && u <= 'f':
		return u - 'a' + 10, true
	case u >= 'A' && u <= 'F':
		return u - 'A' + 10, true
	}
	return 0, false
}

const problemControl = `\c must be followed by a letter, as in \cA`

// control parses the character after \c. As in .NET it can also be one of @[\]^_, which surround the letters in ASCII.
func (p *parser) control(start int) (uint16, error) {
	if p.done() {
		return 0, p.errorAt(start, problemControl)
	}
	u := p.text[p.pos]
	p.pos++
	if u >= 'a' && u <= 'z' {
		u -= 'a' - 'A'
	}
	if u < '@' || u > '_' {
		return 0, p.errorAt(start, problemControl)
	}
	return u - '@', nil
}
