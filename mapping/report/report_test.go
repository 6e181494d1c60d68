package report_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/report"
)

// side returns a job of such mappings, besides that of id, over people and their accounts.
func side(t require.TestingT, opts mapping.Options, people, accounts []value.Map, mappings ...mapping.Mapping) impact.Side {
	set := &mapping.Set{Mappings: append([]mapping.Mapping{{Target: "id", From: "id", Match: 1}}, mappings...)}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set, Mapping: opts}}})
	require.NoError(t, err)
	var objects []*provision.Object
	for i, a := range accounts {
		objects = append(objects, provision.NewObject(a, i+1, set))
	}
	var sources []provision.Source
	for i, p := range people {
		sources = append(sources, provision.Source{Ordinal: i + 1, Attrs: p})
	}
	return impact.Side{Engine: engine, World: provision.World{Directory: provision.NewMemory(objects)}, Sources: slices.Values(sources)}
}

// changed returns the page of what differs between two sides.
func changed(t require.TestingT, from, to impact.Side, opts impact.Options, more report.Options) string {
	opts.Keep = report.Keep
	changes, err := impact.Compare(context.Background(), from, to, opts)
	require.NoError(t, err)
	more.From, more.To = from.Engine, to.Engine
	var b strings.Builder
	require.NoError(t, report.Write(&b, changes, more))
	return b.String()
}

// ran returns the page of a run.
func ran(t require.TestingT, s impact.Side, complete bool) string {
	run, totals := impact.NewRun(s.Engine, impact.Options{Limit: 10, Keep: report.Keep}), provision.Totals{}
	for plan, err := range s.Engine.NewCycle(s.World).Run(context.Background(), s.Sources, 1) {
		require.NoError(t, err)
		run.Add(plan)
		totals.Add(plan)
	}
	changes := run.Impact()
	changes.Complete = complete
	var b strings.Builder
	require.NoError(t, report.Write(&b, changes, report.Options{To: s.Engine, Totals: &totals}))
	return b.String()
}

// data is what the script of a page reads.
type data struct {
	Groups []struct {
		Target int
		People []int
	}
	People  [][]any
	Strings []string
}

func dataOf(t require.TestingT, page string) (d data) {
	_, text, ok := strings.Cut(page, `<script type="application/json" id="data">`)
	require.True(t, ok)
	text, _, _ = strings.Cut(text, "</script>")
	require.NoError(t, json.Unmarshal([]byte(text), &d))
	return d
}

// card writes the card of a person on a line for its head and one for each attribute.
func (d *data) card(at int) (lines []string) {
	text := func(n any) string { return d.Strings[int(n.(float64))] }
	p := d.People[at]
	lines = append(lines, strings.TrimSuffix(text(p[0])+" "+text(p[1])+": "+text(p[2]), ": "))
	for _, r := range p[3].([]any) {
		row := r.([]any)
		line := fmt.Sprintf("%s: %s → %s (%s)", text(row[0]), text(row[1]), text(row[2]), text(row[3]))
		for k := 4; k < len(row); k += 2 {
			if made := strings.TrimSpace(text(row[k]) + "\n" + text(row[k+1])); made != "" {
				line += " | " + strings.Join(strings.Fields(made), " ")
			}
		}
		lines = append(lines, line)
	}
	return lines
}

var title = mapping.Mapping{Target: "title", From: "t"}

