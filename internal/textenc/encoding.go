package textenc

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// HeadBytes is how many bytes of a file [Detect] looks at.
const HeadBytes = 4

// utf8Mark is the byte order mark U+FEFF in UTF-8, which has no byte order: it only says that the text is UTF-8.
const utf8Mark = "\uFEFF"

// Encoding is how a file's bytes write its text. The zero Encoding is UTF-8 without a byte order mark.
type Encoding struct {
	mark  string            // byte order mark as the file writes it; "" for none
	order binary.ByteOrder  // of UTF-16; nil for others
	page  encoding.Encoding // of a code page, see [Named]; nil for Unicode
}

var marked = [...]Encoding{
	{mark: "\xFF\xFE", order: binary.LittleEndian},
	{mark: "\xFE\xFF", order: binary.BigEndian},
	{mark: utf8Mark},
}

// Detect returns the encoding of a file that begins with head: by its byte order mark, or as UTF-16 if each of its first two characters has
// one zero byte, on the same side. This holds for every CSV, JSON and YAML file that begins with two characters of Latin-1, and one damaged
// byte cannot make UTF-8 look like it. Everything else is UTF-8, whether its bytes are valid or not.
func Detect(head []byte) Encoding {
	for _, e := range marked {
		if bytes.HasPrefix(head, []byte(e.mark)) {
			return e
		}
	}
	low, high := zeroSides(head[:min(len(head), HeadBytes)])
	switch {
	case high:
		return Encoding{order: binary.LittleEndian}
	case low:
		return Encoding{order: binary.BigEndian}
	}
	return Encoding{}
}

// zeroSides reports whether in every pair of bytes the first one alone, or the second one alone, is zero.
func zeroSides(head []byte) (first, second bool) {
	if len(head) < 2 || len(head)%2 != 0 {
		return false, false
	}
	first, second = true, true
	for i := 0; i < len(head); i += 2 {
		first = first && head[i] == 0 && head[i+1] != 0
		second = second && head[i] != 0 && head[i+1] == 0
	}
	return first, second
}

// IsUTF16 reports whether the text is written in UTF-16.
func (e Encoding) IsUTF16() bool { return e.order != nil }

// MarkBytes returns the length of the file's byte order mark, 0 where it has none.
func (e Encoding) MarkBytes() int { return len(e.mark) }

// Skipped returns the length in UTF-8 of the byte order mark, which decoding leaves out: an offset in the decoded text plus Skipped
// is the offset in the file as if it were UTF-8.
func (e Encoding) Skipped() int {
	if e.mark == "" {
		return 0
	}
	return len(utf8Mark)
}

// Error says why a file's bytes are no text.
type Error struct {
	// Before is the text before the broken place.
	Before string
	// Problem says what is there.
	Problem string
}

// Error returns the problem.
func (e *Error) Error() string { return e.Problem }

// Decode returns a file's text without its byte order mark, and the encoding to write it again. The error is an *[Error] and says where
// UTF-16 is broken. UTF-8 is returned as it is, valid or not: see InvalidUTF8.
func Decode(data []byte) (text string, e Encoding, err error) {
	e = Detect(data)
	body := data[len(e.mark):]
	if e.order == nil {
		return string(body), e, nil
	}
	out := make([]byte, 0, len(body)/2+len(body)/8)
	for len(body) > 0 {
		r, size, whole := decodeRune(body, e.order)
		switch {
		case size == 1:
			return "", e, &Error{string(out), "the file ends in the middle of a UTF-16 character"}
		case !whole:
			return "", e, &Error{string(out), "half of a UTF-16 surrogate pair"}
		}
		out, body = utf8.AppendRune(out, r), body[size:]
	}
	return string(out), e, nil
}

// Recode returns a file's text as UTF-8 without its byte order mark. What is no character becomes bytes that are no UTF-8. The result
// shares memory with data where that is UTF-8.
func Recode(data []byte) ([]byte, Encoding) {
	e := Detect(data)
	data = data[len(e.mark):]
	if e.order == nil {
		return data, e
	}
	text, rest := e.appendText(make([]byte, 0, len(data)/2+len(data)/8), data, true)
	_ = rest // nothing: all is there
	return text, e
}

// Encode returns a text as a file of this encoding has it, with the mark that the file had.
func (e Encoding) Encode(text string) []byte {
	if e.order == nil {
		return []byte(e.mark + text)
	}
	out := make([]byte, 0, len(e.mark)+2*len(text))
	out = append(out, e.mark...)
	for _, unit := range utf16.Encode([]rune(text)) {
		var pair [2]byte
		e.order.PutUint16(pair[:], unit)
		out = append(out, pair[:]...)
	}
	return out
}

// decodeRune reads the first character of a text in UTF-16 and the number of its bytes, as utf8.DecodeRune does in UTF-8. Where whole is
// false there is none: r is half a surrogate pair of 2 bytes, or the text ends after 1 byte.
func decodeRune(text []byte, order binary.ByteOrder) (r rune, size int, whole bool) {
	if len(text) < 2 {
		return utf8.RuneError, len(text), false
	}
	r = rune(order.Uint16(text))
	if !utf16.IsSurrogate(r) {
		return r, 2, true
	}
	if len(text) >= longest {
		if pair := utf16.DecodeRune(r, rune(order.Uint16(text[2:]))); pair != utf8.RuneError {
			return pair, longest, true
		}
	}
	return r, 2, false
}
