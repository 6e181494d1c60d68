package delta_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/bulk/delta"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// anyMap reads columns as they are, as booleans and by an expression.
const anyMap = `{"attributes": {
	"externalId": "id", "title": "title", "nickName": "nick", "active": {"column": "status", "equals": "Active"},
	"displayName": {"expression": "Join(\", \", [last], [first])"}, "name.familyName": "last",
	"emails[type eq \"work\"].value": "mail", "userType": {"constant": "Employee"}}}`

// targets are the attributes that plans of the property are about.
var targets = []string{"title", "nickName", "active", "displayName", "name.familyName", `emails[type eq "work"].value`, "userType"}

// people are rows by key; every row has the same columns.
type people struct {
	columns []string
	rows    [][]string // the first cell is the key
}

var cells = []string{"", "", "x", "Boss", "Ärzte 😀", "a,b", "a;b", "a\tb", "say \"hi\"", "two\nlines", "two\r\nlines", " spaced ", "0048", "true", "7", "∅"}

// randomPeople returns people of random columns.
func randomPeople(rnd *rand.Rand) people {
	p := people{columns: []string{"id"}}
	for _, name := range []string{"title", "nick", "status", "first", "last", "mail", "other"} {
		if rnd.IntN(8) > 0 {
			p.columns = append(p.columns, name)
		}
	}
	if len(p.columns) == 1 {
		p.columns = append(p.columns, "title")
	}
	for i := range 1 + rnd.IntN(12) {
		p.rows = append(p.rows, randomRow(rnd, fmt.Sprintf("E%d", i), p.columns))
	}
	return p
}

func randomRow(rnd *rand.Rand, key string, columns []string) []string {
	row := []string{key}
	for _, c := range columns[1:] {
		row = append(row, randomCell(rnd, c))
	}
	return row
}

func randomCell(rnd *rand.Rand, column string) string {
	if column == "status" {
		return []string{"Active", "active", "Left", "On Leave", ""}[rnd.IntN(5)]
	}
	return cells[rnd.IntN(len(cells))]
}

// nextDay returns the people of the day after: some changed, some gone, some new, in another order.
func (p people) nextDay(rnd *rand.Rand) people {
	next := people{columns: p.columns}
	for _, row := range p.rows {
		if rnd.IntN(6) == 0 {
			continue
		}
		row = slices.Clone(row)
		for i := 1; i < len(row); i++ {
			if rnd.IntN(5) == 0 {
				row[i] = randomCell(rnd, p.columns[i])
			}
		}
		next.rows = append(next.rows, row)
	}
	for i := range rnd.IntN(4) {
		next.rows = append(next.rows, randomRow(rnd, fmt.Sprintf("N%d", i), p.columns))
	}
	if len(next.rows) == 0 {
		next.rows = append(next.rows, randomRow(rnd, "N", p.columns))
	}
	rnd.Shuffle(len(next.rows), func(i, k int) { next.rows[i], next.rows[k] = next.rows[k], next.rows[i] })
	return next
}

// written returns the people as a file of a random format, and its name. In JSON, members that say nothing may be left out.
func (p people) written(rnd *rand.Rand, leaveOut bool) (name, text string) {
	switch rnd.IntN(4) {
	case 0:
		return "people.ndjson", strings.Join(p.objects(rnd, leaveOut), "\n") + "\n"
	case 1:
		return "people.json", "[" + strings.Join(p.objects(rnd, leaveOut), ",\n") + "]"
	}
	delimiter, newline := []string{",", ";", "\t"}[rnd.IntN(3)], []string{"\n", "\r\n"}[rnd.IntN(2)]
	order := rnd.Perm(len(p.columns))
	quoteAll := rnd.IntN(2) == 0
	var b strings.Builder
	for _, row := range append([][]string{p.columns}, p.rows...) {
		for k, i := range order {
			if k > 0 {
				b.WriteString(delimiter)
			}
			if cell := row[i]; quoteAll || strings.ContainsAny(cell, ",;\t\"\r\n") {
				b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
			} else {
				b.WriteString(cell)
			}
		}
		b.WriteString(newline)
	}
	return "people.csv", encoded(rnd.IntN(4), b.String())
}

