package ids_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Plans of one run give away nothing that another run has given, or that people have been assigned; and whoever has it has it again.
func TestPlansShareAState(t *testing.T) {
	set := mapping.Set{Source: "User", Target: "User", Mappings: []mapping.Mapping{
		{Target: "employeeID", From: "employeeId", Match: 1},
		{Target: "sAMAccountName", Expression: `SelectUniqueValue(ToLower([first]), Join("", ToLower([first]), Left([last], 1)), Join("", ToLower([first]), [employeeId]))`, Apply: mapping.ApplyCreate},
	}}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{
		Type: "User", TargetType: "User", Set: &set, Options: provision.Options{Profile: mapping.ProfileAD},
	}}})
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "reserved.json")
	plan := func(people ...string) (names []string) {
		state := open(t, name)
		defer func() { require.NoError(t, state.Close()) }()
		sources := func(yield func(provision.Source) bool) {
			for i, text := range people {
				src := provision.Source{Type: "User", Ordinal: i + 1, Attrs: person(i+1, text).Attrs}
				src.Attrs.(value.Map)["id"] = src.Attrs.(value.Map)["employeeId"]
				if !yield(src) {
					return
				}
			}
		}
		cycle := engine.NewCycle(provision.World{Directory: provision.NewMemory(nil), Reserver: state})
		for p, err := range cycle.Run(context.Background(), sources, 4) {
			require.NoError(t, err)
			for i := range p.Attributes {
				if p.Attributes[i].Mapping.Target == "sAMAccountName" {
					names = append(names, p.Attributes[i].New.Text())
				}
			}
		}
		return names
	}
	require.Equal(t, []string{"ada", "adaE"}, plan("E1 Ada Example", "E2 Ada Example"))
	require.Equal(t, []string{"adaE3"}, plan("E3 Ada Example"), "in another run")
	require.Equal(t, []string{"ada", "adaE", "adaE3", "adaE4"}, plan("E1 Ada Example", "E2 Ada Example", "E3 Ada Example", "E4 Ada Example"))

	lines := run{config: config(oneCandidate, "sAMAccountName"), people: []string{"E9 Ada", "E1 Ada"}, state: reopened(t, name)}.lines(t)
	slices.Sort(lines)
	require.Equal(t, []string{"E1 ada", "E9 ada2"}, lines, "who has reserved a value by plans is assigned it")
}
