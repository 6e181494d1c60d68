package ldif_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// userSet and groupSet write what a directory has of people and of groups.
const (
	userSet = `{"mappings": [
		{"target": "employeeID", "from": "id", "match": 1},
		{"target": "sAMAccountName", "expression": "Append(\"s\", [id])", "apply": "create"},
		{"target": "cn", "expression": "Join(\" \", [first], [last], [id])"},
		{"target": "parentDistinguishedName", "expression": "Switch([city], \"OU=Default,DC=x\", \"Lyon\", \"OU=Lyon\\, Rhône,OU=People,DC=x\", \"Oslo\", \"OU=Oslo,OU=People,DC=x\")"},
		{"target": "givenName", "from": "first", "flowNulls": true},
		{"target": "sn", "from": "last", "flowNulls": true},
		{"target": "l", "from": "city", "flowNulls": true},
		{"target": "info", "from": "note", "flowNulls": true},
		{"target": "proxyAddresses", "from": "mails"},
		{"target": "manager", "from": "manager", "flowNulls": true},
		{"target": "accountDisabled", "expression": "Not([active])"}]}`
	groupSet = `{"mappings": [
		{"target": "description", "from": "id", "match": 1},
		{"target": "cn", "from": "name"},
		{"target": "parentDistinguishedName", "constant": "OU=Groups,DC=x"},
		{"target": "isSecurityGroup", "constant": "True"},
		{"target": "UniversalScope", "expression": "[wide]"},
		{"target": "GlobalScope", "expression": "Not([wide])"},
		{"target": "member", "from": "members"}]}`
)

// hard are names that a directory or LDIF takes only if they are written with care.
var hard = []string{
	"Ann", "Élodie", "李", "O'Neil", `"Q"uote`, "Berg, Ann", "#1", "Eq=ual", "a+b", `back\slash`, "<angle>", "semi;colon", " lead", "trail ", ": colon", "ø", "e\u0301",
	"tab\tbed", "line\nbreak", "a very long name that has to be folded since it has more than a line of LDIF may have",
}

// drawPeople draws people and groups of them.
func drawPeople(t *rapid.T) (sources []provision.Source) {
	name := rapid.SampledFrom(hard)
	n := rapid.IntRange(1, 6).Draw(t, "people")
	for i := range n {
		if rapid.IntRange(0, 6).Draw(t, "gone") == 0 {
			continue
		}
		attrs := value.Map{
			"id": fmt.Sprint(i), "first": name.Draw(t, "first"), "last": name.Draw(t, "last"), "active": rapid.Bool().Draw(t, "active"),
			"city": rapid.SampledFrom([]any{"Lyon", "Oslo", "Bonn", nil}).Draw(t, "city"), "note": rapid.SampledFrom([]any{"x ", "a\r\nb", nil, "<y"}).Draw(t, "note"),
		}
		if rapid.Bool().Draw(t, "has a manager") {
			attrs["manager"] = fmt.Sprint(rapid.IntRange(0, n).Draw(t, "manager"))
		}
		mails := []any{fmt.Sprintf("SMTP:p%d@x.com", i)}
		for k := range rapid.IntRange(0, 3).Draw(t, "mails") {
			mails = append(mails, fmt.Sprintf("smtp:p%d-%d@x.com", i, k*rapid.IntRange(1, 2).Draw(t, "k")+1))
		}
		attrs["mails"] = slices.CompactFunc(mails, func(a, b any) bool { return a == b })
		sources = append(sources, source("User", len(sources)+1, attrs))
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "groups") {
		attrs := value.Map{"id": fmt.Sprintf("G%d", i), "name": name.Draw(t, "group") + fmt.Sprint(i), "wide": rapid.Bool().Draw(t, "wide")}
		var members []any
		for _, m := range rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, n, rapid.ID).Draw(t, "members") {
			members = append(members, fmt.Sprint(m))
		}
		attrs["members"] = members
		sources = append(sources, source("Group", i+1, attrs))
	}
	return sources
}

// Changes that are applied leave nothing to be changed: people come, change, move and leave, and after each cycle a second one is at rest.
func TestWhatIsWrittenIsAtRest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		j := jobOf(t, mapping.Options{}, [2]string{"User", userSet}, [2]string{"Group", groupSet})
		d := newDirectory("DC=x", "OU=Default,DC=x", "OU=People,DC=x", `OU=Lyon\, Rhône,OU=People,DC=x`, "OU=Oslo,OU=People,DC=x", "OU=Groups,DC=x")
		for range rapid.IntRange(1, 3).Draw(t, "cycles") {
			sources := drawPeople(t)
			objects := j.objects(t, d.export())
			text, errs := written(objects, j.plans(t, sources, objects))
			require.Empty(t, errs)
			d.apply(t, text)
			objects = j.objects(t, d.export())
			text, errs = written(objects, j.plans(t, sources, objects))
			require.Empty(t, errs)
			require.Empty(t, recordsOf(t, text), text)
		}
	})
}
