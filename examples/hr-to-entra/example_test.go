package hrtoentra_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap"
)

func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// TestPlans follows the five workers of the example through one cycle, two of whom have an account already.
func TestPlans(t *testing.T) {
	job, err := attrmap.LoadMapping(open(t, "mapping.yaml"))
	require.NoError(t, err)

	type decision struct{ ID, Action, Code, UPN, Department string }
	var got []decision
	for plan, err := range attrmap.Plans(context.Background(), job, open(t, "workers.scim.json"), attrmap.WithTargets(open(t, "users.json"))) {
		require.NoError(t, err)
		d := decision{ID: plan.ID, Action: plan.Action.String(), Code: string(plan.Code)}
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
