package text

import "unicode/utf8"

// editor rewrites buf[read:] rune by rune into buf[write:]. Writing stays behind reading; where a longer rune would
// overtake, the unread text is moved away once.
type editor struct {
	buf         []byte
	read, write int
}

// badRune stands for a byte that is not UTF-8; next has then carried the byte over itself.
const badRune rune = -1

func (e *editor) more() bool { return e.read < len(e.buf) }

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

// makeRoom moves the unread text. No mapping more than doubles the bytes of a rune, so that a gap of the length of that text
// is enough for good. A smaller one is tried first where it can be had without a new buffer.
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

// skipTo leaves the text up to index i as it is; nothing may have moved so far.
func (e *editor) skipTo(i int) { e.read, e.write = i, i }

func (e *editor) done() []byte { return e.buf[:e.write] }
