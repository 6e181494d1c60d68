package planout_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// textSet is the mapping of the people of these tests.
func textSet() *mapping.Set {
	return &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "userName", From: "id", Match: 1},
		{Target: "active", From: "on"},
		{Target: "title", From: "title"},
		{Target: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", From: "dept"},
		{Target: "note", From: "note", FlowNulls: true},
		{Target: "badge", Expression: `Mid([id], [from], 9)`},
	}}
}

// person is a source object and what its account has; nil is no account.
type person struct{ source, account value.Map }

// textOf returns the text of the plans of people, whose ids are their places from 1.
func textOf(t *testing.T, people []person, filter planout.Filter, text planout.Text, incomplete bool) (out string, totals provision.Totals) {
	t.Helper()
	e, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: textSet()}}})
	require.NoError(t, err)
	var objects []*provision.Object
	var sources []provision.Source
	for i, p := range people {
		id := fmt.Sprint(i + 1)
		source := value.Map{"id": id, "on": true, "from": "1"}
		for name, v := range p.source {
			source[name] = v
		}
		sources = append(sources, provision.Source{Ordinal: i + 1, Attrs: source})
		if p.account != nil {
			account := value.Map{"userName": id, "active": true, "badge": id}
			for name, v := range p.account {
				account[name] = v
			}
			objects = append(objects, &provision.Object{ID: "a" + id, Attrs: account})
		}
	}
	var b bytes.Buffer
	text.Engine = e
	w := planout.New("text", planout.Wire{Format: "none"}, filter, text, records.NewWriter(&b, &sync.Mutex{}))
	for printed, err := range e.NewCycle(provision.World{Directory: provision.NewMemory(objects)}).Print(context.Background(), slices.Values(sources), 2, w.Printer) {
		require.NoError(t, err)
		require.NoError(t, w.Write(printed))
	}
	if incomplete {
		w.Broken = errFull
	}
	require.NoError(t, w.Close())
	return b.String(), w.Totals
}

const department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"

func TestTheTextOfARun(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		people   []person
		filter   planout.Filter
		text     planout.Text
		expected string
	}{
		{"nobody changes", []person{{value.Map{"title": "x"}, value.Map{"title": "x"}}}, planout.Filter{}, planout.Text{Limit: 50}, `
Nothing would change.
1 of 1 object is unchanged.                                   complete
`},
		{"a value changes, another one comes, one goes and one is kept", []person{
			{value.Map{"title": "Buyer", "dept": "Law", "note": nil}, value.Map{"title": "Clerk", "note": "old"}},
			{value.Map{"title": nil}, value.Map{"title": "Clerk"}},
		}, planout.Filter{}, planout.Text{Limit: 50}, `
This run would update 1 object.
1 of 2 objects are unchanged.                                 complete

note          1 cleared
title         1 withdrawn · "Clerk" → "Buyer" 1
…:department  1 first value

update  1 → a1  attributes differ
  title         "Clerk" → "Buyer"
  …:department  nothing → "Law"
  note          "old" → nothing
`},
		{"disabled, failed and created", []person{
			{value.Map{"on": false}, value.Map{}},
			{value.Map{"from": "x"}, value.Map{}},
			{value.Map{"title": "Clerk"}, nil},
		}, planout.Filter{}, planout.Text{Limit: 50, Width: 60}, `
This run would disable 1 object and create 1.  1 fails.
0 of 3 objects are unchanged.                       complete

badge   1 fails: Mid: start: want a whole number, got a
        string (found "x") at 1:11 [attribute from] · 2
active  1 account would be disabled · 1

update  1 → a1  attributes differ
  active  True → False

skip    2 → a2  [number]  nothing else differs
  badge  fails [number]: Mid: start: want a whole number,
         got a string (found "x") at 1:11 [attribute from]

create  3  no target object matches
  userName  "3"
  active    True
  title     "Clerk"
  badge     "3"
`},
		{"what is invisible is seen", []person{
			{value.Map{"title": " Clerk\t", "dept": "Sa\u00a0les", "note": "two\nlines\x1b[31m\u202e"}, value.Map{"title": "Clerk", department: "Sa les"}},
		}, planout.Filter{}, planout.Text{Limit: 50}, `
This run would update 1 object.
0 of 1 object is unchanged.                                   complete

note          1 first value
title         1 changed (spaces only) · "Clerk" → "␣Clerk⇥" 1
…:department  1 changed (spaces only) · "Sa les" → "Sa\u00a0les" 1

update  1 → a1  attributes differ
  title         "Clerk" → "␣Clerk⇥"
  …:department  "Sa les" → "Sa\u00a0les"
  note          nothing → "two⏎lines\u001b[31m\u202e"
`},
		{"of long values the difference stays", []person{
			{value.Map{"title": strings.Repeat("x", 60) + "a" + strings.Repeat("y", 60)}, value.Map{"title": strings.Repeat("x", 60) + "b" + strings.Repeat("y", 60)}},
		}, planout.Filter{Attributes: []string{"title"}}, planout.Text{Limit: 50, Width: 60}, `
This run would update 1 object.
0 of 1 object is unchanged.                         complete

title  "xxxx…xxxxxbyyyyy…yyyyy" → "xxxx…xxxxxayyyyy…yyyyy" 1

update  1 → a1  attributes differ
  title  "xxxxxxxxxx…xxxxxxxxxxxxbyyyyyyyyyyy…yyyyyyyyyyy" →
         "xxxxxxxxxx…xxxxxxxxxxxxayyyyyyyyyyy…yyyyyyyyyyy"
`},
		{"everything", []person{{value.Map{"title": "x"}, value.Map{"title": "x", "note": nil}}}, planout.Filter{}, planout.Text{Limit: 50, All: true}, `
Nothing would change.
1 of 1 object is unchanged.                                   complete

skip    1 → a1  [RedundantExport]  source and target agree
  userName      "1"  (unchanged)
  active        True  (unchanged)
  title         "x"  (unchanged)
  …:department  nullNotFlowed: the source is null, and null does not flow
`},
		{"one object, without what is about the others", []person{{value.Map{"title": "a"}, value.Map{}}, {value.Map{"title": "b"}, value.Map{}}},
			planout.Filter{IDs: []string{"2"}}, planout.Text{Limit: 50}, `
This run would update 2 objects.
0 of 2 objects are unchanged.                                 complete

update  2 → a2  attributes differ
  title  nothing → "b"
`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			out, _ := textOf(t, row.people, row.filter, row.text, false)
			expected := strings.TrimPrefix(row.expected, "\n")
			require.Equal(t, expected, out[:min(len(out), len(expected))], out)
			for line := range strings.Lines(out) {
				if row.text.Width > 0 {
					require.LessOrEqual(t, len([]rune(line))-1, row.text.Width, line)
				}
			}
		})
	}
}

