package impact_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

func TestWhatAPlanAloneCountsFor(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "externalId", From: "id", Match: 1},
		{Target: "active", From: "on"},
		{Target: "mail", From: "mail"},
		{Target: "title", Expression: `Mid([title], [from], 9)`, FlowNulls: true},
	}}
	for _, row := range []struct {
		name   string
		source value.Map
		target value.Map // nil for none
		limit  bool      // at most 0 accounts may be disabled
		want   string
	}{
		{"created", value.Map{"id": "1", "on": true, "mail": "a@x", "title": "Clerk", "from": "1"}, nil, false, "changes"},
		{"left alone", value.Map{"id": "1", "on": true, "mail": "a@x", "title": "Clerk", "from": "1"},
			value.Map{"externalId": "1", "active": true, "mail": "a@x", "title": "Clerk"}, false, ""},
		{"a first value is no rename", value.Map{"id": "1", "on": true, "mail": "a@x", "title": "Clerk", "from": "1"},
			value.Map{"externalId": "1", "active": true, "title": "Clerk"}, false, "changes"},
		{"renamed", value.Map{"id": "1", "on": true, "mail": "b@x", "title": "Clerk", "from": "1"},
			value.Map{"externalId": "1", "active": true, "mail": "a@x", "title": "Clerk"}, false, "renames changes"},
		{"blanked", value.Map{"id": "1", "on": true, "mail": "a@x", "from": "1"},
			value.Map{"externalId": "1", "active": true, "mail": "a@x", "title": "Clerk"}, false, "blanks changes"},
		{"disabled by an update", value.Map{"id": "1", "on": false, "mail": "a@x", "title": "Clerk", "from": "1"},
			value.Map{"externalId": "1", "active": true, "mail": "a@x", "title": "Clerk"}, false, "disables changes"},
		{"disabled, and held back", value.Map{"id": "1", "on": false, "mail": "a@x", "title": "Clerk", "from": "1"},
			value.Map{"externalId": "1", "active": true, "mail": "a@x", "title": "Clerk"}, true, "disables changes"},
		{"failed in an attribute", value.Map{"id": "1", "on": true, "mail": "a@x", "title": "Clerk", "from": "x"},
			value.Map{"externalId": "1", "active": true, "mail": "a@x"}, false, "failures"},
		{"skipped", value.Map{"on": true}, nil, false, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			job := provision.Job{Objects: []provision.ObjectMapping{{Set: set}}}
			if row.limit {
				require.NoError(t, job.MaxDisables.UnmarshalText([]byte("0")))
			}
			e, err := provision.New(job)
			require.NoError(t, err)
			var objects []*provision.Object
			if row.target != nil {
				objects = append(objects, &provision.Object{ID: "t1", Attrs: row.target})
			}
			one := func(yield func(provision.Source) bool) { yield(provision.Source{Ordinal: 1, Attrs: row.source}) }
			for p, err := range e.NewCycle(provision.World{Directory: provision.NewMemory(objects)}).Run(t.Context(), one, 1) {
				require.NoError(t, err)
				var counted impact.Impact
				counted.Count(p)
				counted.Count(p)
				var names []string
				for _, name := range settings.Counts() {
					if n := counted.Counts(name); n != 0 {
						require.Equal(t, 2, n)
						names = append(names, name)
					}
				}
				require.Equal(t, row.want, strings.Join(names, " "), "%v", p)
			}
		})
	}
}
