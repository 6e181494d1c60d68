package cycles_test

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	scimdirectory "github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/adapters/scim/drive"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// driven drives a server with the people of a cycle, and returns the report.
func driven(t testing.TB, s *servers.SCIM, cycle int, opt scim.ClientOptions) *drive.Report {
	t.Helper()
	j := load(t, "testdata/scim.yaml", mapping.ProfileSCIM)
	people := population(cycle)
	report, err := drive.Run(t.Context(), drive.Options{
		URL: s.URL, Server: scimdirectory.Options{Token: s.Token}, Job: j.Job, Engine: j.engine,
		Sources: func() (iter.Seq[provision.Source], func() error, error) {
			return slices.Values(people), func() error { return nil }, nil
		},
		Wire: func(string) scim.ClientOptions { return opt },
	})
	require.NoError(t, err)
	require.Empty(t, report.Stopped)
	t.Logf("cycle %d: %s", cycle, report.Summary())
	return report
}

// found are the verdicts, rules and sections of a report.
func found(r *drive.Report) (list []string) {
	for _, g := range r.Groups {
		list = append(list, strings.TrimSpace(g.Verdict.String()+" "+g.Rule+" "+g.Section))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// What is wrong with servers that others wrote, and what they are right to refuse of the double of Entra's client; behind what takes its forms they keep
// all that is planned, and nothing comes again.
func TestDriveFindsWhoIsRight(t *testing.T) {
	t.Parallel()
	manager, text, missing := "client client RFC 7643 4.3", "client client RFC 7643 2.3.2", "client client RFC 7644 3.12"
	for _, tt := range []struct {
		name  string
		start func(testing.TB) *servers.SCIM
		opt   scim.ClientOptions
		first []string // what is found in the first cycle, and behind what takes the client's forms
		later []string // what is found besides when people change; nil is not tried
	}{
		{"scimmy, default client", servers.Scimmy, scim.ClientOptions{}, []string{"server create-location RFC 7644 3.3", "server filter-case RFC 7643 4.1.1"}, nil},
		{"elimity, default client", servers.Elimity, scim.ClientOptions{}, []string{"server create-location RFC 7644 3.3", "server search-status RFC 7644 3.4.2", "unsent unsent"}, []string{"client client-kept", text, missing}},
		{"elimity, compliant client", servers.Elimity, scim.ClientOptions{Compliant: true}, []string{"server create-location RFC 7644 3.3", "server search-status RFC 7644 3.4.2", "unsent unsent"}, []string{missing}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := tt.start(t)
			report := driven(t, s, 1, tt.opt)
			require.ElementsMatch(t, append([]string{"client again", manager}, tt.first...), found(report))
			require.Equal(t, report.Compared, report.Kept)
			require.Zero(t, report.Refused[drive.ServerWrong])
			require.Positive(t, report.Refused[drive.ClientWrong])
			if tt.later != nil { // SCIMMY takes its time
				report = driven(t, s, 2, tt.opt)
				require.Subset(t, slices.Concat([]string{"client again", manager}, tt.first, tt.later), found(report))
				require.Subset(t, found(report), tt.later)
			}

			front := servers.Tolerant(t, tt.start(t))
			for cycle := 1; cycle <= 3; cycle++ {
				report = driven(t, front, cycle, tt.opt)
				require.Subset(t, tt.first, found(report))
				require.Equal(t, report.Compared, report.Kept)
				require.Zero(t, report.Again)
				require.Zero(t, report.Refused[drive.ServerWrong]+report.Refused[drive.ClientWrong])
			}
			require.Zero(t, report.Requests["POST"]+report.Requests["PATCH"]+report.Requests["DELETE"])
		})
	}
}
