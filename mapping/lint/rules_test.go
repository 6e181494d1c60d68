package lint_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/lint"
	"github.com/attrmap/attrmap/mapping/sources"
)

// TestExamplesOfRules executes the examples in the rules' literals.
func TestExamplesOfRules(t *testing.T) {
	t.Parallel()
	for rule := range lint.Rules() {
		t.Run(rule.Code+" "+rule.Name, func(t *testing.T) {
			for _, e := range rule.Bad {
				found := lintExample(t, rule, e)
				i := slices.IndexFunc(found, func(f diag.Finding) bool { return f.Code == diag.Code(rule.Code) })
				if i < 0 {
					t.Errorf("%s\nis not found; found is\n%s", source(e), lines(found))
					continue
				}
				checkPlace(t, e, found[i])
				if found[i].Fix != e.Fixed {
					t.Errorf("%s\nhas the fix\n%s\nand not\n%s", source(e), found[i].Fix, e.Fixed)
				}
				if e.Fixed != "" {
					e.Expr = e.Fixed
					for _, f := range lintExample(t, rule, e) {
						if f.Code == diag.Code(rule.Code) {
							t.Errorf("%s\nis said to be fixed, and has\n%s", e.Fixed, f)
						}
					}
				}
			}
			for _, e := range rule.Good {
				if found := lintExample(t, rule, e); len(found) > 0 {
					t.Errorf("%s\nis good, and has\n%s", source(e), lines(found))
				}
			}
		})
	}
}

func checkPlace(t *testing.T, e lint.Example, f diag.Finding) {
	t.Helper()
	if e.Expr == "" {
		if f.PathText() != e.At {
			t.Errorf("%s\nis found at %s and not at %s", source(e), f.PathText(), e.At)
		}
		return
	}
	if !strings.HasPrefix(e.Expr[f.Offset:], e.At) || e.At == "" && f.Offset != 0 {
		t.Errorf("%s\nis found at %s", source(e), diag.Clip(e.Expr[f.Offset:]))
	}
}

func source(e lint.Example) string {
	return diag.Clip(e.Expr) + e.API + e.Set + e.Schema + e.Bulk + e.Data
}

func lines(found diag.List) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

func lintExample(t *testing.T, rule *lint.Rule, e lint.Example) diag.List {
	t.Helper()
	opts := lint.Options{Profile: mapping.Profile(e.Profile), Attributes: e.Attributes, SyncAll: e.SyncAll, All: rule.OnRequest, Data: data(t, e.Data)}
	switch {
	case e.API != "" || strings.Contains(e.Set, `"api"`):
		opts.API = sources.Check
		text := e.Set
		if e.API != "" {
			name := append(slices.Clone(e.Attributes), "a")[0]
			quoted, err := json.Marshal(e.API)
			require.NoError(t, err)
			text = fmt.Sprintf(`{"mappings": [{"target": "title", "from": %q, "match": 1}], "types": {%q: {"api": %s}}}`, name, name, quoted)
		}
		doc, err := file.Parse("m.json", []byte(text))
		require.NoError(t, err)
		found, err := lint.File(doc, opts)
		require.NoError(t, err)
		return found
	case e.Set != "":
		set, err := mapping.ReadJSON(strings.NewReader(e.Set))
		require.NoError(t, err)
		return lint.Set(set, opts)
	case e.Schema != "":
		doc, err := graph.Load(strings.NewReader(e.Schema), graph.Limits{})
		require.NoError(t, err)
		return lint.Schema(doc, opts)
	case e.Bulk != "":
		found, err := lint.Bulk(strings.NewReader(e.Bulk), "", opts)
		require.NoError(t, err)
		return found
	default:
		return append(lint.Expression(e.Expr, e.Use, opts), opts.Data.Findings()...)
	}
}

func data(t *testing.T, text string) *lint.Data {
	t.Helper()
	if text == "" {
		return nil
	}
	format := feed.CSV
	if strings.HasPrefix(text, "[{") {
		format = feed.JSON
	}
	reader, err := feed.Open(strings.NewReader(text), feed.Options{Name: "data", Format: format, EmptyCells: feed.EmptyNull})
	require.NoError(t, err)
	d, err := lint.ReadData(reader)
	require.NoError(t, err)
	return d
}

// TestRulesAreComplete reports what a rule's literal lacks.
func TestRulesAreComplete(t *testing.T) {
	t.Parallel()
	code, name := regexp.MustCompile(`^L\d{2,3}$`), regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	sentence := regexp.MustCompile(`^[A-Z"].*\.$`)
	for rule := range lint.Rules() {
		for what, ok := range map[string]bool{
			"a code such as L05":                              code.MatchString(rule.Code),
			"a name such as unknown-escape":                   name.MatchString(rule.Name),
			"a summary that is a sentence":                    sentence.MatchString(rule.Summary),
			"a doc of sentences":                              sentence.MatchString(rule.Doc),
			"a source":                                        rule.Source != "",
			"an example with the mistake":                     len(rule.Bad) > 0,
			"an example without it":                           len(rule.Good) > 0,
			"words for what is shown of schemas and requests": !slices.ContainsFunc(slices.Concat(rule.Bad, rule.Good), func(e lint.Example) bool { return e.Text() == "" }),
			"to be reported always, or to be a remark reported on request": !rule.OnRequest || rule.Severity == diag.Info,
		} {
			if !ok {
				t.Errorf("%s %s needs %s", rule.Code, rule.Name, what)
			}
		}
	}
}

// TestEveryCodeIsReported compares the list of codes with the rules: each finding of another package is reported by one rule. Failures of
// evaluations and of reading files are errors, codes of plans are decisions.
func TestEveryCodeIsReported(t *testing.T) {
	t.Parallel()
	reported := map[diag.Code]string{}
	for rule := range lint.Rules() {
		for _, code := range rule.Reports {
			require.NotContains(t, reported, code)
			reported[code] = rule.Code
		}
	}
	for _, area := range codes.Areas() {
		for _, e := range area.Entries {
			switch {
			case reported[e.Code] != "":
				delete(reported, e.Code)
			case !slices.Contains(unreported, e.Code) && !slices.Contains(unreportedAreas, area.Title):
				t.Errorf("no rule reports %s", e.Code)
			}
		}
	}
	require.Empty(t, reported, "codes that are reported and not listed")
}

var (
	unreportedAreas = []string{"Failure of an evaluation", "Plan of an object, mostly in the words of the service's logs"}
	// unreported keep a file from being read, or are about records from which requests are built.
	unreported = []diag.Code{
		codes.Encoding, codes.Syntax, codes.WrongValue, codes.Input, codes.BrokenRecord, codes.MayBeCut, codes.UnfitValue, codes.MissingRequired, codes.UnusedIgnore, codes.BulkSet,
	}
)
