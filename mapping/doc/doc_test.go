package doc_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/doc"
	"github.com/attrmap/attrmap/mapping/graph"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s:\n%s", name, diff)
	}
	requireSoundTables(t, got)
}

// requireSoundTables requires that every row of a table has as many cells as its head.
func requireSoundTables(t *testing.T, page string) {
	t.Helper()
	cells := 0
	for _, line := range strings.Split(page, "\n") {
		if !strings.HasPrefix(line, "|") {
			cells = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		require.True(t, cells == 0 || n == cells, "%d cells in place of %d: %s", n, cells, line)
		cells = n
	}
}

func loadSchema(t *testing.T, name string) *graph.Document {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "graph", "testdata", name))
	require.NoError(t, err)
	defer f.Close()
	d, err := graph.Load(f, graph.Limits{})
	require.NoError(t, err)
	return d
}

func describe(t *testing.T, d *graph.Document, opts doc.Options) string {
	t.Helper()
	var b, again strings.Builder
	require.NoError(t, doc.WriteSchema(&b, d, opts))
	require.NoError(t, doc.WriteSchema(&again, d, opts))
	require.Equal(t, b.String(), again.String())
	return b.String()
}

func TestSet(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join("testdata", "words.json"))
	require.NoError(t, err)
	defer f.Close()
	set, err := mapping.ReadJSON(f)
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, doc.WriteSets(&b, []*mapping.Set{set}, doc.Options{}))
	requireGolden(t, "words.md", b.String())
}

// A page of nothing looked like a mapping of everybody.
// The API expressions are those of attributes that something reads or writes, each once.
func TestAPIExpressions(t *testing.T) {
	t.Parallel()
	api := func(names ...string) *mapping.Schema {
		s := &mapping.Schema{Open: true}
		for _, name := range names {
			s.Attributes = append(s.Attributes, mapping.Attribute{Name: name, API: "$." + name + "[?(@.x == 'A' || @.y)]"})
		}
		return s
	}
	set := &mapping.Set{
		Types: api("id", "first", "state", "unread"), TargetTypes: api("name", "unwritten"),
		Scope: mapping.Filter{{{Attribute: "STATE", Operator: "IS NOT NULL"}}},
		Mappings: []mapping.Mapping{
			{Target: "key", From: "id", Match: 1}, {Target: "name", Expression: `Join(" ", [first], [last], [id])`},
		},
	}
	var b strings.Builder
	require.NoError(t, doc.WriteSets(&b, []*mapping.Set{set}, doc.Options{}))
	_, end, found := strings.Cut(b.String(), "\n\nWhere a document of the source")
	require.True(t, found, b.String())
	require.Equal(t, ` has its attributes:

| Attribute | API expression |
|---|---|
| @id@ | <code>&#36;&#46;id&#91;&#63;&#40;&#64;&#46;x &#61;&#61; &#39;A&#39; &#124;&#124; &#64;&#46;y&#41;&#93;</code> |
| @first@ | <code>&#36;&#46;first&#91;&#63;&#40;&#64;&#46;x &#61;&#61; &#39;A&#39; &#124;&#124; &#64;&#46;y&#41;&#93;</code> |
| @state@ | <code>&#36;&#46;state&#91;&#63;&#40;&#64;&#46;x &#61;&#61; &#39;A&#39; &#124;&#124; &#64;&#46;y&#41;&#93;</code> |

Where a document of the target has its attributes:

| Attribute | API expression |
|---|---|
| @name@ | <code>&#36;&#46;name&#91;&#63;&#40;&#64;&#46;x &#61;&#61; &#39;A&#39; &#124;&#124; &#64;&#46;y&#41;&#93;</code> |
`, strings.ReplaceAll(end, "\x60", "@"))
}

func TestNothingIsNotDescribed(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.EqualError(t, doc.WriteSets(&b, []*mapping.Set{{}}, doc.Options{}), "there is nothing to describe: the file maps no attribute")
	for _, text := range []string{`[]`, `{"synchronizationRules": [], "directories": []}`} {
		d, err := graph.Load(strings.NewReader(text), graph.Limits{})
		require.NoError(t, err)
		require.ErrorIs(t, doc.WriteSchema(&b, d, doc.Options{}), graph.ErrEmpty, text)
	}
	require.Empty(t, b.String())
}

