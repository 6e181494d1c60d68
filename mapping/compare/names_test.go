package compare_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping/compare"
	"github.com/attrmap/attrmap/mapping/graph"
)

func TestWhatIsWrongWithAFileOfNames(t *testing.T) {
	for about, row := range map[string]struct{ text, want string }{
		"no object":                  {"- a", "names.yaml:1:1: want an object with ids, extensions, domains or names"},
		"a member that nobody knows": {"domains: {a.com: b.com}\ndomain: {}", `names.yaml:2:9: domain: unknown member "domain"`},
		"a list":                     {"ids: [a]", "ids: want an object from old to new texts"},
		"a list of texts":            {"names: {a: [b]}", "names.a: want a text"},
		"null":                       {"names: {a: }", "names.a: want a text"},
		"no name":                    {`names: {"": b}`, `want a text without`},
		"a quotation mark":           {`names: {a: 'b"'}`, "quotation marks"},
		"a domain without a dot":     {"domains: {contoso: fabrikam.com}", "want domains, such as contoso.com"},
		"an application's name":      {"extensions: {app: 0f9ab9a2-93a5-4c64-9d1c-ae4f1b2d1f3e}", "want application ids"},
		"a function's name":          {"names: {Mid: Left}", "want a name, got that of the function Mid"},
	} {
		t.Run(about, func(t *testing.T) {
			err := new(compare.Names).Read(document(t, "names.yaml", row.text))
			require.ErrorContains(t, err, row.want)
		})
	}
	err := new(compare.Names).Read(document(t, "names.json", `{"ids": {"a": 1}}`))
	require.ErrorContains(t, err, "names.json:1:")
}

// retargeted returns a document with one text, which is rewritten, as that text.
func retargeted(t *testing.T, n *compare.Names, member, text string) string {
	t.Helper()
	source, err := json.Marshal(map[string]any{"synchronizationRules": []any{map[string]any{"x": map[string]any{member: text}}}})
	require.NoError(t, err)
	doc, err := graph.Load(bytes.NewReader(source), graph.Limits{})
	require.NoError(t, err)
	n.Retarget(doc)
	got, ok := doc.Rules()[0].Member("x")
	require.True(t, ok)
	var out map[string]string
	require.NoError(t, json.Unmarshal([]byte(got), &out))
	return out[member]
}

func TestWhichTextsAreNames(t *testing.T) {
	const a, b = "0f9ab9a2-93a5-4c64-9d1c-ae4f1b2d1f3e", "11111111-2222-3333-4444-555555555555"
	plainA, plainB := strings.ReplaceAll(a, "-", ""), strings.ReplaceAll(b, "-", "")
	n := names(t, "ids: {"+a+": "+b+", app1: app2}\ndomains: {contoso.com: fabrikam.org, fabrikam.org: contoso.com}\nnames: {Contoso: Fabrikam, Contoso AG: F, Attribute: Z}")
	for _, row := range []struct{ about, member, text, want string }{
		{"an id with hyphens", "x", a, b},
		{"an id without", "x", "AD2AAD." + plainA + ".z", "AD2AAD." + plainB + ".z"},
		{"an id in capitals", "x", strings.ToUpper(a), b},
		{"the id of an extension's application", "x", "[extension_" + plainA + "_cost]", "[extension_" + plainB + "_cost]"},
		{"an id within a longer one", "x", a + "0", a + "0"},
		{"an id that is no GUID", "key", "app1.app12", "app2.app12"},
		{"a domain in an expression", "x", `Join("@", [a], "contoso.com")`, `Join("@", [a], "fabrikam.org")`},
		{"domains are exchanged", "x", "a@Contoso.com b@mail.fabrikam.org", "a@fabrikam.org b@mail.contoso.com"},
		{"a domain within a longer one", "x", "contoso.com.au mycontoso.com my-contoso.com contoso.company", "contoso.com.au mycontoso.com my-contoso.com contoso.company"},
		{"a domain at the end of a sentence", "x", "of contoso.com.", "of fabrikam.org."},
		{"a name", "x", "Contoso's users, \"Contoso\"", "Fabrikam's users, \"Fabrikam\""},
		{"a longer name first", "x", "Contoso AG", "F"},
		{"a name within a word", "x", "ContosoX contoso Contoso-X x.Contoso.y", "ContosoX contoso Contoso-X x.Contoso.y"},
		{"a word of Graph is no name", "type", "Attribute", "Attribute"},
		{"a JSON text", "value", `{ "a": ["Contoso", {"b":"caf\u00e9 \u0027Contoso\u0027"}], "type": "Attribute" }`, `{ "a": ["Fabrikam", {"b":"café 'Fabrikam'"}], "type": "Attribute" }`},
		{"a JSON text in a JSON text", "value", `["[\"Contoso\"]"]`, `["[\"Fabrikam\"]"]`},
	} {
		require.Equal(t, row.want, retargeted(t, n, row.member, row.text), row.about)
	}
}