// TestCards holds what the card of a person says.
func TestCards(t *testing.T) {
	t.Parallel()
	ann, account := []value.Map{{"id": "7", "t": " Clerk"}}, []value.Map{{"id": "7", "title": "Clerk"}}
	upper := mapping.Mapping{Target: "title", Expression: `ToUpper([t])`}
	for _, row := range []struct {
		why      string
		accounts []value.Map
		from, to *mapping.Mapping // from is nil for a run
		want     []string
	}{
		{
			"a run that writes", account, nil, &title,
			[]string{"7 update: attributes differ", `title: "Clerk" → "␣Clerk" (the value differs from the target's) | [t]`},
		},
		{
			"a run that creates, by an expression", nil, nil, &upper,
			[]string{"7 create: no target object matches", `id: →  "7"`, `title:  → "␣CLERK"`},
		},
		{
			"a change of an expression", account, &title, &upper,
			[]string{"7 update", `"␣Clerk" → "␣CLERK"`, `| [t] | ToUpper([t]) ToUpper([t]) = " CLERK"`},
		},
		{
			"a value that nobody supplies any more", account, &mapping.Mapping{Target: "title", Constant: "Clerk"}, &mapping.Mapping{Target: "title", From: "none"},
			[]string{"7 skip", `title: "Clerk" → stays "Clerk" (before: `, `constant "Clerk" | [none]`},
		},
		{
			"an attribute that newly fails", account, &title, &mapping.Mapping{Target: "title", Expression: `CDate([t])`},
			[]string{"7 update → skip", `stays "Clerk"`, `CDate: expression: not a recognized date`},
		},
	} {
		to := side(t, mapping.Options{}, ann, row.accounts, *row.to)
		page := ""
		if row.from == nil {
			page = ran(t, to, true)
		} else {
			page = changed(t, side(t, mapping.Options{}, ann, row.accounts, *row.from), to, impact.Options{Limit: 5}, report.Options{})
		}
		d := dataOf(t, page)
		require.Len(t, d.People, 1, row.why)
		got := strings.Join(d.card(0), "\n")
		for _, want := range row.want {
			require.Contains(t, strings.ReplaceAll(got, "  ", " "), strings.ReplaceAll(want, "  ", " "), row.why)
		}
	}
}

// TestHeadlines holds what stands first on a page.
func TestHeadlines(t *testing.T) {
	t.Parallel()
	three := []value.Map{{"id": "1", "t": "a"}, {"id": "2", "t": "b"}, {"id": "3", "t": "c"}}
	same := []value.Map{{"id": "1", "title": "a"}, {"id": "2", "title": "b"}, {"id": "3", "title": "c"}}
	for _, row := range []struct {
		accounts []value.Map
		complete bool
		want     []string
	}{
		{nil, true, []string{"<h1>This run creates 3 accounts.</h1>", "0 of 3 people are unchanged.", "create <strong>3</strong>"}},
		{same, true, []string{"<h1>Nothing would change.</h1>", "3 of 3 people are unchanged."}},
		{same[:2], true, []string{"<h1>This run creates 1 account.</h1>"}},
		{[]value.Map{{"id": "1"}, {"id": "2", "title": "b"}}, true, []string{"<h1>This run creates 1 account and updates 1 account.</h1>"}},
		{same, false, []string{"<h1>INCOMPLETE: nothing would change for those that could be read.</h1>", `role="alert">INCOMPLETE<`}},
		{nil, false, []string{"<h1>This run creates 3 accounts.</h1>", `role="alert">INCOMPLETE<`}},
	} {
		page := ran(t, side(t, mapping.Options{}, three, row.accounts, title), row.complete)
		for _, want := range row.want {
			require.Contains(t, page, want)
		}
		require.Equal(t, !row.complete, strings.Contains(page, `class="incomplete"`))
	}
	enabled := []value.Map{{"id": "1", "accountEnabled": true}, {"id": "2", "accountEnabled": true}, {"id": "3", "accountEnabled": false}}
	off := side(t, mapping.Options{}, three, enabled, title, mapping.Mapping{Target: "accountEnabled", Constant: "False"})
	require.Contains(t, ran(t, off, true), "<h1>This run disables 2 accounts and updates 1 account.</h1>")
	from, to := side(t, mapping.Options{}, three, same, title), side(t, mapping.Options{}, three, same, title)
	require.Contains(t, changed(t, from, to, impact.Options{}, report.Options{}), "<h1>No change.</h1>")
	empty := side(t, mapping.Options{}, nil, nil, title)
	require.Contains(t, ran(t, empty, true), "0 of 0 people are unchanged.")
}

// TestThePolicyAllowsThePageItself holds that the hashes are those of what is between the tags, and that nothing else may run or be fetched.
func TestThePolicyAllowsThePageItself(t *testing.T) {
	t.Parallel()
	page := ran(t, side(t, mapping.Options{}, []value.Map{{"id": "1"}}, nil, title), true)
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	require.NotNil(t, policy)
	allowed := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(policy[1])
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	script, style := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllStringSubmatch(page, -1), regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(page, -1)
	require.Len(t, script, 1)
	require.Len(t, style, 1)
	require.Equal(t, "default-src 'none'; script-src "+hash(script[0][1])+"; style-src "+hash(style[0][1])+"; base-uri 'none'; form-action 'none'", allowed)
	require.NotRegexp(t, `(?i)\s(src|href|style|on\w+)\s*=\s*"`, page)
	require.NotContains(t, page, "://")
}

