package diag_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	const src = "ab\ncé😀d\r\n\n"
	for _, row := range []struct {
		offset int
		want   string
	}{
		{0, "1:1"}, {1, "1:2"}, {2, "1:3"}, {3, "2:1"}, {4, "2:2"}, {6, "2:3"}, {10, "2:4"}, {11, "2:5"},
		{12, "2:6"}, {13, "3:1"}, {14, "4:1"},
		{5, "2:2"}, {8, "2:3"}, // inside a character: its start
		{-1, "1:1"}, {99, "4:1"}, // outside the text: its ends
	} {
		require.Equal(t, row.want, diag.Locate(src, row.offset).String(), "offset %d", row.offset)
	}
	require.Equal(t, diag.Position{Line: 2, Column: 2, Offset: 4}, diag.Locate(src, 5))
}

func TestPositionAsJSON(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(diag.Locate("a\nbc", 3))
	require.NoError(t, err)
	require.JSONEq(t, `{"line": 2, "column": 2, "offset": 3}`, string(data))
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                      `""`,
		"USA":                   `"USA"`,
		`a\b`:                   `"a\b"`,
		`say "x"`:               `'say "x"'`,
		`"it's"`:                "`\"it's\"`",
		"a\nb\r\tc":             `"a\nb\r\tc"`,
		"\x00\u200b\u202e":      `"\u0000\u200b\u202e"`,
		"\U000E0001":            `"\U000e0001"`,
		"a\xffb":                "\"a\uFFFDb\"",
		"\"'`":                  "`\"'\\u0060`",
		strings.Repeat("é", 40): `"` + strings.Repeat("é", 40) + `"`,
		strings.Repeat("é", 41): `"` + strings.Repeat("é", 39) + `…"`,
	} {
		require.Equal(t, want, string(diag.Quote(s)), "%q", s)
	}
	require.Equal(t, `it's "x"…`, diag.Clip(`it's "x"…`))
	require.Equal(t, `"éé…"`, diag.QuoteTo("éééé", 3))
	require.Equal(t, `ééé`, diag.ClipTo("ééé", 3))
	require.Equal(t, `…`, diag.ClipTo("éé", 1))
}

func TestMaskedMessagesContainNoValues(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		message     diag.Message
		shown, bare string
	}{
		{diag.Message{}, "", ""},
		{diag.Messagef("want a value"), "want a value", "want a value"},
		{diag.Messagef("there is no function %s", diag.Quote("Secret")), `there is no function "Secret"`, `there is no function "…"`},
		{diag.Messagef("%s takes %d", diag.Name("Mid"), 3), "Mid takes 3", "Mid takes 3"},
		{diag.Messagef("it fails: %s", errors.New("Secret")), "it fails: Secret", "it fails: …"},
		{diag.Messagef("it has %s", "Secret"), "it has Secret", "it has …"},
		{diag.Messagef("it has %.40q", "Secret"), `it has "Secret"`, `it has "…"`},
		{diag.Messagef("%s: %s", diag.Messagef("no %s", diag.Quote("Secret")), diag.Name("x")), `no "Secret": x`, `no "…": x`},
		{diag.Messagef("%c (%U)", 'x', 'x'), "x (U+0078)", "x (U+0078)"},
		{diag.Plain("Secret"), "Secret", "…"},
		{diag.Plain(""), "", ""},
		{diag.Messagef("100%% of %s", diag.Quote("Secret")), `100% of "Secret"`, `100% of "…"`},
	} {
		require.Equal(t, row.shown, row.message.String())
		require.Equal(t, row.bare, row.message.Masked().String())
		require.Equal(t, row.bare, row.message.Masked().Masked().String())
		require.NotContains(t, fmt.Sprintf("%#v %+v", row.message.Masked(), row.message.Masked()), "Secret")
		data, err := json.Marshal(row.message)
		require.NoError(t, err)
		var text string
		require.NoError(t, json.Unmarshal(data, &text))
		require.Equal(t, row.shown, text)
	}
}

func TestAMaskedFindingQuotesNothing(t *testing.T) {
	t.Parallel()
	f := diag.Finding{
		Code: "c", Severity: diag.Warning, Message: diag.Messagef("no %s", diag.Quote("Secret")), Hint: diag.Messagef("write %s", "Secret"),
		Fix: "Secret", Edit: &diag.Edit{Text: "Secret"}, Place: diag.Place{Path: diag.PathOf("mappings", 1), Target: "mail", Span: diag.Span{Start: 1, End: 3}},
	}
	f.SetText("a Secret")
	require.Equal(t, `mappings[1] (mail), 1:2: warning c: no "Secret": write Secret`, f.String())
	masked := f.Masked()
	require.Equal(t, `mappings[1] (mail), 1:2: warning c: no "…"`, masked.String())
	require.Equal(t, f.Span, masked.Span)
	data, err := json.Marshal(masked)
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprintf("%s %v %+v %#v %s", masked, masked, masked, masked, data), "Secret")
	f.Hint = diag.Messagef("leave it out")
	require.Equal(t, f.Hint.String(), f.Masked().Hint.String(), "a hint without quotations is unchanged")
}

