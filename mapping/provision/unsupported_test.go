package provision_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Source: docs/evidence.md. The action of an object is that of its other rows; a match that cannot be judged is an error, unless another attribute
// finds the account (assumed).
func TestUnsupportedRowsLeaveTheAction(t *testing.T) {
	t.Parallel()
	set := func(match string) *mapping.Set {
		s := &mapping.Set{Mappings: []mapping.Mapping{
			{Target: "id", From: "id", Match: 1}, {Target: "name", From: "name"}, {Target: "alt", Expression: `AltSecIdFromNetid([netId])`, Default: "x"},
		}}
		switch match {
		case "unknown":
			s.Mappings[0].From, s.Mappings[0].Match, s.Mappings[2].Match = "id", 0, 1
		case "first":
			s.Mappings[0].Match, s.Mappings[2].Match = 2, 1
		case "second":
			s.Mappings[2].Match = 2
		}
		return s
	}
	person := value.Map{"id": "1", "name": "A"}
	for _, row := range []struct {
		name, match string
		account     value.Map
		want        string
	}{
		{"created without the attribute", "", nil, "create success id=1 name=A"},
		{"updated without it", "", value.Map{"id": "1", "name": "B"}, "update success name=A"},
		{"nothing else to do", "", value.Map{"id": "1", "name": "A"}, "skip skipped RedundantExport"},
		{"the only matching attribute", "unknown", value.Map{"alt": "1:2", "name": "B"}, "error failure UnsupportedFunction"},
		{"the only matching attribute, which no account has", "unknown", value.Map{"id": "1", "name": "B"}, "create success id=1 name=A"},
		{"the only matching attribute, without accounts", "unknown", nil, "create success id=1 name=A"},
		{"the first of two, and the second finds the account", "first", value.Map{"id": "1", "name": "B"}, "update success name=A"},
		{"the second of two, and the first finds the account", "second", value.Map{"id": "1", "name": "B"}, "update success name=A"},
		{"the first of two, and the second finds nothing", "first", value.Map{"alt": "1:2"}, "error failure UnsupportedFunction"},
		{"the second of two, and the first finds nothing", "second", value.Map{"alt": "1:2"}, "error failure UnsupportedFunction"},
	} {
		var accounts []value.Map
		if row.account != nil {
			accounts = append(accounts, row.account)
		}
		e := engine(t, set(row.match), provision.Options{}, accounts...)
		p := plan(t, e, provision.Source{Ordinal: 1, Attrs: person})
		require.Equal(t, row.want, summary(p), row.name)
		if len(p.Attributes) > 0 {
			require.Equal(t, mapping.Unsupported, p.Attributes[2].Decision, row.name)
		}
		if p.Action == provision.Skip {
			require.Contains(t, p.Reason, "as far as it can be evaluated: alt cannot", row.name)
		}
	}
}

// Source: docs/evidence.md. Errors of matching count for leavers, and do not for whom the input filter leaves out.
func TestUnsupportedMatchesOfLeavers(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "alt", Expression: `AltSecIdFromNetid([netId])`, Match: 1}, {Target: "active", Expression: `Switch([IsSoftDeleted], , "False", "True", "True", "False")`},
	}}
	for _, row := range []struct {
		name   string
		source provision.Source
		want   string
	}{
		{"active", provision.Source{Attrs: value.Map{"netId": "1", "a": "x"}}, "error failure UnsupportedFunction"},
		{"soft-deleted: there may be an account to disable", provision.Source{Attrs: value.Map{"netId": "1", "a": "x"}, Deleted: provision.SoftDeleted}, "error failure UnsupportedFunction"},
		{"left out by the input filter", provision.Source{Attrs: value.Map{"netId": "1", "a": "y"}}, "skip skipped ImportSkipped"},
	} {
		input := mapping.Filter{{{Attribute: "a", Operator: "EQUALS", Values: []string{"x"}}}}
		e := engine(t, set, provision.Options{Outbound: true, InputFilter: input}, value.Map{"alt": "1:9", "active": true})
		row.source.Ordinal = 1
		require.Equal(t, row.want, summary(plan(t, e, row.source)), row.name)
	}
}