// TestValuesStayText holds that no value is more than text, and that what cannot be seen can.
func TestValuesStayText(t *testing.T) {
	t.Parallel()
	for _, hostile := range []string{
		`</script><script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<!--`, "\x1b[31mred", "a\u202eb", "x\u2028y\u2029z", "nul\x00", "\xff\xfe", `{{.}}`, `'"&;`, `\u003c`,
	} {
		people := []value.Map{{"id": hostile, "t": hostile}}
		s := side(t, mapping.Options{}, people, []value.Map{{"id": hostile}}, title, mapping.Mapping{Target: hostile[:1] + "x", From: "t"})
		page := ran(t, s, true)
		require.Equal(t, 2, strings.Count(page, "</script>"), hostile)
		for _, raw := range []string{"<img", "<!--", "\x1b", "\u202e", "\x00", "\xff", "<script>alert"} {
			require.False(t, strings.Contains(page, raw), "%q has %q", hostile, raw)
		}
		d := dataOf(t, page)
		require.Contains(t, d.card(0)[0], map[string]string{"a\u202eb": `a\u202eb`, "\x1b[31mred": `\u001b[31mred`}[hostile])
	}
}

// TestSecretsAreNotOnThePage holds that hidden, redacted and custom security values are masked in groups, tables, cards and explanations.
func TestSecretsAreNotOnThePage(t *testing.T) {
	t.Parallel()
	people, accounts := []value.Map{{"id": "1", "t": "PLANTED"}}, []value.Map{{"id": "1", "title": "PLANTEDold", "pin": "PLANTEDpin", "CustomSecurityAttributes.A_b": "PLANTEDgrade"}}
	for _, row := range []struct {
		why      string
		opts     mapping.Options
		from, to mapping.Mapping
		before   bool // it is no secret before
	}{
		{"all values are hidden", mapping.Options{HideValues: true}, mapping.Mapping{Target: "title", Expression: `Append([t], "PLANTED1")`}, mapping.Mapping{Target: "title", Expression: `ToUpper(Append([t], "PLANTED2"))`}, false},
		{"constants, too", mapping.Options{HideValues: true}, mapping.Mapping{Target: "title", Constant: "PLANTED1"}, mapping.Mapping{Target: "title", From: "x", Default: "PLANTED2"}, false},
		{"a value is redacted", mapping.Options{}, mapping.Mapping{Target: "pin", Expression: `Redact([t])`}, mapping.Mapping{Target: "pin", Expression: `Redact(ToLower([t]))`}, false},
		{"a value is redacted from now on", mapping.Options{}, mapping.Mapping{Target: "pin", Constant: "PLANTED"}, mapping.Mapping{Target: "pin", Expression: `Redact(ToLower([t]))`}, true},
		{"a redacted value fails", mapping.Options{}, mapping.Mapping{Target: "pin", Expression: `Redact([t])`}, mapping.Mapping{Target: "pin", Expression: `Redact(CDate(Redact([t])))`}, false},
		{"a custom security attribute", mapping.Options{}, mapping.Mapping{Target: "CustomSecurityAttributes.A_b", From: "t"}, mapping.Mapping{Target: "CustomSecurityAttributes.A_b", Expression: `ToLower(Append([t], "x"))`}, false},
		{"one of a constant", mapping.Options{}, mapping.Mapping{Target: "CustomSecurityAttributes.A_b", Constant: "PLANTED"}, mapping.Mapping{Target: "CustomSecurityAttributes.A_b", From: "none", Default: "PLANTED"}, false},
	} {
		from, to := side(t, row.opts, people, accounts, row.from), side(t, row.opts, people, accounts, row.to)
		pages := []string{changed(t, from, to, impact.Options{Limit: 3}, report.Options{}), ran(t, to, true)}
		if !row.before {
			pages = append(pages, ran(t, from, true))
		}
		for _, page := range pages {
			at := strings.Index(strings.ToLower(page), "planted")
			require.Negative(t, at, "%s: %s", row.why, page[max(0, at-100):max(0, min(len(page), at+100))])
		}
		require.Len(t, dataOf(t, changed(t, from, to, impact.Options{Limit: 3}, report.Options{})).People, 1, row.why)
	}
}

