package coverage_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/coverage"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
)

// met plans people by a mapping file, and returns what they met.
func met(t *testing.T, name, text string, workers int, target []*provision.Object, people ...value.Map) *coverage.Report {
	t.Helper()
	doc, err := file.Parse(name, []byte(text))
	require.NoError(t, err)
	job, err := intake.ReadJob(doc, "", []string{""}, nil, functions.Standard())
	require.NoError(t, err)
	for i := range job.Objects {
		job.Objects[i].Mapping.Watch = true
	}
	engine, err := job.Compile()
	require.NoError(t, err)
	c := coverage.New(name, job.Job, engine, job.Locate)
	sources := make([]provision.Source, len(people))
	for i, p := range people {
		sources[i] = provision.Source{Ordinal: i + 1, Attrs: p}
	}
	world := provision.World{Directory: provision.NewMemory(target)}
	for plan, err := range engine.NewCycle(world).Run(context.Background(), slices.Values(sources), workers) {
		require.NoError(t, err)
		c.Add(plan)
	}
	return c.Report()
}

// unmet are the lines of what was never met.
func unmet(r *coverage.Report) (lines []string) {
	for _, m := range r.Mappings {
		for _, p := range m.Points {
			if !p.Met {
				lines = append(lines, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.What))
			}
		}
	}
	return lines
}

const office = `name: Office
scope:
  - - {attribute: kind, operator: EQUALS, values: [Employee]}
    - {attribute: id, operator: IS NOT NULL}
  - - {attribute: vip, operator: IS TRUE}
mappings:
  - {target: employeeID, from: id, match: 1}
  - target: office
    default: Home
    expression: |
      Switch(
        [city],
        ,
        "Lyon", "L",
        "Austin", IIF([floor]="1", "A1", "A")
      )
  - {target: mail, expression: "Coalesce([mail], [\"alias])"}
`

// The places are those in the file, in every way in which an expression can be written.
func TestPlaces(t *testing.T) {
	t.Parallel()
	text := strings.Replace(office, `[\"alias]`, `IIF([b]=\"1\", \"ä\", \"x\")`, 1)
	require.Equal(t, []string{
		"3:5 group 1 deciding", "3:7 clause kind EQUALS 'Employee' true", "3:7 clause kind EQUALS 'Employee' false",
		"4:7 clause id IS NOT NULL true", "4:7 clause id IS NOT NULL false",
		"5:5 group 2 deciding", "5:7 clause vip IS TRUE true", "5:7 clause vip IS TRUE false",
		"7:43 matching by employeeID",
		"7:5 employeeID: evaluated", "7:5 employeeID: flowed",
		"8:5 office: evaluated", "8:5 office: flowed", "8:5 office: null", "9:14 office: default used",
		"12:16 Switch default", `14:9 Switch key "Lyon"`, `15:9 Switch key "Austin"`, `15:36 IIF true branch "A1"`, `15:42 IIF false branch "A"`,
		"17:5 mail: evaluated", "17:5 mail: flowed",
		"17:42 Coalesce alternative [mail]", `17:50 Coalesce alternative IIF([b]="1", "ä", "x")`, `17:65 IIF true branch "ä"`, `17:72 IIF false branch "x"`,
	}, unmet(met(t, "office.yaml", text, 1, nil)))

	doc := `{"mappings": [{"target": "a", "from": "id", "match": 1},
{"target": "b", "expression": "Switch([c], \"\\u00e4\",\n \"K\", \"1\")"}]}`
	require.Subset(t, unmet(met(t, "office.json", doc, 1, nil)), []string{`2:44 Switch default "\\u00e4"`, `2:59 Switch key "K"`})
}

