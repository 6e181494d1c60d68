package feed

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// parser builds values from JSON. They share no memory with the text, which changes with the next read.
type parser struct {
	scanner
	names *names
	fold  bool // names are case-insensitive
	arena arena
	count int // values of the record so far

	// The members of the objects and lists that are still open, and of those that are complete.
	members    []value.Member
	items      []value.Value
	allMembers slab[value.Member]
	allItems   slab[value.Value]
}

// begin prepares the parser for one record at the start of text.
func (p *parser) begin(text []byte) {
	p.members, p.items = emptied(p.members), emptied(p.items)
	p.again(text)
}

// again restarts the record with more text.
func (p *parser) again(text []byte) {
	p.reset(text)
	p.arena.begin()
	p.count = 0
	p.members, p.items = p.members[:0], p.items[:0]
	p.allMembers.begin()
	p.allItems.begin()
}

// Members and items are stacks: an object pushes its members above those of the objects around it, and at its closing brace copies them
// into the slab and pops them. So no object needs a slice that grows, and a record costs few allocations.

// root reads the next object as the attributes of a record.
func (p *parser) root() (*value.Object, bool) { return p.object(1, true) }

// value reads the next value, which is inside depth arrays and objects.
func (p *parser) value(depth int) (value.Value, bool) {
	c, ok := p.peek()
	if !ok || !p.counted() {
		return value.Absent, false
	}
	switch {
	case c == '"':
		sp, ok := p.string()
		if !ok {
			return value.Absent, false
		}
		text, ok := p.unquote(sp)
		return value.String(text), ok
	case c == '{':
		o, ok := p.object(depth+1, false)
		return value.ObjectOf(o), ok
	case c == '[':
		return p.list(depth + 1)
	case c == '-' || '0' <= c && c <= '9':
		return p.decimal()
	case c == 't':
		return value.True, p.literal("true")
	case c == 'f':
		return value.False, p.literal("false")
	case c == 'n':
		return value.Null, p.literal("null")
	}
	return value.Absent, p.unexpected("a JSON value", "quote strings")
}

// counted counts a value against the limit. It bounds the memory of a record, since the value of two bytes of text, such as [] or "",
// takes many times their size.
func (p *parser) counted() bool {
	p.count++
	if p.count > p.limits.Values {
		return p.fail(p.pos, exceeded(codes.LimitJSONValues, p.limits.Values), "split the record, or raise the limit",
			"the record has more than %d values", p.limits.Values)
	}
	return true
}

// object reads the next object. If it is the root of a record, members that are not retained are skipped.
func (p *parser) object(depth int, root bool) (*value.Object, bool) {
	if !p.enter(depth) {
		return nil, false
	}
	base := len(p.members)
	var known nameSet
	for first := true; ; first = false {
		sp, done, ok := p.member(first)
		if !ok {
			return nil, false
		}
		if done {
			break
		}
		n, ok := p.name(sp)
		if !ok {
			return nil, false
		}
		if root {
			p.names.note(n)
		}
		if root && !n.keep {
			if !p.skip(depth) {
				return nil, false
			}
			continue
		}
		if !known.add(p.members[base:], n.text, p.fold) {
			return nil, p.repeated(sp, n.text)
		}
		v, ok := p.value(depth)
		if !ok || !p.push(base, sp, value.Member{Name: n.text, Value: v}) {
			return nil, false
		}
	}
	o := value.NewObject(p.allMembers.copy(p.members[base:])...)
	p.members = p.members[:base]
	return o, true
}

// push adds a member to the object whose members start at base.
func (p *parser) push(base int, sp span, m value.Member) bool {
	if len(p.members)-base >= p.limits.Columns {
		return p.fail(sp.start-1, exceeded(codes.LimitColumns, p.limits.Columns), "split the object, or raise the limit",
			"the object has more than %d members", p.limits.Columns)
	}
	p.members = appendDoubling(p.members, m)
	return true
}