// TestALargePopulationIsSampled holds that groups and counts are complete whatever the room, that the page keeps to it, and says so.
func TestALargePopulationIsSampled(t *testing.T) {
	t.Parallel()
	var people, accounts []value.Map
	for i := range 3000 {
		id := fmt.Sprint(i)
		people = append(people, value.Map{"id": id, "t": fmt.Sprintf("x%dx", i)})
		accounts = append(accounts, value.Map{"id": id, "title": "old"})
	}
	s := side(t, mapping.Options{}, people, accounts, mapping.Mapping{Target: "title", Expression: `[t] & "!"`})
	none := side(t, mapping.Options{}, people, accounts)
	all := changed(t, none, s, impact.Options{Limit: 5000}, report.Options{})
	require.Len(t, dataOf(t, all).People, 3000)
	require.Contains(t, all, "Everybody of the groups above is on this page: 3,000 people.")
	for _, most := range []int{len(all) / 2, len(all) / 10, 1} {
		page := changed(t, none, s, impact.Options{Limit: 5000}, report.Options{MaxBytes: most})
		if most > 1 {
			require.Less(t, len(page), most+1000)
			require.Greater(t, len(page), most*8/10)
		}
		require.Contains(t, page, "3,000 people</span>")
		require.Contains(t, page, "All counts are exact. Of large groups this page has a sample")
		require.Equal(t, page, changed(t, none, s, impact.Options{Limit: 5000}, report.Options{MaxBytes: most}), "the same input makes the same bytes")
		d := dataOf(t, page)
		require.Equal(t, "0", strings.Fields(d.card(0)[0])[0], "the first by their ids")
	}
	limited := changed(t, none, s, impact.Options{Limit: 3}, report.Options{})
	require.Len(t, dataOf(t, limited).People, 3)
	require.Contains(t, limited, "On this page: 3 of 3,000 people")
}

// TestWorkersChangeNothing holds that the page does not depend on the order of work.
func TestWorkersChangeNothing(t *testing.T) {
	t.Parallel()
	var people, after []value.Map
	for i := range 300 {
		people = append(people, value.Map{"id": fmt.Sprint(i), "t": fmt.Sprint(i % 40)})
		after = append(after, value.Map{"id": fmt.Sprint(i + 7), "t": fmt.Sprint(i % 41)})
	}
	for _, by := range []bool{false, true} {
		pages := map[string]bool{}
		for _, workers := range []int{1, 2, 7} {
			from, to := side(t, mapping.Options{}, people, nil, title), side(t, mapping.Options{}, after, nil, title)
			pages[changed(t, from, to, impact.Options{Limit: 20, Workers: workers, ByObject: by}, report.Options{})] = true
		}
		require.Len(t, pages, 1)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestErrorsOfTheWriterAreReturned(t *testing.T) {
	t.Parallel()
	s := side(t, mapping.Options{}, nil, nil, title)
	changes := impact.NewRun(s.Engine, impact.Options{}).Impact()
	require.EqualError(t, report.Write(full{}, changes, report.Options{To: s.Engine, Totals: &provision.Totals{}}), "no space")
}

// TestObjectsOfSeveralTypesAreToldApart holds that a card says of which type its object is where there are several.
func TestObjectsOfSeveralTypesAreToldApart(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}}}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Type: "User", Set: set}, {Type: "Group", Set: set}}})
	require.NoError(t, err)
	sources := []provision.Source{{Type: "User", Ordinal: 1, Attrs: value.Map{"id": "1"}}, {Type: "Group", Ordinal: 1, Attrs: value.Map{"id": "1"}}}
	page := ran(t, impact.Side{Engine: engine, World: provision.World{}, Sources: slices.Values(sources)}, true)
	d := dataOf(t, page)
	require.Len(t, d.People, 2)
	require.Contains(t, d.card(0)[0], "1 create User")
	require.Contains(t, d.card(1)[0], "1 create Group")
}
