package mapping_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// TestValuesAreThoseOfMap: an evaluator returns what Map writes to a new object, whatever it has mapped before, and reports the same
// failures.
func TestValuesAreThoseOfMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mapper := drawMapper(t)
		worker := mapper.NewEvaluator()
		var kept [][]value.Value
		var reported []string
		for range rapid.IntRange(1, 4).Draw(t, "objects") {
			source := drawSource(t)
			result, err := mapper.Map(context.Background(), source, nil)
			require.NoError(t, err)
			values, err := worker.Values(context.Background(), source, nil)
			want := expected(result)
			if diff := cmp.Diff(want, shown(values)); diff != "" {
				t.Fatalf("values of %v (-map +evaluator):\n%s", source, diff)
			}
			requireSameTrouble(t, result, err)
			plain := map[string]any{"untouched": 1}
			requireSameTrouble(t, result, worker.AppendMap(context.Background(), source, plain))
			require.Equal(t, 1, plain["untouched"])
			delete(plain, "untouched")
			attributes, err := mapper.Attributes(context.Background(), source)
			requireSameTrouble(t, result, err)
			require.Equal(t, plain, attributes)
			requireSameData(t, result, plain)
			kept, reported = append(kept, values), append(reported, strings.Join(want, "\n"))
		}
		for i := range kept {
			require.Equal(t, reported[i], strings.Join(shown(kept[i]), "\n"), "values outlive the evaluator's next objects")
		}
	})
}

func drawMapper(t *rapid.T) *mapping.Mapper {
	opts := mapping.Options{
		Tokens: map[string]string{"Forest": "corp"}, HideValues: rapid.Bool().Draw(t, "hide"),
		Compat: expr.Compat{EmptyStringIsNull: rapid.Bool().Draw(t, "emptyIsNull"), EagerBranches: rapid.IntRange(0, 4).Draw(t, "eager") == 0},
		Resolve: func(_ context.Context, reference value.Value) (value.Value, bool) {
			return value.String("<" + reference.Text() + ">"), reference.Text() != "x"
		},
	}
	if rapid.Bool().Draw(t, "small limits") {
		opts.Limits = expr.Limits{TextBytes: 12}
	}
	set := mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}}}
	opts.Profile = rapid.SampledFrom(append(mapping.Profiles(), mapping.ProfileNone)).Draw(t, "profile")
	opts.EmptyTextFlows = rapid.Bool().Draw(t, "emptyTextFlows")
	// Of most names something is known by one profile or all; nothing is of t.
	targets := []string{"t", "displayName", "accountEnabled", "employeeHireDate", "manager", "proxyAddresses"}
	for _, target := range targets[:rapid.IntRange(1, len(targets)).Draw(t, "mappings")] {
		set.Mappings = append(set.Mappings, drawMapping(t, target))
	}
	if rapid.Bool().Draw(t, "typed") {
		opts.Target = &mapping.Schema{Attributes: []mapping.Attribute{{Name: "id"}}, Open: rapid.Bool().Draw(t, "open")}
		for _, target := range targets {
			if opts.Target.Open && rapid.Bool().Draw(t, "not listed") {
				continue
			}
			opts.Target.Attributes = append(opts.Target.Attributes, drawAttribute(t, target))
		}
	}
	mapper, err := set.Compile(opts)
	if err != nil {
		t.Skip(err) // such as a constant that does not fit the target
	}
	return mapper
}

func drawMapping(t *rapid.T, target string) mapping.Mapping {
	m := mapping.Mapping{
		Target: target, FlowNulls: rapid.Bool().Draw(t, "flowNulls"), Default: rapid.SampledFrom([]string{"", "", "d", "7"}).Draw(t, "default"),
		Apply: rapid.SampledFrom([]mapping.Apply{mapping.ApplyAlways, mapping.ApplyCreate}).Draw(t, "apply"),
	}
	switch rapid.SampledFrom([]string{"direct", "constant", "expression", "expression", "expression", "none"}).Draw(t, "kind") {
	case "direct":
		m.From = rapid.SampledFrom([]string{"a", "b", "o.a", "o.b", `l[type eq "b"].value`, "missing"}).Draw(t, "from")
	case "constant":
		m.Constant = rapid.SampledFrom([]string{"c", "12", "True"}).Draw(t, "constant")
	case "expression":
		m.Expression = rapid.SampledFrom(valueSources).Draw(t, "expression")
	}
	return m
}