// tenant is what a generated schema calls by names of its own.
type tenant struct {
	name, directory, domain, id, app, attribute string
}

// randomTenant returns names that no other tenant has; kind tells the tenants apart.
func randomTenant(rng *rand.Rand, kind string) tenant {
	digits := func() string {
		return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", rng.Uint32(), rng.IntN(1<<16), rng.IntN(1<<16), rng.IntN(1<<16), rng.Int64N(1<<48))
	}
	words := []string{"", " AG", "-Group", " & Söhne", "'s"}
	return tenant{
		name:      kind + "Corp" + words[rng.IntN(len(words))],
		directory: kind + " Directory " + fmt.Sprint(rng.IntN(100)),
		domain:    fmt.Sprintf("%s%d.example", strings.ToLower(kind), rng.IntN(100)),
		id:        digits(), app: digits(), attribute: fmt.Sprintf("attr%s%d", kind, rng.IntN(100)),
	}
}

// renaming returns the file that makes one tenant's names the other's.
func renaming(a, b tenant) string {
	text, _ := json.Marshal(map[string]map[string]string{
		"ids": {a.id: b.id}, "extensions": {a.app: b.app}, "domains": {a.domain: b.domain},
		"names": {a.name: b.name, a.directory: b.directory, a.attribute: b.attribute},
	})
	return string(text)
}

// generated returns a schema in which the seed decides everything but the names.
func generated(t *testing.T, seed uint64, n tenant) string {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	extension := "extension_" + strings.ReplaceAll(n.app, "-", "") + "_cost"
	attributes := []string{"mail", n.attribute, extension, "department"}
	attribute := func() string { return attributes[rng.IntN(len(attributes))] }
	constant := func() string {
		return []string{"x", n.name, "@" + n.domain, "https://" + n.domain + "/" + n.id, "of " + n.name + ", " + n.directory, `say \d+`}[rng.IntN(6)]
	}
	text := func(s string) string { return `"` + strings.ReplaceAll(s, `\`, `\\`) + `"` }
	expression := func() string {
		return []string{
			"[" + attribute() + "]", text(constant()), "Join(" + text(constant()) + ", [" + attribute() + "], " + text(constant()) + ")",
			"IIF([" + attribute() + "]=" + text(constant()) + ", Mid([" + attribute() + "], 1, 3), )",
			"Switch([" + attribute() + "], , " + text(constant()) + ", [" + attribute() + "])",
		}[rng.IntN(5)]
	}
	var mappings []any
	for i := range 1 + rng.IntN(8) {
		source, err := graph.ParseSource(expression(), functions.Standard())
		require.NoError(t, err)
		mappings = append(mappings, map[string]any{
			"targetAttributeName": fmt.Sprintf("target%d", i), "source": source, "defaultValue": constant(), "unknown": []any{constant(), 1.5, nil},
		})
	}
	nested := `{"Name": "` + n.name + `", "More": "{\"Domain\":\"` + n.domain + `\"}", "Type": "Attribute", "List": ["` + n.id + `", "` + attribute() + `"]}`
	metadata := []any{map[string]any{"key": "settings", "value": nested}, map[string]any{"key": n.id, "value": constant()}}
	clauses := []any{
		map[string]any{"operatorName": "EQUALS", "sourceOperandName": attribute(), "targetOperand": map[string]any{"values": []string{constant(), n.domain}}},
		map[string]any{"operatorName": "REGEX MATCH", "sourceOperandName": attribute(), "targetOperand": map[string]any{"values": []string{constant()}}},
	}
	var defined []any
	for _, name := range attributes {
		defined = append(defined, map[string]any{"name": name, "type": "String", "metadata": metadata})
	}
	schema := map[string]any{
		"@odata.context": "https://" + n.id, "id": "demo." + strings.ReplaceAll(n.id, "-", ""),
		"synchronizationRules": []any{map[string]any{
			"id": n.id, "name": "Rule of " + n.name, "sourceDirectoryName": n.directory, "targetDirectoryName": "App", "metadata": metadata,
			"objectMappings": []any{map[string]any{
				"name": "Users of " + n.name, "sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": mappings, "metadata": metadata,
				"scope": map[string]any{"groups": []any{map[string]any{"name": n.name, "clauses": clauses}}},
			}},
		}},
		"directories": []any{map[string]any{"id": n.id, "name": n.directory, "objects": []any{map[string]any{"name": "User", "attributes": defined}}}},
	}
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	require.NoError(t, enc.Encode(schema))
	return out.String()
}

// saved returns the text of a document.
func saved(t *testing.T, doc *graph.Document) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, doc.Save(&b))
	return b.String()
}

