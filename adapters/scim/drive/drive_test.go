package drive_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim/drive"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// words are the findings of a report, one a line.
func words(r *drive.Report) string {
	var b strings.Builder
	for _, g := range r.Groups {
		b.WriteString(g.Verdict.String() + " " + g.Rule + " " + g.Section + ": " + g.Cause + " | " + g.Detail + "\n")
	}
	return b.String()
}

// A server that takes what Entra's client sends has no findings, and the second cycle is empty.
func TestATolerantServerHasNoFindings(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*drive.Options){"default": nil, "compliant": compliant} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, _ := driven(t, newServer(model.Tolerant), everybody(), change)
			require.Empty(t, words(report))
			require.True(t, report.Clean())
			require.Positive(t, report.Compared)
			require.Equal(t, report.Compared, report.Kept)
			require.Zero(t, report.Again)
			require.Equal(t, 4, report.Objects)
			require.Equal(t, 4, report.Requests["POST"])
			require.Equal(t, 2, report.Requests["PATCH"], "a manager and the members")
		})
	}
}

// A strict server is in its right.
func TestAStrictServerRefusesWhatTheClientSends(t *testing.T) {
	t.Parallel()
	report, _ := driven(t, newServer(model.Strict), everybody(), nil)
	require.Contains(t, words(report), "client client RFC 7643 4.3")
	require.Zero(t, report.Refused[drive.ServerWrong])
	require.Equal(t, 1, report.Refused[drive.ClientWrong])
	require.False(t, report.Clean())
}
