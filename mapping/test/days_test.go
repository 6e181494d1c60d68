package test_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/test"
)

// lines returns what is wrong with tests, one a line, and whether they passed.
func lines(report *test.Report) string {
	var b strings.Builder
	for _, r := range report.Tests {
		if r.Err != nil {
			fmt.Fprintf(&b, "cannot be run: %v\n", r.Err)
		}
		for _, f := range r.Failures {
			fmt.Fprintln(&b, f)
		}
		if r.OK() {
			b.WriteString("ok\n")
		}
	}
	return b.String()
}

// TestDays: each row is a test of several days.
func TestDays(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, rest, want string }{
		{"a day begins with what the day before has written", `
    source: {id: "7", kind: Employee, title: Clerk}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {action: create, match: none}}
      - {now: 2026-03-02T08:00:00Z, expect: {action: skip, match: linked, code: RedundantExport}}
      - {now: 2026-03-03T08:00:00Z, changes: {title: Head}, expect: {action: update, attributes: {title: {old: Clerk, new: Head}, alias: ~}}}
      - {now: 2026-03-04T08:00:00Z, expect: {action: skip, attributes: {title: Head}}}`, "ok"},
		{"each day has its time", `
    source: {id: "7", kind: Employee, watched: yes}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {account: {seen: "2026-03-01", first: "2026-03-01"}}}
      - {now: 2026-03-02T23:59:59Z, expect: {account: {seen: "2026-03-02", first: "2026-03-01"}}}
      - {now: 2026-03-02T23:59:59-01:00, expect: {account: {seen: "2026-03-03", first: "2026-03-01"}}}`, "ok"},
		{"days without expectations pass, and are planned", `
    source: {id: "7", kind: Employee}
    days:
      - {now: 2026-03-01T08:00:00Z}
      - {now: 2026-03-02T08:00:00Z, changes: {title: Head}}
      - {now: 2026-03-03T08:00:00Z, expect: {account: {title: Head, first: "2026-03-01"}}}`, "ok"},
		{"a member that is absent is taken away, and one inside of an object is changed by itself", `
    source: {id: "7", kind: Employee, title: Clerk, name: {first: Ann, last: Lee}}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {account: {title: Clerk, cn: Ann Lee}}}
      - {now: 2026-03-02T08:00:00Z, changes: {title: absent, Name: {last: Orr}}, expect: {attributes: {title: ~, cn: Ann Orr}}}
      - {now: 2026-03-03T08:00:00Z, changes: {title: =absent}, expect: {attributes: {title: =absent, cn: {decision: unchanged}}}}`, "ok"},
		{"who is out of scope and comes back has the same account", `
    source: {id: "7", kind: Employee}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {action: create}}
      - {now: 2026-03-02T08:00:00Z, changes: {kind: Contractor}, expect: {action: disable, scope: false, account: {closed: true}}}
      - {now: 2026-03-03T08:00:00Z, changes: {kind: Employee}, expect: {action: update, match: linked, account: {closed: false, first: "2026-03-01"}}}`, "ok"},
		{"who is deleted and returns has a new one", `
    source: {id: "7", kind: Employee}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {action: create, account: {first: "2026-03-01"}}}
      - {now: 2026-03-02T08:00:00Z, changes: {"@deleted": hard}, expect: {action: delete, account: absent}}
      - {now: 2026-03-03T08:00:00Z, expect: {action: skip, account: absent}}
      - {now: 2026-03-04T08:00:00Z, changes: {"@deleted": absent}, expect: {action: create, match: none, account: {first: "2026-03-04"}}}`, "ok"},
		{"who is linked is found with another matching value", `
    source: {id: "7", objectId: o7, kind: Employee}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {action: create}}
      - {now: 2026-03-02T08:00:00Z, changes: {id: "8"}, expect: {action: update, match: linked, attributes: {employeeID: {old: "7", new: "8"}}, account: {employeeID: "8"}}}`, "ok"},
		{"who has been created is managed, whatever is said of others", `
    unlinked: true
    target: [{objectGUID: g9, employeeID: "9", closed: "False"}]
    sources: [{id: "7", kind: Employee}, {id: "9", kind: Contractor}]
    days:
      - {now: 2026-03-01T08:00:00Z, expect: [{action: create}, {action: skip, account: {closed: false}}]}
      - {now: 2026-03-02T08:00:00Z, changes: [{kind: Contractor}, ~], expect: [{action: disable, account: {closed: true}}, {action: skip, account: {closed: false}}]}`, "ok"},
		{"people come, and are not in the file any more", `
    days:
      - {now: 2026-03-01T08:00:00Z, source: {id: "7", kind: Employee}, expect: {action: create}}
      - {now: 2026-03-02T08:00:00Z, sources: [{id: "8", kind: Employee}, {id: "7", kind: Employee}], expect: [{action: create}, {action: skip, match: linked}]}
      - {now: 2026-03-03T08:00:00Z, sources: []}
      - {now: 2026-03-04T08:00:00Z, sources: more.ndjson, expect: {action: create}}
      - {now: 2026-03-05T08:00:00Z, source: {id: "8", kind: Employee}, expect: {action: skip, account: {first: "2026-03-02"}}}`, "ok"},
		{"people of files are known by their anchors", `
    days:
      - {now: 2026-03-01T08:00:00Z, sources: before.ndjson, expect: {action: create}}
      - {now: 2026-03-02T08:00:00Z, sources: after.ndjson, expect: {action: update, match: linked, account: {employeeID: "10", first: "2026-03-01"}}}`, "ok"},
		{"people of files are known by their anchors to links of the test", `
    links: [{sourceAnchor: o9, targetAnchor: g1}]
    target: [{objectGUID: g1, employeeID: "9"}]
    sources: after.ndjson
    expect: {match: linked, target: g1, account: {employeeID: "10"}}`, "ok"},
		{"the job has the types of all days", `
    mapping: types.yaml
    days:
      - {now: 2026-03-01T08:00:00Z, source: {id: u1}, expect: {action: create}}
      - {now: 2026-03-02T08:00:00Z, sources: [{"@type": Group, name: g, members: [u1]}, {id: u1}], expect: [{action: create, account: {members: [new-u1]}}, {action: skip, match: linked}]}
      - {now: 2026-03-03T08:00:00Z, source: {id: u1, "@deleted": hard}, expect: {action: delete, account: absent}}
      - {now: 2026-03-04T08:00:00Z, source: {"@type": Group, name: g, members: []}, expect: {action: update, match: linked, account: {members: []}}}`, "ok"},
		{"names that other days have taken are taken, for nobody in particular, too", `
    source: {id: "7", kind: Employee}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {attributes: {alias: a}}}
      - {now: 2026-03-02T08:00:00Z, sources: [{id: "8", kind: Employee}, {kind: Employee}], expect: [{attributes: {alias: b}}, {attributes: {alias: b}}]}
      - {now: 2026-03-03T08:00:00Z, source: {kind: Employee}, expect: {attributes: {alias: c}}}`, "ok"},
		{"a test of no day, and days, of a target that there is not", `
    target: none.csv
    source: {id: "7", kind: Employee}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {action: create}}
  - {name: y, target: none.csv, source: {id: "7"}, expect: {action: create}}`, "cannot be run: on the day 2026-03-01T08:00:00Z: target: open dir/none.csv: file does not exist\ncannot be run: target: open dir/none.csv: file does not exist"},
		{"what does not hold names its day", `
    sources: [{id: "7", kind: Employee}, {id: "8", kind: Employee}]
    days:
      - {now: 2026-03-01T08:00:00Z, expect: [{action: update}, {account: absent}]}
      - {now: 2026-03-02T08:00:00Z, expect: [{account: {first: x, nil: 1}}]}`,
			`2026-03-01T08:00:00Z: source 1: action: want "update", got "create" (no target object matches)
2026-03-01T08:00:00Z: source 2: account afterwards: want "absent", got "an account" (no target object matches)
2026-03-02T08:00:00Z: source 1: first: of the account afterwards: want "x", got "2026-03-01" (source and target agree)
2026-03-02T08:00:00Z: source 1: nil: neither a mapping nor the account has this attribute: want 1, got null`},
		{"an account that there is not", `
    source: {id: "7", kind: Contractor}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {account: {title: ~}}}`,
			`2026-03-01T08:00:00Z: account afterwards: want {"title":null}, got "absent" (the object does not pass the scoping filter)`},
		{"an account after one cycle", `
    target: [{objectGUID: g1, employeeID: "7", title: Boss, room: "12"}]
    source: {id: "7", kind: Employee, title: Head}
    expect: {action: update, account: {title: Head, ROOM: absent, room: 12}}`,
			`ROOM: of the account afterwards: want "absent", got "12" (attributes differ)`},
		{"every second cycle is quiet, and is not a day", `
    twice: true
    source: {id: "7", kind: Employee, watched: yes}
    days:
      - {now: 2026-03-01T08:00:00Z}
      - {now: 2026-03-02T08:00:00Z, expect: {action: update}}`, "ok"},
		{"a file that there is not", `
    source: {id: "7", kind: Employee}
    days:
      - {now: 2026-03-01T08:00:00Z}
      - {now: 2026-03-02T08:00:00Z, sources: none.csv, expect: {action: update}}`, `cannot be run: on the day 2026-03-02T08:00:00Z: open dir/none.csv: file does not exist`},
	} {
		f, err := test.Read("dir/x_test.yaml", []byte("mapping: days.yaml\ntests:\n  - name: x"+row.rest+"\n"))
		require.NoError(t, err, row.name)
		report := test.Run(t.Context(), []*test.File{f}, files{
			"dir/before.ndjson": `{"id":"9","objectId":"o9","kind":"Employee"}` + "\n", "dir/after.ndjson": `{"id":"10","objectId":"o9","kind":"Employee"}` + "\n",
			"dir/types.yaml": "objects:\n  - {name: Users, resource: User, mappings: [{target: userName, from: id, match: 1}]}\n" +
				"  - name: Groups\n    resource: Group\n    types: {members: {type: Reference, multi: true, references: [User]}}\n" +
				"    targetTypes: {members: {type: Reference, multi: true, references: [User]}}\n    mappings: [{target: displayName, from: name, match: 1}, {target: members, from: members}]\n",
			"dir/more.ndjson": `{"id":"9","kind":"Employee"}` + "\n", "dir/days.yaml": days}.options())
		require.Equal(t, row.want+"\n", lines(report), row.name)
	}
}

