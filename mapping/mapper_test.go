package mapping_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

func TestMappingGoesOnBehindAFailure(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{},
		mapping.Mapping{Target: "id", Expression: `Mid([id], [start])`, Match: 1},
		mapping.Mapping{Target: "mail", Expression: `Error("no")`, Default: "d"},
		mapping.Mapping{Target: "name", From: "name"},
		mapping.Mapping{Target: "last", Expression: `CDate([name])`},
	)
	result := mapped(t, mapper, `{"id": "7", "start": 0, "name": "Ann"}`, "")
	var got []string
	for i := range result.Attributes {
		o := &result.Attributes[i]
		got = append(got, o.Mapping.Target+" "+showOutcome(o)+" "+string(o.Code))
	}
	want := []string{"id error: - → - range", "mail error: - → - raised", `name flowed: - → "Ann" `, "last error: - → - date"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	require.Len(t, result.Failed(), 3)
	if diff := cmp.Diff([]value.Member{{Name: "name", Value: value.String("Ann")}}, written(result)); diff != "" {
		t.Error(diff)
	}
}

func TestIgnoreObjectSpeaksForTheWholeObject(t *testing.T) {
	mapper := compile(t, mapping.Options{}, matching,
		mapping.Mapping{Target: "t", Expression: `IIF([left] = "1", IgnoreObjectFlow, "in")`},
		mapping.Mapping{Target: "name", From: "name"},
	)
	result := mapped(t, mapper, `{"left": "1", "name": "Ann"}`, "")
	require.True(t, result.Ignored)
	require.Equal(t, mapping.Ignored, result.Attributes[1].Decision)
	require.Equal(t, mapping.Flowed, result.Attributes[2].Decision, "the other attributes are mapped all the same")
	require.False(t, mapped(t, mapper, `{"left": "0"}`, "").Ignored)
}

func TestResultsTellWhetherAnythingIsWritten(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{}, matching,
		mapping.Mapping{Target: "t", From: "a", FlowNulls: true}, mapping.Mapping{Target: "u", Default: "d"})
	for _, row := range []struct {
		source, target string
		want           []value.Member
	}{
		{`{"id": "1", "a": "x"}`, `{"id": "1", "t": "x", "u": "y"}`, nil},
		{`{"id": "1"}`, `{"id": "1", "t": "x", "u": "y"}`, []value.Member{{Name: "t", Value: value.Null}}},
		{`{"id": "1", "a": "x"}`, `{"id": "1", "t": "x"}`, []value.Member{{Name: "u", Value: value.String("d")}}},
		{`{"a": "x"}`, "", []value.Member{{Name: "t", Value: value.String("x")}, {Name: "u", Value: value.String("d")}}},
	} {
		result := mapped(t, mapper, row.source, row.target)
		if diff := cmp.Diff(row.want, written(result)); diff != "" {
			t.Errorf("%s to %s: %s", row.source, row.target, diff)
		}
	}
}

func TestMatchingGoesByPrecedence(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{Target: &mapping.Schema{Attributes: []mapping.Attribute{
		{Name: "mail"}, {Name: "employeeId", CaseExact: true}, {Name: "upn"}, {Name: "t"},
	}}},
		mapping.Mapping{Target: "mail", Expression: `ToLower([mail])`, Match: 20},
		mapping.Mapping{Target: "t", From: "a"},
		mapping.Mapping{Target: "employeeId", From: "externalId", Match: 3},
		mapping.Mapping{Target: "upn", Expression: `Mid([mail], [start])`, Match: 21},
	)
	require.Equal(t, []string{"employeeId", "mail", "upn"}, mapper.MatchingTargets())
	matches := mapper.Matching(context.Background(), object(t, `{"mail": "A@B.com", "start": 0}`), false)
	require.Len(t, matches, 3)
	require.Equal(t, "employeeId", matches[0].Target)
	require.True(t, matches[0].CaseExact)
	require.True(t, matches[0].Value.IsNull())
	require.Equal(t, `"a@b.com"`, show(matches[1].Value))
	require.False(t, matches[1].CaseExact)
	require.Error(t, matches[2].Err)
}

