package sources_test

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// personOf returns the only person of a document.
func personOf(t *testing.T, document string) *sources.Person {
	t.Helper()
	var person *sources.Person
	for p, err := range sources.People(strings.NewReader(document), feed.Options{}) {
		require.NoError(t, err)
		require.NoError(t, p.Err())
		person = p
	}
	return person
}

// TestXPathGivesWhatLibxml2Gives: random expressions over all functions, axes and operators on random documents. The nodes, with their order, and
// the values were computed by libxml2 2.9.14.
func TestXPathGivesWhatLibxml2Gives(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/xpath.jsonl")
	require.NoError(t, err)
	defer file.Close()
	evaluated := 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct {
			Document    string
			Expressions [][2]any
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		person := personOf(t, row.Document)
		for _, expression := range row.Expressions {
			text := expression[0].(string)
			e, err := sources.Compile(text)
			require.NoError(t, err, text)
			v, nodes, err := person.Evaluate(e)
			require.NoError(t, err, text)
			evaluated++
			if want, computed := expression[1].(string); computed {
				require.Equal(t, shortNumber(want), shortNumber(v.Text()), text)
				continue
			}
			paths := []any{}
			for _, n := range nodes {
				paths = append(paths, n.Path)
			}
			require.Equal(t, expression[1], paths, text)
		}
	}
	require.Greater(t, evaluated, 300)
}

// shortNumber returns a number with the digits that the file has, and other texts as they are.
func shortNumber(text string) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return text
	}
	return strconv.FormatFloat(n, 'g', 11, 64)
}

// TestXPathAsTheStandardHasIt: each row is a case in which implementations have differed.
func TestXPathAsTheStandardHasIt(t *testing.T) {
	t.Parallel()
	person := personOf(t, `<wd:Worker`+declared+`><wd:a wd:t="1" wd:s="2">1</wd:a><wd:a>2</wd:a><wd:b><wd:a>x</wd:a><wd:a>2</wd:a></wd:b><wd:c>😀é</wd:c><o xmlns="urn:o">o</o></wd:Worker>`)
	for expression, want := range map[string]string{
		"wd:Worker/wd:a/..":                                 `"12x2😀éo"`, // once
		"wd:Worker/wd:b/wd:a/ancestor::*/wd:a":              `["1","2","x","2"]`,
		"wd:Worker/wd:b | wd:Worker/wd:a":                   `["1","2","x2"]`, // in the order of the document
		"wd:Worker/wd:a[1]/@*":                              `["1","2"]`,
		"wd:Worker/wd:a[1]/@*[1]":                           `"1"`,
		"wd:Worker/wd:a[1]/@wd:t/@wd:s":                     `null`,
		"wd:Worker/wd:b/preceding-sibling::wd:a[1]":         `"2"`, // counts backwards
		"(wd:Worker/wd:b/preceding-sibling::wd:a)[1]":       `"1"`,
		"wd:Worker//wd:a[1]":                                `["1","x"]`,
		"(wd:Worker//wd:a)[last()]":                         `"2"`,
		"wd:Worker/*[position()=4]":                         `"😀é"`,
		"wd:Worker/wd:a[. = '2'][1]":                        `"2"`,
		"wd:Worker/wd:a[position() > 1 and position() < 3]": `"2"`,
		"'2' = wd:Worker/wd:a":                              `"true"`,
		"1 < wd:Worker/wd:a":                                `"true"`,
		"wd:Worker/wd:a != wd:Worker/wd:a":                  `"true"`,
		"wd:Worker/wd:none != 1":                            `"false"`,
		"wd:Worker/wd:none = false()":                       `"true"`,
		"wd:Worker/wd:b = true()":                           `"true"`,
		"'false' = true()":                                  `"true"`,
		"not(0) and not('') and not(not('false'))":          `"true"`,
		"boolean(number('x'))":                              `"false"`,
		"number('+1')":                                      `"NaN"`,
		"number('1e3')":                                     `"NaN"`,
		"number('0x10')":                                    `"NaN"`,
		"number('Infinity')":                                `"NaN"`,
		"number('')":                                        `"NaN"`,
		"number('-')":                                       `"NaN"`,
		"number(' -1.50 ')":                                 `"-1.5"`,
		"number('\u00a01')":                                 `"NaN"`,
		"number(true()) + number('.5') + number('1.')":      `"2.5"`,
		"sum(wd:Worker/wd:a)":                               `"3"`,
		"sum(wd:Worker//wd:a)":                              `"NaN"`,
		"1 div 0":                                           `"Infinity"`,
		"round(-0.5)":                                       `"0"`,
		"round(-2.5)":                                       `"-2"`,
		"--1 - -1":                                          `"2"`,
		"-wd:Worker/wd:a":                                   `"-1"`,
		"100000000000000000000000":                          `"100000000000000000000000"`,
		"0.1 + 0.2":                                         `"0.30000000000000004"`,
		"string-length(wd:Worker/wd:c)":                     `"3"`, // units of UTF-16
		"substring(wd:Worker/wd:c, 3)":                      `"é"`,
		"string-length()":                                   `"8"`,
		"substring('12345', 0 div 0, 3)":                    `null`,
		"substring('12345', -42, 1 div 0)":                  `"12345"`,
		"substring('12345', -1 div 0, 1 div 0)":             `null`,
		"substring('12345', wd:Worker/wd:a[2])":             `"2345"`,
		"substring-after('abc', '')":                        `"abc"`,
		"substring-before('abc', '')":                       `null`,
		"translate('bar', 'abcb', 'ABC')":                   `"BAr"`,
		"translate('-aa-', 'a-', 'A')":                      `"AA"`,
		"normalize-space('\u00a0 a\t b ')":                  "\"\u00a0 a b\"",
		"concat(wd:Worker/wd:a[2], wd:Worker/wd:none, 1 = 1, 1 div 4)": `"2true0.25"`,
		"starts-with(wd:Worker/wd:none, '')":                           `"true"`,
		"contains(12.50, '2.5')":                                       `"true"`,
		"name(wd:Worker/*[last()])":                                    `"o"`,
		"name(wd:Worker/wd:a/@wd:t)":                                   `"wd:t"`,
		"wd:Worker/o":                                                  `null`,
		"wd:Worker/wd:*[last()]":                                       `"😀é"`,
		"wd:Worker/wd:b[contains(wd:a[1], wd:a[1])]/wd:a[last()]":      `"2"`,
		"wd:Worker/wd:b[wd:a[2] = ../wd:a]/wd:a[1]":                    `"x"`,
		"/": `"12x2😀éo"`,
	} {
		e, err := sources.Compile(expression)
		require.NoError(t, err, expression)
		v, _, err := person.Evaluate(e)
		require.NoError(t, err, expression)
		if got := string(v.AppendJSON(nil)); got != want {
			t.Errorf("%s: want %s, got %s", expression, want, got)
		}
	}
}