// repeated fails because of a duplicate member: which of the two the sender means is unknown.
func (p *parser) repeated(sp span, text string) bool {
	remedy := "delete one of the two"
	if p.fold {
		remedy += ": names in SCIM are case-insensitive"
	}
	return p.fail(sp.start-1, ErrDuplicate, remedy, "the object has the member %s twice", diag.Quote(text))
}

// name returns the interned name in a span.
func (p *parser) name(sp span) (name, bool) {
	if !sp.escaped {
		return p.names.of(p.raw(sp)), true
	}
	text, ok := p.unquote(sp)
	if !ok {
		return name{}, false
	}
	return p.names.of([]byte(text)), true
}

// list reads the next array.
func (p *parser) list(depth int) (value.Value, bool) {
	if !p.enter(depth) {
		return value.Absent, false
	}
	base := len(p.items)
	for first := true; ; first = false {
		done, ok := p.element(first)
		if !ok {
			return value.Absent, false
		}
		if done {
			break
		}
		v, ok := p.value(depth)
		if !ok {
			return value.Absent, false
		}
		p.items = appendDoubling(p.items, v)
	}
	members := p.allItems.copy(p.items[base:])
	p.items = p.items[:base]
	return value.List(members...), true
}

// decimal reads a number. It stays exact: as a float64, an identifier beyond 2^53 would change.
func (p *parser) decimal() (value.Value, bool) {
	start := p.pos
	text, plain, ok := p.number()
	if !ok {
		return value.Absent, false
	}
	if n, ok := smallInteger(text); ok && plain {
		return value.Integer(n), true
	}
	if len(text) > p.limits.FieldBytes {
		return value.Absent, p.fail(start, exceeded(codes.LimitFieldBytes, p.limits.FieldBytes), "shorten it, or raise the limit",
			"a number of %d characters exceeds the limit of %d", len(text), p.limits.FieldBytes)
	}
	v, err := value.Decimal(p.arena.add(text))
	if err != nil {
		return value.Absent, p.fail(start, exceeded(codes.LimitNumberDigits, value.NumberDigits), "send it as a string", "the number cannot be represented exactly")
	}
	return v, true
}

// smallInteger parses an integer that is certain to fit 64 bits; -0 is left to the general case.
func smallInteger(text []byte) (n int64, ok bool) {
	digits := text
	if digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) > 18 {
		return 0, false
	}
	for _, c := range digits {
		n = n*10 + int64(c) - '0'
	}
	if len(digits) < len(text) {
		return -n, n != 0
	}
	return n, true
}

// unquote returns the string between the quotes with its escape sequences decoded.
func (p *parser) unquote(sp span) (string, bool) {
	raw := p.raw(sp)
	if !sp.escaped {
		return p.arena.add(raw), true
	}
	b := p.arena.room(len(raw))
	from := b.Len()
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			next := i + 1
			for next < len(raw) && raw[next] != '\\' {
				next++
			}
			b.Write(raw[i:next])
			i = next
			continue
		}
		r, size := unescape(raw[i:])
		if utf16.IsSurrogate(r) {
			return "", p.fail(sp.start+i, ErrEncoding, `write both halves, as in \ud83d\ude00, or the character itself`,
				`half of a surrogate pair: \u%04x`, r)
		}
		b.WriteRune(r)
		i += size
	}
	return b.String()[from:], true
}

// unescape returns the character of the escape sequence at the start of raw, which has been checked, and its length. It returns a
// surrogate if the other half is missing.
func unescape(raw []byte) (r rune, size int) {
	switch raw[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r = hexRune(raw[2:6])
		if utf16.IsSurrogate(r) && len(raw) >= 12 && raw[6] == '\\' && raw[7] == 'u' {
			if pair := utf16.DecodeRune(r, hexRune(raw[8:12])); pair != utf8.RuneError {
				return pair, 12
			}
		}
		return r, 6
	}
	return rune(raw[1]), 2
}

// hexRune returns the code unit of four hexadecimal digits, which have been checked.
func hexRune(digits []byte) (r rune) {
	for _, c := range digits {
		r = r<<4 | hexDigit(c)
	}
	return r
}
