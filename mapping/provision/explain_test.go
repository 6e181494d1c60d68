package provision_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// TestExplanationsAgreeWithPlans explains every object of a crowd in which plans depend on each other, and single objects of it.
func TestExplanationsAgreeWithPlans(t *testing.T) {
	t.Parallel()
	const n = 150
	rnd := rand.New(rand.NewPCG(7, 1))
	set, opts := entangled()
	sources, target := crowd(rnd, n), accounts(rnd, n)
	fresh := func() *provision.Cycle {
		e, err := cycleOf(set, directory(set, target...), opts, provision.Options{Profile: mapping.ProfileEntra})
		require.NoError(t, err)
		return e
	}
	planned, all := fresh(), fresh()
	want := map[string][]string{}
	for _, src := range sources {
		requireExplained(t, explained(t, all, src), string(plan(t, planned, src).AppendJSON(nil)))
	}
	for p, err := range fresh().Run(t.Context(), each(sources), 1) {
		require.NoError(t, err)
		want[p.ID] = append(want[p.ID], string(p.AppendJSON(nil)))
	}
	ids := []string{"none such"}
	for id, plans := range want {
		if len(plans) > 1 || len(ids) < 4 {
			ids = append(ids, id)
		}
	}
	require.Greater(t, len(ids), 4, "some objects have the same id")
	for _, id := range ids {
		var got []string
		var totals provision.Totals
		for x, err := range fresh().ExplainID(context.Background(), each(sources), id, &totals) {
			require.NoError(t, err)
			got = append(got, string(x.Plan.AppendJSON(nil)))
		}
		require.Equal(t, want[id], got, id)
		require.Equal(t, n, totals.Read)
	}
}

func explained(t *testing.T, e *provision.Cycle, src provision.Source) *provision.Explanation {
	t.Helper()
	x, err := e.Explain(context.Background(), src)
	require.NoError(t, err)
	return x
}

// requireExplained requires that an explanation has the plan's outcomes and that its forms are sound.
func requireExplained(t *testing.T, x *provision.Explanation, want string) {
	t.Helper()
	require.Equal(t, want, string(x.Plan.AppendJSON(nil)))
	require.Len(t, x.Rows, len(x.Plan.Attributes))
	for i := range x.Rows {
		require.Equal(t, x.Plan.Attributes[i].Reason, x.Rows[i].Reason)
		require.Equal(t, x.Plan.Attributes[i].Warnings, x.Rows[i].Warnings)
	}
	for line := range strings.Lines(fmt.Sprint(x)) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 80, line)
	}
	data, err := json.Marshal(x)
	require.NoError(t, err)
	var plan, explained map[string]any
	require.NoError(t, json.Unmarshal([]byte(want), &plan))
	require.NoError(t, json.Unmarshal(data, &explained))
	for name, v := range plan {
		if name != "attributes" {
			require.Equal(t, v, explained[name], name)
		}
	}
	rows := explained["attributes"].([]any)
	for i, row := range plan["attributes"].([]any) {
		for name, v := range row.(map[string]any) {
			require.Equal(t, v, rows[i].(map[string]any)[name], name)
		}
	}
}

