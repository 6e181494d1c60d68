package examples_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/sources"
	"github.com/attrmap/attrmap/mapping/test"
	"github.com/attrmap/attrmap/mapping/test/attrmaptest"
)

var update = flag.Bool("update", false, "write the expected output anew")

// build returns the name of a fresh command.
func build(t *testing.T) string {
	t.Helper()
	command := filepath.Join(t.TempDir(), "attrmap.exe")
	out, err := exec.Command("go", "build", "-o", command, "../cmd/attrmap").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return command
}

// TestMappings holds that the mappings to start from are formatted, and that lint has no errors of them.
func TestMappings(t *testing.T) {
	command := build(t)
	files, err := filepath.Glob("*/*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(files), 5)
	for _, name := range files {
		if filepath.Dir(name) == "csv-to-bulk" || filepath.Base(name) == "worksheet2.yaml" {
			continue // a map from columns to SCIM
		}
		if test.Recognizes(name, nil) {
			continue
		}
		for _, verb := range [][]string{{"fmt", "--check"}, {"lint"}} {
			out, err := exec.Command(command, append(verb, name)...).CombinedOutput()
			require.NoError(t, err, "%s %s: %s", verb[0], name, out)
		}
	}
}

// TestTests runs the tests of mappings that the examples have.
func TestTests(t *testing.T) { attrmaptest.Run(t, ".", test.Options{Documents: sources.Open}) }

// TestRuns runs the command on the examples that are mappings with data, and compares with the plans beside them, which show what does not change
// as well.
func TestRuns(t *testing.T) {
	command := build(t)
	for _, example := range []struct {
		dir, plan, args string
		code            int
	}{
		{"hr-to-entra", "plan.txt", "--schema mapping.yaml --in workers.scim.json --target users.json --profile entra", 0},
		{"hr-to-ad", "plan.txt", "--schema mapping.yaml --in workers.csv --target accounts.csv --profile ad --twice", 0},
		{"entra-to-scim", "plan.txt", "--schema mapping.yaml --in users.ndjson --target accounts.json", 1},
		{"oracle-hcm", "ad.txt", "--schema ad.yaml --in workers.scim.json --target ad.ldif --profile ad --twice", 0},
		{"oracle-hcm", "entra.txt", "--schema entra.yaml --in workers.scim.json --target users.json --profile entra --twice", 0},
		{"oracle-hcm", "ad-feeds.txt", "--schema ad.yaml --in feeds.scim.json --target ad.ldif --profile ad --twice", 0},
		{"oracle-hcm", "entra-feeds.txt", "--schema entra.yaml --in feeds.scim.json --target users.json --profile entra --twice", 0},
		{"oracle-hcm", "hybrid.txt", "--schema hybrid.yaml --in hybrid.ldif --target users.json --profile entra --twice", 0},
		{"writeback", "plan.txt", "--schema mapping.yaml --in users.ndjson --target hcm.json --wire default --twice", 0},
		{"workday-to-ad", "plan.txt", "--schema mapping.yaml --in workers.xml --target ad.ldif --profile ad --twice", 0},
		{"workday-to-entra", "plan.txt", "--schema mapping.yaml --in workers.xml --target users.json --profile entra --twice", 0},
		{"workday-writeback", "plan.txt", "--schema mapping.yaml --in users.ndjson --target workers.xml --twice", 0},
		{"successfactors-to-ad", "plan.txt", "--schema mapping.yaml --in people.json --target ad.ldif --profile ad --twice", 0},
		{"successfactors-to-entra", "plan.txt", "--schema schema.json --in people.json --target users.json --twice", 0},
		{"two-domains", "emea.txt", "--schema emea.yaml --in workers.csv --target emea.csv --profile ad --twice", 0},
		{"two-domains", "na.txt", "--schema na.yaml --in workers.csv --target na.csv --profile ad --twice", 0},
		{"scim-app", "plan.txt", "--schema mapping.yaml --in users.ndjson --in Group=groups.ndjson --target users.json --target Group=groups.json --wire default --twice", 0},
		{"entra-to-ad", "plan.txt", "--schema mapping.yaml --in users.ndjson --in Group=groups.ndjson --target ad.ldif --target Group=ad.ldif --profile ad " +
			"--token DomainFQDN=corp.contoso.com --twice", 0},
		{"ad-to-entra", "plan.txt", "--schema mapping.yaml --in ad.ldif --in Group=ad.ldif --target users.ndjson --target Group=groups.ndjson --profile entra " +
			"--token DomainFQDN=contoso.com --token DomainNetBios=CONTOSO --twice", 0},
		{"graph-import", "plan.txt", "--schema schema.json --in users.ndjson --target accounts.ndjson --token DomainFQDN=corp.contoso.com", 0},
	} {
		t.Run(example.dir+"/"+example.plan, func(t *testing.T) {
			cmd := exec.Command(command, append([]string{"run", "--all", "--now", "2026-01-15T12:00:00Z"}, strings.Fields(example.args)...)...)
			cmd.Dir = example.dir
			out, err := cmd.CombinedOutput()
			code := 0
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				code = exit.ExitCode()
			}
			require.Equal(t, example.code, code, "%s", out)
			compare(t, filepath.Join(example.dir, example.plan), out)
		})
	}
}

