package text

import "unicode/utf8"

// Title changes dst[from:] as TextInfo.ToTitleCase does. The first letter of each word gets its title form. The rest is
// lowered if the word holds a lower-case letter or follows an apostrophe, and is kept otherwise: MACDONALD stays.
//
// White space, punctuation, symbols, controls and format characters end a word, U+0027 alone excepted: O'NEIL gives
// O'neil, while O’NEIL gives O’NEIL. Digits and marks neither start nor end one: 3rd gives 3Rd.
func Title(dst []byte, from int, c Culture) []byte {
	e := editor{buf: dst, read: from, write: from}
	for e.more() {
		r := e.next()
		if r == badRune {
			continue
		}
		p := propertyOf(r)
		if p.flags&isLetter == 0 {
			e.put(r)
			continue
		}
		if c == Dutch && e.takeDutchIJ(r) {
			e.put('I')
			e.put('J')
		} else {
			e.put(c.title(r))
		}
		e.finishWord(c, p.flags&isLowercase != 0)
	}
	return e.done()
}

func (e *editor) takeDutchIJ(r rune) bool {
	if r != 'i' && r != 'I' || !e.more() || e.buf[e.read]|0x20 != 'j' {
		return false
	}
	e.read++
	return true
}

// finishWord copies the rest of a word. An apostrophe splits it into stretches, of which only the first can be kept.
func (e *editor) finishWord(c Culture, mixed bool) {
	for {
		end, hasLower, atApostrophe := e.stretch()
		e.copyTo(end, c, mixed || hasLower)
		if !atApostrophe {
			return
		}
		e.put(e.next())
		mixed = true
	}
}

// stretch returns where the unread part of the word ends, how many bytes from the read position on, whether a lower-case
// letter is in it, and whether an apostrophe ended it.
func (e *editor) stretch() (length int, hasLower, atApostrophe bool) {
	rest := e.buf[e.read:]
	for length < len(rest) {
		r, size := utf8.DecodeRune(rest[length:])
		f := propertyOf(r).flags
		if r == utf8.RuneError && size == 1 {
			f = 0
		}
		switch {
		case f&isLowercase != 0:
			hasLower = true
		case r == '\'':
			return length, hasLower, true
		case f&breaksWord != 0:
			return length, hasLower, false
		}
		length += size
	}
	return length, hasLower, false
}

func (e *editor) copyTo(length int, c Culture, lower bool) {
	// Making room moves the unread text, so its end is counted from the end of the buffer.
	for left := len(e.buf) - e.read - length; len(e.buf)-e.read > left; {
		r := e.next()
		if r == badRune {
			continue
		}
		if lower {
			r = c.lower(r)
		}
		e.put(r)
	}
}

// title is upper but for the Latin digraphs, which have a form of their own: ǆ gives ǅ.
func (c Culture) title(r rune) rune {
	switch r {
	case 'Ǆ', 'ǅ', 'ǆ':
		return 'ǅ'
	case 'Ǉ', 'ǈ', 'ǉ':
		return 'ǈ'
	case 'Ǌ', 'ǋ', 'ǌ':
		return 'ǋ'
	case 'Ǳ', 'ǲ', 'ǳ':
		return 'ǲ'
	}
	return c.upper(r)
}

// PCase changes dst[from:] to proper case, in the invariant culture.
//
// Without separators (nil) it is [Title] of the lowered text, so that capitals do not survive: PABLO (SECOND) gives
// Pablo (Second). With separators only those characters end a word, which then begins with its first letter:
// PINTO-DE'SILVA with " '-" gives Pinto-De'Silva. The separators themselves stay as they are. An empty set of separators
// makes the whole text one word.
func PCase(dst []byte, from int, separators *Separators) []byte {
	i := from
	inWord := false
	for ; i < len(dst) && dst[i] < utf8.RuneSelf; i++ {
		switch b := dst[i]; {
		case !isASCIILetter(b) || separators.given(rune(b)):
			_, inWord = separators.proper(rune(b), inWord)
		case inWord:
			dst[i] = b | 0x20
		default:
			dst[i] = b &^ 0x20
			inWord = true
		}
	}
	if i == len(dst) {
		return dst
	}
	e := editor{buf: dst, read: i, write: i}
	for e.more() {
		r := e.next()
		if r == badRune {
			continue
		}
		r, inWord = separators.proper(r, inWord)
		e.put(r)
	}
	return e.done()
}

// proper returns r as it stands inside a word or outside one, and whether the next character is inside one.
func (set *Separators) proper(r rune, inWord bool) (rune, bool) {
	p := propertyOf(r)
	lower := r + p.lower
	switch {
	case set.given(r):
		return r, false
	case set == nil && p.flags&breaksWord != 0 && r != '\'':
		return lower, false
	case inWord || p.flags&isLetter == 0:
		return lower, inWord
	}
	return Invariant.title(lower), true
}

// Separators is a set of characters that end words. It is immutable. A nil *Separators is not the empty set: it leaves the
// choice of word ends to the rules of .NET; see [PCase].
type Separators struct {
	ascii [2]uint64
	other map[rune]struct{}
}

// NewSeparators returns the set of the code points of s.
func NewSeparators(s string) *Separators {
	set := new(Separators)
	set.add(s)
	return set
}

func (set *Separators) add(s string) {
	for _, r := range s {
		if r < utf8.RuneSelf {
			set.ascii[r>>6] |= 1 << (r & 63)
			continue
		}
		if set.other == nil {
			set.other = make(map[rune]struct{})
		}
		set.other[r] = struct{}{}
	}
}

// given tells whether r is in the set; nothing is in a nil one.
func (set *Separators) given(r rune) bool { return set != nil && set.has(r) }

func (set *Separators) has(r rune) bool {
	if r < utf8.RuneSelf {
		return set.ascii[r>>6]>>(r&63)&1 != 0
	}
	_, ok := set.other[r]
	return ok
}
