package impact_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

// side returns a job of users whose one mapping besides id is m, over people and accounts.
func side(t require.TestingT, set *mapping.Set, opts provision.Options, accounts []value.Map, people []value.Map) impact.Side {
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set, Options: opts}}})
	require.NoError(t, err)
	var objects []*provision.Object
	for i, a := range accounts {
		objects = append(objects, provision.NewObject(a, i+1, set))
	}
	return impact.Side{
		Engine: engine, World: provision.World{Directory: provision.NewMemory(objects)},
		Sources: func(yield func(provision.Source) bool) {
			for i, p := range people {
				if !yield(provision.Source{Ordinal: i + 1, Attrs: p}) {
					return
				}
			}
		},
	}
}

func compare(t require.TestingT, from, to impact.Side, opts impact.Options) *impact.Impact {
	changes, err := impact.Compare(context.Background(), from, to, opts)
	require.NoError(t, err)
	require.True(t, changes.Complete)
	return changes
}

// short writes what differs in one line: changes of actions, then groups.
func short(i *impact.Impact) string {
	var parts []string
	for _, a := range i.Actions {
		parts = append(parts, fmt.Sprintf("%s→%s %d", a.From, a.To, a.Count))
	}
	for _, g := range i.Groups {
		text := strings.TrimSpace(g.Target + " " + g.Severity + " " + g.Shape)
		if !g.From.IsAbsent() || !g.To.IsAbsent() {
			text += " " + g.From.String() + "→" + g.To.String()
		}
		parts = append(parts, fmt.Sprintf("%s %d", text, g.Count))
	}
	return strings.Join(parts, "; ")
}

