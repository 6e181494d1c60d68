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

// readRows decodes a gzipped file of JSON Lines. The files hold what .NET 10 answered, and expressions made of those
// answers.
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

// text is a string of a golden row. One that is not well-formed UTF-16 is given by its units; Go text cannot hold it.
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

// whole is the text without its unpaired surrogates.
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

// requireCount compares the number of rows a test has seen with the number it is known to have, so that none drops out unseen.
func requireCount(t *testing.T, what string, got, want int) {
	t.Helper()
	require.Equal(t, want, got, "rows of %s", what)
}
