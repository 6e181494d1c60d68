package sources_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// TestCheckOfXPath: each row is an expression, and what is found in it: column, severity, code and a part of the message.
func TestCheckOfXPath(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ expression, want string }{
		{"wd:Worker/wd:Worker_Data/wd:User_ID/text()", ""},
		{"wd:Worker/wd:ID[@wd:type='WID' and not(position()=last())]/@wd:x", ""},
		{"wd:Worker//wd:ID | wd:Worker/descendant::wd:ID", ""},
		{"concat(name(wd:Worker), ' ', normalize-space(string(wd:Worker/@wd:x)), ceiling(1.5) * -2 div 3 mod 4)", ""},
		{"wd:Worker/wd:and/wd:div[wd:or='a' or wd:mod=1]/*", ""},
		{"wd:Worker/..", ""},
		{"count(wd:Worker)", "1 error api-function: count() is not supported"},
		{"wd:Worker/wd:ID[local-name()='x']", "17 error api-function: local-name() is not supported"},
		{"id('x')", "1 error api-function: id() is not supported"},
		{"wd:Worker/comment()", "11 error api-function: comment() is not supported"},
		{"contains(wd:Worker)", "1 error api-function: contains: want 2 arguments, got 1"},
		{"substring('a')", "1 error api-function: substring: want 2 to 3 arguments, got 1"},
		{"x:Worker/wd:ID", "1 error api-prefix: unknown prefix \"x\""},
		{"wd:Worker/@y:z", "12 error api-prefix: unknown prefix \"y\""},
		{"Worker/Worker_Data", "1 warning api-form: the path begins with \"Worker\""},
		{"wd:Worker_Data/wd:ID", "1 warning api-form: the path begins with \"wd:Worker_Data\""},
		{"", "1 error api-syntax: want a step of the path, got the end"},
		{"wd:Worker[", "11 error api-syntax: want a step of the path, got the end"},
		{"wd:Worker[1", "12 error api-syntax: want an operator or ], got the end"},
		{"wd:Worker]", "10 error api-syntax: want the end or an operator, got \"]\""},
		{"wd:Worker/wd:ID text()", "17 error api-syntax: want the end or an operator, got \"text\""},
		{"wd:Worker/wd:ID[@wd:type='WID]", "26 error api-syntax: the text has no closing quotation mark"},
		{"wd:Worker/namespace::x", "11 error api-syntax: there is no axis \"namespace\""},
		{"wd:Worker[$x]", "11 error api-syntax: there are no variables"},
		{"wd:Worker/wd:É#", "15 error api-syntax: \"#\" has no meaning here"},
		{"wd:Worker/1.2.3", "11 error api-syntax: want a step of the path, got \"1.2.3\""},
		{"concat('a' 'b')", "12 error api-syntax: want an operator, a comma or )"},
		{"wd:Worker[contains(wd:a[1]/wd:b, wd:c)]", ""},
		{"wd:Worker[wd:a[1] = wd:b]", ""},
		{"sum('1')", "5 error api-syntax: sum: want nodes, got a text"},
		{"name(1)", "6 error api-syntax: name: want nodes, got a number"},
		{"wd:Worker/wd:a | 'b'", "18 error api-syntax: |: want nodes, got a text"},
		{"string(wd:Worker)/wd:a", "1 error api-syntax: /: want nodes, got a text"},
		{"(1 = 1)[1]", "1 error api-syntax: [: want nodes, got a boolean"},
		{"count(wd:Worker)[1]/wd:a", "1 error api-function: count() is not supported"},
		{strings.Repeat("1+", 5000) + "1", "1 error api-syntax: the expression has more than 10000 names"},
		{"wd:Worker[wd:b = wd:a[1] and translate(wd:a[1],'a','b')='c' and wd:b]", ""},
		{strings.Repeat("(", 200) + "1" + strings.Repeat(")", 200), "101 error api-syntax: parentheses and predicates are nested more than 100 deep"},
	} {
		var got []string
		for _, f := range sources.Check("", row.expression) {
			got = append(got, fmt.Sprintf("%d %s %s: %s", f.Column, f.Severity, f.Code, f.Message))
		}
		if row.want == "" {
			require.Empty(t, got, row.expression)
			continue
		}
		require.Len(t, got, 1, row.expression)
		require.True(t, strings.HasPrefix(got[0], row.want), "%s: %s", row.expression, got[0])
	}
}

