package examples_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// changing returns 2,000 people and their accounts as change/old.yaml leaves them, of whom twelve changes of change/new.yaml concern some.
func changing() (people, accounts string) {
	var p, a strings.Builder
	p.WriteString("id,alias,domain,first,last,title,department,city,office,phone,start,kind,status,team\n")
	a.WriteString("employeeId,userPrincipalName,accountEnabled,displayName,jobTitle,department,city,officeLocation,businessPhone,hired,team\n")
	firsts, lasts := []string{"Ada", "Ben", "Cleo", "Dan", "Eva"}, []string{"Lee", "Khan", "Moss", "Reed", "Shaw", "Voss", "Wolf"}
	for i := range 2_000 {
		k := i % 1_000
		id, first, last := fmt.Sprintf("%04d", 1000+i), firsts[i%len(firsts)], lasts[i%len(lasts)]
		login, domain, title, department := fmt.Sprintf("%s.%s%d", strings.ToLower(first), strings.ToLower(last), i), "contoso.com", "Clerk", "Legal"
		city, office, phone, start, kind, status, team := "Paris", "B1", fmt.Sprintf("+33 1 %04d", i), "31.12.2025", "staff", "active", "a/b"
		switch {
		case k < 3: // 1: accounts are disabled
			status = "left"
		case k < 8: // 2: accounts are no longer created
			kind = "contractor"
		case k < 25: // 3: titles are blanked
			title = "Temp"
		case k < 60: // 4: people are renamed
			domain = "contoso.old"
		case k < 62: // 5: two get one name
			login = fmt.Sprintf("shared%d", i/1_000)
		case k < 71: // 6: an expression fails
			team = "a"
		case k < 90: // 7: diacritics
			city = "Zürich"
		case k < 110: // 8: spaces
			office = "B 1"
		case k < 130: // 9: one pair
			department = "Sales"
		case k < 160: // 10: a first value
			phone = ""
		case k < 200: // 11: the form of a date
			start = "2025-12-31"
		case k < 250: // 12: many pairs
			phone = fmt.Sprintf("0033 1 %04d", i)
		}
		fmt.Fprintf(&p, "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", id, login, domain, first, last, title, department, city, office, phone, start, kind, status, team)
		if kind == "staff" && !strings.HasPrefix(login, "shared") { // these are created
			old := map[bool]string{true: "b"}[team == "a/b"]
			fmt.Fprintf(&a, "%s,%s@%s,True,%s %s,%s,%s,%s,%s,%s,%s,%s\n", id, login, domain, first, last, title, department, city, office, phone, start, old)
		}
	}
	return p.String(), a.String()
}

// TestAChange compares what impact says of a change in all its forms.
func TestAChange(t *testing.T) {
	people, accounts := changing()
	if *update {
		require.NoError(t, os.WriteFile("change/people.csv", []byte(people), 0o600))
		require.NoError(t, os.WriteFile("change/accounts.csv", []byte(accounts), 0o600))
	}
	for name, text := range map[string]string{"people.csv": people, "accounts.csv": accounts} {
		data, err := os.ReadFile(filepath.Join("change", name))
		require.NoError(t, err)
		require.Equal(t, text, string(data), name)
	}
	command := build(t)
	for golden, args := range map[string]string{
		"impact.txt": "--fail-on disables>5", "impact.json": "--format json --limit 5", "impact.md": "--format md --limit 3", "impact.html": "--format html --limit 20",
		"sales.txt": "--list department", "same.txt": "--to old.yaml",
	} {
		args = "impact --profile entra --from old.yaml --in people.csv --target accounts.csv --now 2026-01-15T12:00:00Z " + args
		if !strings.Contains(args, "--to ") {
			args += " --to new.yaml"
		}
		cmd := exec.Command(command, strings.Fields(args)...)
		cmd.Dir = "change"
		out, err := cmd.Output()
		code := 0
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			code = exit.ExitCode()
		}
		require.Equal(t, map[bool]int{true: 1}[golden == "impact.txt"], code, golden)
		golden = filepath.Join("change", golden)
		if *update {
			require.NoError(t, os.WriteFile(golden, out, 0o600))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		require.Equal(t, string(want), string(out), golden)
	}
}