func TestExplanationOfAnObject(t *testing.T) {
	t.Parallel()
	set := outbound()
	set.Mappings = append(set.Mappings,
		mapping.Mapping{Target: "mail", Expression: `Append([alias], "@contoso.com")`, Match: 2},
		mapping.Mapping{Target: "CustomSecurityAttributes.HR_PayGrade", Expression: `ToUpper([grade])`})
	opts := provision.Options{InputFilter: mapping.Filter{{{Attribute: "cloud", Operator: "NOT EQUALS", Values: []string{"x"}}}}}
	account := value.Map{"id": "a1", "userName": "other", "mail": "ALEX@contoso.com", "title": "Clerk", "CustomSecurityAttributes.HR_PayGrade": "IC-3"}
	src := value.Map{"userPrincipalName": "alex@x.com", "alias": "alex", "department": "Sales", "jobTitle": "Buyer", "grade": "ic-4"}
	x := explained(t, engine(t, set, opts, account), provision.Source{Ordinal: 1, Attrs: src})
	if diff := cmp.Diff(strings.TrimPrefix(`
update alex@x.com → a1
  attributes differ
input filter: passed
  group 1 holds
    cloud NOT EQUALS 'x' holds for ∅, the attribute has no value, and an input
        filter lets a denial pass then (inferred)
scope: passed
  group 1 holds
    department EQUALS 'Sales' holds for "Sales"
matching
  1. userName = "alex@x.com": no target object has it
  2. mail = "alex@contoso.com": the target object a1 has it
userName: flowed, the value differs from the target's
  "other" → "alex@x.com"
  match 1
  from [userPrincipalName] = "alex@x.com"
active: flowed, the target has no value
  → "True"
  Switch([IsSoftDeleted], , "False", "True", "True", "False") = "True"
    · source is a boolean, compared as False [1]
    · key 1 of 2, "False", equals the source: value [2]
    source: [IsSoftDeleted] = False (boolean)
    key: "False"
    value: "True"
    key: "True" (not evaluated)
    value: "False" (not evaluated)
title: flowed, the value differs from the target's
  "Clerk" → "Buyer"
  from [jobTitle] = "Buyer"
mail: unchanged, the target has this value
  the target keeps "ALEX@contoso.com"
  match 2
  Append([alias], "@contoso.com") = "alex@contoso.com"
    source: [alias] = "alex"
    suffix: "@contoso.com"
  · the target's value is written otherwise and counts as the same: values are
    compared by their text, without case and in any order
CustomSecurityAttributes.HR_PayGrade: flowed, the value differs from the
    target's
  redacted → redacted
  ToUpper([grade]) = [Redact]
    source: [grade] = [Redact]
evidence: documented Switch, Append, ToUpper
[1] Switch, inferred: Booleans are compared as True and False.
[2] Switch, assumed: Keys and values are evaluated in order and only as far as
    needed.
`, "\n"), fmt.Sprint(x)); diff != "" {
		t.Error(diff)
	}
	data, err := json.Marshal(x)
	require.NoError(t, err)
	require.NotContains(t, strings.ToLower(string(data)), "ic-")
	require.Contains(t, string(data), `"matching":[{"target":"userName","value":"alex@x.com","searched":true,"hits":[]},{"target":"mail","value":"alex@contoso.com","searched":true,"hits":["a1"],"explanation":{`)
}

func TestExplanationsOfObjectsThatAreDropped(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		src  provision.Source
		want []string
	}{
		{"unreadable", provision.Source{Ordinal: 3, Err: errors.New("line 3: no object")}, []string{"error 3 [UnreadableSource]\n  line 3: no object\n"}},
		{"nothing to match by", provision.Source{Ordinal: 3, Attrs: value.Map{}},
			[]string{"skip 3 [ImportSkipped]", "matching\n  1. userName = ∅: there is nothing to look for\n"}},
		{"out of scope", provision.Source{Ordinal: 3, Attrs: value.Map{"userPrincipalName": "a"}, Unassigned: true},
			[]string{"scope: not passed: no group holds", "and EQUALS does not hold then (documented)", "  the object is not assigned\n"}},
		{"disabled", provision.Source{Ordinal: 3, Attrs: value.Map{"userPrincipalName": "a", "department": "Sales", "accountEnabled": false}},
			[]string{"scope: passed", "  the object is disabled or deleted in the source\n"}},
		{"two hits", provision.Source{Ordinal: 3, Attrs: value.Map{"userPrincipalName": "twice", "department": "Sales"}},
			[]string{"error twice [DuplicateTargetEntries]", "  1. userName = \"twice\": the target objects a1, a2 have it\n"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := engine(t, outbound(), provision.Options{}, value.Map{"id": "a1", "userName": "twice"}, value.Map{"id": "a2", "userName": "Twice"})
			x := explained(t, e, row.src)
			require.Empty(t, x.Rows)
			for _, want := range row.want {
				require.Contains(t, fmt.Sprint(x), want)
			}
			requireExplained(t, x, string(x.Plan.AppendJSON(nil)))
			require.Equal(t, len(x.Matching) > 0, strings.Contains(fmt.Sprint(x), "\nmatching\n"))
		})
	}
}

