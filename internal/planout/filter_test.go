package planout_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

func engine(t *testing.T) *provision.Engine {
	t.Helper()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "userName", From: "id", Match: 1},
		{Target: "active", From: "on"},
		{Target: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", Expression: `Mid([dept], [from], 9)`},
	}}
	e, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
	require.NoError(t, err)
	return e
}

// world has a plan of each kind: 1 is created, 2 updated, 3 disabled by an update, 4 left alone, 5 fails in an attribute, 6 is skipped.
func world(t *testing.T) (*provision.Cycle, []provision.Source) {
	t.Helper()
	var existing []*provision.Object
	for _, id := range []string{"2", "3", "4"} {
		existing = append(existing, &provision.Object{ID: id, Attrs: value.Map{
			"userName": id, "active": true, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Sales",
		}})
	}
	source := func(ordinal int, id any, on bool, dept, from any) provision.Source {
		return provision.Source{Ordinal: ordinal, Attrs: value.Map{"id": id, "on": on, "dept": dept, "from": from}}
	}
	return engine(t).NewCycle(provision.World{Directory: provision.NewMemory(existing)}), []provision.Source{
		source(1, "1", true, "Sales", "1"), source(2, "2", true, "Law", "1"), source(3, "3", false, "Sales", "1"),
		source(4, "4", true, "Sales", "1"), source(5, "5", true, "Sales", "x"), source(6, nil, true, "Sales", "1"),
	}
}

func TestAFilterChoosesWhatIsWrittenAndNeverWhatIsCounted(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		filter planout.Filter
		want   string // the IDs
	}{
		{"no filter", planout.Filter{}, "1 2 3 4 5 6"},
		{"created", planout.Filter{Only: []string{"create"}}, "1 5"},
		{"an update that disables is both", planout.Filter{Only: []string{"update"}}, "2 3"},
		{"disabled, whatever the action is called", planout.Filter{Only: []string{"disable"}}, "3"},
		{"one of two words", planout.Filter{Only: []string{"skip", "disable"}}, "3 4 6"},
		{"failed, in an attribute too", planout.Filter{Only: []string{"error"}}, "5"},
		{"nothing is deleted", planout.Filter{Only: []string{"delete"}}, ""},
		{"by ID", planout.Filter{IDs: []string{"4", "1"}}, "1 4"},
		{"an attribute, of all objects that mappings ran for", planout.Filter{Attributes: []string{"ACTIVE"}}, "1 2 3 4 5"},
		{"an attribute without its URN", planout.Filter{Attributes: []string{"department"}, Only: []string{"update"}}, "2 3"},
		{"an attribute that nobody has", planout.Filter{Attributes: []string{"title"}}, ""},
		{"all must hold", planout.Filter{IDs: []string{"4"}, Only: []string{"create"}}, ""},
		{"a summary", planout.Filter{Summary: true}, ""},
	} {
		for _, format := range []string{"text", "json", "ndjson"} {
			t.Run(row.name+", "+format, func(t *testing.T) {
				t.Parallel()
				cycle, sources := world(t)
				var out bytes.Buffer
				w := planout.New(format, planout.Wire{Format: "none"}, row.filter, planout.Text{Limit: -1, All: true, Engine: engine(t)}, records.NewWriter(&out, &sync.Mutex{}))
				for printed, err := range cycle.Print(context.Background(), sourcesOf(sources), 2, w.Printer) {
					require.NoError(t, err)
					require.NoError(t, w.Write(printed))
				}
				require.NoError(t, w.Close())
				require.Equal(t, "read 6, create 2, update 2, disable 0, delete 0, skip 2, error 0, failed 1, accounts disabled 1", w.Totals.String())
				ids, attributes := shown(t, format, out.String())
				require.Equal(t, row.want, strings.Join(ids, " "), out.String())
				for _, name := range attributes {
					require.True(t, row.filter.Means(name), name)
				}
				require.Equal(t, row.filter.Summary && format == "ndjson", strings.HasPrefix(out.String(), `{"totals": {"read":6,`))
			})
		}
	}
}

func sourcesOf(list []provision.Source) func(func(provision.Source) bool) {
	return func(yield func(provision.Source) bool) {
		for _, src := range list {
			if !yield(src) {
				return
			}
		}
	}
}

// shown returns the IDs of the objects of an output, and the target attributes of all of them where the format has whole names.
func shown(t *testing.T, format, text string) (ids, attributes []string) {
	t.Helper()
	type object struct {
		ID         string
		Attributes []struct{ Target string }
		Totals     any
	}
	var objects []object
	switch format {
	case "json":
		var doc struct {
			Objects []object
			Totals  struct{ Read int }
		}
		require.NoError(t, json.Unmarshal([]byte(text), &doc), text)
		require.Equal(t, 6, doc.Totals.Read)
		objects = doc.Objects
	case "ndjson":
		for line := range strings.Lines(text) {
			var o object
			require.NoError(t, json.Unmarshal([]byte(line), &o), line)
			if o.Totals == nil {
				objects = append(objects, o)
			}
		}
	default:
		for line := range strings.Lines(text) {
			if fields := strings.Fields(line); len(fields) > 1 && slices.Contains(planout.OnlyWords(), fields[0]) {
				ids = append(ids, fields[1])
			}
		}
	}
	for _, o := range objects {
		ids = append(ids, o.ID)
		for _, a := range o.Attributes {
			attributes = append(attributes, a.Target)
		}
	}
	return ids, attributes
}

// TestPlansThatAreNotWrittenDoNotPileUp: one plan that is held back must not keep all later ones from being counted.
func TestPlansThatAreNotWrittenDoNotPileUp(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := planout.New("ndjson", planout.Wire{Format: "none"}, planout.Filter{IDs: []string{"x"}}, planout.Text{}, records.NewWriter(&out, &sync.Mutex{}))
	read := 0
	for printed, err := range cycle(t).Print(context.Background(), people(2000), 1, w.Printer) {
		require.NoError(t, err)
		require.NoError(t, w.Write(printed))
		read++
		require.LessOrEqual(t, read-w.Totals.Read, 300)
	}
	require.NoError(t, w.Close())
	require.Equal(t, 2000, w.Totals.Read)
	require.Equal(t, 1, strings.Count(out.String(), "\n"))
}
