package feed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// markBytes is how many bytes tell the encoding.
const markBytes = 4

// newSource gives the input as UTF-8 without a byte order mark. What is plainly no text is refused.
func newSource(r io.Reader) (*source, error) {
	var mark [markBytes]byte
	n, err := io.ReadFull(r, mark[:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		f := fault{cause: err, problem: "the input cannot be read: " + err.Error()}
		return nil, f.error(0, place{line: 1, column: 1})
	}
	head := mark[:n]
	if f := foreign(head); f != nil {
		return nil, f.error(0, place{line: 1, column: 1})
	}
	order, skip := byteOrder(head)
	s := &source{r: io.MultiReader(bytes.NewReader(head[skip:]), r), offset: int64(skip)}
	if order != nil {
		s.r, s.offset = &utf16Reader{r: s.r, order: order}, utf8MarkBytes
	}
	return s, nil
}

const (
	utf8MarkBytes = 3
	longestUTF16  = 4 // bytes of a character
)

// byteOrder tells the length of the byte order mark and, for UTF-16, the order; it is nil for UTF-8.
func byteOrder(head []byte) (order binary.ByteOrder, skip int) {
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return nil, utf8MarkBytes
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return binary.LittleEndian, 2
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return binary.BigEndian, 2
	}
	return nil, 0
}

// foreign refuses files that people hand in by mistake and whose syntax errors would not tell them so.
func foreign(head []byte) *fault {
	f := fault{cause: ErrEncoding}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		f.problem, f.remedy = "the input is a zip archive or an Office workbook", "save the sheet as CSV UTF-8, or unpack the archive"
	case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
		f.problem, f.remedy = "the input is gzip-compressed", "unpack it first"
	case len(head) >= 2 && (head[0] == 0) != (head[1] == 0):
		f.problem, f.remedy = "the input looks like UTF-16 without a byte order mark", "save it as UTF-8, or with the mark"
	default:
		return nil
	}
	return &f
}

// utf16Reader gives UTF-16 as UTF-8. Half a surrogate pair becomes the three bytes that UTF-8 would have for it, and a lone last
// byte becomes 0xFF: both are invalid, so that the record they stand in is found out like one with bad UTF-8.
type utf16Reader struct {
	r     io.Reader
	order binary.ByteOrder
	raw   []byte // bytes not converted yet
	text  []byte // the last bytes converted
	ready []byte // the part of text not handed out yet
	err   error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
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

func (u *utf16Reader) convert() {
	var chunk [8 << 10]byte
	n, err := u.r.Read(chunk[:])
	u.raw = append(u.raw, chunk[:n]...)
	u.err = err
	text, rest := u.text[:0], u.raw
	for len(rest) > 0 {
		r, size, whole := diag.Rune16(rest, u.order)
		if !whole && len(rest) < longestUTF16 && err == nil {
			break // the other half may follow
		}
		switch {
		case whole:
			text = utf8.AppendRune(text, r)
		case size == 1:
			text = append(text, 0xFF)
		default:
			text = appendHalf(text, r)
		}
		rest = rest[size:]
	}
	u.text, u.ready = text, text
	u.raw = u.raw[:copy(u.raw, rest)]
}

// appendHalf appends half a surrogate pair in the form that UTF-8 would have for it.
func appendHalf(dst []byte, r rune) []byte {
	return append(dst, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
}
