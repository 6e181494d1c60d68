package command

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// tables writes files for a test and returns the path of each by its name.
func tables(t *testing.T, texts map[string]string) func(name string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

const (
	tableRules = "mappings:\n- {target: employeeId, from: id, match: 1}\n- {target: displayName, from: name}\n- {target: proxyAddresses, from: proxies}\n"
	tableTests = "mapping: m.yaml\nencoding: cp1252\ndelimiter: '|'\nmulti: [proxies=;]\ntargetEncoding: ibm850\ntests:\n" +
		"- name: andre\n  source: hr.csv\n  target: old.csv\n  expect: {action: update, attributes: {displayName: André, proxyAddresses: [a, b]}}\n"
)

func tableFiles(t *testing.T) func(name string) string {
	return tables(t, map[string]string{
		"m.yaml": tableRules, "m_test.yaml": tableTests,
		"bulk.yaml":   "attributes: {externalId: id, displayName: name}\n",
		"hr.csv":      "id|name|proxies\n1|Andr\xe9|a; b\n",
		"old.csv":     "employeeId,displayName\n1,Andr\x82\n",
		"utf8.csv":    "employeeId,displayName\n1,André\n",
		"hr.ldif":     "dn: CN=1\nid: 1\nname: Andr\xe9\n\n",
		"events.json": `[]`,
	})
}

func TestPeopleInACodePageAreReadByEveryVerb(t *testing.T) {
	t.Parallel()
	path := tableFiles(t)
	text := []string{"--encoding", "windows-1252", "--delimiter", "|"}
	for _, row := range []struct {
		name, want string
		args       []string
	}{
		{"run", `"new":"André","decision":"unchanged"`, []string{"run", "--schema", path("m.yaml"), "--in", path("hr.csv"), "--target", path("utf8.csv"), "--multi", "proxies=;", "--format", "ndjson"}},
		{"run with a target in another code page", `"new":"André","decision":"unchanged"`,
			[]string{"run", "--schema", path("m.yaml"), "--in", path("hr.csv"), "--target", path("old.csv"), "--target-encoding", "850", "--format", "ndjson"}},
		{"columns of several values", `"new":["a","b"]`, []string{"run", "--schema", path("m.yaml"), "--in", path("hr.csv"), "--multi", "proxies=;", "--format", "ndjson"}},
		{"impact", `"people":1`, []string{"impact", "--from", path("m.yaml"), "--to", path("m.yaml"), "--in", path("hr.csv"), "--format", "json"}},
		{"bulk build", "1 operation, records 1 to 1", []string{"bulk", "build", path("hr.csv"), "--map", path("bulk.yaml"), "--out", path("out")}},
		{"lint", "", []string{"lint", path("m.yaml"), "--data", path("hr.csv")}},
		{"init", "of 3 columns", []string{"init", path("hr.csv"), "--out", path("begun")}},
		{"LDIF", `"new":"André"`, []string{"run", "--schema", path("m.yaml"), "--in", path("hr.ldif"), "--format", "ndjson"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, messages := attrmap(nil, append(row.args, text...)...)
			require.Zero(t, code, "%s%s", out, messages)
			require.Contains(t, out, row.want)
		})
	}
	code, out, messages := attrmap(nil, "test", path("m_test.yaml"))
	require.Zero(t, code, "%s%s", out, messages)
}

func TestWrongWordsAboutTablesAreUsage(t *testing.T) {
	t.Parallel()
	path := tableFiles(t)
	for _, row := range []struct {
		want string
		args []string
	}{
		{`run: --encoding: unknown encoding "klingon": write auto or one of utf-8,`, []string{"--encoding", "klingon"}},
		{`run: --delimiter: want one character such as ; or |, or tab, got "||"`, []string{"--delimiter", "||"}},
		{`run: --delimiter: want one character such as ; or |, or tab, got '"'`, []string{"--target-delimiter", `"`}},
		{`run: --multi: want a separator or COLUMN=SEPARATOR, got "proxies="`, []string{"--multi", "proxies="}},
		{`run: --multi: want one separator for the column "PROXIES", got another one: "|"`, []string{"--multi", "proxies=;", "--multi", "PROXIES=|"}},
		{`run: --multi: want one separator for all columns, got ";" and "|"`, []string{"--multi", ";", "--multi", "|"}},
		{`run: --multi: no table has the column "proxis"; did you mean "proxies"?`, []string{"--delimiter", "|", "--multi", "proxis=;"}},
		{`the header has no delimiter ";"; choose the one that it has (--delimiter "|")`, []string{"--delimiter", ";"}},
		{`the header has one column, and "|" in its name; choose the delimiter (--delimiter "|")`, nil},
		{`the text is UTF-8, not windows-1252; leave out the encoding (--encoding)`, []string{"--delimiter", "|", "--target", path("utf8.csv"), "--target-encoding", "windows-1252"}},
	} {
		code, _, messages := attrmap(nil, append([]string{"run", "--schema", path("m.yaml"), "--in", path("hr.csv")}, row.args...)...)
		require.Equal(t, exitUsage, code, row.want)
		require.Contains(t, messages, row.want)
	}
}

func TestDamagedValuesAreWarnedAbout(t *testing.T) {
	t.Parallel()
	path := tables(t, map[string]string{
		"m.yaml":    "mappings:\n- {target: employeeId, from: id, match: 1}\n- {target: CustomSecurityAttributes.HR_Grade, from: grade}\n- {target: CustomSecurityAttributes.HR_Pay, expression: 'Trim([pay])'}\n- {target: city, expression: 'Redact([city])'}\n",
		"bulk.yaml": "attributes: {externalId: id, displayName: name}\n",
		"hr.csv":    "id,name,hireDate,grade,pay,city\n1,N/A,45231,#N/A, secret,NULL\n1,B,,,,\n",
		"good.csv":  "id,name,hireDate,grade,pay,city\n1,A,2023-11-01,a,b,c\n2,B,,,,\n",
	})
	code, out, messages := attrmap(nil, "lint", path("m.yaml"), "--data", path("hr.csv"), "--fail-on", "warning")
	require.Equal(t, exitFindings, code, messages)
	for _, want := range []string{
		`hr.csv:2:1: warning L211: column 2, "name": 1 of 2 values is a word for no value: record 1 "N/A"`,
		`hr.csv:2:1: warning L209: column 3, "hireDate": 1 of 1 value is the serial number of a date in a spreadsheet: record 1 "45231" is 2023-11-01`,
		`hr.csv:2:1: warning L210: column 4, "…": 1 of 1 value is an error of a spreadsheet's formula: record 1 "…"`,
		`hr.csv:2:1: warning L213: column 5, "…": 1 of 1 value is surrounded by spaces: record 1 "…"`,
		`hr.csv:2:1: warning L211: column 6, "…": 1 of 1 value is a word for no value: record 1 "…"`,
		"mappings[0].match (employeeId): warning L203:",
	} {
		require.Contains(t, out, want)
	}
	require.NotContains(t, out, "L219", "L203 says it")
	code, out, messages = attrmap(nil, "lint", path("m.yaml"), "--data", path("good.csv"), "--fail-on", "warning")
	require.Zero(t, code, out+messages)

	code, _, messages = attrmap(nil, "bulk", "build", path("hr.csv"), "--map", path("bulk.yaml"), "--out", path("out"))
	require.Zero(t, code, messages)
	require.Contains(t, messages, `hr.csv:2:1: warning null-word: column 2, "name": 1 of 2 values is a word for no value: record 1 "N/A"`)
	require.NotContains(t, messages, "serial-date", "the map does not read that column")
	require.NotContains(t, messages, "same-id", "duplicate-match says it")
	_, _, messages = attrmap(nil, "bulk", "build", path("hr.csv"), "--map", path("bulk.yaml"), "--out", path("out"), "--force", "--hide-values")
	require.Contains(t, messages, `warning null-word: column 2, "…": 1 of 2 values is a word for no value: record 1 "…"`)
}
