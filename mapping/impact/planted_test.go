package impact_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

var update = flag.Bool("update", false, "write the golden files anew")

// planted returns two mapping sets between which twelve changes are planted, and people of whom most are touched by none. Every thousandth part
// of the population is the same.
func planted(n int) (from, to *mapping.Set, people, accounts []value.Map) {
	for i := range n {
		k := i % 1000
		p := value.Map{
			"id": fmt.Sprintf("%06d", i), "login": fmt.Sprintf("user%d", i), "first": "Ann", "last": fmt.Sprintf("Lee%d", i), "department": fmt.Sprintf("D%d", i%7),
			"title": "Clerk", "city": "Paris", "phone": fmt.Sprintf("+49 30 %d", i), "start": "31.12.2026", "status": "active", "domain": "contoso.com",
			"office": "B1", "company": "Contoso", "parts": "a,b,c", "kind": "staff",
		}
		switch {
		case k < 3:
			p["status"] = "left" // 1: disabled
		case k < 8:
			p["kind"] = "contractor" // 2: no longer created
		case k < 25:
			p["title"] = "Obsolete" // 3: blanked
		case k < 60:
			p["domain"] = "contoso.old" // 4: renamed
		case k < 62:
			p["login"] = fmt.Sprintf("shared%d", i/1000) // 5: two get one name
		case k < 71:
			p["parts"] = "a" // 6: fails
		case k < 90:
			p["city"] = "Zürich" // 7: diacritics
		case k < 110:
			p["office"] = "b1" // 8: case
		case k < 130:
			p["department"] = "Sales" // 9: one pair
		case k < 160:
			p["company"] = "" // 10: a first value
		case k < 200:
			p["start"] = "2026-12-31" // 11: the date's form
		case k < 250:
			p["phone"] = fmt.Sprintf("0049 %d", i) // 12: many pairs
		}
		people = append(people, p)
		// The target has the accounts of all but contractors, as the first set leaves them.
		if p["kind"] == "staff" {
			unique := p["id"]
			if strings.HasPrefix(p["login"].(string), "shared") {
				continue // they are created, so that their names meet
			}
			accounts = append(accounts, value.Map{
				"employeeId": unique, "userPrincipalName": p["login"].(string) + "@" + p["domain"].(string), "displayName": "Ann " + p["last"].(string),
				"accountEnabled": true, "jobTitle": p["title"], "city": p["city"], "officeLocation": p["office"], "department": p["department"],
				"hired": p["start"], "phone": p["phone"], "second": "b",
			})
			if p["parts"] == "a" {
				delete(accounts[len(accounts)-1], "second")
			}
			if p["office"] == "b1" { // the service takes b1 for B1 where it is there already
				delete(accounts[len(accounts)-1], "officeLocation")
			}
			if p["company"] != "" {
				accounts[len(accounts)-1]["company"] = p["company"]
			}
		}
	}
	rows := func(enabled, upn, title, city, office, department, company, start, phone, second string) []mapping.Mapping {
		return []mapping.Mapping{
			{Target: "employeeId", From: "id", Match: 1}, {Target: "displayName", Expression: `Join(" ", [first], [last])`},
			{Target: "mailNickname", Expression: `[id]`, Apply: mapping.ApplyCreate},
			{Target: "accountEnabled", Expression: enabled}, {Target: "userPrincipalName", Expression: upn},
			{Target: "jobTitle", Expression: title}, {Target: "city", Expression: city}, {Target: "officeLocation", Expression: office},
			{Target: "department", Expression: department}, {Target: "company", Expression: company}, {Target: "hired", Expression: start},
			{Target: "phone", Expression: phone}, {Target: "second", Expression: second},
		}
	}
	from = &mapping.Set{Mappings: rows(
		`"True"`, `IIF(Left([login], 6) = "shared", [id], [login]) & "@" & [domain]`, `[title]`, `[city]`, `[office]`, `[department]`, `IIF([company] = "", [none], [company])`, `[start]`, `[phone]`, `IIF([parts] = "a", [none], "b")`,
	)}
	to = &mapping.Set{Scope: mapping.Filter{{{Attribute: "kind", Operator: "EQUALS", Values: []string{"staff"}}}}, Mappings: rows(
		`IIF([status] = "left", "False", "True")`, `[login] & "@" & Switch([domain], [domain], "contoso.old", "contoso.com")`,
		`IIF([title] = "Obsolete", [none], [title])`, `NormalizeDiacritics([city])`, `ToUpper([office])`, `Switch([department], [department], "Sales", "Service")`,
		`IIF([company] = "", "Contoso", [company])`, `Switch([start], [start], "31.12.2026", "31.12.2026", "2026-12-31", "31.12.2026")`,
		`Replace([phone], "0049 ", , , "tel ", , )`, `Item(Split([parts], ","), 2)`,
	)}
	return from, to, people, accounts
}

func plantedImpact(t require.TestingT, n, workers int) *impact.Impact {
	from, to, people, accounts := planted(n)
	opts := provision.Options{Profile: mapping.ProfileEntra}
	return compare(t, side(t, from, opts, accounts, people), side(t, to, opts, accounts, people), impact.Options{Limit: 5, Workers: workers})
}

// TestAPlantedPopulation compares text and document of 2,000 people with twelve planted changes, and the groups of 50,000.
func TestAPlantedPopulation(t *testing.T) {
	t.Parallel()
	got := plantedImpact(t, 2_000, 1)
	data, err := json.MarshalIndent(got, "", "  ")
	require.NoError(t, err)
	var text80, text120, md strings.Builder
	require.NoError(t, got.WriteText(&text80, impact.TextOptions{Width: 80}))
	require.NoError(t, got.WriteText(&text120, impact.TextOptions{Width: 120}))
	require.NoError(t, got.WriteMarkdown(&md))
	for _, file := range []struct{ name, text string }{
		{"planted.json", string(data) + "\n"}, {"planted80.txt", text80.String()}, {"planted120.txt", text120.String()}, {"planted.md", md.String()},
	} {
		if *update {
			require.NoError(t, os.WriteFile("testdata/"+file.name, []byte(file.text), 0o600))
		}
		want, err := os.ReadFile("testdata/" + file.name)
		require.NoError(t, err)
		require.Equal(t, string(want), file.text)
	}
	for width, text := range map[int]string{80: text80.String(), 120: text120.String()} {
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		require.LessOrEqual(t, len(lines), 24)
		for _, line := range lines {
			require.LessOrEqual(t, len([]rune(line)), width, line)
		}
	}
	n := effort.Of(50_000, 2_000)
	many := plantedImpact(t, n, 2)
	requireSums(t, many)
	// The same changes, as many times as there are more people. Pairs that are told one by one among few are one group among many.
	want := people(got.Groups)
	for kind := range want {
		want[kind] *= n / 2_000
	}
	require.Equal(t, want, people(many.Groups))
}

// people returns how many people groups have, by target and severity.
func people(groups []impact.Group) map[string]int {
	counts := map[string]int{}
	for _, g := range groups {
		counts[g.Target+" "+g.Severity] += g.Count
	}
	return counts
}

func TestNoChange(t *testing.T) {
	t.Parallel()
	from, _, people, accounts := planted(1_000)
	got := compare(t, side(t, from, provision.Options{}, accounts, people), side(t, from, provision.Options{}, accounts, people), impact.Options{})
	var b strings.Builder
	require.NoError(t, got.WriteText(&b, impact.TextOptions{Width: 80}))
	require.Equal(t, "No change.\n", b.String())
	require.Equal(t, 1_000, got.Unchanged)
}