// TestExplanationsMaskCustomSecurityAttributes: neither the values nor what an expression failed on is shown.
func TestExplanationsMaskCustomSecurityAttributes(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "CustomSecurityAttributes.HR_Id", Expression: `Trim([id])`, Match: 1},
		{Target: "CustomSecurityAttributes.HR_Since", Expression: `FormatDateTime([since], , "yyyy", "yyyy")`},
		{Target: "CustomSecurityAttributes.HR_Flag", From: "flag"},
	}}
	e := engine(t, set, provision.Options{}, value.Map{"id": "a", "CustomSecurityAttributes.HR_Flag": "secret"})
	x := explained(t, e, provision.Source{Ordinal: 1, Attrs: value.Map{"id": "secret ", "since": "secret", "flag": true}})
	require.Equal(t, provision.Failure, x.Plan.Status)
	data, err := json.Marshal(x.Rows)
	require.NoError(t, err)
	matching, err := json.Marshal(x.Matching)
	require.NoError(t, err)
	_, shown, _ := strings.Cut(fmt.Sprint(x), "\n") // the first line has the object's ID
	for _, text := range []string{shown, string(data), string(matching), x.Plan.Reason, x.Plan.Attributes[1].Reason} {
		require.NotContains(t, text, "secret")
	}
	require.Contains(t, shown, "  1. CustomSecurityAttributes.HR_Id = redacted: no target object has it\n")
	require.True(t, x.Matching[0].Explanation.Root.Value.Redacted(), "the value of a part is masked for programs, too")
}

func TestExplainIDIsCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	e := engine(t, inbound(), provision.Options{})
	for x, err := range e.ExplainID(ctx, each([]provision.Source{{Ordinal: 1, Attrs: value.Map{"id": "1"}}}), "1", nil) {
		require.ErrorIs(t, err, context.Canceled)
		require.Nil(t, x)
	}
}

// TestExplanationOfReferences: of each object that a value names is told how it was looked for, after the whole input is planned.
func TestExplanationOfReferences(t *testing.T) {
	t.Parallel()
	users := provision.ObjectMapping{Type: "User", Set: &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "userName", From: "upn", Match: 1}, {Target: "externalId", From: "number"}, {Target: "title", From: "title"},
	}}}
	groups := provision.ObjectMapping{Type: "Group", Set: &mapping.Set{Resource: "Group", Mappings: []mapping.Mapping{
		{Target: "displayName", From: "name", Match: 1}, {Target: "members", From: "members"},
	}}}
	target := provision.NewMemory([]*provision.Object{
		{Type: "User", ID: "T2", Attrs: value.Map{"userName": "b@x"}}, {Type: "User", ID: "T3", Attrs: value.Map{"userName": "c@x"}},
		{Type: "User", ID: "T9", Attrs: value.Map{"userName": "t@x"}},
	})
	sources := []provision.Source{
		{Type: "Group", Ordinal: 1, Attrs: value.Map{"name": "G", "members": []any{"o1", map[string]any{"value": "b@x"}, "n3", "o4", "o5", "T9", "t@x", "nobody"}}},
		{Type: "User", Ordinal: 1, Attrs: value.Map{"objectId": "o1", "upn": "a@x"}},
		{Type: "User", Ordinal: 2, Attrs: value.Map{"objectId": "o2", "upn": "b@x"}},
		{Type: "User", Ordinal: 3, Attrs: value.Map{"objectId": "o3", "upn": "c@x", "externalId": "n3"}},
		{Type: "User", Ordinal: 4, Attrs: value.Map{"objectId": "o4", "upn": "d@x", "accountEnabled": false}},
		{Type: "User", Ordinal: 5, Attrs: value.Map{"objectId": "o5", "upn": "e@x"}},
		{Type: "User", Ordinal: 6, Attrs: value.Map{"objectId": "o5", "upn": "f@x"}},
	}
	users.Options.Outbound = true
	e, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{users, groups}})
	require.NoError(t, err)
	var want []string
	for p, err := range e.NewCycle(provision.World{Directory: target}).Run(context.Background(), each(sources), 2) {
		require.NoError(t, err)
		want = append(want, string(p.AppendJSON(nil)))
	}
	count := 0
	for x, err := range e.NewCycle(provision.World{Directory: target}).ExplainID(context.Background(), each(sources), "G", nil) {
		require.NoError(t, err)
		count++
		requireExplained(t, x, want[0])
		require.Equal(t, []string{
			`"o1" is the source object User a@x, by its anchor; its account is created in this cycle, so that the reference is written after the creation`,
			`"b@x" is the source object User b@x, by userName: T2`,
			`"n3" is the source object User c@x, by externalId: T3`,
			`"o4" is the source object User d@x, by its anchor; it has no account, and none is created`,
			`"o5": several source objects have the name`,
			`"T9" is a target object of the type User, by its identifier: T9`,
			`"t@x" is a target object of the type User, by userName: T9`,
			`"nobody": neither a source object nor a target object has the name`,
		}, x.Rows[1].Notes)
	}
	require.Equal(t, 1, count)

	// What nobody knows stays where the target has it.
	has := provision.NewMemory([]*provision.Object{{Type: "Group", ID: "TG", Attrs: value.Map{"displayName": "G", "members": []any{map[string]any{"value": "Nobody"}}}}})
	for x, err := range e.NewCycle(provision.World{Directory: has}).ExplainID(context.Background(), each(sources[:1]), "G", nil) {
		require.NoError(t, err)
		require.Equal(t, `"nobody": neither a source object nor a target object has the name; the target has this very value, which stays`, x.Rows[1].Notes[7])
	}

	// What reports must not print is in no note.
	groups.Mapping.HideValues, users.Mapping.HideValues = true, true
	e, err = provision.New(provision.Job{Objects: []provision.ObjectMapping{users, groups}})
	require.NoError(t, err)
	for x, err := range e.NewCycle(provision.World{Directory: target}).ExplainID(context.Background(), each(sources), "1", nil) {
		require.NoError(t, err)
		text := fmt.Sprint(x)
		for _, secret := range []string{"o1", "@x", "n3", "T9", "nobody"} {
			require.NotContains(t, text, secret)
		}
	}
}