// TestDifferencesOfOneAttribute holds what differs, its shape and its severity.
func TestDifferencesOfOneAttribute(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		why      string
		from, to mapping.Mapping
		has      any // the value of the target, nil where there is no account
		want     string
	}{
		{"the same value by another expression", mapping.Mapping{From: "a"}, mapping.Mapping{Expression: `Coalesce([a], "x")`}, "old", ""},
		{"a boolean as a text", mapping.Mapping{Expression: `"True"`}, mapping.Mapping{Expression: `"true"`}, "x", ""},
		{"one instant in two forms", mapping.Mapping{Expression: `"2026-01-31T12:00:00Z"`}, mapping.Mapping{Expression: `"2026-01-31T13:00:00.000+01:00"`}, "x", ""},
		{"another value", mapping.Mapping{From: "a"}, mapping.Mapping{Expression: `"Service"`}, "x", `value pair Ann→Service 1`},
		{"a value where there was none", mapping.Mapping{From: "missing"}, mapping.Mapping{From: "a"}, "", `value first absent→Ann 1`},
		{"another value where the target has kept its own", mapping.Mapping{From: "missing"}, mapping.Mapping{From: "a"}, "Bob", `value pair Bob→Ann 1`},
		{"the target has the value already", mapping.Mapping{From: "missing"}, mapping.Mapping{From: "a"}, "Ann", ``},
		{"the value is gone and the target keeps it", mapping.Mapping{From: "a"}, mapping.Mapping{From: "missing"}, "Ann", `blanked withdrawn Ann→absent 1`},
		{"the value is gone and the target keeps another", mapping.Mapping{From: "a"}, mapping.Mapping{From: "missing"}, "Bob", `blanked withdrawn Ann→absent 1`},
		{"it no longer applies, and the target has nothing", mapping.Mapping{From: "a"}, mapping.Mapping{From: "a", Apply: mapping.ApplyCreate}, "", `blanked withdrawn Ann→absent 1`},
		{"null is written over the value", mapping.Mapping{From: "a"}, mapping.Mapping{From: "missing", FlowNulls: true}, "Ann", `blanked cleared Ann→null 1`},
		{"the empty text is written over the value", mapping.Mapping{From: "a"}, mapping.Mapping{Expression: `""`}, "Ann", `blanked cleared Ann→ 1`},
		{"a value that nobody supplied is cleared", mapping.Mapping{From: "missing"}, mapping.Mapping{From: "missing", FlowNulls: true}, "Ann", `blanked cleared Ann→null 1`},
		{"it no longer applies, and the target has it", mapping.Mapping{From: "a"}, mapping.Mapping{From: "a", Apply: mapping.ApplyCreate}, "Ann", ``},
		{"it no longer applies, and the target keeps another", mapping.Mapping{From: "a"}, mapping.Mapping{From: "a", Apply: mapping.ApplyCreate}, "Bob", `blanked withdrawn Ann→absent 1`},
		{"it no longer applies, and the target has nothing", mapping.Mapping{From: "a"}, mapping.Mapping{From: "a", Apply: mapping.ApplyCreate}, "", `blanked withdrawn Ann→absent 1`},
		{"case", mapping.Mapping{From: "a"}, mapping.Mapping{Expression: `ToUpper([a])`}, "x", `value case Ann→ANN 1`},
		{"spaces", mapping.Mapping{From: "a"}, mapping.Mapping{Expression: `"An n "`}, "x", `value spaces Ann→An n  1`},
		{"diacritics", mapping.Mapping{Expression: `"Zoë"`}, mapping.Mapping{Expression: `"Zoe"`}, "x", `value diacritics Zoë→Zoe 1`},
		{"a date in another form", mapping.Mapping{Expression: `"31.12.2026"`}, mapping.Mapping{Expression: `"2026-12-31"`}, "x", `value dateFormat 31.12.2026→2026-12-31 1`},
		{"another date", mapping.Mapping{Expression: `"30.12.2026"`}, mapping.Mapping{Expression: `"2026-12-31"`}, "x", `value pair 30.12.2026→2026-12-31 1`},
		{"a mail domain", mapping.Mapping{Expression: `"a@b.old"`}, mapping.Mapping{Expression: `"a@b.com"`}, "x", `value domain a@b.old→a@b.com 1`},
		{"a container", mapping.Mapping{Expression: `"CN=A,OU=B,DC=c"`}, mapping.Mapping{Expression: `"CN=A,OU=D,DC=c"`}, "x", `value container CN=A,OU=B,DC=c→CN=A,OU=D,DC=c 1`},
		{"a prefix", mapping.Mapping{From: "a"}, mapping.Mapping{Expression: `"X-" & [a]`}, "x", `value prefix Ann→X-Ann 1`},
		{"a suffix that goes", mapping.Mapping{Expression: `[a] & " (ext)"`}, mapping.Mapping{From: "a"}, "x", `value suffix Ann (ext)→Ann 1`},
		{"it newly fails", mapping.Mapping{From: "a"}, mapping.Mapping{Expression: `Item(Split([a], ","), 2)`}, "x", `failure newError 1`},
		{"it fails no more", mapping.Mapping{Expression: `Item(Split([a], ","), 2)`}, mapping.Mapping{From: "a"}, "x", `value errorGone 1`},
		{"it fails in both", mapping.Mapping{Expression: `Item(Split([a], ","), 2)`}, mapping.Mapping{Expression: `Item(Split([a], ","), 3)`}, "x", ``},
		{"random values are not compared", mapping.Mapping{Expression: `RandomString(8, 0, 0, 0, 0)`}, mapping.Mapping{Expression: `RandomString(9, 0, 0, 0, 0)`}, "x", ``},
	} {
		row.from.Target, row.to.Target = "it", "it"
		id := mapping.Mapping{Target: "id", From: "id", Match: 1}
		people := []value.Map{{"id": "7", "a": "Ann"}}
		accounts := []value.Map{{"id": "7", "it": row.has}}
		from := side(t, &mapping.Set{Mappings: []mapping.Mapping{id, row.from}}, provision.Options{}, accounts, people)
		to := side(t, &mapping.Set{Mappings: []mapping.Mapping{id, row.to}}, provision.Options{}, accounts, people)
		got := compare(t, from, to, impact.Options{Limit: 5})
		var groups []string
		for _, part := range strings.Split(short(got), "; ") {
			if after, ok := strings.CutPrefix(part, "it "); ok {
				groups = append(groups, after)
			}
		}
		require.Equal(t, row.want, strings.Join(groups, "; "), row.why)
		if row.want != "" {
			require.Equal(t, []string{"7"}, got.Groups[0].IDs, row.why)
		}
	}
}

