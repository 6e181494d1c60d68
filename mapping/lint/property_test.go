package lint_test

import (
	"context"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
	"github.com/attrmap/attrmap/internal/shape"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/lint"
)

// rounds returns how often rapid draws for each of the properties below: 30 times its 100 draws in a full run, 5 times 20 in a quick one.
func rounds() int { return effort.Of(30, 5) }

// texts draws expressions of which many do not compile: calls with arguments of any kind, what the rules' examples have, and either of them
// with pieces cut out and put in.
type texts struct {
	grammar  *exprgen.Grammar
	examples []string
}

func newTexts(t *testing.T) *texts {
	t.Helper()
	g, err := exprgen.New(functions.Standard())
	require.NoError(t, err)
	out := &texts{grammar: g}
	for rule := range lint.Rules() {
		for _, e := range slices.Concat(rule.Bad, rule.Good) {
			if e.Expr != "" && len(e.Expr) < 1000 {
				out.examples = append(out.examples, e.Expr)
			}
		}
	}
	return out
}

func (x *texts) draw(t *rapid.T) string {
	text := x.grown(t)
	if rapid.Bool().Draw(t, "slips") {
		text = slipped(t, text)
	}
	for range max(0, rapid.IntRange(-4, 2).Draw(t, "changes")) {
		text = damaged(t, text)
	}
	return text
}

// grown draws a call of any function with any arguments, or an example, whole or as an argument.
func (x *texts) grown(t *rapid.T) string {
	example := func() string { return rapid.SampledFrom(x.examples).Draw(t, "example") }
	anything := func() string { return x.grammar.Expression(t, 0, 2, exprgen.Top) }
	switch rapid.IntRange(0, 5).Draw(t, "form") {
	case 0, 1:
		return example()
	case 2:
		spec := rapid.SampledFrom(x.grammar.Specs()).Draw(t, "function")
		args := ""
		for i := range rapid.IntRange(1, 4).Draw(t, "arguments") {
			if i > 0 {
				args += ", "
			}
			if rapid.Bool().Draw(t, "example") {
				args += example()
			} else {
				args += anything()
			}
		}
		return spec.Name + "(" + args + ")"
	case 3:
		return "IIF(" + anything() + rapid.SampledFrom([]string{"=", "<>", "<"}).Draw(t, "operator") + anything() + ", " + example() + ", " + anything() + ")"
	}
	return x.grammar.Call(t, rapid.SampledFrom(x.grammar.Specs()).Draw(t, "function"), 3, exprgen.Top)
}

// slipped returns a text with mistakes that change nothing: names in another case, other quotation marks, words, commas and keys.
func slipped(t *rapid.T, text string) string {
	for range rapid.IntRange(1, 3).Draw(t, "slips") {
		switch rapid.IntRange(0, 4).Draw(t, "slip") {
		case 0:
			text = regexp.MustCompile(`[A-Za-z]+\(`).ReplaceAllStringFunc(text, strings.ToLower)
		case 1:
			text = regexp.MustCompile(`"([a-z]+)"`).ReplaceAllString(text, "'$1'")
		case 2:
			text = regexp.MustCompile(`, \[[a-z]+\]`).ReplaceAllString(text, ", NULL")
		case 3:
			text = regexp.MustCompile(`\)$`).ReplaceAllString(text, ", )")
		case 4:
			text = regexp.MustCompile(`(Switch\([^()]*?)(, "[^"]*", "[^"]*")\)`).ReplaceAllString(text, "$1$2$2)")
		}
	}
	return text
}

// damaged returns a text with a piece in place of another.
func damaged(t *rapid.T, text string) string {
	at := rapid.IntRange(0, len(text)).Draw(t, "at")
	end := min(len(text), at+rapid.IntRange(0, 4).Draw(t, "cut"))
	return text[:at] + rapid.SampledFrom([]string{
		"", ",", "(", ")", "[a]", `"`, "0", "=", "&", "'x'", "NULL", "True", "word", " ", "Not(", "AND", "+", "==", "“", `"a" = "b"`, ", ,",
	}).Draw(t, "piece") + text[end:]
}

func drawUse(t *rapid.T) lint.Use {
	create := mapping.ApplyCreate
	return lint.Use{
		Target: rapid.SampledFrom([]string{"", "userPrincipalName", "accountDisabled", "sAMAccountName", "roles", "employeeHireDate"}).Draw(t, "target"),
		Apply:  rapid.SampledFrom([]*mapping.Apply{nil, new(mapping.Apply), &create}).Draw(t, "apply"),
	}
}

