package lint_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/lint"
)

// TestExamplesOfRules executes the examples that stand in the rules' literals.
func TestExamplesOfRules(t *testing.T) {
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

func source(e lint.Example) string { return diag.Clip(e.Expr) + e.Set + e.Schema + e.Bulk + e.Data }

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
		return lint.Expression(e.Expr, e.Use, opts)
	}
}

func data(t *testing.T, text string) *lint.Data {
	t.Helper()
	if text == "" {
		return nil
	}
	reader, err := feed.Open(strings.NewReader(text), feed.Options{Name: "data.csv", Format: feed.CSV, EmptyCells: feed.EmptyNull})
	require.NoError(t, err)
	d, err := lint.ReadData(reader)
	require.NoError(t, err)
	return d
}

// TestRulesAreComplete tells what a rule's literal lacks.
func TestRulesAreComplete(t *testing.T) {
	code, name := regexp.MustCompile(`^L\d{2,3}$`), regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	sentence := regexp.MustCompile(`^[A-Z"].*\.$`)
	for rule := range lint.Rules() {
		for what, ok := range map[string]bool{
			"a code such as L05":                                   code.MatchString(rule.Code),
			"a name such as unknown-escape":                        name.MatchString(rule.Name),
			"a summary that is a sentence":                         sentence.MatchString(rule.Summary),
			"a doc of sentences":                                   sentence.MatchString(rule.Doc),
			"a source":                                             rule.Source != "",
			"an example with the mistake":                          len(rule.Bad) > 0,
			"an example without it":                                len(rule.Good) > 0,
			"words for what is shown of schemas and requests":      !slices.ContainsFunc(slices.Concat(rule.Bad, rule.Good), func(e lint.Example) bool { return e.Text() == "" }),
			"to be told always, or to be a remark told on request": !rule.OnRequest || rule.Severity == diag.Info,
		} {
			if !ok {
				t.Errorf("%s %s needs %s", rule.Code, rule.Name, what)
			}
		}
	}
}

// TestEveryCodeIsTold reads the codes that findings of other packages can have from where they are declared: each must be told by one rule.
func TestEveryCodeIsTold(t *testing.T) {
	told := map[string]string{}
	for rule := range lint.Rules() {
		for _, code := range rule.Tells {
			require.NotContains(t, told, string(code))
			told[string(code)] = rule.Code
		}
	}
	for _, file := range []string{"../../expr/diag/code.go", "../graph/codes.go", "../bulk/finding.go"} {
		codes := declaredCodes(t, file)
		require.NotEmpty(t, codes)
		for name, code := range codes {
			if told[code] == "" {
				t.Errorf("no rule tells %s (%s of %s)", code, name, file)
			}
			delete(told, code)
		}
	}
	require.Empty(t, told, "codes that are told and not declared")
}

// declaredCodes gives the constants of type diag.Code of a file by their names, without those of evaluations and of building requests.
func declaredCodes(t *testing.T, file string) map[string]string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	codes := map[string]string{}
	for _, d := range parsed.Decls {
		declaration, ok := d.(*ast.GenDecl)
		if !ok || declaration.Tok != token.CONST {
			continue
		}
		for _, s := range declaration.Specs {
			spec := s.(*ast.ValueSpec)
			name := spec.Names[0].Name
			if strings.HasPrefix(name, "CodeEval") || name == "CodeBrokenRecord" || name == "CodeMayBeCut" || name == "CodeUnfitValue" {
				continue
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok && strings.HasPrefix(name, "Code") {
				code, err := strconv.Unquote(literal.Value)
				require.NoError(t, err)
				codes[name] = code
			}
		}
	}
	return codes
}
