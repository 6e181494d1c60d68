package sources_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// TestPublishedExpressionsOfWorkday: every expression of the two published lists, and the custom ones, on documents of both shapes. The values were
// computed by libxml2, and those that differ from person to person are told apart by their texts.
func TestPublishedExpressionsOfWorkday(t *testing.T) {
	t.Parallel()
	for version, attributes := range map[string]int{"21": 81, "30": 85} {
		people := peopleOf(t, "testdata/workers"+version+".xml")
		require.Len(t, people, 2)
		rows := publishedRows(t, "testdata/workday"+version+".tsv")
		require.Len(t, rows, 2*attributes)
		for _, row := range rows {
			require.Empty(t, sources.Check(row.attribute, row.expression), row.attribute)
			e, err := sources.Compile(row.expression)
			require.NoError(t, err, row.attribute)
			v, nodes, err := people[row.person].Evaluate(e)
			require.NoError(t, err, row.attribute)
			require.Equal(t, row.value, string(v.AppendJSON(nil)), "%s of %s: %s", row.attribute, row.person, row.expression)
			require.Equal(t, row.value == "null", len(nodes) == 0, row.attribute)
		}
	}
}

// TestDocumentsInOtherEncodings: UTF-16 with and without a mark, and what a declaration names.
func TestDocumentsInOtherEncodings(t *testing.T) {
	t.Parallel()
	text := strings.Replace(response("", one, two), "ada", "Zoë", 1)
	wide := func(text string, high int) string {
		var b []byte
		for _, r := range text {
			pair := []byte{byte(r), 0}
			b = append(b, pair[high], pair[1-high])
		}
		return string(b)
	}
	latin := func(text string) string {
		var b []byte
		for _, r := range text {
			b = append(b, byte(r))
		}
		return string(b)
	}
	as := func(name string) string { return strings.Replace(text, "UTF-8", name, 1) }
	for name, document := range map[string]string{
		"UTF-8":                               text,
		"UTF-16 with a mark, low byte first":  "\xff\xfe" + wide(as("UTF-16"), 0),
		"UTF-16 with a mark, high byte first": "\xfe\xff" + wide(as("UTF-16"), 1),
		"UTF-16 without a mark":               wide(as("UTF-16LE"), 0),
		"ISO-8859-1":                          latin(as("ISO-8859-1")),
		"windows-1252 in single quotes":       strings.Replace(latin(as("windows-1252")), `encoding="windows-1252"`, `encoding = 'windows-1252'`, 1),
		"UTF-8 that is declared as UTF-16":    as("utf-16"),
	} {
		var ids, names []string
		e, err := sources.Compile("wd:Worker/wd:Worker_Data/wd:User_ID")
		require.NoError(t, err)
		for p, err := range sources.People(strings.NewReader(document), feed.Options{}) {
			require.NoError(t, err, name)
			v, _, err := p.Evaluate(e)
			require.NoError(t, err, name)
			ids, names = append(ids, p.ID()), append(names, v.Text())
		}
		require.Equal(t, []string{"1", "w-2"}, ids, name)
		require.Equal(t, []string{"Zoë", ""}, names, name)
	}
	_, _, err := read(as("x-none"), feed.Options{})
	require.ErrorContains(t, err, `the encoding "x-none" is not known`)
}

// TestADocumentThatIsCutAnywhere keeps the workers that are whole, unchanged, and says that others are missing.
func TestADocumentThatIsCutAnywhere(t *testing.T) {
	t.Parallel()
	text := response("<wd:Response_Results><wd:Total_Results>3</wd:Total_Results></wd:Response_Results>", one, two, one)
	for at := range len(text) {
		ids, errs, err := read(text[:at], feed.Options{Format: feed.Workday})
		require.Error(t, err, at)
		require.LessOrEqual(t, len(ids), 3, at)
		for i, id := range ids {
			require.Equal(t, []string{"1", "w-2", "1"}[i], id, at)
		}
		require.False(t, slices.ContainsFunc(errs, func(err error) bool { return err != nil }), at)
	}
}