func TestMaskedErrorsHoldNoValues(t *testing.T) {
	t.Parallel()
	limit := &diag.LimitError{Limit: "depth", Max: 2}
	finding := diag.List{{Message: diag.Messagef("no %s", diag.Quote("Secret")), Place: diag.Place{Position: diag.Position{Line: 1, Column: 2}}}}
	for _, row := range []struct {
		err         error
		shown, bare string
	}{
		{diag.Errorf("want %s, got %s", diag.Name("a date"), diag.Quote("Secret")), `want a date, got "Secret"`, `want a date, got "…"`},
		{diag.Errorf("%s: %w", diag.Name("a.csv"), limit), "a.csv: the limit depth of 2 was passed", "a.csv: the limit depth of 2 was passed"},
		{diag.Errorf("%s: %w", diag.Name("a.csv"), finding), `a.csv: 1:2: no "Secret"`, `a.csv: 1:2: no "…"`},
		{limit.Worded("more than %d of %s", 2, "Secret"), "more than 2 of Secret", "more than 2 of …"},
		{diag.Errorf("%s: %w", diag.Name("a.csv"), errors.New("Secret")), "a.csv: Secret", "a.csv: …"},
		{diag.Errorf("%s: %w", diag.Name("a.csv"), io.ErrUnexpectedEOF), "a.csv: unexpected EOF", "a.csv: unexpected EOF"},
		{&fs.PathError{Op: "open", Path: "a.csv", Err: fs.ErrNotExist}, "open a.csv: file does not exist", "open a.csv: file does not exist"},
		{errors.Join(limit, nil), "the limit depth of 2 was passed", "the limit depth of 2 was passed"},
		{errors.Join(diag.Errorf("no %s", diag.Quote("Secret"))), `no "Secret"`, `no "…"`},
		{fmt.Errorf("Secret: %w", limit), "Secret: the limit depth of 2 was passed", "an error whose text may hold values"},
	} {
		require.EqualError(t, row.err, row.shown)
		require.Equal(t, row.bare, diag.MaskedError(row.err))
	}
	require.ErrorIs(t, diag.Errorf("%s: %w", diag.Name("a.csv"), limit), diag.ErrLimit)
	require.ErrorIs(t, limit.Worded("too deep"), diag.ErrLimit)
}

func TestPlacesAsText(t *testing.T) {
	t.Parallel()
	at := diag.Position{Line: 3, Column: 7}
	path := diag.PathOf("mappings", 2, "expression")
	for want, place := range map[string]diag.Place{
		"":                                   {},
		"3:7":                                {Position: at},
		"a.yaml:3:7":                         {File: "a.yaml", Position: at},
		"a.yaml:3:7: mappings[2].expression": {File: "a.yaml", Position: at, Path: path},
		"mappings[2].expression (mail), 3:7": {Position: at, InText: true, Path: path, Target: "mail"},
		"a.txt:3:7 (mail)":                   {File: "a.txt", Position: at, InText: true, Target: "mail"},
		"mappings[2].expression (mail)":      {Path: path, Target: "mail"},
		"a.json: /Operations/0/a~1b~0":       {File: "a.json", Path: diag.PathOf("Operations", 0, "a/b~"), Pointer: true},
		`scope[0][1]["a b"][""].ok["1x"]`:    {Path: diag.PathOf("scope", 0, 1, "a b", "", "ok", "1x")},
		"$":                                  {Path: diag.PathOf("$")},
		`["` + strings.Repeat("x", 100) + `…"]`: {Path: diag.PathOf(strings.Repeat("x", 101))},
	} {
		require.Equal(t, want, place.String())
	}
	require.Equal(t, diag.Path{{Name: "mappings", Index: -1}, {Index: 2}, {Name: "expression", Index: -1}}, path)
	require.True(t, path.StartsWith(diag.PathOf("mappings", 2)))
	require.False(t, path.StartsWith(diag.PathOf("mappings", 1)))
	longer := path.Then("x")
	require.NotEqual(t, longer, path.Then("y"), "paths must not share memory")
}

func TestFindingAsJSON(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(diag.List{
		{Code: "c", Message: diag.Messagef("m")},
		{Code: "d", Severity: diag.Info, Message: diag.Messagef("m"), Hint: diag.Messagef("h"), Fix: "x", Place: diag.Place{
			File: "f", Path: diag.PathOf("a", 1), Target: "t", Position: diag.Position{Line: 1, Column: 2, Offset: 3},
		}},
	})
	require.NoError(t, err)
	require.Equal(t, `[{"code":"c","severity":"error","offset":0,"line":0,"column":0,"message":"m"},`+
		`{"code":"d","severity":"info","file":"f","path":"a[1]","target":"t","offset":3,"line":1,"column":2,"message":"m","hint":"h","fix":{"replacement":"x"}}]`, string(data))
}