// days is a mapping that reads the clock.
const days = `
scope: [[{attribute: kind, operator: EQUALS, values: [Employee]}]]
mappings:
  - {target: employeeID, from: id, match: 1}
  - {target: title, from: title}
  - {target: cn, expression: 'Join(" ", [name.first], [name.last])'}
  - {target: alias, apply: create, expression: 'SelectUniqueValue("a", "b", "c")'}
  - {target: closed, from: IsSoftDeleted}
  - {target: first, apply: create, expression: 'FormatDateTime(Now(), , "yyyy-MM-dd", "yyyy-MM-dd")'}
  - {target: seen, expression: 'IIF(IsPresent([watched]), FormatDateTime(Now(), , "yyyy-MM-dd", "yyyy-MM-dd"), )'}
`

func TestDaysThatAreWrong(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, test, want string }{
		{"no time", "{source: {}, days: [{expect: {}}]}", "2:32: want the member now: the time of the day"},
		{"a date alone", "{source: {}, days: [{now: 2026-01-01, expect: {}}]}", `2:38: want an RFC 3339 time such as 2026-01-31T12:00:00Z, got "2026-01-01"`},
		{"a day that is not after the one before", "{source: {}, days: [{now: 2026-01-01T08:00:00Z, expect: {}}, {now: 2026-01-01T10:00:00+02:00}]}",
			`2:79: want a time after that of the day before, "2026-01-01T08:00:00Z", got "2026-01-01T10:00:00+02:00"`},
		{"nobody", "{days: [{now: 2026-01-01T08:00:00Z, expect: {}}]}", "2:20: want source or sources, of the day or of the test"},
		{"changes of nobody", "{days: [{now: 2026-01-01T08:00:00Z, changes: {}, expect: {}}]}", "2:20: want source or sources, of the day or of the test"},
		{"changes of too few", "{sources: [{}, {}], days: [{now: 2026-01-01T08:00:00Z, changes: {}, expect: [{}]}]}", "2:76: want changes of each of 2 source objects, got 1"},
		{"changes of a file", "{sources: x.csv, days: [{now: 2026-01-01T08:00:00Z, changes: {}, expect: {}}]}", "2:73: the people of the day before are in a file, and have no changes here: write source or sources"},
		{"people and changes", "{days: [{now: 2026-01-01T08:00:00Z, source: {}, changes: {}, expect: {}}]}", "2:69: want the people of the day, or changes of those of the day before, got both"},
		{"no change", "{source: {}, days: [{now: 2026-01-01T08:00:00Z, changes: 7, expect: {}}]}", `2:69: want an object of attributes, got "7"`},
		{"no days", "{source: {}, days: []}", "2:31: want days, got an empty list"},
		{"days that are no list", "{source: {}, days: {}}", "2:31: want a list, got an object"},
		{"nothing expected", "{source: {}, days: [{now: 2026-01-01T08:00:00Z}]}", "2:12: the test expects nothing: want expect, of one of its days"},
		{"an expectation of the test", "{source: {}, expect: {}, days: [{now: 2026-01-01T08:00:00Z, expect: {}}]}", "2:33: want expect of the days, got one of the test"},
		{"an unknown member", "{source: {}, days: [{now: 2026-01-01T08:00:00Z, change: {}, expect: {}}]}", `2:60: unknown member "change" of a day: did you mean changes?`},
		{"a job of its own", "{source: {}, days: [{now: 2026-01-01T08:00:00Z, domain: x, expect: {}}]}", `2:60: unknown member "domain" of a day: the members are source, sources, now, changes, expect`},
		{"an account that is neither", "{source: {}, days: [{now: 2026-01-01T08:00:00Z, expect: {account: none}}]}", `2:78: want an object of attributes, or absent, got "none"`},
	} {
		_, err := test.Read("x_test.yaml", []byte("mapping: m\ntests:   [ "+row.test+" ]\n"))
		require.Error(t, err, row.name)
		require.Equal(t, "x_test.yaml:"+row.want, err.Error()[:min(len(err.Error()), len(row.want)+len("x_test.yaml:"))], "%s: %v", row.name, err)
	}
}