// encoded returns a text in UTF-8 without or with a mark, or in UTF-16 of either order.
func encoded(encoding int, text string) string {
	switch encoding {
	case 0:
		return text
	case 1:
		return "\uFEFF" + text
	}
	var b []byte
	for _, unit := range utf16.Encode([]rune("\uFEFF" + text)) {
		if encoding == 2 {
			b = append(b, byte(unit), byte(unit>>8))
		} else {
			b = append(b, byte(unit>>8), byte(unit))
		}
	}
	return string(b)
}

// objects returns the people as JSON. An empty cell is an empty text, null, or no member where another person has it.
func (p people) objects(rnd *rand.Rand, leaveOut bool) []string {
	used := map[string]bool{}
	var all []string
	for _, row := range p.rows {
		object := map[string]any{}
		for i, cell := range row {
			switch column := p.columns[i]; {
			case cell != "":
				object[column] = cell
			case leaveOut && used[column] && rnd.IntN(2) == 0:
			case rnd.IntN(2) == 0:
				object[column] = nil
			default:
				object[column] = ""
			}
			used[p.columns[i]] = true
		}
		text, _ := json.Marshal(object)
		all = append(all, string(text))
	}
	return all
}

// users returns the data of the operations of requests by key, and their order.
func users(t testing.TB, bodies ...string) (byKey map[string]value.Value, keys []string) {
	t.Helper()
	byKey = map[string]value.Value{}
	for _, body := range bodies {
		for _, line := range strings.Split(strings.TrimSpace(body), "\n") {
			if line == "" {
				continue
			}
			v, err := value.ParseJSON(line)
			require.NoError(t, err)
			o, _ := v.AsObject()
			for _, operation := range o.Get("Operations").Members() {
				op, _ := operation.AsObject()
				data, _ := op.Get("data").AsObject()
				key := data.Get("externalId").Text()
				byKey[key] = op.Get("data")
				keys = append(keys, key)
			}
		}
	}
	return byKey, keys
}

// built returns what bulk.Build makes of a file, with nulls.
func built(t testing.TB, m *bulk.Map, name, text string) map[string]value.Value {
	t.Helper()
	r, err := feed.Open(strings.NewReader(text), feed.Options{Name: name, EmptyCells: feed.EmptyNull})
	require.NoError(t, err)
	b, err := bulk.Build(r.Records(), m, bulk.Options{EmptyAsNull: true})
	require.NoError(t, err)
	var bodies []string
	for request, err := range b.Requests() {
		require.NoError(t, err)
		bodies = append(bodies, string(request.Body))
	}
	byKey, _ := users(t, bodies...)
	return byKey
}

// account returns the attributes of a user as an account has them: without nulls.
func account(user value.Value) map[string]string {
	o, _ := user.AsObject()
	attrs := map[string]string{}
	for _, name := range targets {
		path := value.ParsePath(name)
		if v := o.Attribute(&path); !v.IsNullOrEmpty() {
			attrs[name] = v.Text()
		}
	}
	return attrs
}

// received returns the attributes that accounts have once users are sent for them: null clears, and what is left out stays.
func received(accounts, sent map[string]value.Value) map[string]map[string]string {
	after := map[string]map[string]string{}
	for key, user := range accounts {
		after[key] = account(user)
	}
	for key, user := range sent {
		if after[key] == nil {
			after[key] = map[string]string{}
		}
		o, _ := user.AsObject()
		for _, name := range targets {
			path := value.ParsePath(name)
			switch v := o.Attribute(&path); {
			case v.IsAbsent():
			case v.IsNullOrEmpty():
				delete(after[key], name)
			default:
				after[key][name] = v.Text()
			}
		}
	}
	return after
}

