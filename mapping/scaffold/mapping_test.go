package scaffold_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/scaffold"
)

// mapped returns what is made for a table; the mapping file has no errors, and the bulk map builds requests of it.
func mapped(t *testing.T, table string) *scaffold.Mapping {
	t.Helper()
	made, err := scaffold.NewMapping(strings.NewReader(table), feed.Options{Name: "people.csv"})
	require.NoError(t, err)
	doc, err := file.Parse("people_mapping.yaml", made.Data)
	require.NoError(t, err)
	_, found := doc.Check(mapping.Options{Profile: mapping.ProfileEntra})
	require.False(t, found.HasErrors(), "%v\n%s", found, made.Data)

	text, err := file.Parse("people_bulk.yaml", made.Bulk)
	require.NoError(t, err)
	data, err := text.JSON()
	require.NoError(t, err)
	m, err := bulk.ReadMap(bytes.NewReader(data))
	require.NoError(t, err, "%s", made.Bulk)
	in, err := feed.Open(strings.NewReader(table), feed.Options{Format: feed.CSV})
	require.NoError(t, err)
	builder, err := bulk.Build(in.Records(), m, bulk.Options{})
	require.NoError(t, err, "%s", made.Bulk)
	for _, err := range builder.Requests() {
		require.NoError(t, err)
	}
	summary := builder.Summary()
	require.Zero(t, summary.Failed, "%v", summary.Issues)
	return made
}

// Each row is a table, and lines that the mapping file and the bulk map have for it, or what is said of its columns.
func TestColumnsAreMatched(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		table               string
		rules, bulk, unsure []string
	}{
		"names of an HR system": {
			"WorkerID,FirstName,LastName,Cost Center,cost_centre\n1,A,B,C,D\n",
			[]string{"employeeId, from: WorkerID, match: 1", "givenName, from: FirstName", `'Join(" ", [FirstName], [LastName])'`, "EmployeeOrgData.costCenter, from: Cost Center"},
			[]string{"externalId: WorkerID", "userName: WorkerID", "name.givenName: FirstName", `:User:costCenter": Cost Center`},
			[]string{`"cost_centre": it means the same as "Cost Center"`},
		},
		"names in German": {
			"Personalnummer;Vorname;Nachname;Abteilung;Straße\n1;A;B;C;D\n",
			[]string{"from: Personalnummer", "from: Vorname", "surname, from: Nachname", "department, from: Abteilung", `streetAddress, from: "Straße"`}, nil, nil,
		},
		"names in French": {
			"Matricule;Prénom;Nom de famille;Ville\n1;A;B;C\n", []string{"from: Matricule", `givenName, from: "Prénom"`, "surname, from: Nom de famille", "city, from: Ville"}, nil, nil,
		},
		"words of who is active":  {"EmployeeID,Status\n1,Active\n2,Terminated\n", []string{`Switch([Status], , "Active", "True", "Terminated", "False")`}, []string{"{column: Status, equals: [Active]}"}, nil},
		"numbers of who is":       {"EmployeeID,Active\n1,1\n2,0\n", []string{`Switch([Active], , "0", "False", "1", "True")`}, []string{`{column: Active, equals: ["1"]}`}, nil},
		"words that nobody knows": {"EmployeeID,Status\n1,Active\n2,Sabbatical\n", []string{`accountEnabled, apply: create, constant: "True"`}, nil, []string{`"Status": its values are not known to say who is active`}},
		"dates as they are":       {"EmployeeID,HireDate\n1,2026-01-31\n", []string{"employeeHireDate, from: HireDate"}, nil, nil},
		"dates with points":       {"EmployeeID;HireDate\n1;31.01.2026\n", []string{`FormatDateTime([HireDate], , "dd.MM.yyyy", "yyyy-MM-ddTHH:mm:ssZ")`}, nil, nil},
		"dates of one reading":    {"EmployeeID,HireDate\n1,01/02/2026\n2,01/31/2026\n", []string{`"MM/dd/yyyy"`}, nil, nil},
		"dates of two readings":   {"EmployeeID,HireDate\n1,01/02/2026\n", nil, nil, []string{`"HireDate": its values are not dates of one form`}},
		"names to log on with":    {"EmployeeID,UserName\n1,ann@contoso.com\n", []string{"userPrincipalName, from: UserName"}, []string{"userName: UserName"}, nil},
		"names without a domain":  {"EmployeeID,UserID\n1,ann\n", []string{`"contoso.example"`}, []string{"userName: UserID"}, nil},
		"no number of employees":  {"Key,Team\na,x\nb,x\n", []string{"employeeId, from: Key, match: 1"}, []string{"externalId: Key"}, []string{`"Team": its name is not one`}},
		"a header alone":          {"EmployeeID,Department,Status,HireDate\n", []string{"department, from: Department"}, nil, []string{`"Status"`, `"HireDate"`}},
		"hostile names": {
			"EmployeeID,\"First\nName\",[mail],\"City: x # y\",\"'--\",@type,\"a\"\"b\",{x}\n1,2,3,4,5,6,7,8\n", []string{"employeeId, from: EmployeeID"}, nil,
			[]string{`[mail]`, `City: x # y`, `'--`, "@type", `a"b`, "{x}"},
		},
		"a byte order mark": {"\ufeffEmployeeID,City\n1,x\n", []string{"from: EmployeeID", "city, from: City"}, nil, nil},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := mapped(t, c.table)
			for _, line := range c.rules {
				require.Contains(t, string(made.Data), line)
			}
			for _, line := range c.bulk {
				require.Contains(t, string(made.Bulk), line)
			}
			for _, text := range c.unsure {
				require.Contains(t, strings.Join(made.Unmatched, "\n"), text)
				require.Contains(t, string(made.Data), "# Not matched: ")
			}
		})
	}
}

// Several values in a cell are told.
func TestCellsWithSeveralValuesAreTold(t *testing.T) {
	t.Parallel()
	made := mapped(t, "EmployeeID,Phone\n1,+1 555;+1 556\n2,+1 557;+1 558\n")
	require.Contains(t, strings.Join(made.Notes, "\n"), `"Phone" seems to have several values in a cell`)
}

func TestTablesOfNobodyAreRefused(t *testing.T) {
	t.Parallel()
	for name, table := range map[string]string{
		"nobody can be told from others": "Team,City\nx,a\nx,b\ny,b\n",
		"nothing":                        "",
		"a column twice":                 "EmployeeID,EmployeeID\n1,2\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := scaffold.NewMapping(strings.NewReader(table), feed.Options{Name: "people.csv"})
			require.Error(t, err)
		})
	}
	_, err := scaffold.NewMapping(failing{}, feed.Options{Name: "people.csv"})
	require.ErrorIs(t, err, errBroken)
}

var errBroken = errors.New("broken")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }
