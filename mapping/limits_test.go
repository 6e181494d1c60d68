package mapping_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

func requirePassed(t *testing.T, err error, name diag.Limit, place string) {
	t.Helper()
	require.ErrorIs(t, err, expr.ErrLimit)
	var limit *expr.LimitError
	require.ErrorAs(t, err, &limit)
	require.Equal(t, name, limit.Limit)
	require.Equal(t, place, limit.Position.String())
}

func TestMappingFilesHaveALimit(t *testing.T) {
	t.Parallel()
	file := `{"mappings": [{"target": "a", "from": "` + strings.Repeat("x", mapping.DefaultFileBytes) + `"}]}`
	_, err := mapping.ReadJSON(strings.NewReader(file))
	requirePassed(t, err, codes.LimitFileBytes, "0:0")
	require.EqualError(t, err, "mapping file: longer than 2 MiB")
	var set mapping.Set
	require.NoError(t, set.UnmarshalJSON([]byte(file)), "a program that has the text may read it")
	require.Len(t, set.Mappings, 1)

	_, err = mapping.ReadJSON(strings.NewReader(strings.Repeat("[", 101) + strings.Repeat("]", 101)))
	requirePassed(t, err, codes.LimitJSONDepth, "1:102")
}

func TestASetReportsTheLimitsOfItsExpressionsAndFilters(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		set   mapping.Set
		limit diag.Limit
		place string
	}{
		{"an expression", mapping.Set{Mappings: []mapping.Mapping{{Target: "a", Expression: "Len(\nLen(Len(1)))"}}}, codes.LimitDepth, "2:8"},
		{"the second one", mapping.Set{Mappings: []mapping.Mapping{{Target: "a", Expression: `Nothing()`}, {Target: "b", Expression: `Len(Len(Len(1)))`}}}, codes.LimitDepth, "1:12"},
		{"a filter", mapping.Set{
			Mappings: []mapping.Mapping{{Target: "a", From: "b"}},
			Scope:    mapping.Filter{{{Attribute: "a", Operator: "REGEX MATCH", Values: []string{strings.Repeat("a", 9000)}}}},
		}, codes.LimitPatternBytes, "0:0"},
	} {
		_, err := row.set.Compile(mapping.Options{Limits: expr.Limits{Depth: 2}})
		var invalid *mapping.ValidationError
		require.ErrorAs(t, err, &invalid, row.name)
		requirePassed(t, err, row.limit, row.place)
	}
	_, err := (&mapping.Set{Mappings: []mapping.Mapping{{Target: "a", Expression: `Nothing()`}}}).Compile(mapping.Options{})
	require.Error(t, err)
	require.NotErrorIs(t, err, expr.ErrLimit)
}

// TestTheClausesOfAFilterShareTheWork for one object, its values of an attribute included.
func TestTheClausesOfAFilterShareTheWork(t *testing.T) {
	t.Parallel()
	slow := mapping.Clause{Attribute: "a", Operator: "REGEX MATCH", Values: []string{`(?=.*b)a`}}
	denied := mapping.Clause{Attribute: "a", Operator: "NOT REGEX MATCH", Values: []string{`(?=.*b)a`}}
	plain := mapping.Clause{Attribute: "b", Operator: "EQUALS", Values: []string{"x"}}
	few := object(t, `{"a": "aaaac", "b": "x"}`)
	many := value.NewObject(value.Member{Name: "a", Value: value.Strings(strings.Split(strings.Repeat(strings.Repeat("a", 1000)+"c,", 20), ",")...)})
	for _, row := range []struct {
		name    string
		filter  mapping.Filter
		attrs   value.Attributes
		passed  bool
		limited bool
	}{
		{"a short value", mapping.Filter{{slow}}, few, false, false},
		{"many long values", mapping.Filter{{slow}}, many, false, true},
		{"many long values, denied", mapping.Filter{{denied}}, many, false, true},
		{"a group that passes beside it", mapping.Filter{{slow}, {plain}}, value.NewObject(append(many.Members(), few.Members()[1])...), true, false},
	} {
		set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "a", From: "a", Match: 1}}, Scope: row.filter}
		mapper, err := set.Compile(mapping.Options{Limits: expr.Limits{RegexSteps: 10_000}})
		require.NoError(t, err)
		for range 2 { // each object has its own budget
			result := mapper.Scope().Evaluate(row.attrs)
			require.Equal(t, row.passed, result.Passed, row.name)
			if !row.limited {
				require.NoError(t, result.Limit, row.name)
				continue
			}
			requirePassed(t, result.Limit, codes.LimitRegexSteps, "0:0")
		}
	}
	unfit := mapping.Filter{{{Attribute: "a", Operator: "GREATER_THAN", Values: []string{"1"}}}}
	result := compileFilter(t, unfit, false).Evaluate(few)
	require.Error(t, result.Groups[0][0].Err)
	require.NoError(t, result.Limit, "a value that cannot be compared is no limit")
}

// TestAMappingEndsWhereItIsCanceled from inside of it: an expression cancels it, and the others must not be evaluated to no end.
func TestAMappingEndsWhereItIsCanceled(t *testing.T) {
	t.Parallel()
	var ctx context.Context
	var cancel context.CancelFunc
	called := 0
	custom := func(name string, do func()) functions.Spec {
		return functions.Spec{Name: name, Summary: "Is made by a test.", Origin: functions.Custom, Eval: func(functions.Args) (value.Value, error) {
			do()
			return value.String("x"), nil
		}}
	}
	reg, err := functions.Standard().With(custom("Cancel", func() { cancel() }), custom("Call", func() { called++ }))
	require.NoError(t, err)
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "id", Expression: `Cancel()`, Match: 1},
		{Target: "a", Expression: `Join(""` + strings.Repeat(", Call()", 1000) + `)`}, {Target: "b", Expression: `Call()`},
	}}
	mapper, err := set.Compile(mapping.Options{Functions: reg})
	require.NoError(t, err)
	for name, run := range map[string]func() error{
		"Map":        func() error { _, err := mapper.Map(ctx, nil, nil); return err },
		"Attributes": func() error { _, err := mapper.Attributes(ctx, nil); return err },
		"Values":     func() error { _, err := mapper.NewEvaluator().Values(ctx, nil, nil); return err },
	} {
		ctx, cancel = context.WithCancel(context.Background())
		called = 0
		require.True(t, errors.Is(run(), context.Canceled), name)
		require.Less(t, called, 30, name)
		cancel()
	}
}
