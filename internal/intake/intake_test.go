package intake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

func reader(t *testing.T, text string) *feed.Reader {
	t.Helper()
	r, err := feed.Open(strings.NewReader(text), feed.Options{})
	require.NoError(t, err)
	return r
}

// into returns the mapping of a set to a target of a profile.
func into(set *mapping.Set, profile mapping.Profile) *provision.ObjectMapping {
	return &provision.ObjectMapping{Set: set, Options: provision.Options{Profile: profile}}
}

func TestRecordsAreSourceObjects(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text            string
		objects, broken int
		ends            bool
	}{
		{"a,b\n1,2\n3,4\n", 2, 0, false},
		{"a,b\n1,2\n3,4,5\n6,7\n", 3, 1, false},
		{`[{"a": 1}, {"a": 2}`, 2, 0, true},
	} {
		var end error
		objects, broken, looked := 0, 0, 0
		for src := range intake.Sources(reader(t, row.text), "", nil, func(*feed.Record) { looked++ }, &end) {
			if objects++; src.Err != nil {
				broken++
				require.Nil(t, src.Attrs)
			}
			require.Equal(t, objects, src.Ordinal)
		}
		require.Equal(t, []any{row.objects, row.broken, row.ends}, []any{objects, broken, end != nil}, row.text)
		require.Equal(t, objects, looked)
	}
	var end error
	for range intake.Sources(reader(t, "a\n1\n2\n"), "", nil, nil, &end) {
		break
	}
	require.NoError(t, end)
}

func TestABrokenTargetObjectIsAnError(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "a", From: "a", Match: 1}}}
	objects, err := intake.Objects(reader(t, "a\n1\n2\n"), into(set, mapping.ProfileNone), nil)
	require.NoError(t, err)
	require.Len(t, objects, 2)
	_, err = intake.Objects(reader(t, "a\n1\n2,3\n"), into(set, mapping.ProfileNone), nil)
	require.Error(t, err)
	_, err = intake.Objects(reader(t, `[{"a": 1}, `), into(set, mapping.ProfileNone), func(*feed.Record) {})
	require.Error(t, err)
}

