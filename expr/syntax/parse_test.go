package syntax_test

import (
	"errors"
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// wildRow is an expression from documentation, an exported schema or a question.
type wildRow struct {
	ID, Parse, Expr string
	Code            diag.Code // of the first error, if Parse is reject
	At              *int      // its offset
	Exported        bool      // the service printed the text
}

func TestExpressionsInTheWild(t *testing.T) {
	t.Parallel()
	rows := golden.Lines[wildRow](t, "../testdata/wild.jsonl")
	require.Len(t, rows, 258)
	for _, row := range rows {
		t.Run(row.ID, func(t *testing.T) {
			tree, found := syntax.ParseText(row.Expr, syntax.Options{})
			if row.Parse == "reject" {
				require.Nil(t, tree)
				first := found.Errors()[0]
				require.Equal(t, row.Code, first.Code, "%s", found.Render())
				if row.At != nil {
					require.Equal(t, *row.At, first.Span.Start, "%s", found.Render())
				}
				return
			}
			require.NotNil(t, tree, "%s", found.Render())
			if row.Parse == "documented" {
				require.Empty(t, found, "%s", found.Render())
			}
			requireCanonical(t, tree.Root)
			if row.Exported {
				require.Equal(t, row.Expr, syntax.Format(tree.Root), "the service's own text is canonical")
			}
		})
	}
}

// errorRow is a text and all of its findings.
type errorRow struct {
	Src      string   `json:"src"`
	OK       bool     `json:"ok,omitempty"`
	Findings []string `json:"findings,omitempty"` // line:column severity code: message; hint: ...; fix: ...
}

// TestFindings compares messages and places of all findings with testdata/errors.jsonl. To add a row, write its src, run the
// test with -update, and check the findings it has added.
func TestFindings(t *testing.T) {
	t.Parallel()
	rows := golden.Lines[errorRow](t, "testdata/errors.jsonl")
	for i, row := range rows {
		got := errorRow{Src: row.Src}
		tree, found := syntax.ParseText(row.Src, syntax.Options{})
		got.OK = tree != nil
		for _, d := range found {
			got.Findings = append(got.Findings, describe(d))
		}
		if *update {
			rows[i] = got
			continue
		}
		if diff := cmp.Diff(row, got); diff != "" {
			t.Errorf("%q:\n%s", row.Src, diff)
		}
	}
	if *update {
		golden.WriteLines(t, "testdata/errors.jsonl", rows)
	}
}

func describe(d diag.Finding) string {
	text := d.Position.String() + " " + d.Severity.String() + " " + string(d.Code) + ": " + d.Message.String()
	if !d.Hint.IsZero() {
		text += "; hint: " + d.Hint.String()
	}
	if d.Fix != "" {
		text += "; fix: " + d.Fix
	}
	return text
}

func TestEveryCodeOfTheParserIsProduced(t *testing.T) {
	t.Parallel()
	produced := map[diag.Code]bool{ // by tests of limits and encoding, whose texts are too large for a table
		codes.TooLong: true, codes.TooDeep: true, codes.TooManyNodes: true, codes.InvalidUTF8: true,
	}
	for _, row := range golden.Lines[errorRow](t, "testdata/errors.jsonl") {
		for _, line := range row.Findings {
			fields := strings.Fields(line)
			produced[diag.Code(strings.TrimSuffix(fields[2], ":"))] = true
		}
	}
	for _, e := range codes.Areas()[0].Entries {
		if e.Code == codes.SurplusEmpty {
			continue // reported by Check: which argument is surplus depends on the signature
		}
		require.True(t, produced[e.Code], "no row of testdata/errors.jsonl produces %s", e.Code)
	}
}

func TestFindingsArePrintable(t *testing.T) {
	t.Parallel()
	for _, row := range golden.Lines[errorRow](t, "testdata/errors.jsonl") {
		_, found := syntax.ParseText(row.Src, syntax.Options{})
		for _, d := range found {
			require.NotRegexp(t, `(?i)token|production|sub-expression|Rule|expected`, strings.ReplaceAll(d.Message.String(), "is not a token", ""),
				"%q: the parser generator's words", row.Src)
			require.NotRegexp(t, `^\p{Lu}|\.$`, d.Message.String(), "%q", row.Src)
			require.NotRegexp(t, `\.$`, d.Hint.String(), "%q", row.Src)
		}
	}
}

func TestFixesParse(t *testing.T) {
	t.Parallel()
	fixes := 0
	for _, row := range golden.Lines[errorRow](t, "testdata/errors.jsonl") {
		_, found := syntax.ParseText(row.Src, syntax.Options{})
		for _, d := range found {
			if d.Fix == "" {
				continue
			}
			fixes++
			tree, rest := syntax.ParseText(d.Fix, syntax.Options{})
			require.NotNil(t, tree, "%q: %s", row.Src, rest.Render())
			require.NotContains(t, rest, d, "the fix of %q leaves the finding", row.Src)
		}
	}
	require.Greater(t, fixes, 40)
}

func TestParseReturnsTreeOrDiagnostics(t *testing.T) {
	t.Parallel()
	tree, err := syntax.Parse(`Trim ([mail])`)
	require.NoError(t, err)
	require.Equal(t, `Trim ([mail])`, tree.Source)
	require.Len(t, tree.Warnings, 1)
	require.Equal(t, codes.SpaceBeforeArg, tree.Warnings[0].Code)

	tree, err = syntax.Parse("IIF ([country]=,\n  USA, \"x\")")
	require.Nil(t, tree)
	var all *syntax.Diagnostics
	require.ErrorAs(t, err, &all)
	require.Len(t, all.List, 3)
	require.Equal(t, `1:16: the right side of "=" is missing: write the value; an empty text is "" (and 2 more)`, err.Error())
	var list diag.List
	require.True(t, errors.As(err, &list))
	require.Equal(t, all.List, list)
	require.Contains(t, all.List.Render(), "2:3: error:")
}

func TestSpansCoverTheSource(t *testing.T) {
	t.Parallel()
	const src = ` IIF( ([country] = "USA") , Join("@",[ mail ],  %DomainFQDN%), "t-" & -5 & &hf)`
	tree, err := syntax.Parse(src)
	require.NoError(t, err)
	got := map[string]string{}
	for n := range syntax.Nodes(tree.Root) {
		at := n.Span()
		got[syntax.Format(n)] = src[at.Start:at.End]
	}
	want := map[string]string{
		`IIF([country]="USA", Join("@", [mail], %DomainFQDN%), "t-" & -5 & &HF)`: src[1:],
		`[country]="USA"`: `[country] = "USA"`,
		`[country]`:       `[country]`, `"USA"`: `"USA"`,
		`Join("@", [mail], %DomainFQDN%)`: `Join("@",[ mail ],  %DomainFQDN%)`,
		`"@"`:                             `"@"`, `[mail]`: `[ mail ]`, `%DomainFQDN%`: `%DomainFQDN%`,
		`"t-" & -5 & &HF`: `"t-" & -5 & &hf`,
		`"t-"`:            `"t-"`, `-5`: `-5`, `&HF`: `&hf`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	iif := tree.Root.(*syntax.Call)
	require.Equal(t, "IIF", src[iif.NameSpan.Start:iif.NameSpan.End])
	compare := iif.Args[0].(*syntax.Compare)
	require.Equal(t, "=", src[compare.OpSpan.Start:compare.OpSpan.End])
}

func TestOmittedArguments(t *testing.T) {
	t.Parallel()
	tree, err := syntax.Parse(`Replace([a], , "p" ,,"",  , )`)
	require.NoError(t, err)
	var omitted []int
	for i, arg := range tree.Root.(*syntax.Call).Args {
		if arg, ok := arg.(*syntax.Omitted); ok {
			omitted = append(omitted, i)
			require.Zero(t, arg.At.Len())
			require.Equal(t, byte(','), tree.Source[arg.At.Start-1], "an omitted argument is directly after a comma")
		}
	}
	require.Equal(t, []int{1, 3, 5, 6}, omitted)

	for src, count := range map[string]int{"Guid()": 0, "Guid( )": 0, "Join(,)": 2, "Join(,,)": 3} {
		tree, err := syntax.Parse(src)
		require.NoError(t, err)
		require.Len(t, tree.Root.(*syntax.Call).Args, count, src)
	}
}

func TestLenientQuotes(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`Append([a], “x”)`:         `Append([a], "x")`,
		`Append([a], „x“)`:         `Append([a], "x")`,
		`Append([a], ‘it's’)`:      ``,
		`Append([a], ‘x’)`:         `Append([a], "x")`,
		`Append([a], “say \"x\"”)`: `Append([a], "say \"x\"")`,
	} {
		tree, found := syntax.ParseText(src, syntax.Options{LenientQuotes: true})
		if want == "" {
			require.Nil(t, tree, src)
			continue
		}
		require.NotNil(t, tree, "%s", found.Render())
		require.Equal(t, want, syntax.Format(tree.Root))
		require.Len(t, tree.Warnings, 1)
		require.Equal(t, codes.SmartQuote, tree.Warnings[0].Code)
		require.Equal(t, want, tree.Warnings[0].Fix)

		tree, _ = syntax.ParseText(src, syntax.Options{})
		require.Nil(t, tree, src)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	nested := func(depth int) string { return strings.Repeat("f(", depth) + strings.Repeat(")", depth) }
	for _, row := range []struct {
		name   string
		src    string
		limits syntax.Limits
		code   diag.Code // "" where the text parses
		at     int
	}{
		{"200 levels", nested(200), syntax.Limits{}, "", 0},
		{"201 levels", nested(201), syntax.Limits{}, codes.TooDeep, 401},
		{"3 levels of 3", nested(3), syntax.Limits{Depth: 3}, "", 0},
		{"4 levels of 3", nested(4), syntax.Limits{Depth: 3}, codes.TooDeep, 7},
		{"deepest", nested(10_000), syntax.Limits{Depth: 1 << 30, SourceBytes: 1 << 20, Nodes: 20_000}, "", 0},
		{"deeper than any limit", nested(10_001), syntax.Limits{Depth: 1 << 30, SourceBytes: 1 << 20, Nodes: 20_000}, codes.TooDeep, 20_001},
		{"64 KiB", `"` + strings.Repeat("x", 64<<10-2) + `"`, syntax.Limits{}, "", 0},
		{"64 KiB and a byte", `"` + strings.Repeat("x", 64<<10-1) + `"`, syntax.Limits{}, codes.TooLong, 64 << 10},
		{"4,096 nodes", "f(" + strings.Repeat("1,", 4094) + ")", syntax.Limits{}, "", 0},
		{"4,097 nodes", "f(" + strings.Repeat("1,", 4095) + ")", syntax.Limits{}, codes.TooManyNodes, 8192},
		{"5 nodes of 5", "f(,,)&1", syntax.Limits{Nodes: 6}, "", 0},
		{"operators count", "1&2", syntax.Limits{Nodes: 2}, codes.TooManyNodes, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			tree, found := syntax.ParseText(row.src, syntax.Options{Limits: row.limits})
			if row.code == "" {
				require.NotNil(t, tree, "%v", found)
				return
			}
			require.Nil(t, tree)
			require.Len(t, found.Errors(), 1)
			require.Equal(t, row.code, found.Errors()[0].Code)
			require.Equal(t, row.at, found.Errors()[0].Span.Start)
		})
	}
}

func TestHostileTexts(t *testing.T) {
	t.Parallel()
	const million = 1_000_000
	unlimited := syntax.Options{Limits: syntax.Limits{SourceBytes: 1 << 30}}
	for _, row := range []struct {
		name string
		src  string
		cfg  syntax.Options
		code diag.Code
	}{
		{"a million parentheses", strings.Repeat("(", million), syntax.Options{}, codes.TooLong},
		{"a million parentheses, length allowed", strings.Repeat("(", million), unlimited, codes.TooDeep},
		{"a million calls, length allowed", strings.Repeat("f(", million), unlimited, codes.TooDeep},
		{"a million brackets, length allowed", strings.Repeat("[", million), unlimited, codes.UnterminatedAttr},
		{"a million bracket pairs", strings.Repeat("[", million) + strings.Repeat("]", million), unlimited, codes.UnexpectedChar},
		{"a million closing parentheses", strings.Repeat(")", million), unlimited, codes.SurplusParen},
		{"a million arguments", "f(" + strings.Repeat("1,", million) + "1)", unlimited, codes.TooManyNodes},
		{"a million empty arguments", "f(" + strings.Repeat(",", million) + ")", unlimited, codes.TooManyNodes},
		{"a million invalid characters", strings.Repeat("^", million), unlimited, codes.UnexpectedChar},
		{"a million quotation marks", strings.Repeat(`"`, million+1), unlimited, codes.DoubledQuote},
		{"a million comments", strings.Repeat("#\n", million), unlimited, codes.Comment},
		{"a million less-than signs", strings.Repeat("<", million), unlimited, codes.TooManyNodes},
		{"unclosed quotation in brackets", strings.Repeat(`["`, million), unlimited, codes.UnterminatedAttr},
		{"a hundred million bytes", strings.Repeat(`x`, 100*million), syntax.Options{}, codes.TooLong},
		{"a number without end", "Append(" + strings.Repeat("1", million) + "x, 0x" + strings.Repeat("F", million) + ")", unlimited, codes.BadNumber},
		{"a hexadecimal number without end", `Append("x" &H` + strings.Repeat("F", million) + ")", unlimited, codes.MissingComma},
		{"a word without end", "Append(" + strings.Repeat("x.", million) + ")", unlimited, codes.UnknownIdent},
		{"NUL between tokens", "Trim(\x00[mail])", syntax.Options{}, codes.UnexpectedChar},
		{"text turned around", "Trim(\u202e[mail])", syntax.Options{}, codes.UnexpectedChar},
		{"not UTF-8", "Trim(\xff)", syntax.Options{}, codes.InvalidUTF8},
		{"UTF-8 cut off", "\"\xe2\x80", syntax.Options{}, codes.InvalidUTF8},
	} {
		t.Run(row.name, func(t *testing.T) {
			tree, found := syntax.ParseText(row.src, row.cfg)
			require.Nil(t, tree)
			require.True(t, slices.ContainsFunc(found, func(d diag.Finding) bool {
				return d.Code == row.code && d.Severity == diag.Error
			}), "%v", found)
			require.LessOrEqual(t, len(found), 101)
			for _, d := range found {
				require.Less(t, len(d.Message.String())+len(d.Hint.String()), 1000)
			}
			require.Less(t, len(found.Render()), 100_000, "the rendered findings of a hostile text must be bounded")
		})
	}
}

func TestRefusingALongTextIsCheap(t *testing.T) {
	src := strings.Repeat("(", 10<<20)
	allocs := testing.AllocsPerRun(10, func() {
		if tree, _ := syntax.ParseText(src, syntax.Options{}); tree != nil {
			t.Fatal("parsed")
		}
	})
	require.LessOrEqual(t, allocs, 12.0)
}

func TestNULInsideATextIsText(t *testing.T) {
	t.Parallel()
	tree, err := syntax.Parse("InStr([a], \"\x00\")")
	require.NoError(t, err)
	require.Equal(t, "\x00", tree.Root.(*syntax.Call).Args[1].(*syntax.String).Value)
}

func TestInvalidUTF8NamesItsPlace(t *testing.T) {
	t.Parallel()
	_, err := syntax.Parse("Append([a],\n \"�\xffx\")")
	require.EqualError(t, err, "2:4: byte 0xFF at offset 17 is not UTF-8: save the text as UTF-8")
}

func TestTheServicesLengthLimitIsAWarning(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		fill  string
		units int
		warns bool
	}{
		{"x", 10_000, false}, {"x", 10_001, true},
		{"é", 10_000, false}, {"é", 10_001, true},
		{"😀", 9_998, false}, {"😀", 10_002, true},
	} {
		per := 1
		if row.fill == "😀" {
			per = 2
		}
		src := `"` + strings.Repeat(row.fill, (row.units-2)/per) + `"`
		tree, found := syntax.ParseText(src, syntax.Options{})
		require.NotNil(t, tree)
		warned := slices.ContainsFunc(found, func(d diag.Finding) bool { return d.Code == codes.TooLong })
		require.Equal(t, row.warns, warned, "%s × %d", row.fill, row.units)
	}
}

