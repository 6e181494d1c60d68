package datacheck

import (
	"unicode"
	"unicode/utf8"
)

// cell is a text that is not empty, with the place of its record.
type cell struct {
	text          string
	class         class
	ordinal, line int
}

// class says what kinds of characters a text has, by which rules find out quickly that it is none of theirs.
type class uint8

const (
	anyText    class = 1 << iota // every text
	digitFirst                   // begins with a digit or a sign
	digits                       // has digits only
	signFirst                    // begins with a character that is neither letter, digit nor space
	brief                        // is as long as a word for no value, or shorter
	spaced                       // has white space at an end
	odd                          // has a control character, or one that is not ASCII
)

// briefBytes is the length of the longest word for no value.
const briefBytes = 12

func classOf(text string) class {
	c := anyText
	if len(text) <= briefBytes {
		c |= brief
	}
	all := true
	for i := 0; i < len(text); i++ {
		b := text[i]
		if b < ' ' || b >= 0x7F {
			c |= odd
		}
		all = all && '0' <= b && b <= '9'
	}
	if all {
		c |= digits
	}
	first := text[0]
	switch {
	case '0' <= first && first <= '9':
		c |= digitFirst
	case first < 0x80 && !unicode.IsLetter(rune(first)) && first != ' ':
		c |= signFirst
	}
	if isSpaced(text) {
		c |= spaced
	}
	return c
}

// isSpaced reports whether a text begins or ends with white space.
func isSpaced(text string) bool {
	first, last := text[0], text[len(text)-1]
	if first > ' ' && first < 0x80 && last > ' ' && last < 0x80 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text)
	l, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsSpace(r) || unicode.IsSpace(l)
}
