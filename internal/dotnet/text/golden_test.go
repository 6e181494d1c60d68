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

// text is a string in a golden row. A string that is not well-formed UTF-16 is represented by its units, because Go text
// cannot represent it.
type text struct {
	string
	units []uint16
	known bool
}

func (x *text) UnmarshalJSON(data []byte) error {
	x.known = string(data) != "null"
	if len(data) > 0 && data[0] == '{' {
		var broken struct{ UTF16 []uint16 }
		err := json.Unmarshal(data, &broken)
		x.units = broken.UTF16
		return err
	}
	return json.Unmarshal(data, &x.string)
}

func (x text) wellFormed() bool { return x.units == nil }

// whole returns the text without its unpaired surrogates.
func (x text) whole() string {
	if x.wellFormed() {
		return x.string
	}
	var whole []rune
	for _, r := range utf16.Decode(x.units) {
		if r != utf8.RuneError {
			whole = append(whole, r)
		}
	}
	return string(whole)
}

// requireCount requires the known number of rows, so that no row is skipped by mistake.
func requireCount(t *testing.T, what string, got, want int) {
	t.Helper()
	require.Equal(t, want, got, "rows of %s", what)
}