func TestPeopleMeetRules(t *testing.T) {
	t.Parallel()
	text := strings.Replace(office, `Coalesce([\"alias])`, `[mail]`, 1)
	text = strings.Replace(text, `[\"alias]`, `[alias]`, 1)
	target := []*provision.Object{{ID: "t2", Type: "User", Attrs: value.Map{"employeeID": "2", "office": "L"}}}
	for _, workers := range []int{1, 4} {
		r := met(t, "office.yaml", text, workers, target,
			value.Map{"id": "1", "kind": "Employee", "city": "Austin", "floor": "1", "mail": "a@b.c"},
			value.Map{"id": "2", "kind": "Contractor", "vip": true, "city": "Lyon"},
			value.Map{"id": "3", "kind": "Contractor"},
			value.Map{"id": "4", "kind": "Employee", "vip": false, "city": "Paris", "alias": "d"},
		)
		require.Equal(t, []string{"4:7 clause id IS NOT NULL false", `15:42 IIF false branch "A"`}, unmet(r))
		n, all := r.Count()
		require.Equal(t, []int{23, 25}, []int{n, all})
		require.Equal(t, "92.0 %", r.Share())
		require.True(t, r.Reaches(92))
		require.False(t, r.Reaches(93))
	}
}

func TestReportsAsJSON(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(met(t, "a.yaml", `{mappings: [{target: a, from: id, match: 1}, {target: b, expression: 'IIF([x]="1", "y", [z])'}]}`, 1, nil, value.Map{"id": "1", "x": "1"}))
	require.NoError(t, err)
	require.JSONEq(t, `{"share": 0.625, "met": 5, "total": 8, "mappings": [
		{"target": "@match", "object": "User → User", "file": "a.yaml", "met": 0, "total": 1, "unmet": [{"kind": "match", "what": "matching by a", "line": 1, "column": 42}]},
		{"target": "a", "object": "User → User", "file": "a.yaml", "met": 2, "total": 2, "unmet": []},
		{"target": "b", "object": "User → User", "file": "a.yaml", "met": 3, "total": 5, "unmet": [
			{"kind": "mapping", "what": "b: null", "line": 1, "column": 46}, {"kind": "branch", "what": "IIF false branch [z]", "line": 1, "column": 89}]}
	]}`, string(data))
}

func TestReportsAsText(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, met(t, "a.yaml", `{mappings: [{target: a, from: id, match: 1}, {target: b, expression: 'IIF([x]="1", "y", "z")'}]}`, 1, nil, value.Map{"id": "1", "x": "1"}).WriteText(&out))
	require.Equal(t, `a.yaml:1:42 matching by a is never met
a.yaml:1:89 IIF false branch "z" is never met
   0.0 %  0 of 1  @match
 100.0 %  2 of 2  a
  75.0 %  3 of 4  b
  71.4 %  5 of 7  in all
`, out.String())
}

func TestPagesColorExpressions(t *testing.T) {
	t.Parallel()
	text := `{mappings: [{target: a, from: id, match: 1}, {target: "<b>", expression: 'IIF([x]="1", Switch([c], "<?>", "K", "1"), Replace([z], , "^a", , "", , ))'}]}`
	var page bytes.Buffer
	require.NoError(t, met(t, "a.yaml", text, 1, nil, value.Map{"id": "1", "x": "1", "c": "K"}, value.Map{"id": "2", "z": "ab"}).WriteHTML(&page))
	require.Contains(t, page.String(), `<pre>IIF([x]=&#34;1&#34;, <span class="met">Switch([c], </span><span class="unmet">&#34;&lt;?&gt;&#34;</span>`+
		`<span class="met">, &#34;K&#34;, &#34;1&#34;)</span>, <span class="met">Replace([z], , </span><span class="partly">&#34;^a&#34;</span><span class="met">, , &#34;&#34;, , )</span>)</pre>`)
	require.Contains(t, page.String(), "default-src &#39;none&#39;; style-src &#39;sha256-")
	require.NotContains(t, page.String(), "<b>")
	require.NotContains(t, page.String(), "<script")
}

// Plans that are held until all are known keep what they have met.
func TestPlansThatAreHeldKeepWhatTheyHaveMet(t *testing.T) {
	t.Parallel()
	text := `{options: {maxDisables: 5}, mappings: [{target: a, from: id, match: 1}, {target: b, expression: 'IIF([x]="1", "y", "z")'}]}`
	r := met(t, "a.yaml", text, 1, nil, value.Map{"id": "1", "x": "1"}, value.Map{"id": "2"})
	require.Equal(t, []string{"1:69 matching by a"}, unmet(r))
}

