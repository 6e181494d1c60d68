package regex

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// .NET matches UTF-16 units, but Go text is UTF-8. Positions are byte offsets into the UTF-8 text. The position between
// the two surrogates of a character outside the BMP is two bytes after the start of its four-byte form. So every position
// in the UTF-16 text corresponds to exactly one byte offset, and matching needs no conversion. A surrogate by itself, which
// only a text that has been cut has, is three bytes long, as UTF-8 would encode it (WTF-8).

const (
	highSurrogateMin = 0xD800
	lowSurrogateMin  = 0xDC00
	surrogateMax     = 0xDFFF
	halfWidth        = 2 // width in bytes of a surrogate of a pair
	loneWidth        = 3 // and of one by itself
	loneLead         = 0xED
)

// unitAt returns the UTF-16 unit that starts at byte p of s, and its width in bytes. An invalid byte is U+FFFD.
func unitAt(s string, p int) (unit uint16, width int) {
	if b := s[p]; b < utf8.RuneSelf {
		return uint16(b), 1
	}
	return wideUnitAt(s, p)
}

// wideUnitAt is unitAt for a byte that is not ASCII. A position inside a character, at its low surrogate, decodes as an
// invalid byte and is recognized by splitAt.
func wideUnitAt(s string, p int) (uint16, int) {
	r, w := utf8.DecodeRuneInString(s[p:])
	if w == 1 {
		if astral, ok := splitAt(s, p); ok {
			_, low := utf16.EncodeRune(astral)
			return uint16(low), halfWidth
		}
		return loneAt(s, p)
	}
	if r > 0xFFFF {
		high, _ := utf16.EncodeRune(r)
		return uint16(high), halfWidth
	}
	return uint16(r), w
}

// unitBefore returns the UTF-16 unit that ends at byte p of s, and its width in bytes.
func unitBefore(s string, p int) (unit uint16, width int) {
	if b := s[p-1]; b < utf8.RuneSelf {
		return uint16(b), 1
	}
	r, w := utf8.DecodeLastRuneInString(s[:p])
	if w == 1 {
		if astral, ok := splitAt(s, p); ok {
			high, _ := utf16.EncodeRune(astral)
			return uint16(high), halfWidth
		}
		if p >= loneWidth {
			if u, w := loneAt(s, p-loneWidth); w == loneWidth {
				return u, w
			}
		}
		return utf8.RuneError, 1
	}
	if r > 0xFFFF {
		_, low := utf16.EncodeRune(r)
		return uint16(low), halfWidth
	}
	return uint16(r), w
}

// loneAt returns the surrogate that is by itself at byte p of s, or U+FFFD and 1 for an invalid byte.
func loneAt(s string, p int) (uint16, int) {
	if s[p] != loneLead || p+2 >= len(s) || s[p+1]&0xE0 != 0xA0 || s[p+2]&0xC0 != 0x80 {
		return utf8.RuneError, 1
	}
	return 0xD000 | uint16(s[p+1]&0x3F)<<6 | uint16(s[p+2]&0x3F), loneWidth
}

// appendLone appends a surrogate by itself.
func appendLone(dst []byte, u uint16) []byte {
	return append(dst, loneLead, 0x80|byte(u>>6)&0x3F, 0x80|byte(u)&0x3F)
}

// utf16Of returns the units of a text, U+FFFD for an invalid byte.
func utf16Of(s string) []uint16 {
	units := make([]uint16, 0, len(s))
	for p := 0; p < len(s); {
		u, w := unitAt(s, p)
		units = append(units, u)
		p += w
	}
	return units
}

// utf8Of returns the text of units.
func utf8Of(units []uint16) string {
	buf := make([]byte, 0, len(units))
	for i := 0; i < len(units); i++ {
		u := rune(units[i])
		if i+1 < len(units) && isHighSurrogate(units[i]) && isLowSurrogate(units[i+1]) {
			u = utf16.DecodeRune(u, rune(units[i+1]))
			i++
		}
		if utf16.IsSurrogate(u) {
			buf = appendLone(buf, uint16(u))
		} else {
			buf = utf8.AppendRune(buf, u)
		}
	}
	return string(buf)
}