// TestWhatHappensToObjects holds that deletions and lost creations are groups of their own, who conflicts is in the conflict alone.
func TestWhatHappensToObjects(t *testing.T) {
	t.Parallel()
	name := func(expression string) []mapping.Mapping {
		return []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: "userPrincipalName", Expression: expression}}
	}
	leavers := mapping.Filter{{{Attribute: "id", Operator: "NOT EQUALS", Values: []string{"2"}}}}
	people := []value.Map{{"id": "1"}, {"id": "2"}}
	accounts := []value.Map{{"id": "1", "userPrincipalName": "u1"}, {"id": "2", "userPrincipalName": "u2"}}
	enabled := func(value string) []mapping.Mapping {
		return append(name(`"u" & [id]`), mapping.Mapping{Target: "accountEnabled", Expression: value})
	}
	for _, row := range []struct {
		why, want, headline string
		from, to            mapping.Set
		opts                provision.Options
		accounts            []value.Map
	}{
		{"nothing", "", "No change.", mapping.Set{Mappings: name(`"u" & [id]`)}, mapping.Set{Mappings: name(`"u" & [id]`)}, provision.Options{}, accounts},
		{
			"a leaver is deleted", "skip→delete 1; deletion withdrawn 1", "This change deletes 1 account.",
			mapping.Set{Mappings: name(`"u" & [id]`)}, mapping.Set{Scope: leavers, Mappings: name(`"u" & [id]`)}, provision.Options{HardDelete: true}, accounts,
		},
		{
			"somebody is not created any more", "create→skip 1; lostCreation withdrawn 1", "This change no longer creates 1 account.",
			mapping.Set{Mappings: name(`"u" & [id]`)}, mapping.Set{Scope: leavers, Mappings: name(`"u" & [id]`)}, provision.Options{}, nil,
		},
		{
			"a leaver is disabled", "skip→disable 1; accountEnabled disable pair True→False 1", "This change disables 1 account.",
			mapping.Set{Mappings: enabled(`Not([IsSoftDeleted])`)}, mapping.Set{Scope: leavers, Mappings: enabled(`Not([IsSoftDeleted])`)}, provision.Options{},
			[]value.Map{{"id": "1", "userPrincipalName": "u1", "accountEnabled": true}, {"id": "2", "userPrincipalName": "u2", "accountEnabled": true}},
		},
		{
			"an account is disabled by its attribute", "accountEnabled disable pair True→False 2", "This change disables 2 accounts.",
			mapping.Set{Mappings: enabled(`"True"`)}, mapping.Set{Mappings: enabled(`"False"`)}, provision.Options{}, nil,
		},
		{
			"two get one name", "create→error 1; userPrincipalName conflict newError 1; userPrincipalName identity pair u1→u 1",
			"This change renames 1 person.  1 collision.",
			mapping.Set{Mappings: name(`"u" & [id]`)}, mapping.Set{Mappings: name(`"u"`)}, provision.Options{Profile: mapping.ProfileEntra}, nil,
		},
	} {
		from := side(t, &row.from, row.opts, row.accounts, people)
		to := side(t, &row.to, row.opts, row.accounts, people)
		got := compare(t, from, to, impact.Options{Limit: 5})
		if row.opts.Profile == mapping.ProfileEntra {
			row.want = strings.Replace(row.want, "identity pair u1→u", "identity suffix u1→u", 1)
		}
		require.Equal(t, row.want, short(got), row.why)
		require.Equal(t, row.headline, got.Headline(), row.why)
	}
}