func TestFunctionsOfPrograms(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "a", Expression: "Initials([name])"}}}
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Initials", Summary: "Gives the initials.", Origin: functions.Custom, Phrases: []string{"the initials | of {source}"},
		Params: []functions.Param{{Name: "source", Doc: "the text"}},
		Append: func(_ functions.Args, dst []byte) ([]byte, error) {
			return dst, functions.ErrNull
		},
	})
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, doc.WriteSets(&b, []*mapping.Set{set}, doc.Options{Functions: reg}))
	require.Contains(t, b.String(), "| `a` | the initials \\| of `name`<br>`Initials([name])` | `name` | always |\n")
	requireSoundTables(t, b.String())
}

// Source: docs/evidence.md. A run evaluates what options.stubs gives a value.
func TestStubsOfASetAreNoErrors(t *testing.T) {
	t.Parallel()
	set := mapping.Set{Mappings: []mapping.Mapping{{Target: "a", Match: 1, Expression: `Foo([x])`}}}
	var plain, stubbed strings.Builder
	require.NoError(t, doc.WriteSets(&plain, []*mapping.Set{&set}, doc.Options{}))
	require.Contains(t, plain.String(), "**unsupported**")
	set.Settings.Stubs = map[string]string{"Foo": "[y]"}
	require.NoError(t, doc.WriteSets(&stubbed, []*mapping.Set{&set}, doc.Options{}))
	require.NotContains(t, stubbed.String(), "**unsupported**")
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"export2017", "export2025", "cloudsync2020"} {
		requireGolden(t, name+".md", describe(t, loadSchema(t, name+".json"), doc.Options{}))
	}
	require.Equal(t, describe(t, loadSchema(t, "export2017.json"), doc.Options{}), describe(t, loadSchema(t, "powershell.json"), doc.Options{}),
		"PowerShell writes the same schema in other words")
}

// TestEveryMappingHasARow counts the rows, and looks for the text of every expression.
func TestEveryMappingHasARow(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"export2017.json", "export2025.json", "cloudsync2020.json", "powershell.json", "check.json"} {
		d := loadSchema(t, name)
		page := describe(t, d, doc.Options{})
		requireSoundTables(t, page)
		n := d.Counts()
		require.Equal(t, n.AttributeMappings, strings.Count(page, "\n| `")+strings.Count(page, "\n| <code>"), name)
		require.Equal(t, n.ObjectMappings, strings.Count(page, "\n### "), name)
		for _, m := range d.ObjectMappings() {
			for _, a := range m.AttributeMappings() {
				source := a.Source()
				if source == nil {
					continue
				}
				node, _ := source.Node(functions.Standard())
				if call, ok := node.(*syntax.Call); ok && !strings.ContainsAny(syntax.Format(call), "|`") {
					short := strings.Contains(page, "`"+syntax.Format(call)+"`")
					long := strings.Contains(page, "```\n"+syntax.Layout(call, syntax.LayoutOptions{Repeating: functions.Standard().Repeating})+"\n```")
					require.True(t, short || long, "%s: %s", name, syntax.Format(call))
				}
			}
		}
	}
}

func TestOneMapping(t *testing.T) {
	t.Parallel()
	d := loadSchema(t, "export2017.json")
	name := d.ObjectMappings()[0].Name()
	page := describe(t, d, doc.Options{Mapping: strings.ToUpper(name)})
	require.Equal(t, 1, strings.Count(page, "\n### "))
	require.Equal(t, 1, strings.Count(page, "\n## Rule "))
	var b strings.Builder
	err := doc.WriteSchema(&b, d, doc.Options{Mapping: "Teams"})
	require.ErrorContains(t, err, `the schema has no object mapping "Teams": it has "`+name)
	require.Empty(t, b.String())
}

func TestFragments(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`[{"targetAttributeName": "a", "source": {"expression": "Trim([b])", "type": "Function", "name": "Trim", "parameters": [{"key": "source", "value": {"name": "b", "type": "Attribute"}}]}, "flowType": "ObjectAddOnly"}]`: "| `a` | `b` without white space at its ends<br>`Trim([b])` | `b` | at creation |",
		`{"targetAttributeName": "a", "source": null, "defaultValue": "x"}`:                 "| `a` | no source: fills an empty target with the default | | always | `x` |",
		`{"attributeMappings": [], "name": "Empty", "enabled": false, "flowTypes": "None"}`: "## Empty\n\n- **Not enabled**: the mapping does not run\n- **Actions**: none\n",
		`[{"targetAttributeName": "a", "source": {"expression": "Trim([b])", "type": "Function", "name": "Trim", "parameters": [{"key": "source", "value": {"name": "c", "type": "Attribute"}}]}}]`: "the expression's text and its parameters differ",
	} {
		d, err := graph.Load(strings.NewReader(text), graph.Limits{})
		require.NoError(t, err)
		page := describe(t, d, doc.Options{})
		require.Contains(t, page, want)
		requireSoundTables(t, page)
	}
}