// diff(retarget(a), b) is empty where only names differ.
func TestASchemaOfAnotherTenantIsTheSameAfterItsNamesWereReplaced(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 2))
		one, two := randomTenant(rng, "Alpha"), randomTenant(rng, "Beta")
		a, b := generated(t, seed, one), generated(t, seed, two)
		there, back := names(t, renaming(one, two)), names(t, renaming(two, one))

		doc, err := graph.Load(strings.NewReader(a), graph.Limits{})
		require.NoError(t, err)
		changed, _ := there.Retarget(doc)
		require.Positive(t, changed)
		moved := saved(t, doc)
		for about, pair := range map[string]struct {
			a     string
			names *compare.Names
		}{"the file is retargeted": {moved, new(compare.Names)}, "the names go to diff": {a, there}} {
			report, err := pair.names.Diff(document(t, "a.json", pair.a), document(t, "b.json", b))
			require.NoError(t, err)
			require.Equal(t, "No difference.\n", text(t, report), "seed %d: %s", seed, about)
		}
		report, err := new(compare.Names).Diff(document(t, "a.json", a), document(t, "b.json", b))
		require.NoError(t, err)
		require.NotEmpty(t, report.Changes, "the two tenants differ")
		require.NotContains(t, moved, one.name)
		require.NotContains(t, moved, one.id)

		// Everything but the names is still there, as it was written: the way back leads to the same bytes.
		changed, unused := there.Retarget(doc)
		require.Zero(t, changed)
		require.Len(t, unused, 6)
		back.Retarget(doc)
		require.Equal(t, a, saved(t, doc), "seed %d", seed)
	}
}

func TestRetargetKeepsWhatItDoesNotChange(t *testing.T) {
	const text = "{ \"synchronizationRules\" : [\n\t{\"name\":\"caf\\u00e9 \\/ x\", \"n\": 1.50, \"n\": 2e3, \"odd\": [ ],\"to\":\"a@contoso.com\"} ] }\n"
	doc, err := graph.Load(strings.NewReader(text), graph.Limits{})
	require.NoError(t, err)
	changed, unused := names(t, "domains: {contoso.com: fabrikam.com}\nnames: {Contoso AG: F}").Retarget(doc)
	require.Equal(t, 1, changed)
	require.Equal(t, []string{"names: Contoso AG"}, unused)
	require.Equal(t, strings.Replace(text, "contoso", "fabrikam", 1), saved(t, doc))
}
