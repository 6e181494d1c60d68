package lint_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/lint"
)

// TestPublishedDefects looks for defects of published pages, in expressions of our own.
func TestPublishedDefects(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, target, want, fix string }{
		{`NumFromDate(Join("", FormatDateTime([leaveDate], "d/M/yyyy", "yyyy-MM-dd"), " 23:59:59Z"))`, "", "date-slot", `NumFromDate(Join("", FormatDateTime([leaveDate], , "d/M/yyyy", "yyyy-MM-dd"), " 23:59:59Z"))`},
		{`Append([alias], ".old"))`, "", "parentheses-and-commas", `Append([alias], ".old")`},
		{`FormatDateTime([leaveDate], , "yyyy- MM-dd", "yyyy")`, "", "blank-in-format", `FormatDateTime([leaveDate], , "yyyy-MM-dd", "yyyy")`},
		{`FormatDateTime([leaveDate], , "h:mm: ss tt", "HH")`, "", "blank-in-format", `FormatDateTime([leaveDate], , "h:mm:ss tt", "HH")`},
		{`NumFromDate(Join("", [leaveDay], FormatDateTime([leaveDate], , "yyyy", "yyyy-MM-dd"), "x"))`, "", "", ""},
		{`NumFromDate(Join("", FormatDateTime([leaveDate], , "yyyy", "yyyy-MM-dd"), ":12:00:00Z"))`, "", "no-date", ""},
		{`[roles[primary eq "True].display]`, "", "unbalanced-quote", ""},
		{`SingleAppRoleAssignment([appRoleAssignments])`, `roles[primary eq "True].display`, "broken-path", ""},
		{`[active]`, "accountDisabled", "polarity", `Switch([active], , "True", "False", "False", "True")`},
		{`[urn:ietf:params:scim:schemas: extension:enterprise:2.0:User:costCenter]`, "", "blank-in-urn", `[urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter]`},
		{`Replace([phone], "[ ()-]+", "")`, "", "replace-combination", `Replace([phone], , "[ ()-]+", , "", , )`},
		{`Switch([kind], "", "1", "Prof. ", "2", "Dr.")`, "", "blank-at-the-end", `Switch([kind], "", "1", "Prof.", "2", "Dr.")`},
	} {
		found := lint.Expression(row.text, lint.Use{Target: row.target}, lint.Options{})
		if row.want == "" {
			require.Empty(t, found, row.text)
			continue
		}
		require.Len(t, found, 1, "%s\n%s", row.text, lines(found))
		require.Equal(t, row.want, lint.Lookup(string(found[0].Code)).Name, row.text)
		require.Empty(t, cmp.Diff(row.fix, found[0].Fix), row.text)
	}
}

// TestDocumentedExpressionsAreClean lints expressions that the documentation shows. Those that it shows as wrong, or in a form that it
// replaces elsewhere, are listed.
func TestDocumentedExpressionsAreClean(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, name := range []string{
		"date-slot",              // the older form with three arguments
		"null-in-condition",      // shown as not supported
		"unknown-escape",         // one page writes patterns with single backslashes
		"single-quotes",          // one page has them
		"function-case",          // switch, Instr
		"dangling-separator",     // a middle initial between spaces
		"parentheses-and-commas", // a parenthesis too many
		"rest-before-key",        // a group that takes a blank with it
	} {
		known[name] = true
	}
	seen := map[string]bool{}
	for _, row := range jsonRows(t, "../../expr/testdata/documented.jsonl") {
		for _, f := range lint.Expression(row.Expr, lint.Use{}, lint.Options{}) {
			if seen[lint.Lookup(string(f.Code)).Name] = true; !known[lint.Lookup(string(f.Code)).Name] {
				t.Errorf("%s: %s\n%s", row.ID, f, row.Expr)
			}
		}
	}
	require.Equal(t, known, seen)
}

type jsonRow struct{ ID, Expr string }

func jsonRows(t *testing.T, name string) []jsonRow {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	var rows []jsonRow
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var row jsonRow
		require.NoError(t, json.Unmarshal(in.Bytes(), &row))
		rows = append(rows, row)
	}
	require.NoError(t, in.Err())
	require.NotEmpty(t, rows)
	return rows
}

