package provision_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// TestPlansPrintAsRunPrintsThem: fmt, JSON and logs show what is not secret, in words; internal/dev/leaks tests that they show no more.
func TestPlansPrintAsRunPrintsThem(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "userName", From: "login", Match: 1}, {Target: "title", From: "title"}, {Target: "pin", Expression: `Redact([pin])`},
	}}
	e, err := cycleOf(set, nil, mapping.Options{}, provision.Options{})
	require.NoError(t, err)
	p := plan(t, e, provision.Source{Ordinal: 1, Attrs: value.Map{"login": "ann", "title": "R&D <lead>", "pin": "4711"}})

	var table bytes.Buffer
	require.NoError(t, p.WriteTable(&table))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		require.Equal(t, table.String(), fmt.Sprintf(verb, p)+"\n\n", verb)
		require.Equal(t, table.String(), fmt.Sprintf(verb, *p)+"\n\n", verb)
	}
	require.Contains(t, table.String(), "create  ann")
	require.Contains(t, table.String(), "R&D <lead>")
	require.Contains(t, table.String(), "[Redact]")

	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(p))
	require.Equal(t, string(p.AppendJSON(nil))+"\n", line.String())
	data, err := json.Marshal(*p)
	require.NoError(t, err)
	require.JSONEq(t, line.String(), string(data))

	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("planned", "plan", p)
	require.Contains(t, log.String(), `"action":"create","status":"success"`)
	require.Equal(t, "title flowed R&D <lead> the object is created", fmt.Sprint(p.Attributes[1]))
	require.Equal(t, "pin flowed [Redact] the object is created", fmt.Sprint(p.Attributes[2]))
}

func TestWhatIsNotReportedPrintsItsKindAlone(t *testing.T) {
	t.Parallel()
	object := &provision.Object{ID: "4711", Attrs: value.Map{"pin": "0815"}}
	for want, x := range map[string]any{
		"target object": object,
		"source object 7, unassigned, soft-deleted":           provision.Source{Ordinal: 7, Attrs: value.Map{"pin": "0815"}, Unassigned: true, Deleted: provision.SoftDeleted},
		"source object 8, unreadable":                         provision.Source{Ordinal: 8, Err: fmt.Errorf("0815")},
		"provision.Memory":                                    provision.NewMemory([]*provision.Object{object}),
		"provision.Applied":                                   provision.NewApplied([]*provision.Object{object}),
		"[create update disable delete skip error Action(9)]": []provision.Action{provision.Create, provision.Update, provision.Disable, provision.Delete, provision.Skip, provision.Failed, 9},
		"[success skipped warning failure Status(9)]":         []provision.Status{provision.Success, provision.Skipped, provision.Warning, provision.Failure, 9},
		"[not deleted hard-deleted Deletion(9)]":              []provision.Deletion{provision.NotDeleted, provision.HardDeleted, 9},
	} {
		require.Equal(t, want, fmt.Sprint(x))
	}
	query := provision.Query{Type: "User", Attribute: "pin", Value: value.String("0815"), CaseExact: true}
	require.Equal(t, "query by pin for objects of the type User", fmt.Sprint(query))
	require.Equal(t, "query by ID", fmt.Sprint(&provision.Query{Value: value.String("0815")}))
	for want, x := range map[string]any{
		`{"type":"User","attribute":"pin","caseExact":true}`: query,
		`{}`:                                     object,
		`{"ordinal":7,"deleted":"soft-deleted"}`: provision.Source{Ordinal: 7, Deleted: provision.SoftDeleted},
		`["create","success"]`:                   []any{provision.Create, provision.Success},
	} {
		data, err := json.Marshal(x)
		require.NoError(t, err)
		require.Equal(t, want, string(data))
	}
}