// What several runs have met is met.
func TestReportsAreJoined(t *testing.T) {
	t.Parallel()
	text := `{mappings: [{target: a, from: id, match: 1}, {target: b, expression: 'IIF([x]="1", "y", "z")'}]}`
	yes := met(t, "a.yaml", text, 1, nil, value.Map{"id": "1", "x": "1"})
	no := met(t, "a.yaml", text, 1, nil, value.Map{"id": "1", "x": "0"})
	other := met(t, "b.yaml", text, 1, nil)
	require.Equal(t, []string{"1:42 matching by a"}, unmet(coverage.Join(yes, no)))
	require.Equal(t, []string{"1:42 matching by a", `1:89 IIF false branch "z"`}, unmet(yes), "a report stays as it was")
	require.Len(t, coverage.Join(yes, other, no).Mappings, 6)
	n, all := coverage.Join().Count()
	require.Equal(t, []int{0, 0}, []int{n, all})
	require.True(t, coverage.Join().Reaches(100))
}

// Outcomes that cannot happen do not count.
func TestWhatCannotHappenDoesNotCount(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{
		`from: b`:                                  "t: evaluated, t: flowed, t: null",
		`constant: b`:                              "t: evaluated, t: flowed",
		`default: b`:                               "t: default used",
		`from: b, default: c`:                      "t: evaluated, t: flowed, t: null, t: default used",
		`from: b, default: c, match: 2`:            "t: evaluated, t: flowed, t: null, t: default used",
		`from: need`:                               "t: evaluated, t: flowed",
		`expression: '"x"'`:                        "t: evaluated, t: flowed",
		`expression: 'ToUpper([need], )'`:          "t: evaluated, t: flowed",
		`expression: 'Not([b])'`:                   "t: evaluated, t: flowed",
		`expression: 'NULL'`:                       "t: evaluated, t: null",
		`expression: 'CDate([b])'`:                 "t: evaluated, t: flowed, t: null, t: failed",
		`expression: 'Error("x")'`:                 "t: evaluated, t: failed",
		`expression: 'IgnoreAttributeFlow'`:        "t: evaluated",
		`expression: 'Coalesce([b], "x")'`:         `t: evaluated, t: flowed, Coalesce alternative [b], Coalesce alternative "x"`,
		`expression: 'IIF(True, "x", [b])'`:        `t: evaluated, t: flowed, IIF true branch "x"`,
		`expression: 'IIF([b], "x", "y")'`:         `t: evaluated, t: flowed, t: failed, IIF true branch "x", IIF false branch "y"`,
		`expression: 'IIF([flag], "x", "y")'`:      `t: evaluated, t: flowed, t: failed, IIF true branch "x", IIF false branch "y"`,
		`expression: 'Coalesce("x", [b], [need])'`: `t: evaluated, t: flowed, Coalesce alternative "x"`,
	} {
		text := `{scope: [[{attribute: need, operator: EQUALS, values: [x]}], [{attribute: need, operator: IS NOT NULL}, {attribute: flag, operator: IS TRUE}]], ` +
			`mappings: [{target: a, from: id, match: 1}, {target: t, ` + rule + `}]}`
		r := met(t, "a.yaml", text, 1, nil)
		var what []string
		for _, m := range r.Mappings {
			for _, p := range m.Points {
				if m.Target == "t" {
					what = append(what, p.What)
				}
			}
		}
		require.Equal(t, want, strings.Join(what, ", "), rule)
	}
}

// Values that are hidden are in no report: neither those of clauses nor constants.
func TestHiddenValuesAreInNoReport(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{
		Scope: mapping.Filter{{{Attribute: "a", Operator: "EQUALS", Values: []string{"secret"}}}},
		Mappings: []mapping.Mapping{
			{Target: "employeeId", From: "id", Match: 1}, {Target: "title", Expression: `Switch([a], "secret", "secret", "secret")`, Default: "secret"},
		},
	}
	job := provision.Job{Objects: []provision.ObjectMapping{{Set: set, Mapping: mapping.Options{Watch: true, HideValues: true}}}}
	engine, err := provision.New(job)
	require.NoError(t, err)
	r := coverage.New("a.yaml", &job, engine, nil).Report()
	var out bytes.Buffer
	require.NoError(t, r.WriteText(&out))
	require.NoError(t, r.WriteHTML(&out))
	data, err := json.Marshal(r)
	require.NoError(t, err)
	require.NotContains(t, out.String()+string(data), "secret")
	require.Contains(t, out.String(), "Switch key")
}