func TestAnObjectWithoutAttributes(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{}, matching, mapping.Mapping{Target: "t", Expression: `Coalesce([a], "none")`})
	result, err := mapper.Map(context.Background(), nil, nil)
	require.NoError(t, err)
	require.Equal(t, "nullNotFlowed: - → -", showOutcome(&result.Attributes[0]))
	require.Equal(t, `flowed: - → "none"`, showOutcome(&result.Attributes[1]))
	require.True(t, mapper.Matching(context.Background(), nil, false)[0].Value.IsNull())
}

func TestACanceledContextEndsTheMapping(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	result, err := compile(t, mapping.Options{}, matching).Map(ctx, value.Map{"id": "1"}, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, result)
}

func TestTheClockIsReadOncePerObject(t *testing.T) {
	t.Parallel()
	reads := 0
	start := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	mapper := compile(t, mapping.Options{Clock: func() time.Time {
		reads++
		return start.Add(time.Duration(reads) * time.Hour)
	}}, matching, mapping.Mapping{Target: "a", Expression: "Now()"}, mapping.Mapping{Target: "b", Expression: "Now()"})
	result := mapped(t, mapper, `{}`, "")
	require.Equal(t, 1, reads)
	require.True(t, result.Attributes[1].New.Equal(result.Attributes[2].New))
	require.Equal(t, "1/31/2026 1:00:00 PM", result.Attributes[1].New.Text())
	mapped(t, mapper, `{}`, "")
	require.Equal(t, 2, reads)
}

func TestExpressionsSeeTheWorldOnlyThroughOptions(t *testing.T) {
	t.Parallel()
	needy := []mapping.Mapping{
		matching,
		{Target: "now", Expression: "Now()"},
		{Target: "domain", Expression: "DefaultDomain()"},
		{Target: "unique", Expression: "SelectUniqueValue([a], [b])", Apply: mapping.ApplyCreate},
	}
	result := mapped(t, compile(t, mapping.Options{}, needy...), `{"a": "x", "b": "y"}`, "")
	require.Len(t, result.Failed(), 3)

	var asked []string
	opts := mapping.Options{
		Clock:         func() time.Time { return time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC) },
		DefaultDomain: "contoso.com",
		Random:        bytes.NewReader(make([]byte, 1024)),
		NewGUID:       func() string { return "1b4c1f4e-0c55-4c63-a6ab-2f6f0f1e0002" },
		Taken: func(_ context.Context, attribute, candidate string) (bool, error) {
			asked = append(asked, attribute+"="+candidate)
			return candidate == "x", nil
		},
	}
	result = mapped(t, compile(t, opts, append(needy, mapping.Mapping{Target: "guid", Expression: "Guid()"})...), `{"a": "x", "b": "y"}`, "")
	require.Empty(t, result.Failed())
	require.Equal(t, []string{"unique=x", "unique=y"}, asked)
	require.Equal(t, `"y"`, show(result.Attributes[3].New))
	require.Equal(t, `"1b4c1f4e-0c55-4c63-a6ab-2f6f0f1e0002"`, show(result.Attributes[4].New))
}

func TestAFailingProbeFailsTheAttribute(t *testing.T) {
	t.Parallel()
	down := errors.New("the directory is down")
	mapper := compile(t, mapping.Options{Taken: func(context.Context, string, string) (bool, error) { return false, down }}, matching,
		mapping.Mapping{Target: "t", Expression: "SelectUniqueValue([a], [b])", Apply: mapping.ApplyCreate})
	outcome := mapped(t, mapper, `{"a": "x", "b": "y"}`, "").Attributes[1]
	require.Equal(t, mapping.Failed, outcome.Decision)
	require.ErrorIs(t, outcome.Err, down)
}

