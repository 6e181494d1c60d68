package regex_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/effort"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// replaceRow is a row of testdata/replace.jsonl.
type replaceRow struct {
	ID          string
	Pattern     string
	Group       *string
	Replacement string
	Source      string
	Want        string
	Matches     int
	Refused     bool
}

// knownMisses are the rows for which this package deliberately differs, with the reason.
var knownMisses = map[string]string{
	"regex-1-2904": "after the empty round of (\\k<n>?)+? .NET takes the position of that round for the start of the match",
}

func TestReplaceAgreesWithDotNet(t *testing.T) {
	t.Parallel()
	rows := readLines[replaceRow](t, "testdata/replace.jsonl")
	require.Len(t, rows, 2946)
	for _, row := range rows {
		got := answer(row)
		got.Want = nettext.Whole(got.Want) // as these rows have it; the next test is about halves
		want := replaceRow{Want: row.Want, Matches: row.Matches, Refused: row.Refused}
		diff := cmp.Diff(want, got)
		if reason, known := knownMisses[row.ID]; known {
			if diff == "" {
				t.Errorf("%s agrees with .NET; remove it from the known misses (%s)", row.ID, reason)
			}
			continue
		}
		if diff != "" {
			t.Errorf("%s: replace %q by %q in %q (-.NET +got):\n%s", row.ID, row.Pattern, row.Replacement, row.Source, diff)
		}
	}
}

// TestHalvesAgreeWithDotNet: calls whose source has a surrogate by itself. The rows have UTF-16 units.
func TestHalvesAgreeWithDotNet(t *testing.T) {
	t.Parallel()
	type halvesRow struct {
		ID                                 string
		Pattern, Replacement, Source, Want []uint16
		Group                              *string
		Matches                            int
		Refused                            bool
	}
	rows := readLines[halvesRow](t, "testdata/halves.jsonl")
	require.Len(t, rows, 190)
	for _, row := range rows {
		got := answer(replaceRow{Pattern: textOf(row.Pattern), Group: row.Group, Replacement: textOf(row.Replacement), Source: textOf(row.Source)})
		got.Want = string(nettext.JoinHalves([]byte(got.Want), 0))
		if diff := cmp.Diff(replaceRow{Want: textOf(row.Want), Matches: row.Matches, Refused: row.Refused}, got); diff != "" {
			t.Errorf("%s: replace %q by %q in %q (-.NET +got):\n%s", row.ID, textOf(row.Pattern), textOf(row.Replacement), textOf(row.Source), diff)
		}
	}
}

// textOf returns the text of units, in which a surrogate by itself has three bytes.
func textOf(units []uint16) string {
	var s []byte
	for _, u := range units {
		if utf16.IsSurrogate(rune(u)) {
			s = append(s, 0xE0|byte(u>>12), 0x80|byte(u>>6)&0x3F, 0x80|byte(u)&0x3F)
		} else {
			s = utf8.AppendRune(s, rune(u))
		}
	}
	return string(nettext.JoinHalves(s, 0))
}

// answer returns the result of the call of a row.
func answer(row replaceRow) replaceRow {
	p, err := netregex.Compile(row.Pattern, netregex.Limits{})
	if err != nil {
		return replaceRow{Refused: true}
	}
	var out []byte
	var n int
	if row.Group != nil {
		out, n, err = p.ReplaceGroup(nil, row.Source, *row.Group, row.Replacement)
	} else {
		var r *netregex.Replacement
		if r, err = p.CompileReplacement(row.Replacement); err == nil {
			out, n, err = p.Replace(nil, row.Source, r)
		}
	}
	if err != nil {
		return replaceRow{Refused: true}
	}
	return replaceRow{Want: string(out), Matches: n}
}

func TestClassesContainTheUnitsOfDotNet(t *testing.T) {
	t.Parallel()
	type classRow struct {
		Pattern string
		Ranges  [][2]rune
	}
	for _, row := range readLines[classRow](t, "testdata/classes.jsonl") {
		p, err := netregex.Compile(row.Pattern, netregex.Limits{})
		require.NoError(t, err)
		want := map[rune]bool{}
		for _, r := range row.Ranges {
			for u := r[0]; u <= r[1]; u++ {
				want[u] = true
			}
		}
		for u := range effort.Runes(0xFFFF) {
			got, err := p.IsMatch(string(u))
			require.NoError(t, err)
			if got != want[u] {
				t.Errorf("%s on U+%04X: got %v", row.Pattern, u, got)
			}
		}
	}
}

func readLines[T any](t *testing.T, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var rows []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row T
		require.NoError(t, json.NewDecoder(strings.NewReader(lines.Text())).Decode(&row))
		rows = append(rows, row)
	}
	require.NoError(t, lines.Err())
	return rows
}
