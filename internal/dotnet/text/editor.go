package text

import "unicode/utf8"

// editor rewrites text in place: it reads runes at buf[read:] and writes their replacements at buf[write:]. write never
// exceeds read: before a longer rune would overwrite unread text, that text is moved to the end of a larger buffer.
type editor struct {
	buf         []byte
	read, write int
}

// badRune is the result of next for an invalid byte, which next has already copied.
const badRune rune = -1

func (e *editor) more() bool { return e.read < len(e.buf) }

// next reads a rune. It copies an invalid byte and returns badRune for it.
func (e *editor) next() rune {
	if c := e.buf[e.read]; c < utf8.RuneSelf {
		e.read++
		return rune(c)
	}
	r, size := utf8.DecodeRune(e.buf[e.read:])
	if r == utf8.RuneError && size == 1 {
		e.buf[e.write] = e.buf[e.read]
		e.read++
		e.write++
		return badRune
	}
	e.read += size
	return r
}

// put writes a rune. The test for ASCII comes first because nearly all text is.
func (e *editor) put(r rune) {
	if r < utf8.RuneSelf && e.write < e.read {
		e.buf[e.write] = byte(r)
		e.write++
		return
	}
	if e.write+utf8.RuneLen(r) > e.read {
		e.makeRoom()
	}
	e.write += utf8.EncodeRune(e.buf[e.write:e.read], r)
}

// makeRoom moves the unread text to open a gap before it. No mapping more than doubles the length of a rune, so a gap of
// the length of the unread text is always large enough. A smaller gap is used if it needs no new buffer.
func (e *editor) makeRoom() {
	unread := len(e.buf) - e.read
	gap := unread + utf8.UTFMax
	if spare := cap(e.buf) - len(e.buf); spare >= utf8.UTFMax {
		gap = min(gap, spare)
	}
	e.buf = append(e.buf, make([]byte, gap)...)
	copy(e.buf[e.read+gap:], e.buf[e.read:e.read+unread])
	e.read += gap
}

// skipTo keeps the text up to index i unchanged. The text must not have moved, so that read and write are equal.
func (e *editor) skipTo(i int) { e.read, e.write = i, i }

func (e *editor) done() []byte { return e.buf[:e.write] }
