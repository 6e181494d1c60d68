package sources

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

// TestPlainPathsGiveWhatStepsGive: on every published expression, and on those of a test's own.
func TestPlainPathsGiveWhatStepsGive(t *testing.T) {
	t.Parallel()
	own := "wd:Worker\nwd:Worker/text()\nwd:Worker/@wd:x\nwd:Worker/*\nWorker\nwd:Worker/wd:Worker_Data/wd:None\n" +
		"wd:Worker/wd:Worker_Reference/wd:ID[@wd:type=\"WID\"]\nwd:Worker/wd:Worker_Reference[@wd:Descriptor='x']/wd:ID\nwd:Worker/wd:Worker_Reference/wd:ID[@type='WID']\n" +
		"wd:Worker/wd:Worker_Data/wd:Personal_Data/wd:Contact_Data/wd:Phone_Data/@wd:Formatted_Phone\n" +
		"wd:Worker/wd:Worker_Data/wd:Employment_Data/wd:Worker_Job_Data[@wd:Primary_Job=1.0]/wd:Position_Data/wd:Position_ID\n" +
		"wd:Worker/wd:Worker_Data/wd:Employment_Data/wd:Worker_Job_Data[@wd:Primary_Job=2]\nwd:Worker/wd:Worker_Reference/wd:ID[@wd:type=1]\nwd:Worker/wd:Worker_Data/text()\n"
	plain := 0
	for _, version := range []string{"21", "30"} {
		table, err := os.ReadFile("testdata/workday" + version + ".tsv")
		require.NoError(t, err)
		var expressions []string
		for line := range strings.Lines(string(table)) {
			if cells := strings.Split(line, "\t"); len(cells) > 1 && cells[0][0] != '#' {
				expressions = append(expressions, cells[1])
			}
		}
		document, err := os.ReadFile("testdata/workers" + version + ".xml")
		require.NoError(t, err)
		for p, err := range People(bytes.NewReader(document), feed.Options{}) {
			require.NoError(t, err)
			require.NoError(t, p.Err())
			for _, text := range append(strings.Split(strings.TrimSpace(own), "\n"), expressions...) {
				reading := readXPath(text)
				path, ok := readPlainPath(reading.tokens)
				if !ok {
					continue
				}
				plain++
				steps := xpathEvaluator{reading.expr}
				want, err := steps.evaluate(p.tree)
				require.NoError(t, err, text)
				got, err := path.evaluate(p.tree)
				require.NoError(t, err, text)
				require.Equal(t, want.list(), got.list(), text)
			}
		}
	}
	require.Greater(t, plain, 400)
}
