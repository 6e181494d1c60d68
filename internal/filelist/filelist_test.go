package filelist_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/filelist"
	"github.com/attrmap/attrmap/mapping/file"
)

func TestArgumentsMeanFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"jobs/a.yaml":       "mappings: []",
		"jobs/deep/b.YML":   "objects: []",
		"jobs/broken.yaml":  "mappings: [",
		"jobs/bad.json":     `{"mappings": 5`,
		"jobs/schema.json":  `{"synchronizationRules": []}`,
		"jobs/bulk.json":    `{"Operations": []}`,
		"jobs/people.json":  `[{"id": 1}]`,
		"jobs/users.json":   `{"value": [{"id": 1}]}`,
		"jobs/compose.yaml": "services: {a: 1}",
		"jobs/torn.yaml":    "a: [",
		"jobs/e.txt":        "[a]",
		"jobs/people.csv":   "id",
		"jobs/.git/c.yaml":  "mappings: []",
		"jobs/.hidden.yaml": "mappings: []",
		"empty/x.txt":       "",
		"others/p.json":     `[{"id": 1}]`,
		"odd[1].yaml":       "mappings: []",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	all := "jobs/a.yaml jobs/bad.json jobs/broken.yaml jobs/bulk.json jobs/deep/b.YML jobs/schema.json"
	for _, row := range []struct {
		name, args, want string
		others           int
		err              string
	}{
		{"a directory means its mapping files, schemas and requests", "jobs", all, 4, ""},
		{"a directory that is left with a slash", "jobs/", all, 4, ""},
		{"a pattern means what it matches", "jobs/*.yaml", "jobs/a.yaml jobs/broken.yaml jobs/compose.yaml jobs/torn.yaml", 0, ""},
		{"a directory that a pattern matches", "job?", all, 4, ""},
		{"** is any number of directories, also none, and none of those that are hidden", "jobs/**/*.[yY]*", "jobs/a.yaml jobs/broken.yaml jobs/compose.yaml jobs/deep/b.YML jobs/torn.yaml", 0, ""},
		{"** before everything", "**/*.YML", "jobs/deep/b.YML", 0, ""},
		{"** behind another pattern", "j*/**/b.*", "jobs/deep/b.YML", 0, ""},
		{"** at the end is the directory", "jobs/**", all, 4, ""},
		{"** below which nothing matches", "jobs/**/*.xml", "", 0, "jobs/**/*.xml: no file has such a name"},
		{"** in what is no directory", "none/**/*.yaml", "", 0, "none/**/*.yaml: no file has such a name"},
		{"** beside a malformed part", "jobs/**/[", "", 0, "jobs/**/[: no file has such a name"},
		{"a file is returned as it is, once", "jobs/e.txt jobs/e.txt missing.yaml -", "jobs/e.txt missing.yaml -", 0, ""},
		{"a name with brackets that exists", "odd[1].yaml", "odd[1].yaml", 0, ""},
		{"a pattern that matches nothing", "jobs/*.xml", "", 0, "jobs/*.xml: no file has such a name"},
		{"a directory without files", "empty", "", 0, "empty: no mapping file, no exported schema, no bulk request in this directory, and no files of other kinds"},
		{"a directory of data", "others", "", 0, "and 1 file of other kinds"},
	} {
		list, err := filelist.Expand(strings.Fields(row.args), file.Limits{}, file.Mapping, file.Schema, file.Bulk)
		if row.err != "" {
			require.ErrorContains(t, err, row.err, row.name)
			continue
		}
		require.NoError(t, err, row.name)
		require.Equal(t, row.want, filepath.ToSlash(strings.Join(list.Names, " ")), row.name)
		require.Equal(t, row.others, list.Others, row.name)
	}
	require.True(t, filelist.IsPattern("jobs/*"))
	require.True(t, filelist.IsPattern("**/b.*"))
	require.False(t, filelist.IsPattern("[jobs]"))
	require.False(t, filelist.IsPattern(`Join("*", [a])`))
}
