package diag_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
)

func TestLocate(t *testing.T) {
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
	data, err := json.Marshal(diag.Locate("a\nbc", 3))
	require.NoError(t, err)
	require.JSONEq(t, `{"line": 2, "column": 2, "offset": 3}`, string(data))
}

func TestQuote(t *testing.T) {
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
		require.Equal(t, want, diag.Quote(s), "%q", s)
	}
	require.Equal(t, `it's "x"…`, diag.Clip(`it's "x"…`))
	require.Equal(t, `"éé…"`, diag.QuoteTo("éééé", 3))
	require.Equal(t, `ééé`, diag.ClipTo("ééé", 3))
	require.Equal(t, `…`, diag.ClipTo("éé", 1))
}

func TestMaskedMessagesQuoteNothing(t *testing.T) {
	for message, want := range map[string]string{
		"":                              "",
		"a value is wanted":             "a value is wanted",
		`there is no function "Secret"`: `there is no function "…"`,
		`"Secret" at the start`:         `"…" at the start`,
		`two: "Secret", 'Sec"ret' and ` + "`S'e\"c`": `two: "…", '…' and ` + "`…`",
		`(found "")`: `(found "…")`,
		"Graph's metadata has no member \"Secret\"": `Graph's metadata has no member "…"`,
		"the users' names: 'Secret'":                "the users' names: '…'",
		`not closed: "Secret`:                       "not closed: …",
		"é's \"Secret\"":                            "é's \"…\"",
	} {
		require.Equal(t, want, diag.Masked(message))
	}
	for _, secret := range []string{`Secret`, `Sec"ret`, `Sec'ret`, `Sec"re't`, "Sec\"r'e`t Secret", "`Secret`", `"Secret" 'Secret'`, "\n\"Secret\x00'"} {
		masked := diag.Masked("a word is wanted, " + diag.Quote(secret) + " was found, and " + diag.Quote("Secret") + " too")
		require.NotContains(t, masked, "ecret", secret)
		require.True(t, strings.HasPrefix(masked, "a word is wanted, ") && strings.HasSuffix(masked, " too"), masked)
	}
}

func TestAMaskedDiagnosticRepeatsNothing(t *testing.T) {
	d := diag.Diagnostic{Code: "c", Severity: diag.Warning, Span: diag.Span{Start: 1, End: 3}, Message: `no "x"`, Hint: "write x", Fix: "x"}
	require.Equal(t, diag.Diagnostic{Code: "c", Severity: diag.Warning, Span: diag.Span{Start: 1, End: 3}, Message: `no "…"`}, d.Masked())
}

func TestQuotingAHugeTextCostsNothing(t *testing.T) {
	huge := strings.Repeat("x", 100<<20)
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { _ = diag.Quote(huge) }), 8.0)
}

func finding(code diag.Code, severity diag.Severity, start, end int) diag.Diagnostic {
	return diag.Diagnostic{Code: code, Severity: severity, Span: diag.Span{Start: start, End: end}, Message: string(code) + " here"}
}

func TestList(t *testing.T) {
	comma := finding(diag.CodeMissingComma, diag.Error, 7, 8)
	quotes := finding(diag.CodeSingleQuotes, diag.Warning, 2, 3)
	word := finding(diag.CodeUnknownIdent, diag.Error, 4, 5)
	bare := finding(diag.CodeBareConstant, diag.Info, 4, 5)
	list := diag.List{comma, bare, quotes, word}

	list.Sort()
	if diff := cmp.Diff(diag.List{quotes, word, bare, comma}, list); diff != "" {
		t.Errorf("by place, the graver first: %s", diff)
	}
	require.True(t, list.HasErrors())
	require.Equal(t, diag.List{word, comma}, list.Errors())
	require.Equal(t, diag.List{quotes, bare}, list.Warnings())
	require.EqualError(t, list, "offset 4: unknown-identifier here (and 3 more)")

	mild := list.Warnings()
	require.False(t, mild.HasErrors())
	require.Nil(t, mild.Errors())
	require.EqualError(t, mild, "offset 2: single-quotes here (and 1 more)")
	require.EqualError(t, diag.List{comma}, "offset 7: missing-comma here")
	require.EqualError(t, diag.List(nil), "no findings")
}

func TestSeverityHasWords(t *testing.T) {
	data, err := json.Marshal([]diag.Severity{diag.Error, diag.Warning, diag.Info})
	require.NoError(t, err)
	require.Equal(t, `["error","warning","info"]`, string(data))
	require.Equal(t, "Severity(9)", diag.Severity(9).String())
}

func TestCodesAreDistinct(t *testing.T) {
	seen := map[diag.Code]bool{}
	for _, code := range diag.SyntaxCodes() {
		require.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)*$`, string(code))
		require.False(t, seen[code], "%s twice", code)
		seen[code] = true
	}
}

func TestRender(t *testing.T) {
	for _, row := range []struct {
		name, src string
		d         diag.Diagnostic
		want      string
	}{
		{
			"hint and fix below the carets", `f(x "y")`,
			diag.Diagnostic{Code: "c", Span: diag.Span{Start: 4, End: 7}, Message: "m", Hint: "h", Fix: `f(x, "y")`},
			"1:5: error: m [c]\n    f(x \"y\")\n        ^^^\n    hint: h\n    fix: f(x, \"y\")\n",
		},
		{
			"at the end of the text", "f(",
			diag.Diagnostic{Code: "c", Severity: diag.Warning, Span: diag.Span{Start: 2, End: 2}, Message: "m"},
			"1:3: warning: m [c]\n    f(\n      ^\n",
		},
		{
			"tabs are repeated", "\tf(\tx)",
			diag.Diagnostic{Code: "c", Severity: diag.Info, Span: diag.Span{Start: 4, End: 5}, Message: "m"},
			"1:5: info: m [c]\n    \tf(\tx)\n    \t  \t^\n",
		},
		{
			"only the first line of a span", "a\r\nbc\r\nd",
			diag.Diagnostic{Code: "c", Span: diag.Span{Start: 3, End: 8}, Message: "m"},
			"2:1: error: m [c]\n    bc\n    ^^\n",
		},
		{
			"no cursor movement, no turned text", "a\x1b[2J\u202eb\u00a0c",
			diag.Diagnostic{Code: "c", Span: diag.Span{Start: 8, End: 9}, Message: "m"},
			"1:7: error: m [c]\n    a\uFFFD[2J\uFFFDb c\n          ^\n",
		},
		{
			"a fix of several lines is left out", "x",
			diag.Diagnostic{Code: "c", Span: diag.Span{End: 1}, Message: "m", Fix: "a\nb"},
			"1:1: error: m [c]\n    x\n    ^\n",
		},
		{
			"no text", "",
			diag.Diagnostic{Code: "c", Message: "m"},
			"1:1: error: m [c]\n",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, row.d.Render(row.src)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRenderOfALongLineIsBounded(t *testing.T) {
	src := strings.Repeat("é", 1<<20) + "x" + strings.Repeat("é", 1<<20)
	at := diag.Span{Start: 2 << 20, End: len(src)}
	lines := strings.Split(diag.Diagnostic{Span: at, Message: "m", Code: "c"}.Render(src), "\n")
	require.Equal(t, "    …"+strings.Repeat("é", 60)+"x"+strings.Repeat("é", 39)+"…", lines[1])
	require.Equal(t, "    "+strings.Repeat(" ", 61)+strings.Repeat("^", 40), lines[2])
}
