// Package effort decides how much long tests do. go test ./... takes a sample, so that it stays quick; with ATTRMAP_FULL=1 in the
// environment, as .ci/run sets it, every test does all that it can. Only tests may import it.
package effort

import (
	"flag"
	"iter"
	"os"
	"strconv"
	"testing"
)

// Variable is the environment variable that asks for full runs: any value but "" and "0".
const Variable = "ATTRMAP_FULL"

// Full reports whether tests do all of their work.
func Full() bool {
	set := os.Getenv(Variable)
	return set != "" && set != "0"
}

// Of returns full in full runs and quick in all others.
func Of(full, quick int) int {
	if Full() {
		return full
	}
	return quick
}

// Main runs a package's tests with draws random draws per property in quick runs. In full runs the number is rapid's own, 100.
// The flag -rapid.checks wins over both.
func Main(m *testing.M, draws int) {
	if !Full() {
		if err := flag.Set("rapid.checks", strconv.Itoa(draws)); err != nil {
			panic("effort: the tests of this package do not import rapid")
		}
	}
	os.Exit(m.Run())
}

const (
	// dense is the first code point after the alphabets of Europe and what they are decomposed into.
	dense = 0x3000
	// runeStep is the distance of the code points after it that a quick run tries.
	runeStep = 11
)

// Runes returns the code points up to last that are not surrogates: all of them in full runs, otherwise all below U+3000 and a sample
// of the rest.
func Runes(last rune) iter.Seq[rune] {
	step := rune(Of(1, runeStep))
	return func(yield func(rune) bool) {
		for r := rune(0); r <= last; r++ {
			if r >= dense && r%step != 0 || r >= 0xD800 && r < 0xE000 {
				continue
			}
			if !yield(r) {
				return
			}
		}
	}
}