func TestReferencesAreResolvedInTheTarget(t *testing.T) {
	t.Parallel()
	opts := mapping.Options{
		Target: &mapping.Schema{Attributes: []mapping.Attribute{
			{Name: "id"}, {Name: "manager", Type: mapping.Reference}, {Name: "members", Type: mapping.Reference, MultiValued: true},
		}},
		Resolve: func(_ context.Context, reference value.Value) (value.Value, bool) {
			return value.Reference("id-" + reference.Text()), reference.Text() != "gone"
		},
	}
	mapper := compile(t, opts, matching, mapping.Mapping{Target: "manager", From: "m"}, mapping.Mapping{Target: "members", From: "ms"})
	for _, row := range []struct{ source, target, manager, members string }{
		{`{"m": "1"}`, "", `flowed: - → "id-1"`, "nullNotFlowed: - → -"},
		{`{"m": {"value": "1", "displayName": "Ann"}}`, `{"manager": "ID-1"}`, `unchanged: "ID-1" → "ID-1"`, "nullNotFlowed: - → -"},
		{`{"m": "gone", "ms": ["gone"]}`, `{"manager": "id-1"}`, `nullNotFlowed: "id-1" → -`, "nullNotFlowed: - → -"},
		{`{"ms": ["1", "gone", {"value": "2", "type": "User"}]}`, `{"members": ["id-1"]}`, "nullNotFlowed: - → -",
			`flowed: ["id-1"] → ["id-1","id-2"]`},
	} {
		result := mapped(t, mapper, row.source, row.target)
		require.Equal(t, row.manager, showOutcome(&result.Attributes[1]))
		require.Equal(t, row.members, showOutcome(&result.Attributes[2]))
	}
	gone := mapped(t, mapper, `{"m": "gone"}`, "").Attributes[1]
	require.Equal(t, []diag.Code{codes.UnresolvedReference}, gone.Warnings)
}

func TestRedactedValuesStayMarked(t *testing.T) {
	t.Parallel()
	texts := mapping.Attribute{MultiValued: true}
	for _, row := range []struct {
		name           string
		target         *mapping.Schema
		m              mapping.Mapping
		source, before string
		old, new       bool
	}{
		{"a new value", nil, mapping.Mapping{Expression: "Redact([a])"}, `{"a": "x"}`, "", false, true},
		{"the old value is most likely the one that is hidden", nil, mapping.Mapping{Expression: "Redact([a])"}, `{"a": "x"}`, `{"t": "y"}`, true, true},
		{"an unchanged value", nil, mapping.Mapping{Expression: "Redact([a])"}, `{"a": "x"}`, `{"t": "x"}`, true, true},
		{"converted", targetSchema(mapping.Attribute{Type: mapping.Integer}), mapping.Mapping{Expression: "Redact([a])"}, `{"a": "7"}`, "", false, true},
		{"several", targetSchema(texts), mapping.Mapping{Expression: "Redact([a])"}, `{"a": ["x", "y"]}`, `{"t": ["z"]}`, true, true},
		{"one of a list", targetSchema(mapping.Attribute{}), mapping.Mapping{Expression: "Redact([a])"}, `{"a": ["x"]}`, "", false, true},
		{"added values", targetSchema(texts), mapping.Mapping{Expression: "Redact([a])", Apply: mapping.ApplyValueAddOnly}, `{"a": "x"}`, `{"t": "y"}`, true, true},
		{"the expression is not evaluated", nil, mapping.Mapping{Expression: "Redact([a])", Apply: mapping.ApplyCreate}, `{"a": "x"}`, `{"t": "y"}`, true, false},
		{"inside another call", nil, mapping.Mapping{Expression: "ToUpper(Redact([a]))"}, `{"a": "x"}`, `{"t": "y"}`, true, true},
		{"no Redact", nil, mapping.Mapping{Expression: "ToUpper([a])"}, `{"a": "x"}`, `{"t": "y"}`, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.m.Target = "t"
			mapper := compile(t, mapping.Options{Target: row.target}, matching, row.m)
			outcome := mapped(t, mapper, row.source, row.before).Attributes[1]
			require.NotEqual(t, mapping.Failed, outcome.Decision, outcome.Reason)
			require.Equal(t, row.old, !outcome.Old.IsNull() && outcome.Old.Redacted(), "old")
			require.Equal(t, row.new, outcome.New.Redacted(), "new")
		})
	}
}

