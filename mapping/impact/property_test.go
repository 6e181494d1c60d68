package impact_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

func TestMain(m *testing.M) { effort.Main(m, 30) }

// TestRandomPairs holds of random jobs that the counts agree with the totals, that a job does not differ from itself,
// and that pairing by objects comes to the same as pairing by order.
func TestRandomPairs(t *testing.T) {
	t.Parallel()
	expressions := []string{
		`[a]`, `[b]`, `""`, `[none]`, `ToUpper([a])`, `[a] & "x"`, `Item(Split([a], "."), 2)`, `IIF([b] = "1", "True", "False")`, `StripSpaces([a])`, `Join("@", [a], [b])`,
	}
	targets := []string{"accountEnabled", "userPrincipalName", "title", "city"}
	set := rapid.Custom(func(t *rapid.T) *mapping.Set {
		s := &mapping.Set{Mappings: []mapping.Mapping{{Target: "employeeId", From: "id", Match: 1}}}
		for _, target := range targets {
			if rapid.IntRange(0, 4).Draw(t, "mapped") > 0 {
				s.Mappings = append(s.Mappings, mapping.Mapping{
					Target: target, Expression: rapid.SampledFrom(expressions).Draw(t, target), FlowNulls: rapid.Bool().Draw(t, "nulls"),
					Apply: rapid.SampledFrom([]mapping.Apply{mapping.ApplyAlways, mapping.ApplyCreate}).Draw(t, "apply"),
				})
			}
		}
		if rapid.Bool().Draw(t, "scoped") {
			s.Scope = mapping.Filter{{{Attribute: "b", Operator: "NOT EQUALS", Values: []string{"2"}}}}
		}
		return s
	})
	rapid.Check(t, func(t *rapid.T) {
		var people, accounts []value.Map
		text := rapid.SampledFrom([]string{"", "1", "2", "Ann", "ann", "A nn", "x.y", "Zoë"})
		for i := range rapid.IntRange(0, 40).Draw(t, "people") {
			p := value.Map{"id": fmt.Sprint(i), "a": text.Draw(t, "a"), "b": text.Draw(t, "b")}
			people = append(people, p)
			if rapid.Bool().Draw(t, "account") {
				account := value.Map{"employeeId": p["id"], "accountEnabled": rapid.Bool().Draw(t, "enabled")}
				for _, target := range targets[1:] {
					account[target] = text.Draw(t, target)
				}
				accounts = append(accounts, account)
			}
		}
		opts := provision.Options{HardDelete: rapid.Bool().Draw(t, "hard"), Profile: rapid.SampledFrom([]mapping.Profile{mapping.ProfileNone, mapping.ProfileEntra}).Draw(t, "profile")}
		from, to := set.Draw(t, "from"), set.Draw(t, "to")
		document := func(a, b *mapping.Set, o impact.Options) *impact.Impact {
			return compare(t, side(t, a, opts, accounts, people), side(t, b, opts, accounts, people), o)
		}
		differing := 0
		got := document(from, to, impact.Options{Limit: 100, Seen: func(_, _ *provision.Plan) { differing++ }})
		requireSums(t, got)
		require.Equal(t, len(people), differing)
		require.Equal(t, len(people), got.People)
		members := map[string]bool{}
		for _, g := range got.Groups {
			require.Len(t, g.IDs, g.Count)
			for _, id := range g.IDs {
				members[id] = true
			}
		}
		for _, a := range got.Actions {
			for _, id := range a.IDs {
				members[id] = true
			}
		}
		require.Len(t, members, got.Counts("changes"), "who differs is in a group, or has another action")
		require.Equal(t, "No change.", document(from, from, impact.Options{}).Headline())
		want, err := json.Marshal(got)
		require.NoError(t, err)
		byObject, err := json.Marshal(document(from, to, impact.Options{Limit: 100, ByObject: true, Workers: 2}))
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(byObject))
	})
}

// BenchmarkCompare has the ratio to two plain runs: 1,000 people with twelve planted changes.
func BenchmarkCompare(b *testing.B) {
	from, to, people, accounts := planted(1_000)
	opts := provision.Options{}
	b.Run("two runs", func(b *testing.B) {
		for range b.N {
			for _, set := range []*mapping.Set{from, to} {
				s := side(b, set, opts, accounts, people)
				for _, err := range s.Engine.NewCycle(s.World).Run(b.Context(), s.Sources, 1) {
					require.NoError(b, err)
				}
			}
		}
	})
	b.Run("compared", func(b *testing.B) {
		for range b.N {
			compare(b, side(b, from, opts, accounts, people), side(b, to, opts, accounts, people), impact.Options{Limit: 50, Workers: 1})
		}
	})
}