var valueSources = []string{
	`Join("-", [a], [b])`, `[a] & "." & [o.a]`, `ToUpper(Trim([a]))`, `Append([a], [b])`, `StripSpaces([o.a])`, `%Forest%`,
	`Coalesce([a], [o.b])`, `Switch([a], "d", "x", [b], "b b", IgnoreAttributeFlow)`, `IIF([a] = "b b", IgnoreObjectFlow, [b])`,
	`IIF([a] = "x", "yes", Append([b], "!"))`, `Redact(Append([a], "?"))`, `Redact([b])`, `Append(Redact([a]), "s")`,
	`Replace([a], "b", , , "longer", , )`, `Replace([a], , "(?<one>b)", , "${one}${one}", , )`, `CDate([a])`, `CBool([b])`, `CInt([b])`, `Not([b])`,
	`Mid([a], [b], 2)`, `Split([a], " ")`, `Item(Split([a], " "), 1)`, `ToLower(Split([a], " "))`, `Error([a])`, `Len([a])`,
	`Append("", [missing])`, `[a] & [missing]`, `NULL`, `Append(Append([a], [a]), Append([b], [b]))`,
}

func drawAttribute(t *rapid.T, name string) mapping.Attribute {
	return mapping.Attribute{
		Name: name, MultiValued: rapid.Bool().Draw(t, "multiValued"), Required: rapid.IntRange(0, 3).Draw(t, "required") == 0,
		FlowNulls: rapid.Bool().Draw(t, "schema flowNulls"), Default: rapid.SampledFrom([]string{"", "s"}).Draw(t, "schema default"),
		Type: rapid.SampledFrom([]mapping.AttributeType{
			mapping.String, mapping.String, mapping.Integer, mapping.Boolean, mapping.DateTime, mapping.Reference, mapping.Binary,
		}).Draw(t, "type"),
	}
}

func drawSource(t *rapid.T) value.Attributes {
	data := map[string]any{"id": "1"}
	for _, name := range []string{"a", "b"} {
		if v := drawDatum(t); v != "absent" {
			data[name] = v
		}
	}
	data["o"] = map[string]any{"a": drawDatum(t), "b": drawDatum(t)}
	data["l"] = []any{map[string]any{"type": "a", "value": "other"}, map[string]any{"type": "b", "value": drawDatum(t)}}
	if rapid.IntRange(0, 3).Draw(t, "as object") == 0 {
		v, err := value.Of(data)
		require.NoError(t, err)
		object, _ := v.AsObject()
		return object
	}
	return value.Map(data)
}

func drawDatum(t *rapid.T) any {
	return rapid.SampledFrom([]any{
		"b b", "x", "", " b ", "7", "Żó", "2024-02-29T00:00:00Z", "absent", strings.Repeat("long ", 500), nil, true, 3, 2.5, json.Number("4"),
		[]any{"b"}, []any{"b", "x"}, []any{}, []string{"x"}, map[string]any{"value": "x"}, map[string]any{"other": 1.0},
	}).Draw(t, "datum")
}

func shown(values []value.Value) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = show(v) + " " + v.Kind().String()
		if v.Redacted() {
			texts[i] += " redacted"
		}
	}
	return texts
}

func expected(result *mapping.Result) []string {
	values := make([]value.Value, len(result.Attributes))
	for i := range result.Attributes {
		if o := &result.Attributes[i]; o.Decision.Changes() {
			values[i] = o.New
		}
	}
	return shown(values)
}

func requireSameTrouble(t require.TestingT, result *mapping.Result, err error) {
	var trouble *mapping.ObjectError
	if !errors.As(err, &trouble) {
		require.NoError(t, err)
		trouble = new(mapping.ObjectError)
	}
	require.Equal(t, result.Ignored, trouble.Ignored)
	failed := result.Failed()
	require.Len(t, trouble.Failed, len(failed))
	for i, o := range failed {
		got := &trouble.Failed[i]
		require.Equal(t, o.Mapping.Target+string(o.Code)+o.Reason, got.Mapping.Target+string(got.Code)+got.Reason)
		require.ErrorIs(t, err, got.Err)
	}
}

// requireSameData compares with the values' JSON, which plain data must have, too.
func requireSameData(t require.TestingT, result *mapping.Result, plain map[string]any) {
	want := map[string]string{}
	for _, m := range written(result) {
		want[m.Name] = show(m.Value)
	}
	got := map[string]string{}
	for name, data := range plain {
		v, err := value.Of(data)
		require.NoError(t, err, name)
		got[name] = show(v)
	}
	require.Equal(t, want, got)
}

