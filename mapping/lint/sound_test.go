package lint_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/exprgen"
	"github.com/attrmap/attrmap/mapping/lint"
)

// attributes are an object's values by their whole names.
type attributes map[string]value.Value

func (a attributes) Attribute(p *value.Path) value.Value { return a[p.String()] }

// TestNeverEqualIsNeverEqual makes up a Switch with one key: where lint says that it is never met, no object may meet it.
func TestNeverEqualIsNeverEqual(t *testing.T) {
	g, err := exprgen.New(functions.Standard())
	require.NoError(t, err)
	specs := g.Fitting(0, exprgen.Place{})
	keys := append(exprgen.Texts(), "True", "true", "1", "-1", "10", "abc", "ABC", "a b", "é", "2026-01-15", "2026")
	claimed := 0
	rapid.Check(t, func(t *rapid.T) {
		subject := g.Call(t, rapid.SampledFrom(specs).Draw(t, "function"), rapid.IntRange(1, 3).Draw(t, "depth"), exprgen.Place{})
		key := rapid.SampledFrom(keys).Draw(t, "key")
		src := "Switch(" + subject + `, "other", ` + expr.QuoteText(key) + `, "met")`
		prog, err := expr.Compile(src)
		if err != nil || count(lint.Expression(src, lint.Use{}, lint.Options{}), lint.Lookup("never-equal")) == 0 {
			return
		}
		claimed++
		for range 5 {
			a := attributes{}
			for _, name := range prog.Attributes() {
				a[name] = exprgen.DrawValue(t, functions.AnyData())
			}
			v, err := prog.Eval(&expr.Env{
				Attrs: a, Clock: func() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }, DefaultDomain: "contoso.com",
				Random: bytes.NewReader(make([]byte, 1<<12)), NewGUID: func() string { return "g" }, Taken: func(string) (bool, error) { return false, nil },
			})
			if err == nil && v.Text() == "met" && !nested(prog) {
				t.Fatalf("%s meets its key with %v", src, a)
			}
		}
	})
	require.NotZero(t, claimed)
}

// nested tells whether the finding may be about another Switch inside the first one.
func nested(prog *expr.Program) bool {
	found := 0
	for n := range expr.Nodes(prog.Tree()) {
		switch n := n.(type) {
		case *expr.Compare:
			return true
		case *expr.Call:
			if spec, _ := functions.Standard().Lookup(n.Name); spec != nil && spec.Name == "Switch" {
				found++
			}
		}
	}
	return found > 1
}
