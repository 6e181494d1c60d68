package test_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestExpectations: each row is what a test expects of Ann, who has an account with a title, a mail, and no department, and what does not hold.
func TestExpectations(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, expect, want string }{
		{"the action", `{action: update}`, "ok"},
		{"another action", `{action: create}`, `: want "create" got "update"`},
		{"one of several actions", `{action: [disable, update]}`, "ok"},
		{"the status, and the account", `{status: failure, target: g1, match: matched}`, "ok"},
		{"in scope", `{scope: true}`, "ok"},
		{"out of scope", `{scope: false}`, `: want false got true`},
		{"a value that flows", `{attributes: {title: Head}}`, "ok"},
		{"another value", `{attributes: {title: Boss}}`, `: title want "Boss" got "Head"`},
		{"the name of an attribute in another case", `{attributes: {TITLE: Head}}`, "ok"},
		{"a boolean", `{attributes: {accountEnabled: true}}`, "ok"},
		{"a boolean is no text", `{attributes: {accountEnabled: "True"}}`, `: accountEnabled want "True" got true`},
		{"a number against the same text", `{attributes: {employeeID: 1}}`, "ok"},
		{"another number", `{attributes: {employeeID: 2}}`, `: employeeID want 2 got "1"`},
		{"a value that is unchanged", `{attributes: {employeeID: "1"}}`, "ok"},
		{"a regular expression", `{attributes: {title: "/^H.*d$/"}}`, "ok"},
		{"one that does not match", `{attributes: {title: /^h/}}`, `: title want "/^h/" got "Head"`},
		{"the text of one", `{attributes: {title: =/^h/}}`, `: title want "=/^h/" got "Head"`},
		{"a list", `{attributes: {phones: ["1", "2"]}}`, "ok"},
		{"a list in another order", `{attributes: {phones: ["2", "1"]}}`, `: phones want ["2","1"] got ["1", "2"]`},
		{"a shorter list", `{attributes: {phones: ["1"]}}`, `: phones want ["1"] got ["1", "2"]`},
		{"regular expressions in a list", `{attributes: {phones: [/1/, "/\\d/"]}}`, "ok"},
		{"an empty list", `{attributes: {phones: []}}`, `: phones want [] got ["1", "2"]`},
		{"nothing flows, where the mapping is for new accounts", `{attributes: {alias: ~}}`, "ok"},
		{"nothing flows, where there is no value", `{attributes: {department: ~}}`, "ok"},
		{"nothing flows, where something does", `{attributes: {title: ~}}`, `: title want null got "Head"`},
		{"nothing flows, where a value is unchanged", `{attributes: {employeeID: ~}}`, `: employeeID want null got "1"`},
		{"nothing flows, where the target is cleared", `{attributes: {mail: ~}}`, `: mail want null got {"decision": "cleared"}`},
		{"nothing flows, where the value cannot be made", `{attributes: {hired: ~}}`, `: hired want null got {"error": "date"}`},
		{"a value, where nothing flows", `{attributes: {alias: a1}}`, `: alias want "a1" got null`},
		{"old, new and decision", `{attributes: {title: {old: Clerk, new: Head, decision: flowed}}}`, "ok"},
		{"members that do not hold", `{attributes: {title: {old: Boss, new: Head, decision: unchanged}}}`, `: title want {"old": "Boss", "decision": "unchanged"} got {"old": "Clerk", "decision": "flowed"}`},
		{"nothing before", `{attributes: {phones: {old: absent}}}`, "ok"},
		{"nothing is not null", `{attributes: {phones: {old: ~}}}`, `: phones want {"old": null} got {"old": "absent"}`},
		{"null is not nothing", `{attributes: {accountEnabled: {old: absent}}}`, `: accountEnabled want {"old": "absent"} got {"old": null}`},
		{"cleared", `{attributes: {mail: {old: a@x, new: ~, decision: cleared}}}`, "ok"},
		{"an expected failure", `{attributes: {hired: {error: date}}}`, "ok"},
		{"another failure", `{attributes: {hired: {error: range}}}`, `: hired want {"error": "range"} got {"error": "date"}`},
		{"a failure that is none", `{attributes: {title: {error: date}}}`, `: title want {"error": "date"} got {"error": null, "decision": "flowed", "new": "Head"}`},
		{"no failure", `{attributes: {title: {error: ~}}}`, "ok"},
		{"no warnings", `{attributes: {title: {warnings: false}, phones: {warnings: []}}}`, "ok"},
		{"an attribute that no mapping has", `{attributes: {titel: Head}}`, `: titel want "Head" got null`},
		{"nothing of an attribute that no mapping has", `{attributes: {titel: ~}}`, `: titel want null got null`},
		{"nothing else", `{only: true, attributes: {title: Head, accountEnabled: true, phones: ["1", "2"], mail: {decision: cleared}}}`, "ok"},
		{"something else", `{only: true, attributes: {title: Head, mail: {decision: cleared}}}`, `: accountEnabled want null got true: phones want null got ["1", "2"]`},
		{"the code of a row", `{code: date}`, "ok"},
	} {
		report := run(t, `
mapping: people.yaml
target: [{id: g1, employeeID: "1", title: Clerk, mail: a@x, accountEnabled: ~}]
tests:
  - name: Ann
    source: {id: "1", kind: Employee, title: Head, leaves: false, hired: soon, phones: ["1", "2"], mail: ~}
    expect: `+row.expect+"\n")
		require.Equal(t, "5 Ann: "+strings.TrimPrefix(row.want, ": ")+"\n", results(report), row.name)
	}
}

