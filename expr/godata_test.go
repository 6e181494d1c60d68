package expr_test

import (
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

type dept string

// TestDomainTypesAreValues: data of a Go program needs no conversion.
func TestDomainTypesAreValues(t *testing.T) {
	t.Parallel()
	type email struct {
		Type  string  `json:"type"`
		Value *string `json:"value"`
	}
	work := "a@contoso.com"
	object := attrs{
		"department": dept("HR"), "levels": []int{1, 2}, "labels": map[string]string{"site": "Oslo"}, "manager": (*dept)(nil),
		"emails": []email{{"home", nil}, {"work", &work}}, "name": struct{ GivenName dept }{"Alex"},
	}
	requireSentences(t, []sentence{
		{`Coalesce([department], "none")`, object, `"HR"`},
		{`Count([levels])`, object, "integer 2"},
		{`[labels.site] & "!"`, object, `"Oslo!"`},
		{`Coalesce([manager], "none")`, object, `"none"`},
		{`ToLower([emails[type eq "work"].value])`, object, `"a@contoso.com"`},
		{`IIF([name.givenName] = "Alex", "yes", "no")`, object, `"yes"`},
		{`[manager]`, object, "null"},
	})
}

// TestUnreadableDataFailsTheEvaluation, however the attribute is read, with an error that names the attribute and its Go type.
func TestUnreadableDataFailsTheEvaluation(t *testing.T) {
	t.Parallel()
	object := attrs{
		"done": make(chan int), "ratio": math.NaN(), "list": []any{"a", func() {}}, "name": map[string]any{"x": complex(1, 1), "y": "ok"}, "ok": "ok",
	}
	for src, want := range map[string]string{
		`[done]`:                         `a Go value of type chan int cannot be an attribute value at 1:1 [attribute done]`,
		`Coalesce([done], "none")`:       `a Go value of type chan int cannot be an attribute value at 1:10 [attribute done]`,
		`IIF([done] = "x", "a", "b")`:    `a Go value of type chan int cannot be an attribute value at 1:5 [attribute done]`,
		`IIF([ok] = "ok", [done], "b")`:  `a Go value of type chan int cannot be an attribute value at 1:18 [attribute done]`,
		`ToLower(Trim([done]))`:          `a Go value of type chan int cannot be an attribute value at 1:14 [attribute done]`,
		`"a" & [done]`:                   `a Go value of type chan int cannot be an attribute value at 1:7 [attribute done]`,
		`Join("-", [ok], [done])`:        `a Go value of type chan int cannot be an attribute value at 1:17 [attribute done]`,
		`IsPresent([done])`:              `a Go value of type chan int cannot be an attribute value at 1:11 [attribute done]`,
		`Count([list])`:                  `list member 1: a Go value of type func() cannot be an attribute value at 1:7 [attribute list]`,
		`[name.x]`:                       `a Go value of type complex128 cannot be an attribute value at 1:1 [attribute name.x]`,
		`[name]`:                         `member "x": a Go value of type complex128 cannot be an attribute value at 1:1 [attribute name]`,
		`Switch([done], "d", "k", "v")`:  `a Go value of type chan int cannot be an attribute value at 1:8 [attribute done]`,
		`Switch("x", "d", "x", [ratio])`: `a Go value of type float64: not a number that can be held exactly at 1:23 [attribute ratio]`,
		`Replace([missing], , "(?<g>a)", "g", , [done], )`: `a Go value of type chan int cannot be an attribute value at 1:40 [attribute done]`,
	} {
		prog := expr.MustCompile(src)
		env := &expr.Env{Attrs: object}
		_, err := prog.Eval(env)
		require.EqualError(t, err, want, src)
		var failed *expr.EvalError
		require.ErrorAs(t, err, &failed)
		require.Equal(t, codes.EvalType, failed.Code)
		require.EqualError(t, prog.Explain(env).Err, want, "explained")
		var e expr.Evaluator
		_, _, _, err = e.Append(prog, env, nil)
		require.EqualError(t, err, want, "appended")
		_, err = expr.MustCompile(src, expr.WithCompat(expr.Compat{IIFNullConditionFails: true, EagerBranches: true})).Eval(env)
		require.Error(t, err)
	}
	_, err := expr.MustCompile(`[ratio]`).Eval(&expr.Env{Attrs: object})
	require.True(t, errors.Is(err, value.ErrNumber))

	v, err := expr.MustCompile(`IIF([ok] = "ok", [name.y], [done])`).Eval(&expr.Env{Attrs: object})
	require.NoError(t, err, "data that is not read has no effect")
	require.Equal(t, "ok", v.Text())
}
