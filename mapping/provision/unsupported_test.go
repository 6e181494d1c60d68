package provision_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Source: job.md 5. The action of an object is that of its other rows; a match that cannot be judged is an error, unless another attribute
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

// Source: job.md 5. Nobody is disabled, skipped or created because of a clause that cannot be judged, and nobody is an error whose plan does
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
