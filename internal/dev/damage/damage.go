// Package damage makes damaged texts, for tests that state what a reader makes of them. Only tests may import it.
package damage

import (
	"iter"
	"testing"
)

// step is how many bytes lie between two that are put to the test: the race detector leaves no time for every one.
func step() int {
	if testing.Short() {
		return 5
	}
	return 1
}

// Cuts gives the text cut off at every byte, with the place.
func Cuts(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for at := 0; at < len(text) && yield(at, text[:at]); at += step() {
		}
	}
}

// Bytes gives the text with one byte wrong, with its place: each of its bits, and the byte put to every value that others has, which are
// those of a meaning in the format.
func Bytes(text, others string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for at := 0; at < len(text); at += step() {
			values := []byte(others)
			for bit := range 8 {
				values = append(values, text[at]^1<<bit)
			}
			for _, b := range values {
				if b != text[at] && !yield(at, text[:at]+string([]byte{b})+text[at+1:]) {
					return
				}
			}
		}
	}
}