// TestOperandsDoNotMoveEachOther: predicates of one operand leave the beginning of the next one alone.
func TestOperandsDoNotMoveEachOther(t *testing.T) {
	t.Parallel()
	text := `<wd:Worker` + declared + `><wd:p wd:t="a"><wd:x>1</wd:x></wd:p><wd:p wd:t="b"><wd:x>2</wd:x></wd:p><wd:q>3</wd:q></wd:Worker>`
	const a, b, q = "wd:Worker/wd:p[@wd:t='a']/wd:x", "wd:Worker/wd:p[@wd:t='b']/wd:x", "wd:Worker/wd:q"
	for expression, want := range map[string]string{
		"concat(" + a + ", " + b + ", " + q + ")":                 `"123"`,
		a + " + " + b + " = " + q:                                 `"true"`,
		a + " < " + b:                                             `"true"`,
		b + " = " + a:                                             `"false"`,
		"contains(" + b + ", " + q + ")":                          `"false"`,
		"substring('abc', " + b + ", " + a + ")":                  `"b"`,
		a + " | " + b + " | " + q:                                 `["1","2","3"]`,
		"string(" + a + ") = '1' and " + b + " = 2":               `"true"`,
		"wd:Worker/wd:p[wd:x = 2 or @wd:t = 'a']/wd:x":            `["1","2"]`,
		"wd:Worker/wd:p[last()]/wd:x":                             `"2"`,
		"wd:Worker/wd:p[2]/wd:x":                                  `"2"`,
		"wd:Worker/wd:p[position() < 2]/wd:x":                     `"1"`,
		"wd:Worker/wd:p[not(@wd:t='a')]/wd:x":                     `"2"`,
		"wd:Worker/wd:p[translate(@wd:t, 'ab', 'AB') = 'B']/wd:x": `"2"`,
		"sum(wd:Worker/wd:p/wd:x)":                                `"3"`,
		"wd:Worker/descendant::wd:x":                              `["1","2"]`,
		"wd:Worker//wd:x/../@wd:t":                                `["a","b"]`,
		"wd:Worker/wd:q/preceding-sibling::wd:p[1]/wd:x":          `"2"`,
		"(wd:Worker/wd:p)[2]/wd:x":                                `"2"`,
		"name(wd:Worker/*)":                                       `"wd:p"`,
		"round(2.5) + floor(-1.5) + ceiling(1.2)":                 `"3"`,
		"string-length(normalize-space(' a  b '))":                `"3"`,
		"substring-before('a-b', '-')":                            `"a"`,
		"substring-after('a-b', '-')":                             `"b"`,
		"boolean(wd:Worker/wd:none)":                              `"false"`,
		"number('x')":                                             `"NaN"`,
		"substring('12345', 1.5, 2.6)":                            `"234"`,
		"substring('12345', 0, 3)":                                `"12"`,
		"starts-with('abc', '')":                                  `"true"`,
		"10 div 4":                                                `"2.5"`,
		"5 mod 2":                                                 `"1"`,
		"-5 mod 2":                                                `"-1"`,
		"wd:Worker/wd:p/wd:x[. = 2]":                              `"2"`,
		"wd:Worker/wd:p[wd:x > 1][@wd:t = 'b']/wd:x":              `"2"`,
		"wd:Worker[wd:q = 3]/wd:p[1]/wd:x[1]":                     `"1"`,
	} {
		for p, err := range sources.People(strings.NewReader(text), feed.Options{}) {
			require.NoError(t, err)
			e, err := sources.Compile(expression)
			require.NoError(t, err, expression)
			for range 2 { // an evaluator is used again
				v, _, err := p.Evaluate(e)
				if got := string(v.AppendJSON(nil)); err != nil || got != want {
					t.Errorf("%s: want %s, got %s, %v", expression, want, got, err)
				}
			}
		}
	}
}