func TestCycles(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, tests, want string }{
		{"two people of one cycle take different names", `
  - sources: [{id: "7", kind: Employee, alias: x}, {id: "7", kind: Employee}]
    expect: [{action: create, attributes: {alias: a7}}, {action: error, code: DuplicateSourceEntries}]`, "4 test 1: ok"},
		{"tests do not see each other", `
  - {name: one, source: {id: "7", kind: Employee}, expect: {attributes: {alias: a7}}}
  - {name: two, source: {id: "7", kind: Employee}, expect: {attributes: {alias: a7}}}`, "4 one: ok\n5 two: ok"},
		{"a test has accounts of its own in place of the file's", `
  - {name: one, target: [{id: x, alias: a7}], source: {id: "7", kind: Employee}, expect: {attributes: {alias: b7}}}
  - {name: two, target: [], source: {id: "7", kind: Employee}, expect: {attributes: {alias: a7}}}`, "4 one: ok\n5 two: ok"},
		{"out of scope", `
  - {source: {id: "7", kind: Contractor}, expect: {action: skip, scope: false, attributes: {alias: ~}}}`, "4 test 1: ok"},
		{"a value of who is out of scope", `
  - {source: {id: "7", kind: Contractor}, expect: {attributes: {alias: a7}}}`, `4 test 1: alias want "a7" got null`},
		{"a default at creation", `
  - {source: {id: "7", kind: Employee}, expect: {attributes: {department: None yet, title: {old: ~, new: ~, decision: nullNotFlowed}}}}`, "4 test 1: ok"},
		{"files of people", `
  - {sources: [more.ndjson, {id: "8", kind: Employee}], expect: [{attributes: {alias: a9}}, {attributes: {alias: a8}}]}`, "4 test 1: ok"},
		{"a test by a file's end", `
  - {sources: more.ndjson, expect: [{attributes: {alias: a9}}, {action: create}]}`, `4 test 1: want 2 got 1`},
		{"attributes of somebody without a matching value", `
  - {source: {hired: soon, title: x}, expect: {attributes: {hired: {error: date}, title: x, alias: a}}}`, "4 test 1: ok"},
		{"somebody without a matching value", `
  - {source: {hired: soon}, expect: {action: skip, attributes: {hired: ~}}}`, "4 test 1: ok"},
		{"people who cannot be read", `
  - {sources: more.xml, expect: [{action: error, code: UnreadableSource}]}`, "4 test 1: ok"},
		{"people who cannot be read, of whom nothing is expected", `
  - {sources: [{id: "7", kind: Employee}, more.xml], expect: [{action: create}]}`, "4 test 1: cannot be run: more.xml: line 1, column 1: the input is XML; export it as CSV, JSON Lines, JSON or SCIM"},
		{"a second cycle is quiet", `
  - {source: {id: "7", kind: Employee, title: x}, twice: true}`, "4 test 1: ok"},
		{"a second cycle of all that the file has", `
  - {name: one, source: {id: "7", kind: Employee, title: x}, expect: {action: create}}
  - {name: two, sources: [{id: "8", kind: Employee}], expect: [{action: create}]}
  - {name: quiet, twice: true}`, "4 one: ok\n5 two: ok\n6 quiet: ok"},
		{"links", `
  - {links: [{sourceAnchor: "7", targetAnchor: g3}], target: [{id: g3, employeeID: "3"}, {id: g7, employeeID: "7"}], source: {id: "7", objectId: "7", kind: Employee}, expect: {action: update, target: g3}}`,
			"4 test 1: ok"},
		{"a second cycle that is not quiet", `
  - {mapping: roles.yaml, profile: scim, target: [{id: T1, userName: a, roles: [{primary: true, value: Admin}]}], source: {name: a, appRoleAssignments: [{id: r2, value: User, displayName: User}]}, twice: true}`,
			`4 test 1: roles[primary eq "True"].value want {"decision": "unchanged"} got {"decision": "flowed", "old": "Admin", "new": "User"}`},
		{"more accounts than may be disabled", `
  - {maxDisables: 0, target: [{id: g, employeeID: "1"}], source: {id: "1", kind: x}, expect: {action: staged, code: absent}}`, `4 test 1: want "staged" got "skip": want "absent" got "NotEffectivelyEntitled"`},
		{"a list of who is assigned", `
  - {assigned: who.txt, sources: [{id: "1", kind: Employee}, {id: "2", kind: Employee}], expect: [{action: create}, {action: skip}]}`, "4 test 1: ok"},
		{"definitions of custom security attributes", `
  - {mapping: csa.yaml, customSecurityAttributes: csa.csv, source: {id: "1", level: "7"}, expect: {attributes: {CustomSecurityAttributes.HR_Level: {error: CustomSecurityAttributeNotSupported}}}}`, "4 test 1: ok"},
		{"a value that reports must not print", `
  - {mapping: csa.yaml, source: {id: "1", level: "7"}, expect: {attributes: {CustomSecurityAttributes.HR_Level: "8"}}}
  - {mapping: csa.yaml, source: {id: "1", level: "7"}, expect: {attributes: {CustomSecurityAttributes.HR_Level: "7"}}}
  - {mapping: csa.yaml, source: {id: "1", level: "7"}, expect: {attributes: {CustomSecurityAttributes.HR_Level: redacted}}}`,
			"4 test 1: CustomSecurityAttributes.HR_Level want \"8\" got \"redacted\"\n5 test 2: ok\n6 test 3: ok"},
		{"who is not assigned", `
  - {name: one, source: {id: "7", kind: Employee, "@assigned": false}, expect: {action: skip}}
  - {name: two, syncAll: true, source: {id: "7", kind: Employee, "@assigned": false}, expect: {action: create}}`, "4 one: ok\n5 two: ok"},
	} {
		require.Equal(t, row.want+"\n", results(run(t, "mapping: people.yaml\ntarget: []\ntests:"+row.tests+"\n")), row.name)
	}
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, test, want string }{
		{"a value", `{expr: 'Join(".", [a], [b])', with: {a: Zoë}, gives: Zoë}`, "ok"},
		{"another value", `{expr: '[a]', with: {a: x}, gives: y}`, `: want "y" got "x"`},
		{"an expression that is empty", `{expr: "", fails: empty-expression}`, "ok"},
		{"elements that say what an attribute would", `{expr: '[a]', with: {a: [absent, x]}, gives: [absent, '=absent']}`, `: want ["absent","=absent"] got ["=absent", "x"]`},
		{"an element that is the text absent", `{expr: '[a]', with: {a: [absent, x]}, gives: [absent, x]}`, "ok"},
		{"a number as YAML may write it", `{expr: 'Len("abc")', gives: 3.0}`, "ok"},
		{"a number that the attribute has as a text", `{expr: '[a]', with: {a: 1.5}, gives: 1.50}`, "ok"},
		{"a text of a number", `{expr: 'Len("abc")', gives: "3.0"}`, `: want "3.0" got 3`},
		{"digits that are a text", `{expr: '[a]', with: {a: "7"}, gives: 007}`, `: want "007" got "7"`},
		{"the mapping's own expression", `{target: title, with: {title: Head}, gives: Head}`, "ok"},
		{"one that takes a name which an account has", `{target: alias, with: {id: "1"}, gives: b1}`, "ok"},
		{"an attribute that no mapping has", `{target: titel, gives: Head}`, `: want "titel" got null`},
		{"a failure", `{expr: 'Mid("a", 0, 1)', fails: range}`, "ok"},
		{"another failure", `{expr: 'Mid("a", 0, 1)', fails: date}`, `: want {"error": "date"} got {"error": "range"}`},
		{"a failure that is none", `{expr: '"a"', fails: date}`, `: want {"error": "date"} got "a"`},
		{"a value that fails", `{expr: 'CDate([a])', with: {a: soon}, gives: x}`, `: want "x" got {"error": "date"}`},
		{"a text that does not parse", `{expr: 'Mid(', fails: unexpected-end}`, "ok"},
		{"a function that is not known", `{expr: 'Foo()', fails: unknown-function}`, "ok"},
		{"a name that is taken by nobody", `{expr: 'SelectUniqueValue("a", "b")', gives: a}`, "ok"},
		{"absent", `{expr: '[a]', with: {a: absent}, gives: absent}`, "ok"},
		{"absent is not null", `{expr: '[a]', gives: ~}`, `: want null got "absent"`},
		{"null", `{expr: '[a]', with: {a: ~}, gives: ~}`, "ok"},
		{"null is not absent", `{expr: '[a]', with: {a: ~}, gives: absent}`, `: want "absent" got null`},
		{"null is not an empty text", `{expr: '[a]', with: {a: ~}, gives: ""}`, `: want "" got null`},
		{"an empty text", `{expr: '[a]', with: {a: ""}, gives: ""}`, "ok"},
		{"an empty text is not null", `{expr: '[a]', with: {a: ""}, gives: ~}`, `: want null got ""`},
		{"an empty list", `{expr: '[a]', with: {a: []}, gives: []}`, "ok"},
		{"an empty list is not an empty text", `{expr: '[a]', with: {a: []}, gives: ""}`, `: want "" got []`},
		{"the text absent", `{expr: '[a]', with: {a: =absent}, gives: =absent}`, "ok"},
		{"the text =absent", `{expr: '[a]', with: {a: ==absent}, gives: ==absent}`, "ok"},
		{"any other text with an equals sign", `{expr: '[a]', with: {a: =x}, gives: =x}`, "ok"},
		{"a text that looks like a regular expression", `{expr: '[a]', with: {a: /x/}, gives: =/x/}`, "ok"},
		{"a boolean", `{expr: 'Not("True")', gives: false}`, "ok"},
		{"a number", `{expr: 'Count([a])', with: {a: [x, y]}, gives: 2}`, "ok"},
		{"a number with a point", `{expr: '[a]', with: {a: 1.5}, gives: 1.5}`, "ok"},
		{"an object", `{expr: '[a]', with: {a: {b: 1}}, gives: {b: 1}}`, "ok"},
		{"an inner member that is absent", `{expr: '[a.b]', with: {a: {b: absent, c: 1}}, gives: absent}`, "ok"},
		{"what is left out of the flow", `{expr: 'IgnoreFlowIfNullOrEmpty([a])', gives: ignoreAttribute}`, "ok"},
		{"the time of the file", `{expr: 'FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy")', gives: "2020"}`, "ok"},
		{"random texts are always the same", `{expr: 'RandomString(8, 1, 1, 1, 1)', gives: "/^.{8}$/"}`, "ok"},
		{"a token", `{expr: 'Join("", "a@", %DomainFQDN%)', gives: a@contoso.com}`, "ok"},
		{"a stub", `{expr: 'Foo([a])', gives: stubbed}`, "ok"},
	} {
		text := "mapping: people.yaml\nnow: 2020-01-01T00:00:00Z\ntokens: {DomainFQDN: contoso.com}\ntarget: [{id: x, alias: a1}]\n"
		if row.name == "a stub" {
			text += "stubs: {Foo: stubbed}\n"
		}
		_, got, _ := strings.Cut(results(run(t, text+"expressions:\n  - "+strings.Replace(row.test, "{", "{name: n, ", 1)+"\n")), " n: ")
		require.Equal(t, strings.TrimPrefix(row.want, ": ")+"\n", strings.TrimLeft(got, " "), row.name)
	}
}
