package impact_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

// runOf collects the plans of a job over people.
func runOf(t *testing.T, s impact.Side, opts impact.Options) *impact.Impact {
	t.Helper()
	run := impact.NewRun(s.Engine, opts)
	for plan, err := range s.Engine.NewCycle(s.World).Run(context.Background(), s.Sources, 1) {
		require.NoError(t, err)
		run.Add(plan)
	}
	return run.Impact()
}

// TestWhatOneCycleDoes holds the groups of plans that are compared with the target as it is.
func TestWhatOneCycleDoes(t *testing.T) {
	t.Parallel()
	row := func(m mapping.Mapping) []mapping.Mapping {
		m.Target = "it"
		return []mapping.Mapping{{Target: "id", From: "id", Match: 1}, m}
	}
	has := []value.Map{{"id": "7", "it": "Ann"}}
	for _, test := range []struct {
		why      string
		set      mapping.Set
		opts     provision.Options
		accounts []value.Map
		want     string
	}{
		{"an account that is not there is created", mapping.Set{Mappings: row(mapping.Mapping{From: "a"})}, provision.Options{}, nil, `→create 1; creation first 1`},
		{"the target agrees", mapping.Set{Mappings: row(mapping.Mapping{Expression: `"Ann"`})}, provision.Options{}, has, `→skip 1`},
		{"another value", mapping.Set{Mappings: row(mapping.Mapping{Expression: `"Bob"`})}, provision.Options{}, has, `→update 1; it value pair Ann→Bob 1`},
		{"the value with another ending", mapping.Set{Mappings: row(mapping.Mapping{Expression: `"Anna"`})}, provision.Options{}, has, `→update 1; it value suffix Ann→Anna 1`},
		{"a first value", mapping.Set{Mappings: row(mapping.Mapping{Expression: `"Bob"`})}, provision.Options{}, []value.Map{{"id": "7"}}, `→update 1; it value first absent→Bob 1`},
		{"null over a value", mapping.Set{Mappings: row(mapping.Mapping{From: "missing", FlowNulls: true})}, provision.Options{}, has, `→update 1; it blanked cleared Ann→null 1`},
		{"nobody supplies the value", mapping.Set{Mappings: row(mapping.Mapping{From: "missing"})}, provision.Options{}, has, `→skip 1; it blanked withdrawn Ann→absent 1`},
		{"the attribute fails", mapping.Set{Mappings: row(mapping.Mapping{Expression: `CDate([a])`})}, provision.Options{}, has, `→skip 1; it failure newError 1`},
		{"a random value", mapping.Set{Mappings: row(mapping.Mapping{Expression: `RandomString(8, 0, 0, 0, 0)`})}, provision.Options{}, has, `→update 1; it value many 1`},
		{
			"a leaver is deleted",
			mapping.Set{Scope: mapping.Filter{{{Attribute: "id", Operator: "EQUALS", Values: []string{"8"}}}}, Mappings: row(mapping.Mapping{From: "a"})},
			provision.Options{HardDelete: true}, has, `→delete 1; deletion withdrawn 1`,
		},
		{
			"a leaver is disabled",
			mapping.Set{
				Scope:    mapping.Filter{{{Attribute: "id", Operator: "EQUALS", Values: []string{"8"}}}},
				Mappings: append(row(mapping.Mapping{From: "it"}), mapping.Mapping{Target: "accountEnabled", Expression: `Not([IsSoftDeleted])`}),
			},
			provision.Options{}, []value.Map{{"id": "7", "it": "Ann", "accountEnabled": true}}, `→disable 1; accountEnabled disable pair True→False 1; it blanked withdrawn Ann→absent 1`,
		},
	} {
		got := runOf(t, side(t, &test.set, test.opts, test.accounts, []value.Map{{"id": "7", "a": "Zed"}}), impact.Options{Limit: 1})
		require.Equal(t, test.want, short(got), test.why)
	}
}

// TestWhatIsKeptIsThatOfTheIDs holds that every id has what was kept of its pair, whatever the order in which objects come.
func TestWhatIsKeptIsThatOfTheIDs(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: "it", From: "a"}}}
	var people, accounts []value.Map
	for i := range 500 {
		people = append(people, value.Map{"id": fmt.Sprint(i), "a": fmt.Sprintf("x%dx", i%60)})
		accounts = append(accounts, value.Map{"id": fmt.Sprint(i), "it": "y"})
	}
	calls := 0
	opts := impact.Options{Limit: 3, Keep: func(from, to *provision.Plan) any {
		calls++
		require.Nil(t, from)
		return "of " + to.ID
	}}
	for range 2 {
		got := runOf(t, side(t, set, provision.Options{}, accounts, people), opts)
		require.Equal(t, "→update 500; it value many 500", short(got))
		require.Equal(t, []string{"0", "1", "2"}, got.Groups[0].IDs)
		require.Equal(t, []any{"of 0", "of 1", "of 2"}, got.Groups[0].Kept)
		require.Equal(t, got.Groups[0].Kept, got.Actions[0].Kept)
		slices.Reverse(people)
	}
	require.Less(t, calls, 800, "of most pairs nothing is kept where the ids come in order")
	opts.Keep = nil
	require.Nil(t, runOf(t, side(t, set, provision.Options{}, accounts, people), opts).Groups[0].Kept)
}
