package datacheck_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/datacheck"
	"github.com/attrmap/attrmap/mapping/feed"
)

// findings returns what is said about a text of people, a line each.
func findings(t testing.TB, text string, opt feed.Options) []string {
	t.Helper()
	opt.EmptyCells = feed.EmptyNull
	reader, err := feed.Open(strings.NewReader(text), opt)
	require.NoError(t, err)
	check := datacheck.New(reader.Columns())
	for _, err := range check.Watch(reader.Records()) {
		require.NoError(t, err)
	}
	var list []string
	for _, f := range check.Findings() {
		require.Equal(t, diag.Warning, f.Severity)
		list = append(list, fmt.Sprintf("%s %d %s", f.Code, f.Line, f.Message))
	}
	return list
}

// column returns a table of one column.
func column(name string, values ...string) string {
	for i, v := range values {
		values[i] = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
	}
	return name + "\n" + strings.Join(values, "\n") + "\n"
}

func TestDamageIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text, want string
	}{
		{"ids in scientific notation", column("workerId", "1.23457E+11", "123456789012", "1,2E+05"),
			`scientific-notation 2 column 1, "workerId": 2 of 3 values are in scientific notation, whose last digits are lost: record 1 "1.23457E+11", record 3 "1,2E+05"; export the column as text`},
		{"a negative one", column("x", "-1E+12"), `scientific-notation 2 column 1, "x": 1 of 1 value is in scientific notation, whose last digits are lost: record 1 "-1E+12"; export the column as text`},
		{"dates as numbers, by the name of the column", column("HireDate", "45231", "", "45232.5"),
			`serial-date 2 column 1, "HireDate": 2 of 2 values are the serial number of a date in a spreadsheet: record 1 "45231" is 2023-11-01, record 3 "45232.5" is 2023-11-02; format the column as dates, or read it with DateAdd("d", [date], "1899-12-30")`},
		{"dates as numbers, by other values", column("x", "2023-11-01", "45231"),
			`serial-date 3 column 1, "x": 1 of 2 values is the serial number of a date in a spreadsheet: record 2 "45231" is 2023-11-01; format the column as dates, or read it with DateAdd("d", [date], "1899-12-30")`},
		{"errors of formulas", column("manager", "#N/A", "1", "#REF!", "#n/a", "#####"),
			`formula-error 2 column 1, "manager": 4 of 5 values are an error of a spreadsheet's formula: record 1 "#N/A", record 3 "#REF!", record 4 "#n/a", …; correct the formulas, and save the values`},
		{"words for no value", column("city", "NULL", "Oslo", "N/A", " None ", "Bergen"),
			`null-word 2 column 1, "city": 3 of 5 values are a word for no value: record 1 "NULL", record 3 "N/A", record 4 " None "; leave the cells empty: the word would be written` + "\n" +
				`outer-space 5 column 1, "city": 1 of 5 values is surrounded by spaces: record 4 " None "; remove them, or read the attribute with Trim`},
		{"zeros that others have", column("employeeId", "00123", "00124", "125"),
			`lost-zeros 4 column 1, "employeeId": 1 of 3 values has fewer digits than others that begin with a zero: record 3 "125", but record 1 "00123"; export the column as text`},
		{"zeros beside what is no number any more", column("employeeId", "1.2E+11", "00124", "125"),
			`scientific-notation 2 column 1, "employeeId": 1 of 3 values is in scientific notation, whose last digits are lost: record 1 "1.2E+11"; export the column as text` + "\n" +
				`lost-zeros 4 column 1, "employeeId": 1 of 3 values has fewer digits than others that begin with a zero: record 3 "125", but record 2 "00124"; export the column as text`},
		{"zeros that nobody has", column("Personnel No", "1234", "12345", "12346", "98765"),
			`lost-zeros 2 column 1, "Personnel No": 1 of 4 values has fewer digits than most, which have 5: record 1 "1234"; zeros at the beginning may be lost: export the column as text`},
		{"a postal code", column("zip", "2139", "10001", "94105", "60601"),
			`lost-zeros 2 column 1, "zip": 1 of 4 values has fewer digits than most, which have 5: record 1 "2139"; zeros at the beginning may be lost: export the column as text`},
		{"two of six", column("id", "45", "12345", "12346", "678", "12347", "12348"),
			`lost-zeros 2 column 1, "id": 2 of 6 values have fewer digits than most, which have 5: record 1 "45"; zeros at the beginning may be lost: export the column as text`},
		{"spaces around, of any kind", column("name", "A", " A", "B\u00a0", "C\n"),
			`outer-space 3 column 1, "name": 3 of 4 values are surrounded by spaces: record 2 " A", record 3 "B\u00a0", record 4 "C\n"; remove them, or read the attribute with Trim`},
		{"two orders of dates", column("birth", "13/02/2026", "02/13/2026", "01/02/2026", "31/12/26 10:00"),
			`two-date-orders 2 column 1, "birth": dates are in two orders: 2 with the day first (record 1 "13/02/2026", record 4 "31/12/26 10:00"), 1 with the month first (record 2 "02/13/2026"), and the others can be read both ways; export the column in one format, such as yyyy-MM-dd`},
		{"three orders of dates", column("birth", "13/02/2026", "02/13/2026", "2026-02-13"),
			`two-date-orders 2 column 1, "birth": dates are in three orders: 1 with the day first (record 1 "13/02/2026"), 1 with the month first (record 2 "02/13/2026"), 1 with the year first (record 3 "2026-02-13"), and the others can be read both ways; export the column in one format, such as yyyy-MM-dd`},
		{"dates of which some begin with the year", column("hired", "2026-02-13T10:00:00Z", "13.02.2026", "03.02.2026"),
			`two-date-orders 2 column 1, "hired": dates are in two orders: 1 with the day first (record 2 "13.02.2026"), 1 with the year first (record 1 "2026-02-13T10:00:00Z"); export the column in one format, such as yyyy-MM-dd`},
		{"dates that begin with the year beside others that say no order", column("hired", "01/02/2026", "2026-02-13"),
			`two-date-orders 2 column 1, "hired": dates are in two orders: 1 with the day or the month first (record 1 "01/02/2026"), 1 with the year first (record 2 "2026-02-13"); export the column in one format, such as yyyy-MM-dd`},
		{"a third truth of a column with several words", column("Is active (Y/N)", "Y", "N", "On Leave"),
			`third-truth 4 column 1, "Is active (Y/N)": more than two values say whether somebody is active: "Y" 1, "N" 1, "On Leave" 1; 1 value beside true and false; say for each of them what it means, for instance by Switch with a key for each`},
		{"a third truth", column("active", "True", "FALSE", "On Leave", "true", "on leave"),
			`third-truth 4 column 1, "active": more than two values say whether somebody is active: "True" 2, "On Leave" 2, "FALSE" 1; 2 values beside true and false; say for each of them what it means, for instance by Switch with a key for each`},
		{"one that is no truth", column("accountEnabled", "1", "Maybe"),
			`third-truth 3 column 1, "accountEnabled": more than two values say whether somebody is active: "1" 1, "Maybe" 1; 1 value beside true and false; say for each of them what it means, for instance by Switch with a key for each`},
		{"characters that cannot be seen", column("title", "a\u200bb", "c\td", "e\nf", "g\u00a0h", "ok"),
			`invisible-character 2 column 1, "title": 4 of 5 values are a text with characters that cannot be seen: record 1 "a\u200bb", record 2 "c\td", record 3 "e\nf", …; remove them, or read the attribute with Replace`},
		{"letters of a wrong encoding", column("name", "MÃ¼ller", "Andr\uFFFD", "Oâ€™Neil", "Müller"),
			`garbled-text 2 column 1, "name": 3 of 4 values are of letters that a wrong encoding has changed: record 1 "MÃ¼ller", record 2 "Andr�", record 3 "Oâ€™Neil"; export the file again, as UTF-8`},
		{"ids that differ in case or spaces", column("userName", "ada@x", "ADA@x", "bob@x", "bob@x "),
			`outer-space 5 column 1, "userName": 1 of 4 values is surrounded by spaces: record 4 "bob@x "; remove them, or read the attribute with Trim` + "\n" +
				`nearly-same-id 3 column 1, "userName": 2 of 4 values are that of another record but for case or spaces: record 2 "ADA@x" as in record 1, record 4 "bob@x " as in record 3; the target compares without case, and both people would be one account`},
		{"ids that are there twice", column("id", "E1", "E2", "E1", "E1"),
			`same-id 4 column 1, "id": 2 of 4 values are that of another record: record 3 "E1" as in record 1, record 4 "E1" as in record 1; both records would change the same account`},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, strings.Join(findings(t, c.text, feed.Options{Format: feed.CSV}), "\n"))
		})
	}
}