// Source: docs/evidence.md. Nobody is disabled, skipped or created because of a clause that cannot be judged, and nobody is an error whose plan does
// not depend on it.
func TestUnsupportedClausesDecideNothing(t *testing.T) {
	t.Parallel()
	yes, no, open := mapping.Clause{Attribute: "a", Operator: "EQUALS", Values: []string{"x"}}, mapping.Clause{Attribute: "a", Operator: "EQUALS", Values: []string{"y"}},
		mapping.Clause{Attribute: "b", Operator: "PRESENT"}
	filter := func(clauses ...mapping.Clause) mapping.Filter { return mapping.Filter{clauses} }
	const unknown = "error failure UnsupportedScope"
	for _, row := range []struct {
		name                   string
		scope, input, category mapping.Filter
		source                 provision.Source
		want                   string
	}{
		{"in scope or not", filter(open), nil, nil, provision.Source{}, unknown},
		{"out of scope in any case", filter(open, no), nil, nil, provision.Source{}, "disable success active=False"},
		{"in scope in any case", mapping.Filter{{open}, {yes}}, nil, nil, provision.Source{}, "update success name=A"},
		{"read or not", nil, filter(open), nil, provision.Source{}, unknown},
		{"not read in any case", nil, filter(open, no), nil, provision.Source{}, "skip skipped ImportSkipped"},
		{"of the mapping or not", nil, nil, filter(open), provision.Source{}, unknown},
		{"read or not, and not of the mapping", nil, filter(open), filter(no), provision.Source{}, "skip skipped ImportSkipped"},
		{"read or not, and out of scope", filter(no), filter(open), nil, provision.Source{}, unknown},
		{"deleted, whatever the scope", filter(open), nil, nil, provision.Source{Deleted: provision.SoftDeleted}, "disable success active=False"},
		{"unassigned, whatever the scope", filter(open), nil, nil, provision.Source{Unassigned: true}, "disable success active=False"},
	} {
		set := &mapping.Set{Scope: row.scope, Mappings: []mapping.Mapping{
			{Target: "id", From: "id", Match: 1}, {Target: "name", From: "name"}, {Target: "active", Expression: `Switch([IsSoftDeleted], , "False", "True", "True", "False")`},
		}}
		name := "B"
		if row.want == "disable success active=False" {
			name = "A"
		}
		e := engine(t, set, provision.Options{InputFilter: row.input, CategoryFilter: row.category, Outbound: true}, value.Map{"id": "1", "name": name, "active": true})
		row.source.Ordinal, row.source.Attrs = 1, value.Map{"id": "1", "name": "A", "a": "x"}
		require.Equal(t, row.want, summary(plan(t, e, row.source)), row.name)
	}
}

// strangers are attribute mappings of a schema that nobody can evaluate; %s is a name.
var strangers = []string{
	`"source": {"type": "Function", "name": "%[1]s", "expression": "%[1]s([a])", "parameters": [{"key": "source", "value": {"type": "Attribute", "name": "a", "expression": "[a]"}}]}`,
	`"source": {"type": "Function", "name": "%[1]s", "expression": "%[1]s()", "parameters": []}`,
	`"source": {"type": "Function", "name": "ToUpper", "expression": "ToUpper(%[1]s([a]))", "parameters": [{"key": "source", "value": {"type": "Function", "name": "%[1]s", "parameters": [{"key": "x", "value": {"type": "Attribute", "name": "a"}}]}}]}`,
	`"source": {"type": "Function", "name": "Contoso.%[1]s", "parameters": [{"key": "source", "value": {"type": "Attribute", "name": "a"}}]}`,
	`"source": {"type": "%[1]s", "name": "a", "expression": "[a]", "parameters": []}`,
	`"flowType": "%[1]s", "source": {"type": "Attribute", "name": "a", "expression": "[a]", "parameters": []}`,
	`"source": {"type": "Function", "name": "IIF", "parameters": [{"key": "one", "value": {"type": "Attribute", "name": "a"}}, {"key": "two", "value": {"type": "Constant", "name": "%[1]s"}}, {"key": "three", "value": {"type": "Constant", "name": "x"}}]}`,
}