// TestBuilds builds requests from the files of an example, and compares with those beside them, which are planned by the mappings.
func TestBuilds(t *testing.T) {
	command := build(t)
	for _, example := range []struct{ request, args string }{
		{"extract.scim.json", "extract.csv"},
		{"feeds.scim.json", "feeds/cancelworkrelship.xml feeds/empassignment.xml feeds/empupdate.xml feeds/newhire.xml feeds/termination.xml feeds/workrelshipupdate.xml"},
	} {
		t.Run(example.request, func(t *testing.T) {
			dir := t.TempDir()
			cmd := exec.Command(command, append(strings.Fields("bulk build --map worksheet2.yaml --now 2026-01-15T12:00:00Z --out "+dir), strings.Fields(example.args)...)...)
			cmd.Dir = "oracle-hcm"
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			request, err := os.ReadFile(filepath.Join(dir, "bulk-0001.json"))
			require.NoError(t, err)
			compare(t, filepath.Join("oracle-hcm", example.request), request)
		})
	}
}

// compare compares an output with the file that has it.
func compare(t *testing.T, golden string, out []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(golden, out, 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	if diff := cmp.Diff(string(want), string(out)); diff != "" {
		t.Errorf("output (-expected +got):\n%s", diff)
	}
}

// TestChangesOfDirectories compares what Active Directory would be sent with the files of LDIF beside the examples.
func TestChangesOfDirectories(t *testing.T) {
	command := build(t)
	for dir, args := range map[string]string{
		"hr-to-ad":    "--in workers.csv --target accounts.csv",
		"entra-to-ad": "--in users.ndjson --in Group=groups.ndjson --target ad.ldif --target Group=ad.ldif --token DomainFQDN=corp.contoso.com",
	} {
		cmd := exec.Command(command, append(strings.Fields("run --schema mapping.yaml --profile ad --wire ldif --now 2026-01-15T12:00:00Z"), strings.Fields(args)...)...)
		cmd.Dir = dir
		out, err := cmd.Output()
		require.NoError(t, err, dir)
		compare(t, filepath.Join(dir, "changes.ldif"), out)
	}
}

// TestReplay replays the log of an example.
func TestReplay(t *testing.T) {
	cmd := exec.Command(build(t), "replay", "--schema", "mapping.yaml", "--logs", "log.json")
	cmd.Dir = "entra-to-scim"
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "%s", out)
	require.Equal(t, 1, exit.ExitCode(), "%s", out)
	compare(t, "entra-to-scim/replay.txt", out)
}

// TestBulk builds bulk requests from a spreadsheet, with two rows that cannot be used, and checks them.
func TestBulk(t *testing.T) {
	command, out := build(t), t.TempDir()
	cmd := exec.Command(command, "bulk", "build", "staff.csv", "--map", "staff.yaml", "--out", out, "--pretty")
	cmd.Dir = "csv-to-bulk"
	printed, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "%s", printed)
	require.Equal(t, 1, exit.ExitCode(), "%s", printed)
	request, err := os.ReadFile(filepath.Join(out, "bulk-0001.json"))
	require.NoError(t, err)
	compare(t, "csv-to-bulk/staff.json", request)
	checked, err := exec.Command(command, "bulk", "check", out).CombinedOutput()
	require.NoError(t, err, "%s", checked)
}