func TestParseIsSafeForConcurrentUse(t *testing.T) {
	rows := golden.Lines[wildRow](t, "../testdata/wild.jsonl")
	for range 4 {
		t.Run("goroutine", func(t *testing.T) {
			t.Parallel()
			for _, row := range rows[:60] {
				if _, err := syntax.Parse(row.Expr); err != nil {
					t.Errorf("%s: %v", row.ID, err)
				}
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, row := range golden.Lines[wildRow](f, "../testdata/wild.jsonl") {
		f.Add(row.Expr)
	}
	for _, row := range golden.Lines[errorRow](f, "testdata/errors.jsonl") {
		f.Add(row.Src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		tree, found := syntax.ParseText(src, syntax.Options{})
		if (tree == nil) != found.HasErrors() {
			t.Fatalf("%q: tree %v, findings %v", src, tree != nil, found)
		}
		last := 0
		for _, d := range found {
			if d.Span.Start < last || d.Span.End < d.Span.Start || d.Span.End > len(src) && d.Code != codes.TooLong {
				t.Fatalf("%q: span %v of %s", src, d.Span, d.Code)
			}
			last = d.Span.Start
			if len(d.Message.String()) > 1000 || len(d.Hint.String()) > 2000 {
				t.Fatalf("%q: the message or hint of %s is too long: %d, %d", src, d.Code, len(d.Message.String()), len(d.Hint.String()))
			}
			if strings.Contains(d.Message.String(), "cannot be read from here") {
				t.Fatalf("%q: the grammar does not cover this text", src)
			}
			if fixed, _ := syntax.ParseText(d.Fix, syntax.Options{}); d.Fix != "" && fixed == nil {
				t.Fatalf("%q: the fix %q does not parse", src, d.Fix)
			}
		}
		_ = found.Render()
		if tree != nil {
			requireCanonical(t, tree.Root)
			requireSpansNest(t, src, tree.Root)
		}
	})
}

// requireSpansNest requires that the span of every node is within that of its parent, in order.
func requireSpansNest(t *testing.T, src string, n syntax.Node) {
	t.Helper()
	at := n.Span()
	require.True(t, 0 <= at.Start && at.Start <= at.End && at.End <= len(src), "%q: %T %v", src, n, at)
	from := at.Start
	for child := range syntax.Children(n) {
		inner := child.Span()
		require.True(t, from <= inner.Start && inner.End <= at.End, "%q: %T %v in %T %v", src, child, inner, n, at)
		from = inner.End
		requireSpansNest(t, src, child)
	}
}