func TestValuesOfACanceledContext(t *testing.T) {
	t.Parallel()
	worker := compile(t, mapping.Options{}, matching).NewEvaluator()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	before := []value.Value{value.True}
	values, err := worker.Values(ctx, object(t, `{"id": "1"}`), before)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, shown(before), shown(values))
	require.ErrorIs(t, worker.AppendMap(ctx, nil, map[string]any{}), context.Canceled)
	values, err = worker.Values(context.Background(), object(t, `{"id": "1"}`), values)
	require.NoError(t, err)
	require.Equal(t, []string{"true boolean", `"1" string`}, shown(values))
}

func TestValuesOfNoSource(t *testing.T) {
	t.Parallel()
	worker := compile(t, mapping.Options{}, matching, mapping.Mapping{Target: "t", Expression: `Append("a", [b])`}).NewEvaluator()
	values, err := worker.Values(context.Background(), nil, []value.Value{value.True})
	require.NoError(t, err)
	require.Equal(t, []string{"true boolean", "- null", `"a" string`}, shown(values), "after what the list held")
}

func TestObjectErrors(t *testing.T) {
	t.Parallel()
	worker := compile(t, mapping.Options{}, matching,
		mapping.Mapping{Target: "t", Expression: `CDate([id])`},
		mapping.Mapping{Target: "u", Expression: `IIF([left] = "1", IgnoreObjectFlow, "in")`},
	).NewEvaluator()
	_, err := worker.Values(context.Background(), value.Map{"id": "no date"}, nil)
	require.ErrorContains(t, err, "1 of the object's attributes failed, first t: CDate")
	_, err = worker.Values(context.Background(), value.Map{"id": "2024-01-01", "left": "1"}, nil)
	require.EqualError(t, err, "an expression leaves the object out of the flow")
	_, err = worker.Values(context.Background(), value.Map{"id": "2024-01-01"}, nil)
	require.NoError(t, err, "what befell one object says nothing of the next")
}

// A long text has its own memory, so that whoever keeps a short one does not keep it too.
func TestLongTextsStandAlone(t *testing.T) {
	t.Parallel()
	worker := compile(t, mapping.Options{}, matching,
		mapping.Mapping{Target: "t", Expression: `Append([id], "-")`},
		mapping.Mapping{Target: "u", Expression: `Append([long], "-")`},
		mapping.Mapping{Target: "v", Expression: `Append([id], "+")`},
	).NewEvaluator()
	values, err := worker.Values(context.Background(), value.Map{"id": "1", "long": strings.Repeat("l", 2000)}, nil)
	require.NoError(t, err)
	require.Equal(t, "1-", values[1].Text())
	require.Len(t, values[2].Text(), 2001)
	require.Equal(t, "1+", values[3].Text())
	between := uintptr(unsafe.Pointer(unsafe.StringData(values[3].Text()))) - uintptr(unsafe.Pointer(unsafe.StringData(values[1].Text())))
	require.Equal(t, uintptr(2), between, "short texts are in one piece of memory, without the long one")
}

func TestValuesAllocateOneText(t *testing.T) {
	worker := compile(t, mapping.Options{}, matching,
		mapping.Mapping{Target: "t", Expression: `Join("@", [id], "contoso.com")`},
		mapping.Mapping{Target: "u", Expression: `ToUpper([o.a])`},
		mapping.Mapping{Target: "v", From: "o.a"},
		mapping.Mapping{Target: "w", Constant: "c"},
	).NewEvaluator()
	source := value.Map{"id": "1", "o": map[string]any{"a": "x"}}
	var values []value.Value
	run := func() { values, _ = worker.Values(context.Background(), source, values[:0]) }
	run()
	require.LessOrEqual(t, testing.AllocsPerRun(100, run), 2.0, "one for all texts, one for the source's interface")
	o := value.NewObject(value.Member{Name: "ID", Value: value.String("1")}, value.Member{Name: "o", Value: value.ObjectOf(value.NewObject(value.Member{Name: "a", Value: value.String("x")}))})
	run = func() { values, _ = worker.Values(context.Background(), value.Fold(o), values[:0]) }
	run()
	require.LessOrEqual(t, testing.AllocsPerRun(100, run), 1.0, "one for all texts of a record of a feed")
	plain := map[string]any{}
	fill := func() { _ = worker.AppendMap(context.Background(), source, plain) }
	fill()
	require.LessOrEqual(t, testing.AllocsPerRun(100, fill), 4.0, "one more for each text that is not interned")
}