// splitAt returns the character that position p splits into two surrogates, and reports whether there is one.
// The third byte of a character of four is the only such position: the character begins two bytes before it.
func splitAt(s string, p int) (rune, bool) {
	if p < halfWidth || p >= len(s) || utf8.RuneStart(s[p]) {
		return 0, false
	}
	r, w := utf8.DecodeRuneInString(s[p-halfWidth:])
	return r, w == 2*halfWidth
}

func isHighSurrogate(u uint16) bool { return u >= highSurrogateMin && u < lowSurrogateMin }

func isLowSurrogate(u uint16) bool { return u >= lowSurrogateMin && u <= surrogateMax }

// textOf returns the UTF-8 text of units. It reports false if they contain an unpaired surrogate, which has no UTF-8
// form, or U+FFFD, which also matches invalid bytes and so cannot be compared bytewise.
func textOf(units []uint16) (string, bool) {
	buf := make([]byte, 0, len(units))
	for i := 0; i < len(units); i++ {
		u := units[i]
		switch {
		case u == utf8.RuneError, isLowSurrogate(u):
			return "", false
		case !isHighSurrogate(u):
			buf = utf8.AppendRune(buf, rune(u))
		case i+1 == len(units) || !isLowSurrogate(units[i+1]):
			return "", false
		default:
			buf = utf8.AppendRune(buf, utf16.DecodeRune(rune(u), rune(units[i+1])))
			i++
		}
	}
	return string(buf), true
}

// joiner concatenates pieces of text as .NET concatenates UTF-16 strings: if a piece ends with the high surrogate of a
// character and the next one starts with a low surrogate, they become one character. An unpaired surrogate of which the text has the pair
// stays by itself; where a piece has one of its own, joining the two is up to the caller.
type joiner struct {
	buf  []byte
	base int    // len(buf) at the start
	max  int    // number of bytes that may be appended
	high uint16 // pending high surrogate, or 0
}

// text appends a piece without halves of characters, and reports whether it is within the limit.
func (j *joiner) text(s string) bool {
	if size := len(j.buf) + len(s); size > cap(j.buf) || size-j.base > j.max || j.high != 0 {
		return j.rareText(s)
	}
	j.buf = append(j.buf, s...)
	return true
}

// rareText is the slow path of text: it grows the buffer, checks the limit and flushes a pending surrogate.
func (j *joiner) rareText(s string) bool {
	if s == "" {
		return true
	}
	if j.high != 0 {
		j.flush()
	}
	if len(j.buf)-j.base+len(s) > j.max {
		return false
	}
	if cap(j.buf)-len(j.buf) < len(s) {
		// Double the buffer: append grows it by a quarter, which would allocate five times its final size in total.
		j.buf = slices.Grow(j.buf, max(len(s), cap(j.buf)))
	}
	j.buf = append(j.buf, s...)
	return true
}

// span appends src[from:to], whose ends may split characters, and reports whether it is within the limit.
func (j *joiner) span(src string, from, to int) bool {
	if from >= to {
		return true
	}
	if whole(src, from) && whole(src, to) {
		return j.text(src[from:to])
	}
	return j.cutSpan(src, from, to)
}

// whole reports whether p cannot be inside a character. It may report false for invalid UTF-8.
func whole(s string, p int) bool { return p >= len(s) || utf8.RuneStart(s[p]) }

// cutSpan is span for ends that may split characters: it appends the low surrogate at the start, and keeps the high
// surrogate at the end pending.
func (j *joiner) cutSpan(src string, from, to int) bool {
	if _, cut := splitAt(src, from); cut {
		unit, w := unitAt(src, from)
		j.low(unit)
		from += w
	}
	if _, cut := splitAt(src, to); !cut || from == to {
		return j.text(src[from:to])
	}
	unit, w := unitBefore(src, to)
	ok := j.text(src[from : to-w])
	j.flush()
	j.high = unit
	return ok
}

// low appends a low surrogate: as one character with the pending high surrogate, or by itself.
func (j *joiner) low(unit uint16) {
	if j.high == 0 {
		j.buf = appendLone(j.buf, unit)
		return
	}
	j.buf = utf8.AppendRune(j.buf, utf16.DecodeRune(rune(j.high), rune(unit)))
	j.high = 0
}

// flush appends a pending surrogate by itself.
func (j *joiner) flush() {
	if j.high != 0 {
		j.buf = appendLone(j.buf, j.high)
		j.high = 0
	}
}
