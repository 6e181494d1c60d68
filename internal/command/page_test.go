package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAPageHasNoHiddenValues holds that reports of a run and of a change hide what the option hides, in names that the caller gave as well.
func TestAPageHasNoHiddenValues(t *testing.T) {
	schema, target, inputs := secretFiles(t)
	pages := 0
	for _, in := range inputs {
		for _, args := range [][]string{
			{"run", "--schema", schema, "--in", in, "--target", target, "--id", "S3cretId1", "--id", "1", "--id", "2"},
			{"run", "--schema", schema, "--in", in, "--target", target, "--workers", "2"},
			{"impact", "--from", schema, "--to", example + "mapping.yaml", "--in", in, "--target", target},
			{"impact", "--from", schema, "--to", schema, "--in-from", in, "--in-to", inputs[0]},
		} {
			args = append(args, "--format", "html", "--hide-values")
			_, out, messages := attrmap(nil, args...)
			requireNoSecret(t, args, out, messages)
			if strings.Contains(out, "[hidden]") {
				pages++
			}
		}
	}
	require.Greater(t, pages, 10, "most pages have something to hide")
}

// TestAPageSaysWhatItIsAbout holds what a page says of files, of what was not read, and of what the flags leave out.
func TestAPageSaysWhatItIsAbout(t *testing.T) {
	dir := t.TempDir()
	schema := written(t, dir, "m.yaml", "mappings:\n  - {target: id, from: id, match: 1}\n  - {target: title, from: title}\n")
	other := written(t, dir, "n.yaml", "mappings:\n  - {target: id, from: id, match: 1}\n  - {target: title, expression: 'ToUpper([title])'}\n")
	people := written(t, dir, "p.ndjson", `{"id": "1", "title": "a"}`+"\n"+`{"id": "2", "title": "b"}`+"\n")
	cut := written(t, dir, "cut.json", `[{"id": "1", "title": "a"}, {"id": "2", "ti`)
	run := []string{"run", "--schema", schema, "--format", "html", "--in"}
	change := []string{"impact", "--from", schema, "--to", other, "--format", "html", "--in"}
	for _, row := range []struct {
		why  string
		args []string
		code int
		want []string
	}{
		{"a run", append(run, people), 0, []string{"<h1>This run creates 2 accounts.</h1>", "<dt>Mapping</dt><dd>" + schema, "<dt>People</dt><dd>" + people}},
		{"a change", append(change, people), 0, []string{"<h1>This change affects 2 people.</h1>", "<dt>From</dt><dd>" + schema, "<dt>To</dt><dd>" + other}},
		{"a date is that of --now", append(run, people, "--now", "2026-01-02T03:04:05Z"), 0, []string{"<dt>As of</dt><dd>2026-01-02T03:04:05Z"}},
		{"a run of which one is shown", append(run, people, "--id", "2"), 0, []string{"<h1>This run creates 2 accounts.</h1>", "<dt>Groups of</dt><dd>1 ID", ">1 person</span>"}},
		{"a run of which no action is shown", append(run, people, "--only", "delete"), 0, []string{"<h1>This run creates 2 accounts.</h1>", "<dt>Groups of</dt><dd>delete"}},
		{"totals alone", append(run, people, "--summary"), 0, []string{"<h1>This run creates 2 accounts.</h1>", "none: the totals alone"}},
		{"a run that breaks off", append(run, cut), 2, []string{`role="alert">INCOMPLETE<`, "<dt>Stopped by</dt>"}},
		{"a change whose people cannot all be read", append(change, cut), 2, []string{`role="alert">INCOMPLETE<`, "<dt>Stopped by</dt>"}},
		{"fewer people of a group", append(change, people, "--limit", "1"), 0, []string{"On this page: 1 of 2 people"}},
	} {
		code, out, _ := attrmap(nil, row.args...)
		require.Equal(t, row.code, code, row.why)
		for _, want := range row.want {
			require.Contains(t, strings.ReplaceAll(out, "&#43;", "+"), want, row.why)
		}
		again := ""
		_, again, _ = attrmap(nil, row.args...)
		require.Equal(t, out, again, "the same input makes the same bytes")
		require.Equal(t, row.code != 2, !strings.Contains(out, `class="incomplete"`), row.why)
	}
	for _, more := range [][]string{{"--explain", "1"}, {"--wire", "default"}} {
		code, out, messages := attrmap(nil, append(append(run, people), more...)...)
		require.Equal(t, 2, code)
		require.Empty(t, out)
		require.Contains(t, messages, "run: --format html cannot be combined with --explain or --wire")
	}
	out := filepath.Join(dir, "report.html")
	code, stdout, _ := attrmap(nil, append(run, people, "--out", out)...)
	require.Zero(t, code)
	require.Empty(t, stdout)
	page, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Contains(t, string(page), "</html>")
}