func TestQuotingAHugeTextIsCheap(t *testing.T) {
	huge := strings.Repeat("x", 100<<20)
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { _ = diag.Quote(huge) }), 8.0)
}

func finding(code diag.Code, severity diag.Severity, start, end int) diag.Finding {
	f := diag.Finding{Code: code, Severity: severity, Place: diag.Place{Span: diag.Span{Start: start, End: end}}, Message: diag.Messagef("%s here", code)}
	f.SetText("0123456789")
	return f
}

func TestList(t *testing.T) {
	t.Parallel()
	comma := finding(codes.MissingComma, diag.Error, 7, 8)
	quotes := finding(codes.SingleQuotes, diag.Warning, 2, 3)
	word := finding(codes.UnknownIdent, diag.Error, 4, 5)
	bare := finding(codes.BareConstant, diag.Info, 4, 5)
	list := diag.List{comma, bare, quotes, word}

	list.Sort()
	if diff := cmp.Diff(diag.List{quotes, word, bare, comma}, list); diff != "" {
		t.Errorf("want the order of places, and at the same place of severity: %s", diff)
	}
	require.True(t, list.HasErrors())
	require.Equal(t, diag.List{word, comma}, list.Errors())
	require.EqualError(t, list, "1:5: unknown-identifier here (and 3 more)")

	mild := diag.List{quotes, bare}
	require.False(t, mild.HasErrors())
	require.Nil(t, mild.Errors())
	require.EqualError(t, mild, "1:3: single-quotes here (and 1 more)")
	require.EqualError(t, diag.List{comma}, "1:8: missing-comma here")
	require.EqualError(t, diag.List(nil), "no findings")
}

func TestSeverityHasWords(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal([]diag.Severity{diag.Error, diag.Warning, diag.Info})
	require.NoError(t, err)
	require.Equal(t, `["error","warning","info"]`, string(data))
	require.Equal(t, "Severity(9)", diag.Severity(9).String())
}

func TestRender(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, src string
		d         diag.Finding
		want      string
	}{
		{
			"hint and fix below the carets", `f(x "y")`,
			diag.Finding{Code: "c", Place: diag.Place{Span: diag.Span{Start: 4, End: 7}}, Message: diag.Messagef("m"), Hint: diag.Messagef("h"), Fix: `f(x, "y")`},
			"1:5: error: m [c]\n    f(x \"y\")\n        ^^^\n    hint: h\n    fix: f(x, \"y\")\n",
		},
		{
			"at the end of the text", "f(",
			diag.Finding{Code: "c", Severity: diag.Warning, Place: diag.Place{Span: diag.Span{Start: 2, End: 2}}, Message: diag.Messagef("m")},
			"1:3: warning: m [c]\n    f(\n      ^\n",
		},
		{
			"tabs are repeated", "\tf(\tx)",
			diag.Finding{Code: "c", Severity: diag.Info, Place: diag.Place{Span: diag.Span{Start: 4, End: 5}}, Message: diag.Messagef("m")},
			"1:5: info: m [c]\n    \tf(\tx)\n    \t  \t^\n",
		},
		{
			"only the first line of a span", "a\r\nbc\r\nd",
			diag.Finding{Code: "c", Place: diag.Place{Span: diag.Span{Start: 3, End: 8}}, Message: diag.Messagef("m")},
			"2:1: error: m [c]\n    bc\n    ^^\n",
		},
		{
			"no cursor movement, no turned text", "a\x1b[2J\u202eb\u00a0c",
			diag.Finding{Code: "c", Place: diag.Place{Span: diag.Span{Start: 8, End: 9}}, Message: diag.Messagef("m")},
			"1:7: error: m [c]\n    a\uFFFD[2J\uFFFDb c\n          ^\n",
		},
		{
			"a fix of several lines is left out", "x",
			diag.Finding{Code: "c", Place: diag.Place{Span: diag.Span{End: 1}}, Message: diag.Messagef("m"), Fix: "a\nb"},
			"1:1: error: m [c]\n    x\n    ^\n",
		},
		{
			"no text", "",
			diag.Finding{Code: "c", Message: diag.Messagef("m")},
			"1:1: error: m [c]\n",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.d.SetText(row.src)
			if diff := cmp.Diff(row.want, row.d.Render()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRenderOfALongLineIsBounded(t *testing.T) {
	t.Parallel()
	src := strings.Repeat("é", 1<<20) + "x" + strings.Repeat("é", 1<<20)
	at := diag.Span{Start: 2 << 20, End: len(src)}
	f := diag.Finding{Place: diag.Place{Span: at}, Message: diag.Messagef("m"), Code: "c"}
	f.SetText(src)
	lines := strings.Split(f.Render(), "\n")
	require.Equal(t, "    …"+strings.Repeat("é", 60)+"x"+strings.Repeat("é", 39)+"…", lines[1])
	require.Equal(t, "    "+strings.Repeat(" ", 61)+strings.Repeat("^", 40), lines[2])
}