// TestWhatDoesNotCompileHasAnError: no finding of a rule takes the place of the only error that the compiler has found.
func TestWhatDoesNotCompileHasAnError(t *testing.T) {
	t.Parallel()
	x := newTexts(t)
	refused := 0
	repeat(t, func(t *rapid.T) {
		text := x.draw(t)
		if !expr.Check(text).HasErrors() {
			return
		}
		refused++
		if found := lint.Expression(text, drawUse(t), lint.Options{}); !found.HasErrors() && !opaque.MatchString(text) {
			t.Fatalf("%s\ndoes not compile: %v\nand lint has %v", text, expr.Check(text).Errors(), found)
		}
	})
	require.NotZero(t, refused)
}

// TestFixesCompile: every fix that is offered compiles, and so does what Fix returns, unless it is the text itself.
func TestFixesCompile(t *testing.T) {
	t.Parallel()
	x := newTexts(t)
	fixes := 0
	repeat(t, func(t *rapid.T) {
		text, use := x.draw(t), drawUse(t)
		opts := lint.Options{ChangeValues: rapid.Bool().Draw(t, "all")}
		for _, f := range lint.Expression(text, use, opts) {
			if f.Fix != "" && !opaque.MatchString(f.Fix) {
				fixes++
				requireCompiles(t, text, f.Fix)
			}
		}
		if fixed, _ := lint.Fix(text, use, opts); fixed != text && !opaque.MatchString(fixed) {
			requireCompiles(t, text, fixed)
		}
	})
	require.NotZero(t, fixes)
}

func requireCompiles(t *rapid.T, text, fix string) {
	t.Helper()
	if _, err := expr.Compile(fix); err != nil {
		t.Fatalf("%s\nis fixed as\n%s\nwhich does not compile: %v", text, fix, err)
	}
}

// TestPlainFixesKeepValues: what Fix does without being asked to change values has the value of the text before for all data.
func TestPlainFixesKeepValues(t *testing.T) {
	t.Parallel()
	x := newTexts(t)
	compared := 0
	repeat(t, func(t *rapid.T) {
		text := x.draw(t)
		before, err := expr.Compile(text)
		if err != nil {
			return
		}
		fixed, _ := lint.Fix(text, drawUse(t), lint.Options{})
		if fixed == text {
			return
		}
		after, err := expr.Compile(fixed)
		require.NoError(t, err)
		for range 10 {
			data := drawData(t, before)
			want, wantErr := before.Eval(environment(data))
			have, haveErr := after.Eval(environment(data))
			compared++
			if (wantErr == nil) != (haveErr == nil) || !alike(want, have) {
				t.Fatalf("%s\nis fixed as\n%s\nand for %v has %v %v in place of %v %v", text, fixed, data, have, haveErr, want, wantErr)
			}
		}
	})
	require.NotZero(t, compared)
}

// alike reports whether two values flow alike. Whether a null was written makes no difference.
func alike(a, b value.Value) bool {
	return a.IsNull() && b.IsNull() || a.Kind() == b.Kind() && a.Equal(b)
}

// drawData draws values of the attributes of a program: anything, and the constants that the text compares them with.
func drawData(t *rapid.T, prog *expr.Program) value.Map {
	constants := []value.Value{value.Null, value.String(""), value.True, value.False, value.String("true"), value.Integer(1), value.String("x")}
	for n := range syntax.Nodes(prog.Tree()) {
		if s, ok := n.(*syntax.String); ok {
			constants = append(constants, value.String(s.Value))
		}
	}
	data := value.Map{}
	for _, name := range prog.Attributes() {
		if rapid.Bool().Draw(t, "any") {
			data[name] = exprgen.DrawValue(t, shape.AnyData())
		} else {
			data[name] = rapid.SampledFrom(constants).Draw(t, "constant")
		}
	}
	return data
}

// repeat checks a property in several rounds.
func repeat(t *testing.T, property func(t *rapid.T)) {
	t.Helper()
	for range rounds() {
		rapid.Check(t, property)
	}
}

// opaque matches a call of a function that only the service knows.
var opaque = regexp.MustCompile(`(?i)AltSecIdFromNetid`)

// environment is what expressions ask besides the values of attributes, the same at every evaluation.
func environment(data value.Map) *expr.Env {
	return &expr.Env{
		Attrs: data, Clock: func() time.Time { return time.Date(2026, time.March, 9, 1, 2, 3, 0, time.UTC) }, Random: rand.NewChaCha8([32]byte{}),
		NewGUID: func() string { return "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9" }, DefaultDomain: "contoso.com",
		Taken: func(context.Context, string, string) (bool, error) { return false, nil }, Tokens: map[string]string{"DomainFQDN": "contoso.com"},
	}
}