func TestAnUnrelatedInputIsAnErrorAndHasNoObjects(t *testing.T) {
	t.Parallel()
	open := func(text string) *feed.Reader {
		r, err := feed.Open(strings.NewReader(text), feed.Options{Keep: intake.Keep([]string{"externalId"})})
		require.NoError(t, err)
		return r
	}
	many := strings.Repeat("{\"name\": 1}\n", 3000)
	for _, row := range []struct {
		name, text string
		objects    int
		err        string
	}{
		{"another column", "name\nA\n", 0, `want some of externalId, got "name"`},
		{"a member in the second object", "{\"name\": 1}\n{\"externalId\": 1}\n", 2, ""},
		{"an empty cell in a column that is read", "externalId,name\n,A\n", 1, ""},
		{"objects without members", "{}\n{}\n", 0, "no object has any attribute: want some of externalId"},
		{"only members that describe the objects", "{\"@assigned\": false}\n{}\n", 0, "no object has any attribute"},
		{"no objects", "externalId\n", 0, "want objects, got none"},
		{"broken records are shown", "{\"name\": 1}\n{\"name\n", 2, `got "name"`},
		{"more objects than are held back", many, 3000, `got "name"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			var end error
			objects := 0
			for src := range intake.Sources(open(row.text), "", []string{"externalId"}, nil, &end) {
				objects++
				require.Equal(t, objects, src.Ordinal)
			}
			require.Equal(t, row.objects, objects)
			if row.err == "" {
				require.NoError(t, end)
				return
			}
			require.ErrorContains(t, end, row.err)
		})
	}
}

// Sources: docs/evidence.md; Microsoft Graph's delta queries (documented): an object removed as "changed" can be
// restored, as "deleted" it cannot; API-driven inbound provisioning (documented): POST is the only method of its operations.
func TestObjectsSayWhetherTheyAreAssignedAndDeleted(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text       string
		unassigned bool
		deleted    provision.Deletion
		err        string
	}{
		{`{"id": 1}`, false, provision.NotDeleted, ""},
		{`{"id": 1, "@assigned": false}`, true, provision.NotDeleted, ""},
		{`{"id": 1, "@assigned": true, "@deleted": null}`, false, provision.NotDeleted, ""},
		{"id,@assigned,@deleted\n1,FALSE,Soft\n", true, provision.SoftDeleted, ""},
		{"id,@Assigned,@Deleted\n1,False,Hard\n", true, provision.HardDeleted, ""},
		{`{"value": [{"id": 1, "@Removed": {"reason": "changed"}}]}`, false, provision.SoftDeleted, ""},
		{`{"id": 1, "@deleted": "hard"}`, false, provision.HardDeleted, ""},
		{`{"value": [{"id": 1, "@removed": {"reason": "deleted"}}]}`, false, provision.HardDeleted, ""},
		{`{"value": [{"id": 1, "@removed": {"reason": "changed"}}]}`, false, provision.SoftDeleted, ""},
		{`{"id": 1, "@deleted": "yes"}`, false, provision.NotDeleted, `@deleted: want soft or hard, got "yes"`},
		{`{"id": 1, "@assigned": 0}`, false, provision.NotDeleted, `@assigned: want true or false, got "0"`},
		{`{"Operations": [{"method": "post", "data": {"id": 1}}]}`, false, provision.NotDeleted, ""},
		{`{"Operations": [{"method": "DELETE"}]}`, false, provision.NotDeleted, `want method POST, got "DELETE"`},
		{`{"Operations": [{"method": "PATCH", "data": {"id": 1}}]}`, false, provision.NotDeleted, `want method POST, got "PATCH"`},
		{`{"Operations": [{"data": {"id": 1}}]}`, false, provision.NotDeleted, "want method POST, got no method"},
	} {
		t.Run(row.text, func(t *testing.T) {
			var end error
			for src := range intake.Sources(reader(t, row.text), "", nil, nil, &end) {
				require.Equal(t, row.unassigned, src.Unassigned)
				require.Equal(t, row.deleted, src.Deleted)
				if row.err != "" {
					require.ErrorContains(t, src.Err, row.err)
					continue
				}
				require.NoError(t, src.Err)
			}
			require.NoError(t, end)
		})
	}
}

func TestAnUnrelatedTargetIsAnError(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "a", From: "a", Match: 1}, {Target: `emails[type eq "work"].value`, From: "b"}}}
	for _, row := range []struct{ name, text, err string }{
		{"other columns", "name,phone\nA,1\n", `want some of a, emails[type eq "work"].value, got "name", "phone"`},
		{"a member in the second object", `[{"name": 1}, {"a": 1}]`, ""},
		{"an empty cell in a column that another object fills", "a,name\n,A\n2,B\n", ""},
		{"a name that differs in case", "A\n1\n", ""},
		{"another part of a complex attribute", `[{"emails": [{"type": "home", "value": "x"}]}]`, ""},
		{"objects that are named and have nothing else", `[{"id": "1"}]`, ""},
		{"no objects", "[]", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := intake.Objects(reader(t, row.text), into(set, mapping.ProfileNone), nil)
			if row.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, row.err)
		})
	}
}

func TestATargetWithoutMatchingValuesIsTold(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "a", From: "a", Match: 1}, {Target: "b", From: "b"}}}
	for text, want := range map[string][]string{
		"b\n1\n": {"a"}, "a,b\n,1\n2,3\n": nil, "b\n": nil,
		`[{"a": 1, "@removed": {"reason": "deleted"}}, {"b": 1}]`: {"a"},
		`[{"a": 1, "@Removed": {"reason": "deleted"}}, {"b": 1}]`: {"a"},
	} {
		objects, err := intake.Objects(reader(t, text), into(set, mapping.ProfileNone), nil)
		require.NoError(t, err)
		require.Equal(t, want, intake.Unmatchable(objects, set), text)
	}
}
