package expr_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
	"github.com/attrmap/attrmap/internal/shape"
)

// values are the attributes of an object by their full names.
type values map[string]value.Value

func (v values) Attribute(p *value.Path) value.Value { return v[p.String()] }

// withoutRules are functions of every form without a rule of inference.
func withoutRules() []functions.Spec {
	source := func(p functions.Param) functions.Param {
		p.Name, p.Doc = "source", "anything"
		return p
	}
	specs := []functions.Spec{
		{
			Name: "First", Params: []functions.Param{source(functions.Param{}), source(functions.Param{Null: functions.NullIsError, EmptyIsNull: true})},
			Eval: func(a functions.Args) (value.Value, error) {
				if _, err := a.Value(1); err != nil {
					return value.Absent, err
				}
				return a.Value(0)
			},
		},
		{
			Name: "Size", Params: []functions.Param{source(functions.Param{EmptyIsNull: true}), source(functions.Param{Optional: true})},
			Result: value.KindsOf(value.KindInteger),
			Eval: func(a functions.Args) (value.Value, error) {
				if _, err := a.Text(1); err != nil {
					return value.Absent, err
				}
				s, err := a.Text(0)
				return value.Integer(int64(len(s))), err
			},
		},
		{
			Name: "Double", Params: []functions.Param{source(functions.Param{Each: true}), source(functions.Param{Optional: true})},
			Transform: func(a functions.Args, dst []byte, from int) ([]byte, error) {
				s, err := a.Text(1)
				return append(append(dst, dst[from:]...), s...), err
			},
		},
		{
			Name: "Odd", Params: []functions.Param{source(functions.Param{Each: true, Null: functions.NullHandled})},
			Rewrite: func(_ functions.Args, source value.Value, dst []byte) ([]byte, error) {
				if source.IsNull() {
					return append(dst, "odd"...), nil
				}
				return dst, functions.ErrNull
			},
		},
		{
			Name: "Written", Params: []functions.Param{source(functions.Param{Repeats: true, Null: functions.NullSkipped})},
			Append: func(a functions.Args, dst []byte) ([]byte, error) {
				v, err := a.Flow(0)
				return append(dst, v.Text()...), err
			},
		},
	}
	for i := range specs {
		specs[i].Origin, specs[i].Summary = functions.Custom, "Has no rule of its own."
	}
	return specs
}

// TestNoEvaluationContradictsInference: for all attributes of the given types, every evaluated sub-expression has a value
// that its shape admits, and fails only if its shape may fail.
func TestNoEvaluationContradictsInference(t *testing.T) {
	reg, err := functions.Standard().With(withoutRules()...)
	require.NoError(t, err)
	g, err := exprgen.New(reg)
	require.NoError(t, err)
	for _, spec := range g.Specs() {
		t.Run(spec.Name, func(t *testing.T) {
			evaluated := 0
			rapid.Check(t, func(t *rapid.T) {
				prog := drawProgram(t, g, spec, expr.WithFunctions(reg), expr.WithCompat(drawCompat(t)))
				if prog == nil {
					return
				}
				types := exprgen.DrawTypes(t)
				inference := prog.Infer(types)
				for range 3 {
					requireInferred(t, prog, inference, drawAttributes(t, types, prog.Attributes()))
					evaluated++
				}
			})
			require.NotZero(t, evaluated)
		})
	}
}

// drawProgram returns a call that compiles, or nil if none of a few does: most combinations of arguments of Replace are invalid.
func drawProgram(t *rapid.T, g *exprgen.Grammar, spec *functions.Spec, opts ...expr.Option) *expr.Program {
	for range 10 {
		src := g.Call(t, spec, rapid.IntRange(1, 4).Draw(t, "depth"), exprgen.Top)
		if prog, err := expr.Compile(src, opts...); err == nil {
			return prog
		}
	}
	return nil
}

// drawAttributes returns the attributes with random values that the types admit.
func drawAttributes(t *rapid.T, types exprgen.Types, names []string) values {
	a := values{}
	for _, name := range names {
		s, known := types[name]
		if !known {
			s = shape.AnyData()
		}
		a[name] = exprgen.DrawValue(t, s)
	}
	return a
}

func drawCompat(t *rapid.T) expr.Compat {
	one := func(label string) bool { return rapid.IntRange(0, 3).Draw(t, label) == 0 }
	return expr.Compat{
		EagerBranches: one("eager"), IIFNullConditionFails: one("null condition"), EmptyStringIsNull: one("empty is null"),
		DiacriticsTableOnly: one("table only"),
	}
}

// requireInferred evaluates a program for one object and compares every sub-expression with its shape.
func requireInferred(t require.TestingT, prog *expr.Program, inference *expr.Inference, a values) {
	chance := rand.NewChaCha8([32]byte{1})
	env := &expr.Env{
		Attrs: a, Clock: func() time.Time { return time.Date(2025, 7, 30, 12, 0, 0, 0, time.UTC) }, Random: chance, DefaultDomain: "contoso.com",
		Taken:  func(context.Context, string, string) (bool, error) { return chance.Uint64()%2 == 0, nil },
		Tokens: map[string]string{"DomainFQDN": "contoso.com"},
	}
	v, err := prog.Eval(env)
	requireAdmitted(t, prog.Source(), inference.Shape, v, err, a)
	x := prog.Explain(env)
	if errors.Is(x.Err, expr.ErrLimit) {
		return
	}
	var compare func(n syntax.Node, step *expr.Step)
	compare = func(n syntax.Node, step *expr.Step) {
		if !step.Evaluated {
			return
		}
		require.True(t, inference.Evaluated(n), "%s: %s is evaluated for %#v", prog.Source(), step.Text, a)
		requireAdmitted(t, prog.Source()+": "+step.Text, inference.Of(n), step.Value, step.Err, a)
		i := 0
		for child := range syntax.Children(n) {
			if _, omitted := child.(*syntax.Omitted); !omitted {
				compare(child, step.Parts[i])
				i++
			}
		}
	}
	compare(prog.Tree(), x.Root)
}

func requireAdmitted(t require.TestingT, what string, s functions.Shape, v value.Value, err error, a values) {
	switch {
	case errors.Is(err, expr.ErrLimit):
	case err != nil:
		require.True(t, s.MayFail(), "%s is %s but fails for %#v: %v", what, s, a, err)
	default:
		require.True(t, s.Admits(v), "%s is %s but returns %#v for %#v", what, s, v, a)
	}
}
