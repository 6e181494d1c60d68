package test_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/test"
)

// TestUpdates: what happens takes the place of what is wanted, and nothing else changes.
func TestUpdates(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, before, after string }{
		{"a word", "expect: {action: create} # kept", "expect: {action: update} # kept"},
		{"a value as it was written", "expect: {attributes: {title: Boss, department: 'x', mail: \"y\"}}", "expect: {attributes: {title: Head, department: ~, mail: {decision: cleared}}}"},
		{"a text that YAML would read as something else", "expect: {attributes: {employeeID: x}}", "expect: {attributes: {employeeID: '1'}}"},
		{"members of a row", "expect: {attributes: {title: {old: x, new: y, decision: unchanged}}}", "expect: {attributes: {title: {old: Clerk, new: Head, decision: flowed}}}"},
		{"a failure that is none any more", "expect: {attributes: {title: {error: date}}}", "expect: {attributes: {title: Head}}"},
		{"a failure", "expect: {attributes: {hired: x}}", "expect: {attributes: {hired: {error: date}}}"},
		{"another failure", "expect: {attributes: {hired: {error: range}}}", "expect: {attributes: {hired: {error: date}}}"},
		{"a regular expression", "expect: {attributes: {title: /x/}}", "expect: {attributes: {title: Head}}"},
		{"elements of a list", "expect:\n      attributes:\n        phones:\n          - '1' # one\n          - '3' # two\n", "expect:\n      attributes:\n        phones:\n          - '1' # one\n          - '2' # two\n"},
		{"a longer list", "expect: {attributes: {phones: [x]}} # kept", "expect: {attributes: {phones: [\"1\", \"2\"]}} # kept"},
		{"a list that was a block", "expect:\n      attributes:\n        phones:\n          - x\n        title: y\n", "expect:\n      attributes:\n        phones:\n          [\"1\", \"2\"]\n        title: Head\n"},
		{"nothing where something was", "expect:\n      attributes:\n        title:\n        alias: x # kept\n", "expect:\n      attributes:\n        title: Head\n        alias: ~ # kept\n"},
		{"attributes that are not named", "expect: {only: true, attributes: {title: Head}}", "expect: {only: true, attributes: {title: Head, accountEnabled: true, mail: {decision: cleared}, phones: [\"1\", \"2\"]}}"},
		{"attributes of a block that are not named", "expect:\n      only: true\n      attributes:\n        title: Head # kept\n", "expect:\n      only: true\n      attributes:\n        title: Head # kept\n        accountEnabled: true\n        mail: {decision: cleared}\n        phones: [\"1\", \"2\"]\n"},
		{"a value in a block", "expect:\n      attributes:\n        title: |-\n          Boss\n        alias: ~\n", "expect:\n      attributes:\n        title: Head\n        alias: ~\n"},
		{"one that no mapping has stays", "expect: {attributes: {titel: x, title: y}}", "expect: {attributes: {titel: x, title: Head}}"},
		{"an alias of another value", "expect: {attributes: {title: &v Head, department: *v}}", "expect: {attributes: {title: &v Head, department: ~}}"},
		{"Windows' line ends", "expect: {action: create}\r\n", "expect: {action: update}\r\n"},
	} {
		const head = "# top\nmapping: people.yaml\ntarget: [{objectGUID: g1, employeeID: '1', title: Clerk, mail: a@x}]\ntests:\n  - name: Ann # her\n" +
			"    source: {id: '1', kind: Employee, title: Head, leaves: false, hired: soon, phones: ['1', '2'], mail: ~}\n    "
		require.Equal(t, head+row.after, updated(t, "dir/x_test.yaml", head+row.before), row.name)
	}
	require.Equal(t, "mapping: people.yaml\ntests:\n  - {source: {id: '1'}, expect: {attributes: {title: ~, mail: ~}, scope: false}}",
		updated(t, "dir/x_test.yaml", "mapping: people.yaml\ntests:\n  - {source: {id: '1'}, expect: {attributes: {title: {decision: flowed}, mail: x}, scope: true}}"), "who is out of scope")
	for _, row := range []struct{ name, before, after string }{
		{"a value", `{expr: '[a]', with: {a: x}, gives: y} # kept`, `{expr: '[a]', with: {a: x}, gives: x} # kept`},
		{"an empty text", `{expr: '[a]', with: {a: ""}, gives: y}`, `{expr: '[a]', with: {a: ""}, gives: ''}`},
		{"null", `{expr: '[a]', with: {a: ~}, gives: "y"}`, `{expr: '[a]', with: {a: ~}, gives: ~}`},
		{"absent", `{expr: '[a]', gives: y}`, `{expr: '[a]', gives: absent}`},
		{"the text absent", `{expr: '"absent"', gives: y}`, `{expr: '"absent"', gives: =absent}`},
		{"a failure in place of a value", `{expr: 'CDate("x")', gives: y}`, `{expr: 'CDate("x")', fails: date}`},
		{"a value in place of a failure", `{expr: '"x"', "fails": date}`, `{expr: '"x"', "gives": x}`},
	} {
		require.Equal(t, "expressions:\n  - "+row.after, updated(t, "x_test.yaml", "expressions:\n  - "+row.before), row.name)
	}
	require.Equal(t, "mapping: people.yaml\nexpressions:\n  - {target: titel, gives: x}\n  - {target: title, with: {title: Head}, gives: Head}",
		updated(t, "dir/x_test.yaml", "mapping: people.yaml\nexpressions:\n  - {target: titel, gives: x}\n  - {target: title, with: {title: Head}, gives: y}"),
		"an expression of an attribute that no mapping has stays")
	require.Equal(t, `[{"Expression": "[a]", "InputAttributes": {"a": "x"}, "ExpectedResult": "x"}]`,
		updated(t, "x.json", `[{"Expression": "[a]", "InputAttributes": {"a": "x"}, "ExpectedResult": null}]`), "JSON stays JSON")
}

// updated returns an updated file; updating it again changes nothing.
func updated(t *testing.T, name, text string) string {
	t.Helper()
	for range 2 {
		f, err := test.Read(name, []byte(text))
		require.NoError(t, err, text)
		report := test.Run(context.Background(), []*test.File{f}, files{"dir/people.yaml": people}.options())
		require.Empty(t, report.Errors())
		data, changed, err := f.Updated(report)
		require.NoError(t, err, text)
		if changed == 0 {
			require.Equal(t, text, string(data))
		}
		text = string(data)
	}
	return text
}
