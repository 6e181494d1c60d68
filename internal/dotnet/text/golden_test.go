package text_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// readRows decodes a gzipped file of JSON Lines. The files contain results recorded from .NET 10, and expressions derived
// from them.
func readRows[T any](t testing.TB, name string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".jsonl.gz"))
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	var rows []T
	for lines.Scan() {
		var row T
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row), "%s line %d", name, len(rows)+1)
		rows = append(rows, row)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, rows)
	return rows
}

// text is a string in a golden row. A string that is not well-formed UTF-16 is written as its units; here it has halves.
type text struct {
	string
	known bool
}

func (x *text) UnmarshalJSON(data []byte) error {
	x.known = string(data) != "null"
	if len(data) > 0 && data[0] == '{' {
		var broken struct{ UTF16 []uint16 }
		err := json.Unmarshal(data, &broken)
		x.string = withHalves(broken.UTF16)
		return err
	}
	return json.Unmarshal(data, &x.string)
}

// withHalves returns the text of units, in which an unpaired surrogate has the three bytes of a half.
func withHalves(units []uint16) string {
	var s []byte
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if i+1 < len(units) {
			if pair := utf16.DecodeRune(r, rune(units[i+1])); pair != utf8.RuneError {
				s = utf8.AppendRune(s, pair)
				i++
				continue
			}
		}
		if utf16.IsSurrogate(r) {
			s = append(s, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
			continue
		}
		s = utf8.AppendRune(s, r)
	}
	return string(s)
}

// unitsOf returns the units of a text that may have halves.
func unitsOf(s string) []uint16 {
	var units []uint16
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 && i+2 < len(s) {
			r, size = 0xD000|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F), 3
		}
		if r > 0xFFFF {
			units = utf16.AppendRune(units, r)
		} else {
			units = append(units, uint16(r))
		}
		i += size
	}
	return units
}

// requireCount requires the known number of rows, so that no row is skipped by mistake.
func requireCount(t *testing.T, what string, got, want int) {
	t.Helper()
	require.Equal(t, want, got, "rows of %s", what)
}