func TestPairsBeyondTwentyAreOneGroup(t *testing.T) {
	t.Parallel()
	for _, n := range []int{20, 21, 300} {
		var people []value.Map
		for i := range n {
			people = append(people, value.Map{"id": fmt.Sprint(i), "a": fmt.Sprintf("x%dx", i), "b": fmt.Sprintf("y%dy", i)})
		}
		set := func(attribute string) *mapping.Set {
			return &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: "it", From: attribute}}}
		}
		got := compare(t, side(t, set("a"), provision.Options{}, nil, people), side(t, set("b"), provision.Options{}, nil, people), impact.Options{Limit: 3})
		if n == 20 {
			require.Len(t, got.Groups, 20)
			continue
		}
		require.Equal(t, fmt.Sprintf("it value many %d", n), short(got))
		require.Equal(t, []string{"0", "1", "2"}, got.Groups[0].IDs, "the first in their order, of all")
	}
}

// TestObjectsArePairedByWhatIdentifiesThem holds what new data do: who comes, who goes, and who has another name.
func TestObjectsArePairedByWhatIdentifiesThem(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "userName", From: "login", Match: 1}, {Target: "title", From: "title"}}}
	before := []value.Map{{"id": "1", "login": "ann", "title": "Clerk"}, {"id": "2", "login": "bob", "title": "Clerk"}, {"login": "cyd", "title": "Clerk"}}
	after := []value.Map{{"login": "cyd", "title": "Buyer"}, {"id": "3", "login": "dan", "title": "Clerk"}, {"id": "1", "login": "anna", "title": "Clerk"}}
	opts := impact.Options{Limit: 5, ByObject: true}
	got := compare(t, side(t, set, provision.Options{}, nil, before), side(t, set, provision.Options{}, nil, after), opts)
	require.Equal(t, "create→none 1; none→create 1; lostCreation withdrawn 1; userName identity first absent→dan 1; userName identity suffix ann→anna 1; "+
		"title value first absent→Clerk 1; title value pair Clerk→Buyer 1", short(got))
	require.Equal(t, 4, got.People)
	require.Zero(t, got.Unchanged)
}

func TestAStreamThatEndsEarlyIsNotComplete(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}}}
	many, few := []value.Map{{"id": "1"}, {"id": "2"}}, []value.Map{{"id": "1"}}
	for _, sides := range [][2][]value.Map{{many, few}, {few, many}} {
		got, err := impact.Compare(context.Background(), side(t, set, provision.Options{}, nil, sides[0]), side(t, set, provision.Options{}, nil, sides[1]), impact.Options{})
		require.NoError(t, err)
		require.False(t, got.Complete)
		var b strings.Builder
		require.NoError(t, got.WriteText(&b, impact.TextOptions{Width: 80}))
		require.Contains(t, b.String(), "INCOMPLETE")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	got, err := impact.Compare(ctx, side(t, set, provision.Options{}, nil, many), side(t, set, provision.Options{}, nil, many), impact.Options{})
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, got.Complete)
}

// TestSecretsAreMasked holds that groups are the same with and without values.
func TestSecretsAreMasked(t *testing.T) {
	t.Parallel()
	set := func(title, pin string) *mapping.Set {
		return &mapping.Set{Mappings: []mapping.Mapping{
			{Target: "id", From: "id", Match: 1}, {Target: "title", Expression: title}, {Target: "pin", Expression: pin},
			{Target: "CustomSecurityAttributes.A.b", Expression: pin[len("Redact(") : len(pin)-1]},
		}}
	}
	people := []value.Map{{"id": "1"}}
	for _, hide := range []bool{false, true} {
		var sides []impact.Side
		for _, s := range []*mapping.Set{set(`"secret1"`, `Redact("secret2")`), set(`"other1"`, `Redact("other2")`)} {
			engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: s, Mapping: mapping.Options{HideValues: hide}}}})
			require.NoError(t, err)
			one := side(t, s, provision.Options{}, nil, people)
			sides = append(sides, impact.Side{Engine: engine, Sources: one.Sources})
		}
		got := compare(t, sides[0], sides[1], impact.Options{Limit: 1})
		require.Len(t, got.Groups, 3)
		var text, md strings.Builder
		require.NoError(t, got.WriteText(&text, impact.TextOptions{Width: 120}))
		require.NoError(t, got.WriteMarkdown(&md))
		data, err := json.Marshal(got)
		require.NoError(t, err)
		for _, out := range []string{text.String(), md.String(), string(data), fmt.Sprintf("%+v", got)} {
			require.NotContains(t, out, "secret2")
			require.NotContains(t, out, "other2")
			require.Equal(t, !hide, strings.Contains(out, "secret1"), out)
		}
	}
}

