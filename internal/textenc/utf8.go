package textenc

import "unicode/utf8"

// InvalidUTF8 returns the offset of the first byte of text that is not UTF-8, -1 where all are.
func InvalidUTF8(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for at := 0; ; {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}