func TestGoodDataAreNotCommented(t *testing.T) {
	t.Parallel()
	counted := make([]string, 250)
	for i := range counted {
		counted[i] = fmt.Sprint(i + 1)
	}
	across := make([]string, 60)
	for i := range across {
		across[i] = fmt.Sprint(970 + i)
	}
	spread := make([]string, 60)
	for i := range spread {
		spread[i] = fmt.Sprint(20_000 + 997*i)
	}
	for name, text := range map[string]string{
		"ids counted from 1":                     column("employeeId", counted...),
		"ids across a power of ten":              column("employeeId", across...),
		"two ranges of ids":                      column("employeeId", slices.Concat(across[30:40], spread)...),
		"postal codes of two countries":          column("postalCode", "01067", "10115", "8001", "8002", "8003", "3011", "6003", "20095"),
		"ids of letters and digits":              column("employeeId", "E1", "E22", "12345", "00012", "X"),
		"ids of one length":                      column("employeeId", "00012", "12345", "99999"),
		"rooms and phones":                       column("roomNumber", "1", "1101", "1102") + "\n",
		"phones":                                 column("phoneNumber", "0123456", "99", "12"),
		"numbers that are no dates":              column("costCenter", "45231", "45232"),
		"ids that look like days":                column("employeeId", "45231", "45232"),
		"dates":                                  column("hireDate", "2023-11-01", "2023-12-31T10:00:00Z", ""),
		"dates of one order":                     column("hireDate", "13/02/2026", "01/02/2026", "31.12.2025"),
		"candidates and salaries":                column("Candidate", "45231", "45232"),
		"salaries at the start":                  column("Start Salary", "45231", "45232"),
		"dates in texts":                         column("remarks", "2026-02-13 joined", "13.02.2026 moved", "02/13/2026 left", "Moved 13/02/2026"),
		"names of active accounts":               column("Active User", counted[10:30]...),
		"versions and addresses of networks":     column("x", "10.20.300", "1.2.3.4", "13.2.1", "2.13.1"),
		"family names":                           column("lastName", "Null", "None-Such", "Nana", "NA", "N"),
		"street addresses":                       column("streetAddress", "Main St 1\nFloor 2", "Hof\r\n3"),
		"letters of many scripts":                column("name", "Zoë", "Ærø", "山田", "نیلوفر\u200cی", "👩\u200d🚀", "JOÃO", "Ângela", "FRANÇA «x»"),
		"truth":                                  column("active", "True", "False", "true", ""),
		"status words that are no truth":         column("active", "A", "I"),
		"the day on which somebody got active":   column("activeSince", "2023-11-01", "2023-11-02", "2023-11-03"),
		"hexadecimal and exponents without sign": column("code", "1E5", "5E10", "1E+"),
		"hashes in names":                        column("team", "#1", "C#", "#N"),
		"managers, of whom many people have one": column("managerId", "1", "1", "1"),
		"several mail addresses of one person":   "mail\nada@x\n",
	} {
		t.Run(name, func(t *testing.T) {
			require.Empty(t, findings(t, text, feed.Options{Format: feed.CSV}))
		})
	}
}