// TestDaysInReports: each failure has its day, its line, and what is updated is where it was wanted.
func TestDaysInReports(t *testing.T) {
	t.Parallel()
	const text = `mapping: days.yaml
tests:
  - name: hire
    source: {id: "7", kind: Employee, watched: yes}
    days:
      - now: 2026-03-01T08:00:00Z
        expect: {action: create}
      - now: 2026-03-02T08:00:00Z
        changes: {title: Head}
        expect:
          action: create # kept
          attributes: {title: Boss}
          account: {title: Boss, seen: "2026-03-01"}
`
	open := files{"dir/days.yaml": days}
	f, err := test.Read("dir/x_test.yaml", []byte(text))
	require.NoError(t, err)
	report := test.Run(t.Context(), []*test.File{f}, open.options())
	data, err := json.Marshal(report.Tests[0].Failures[0])
	require.NoError(t, err)
	require.Contains(t, string(data), `"day":"2026-03-02T08:00:00Z"`)
	var github, tap strings.Builder
	require.NoError(t, report.Write(&github, "github"))
	require.Contains(t, github.String(), "file=dir/x_test.yaml,line=13,")
	require.NoError(t, report.Write(&tap, "tap"))
	require.Contains(t, tap.String(), "2026-03-02T08:00:00Z: title: want")

	data, changed, err := f.Updated(report)
	require.NoError(t, err)
	require.Equal(t, 4, changed)
	require.Equal(t, strings.NewReplacer("create # kept", "update # kept", "title: Boss", "title: Head", `"2026-03-01"`, `"2026-03-02"`).Replace(text), string(data))
	f, err = test.Read("dir/x_test.yaml", data)
	require.NoError(t, err)
	opts := open.options()
	opts.Coverage = true
	report = test.Run(t.Context(), []*test.File{f}, opts)
	require.Equal(t, "ok\n", lines(report))
	met, _ := report.Coverage.Count()
	require.Positive(t, met)
}