func TestListedGroupsKeepAllIDs(t *testing.T) {
	t.Parallel()
	var people []value.Map
	for i := range 100 {
		people = append(people, value.Map{"id": fmt.Sprint(i)})
	}
	set := func(constant string) *mapping.Set {
		return &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: "it", Expression: constant}, {Target: "that", Expression: constant}}}
	}
	got := compare(t, side(t, set(`"a"`), provision.Options{}, nil, people), side(t, set(`"b"`), provision.Options{}, nil, people), impact.Options{Limit: 2, List: "IT"})
	require.Len(t, got.Groups[0].IDs, 100)
	require.Equal(t, []string{"0", "1"}, got.Groups[1].IDs)
	var b strings.Builder
	require.NoError(t, got.WriteText(&b, impact.TextOptions{Width: 80}))
	require.Equal(t, 2+1+1+100, strings.Count(b.String(), "\n"), b.String())
	_, err := impact.Compare(context.Background(), side(t, set(`"a"`), provision.Options{}, nil, people), side(t, set(`"b"`), provision.Options{}, nil, people), impact.Options{List: "x"})
	require.EqualError(t, err, `there is no group "x": want an attribute, a severity or a shape of those that differ`)
}

// TestTheOrderOfObjectsAndTheWorkersChangeNothing compares the documents of a population in two orders and with several numbers of workers.
func TestTheOrderOfObjectsAndTheWorkersChangeNothing(t *testing.T) {
	t.Parallel()
	from, to, people, accounts := planted(2_000)
	document := func(people []value.Map, workers int) string {
		opts := provision.Options{Profile: mapping.ProfileEntra}
		got := compare(t, side(t, from, opts, accounts, people), side(t, to, opts, accounts, people), impact.Options{Limit: 7, Workers: workers})
		requireSums(t, got)
		data, err := json.Marshal(got)
		require.NoError(t, err)
		return string(data)
	}
	want := document(people, 1)
	require.Equal(t, want, document(people, 2))
	require.Equal(t, want, document(people, 8))
	// Of two who get one name the earlier has it, whichever that is: so the order of those two stays.
	shuffled := slices.Clone(people)
	slices.SortStableFunc(shuffled, func(a, b value.Map) int { return strings.Compare(reversed(a), reversed(b)) })
	require.Equal(t, want, document(shuffled, 1))
}

// reversed orders people otherwise than by their numbers; those who share a department come in their order.
func reversed(m value.Map) string {
	text := []byte(fmt.Sprint(m["department"]))
	slices.Reverse(text)
	return string(text)
}

// requireSums holds that counts agree with the totals.
func requireSums(t require.TestingT, i *impact.Impact) {
	changed := i.Counts("changes")
	require.Equal(t, i.People-i.Unchanged, changed)
	sum := 0
	for _, g := range i.Groups {
		require.LessOrEqual(t, g.Count, changed)
		require.LessOrEqual(t, len(g.IDs), g.Count)
		sum += g.Count
	}
	for _, a := range i.Actions {
		require.LessOrEqual(t, a.Count, changed)
		sum += a.Count
	}
	require.GreaterOrEqual(t, sum, changed)
}