// planned returns what the plans of users write to accounts, by key: the attributes that change.
func planned(t testing.TB, engine *provision.Engine, accounts, sources map[string]value.Value) map[string]string {
	t.Helper()
	var objects []*provision.Object
	for _, key := range slices.Sorted(maps.Keys(accounts)) {
		attrs := value.Map{"externalId": key}
		for name, text := range account(accounts[key]) {
			attrs[name] = text
		}
		objects = append(objects, &provision.Object{ID: "id-" + key, Attrs: attrs})
	}
	var list []provision.Source
	for i, key := range slices.Sorted(maps.Keys(sources)) {
		o, _ := sources[key].AsObject()
		list = append(list, provision.Source{Ordinal: i + 1, Attrs: value.Fold(o)})
	}
	writes := map[string]string{}
	for plan, err := range engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)}).Run(context.Background(), slices.Values(list), 1) {
		require.NoError(t, err)
		text := plan.Action.String() + ":"
		for _, row := range plan.Attributes {
			if row.Decision == mapping.Flowed || row.Decision == mapping.Cleared {
				text += " " + row.Mapping.Target + "=" + row.New.String()
			}
		}
		if plan.Action != provision.Skip {
			writes[plan.ID] = text
		}
	}
	return writes
}

// engine plans the targets as they are.
func engineOf(t testing.TB) *provision.Engine {
	t.Helper()
	set := &mapping.Set{Name: "delta", Mappings: []mapping.Mapping{{Target: "externalId", From: "externalId", Match: 1}}}
	for _, name := range targets {
		set.Mappings = append(set.Mappings, mapping.Mapping{Target: name, From: name, FlowNulls: true})
	}
	e, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
	require.NoError(t, err)
	return e
}

// TestAfterADeltaPlansAreThoseOfTheWholeFile: what the whole new file would write to the accounts that the old one has made, the delta writes, and
// nothing else, for everybody who is present. The files differ in order, format, encoding, separators and quotes.
func TestAfterADeltaPlansAreThoseOfTheWholeFile(t *testing.T) {
	t.Parallel()
	m, engine := mapOf(t, anyMap), engineOf(t)
	sent, unsent, gone := 0, 0, 0
	for seed := range uint64(effort.Of(4000, 300)) {
		rnd := rand.New(rand.NewPCG(seed, 17))
		old := randomPeople(rnd)
		today := old.nextDay(rnd)
		oldName, oldText := old.written(rnd, true)
		newName, newText := today.written(rnd, false) // by a member that is left out bulk.Build clears nothing
		opt := delta.Options{MaxAbsent: "100%", Terminate: &bulk.Attribute{Path: "active", Constant: value.False}}
		if rnd.IntN(2) == 0 {
			inFiles(t, &opt)
		}
		o := compared(t, m, oldName, oldText, newName, newText, opt)
		require.Empty(t, o.refused, "seed %d: %s\n%s", seed, oldText, newText)
		again := compared(t, m, oldName, oldText, newName, newText, opt)
		require.Equal(t, o, again, "seed %d", seed)

		accounts, whole := built(t, m, oldName, oldText), built(t, m, newName, newText)
		changes, order := users(t, o.requests)
		// Whoever is gone is terminated by one operation at the end; the others are in the order of the new file.
		var want []string
		for _, row := range today.rows {
			if _, has := changes[row[0]]; has {
				want = append(want, row[0])
			}
		}
		for _, row := range old.rows {
			if _, present := whole[row[0]]; !present {
				want = append(want, row[0])
				require.JSONEq(t, `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "`+row[0]+`", "active": false}`, string(changes[row[0]].AppendJSON(nil)))
				delete(changes, row[0])
				gone++
			}
		}
		require.Equal(t, want, order, "seed %d", seed)
		require.Equal(t, planned(t, engine, accounts, whole), planned(t, engine, accounts, changes), "seed %d\n%s\n%s\n%s", seed, oldText, newText, o.requests)
		require.Equal(t, received(accounts, whole), received(accounts, changes), "seed %d\n%s\n%s\n%s", seed, oldText, newText, o.requests)
		sent += len(changes)
		unsent += len(whole) - len(changes)

		other, text := old.written(rnd, true)
		same := compared(t, m, oldName, oldText, other, text, delta.Options{})
		require.Empty(t, same.refused, "seed %d", seed)
		require.Empty(t, same.requests, "seed %d: an unchanged day sends nothing:\n%s\n%s", seed, oldText, text)
	}
	require.Greater(t, min(sent, unsent, gone), effort.Of(1000, 100), "%d are sent, %d are not, %d are gone", sent, unsent, gone)
}