func TestObjectsAreLookedAtThroughout(t *testing.T) {
	t.Parallel()
	const text = `[{"id": "1", "name": {"familyName": "N/A"}, "emails": [{"value": " a@x"}, {"value": "b@x"}], "n": 1.23e11, "@note": "NULL", "active": true}, {"id": 2, "tags": ["#REF!", "x"]}]`
	require.Equal(t, []string{
		`null-word 1 attribute "name.familyName": 1 of 1 value is a word for no value: record 1 "N/A"; leave the cells empty: the word would be written`,
		`outer-space 1 attribute "emails.value": 1 of 2 values is surrounded by spaces: record 1 " a@x"; remove them, or read the attribute with Trim`,
		`formula-error 1 attribute "tags": 1 of 2 values is an error of a spreadsheet's formula: record 2 "#REF!"; correct the formulas, and save the values`,
	}, findings(t, text, feed.Options{Format: feed.JSON}))
}

func TestNothingOfTheDataIsLeftWhereItIsHidden(t *testing.T) {
	t.Parallel()
	reader, err := feed.Open(strings.NewReader("Secretname,active\n1E+12,Secretvalue\nN/A,true\n 45231,Secretthird\n"), feed.Options{Format: feed.CSV})
	require.NoError(t, err)
	check := datacheck.New(reader.Columns())
	for _, err := range check.Watch(reader.Records()) {
		require.NoError(t, err)
	}
	require.Len(t, check.Findings(), 4)
	for _, f := range check.Findings() {
		text := f.Masked().String()
		require.NotContains(t, text, "Secret")
		require.NotContains(t, text, "E+12")
		require.NotContains(t, text, "N/A")
	}
}

