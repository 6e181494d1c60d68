package text

import "unicode/utf8"

// Title converts dst[from:] to title case as TextInfo.ToTitleCase does. The first letter of each word becomes its
// title-case form. The rest of the word becomes lower case if it has a lower-case letter or follows an apostrophe;
// otherwise it is unchanged, as in MACDONALD.
//
// White space, punctuation, symbols, control and format characters end a word, except for the apostrophe U+0027: O'NEIL
// becomes O'neil, but O’NEIL is unchanged. Digits and marks neither start nor end a word: 3rd becomes 3Rd.
func Title(dst []byte, from int, c Culture) []byte {
	e := editor{buf: dst, read: from, write: from}
	for e.more() {
		r := e.next()
		if r == badRune {
			continue
		}
		p := propertyOf(r)
		// Whatever is not a letter is kept, and the next letter starts a word.
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

// takeDutchIJ reports whether r begins the letter pair ij, and consumes the j if it does.
func (e *editor) takeDutchIJ(r rune) bool {
	if r != 'i' && r != 'I' || !e.more() || e.buf[e.read]|0x20 != 'j' {
		return false
	}
	// Both letters are ASCII, so put has room for two where two were read.
	e.read++
	return true
}

// finishWord converts the rest of a word, which apostrophes split into stretches. Only the first stretch can remain
// upper-case.
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

// stretch returns the length in bytes of the unread text up to the end of the word or an apostrophe, whether it contains a
// lower-case letter, and whether an apostrophe ends it.
func (e *editor) stretch() (length int, hasLower, atApostrophe bool) {
	rest := e.buf[e.read:]
	for length < len(rest) {
		r, size := utf8.DecodeRune(rest[length:])
		f := propertyOf(r).flags
		// An invalid byte is kept inside the word. U+FFFD itself is a symbol and ends one.
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

// copyTo copies the next length bytes of the text, in lower case if lower is set.
func (e *editor) copyTo(length int, c Culture, lower bool) {
	// put may move the unread text, so its end is counted from the end of the buffer.
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

// title returns the title-case form of r. It is the upper-case one, except for the Latin digraphs: that of ǆ is ǅ.
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

// PCase converts dst[from:] to proper case in the invariant culture.
//
// If separators is nil, it is [Title] of the text in lower case, so that no word remains upper-case: PABLO (SECOND)
// becomes Pablo (Second). Otherwise only the separators end a word, and the next letter starts one: PINTO-DE'SILVA with
// " '-" becomes Pinto-De'Silva. Separators are unchanged. With an empty set, the whole text is one word.
func PCase(dst []byte, from int, separators *Separators) []byte {
	// ASCII is converted where it is. From the first other character on an editor works, since a mapping may change the length in bytes;
	// inWord is carried over.
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

// proper returns r in proper case, where inWord is whether a word has begun before it, and the same for the next
// character.
func (set *Separators) proper(r rune, inWord bool) (rune, bool) {
	p := propertyOf(r)
	lower := r + p.lower
	switch {
	case set.given(r):
		return r, false
	case set == nil && p.flags&breaksWord != 0 && r != '\'':
		return lower, false
	// A digit or a mark starts no word, so in 3rd the r does.
	case inWord || p.flags&isLetter == 0:
		return lower, inWord
	}
	// Title case of the lower-case letter, as .NET's title case is applied to the text in lower case.
	return Invariant.title(lower), true
}

// Separators is an immutable set of characters that end words. A nil *Separators is not the empty set: with it, words end
// by the rules of .NET; see [PCase].
type Separators struct {
	ascii [2]uint64
	other map[rune]struct{}
}

// NewSeparators returns the set of the characters in s.
func NewSeparators(s string) *Separators {
	set := new(Separators)
	set.add(s)
	return set
}

func (set *Separators) add(s string) {
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		i += size
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

// given reports whether r is in the set; a nil set contains nothing.
func (set *Separators) given(r rune) bool { return set != nil && set.has(r) }

func (set *Separators) has(r rune) bool {
	if r < utf8.RuneSelf {
		return set.ascii[r>>6]>>(r&63)&1 != 0
	}
	_, ok := set.other[r]
	return ok
}