func TestASourcesOwnMarkGoesOn(t *testing.T) {
	t.Parallel()
	secret := value.Map{"a": value.String("x").WithRedaction()}
	mapper := compile(t, mapping.Options{}, matching, mapping.Mapping{Target: "t", From: "a"})
	result, err := mapper.Map(context.Background(), secret, value.Map{"t": "y"})
	require.NoError(t, err)
	require.True(t, result.Attributes[1].New.Redacted())
	require.True(t, result.Attributes[1].Old.Redacted())
}

func TestHiddenValuesStandInNoReason(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		m     mapping.Mapping
		shown bool // where values are not hidden
	}{
		{mapping.Mapping{Expression: `CDate([a])`}, true},
		{mapping.Mapping{Expression: `DateFromNum([a])`}, true},
		{mapping.Mapping{Expression: `Error([a])`}, true},
		{mapping.Mapping{Expression: `CDate(Redact([a]))`}, false},
		{mapping.Mapping{From: "a"}, false}, // a conversion never quotes the value
	} {
		row.m.Target = "t"
		for _, hidden := range []bool{false, true} {
			opts := mapping.Options{HideValues: hidden, Target: targetSchema(mapping.Attribute{Type: mapping.DateTime})}
			outcome := mapped(t, compile(t, opts, matching, row.m), `{"a": "confidential"}`, "").Attributes[1]
			require.Equal(t, mapping.Failed, outcome.Decision)
			require.Equal(t, row.shown && !hidden, strings.Contains(outcome.Reason, "confidential"), outcome.Reason)
			require.Equal(t, row.shown && !hidden, strings.Contains(outcome.Err.Error(), "confidential"), outcome.Reason)
		}
	}
}

func TestOwnFunctionsCanBeUsed(t *testing.T) {
	t.Parallel()
	spec, _ := functions.Standard().Lookup("ToUpper")
	own := *spec
	own.Name, own.Aliases = "Shout", nil
	reg, err := functions.Standard().With(own)
	require.NoError(t, err)
	mapper := compile(t, mapping.Options{Functions: reg}, matching, mapping.Mapping{Target: "t", Expression: `Shout([a])`})
	require.Equal(t, `flowed: - → "X"`, showOutcome(&mapped(t, mapper, `{"a": "x"}`, "").Attributes[1]))
}

func TestMapperReportsWhatItReads(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{}, matching, mapping.Mapping{Target: "t", Expression: `Join("-", [a], [IsSoftDeleted])`})
	for name, want := range map[string]bool{"id": true, "a": true, "IsSoftDeleted": true, "t": false, "": false} {
		require.Equal(t, want, mapper.Reads(name), name)
	}
	require.Equal(t, "t", mapper.Set().Mappings[1].Target)
}

