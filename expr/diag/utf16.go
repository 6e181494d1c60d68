package diag

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// Rune16 reads the first character of a text in UTF-16 and the number of its bytes, as utf8.DecodeRune does in UTF-8. Where whole is
// false there is none: r is half a surrogate pair of 2 bytes, or the text ends after 1 byte, or it is empty.
func Rune16(text []byte, order binary.ByteOrder) (r rune, size int, whole bool) {
	if len(text) < 2 {
		return utf8.RuneError, len(text), false
	}
	r = rune(order.Uint16(text))
	if !utf16.IsSurrogate(r) {
		return r, 2, true
	}
	if len(text) >= 4 {
		if pair := utf16.DecodeRune(r, rune(order.Uint16(text[2:]))); pair != utf8.RuneError {
			return pair, 4, true
		}
	}
	return r, 2, false
}