// TestTextsAndAttributesAreThoseOfXML: references, sections, line breaks and white space as XML 1.0 has them.
func TestTextsAndAttributesAreThoseOfXML(t *testing.T) {
	t.Parallel()
	for inner, want := range map[string]string{
		"<wd:n>a &amp; &#x41;&#66;&lt;&quot;&apos;</wd:n>": `"a & AB<\"'"`,
		"<wd:n>a<![CDATA[ <b> & ]]>c</wd:n>":               `"a <b> & c"`,
		"<wd:n>a<!-- b -->c</wd:n>":                        `["a","c"]`,
		"<wd:n>a<wd:m>b</wd:m>c</wd:n>":                    `["a","c"]`,
		"<wd:n>a\r\nb\rc</wd:n>":                           `"a\nb\nc"`,
		"<wd:n> </wd:n>":                                   `null`,
		"<wd:n>  a  </wd:n>":                               `"  a  "`,
		"<wd:n/>":                                          `null`,
		"<wd:n wd:a=\"b\n\tc\r\nd\"/>":                     `"b  c d"`,
		"<wd:n\n\twd:a='b&#10;&#9;c\td'/>":                 `"b\n\tc d"`,
		"<wd:n wd:a='&amp;lt;\n'/>":                        `"&lt; "`,
		"<wd:n xmlns:x='urn:com.workday/bsvc' x:a='b'/>":   `"b"`,
		"<wd:n a='b'/>":                                    `null`,
		"<n xmlns='urn:o'>a</n>":                           `null`,
		"<n xmlns='urn:com.workday/bsvc'>a</n>":            `"a"`,
		"<wd:n xmlns:wd='urn:o'>a</wd:n>":                  `null`,
	} {
		person := personOf(t, `<wd:Worker`+declared+`>`+inner+`</wd:Worker>`)
		e, err := sources.Compile("wd:Worker/wd:n/text() | wd:Worker/wd:n/@wd:a")
		require.NoError(t, err)
		v, _, err := person.Evaluate(e)
		require.NoError(t, err, inner)
		require.Equal(t, want, string(v.AppendJSON(nil)), inner)
	}
}

// TestAnExpressionThatLooksAtEverythingEnds: with an error, which costs one person each.
func TestAnExpressionThatLooksAtEverythingEnds(t *testing.T) {
	t.Parallel()
	person := personOf(t, `<wd:Worker`+declared+`>`+strings.Repeat("<wd:a>1</wd:a>", 2000)+`</wd:Worker>`)
	e, err := sources.Compile("//*[//*[//* = 2]]")
	require.NoError(t, err)
	_, _, err = person.Evaluate(e)
	require.ErrorContains(t, err, "nodes")
}