func TestHostileRecordsAreBounded(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":`, 20) + `"N/A"` + strings.Repeat("}", 20)
	require.Empty(t, findings(t, deep, feed.Options{Format: feed.JSON}))
	var wide strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&wide, "{\"m%d\": \"N/A\"}\n", i)
	}
	require.Len(t, findings(t, wide.String(), feed.Options{Format: feed.NDJSON}), 1000)
	long := findings(t, column("active", strings.Repeat("x", 10_000), "true", "false"), feed.Options{Format: feed.CSV})
	require.Len(t, long, 1)
	require.Less(t, len(long[0]), 400)
}

// BenchmarkCheck looks at records of 12 columns, which are read once.
func BenchmarkCheck(b *testing.B) {
	var text strings.Builder
	text.WriteString("WorkerID,FirstName,LastName,Email,Department,ManagerID,HireDate,Active,Street,City,PostalCode,Country\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "%d,Zoë,Müller-Ångström,zoe%d@fabrikam.example,Schiffbau,40002,2024-02-29,True,Hafenstraße 5,Hamburg,020457,DE\n", 40017+i, i)
	}
	reader, err := feed.Open(strings.NewReader(text.String()), feed.Options{Format: feed.CSV})
	require.NoError(b, err)
	var records []feed.Record
	for rec := range reader.Records() {
		records = append(records, rec)
	}
	b.ReportAllocs()
	check := datacheck.New(reader.Columns())
	for i := range b.N {
		check.Add(&records[i%len(records)])
	}
}

// TestAnyTextIsLookedAt draws texts that look like those which rules know: nothing panics, no finding is about more values than there are, and what
// the data say is hidden in every message.
func TestAnyTextIsLookedAt(t *testing.T) {
	t.Parallel()
	names := rapid.SampledFrom([]string{"id", "hireDate", "active", "employeeNumber", "street", "x"})
	parts := rapid.SampledFrom([]string{"0", "00123", "45231", "1E+11", "#N/A", "#", " ", "\u00a0", "é", "Ã", "¼", "13/02/2026", "2/13/26", ".", ",", "-", "true", "NULL", "\n", "\u200b", "👩", "999999999999999999", "9999999999999999999"})
	rapid.Check(t, func(t *rapid.T) {
		name := names.Draw(t, "name")
		check := datacheck.New([]string{name})
		rows := rapid.IntRange(1, 12).Draw(t, "rows")
		for i := range rows {
			text := strings.Join(rapid.SliceOfN(parts, 0, 3).Draw(t, "text"), "")
			check.Add(&feed.Record{Ordinal: i + 1, Line: i + 2, Attrs: value.NewObject(value.Member{Name: name, Value: value.String(text)})})
		}
		for _, f := range check.Findings() {
			require.Equal(t, name, f.Column)
			require.True(t, f.Line >= 2 && f.Line <= rows+1)
			for _, text := range []string{"45231", "E+11", "#N/A", "00123", "2026", "NULL"} {
				require.NotContains(t, f.Masked().Message.String(), text)
			}
		}
	})
}