func TestWordsOfTheOutput(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(map[string]any{
		"types": []mapping.Type{mapping.Direct, mapping.Constant, mapping.Expression, mapping.None},
		"decisions": []mapping.Decision{
			mapping.Flowed, mapping.Unchanged, mapping.NullNotFlowed, mapping.DefaultUsed, mapping.CreateOnlySkipped, mapping.Cleared,
			mapping.NoneKept, mapping.Ignored, mapping.Failed,
		},
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"types": ["direct", "constant", "expression", "none"], "decisions": ["flowed", "unchanged", "nullNotFlowed",
		"defaultUsed", "createOnlySkipped", "cleared", "noneKept", "ignored", "error"]}`, string(data))
}

// twentyRows is a set of the kinds of mappings that real ones have.
func twentyRows() []mapping.Mapping {
	rows := []mapping.Mapping{
		matching,
		{Target: "companyName", Constant: "Contoso"},
		{Target: "mail", Expression: `Coalesce([emails[type eq "work"].value], [userName])`},
		{Target: "displayName", Expression: `Join(", ", [name.familyName], [name.givenName])`},
		{Target: "country", Expression: `Switch([country], "US", "Germany", "DE", "Poland", "PL")`},
		{Target: "phone", Expression: `Replace([phone], , "\\D", , "", , )`},
		{Target: "hired", Expression: `FormatDateTime([hired], , "yyyy-MM-dd", "MM/dd/yyyy")`},
		{Target: "usageLocation", Default: "US"},
		{Target: "nick", Expression: `ToLower([name.givenName])`, Apply: mapping.ApplyCreate},
		{Target: "title", From: "title", Default: "Employee"},
	}
	for i := len(rows); i < 20; i++ {
		rows = append(rows, mapping.Mapping{Target: "t" + strconv.Itoa(i), From: "a" + strconv.Itoa(i)})
	}
	return rows
}

func worker(i int) value.Map {
	source := value.Map{
		"id": strconv.Itoa(i), "userName": fmt.Sprintf("user%d@contoso.com", i), "country": "Poland", "phone": "+48 (58) 555-0101",
		"hired": "2026-02-01", "name": map[string]any{"givenName": "Ann", "familyName": "O'Brien " + strconv.Itoa(i)},
		"emails": []any{map[string]any{"type": "work", "value": fmt.Sprintf("w%d@contoso.com", i)}},
	}
	for i := range 20 {
		source["a"+strconv.Itoa(i)] = "value"
	}
	return source
}

func TestOneMapperServesManyGoroutines(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{Clock: time.Now}, twentyRows()...)
	var wg sync.WaitGroup
	faults := make(chan string, 64)
	for g := range 64 {
		wg.Go(func() {
			for i := g * 20; i < (g+1)*20; i++ {
				result, err := mapper.Map(context.Background(), worker(i), value.Map{"id": strconv.Itoa(i), "title": "x"})
				if err != nil || len(result.Failed()) > 0 ||
					result.Attributes[2].New.Text() != fmt.Sprintf("w%d@contoso.com", i) ||
					result.Attributes[3].New.Text() != fmt.Sprintf("O'Brien %d, Ann", i) {
					faults <- fmt.Sprintf("object %d: %v %v", i, err, result)
					return
				}
			}
		})
	}
	wg.Wait()
	close(faults)
	for fault := range faults {
		t.Error(fault)
	}
}

// TestMapAllocatesLittle bounds the garbage of one object: it must not grow with the rows. Pools forget under the race detector, so the
// bound is generous.
func TestMapAllocatesLittle(t *testing.T) {
	rows := twentyRows()
	require.Len(t, rows, 20)
	mapper := compile(t, mapping.Options{}, rows...)
	var source, existing value.Attributes = worker(1), value.Map{"id": "1", "title": "x"}
	ctx := context.Background()
	require.LessOrEqual(t, testing.AllocsPerRun(200, func() { _, _ = mapper.Map(ctx, source, nil) }), 20.0)
	require.LessOrEqual(t, testing.AllocsPerRun(200, func() { _, _ = mapper.Map(ctx, source, existing) }), 20.0)
}

func BenchmarkMapTwentyRows(b *testing.B) {
	mapper := compile(b, mapping.Options{}, twentyRows()...)
	var source value.Attributes = worker(1)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := mapper.Map(ctx, source, nil); err != nil {
			b.Fatal(err)
		}
	}
}
