package scenarios_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/scenarios"
	"github.com/attrmap/attrmap/mapping/test/attrmaptest"
)

// TestScenariosHoldAsTests: what the command's plans are held to holds as tests of mappings.
func TestScenariosHoldAsTests(t *testing.T) {
	in, err := os.Open("../../../internal/command/testdata/scenarios.ndjson")
	require.NoError(t, err)
	defer in.Close()
	files, err := scenarios.Convert(in)
	require.NoError(t, err)
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	require.GreaterOrEqual(t, strings.Count(files[scenarios.TestFile], `"expect"`), 79)
	attrmaptest.Run(t, filepath.Join(dir, scenarios.TestFile))
}

func TestConversion(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, args, want, test string }{
		{"flags are words", `["run", "--schema", "{dir}/m.json", "--in", "{dir}/a.csv", "--in=Group={dir}/g.csv", "--mapping", "Users", "--token", "A=b", "--hard-delete", "--twice", "--wire", "default", "--format", "ndjson"]`,
			`{"objects": [{"action": "create"}]}`,
			`{"expect": [{"action": "create"}], "hardDelete": true, "mapping": "001/m.json", "name": "n", "object": "Users", "sources": ["001/a.csv", "Group=001/g.csv"], "target": [], "tokens": {"A": "b"}, "twice": true}`},
		{"objects of a type", `["run", "--in", "u.csv", "--in", "Group=g.csv"]`, `{"only": "Group", "objects": [{}]}`, `{"expect": [{}], "name": "n", "sources": ["Group=g.csv", "u.csv"], "target": []}`},
		{"rows", `["run"]`, `{"objects": [{"action": {"oneOf": ["a", "b"]}, "attrs": {"x": {"old": null, "new": "absent", "warns": true}, "y": {"new": {"oneOf": ["a.", "b"]}}, "z": "/x/"}}]}`,
			`{"expect": [{"action": ["a", "b"], "attributes": {"x": {"new": "=absent", "warnings": true}, "y": {"new": "/^(?:a\\.|b)$/"}, "z": "=/x/"}}], "name": "n", "target": []}`},
		{"people who cannot be read", `["run"]`, `{"objects": [], "exit": 2}`, `{"expect": [{"action": "error", "code": "UnreadableSource"}], "name": "n", "target": []}`},
		{"a flag that is not known", `["run", "--what", "x"]`, `{}`, "n: --what: no member of a test says that"},
		{"a flag without its value", `["run", "--schema"]`, `{}`, "n: --schema: want a value"},
		{"something of a row that is not known", `["run"]`, `{"objects": [{"attrs": {"x": {"why": 1}}}]}`, "n: x: no member of a test says why"},
	} {
		files, err := scenarios.Convert(strings.NewReader(`[{"name": "n", "files": {}, "args": ` + row.args + `, "want": ` + row.want + `}]`))
		if err != nil {
			require.EqualError(t, err, row.test, row.name)
			continue
		}
		require.JSONEq(t, `{"tests": [`+row.test+`]}`, files[scenarios.TestFile], row.name)
	}
}