// TestExplanationOfLinksAndStagedPlans: a link goes before matching, and what is held back is told with what it would be.
func TestExplanationOfLinksAndStagedPlans(t *testing.T) {
	t.Parallel()
	set := outbound()
	job := provision.Job{Objects: []provision.ObjectMapping{{Set: set, Options: provision.Options{Outbound: true}}}}
	require.NoError(t, job.MaxDisables.UnmarshalText([]byte("0")))
	e, err := provision.New(job)
	require.NoError(t, err)
	links := new(provision.Links)
	require.NoError(t, links.Add("", "o1", "T1"))
	world := provision.World{Links: links, Directory: provision.NewMemory([]*provision.Object{
		{ID: "T1", Attrs: value.Map{"userName": "old@x", "active": true}}, {ID: "T2", Attrs: value.Map{"userName": "b@x", "active": true}},
	})}
	sources := []provision.Source{
		{Ordinal: 1, Attrs: value.Map{"objectId": "o1", "userPrincipalName": "a@x", "department": "Sales"}},
		{Ordinal: 2, Attrs: value.Map{"objectId": "o2", "userPrincipalName": "b@x", "department": "Stock"}},
	}
	var want []string
	for p, err := range e.NewCycle(world).Run(context.Background(), each(sources), 1) {
		require.NoError(t, err)
		want = append(want, string(p.AppendJSON(nil)))
	}
	for i, row := range []struct{ id, text string }{
		{"a@x", "update a@x → T1\n  attributes differ\nscope: passed\n  group 1 holds\n    department EQUALS 'Sales' holds for \"Sales\"\nmatching\n" +
			"  the object is linked to T1, so that nothing is looked for\n  1. userName = \"a@x\": not looked for\n"},
		{"b@x", "staged (disable) b@x → T2 [StagedAction]\n"},
	} {
		found := false
		for x, err := range e.NewCycle(world).ExplainID(context.Background(), each(sources), row.id, nil) {
			require.NoError(t, err)
			found = true
			requireExplained(t, x, want[i])
			require.True(t, strings.HasPrefix(fmt.Sprint(x), row.text), x)
		}
		require.True(t, found, row.id)
	}
}

// TestExplanationsOfWholeJobsAgreeWithPlans explains objects of random jobs of users and groups, whose references go in all directions.
func TestExplanationsOfWholeJobsAgreeWithPlans(t *testing.T) {
	t.Parallel()
	job := company()
	require.NoError(t, job.MaxDisables.UnmarshalText([]byte("60%")))
	e, err := provision.New(job)
	require.NoError(t, err)
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 22))
		sources, target := crew(rnd, 120)
		world := provision.World{Directory: provision.NewMemory(target)}
		want := map[string][]string{}
		var totals provision.Totals
		for p, err := range e.NewCycle(world).Run(t.Context(), each(sources), 2) {
			require.NoError(t, err)
			totals.Add(p)
			want[p.ID] = append(want[p.ID], string(p.AppendJSON(nil)))
		}
		for _, id := range []string{"u1@x", "u2@x", "u7@x", "u50@x", "u119@x", "Group 0", "Group 5", "Group 11", "none such"} {
			var explained provision.Totals
			i := 0
			for x, err := range e.NewCycle(world).ExplainID(t.Context(), each(sources), id, &explained) {
				require.NoError(t, err)
				requireExplained(t, x, want[id][i])
				i++
			}
			require.Len(t, want[id], i, id)
			require.Equal(t, totals, explained, id)
		}
	}
}