// TestDemandsOfTheTarget: what is required, unique and refers to others is known by the names of attributes.
func TestDemandsOfTheTarget(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeID", From: "id", Match: 1}, {Target: "cn", From: "displayName"}, {Target: "sAMAccountName", From: "alias"},
		{Target: "userPrincipalName", From: "upn"}, {Target: "manager", From: "manager"},
	}}
	var b strings.Builder
	require.NoError(t, doc.WriteSets(&b, []*mapping.Set{set}, doc.Options{}))
	for _, want := range []string{
		"- **Target**: Active Directory, by the names of its attributes\n",
		"- **References**: `manager` to `User`\n", "## How references are planned\n\nObjects of all types are planned first,",
		"- **Required at creation**: `cn`, `sAMAccountName`: an object without a value is not created\n",
		"- **Unique**: `cn`; `sAMAccountName`, `userPrincipalName` among each other: the second object with a value is an error\n",
	} {
		require.Contains(t, b.String(), want)
	}
	b.Reset()
	require.NoError(t, doc.WriteSets(&b, []*mapping.Set{{Mappings: []mapping.Mapping{{Target: "x", From: "y", Match: 1}}}}, doc.Options{}))
	require.NotContains(t, b.String(), "**Target**")
	require.NotContains(t, b.String(), "**Unique**")
}

// TestSeveralObjectMappings: each has a section, with what the file says of it besides its mappings.
func TestSeveralObjectMappings(t *testing.T) {
	t.Parallel()
	sets := []*mapping.Set{
		{Name: "People", Resource: "User", Actions: []string{"create", "update"}, Settings: mapping.Settings{
			SkipOutOfScopeDeletions: true, MaxDisables: "5%", Compat: []string{"exactCase"}, Stubs: map[string]string{"AltSecIdFromNetid": "x"},
		}, Mappings: []mapping.Mapping{{Target: "userName", From: "upn", Match: 1}, {Target: "nickName", Expression: "AltSecIdFromNetid([id])"}}},
		{Source: "Team", Target: "Group", Settings: mapping.Settings{HardDelete: true}, TargetTypes: &mapping.Schema{Open: true, Attributes: []mapping.Attribute{
			{Name: "owner", Type: mapping.Reference, References: []string{"User"}, Required: true, Unique: "owner"},
		}}, Mappings: []mapping.Mapping{{Target: "displayName", From: "name", Match: 1}, {Target: "members", From: "members"}, {Target: "owner", From: "lead"}}},
	}
	var b strings.Builder
	require.NoError(t, doc.WriteSets(&b, sets, doc.Options{}))
	requireSoundTables(t, b.String())
	for _, want := range []string{
		"# Object mappings\n\n## People\n\n- **Objects**: `User` → `User`\n- **Target**: an application that speaks SCIM, by the names of its attributes\n- **Actions**: `create`, `update`\n" +
			"- **Leaving**: objects out of scope are left alone\n- **Threshold**: more than `5%` deletions and disabled accounts of a cycle are held back\n- **Readings**: `exactCase`\n- **Matching**",
		"\n\n## Team → Group\n\n- **Objects**: `Team` → `Group`\n- **Disabling**: the target cannot disable objects; they are deleted\n- **Matching**",
		"- **References**: `members` to `User`, `Group`, member by member; `owner` to `User`\n",
		"- **Required at creation**: `owner`: an", "- **Unique**: `owner`: the",
	} {
		require.Contains(t, b.String(), want)
	}
	require.NotContains(t, b.String(), "unsupported", "a stub gives the function a value")
	b.Reset()
	require.NoError(t, doc.WriteSets(&b, sets, doc.Options{Mapping: "team → group"}))
	require.True(t, strings.HasPrefix(b.String(), "# Team → Group\n"), b.String())
	require.EqualError(t, doc.WriteSets(&b, sets, doc.Options{Mapping: "x"}), `the file has no object mapping "x": it has "People", "Team → Group"`)
}
