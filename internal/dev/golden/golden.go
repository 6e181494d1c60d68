// Package golden reads the files that tests compare with: rows of JSON, and archives of pairs.
package golden

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

// Lines returns the JSON values of a file, one a line.
func Lines[T any](t testing.TB, path string) []T {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var rows []T
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row T
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row), "%s: %s", path, lines.Text())
		rows = append(rows, row)
	}
	return rows
}

// WriteLines writes what [Lines] reads.
func WriteLines[T any](t testing.TB, path string, rows []T) {
	t.Helper()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, row := range rows {
		require.NoError(t, enc.Encode(row))
	}
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o644))
}

// Pairs compares what answer returns for expressions with an archive of pairs: name.expr is the text, name.txt the answer. With update
// it writes the answers instead.
func Pairs(t testing.TB, path string, update bool, answer func(src string) string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	require.NotEmpty(t, archive.Files)
	for i := 0; i+1 < len(archive.Files); i += 2 {
		name, isExpr := strings.CutSuffix(archive.Files[i].Name, ".expr")
		require.True(t, isExpr)
		require.Equal(t, name+".txt", archive.Files[i+1].Name)
		got := answer(strings.TrimSuffix(string(archive.Files[i].Data), "\n"))
		if update {
			archive.Files[i+1].Data = []byte(got)
			continue
		}
		if diff := cmp.Diff(string(archive.Files[i+1].Data), got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	if update {
		require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o644))
	}
}
