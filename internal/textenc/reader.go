package textenc

import (
	"io"
	"unicode/utf8"
)

// longest is the number of bytes of the longest character in UTF-16.
const longest = 4

// noUTF8 is a byte that no UTF-8 has; it is written for half of a UTF-16 unit.
const noUTF8 = 0xFF

// NewReader returns the text of r, which is what follows the byte order mark, as UTF-8. What is no character becomes bytes that are no
// UTF-8, so that the record it is in is found out like one with bad UTF-8. UTF-8 is r itself.
func (e Encoding) NewReader(r io.Reader) io.Reader {
	switch {
	case e.page != nil:
		return e.pageReader(r)
	case e.order == nil:
		return r
	}
	return &reader{r: r, encoding: e}
}

type reader struct {
	r        io.Reader
	encoding Encoding
	raw      []byte // not converted yet
	text     []byte // converted last
	ready    []byte // the part of text that has not been read yet
	err      error
}

// Read returns text as soon as there is any.
func (u *reader) Read(p []byte) (int, error) {
	for len(u.ready) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.convert()
	}
	n := copy(p, u.ready)
	u.ready = u.ready[n:]
	return n, nil
}

func (u *reader) convert() {
	var chunk [8 << 10]byte
	n, err := u.r.Read(chunk[:])
	u.raw = append(u.raw, chunk[:n]...)
	u.err = err
	text, rest := u.encoding.appendText(u.text[:0], u.raw, err != nil)
	u.text, u.ready = text, text
	u.raw = u.raw[:copy(u.raw, rest)]
}

// appendText appends UTF-16 as UTF-8, and returns the bytes that may be the beginning of a character; none where the text ends here.
// Half a surrogate pair becomes the three bytes that UTF-8 would have for it, which are not valid.
func (e Encoding) appendText(dst, data []byte, ends bool) (text, rest []byte) {
	for len(data) > 0 {
		r, size, whole := decodeRune(data, e.order)
		if !whole && len(data) < longest && !ends {
			break // the other half may follow
		}
		switch {
		case whole:
			dst = utf8.AppendRune(dst, r)
		case size == 1:
			dst = append(dst, noUTF8)
		default:
			dst = append(dst, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
		}
		data = data[size:]
	}
	return dst, data
}
