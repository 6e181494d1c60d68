package replay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/replay"
)

// TestPlansOfTheExamplesAgree: what our own plans write is what the same mappings compute again.
func TestPlansOfTheExamplesAgree(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		dir, mapping string
		in, target   []string
	}{
		{"hr-to-entra", "mapping.yaml", []string{"workers.scim.json"}, []string{"users.json"}},
		{"hr-to-ad", "mapping.yaml", []string{"workers.csv"}, []string{"accounts.csv"}},
		{"entra-to-scim", "mapping.yaml", []string{"users.ndjson"}, []string{"accounts.json"}},
		{"graph-import", "schema.json", []string{"users.ndjson"}, []string{"accounts.ndjson"}},
		{"change", "old.yaml", []string{"people.csv"}, []string{"accounts.csv"}},
		{"writeback", "mapping.yaml", []string{"users.ndjson"}, []string{"hcm.json"}},
		{"oracle-hcm", "entra.yaml", []string{"workers.scim.json"}, []string{"users.json"}},
		{"oracle-hcm", "ad.yaml", []string{"workers.scim.json"}, []string{"ad.ldif"}},
	} {
		t.Run(row.dir+" "+row.mapping, func(t *testing.T) {
			t.Parallel()
			dir := "../../examples/" + row.dir + "/"
			for _, withTarget := range []bool{true, false} {
				job := jobOf(t, row.mapping, readFile(t, dir+row.mapping))
				var in, target []string
				for _, name := range row.in {
					in = append(in, dir+name)
				}
				if withTarget {
					for _, name := range row.target {
						target = append(target, dir+name)
					}
				}
				people := peopleOf(t, job, in...)
				log := plansOf(t, job, people, target...)
				report := replayed(t, job, log, replay.Options{People: slices.Values(people), Now: now})
				require.Equal(t, len(people), report.Events)
				require.Zero(t, report.Differ, textOf(t, report))
				for _, a := range report.Attributes {
					// What only the target knows, and what the log does not show.
					if a.Target != "manager" && !strings.HasPrefix(a.Target, "CustomSecurityAttributes.") {
						require.Zero(t, a.Unjudged, a.Target)
					}
				}
			}
		})
	}
}

// manyPeople are people of an HR source, with what makes expressions take different branches.
func manyPeople(n int) []provision.Source {
	people := make([]provision.Source, n)
	for i := range people {
		attrs := value.Map{
			"workerId": fmt.Sprint(100000 + i), "firstName": []string{"Zoë", "Jörg", "Ann", "李"}[i%4], "lastName": []string{"van Dyk", "O'Brien", "Müller"}[i%3] + fmt.Sprint(i/7),
			"city": []string{"Dallas", "Lyon", "Oslo"}[i%3], "active": i%5 != 0, "workerType": "Employee",
		}
		if i%4 != 3 {
			attrs["jobTitle"] = []string{"Engineer", "Clerk"}[i%2]
		}
		people[i] = provision.Source{Ordinal: i + 1, Type: "User", Attrs: attrs}
	}
	return people
}

func TestAThousandPlansAgreeAndAPlantedChangeIsItsAttribute(t *testing.T) {
	t.Parallel()
	text := readFile(t, "../../examples/hr-to-ad/mapping.yaml")
	people := manyPeople(1000)
	log := plansOf(t, jobOf(t, "m.yaml", text), people)
	run := func(text string) *replay.Report {
		return replayed(t, jobOf(t, "m.yaml", text), log, replay.Options{People: slices.Values(people), Now: now})
	}
	report := run(text)
	require.Equal(t, 1000, report.Agree, textOf(t, report))

	changed := strings.Replace(text, `"Lyon", "OU=Lyon,OU=Users`, `"Lyon", "OU=Paris,OU=Users`, 1)
	require.NotEqual(t, text, changed)
	report = run(changed)
	require.Positive(t, report.Differ)
	require.Equal(t, 1000, report.Agree+report.Differ)
	for _, d := range report.Differences {
		require.Equal(t, "parentDistinguishedName", d.Target)
		require.Equal(t, "mapping", d.Guess)
		require.Contains(t, d.Ours.Text(), "Paris")
	}
	require.Len(t, report.Differences, report.Attributes[0].Differ)
	require.Equal(t, "parentDistinguishedName", report.Attributes[0].Target)
	require.Zero(t, report.Attributes[1].Differ)
}