// TestAnAccountThatMustNotBePrinted: what a day has kept out of reports is kept out of what is said of the account, and out of the file.
func TestAnAccountThatMustNotBePrinted(t *testing.T) {
	t.Parallel()
	const text = `mapping: m.yaml
tests:
  - source: {id: "7", secret: s3same}
    days:
      - {now: 2026-03-01T08:00:00Z}
      - {now: 2026-03-02T08:00:00Z, expect: {account: {note: x}}}
`
	for _, profile := range []string{"", "profile: scim\n"} {
		f, err := test.Read("x_test.yaml", []byte(profile+text))
		require.NoError(t, err)
		report := test.Run(t.Context(), []*test.File{f}, files{"m.yaml": "mappings:\n  - {target: userName, from: id, match: 1}\n  - {target: note, apply: create, expression: 'Redact([secret])'}\n"}.options())
		require.Len(t, report.Tests[0].Failures, 1, report.Tests[0].String())
		var all strings.Builder
		for _, format := range test.Formats() {
			require.NoError(t, report.Write(&all, format))
		}
		data, _, err := f.Updated(report)
		require.NoError(t, err)
		require.Equal(t, profile+text, string(data))
		require.NotContains(t, all.String(), "s3same")
	}
}

func TestWantedAccountsAreHidden(t *testing.T) {
	t.Parallel()
	f, err := test.Read("dir/x_test.yaml", []byte(`mapping: days.yaml
tests:
  - source: {id: "7", kind: Nobody, title: s3same}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {account: {title: s3same}}}
      - {now: 2026-03-02T08:00:00Z, changes: {kind: Employee}, expect: {account: {title: s3same2}}}
`))
	require.NoError(t, err)
	opts := files{"dir/days.yaml": days}.options()
	opts.HideValues = true
	report := test.Run(t.Context(), []*test.File{f}, opts)
	require.Len(t, report.Tests[0].Failures, 2)
	var all strings.Builder
	for _, format := range test.Formats() {
		require.NoError(t, report.Write(&all, format))
	}
	require.NotContains(t, all.String(), "s3same")
}