// TestAnyTextIsLinted draws texts from the pieces of the language: none may end in a panic, every place is in the text, and every fix
// parses and has less of what was wrong.
func TestAnyTextIsLinted(t *testing.T) {
	rows := jsonRows(t, "../../expr/testdata/wild.jsonl")
	create := mapping.ApplyCreate
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t, rows)
		use := lint.Use{
			Target: rapid.SampledFrom([]string{"", "userPrincipalName", "accountDisabled", "sAMAccountName", "roles", "employeeHireDate", "CustomSecurityAttributes.A_B"}).Draw(t, "target"),
			Apply:  rapid.SampledFrom([]*mapping.Apply{nil, new(mapping.Apply), &create}).Draw(t, "apply"),
		}
		opts := lint.Options{Profile: rapid.SampledFrom([]mapping.Profile{"", "entra", "ad", "scim"}).Draw(t, "profile")}
		found := lint.Expression(text, use, opts)
		for _, f := range found {
			require.LessOrEqual(t, f.Offset+f.Span.Len(), len(text))
			if f.Fix == "" {
				continue
			}
			_, err := syntax.Parse(f.Fix)
			require.NoError(t, err, "%s\n%s", text, f.Fix)
			require.Less(t, count(lint.Expression(f.Fix, use, opts), f.Code), count(found, f.Code), "%s\n%s", text, f.Fix)
		}
	})
}

