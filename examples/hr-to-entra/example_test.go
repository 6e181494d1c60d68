package hrtoentra_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
)

func loadSet(t *testing.T) *mapping.Set {
	t.Helper()
	data, err := os.ReadFile("mapping.yaml")
	require.NoError(t, err)
	doc, err := file.Parse("mapping.yaml", data)
	require.NoError(t, err)
	set, err := doc.Set()
	require.NoError(t, err)
	return set
}

func readAll(t *testing.T, name string) []value.Attributes {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	reader, err := feed.Open(f, feed.Options{Name: name})
	require.NoError(t, err)
	var all []value.Attributes
	for rec, err := range reader.Records() {
		require.NoError(t, err)
		require.NoError(t, rec.Err)
		all = append(all, value.Fold(rec.Attrs))
	}
	return all
}

// TestPlans follows the five workers of the example through one cycle, two of whom have an account already.
func TestPlans(t *testing.T) {
	set := loadSet(t)
	var objects []*provision.Object
	for i, attrs := range readAll(t, "users.json") {
		objects = append(objects, provision.NewObject(attrs, i+1, set))
	}
	engine, err := provision.New(set, provision.NewMemory(objects), mapping.Options{}, provision.Options{})
	require.NoError(t, err)

	type decision struct{ ID, Action, Code, UPN, Department string }
	var got []decision
	for i, attrs := range readAll(t, "workers.scim.json") {
		plan, err := engine.Plan(context.Background(), provision.Source{Ordinal: i + 1, Attrs: attrs})
		require.NoError(t, err)
		d := decision{ID: plan.ID, Action: plan.Action.String(), Code: plan.Code}
		for _, o := range plan.Attributes {
			switch o.Mapping.Target {
			case "userPrincipalName":
				d.UPN = o.New.Text()
			case "department":
				d.Department = o.Decision.String()
			}
		}
		got = append(got, d)
	}
	want := []decision{
		{ID: "100201", Action: "create", UPN: "zaneta.kowalska-los@contoso.com", Department: "flowed"},
		{ID: "100202", Action: "update", Department: "flowed"},
		{ID: "100203", Action: "create", UPN: "hoa.nguyen@contoso.com", Department: "flowed"},
		{ID: "100204", Action: "skip", Code: "RedundantExport", Department: "unchanged"},
		{ID: "5", Action: "skip", Code: "ImportSkipped"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plans (-want +got):\n%s", diff)
	}
}
