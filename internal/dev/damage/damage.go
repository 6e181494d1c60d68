// Package damage makes damaged texts, for tests that state what a reader makes of them. Full runs (see package effort) try every damage,
// quick ones a sample that is the same every time. Only tests may import it.
package damage

import (
	"iter"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

const (
	// edge is how many places at each end of a text a quick run tries one by one: marks, opening brackets and last line breaks are there.
	edge = 8
	// placeStep is the distance of the places between. It is odd, so that both bytes of UTF-16's units have their turn.
	placeStep = 7
	// valueStep is how many values a quick run leaves out at a place, less one. The next place starts with another one.
	valueStep = 7
)

// Places returns the places from 0 to n-1 to put to the test.
func Places(n int) iter.Seq[int] {
	full := effort.Full()
	return func(yield func(int) bool) {
		for at := range n {
			if (full || at < edge || at >= n-edge || at%placeStep == 0) && !yield(at) {
				return
			}
		}
	}
}

// Cuts returns the text cut off at each place, with the place.
func Cuts(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for at := range Places(len(text)) {
			if !yield(at, text[:at]) {
				return
			}
		}
	}
}

// Bytes returns the text with one byte wrong, with its place: each of its bits flipped, and each value of others, which are those
// with a meaning in the format. A quick run visits every byte and tries there every seventh of these values, in turn.
func Bytes(text, others string) iter.Seq2[int, string] {
	step := effort.Of(1, valueStep)
	return func(yield func(int, string) bool) {
		for at := range len(text) {
			values := []byte(others)
			for bit := range 8 {
				values = append(values, text[at]^1<<bit)
			}
			for i := at % step; i < len(values); i += step {
				if b := values[i]; b != text[at] && !yield(at, text[:at]+string([]byte{b})+text[at+1:]) {
					return
				}
			}
		}
	}
}