// Source: docs/evidence.md, never the mapping. No unknown name in a schema stops other rows or changes their decisions.
func TestUnknownNamesOfASchemaChangeNoOtherRow(t *testing.T) {
	t.Parallel()
	known := []string{
		`{"targetAttributeName": "id", "matchingPriority": 1, "source": {"type": "Attribute", "name": "id", "expression": "[id]", "parameters": []}}`,
		`{"targetAttributeName": "a", "source": {"type": "Attribute", "name": "a", "expression": "[a]", "parameters": []}}`,
		`{"targetAttributeName": "b", "defaultValue": "d", "source": {"type": "Function", "name": "Append", "expression": "Append([b], \"!\")", "parameters": []}}`,
		`{"targetAttributeName": "c", "flowType": "ObjectAddOnly", "source": {"type": "Constant", "name": "c", "expression": "\"c\"", "parameters": []}}`,
		`{"targetAttributeName": "d", "source": {"type": "Function", "name": "Error", "expression": "Error(\"d\")", "parameters": []}}`,
	}
	rapid.Check(t, func(t *rapid.T) {
		var rows []string
		var at []int // of the known ones
		for _, text := range known {
			for range rapid.IntRange(0, 2).Draw(t, "strangers") {
				name := rapid.StringMatching(`Zz[A-Za-z0-9_]{0,12}`).Draw(t, "name")
				rows = append(rows, fmt.Sprintf(`{"targetAttributeName": "stranger%d", "defaultValue": "x", %s}`, len(rows), fmt.Sprintf(rapid.SampledFrom(strangers).Draw(t, "stranger"), name)))
			}
			at, rows = append(at, len(rows)), append(rows, text)
		}
		person := value.Map{"id": "1", "a": "A", "b": rapid.SampledFrom([]any{"B", nil}).Draw(t, "b")}
		var accounts []*provision.Object
		if rapid.Bool().Draw(t, "exists") {
			accounts = append(accounts, &provision.Object{ID: "t1", Attrs: value.Map{"id": "1", "a": rapid.SampledFrom([]any{"A", "x"}).Draw(t, "old"), "b": "B!"}})
		}
		want, got := planOfRows(t, known, person, accounts), planOfRows(t, rows, person, accounts)
		require.Equal(t, want.Action, got.Action)
		require.Equal(t, want.Status, got.Status)
		for i := range known {
			require.Equal(t, fmt.Sprint(want.Attributes[i]), fmt.Sprint(got.Attributes[at[i]]))
			got.Attributes[at[i]].Mapping = nil
		}
		for i := range got.Attributes {
			if o := &got.Attributes[i]; o.Mapping != nil {
				require.Equal(t, mapping.Unsupported, o.Decision, rows[i])
			}
		}
	})
}

// planOfRows plans one object by a schema of these attribute mappings.
func planOfRows(t *rapid.T, rows []string, person value.Map, accounts []*provision.Object) *provision.Plan {
	doc, err := graph.Load(strings.NewReader(`{"objectMappings": [{"attributeMappings": [`+strings.Join(rows, ", ")+`]}]}`), graph.Limits{})
	require.NoError(t, err)
	object, found := provision.NewObjectMapping(doc.ObjectMappings()[0], nil)
	require.False(t, found.HasErrors(), "%v", found)
	e, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{object}})
	require.NoError(t, err)
	p, err := e.NewCycle(provision.World{Directory: provision.NewMemory(accounts)}).Plan(context.Background(), provision.Source{Ordinal: 1, Attrs: person})
	require.NoError(t, err)
	return p
}

// A clause that nobody knows, added to a group, leaves an object as it is or makes it an error; it is never the reason for another action.
func TestUnknownClausesNeverDecide(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var f, with mapping.Filter
		for range rapid.IntRange(1, 3).Draw(t, "groups") {
			var group, more mapping.Group
			for range rapid.IntRange(0, 3).Draw(t, "clauses") {
				c := mapping.Clause{Attribute: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "attribute"), Operator: "EQUALS", Values: []string{rapid.SampledFrom([]string{"x", "y"}).Draw(t, "value")}}
				group, more = append(group, c), append(more, c)
			}
			if rapid.Bool().Draw(t, "unknown") || len(group) == 0 {
				c := mapping.Clause{Attribute: "a", Operator: rapid.SampledFrom([]string{"PRESENT", "VALID CERT MATCH", "IS_MEMBER_OF", "!&L"}).Draw(t, "operator")}
				more = slices.Insert(more, rapid.IntRange(0, len(more)).Draw(t, "at"), c)
			}
			f, with = append(f, group), append(with, more)
		}
		actions := map[provision.Action]bool{}
		for _, filter := range []mapping.Filter{f, with} {
			set := outbound()
			set.Scope = filter
			c, err := cycleOf(set, directory(set, value.Map{"userName": "u", "active": true, "title": "old"}), mapping.Options{}, provision.Options{Outbound: true})
			require.NoError(t, err)
			p, err := c.Plan(context.Background(), provision.Source{Ordinal: 1, Attrs: value.Map{"userPrincipalName": "u", "a": "x", "b": "y", "jobTitle": "new"}})
			require.NoError(t, err)
			if p.Action != provision.Failed {
				actions[p.Action] = true
				continue
			}
			require.Equal(t, codes.UnsupportedScope, p.Code)
		}
		// Without the clauses the object is in scope wherever it is with them; where it is out of scope without them, no clause more lets it in.
		require.Len(t, actions, 1)
	})
}