func drawText(t *rapid.T, rows []jsonRow) string {
	text := []byte(rapid.SampledFrom(rows).Draw(t, "text").Expr)
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		end := min(len(text), at+rapid.IntRange(0, 6).Draw(t, "cut"))
		piece := rapid.SampledFrom([]string{"", ",", "(", ")", "[", "]", `"`, `\`, "0", "=", "&", "[active]", `"true"`, "Switch(", "IIF(", "é", "\xff", " ", "Not("}).Draw(t, "piece")
		text = append(text[:at:at], append([]byte(piece), text[end:]...)...)
	}
	return string(text)
}

func count(found diag.List, code diag.Code) int {
	n := 0
	for _, f := range found {
		if f.Code == code {
			n++
		}
	}
	return n
}

func TestFixGoesOnUntilNothingIsLeft(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		about, text string
		all         bool
		want        string
		left        []diag.Code
	}{
		{"slips of three kinds", `switch([IsSoftDeleted], , 'false', "True", "true", "False"))`, true, `Switch([IsSoftDeleted], , "False", "True", "True", "False")`, nil},
		{"keys that never match are changed only on request", `switch([IsSoftDeleted], , 'false', "True", "true", "False"))`, false, `Switch([IsSoftDeleted], , "false", "True", "true", "False")`, []diag.Code{"L30", "L30"}},
		{"what cannot be corrected whole stays as it is", `IIF([a]="x", Foo([b]), “y”)`, true, `IIF([a]="x", Foo([b]), “y”)`, []diag.Code{"L04"}},
		{"null that a function needs stays", `NormalizeDiacritics(AppRoleAssignmentsComplex(NULL))`, false, `NormalizeDiacritics(AppRoleAssignmentsComplex(NULL))`, []diag.Code{"L43", "L08"}},
		{"an option that is null has no default", `Item(Split([a], NULL), 1)`, false, `Item(Split([a], NULL), 1)`, []diag.Code{"L08"}},
		{"all words for null at once", `IIF([a]="x", NULL, Switch([b], NULL, "y", [c]))`, false, `IIF([a]="x", , Switch([b], , "y", [c]))`, nil},
		{"words for null without those for truth", `IIF([a]="x", NULL, True)`, false, `IIF([a]="x", , True)`, []diag.Code{"L08"}},
		{"words for truth are other values", `IIF([a]="x", True, False)`, false, `IIF([a]="x", True, False)`, []diag.Code{"L08", "L08"}},
		{"words for truth on request", `IIF([a]="x", True, False)`, true, `IIF([a]="x", "True", "False")`, nil},
		{"the word of another dialect", `IIF(Count([u])>15, AuthoritativeNull, [u])`, false, `IIF(Count([u])>15, , [u])`, nil},
		{"a constant with a space", `Switch([a], , "b ", "c")`, false, `Switch([a], , "b ", "c")`, []diag.Code{"L47"}},
		{"a missing active", `Not([active])`, false, `Not([active])`, []diag.Code{"L51"}},
		{"a comparison with an empty text", `IIF([a]="", "b", [a])`, false, `Switch([a], [a], "", "b")`, nil},
		{"a comparison beside a test of lists", `IIF([x]="1", IIF([a]="", "b", [a]), IIF(IsPresent([c]), [c], "d"))`, false, `IIF([x]="1", Switch([a], [a], "", "b"), IIF(IsPresent([c]), [c], "d"))`, []diag.Code{"L26"}},
		{"a test of lists as well", `IIF(IsPresent([a]), [a], "b")`, false, `IIF(IsPresent([a]), [a], "b")`, []diag.Code{"L26"}},
	} {
		text, left := lint.Fix(row.text, lint.Use{}, lint.Options{ChangeValues: row.all})
		require.Equal(t, row.want, text, row.about)
		var have []diag.Code
		for _, f := range left {
			have = append(have, f.Code)
		}
		require.Equal(t, row.left, have, row.about)
	}
}

func TestFixSchemaChangesTextAndParameters(t *testing.T) {
	t.Parallel()
	const before = `{"targetAttributeName": "userName", "matchingPriority": 1, "flowType": "Always", "extra": 1.50, "source": {"type": "Function", "name": "tolower",
		"expression": "tolower([mail])", "parameters": [{"key": "source", "value": {"type": "Attribute", "name": "mail", "expression": "[mail]"}}]}}`
	doc, err := graph.Load(strings.NewReader("["+before+"]"), graph.Limits{})
	require.NoError(t, err)
	changed, err := lint.FixSchema(doc, lint.Options{})
	require.NoError(t, err)
	require.Equal(t, 1, changed)
	mapped := doc.ObjectMappings()[0].AttributeMappings()[0]
	require.Equal(t, "ToLower([mail])", mapped.Source().Expression)
	require.Equal(t, "ToLower", mapped.Source().Name)
	var out strings.Builder
	require.NoError(t, doc.Save(&out))
	require.Contains(t, out.String(), `"extra": 1.50`)
	for _, f := range lint.Schema(doc, lint.Options{}) {
		require.NotEqual(t, diag.Error, f.Severity, f)
	}
}

// TestCustomFunctionsHaveTheirOwnCodes lints a call of a function that complains about its arguments in a way that no rule knows.
func TestCustomFunctionsHaveTheirOwnCodes(t *testing.T) {
	t.Parallel()
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Badge", Summary: "Gives a badge.", Origin: functions.Custom,
		Params:  []functions.Param{{Name: "color", Doc: "the color"}},
		Prepare: func(p *functions.Preparation) any { p.Report(0, "no-color", "", "that is no color"); return nil },
		Eval:    func(functions.Args) (value.Value, error) { return value.Null, nil },
	})
	require.NoError(t, err)
	found := lint.Expression(`Badge("x")`, lint.Use{}, lint.Options{Functions: reg})
	require.Len(t, found, 1)
	require.Equal(t, diag.Code("L19"), found[0].Code)
	require.Equal(t, "that is no color", found[0].Message.String())
}

// TestOneMistakeOneFinding lints sets in which the mapping and its expression could both be reported.
func TestOneMistakeOneFinding(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`{"mappings": [{"target": "cn", "expression": "SelectUniqueValue([a], [b])", "match": 1}]}`:                                             {"mappings[0].apply L39", "mappings[0].match L39"},
		`{"mappings": [{"target": "x", "from": "a", "match": 1}, {"target": "urn:ietf:params:scim: schemas:extension:a:User:b", "from": "a"}]}`: {"mappings[1].target L55"},
		`{"mappings": [{"target": "x", "from": "urn:ietf:params:scim:schema:extension:contoso:2.0:User:b", "match": 1}]}`:                       {"mappings[0].from L56"},
		`{"mappings": [{"target": "x", "from": "a", "match": 1}, {"target": "active", "constant": "yes"}]}`:                                     {"mappings[1].constant L63"},
	} {
		set, err := mapping.ReadJSON(strings.NewReader(text))
		require.NoError(t, err)
		var have []string
		for _, f := range lint.Set(set, lint.Options{}) {
			have = append(have, f.PathText()+" "+string(f.Code))
		}
		require.Equal(t, want, have, text)
	}
}