// crowd has people of all kinds: of 100 people 50 are left alone, 20 get one department, 10 a title of their own, 10 are disabled, 5 are created
// and 5 fail.
func crowd(n int) []person {
	var people []person
	for i := range n {
		p := person{value.Map{"title": "T", "dept": "Sales"}, value.Map{"title": "T", department: "Sales"}}
		switch kind := i % 100; {
		case kind < 50:
		case kind < 70:
			p.source["dept"] = "Service"
		case kind < 80:
			p.source["title"] = fmt.Sprintf("title %d", i)
		case kind < 90:
			p.source["on"] = false
		case kind < 95:
			p.account = nil
		default:
			p.source["from"] = "x"
		}
		people = append(people, p)
	}
	return people
}

func TestTheSummaryOfManyFitsAScreenAndItsCountsAreExact(t *testing.T) {
	t.Parallel()
	for _, width := range []int{0, 40, 80, 120} {
		out, totals := textOf(t, crowd(2_000), planout.Filter{}, planout.Text{Limit: 3, Width: width}, false)
		require.Equal(t, 2_000, totals.Read)
		summary, objects, _ := strings.Cut(out, "\n\nupdate  ")
		require.LessOrEqual(t, strings.Count(summary, "\n"), 22)
		flat := strings.Join(strings.Fields(summary), " ")
		for _, part := range []string{
			"This run would disable 200 objects, update 600 and create 100. 100 fail.", "1,000 of 2,000 objects are unchanged.", "complete", "100 fail: Mid: start:",
			"200 accounts would be disabled", `"Sales" → "Service" 400`, "200 changed",
		} {
			require.Contains(t, flat, part)
		}
		require.Equal(t, 2, strings.Count(objects, "\nupdate "), "the first is cut")
		require.True(t, strings.HasSuffix(out, "\n997 more objects: --limit 1000, --out FILE or --format ndjson\n"), out[len(out)-100:])
		for line := range strings.Lines(out) {
			if width >= 80 {
				require.LessOrEqual(t, len([]rune(line))-1, width, line)
			}
		}
		whole, _ := textOf(t, crowd(2_000), planout.Filter{}, planout.Text{Limit: -1, Width: width}, true)
		require.Equal(t, 1_000, strings.Count(whole, "\nupdate  ")+strings.Count(whole, "\ncreate  ")+strings.Count(whole, "\nskip  "))
		require.NotContains(t, whole, "--limit")
		require.Contains(t, whole, "INCOMPLETE\n")
	}
}

func TestManyKindsOfFailuresAreCounted(t *testing.T) {
	t.Parallel()
	var people []person
	for i := range 400 {
		// Each has a reason of its own.
		people = append(people, person{value.Map{"from": fmt.Sprintf("x%d", i)}, nil})
	}
	out, _ := textOf(t, people, planout.Filter{}, planout.Text{Limit: 0, Width: 80}, false)
	require.LessOrEqual(t, strings.Count(out, "\n"), 24)
	require.Contains(t, out, "400 fail")
	require.True(t, strings.HasSuffix(out, "\n400 objects: --limit 400, --out FILE or --format ndjson\n"), out)
}

func TestColorsAreInTheTextAndEnd(t *testing.T) {
	t.Parallel()
	plain, _ := textOf(t, crowd(100), planout.Filter{}, planout.Text{Limit: 50, Width: 80}, false)
	colored, _ := textOf(t, crowd(100), planout.Filter{}, planout.Text{Limit: 50, Width: 80, Colors: true}, false)
	require.Contains(t, colored, "\x1b[32mcreate \x1b[0m ")
	require.Contains(t, colored, "\x1b[33mupdate \x1b[0m ")
	require.Contains(t, colored, "\x1b[1mThis run would ")
	for _, code := range []string{"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m"} {
		colored = strings.ReplaceAll(colored, code, "")
	}
	require.Equal(t, plain, colored)
}

func TestARunThatBreaksOffNeverLooksAsIfNothingChanged(t *testing.T) {
	t.Parallel()
	for _, people := range [][]person{nil, {{value.Map{}, value.Map{}}}} {
		out, _ := textOf(t, people, planout.Filter{}, planout.Text{Limit: 50}, true)
		require.True(t, strings.HasPrefix(out, "INCOMPLETE: nothing would change among those that have been read.\n"), out)
		require.NotContains(t, out, "complete\n")
	}
}
