package graph_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping/graph"
)

// outline writes a tree on one line: Function name(key: value, …), [attribute], "constant", and %token% where the expression is null.
func outline(s *graph.Source) string {
	switch {
	case s == nil:
		return "null"
	case s.Type == graph.TypeAttribute:
		return "[" + s.Name + "]"
	case s.Type == graph.TypeConstant && s.Expression == "":
		return s.Name
	case s.Type == graph.TypeConstant:
		return `"` + s.Name + `"`
	}
	var parts []string
	for _, p := range s.Parameters {
		parts = append(parts, p.Key+": "+outline(p.Value))
	}
	return s.Name + "(" + strings.Join(parts, ", ") + ")"
}

// parseOutline is the inverse of outline. Only leaves of its result have texts.
func parseOutline(t *testing.T, text string) *graph.Source {
	t.Helper()
	p := outlineParser{t: t, rest: text}
	s := p.source()
	require.Empty(t, p.rest)
	return s
}

type outlineParser struct {
	t    *testing.T
	rest string
}

func (p *outlineParser) until(mark string) string {
	p.t.Helper()
	before, after, ok := strings.Cut(p.rest, mark)
	require.True(p.t, ok, "%s in %s", mark, p.rest)
	p.rest = after
	return before
}

func (p *outlineParser) source() *graph.Source {
	p.t.Helper()
	switch p.rest[0] {
	case '[':
		p.rest = p.rest[1:]
		name := p.until("]")
		return &graph.Source{Type: graph.TypeAttribute, Name: name, Expression: "[" + name + "]"}
	case '"':
		p.rest = p.rest[1:]
		name := p.until(`"`)
		return &graph.Source{Type: graph.TypeConstant, Name: name, Expression: `"` + name + `"`}
	case '%':
		p.rest = p.rest[1:]
		return &graph.Source{Type: graph.TypeConstant, Name: "%" + p.until("%") + "%"}
	}
	s := &graph.Source{Type: graph.TypeFunction, Name: p.until("(")}
	for p.rest[0] != ')' {
		p.rest = strings.TrimPrefix(p.rest, ", ")
		key := p.until(": ")
		s.Parameters = append(s.Parameters, graph.Parameter{Key: key, Value: p.source()})
	}
	p.rest = p.rest[1:]
	return s
}

// textsAndTrees are pairs that the service shows, or that follow from such pairs.
var textsAndTrees = []struct{ text, tree string }{
	// Empty arguments have no key, and texts have a place for every argument.
	{`Replace([preferredLanguage], "-", , , "_", , )`, `Replace(source: [preferredLanguage], Find: "-", Replacement: "_")`},
	{`Replace([a], , "(?<n>.)", "n", , [b], )`, `Replace(source: [a], RegularExpression: "(?<n>.)", RegularExpressionGroupName: "n", ReplacementPropertyName: [b])`},
	{`Replace([a], "x", , , , , "-x-")`, `Replace(source: [a], Find: "x", Template: "-x-")`},
	{`ToLower([mail], )`, `ToLower(source: [mail])`},
	{`Split([a], ",")`, `Split(source: [a], delimiter: ",")`},
	// Numbers are not quoted if the parameter takes integers.
	{`Mid([userPrincipalName], 1, 8)`, `Mid(source: [userPrincipalName], start: "1", length: "8")`},
	{`Left(Trim(Item([url], 1)), 448)`, `Left(source: Trim(source: Item(source: [url], index: "1")), length: "448")`},
	{`Mid([a], "01", "x")`, `Mid(source: [a], start: "01", length: "x")`},
	{`BitAnd(&HF, -5)`, `BitAnd(left: "&HF", right: "-5")`},
	{`RandomString(6, 3, 0, 0, 3, )`, `RandomString(length: "6", minimumNumbers: "3", minimumSpecialCharacters: "0", minimumCapital: "0", minimumLowerCase: "3")`},
	// Repeating parameters repeat their key.
	{`Join("", [a], "1", [b])`, `Join(separator: "", source: [a], source: "1", source: [b])`},
	{`Join("@", [sAMAccountName], %DomainFQDN%)`, `Join(separator: "@", source: [sAMAccountName], source: %DomainFQDN%)`},
	// The pairs of Switch have one key.
	{`Switch([Active], , "1", "False", "0", "True")`, `Switch(source: [Active], switchValue: "1", switchValue: "False", switchValue: "0", switchValue: "True")`},
	{`Switch([a], "d", "k", [v])`, `Switch(source: [a], defaultValue: "d", switchValue: "k", switchValue: [v])`},
	// IIF has one to five keys: a condition, or a comparison in three, and two results of which either may be empty.
	{`IIF(IsPresent([a]), [a], "x")`, `IIF(one: IsPresent(source: [a]), four: [a], five: "x")`},
	{`IIF(IsPresent([a]), [a], )`, `IIF(one: IsPresent(source: [a]), four: [a])`},
	{`IIF([a], , "x")`, `IIF(one: [a], five: "x")`},
	{`IIF(BitAnd([userAccountControl], 2)="0", "True", "False")`, `IIF(one: BitAnd(left: [userAccountControl], right: "2"), two: "=", three: "0", four: "True", five: "False")`},
	{`IIF([a]<>"", [a], )`, `IIF(one: [a], two: "<>", three: "", four: [a])`},
	// The older FormatDateTime has one argument less.
	{`FormatDateTime(DateFromNum([pwdLastSet]), , "yyyyMMddHHmmss.0Z")`, `FormatDateTime(source: DateFromNum(source: [pwdLastSet]), outputFormat: "yyyyMMddHHmmss.0Z")`},
	{`FormatDateTime([a], "32", "yyyy", "yy")`, `FormatDateTime(source: [a], dateTimeStyles: "32", inputFormat: "yyyy", outputFormat: "yy")`},
	{`DefaultDomain()`, `DefaultDomain()`},
	{`InStr([a], "x", , vbTextCompare)`, `InStr(source: [a], value2: "x", compareType: "vbTextCompare")`},
	{`IIF([a], IgnoreAttributeFlow, "x")`, `IIF(one: [a], four: "IgnoreAttributeFlow", five: "x")`},
	// The keys of unknown functions are positions.
	{`Initials([a], , "b")`, `Initials(parameter1: [a], parameter3: "b")`},
	// Comparisons and concatenations outside a condition are not in any published tree.
	{`CBool([a]=[b])`, `CBool(source: =(one: [a], two: "=", three: [b]))`},
	{`"t-" & [alias] & "x"`, `&(source: "t-", source: [alias], source: "x")`},
	{`[addresses[type eq "work"].locality]`, ``},
}

func TestTextToTree(t *testing.T) {
	t.Parallel()
	for _, row := range textsAndTrees {
		source, err := graph.ParseSource(row.text, functions.Standard())
		require.NoError(t, err, row.text)
		if row.tree != "" {
			if got := outline(source); got != row.tree {
				t.Errorf("%s\n got %s\nwant %s", row.text, got, row.tree)
			}
		}
		n, found := source.Node(functions.Standard())
		if got := syntax.Format(n); got != row.text || len(found) > 0 {
			t.Errorf("%s came back as %s %v", row.text, got, found)
		}
	}
}

func TestTreeToText(t *testing.T) {
	t.Parallel()
	for _, row := range textsAndTrees {
		if row.tree == "" {
			continue
		}
		n, found := parseOutline(t, row.tree).Node(functions.Standard())
		if got := syntax.Format(n); got != row.text || len(found) > 0 {
			t.Errorf("%s\n got %s %v\nwant %s", row.tree, got, found, row.text)
		}
	}
}

// Every text of the fixtures, which are written as the service writes, follows from the parameters alone.
func TestExportTextIsThatOfTheService(t *testing.T) {
	t.Parallel()
	var walk func(file string, s *graph.Source) int
	walk = func(file string, s *graph.Source) int {
		if s == nil {
			return 0
		}
		if got := graph.ExportText(s, functions.Standard()); got != s.Expression {
			t.Errorf("%s: %s was exported as %s", file, s.Expression, got)
		}
		count := 1
		for _, p := range s.Parameters {
			count += walk(file, p.Value)
		}
		return count
	}
	count := 0
	for _, name := range exports {
		for _, m := range load(t, name).ObjectMappings() {
			for _, a := range m.AttributeMappings() {
				count += walk(name, a.Source())
			}
		}
	}
	require.Greater(t, count, 90)
}

func TestTreeDecides(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text, tree string
		want             string
		warning          string
	}{
		{"a token that the text omits", `Join("@", [a], )`, `Join(separator: "@", source: [a], source: %DomainFQDN%)`, `Join("@", [a], %DomainFQDN%)`, ""},
		{"a token at the start", `Join(, [a], )`, `Join(separator: %DomainFQDN%, source: [a])`, `Join(%DomainFQDN%, [a], )`, ""},
		{"only the text distinguishes 1 from \"1\"", `IIF([a]=1, "x", )`, `IIF(one: [a], two: "=", three: "1", four: "x")`, `IIF([a]=1, "x", )`, ""},
		{"only the text shows which value of Switch is empty", `Switch([a], , "1", , "2", "x")`, `Switch(source: [a], switchValue: "1", switchValue: "2", switchValue: "x")`, `Switch([a], , "1", , "2", "x")`, ""},
		{"a token beside empty values of Switch", `Switch([x], , "k1", , "k2", , "k3", )`, `Switch(source: [x], switchValue: "k1", switchValue: "k2", switchValue: "k3", switchValue: %DomainFQDN%)`, `Switch([x], , "k1", , "k2", , "k3", %DomainFQDN%)`, ""},
		{"a token before an empty value", `Switch([x], , "k1", , "k2", )`, `Switch(source: [x], switchValue: "k1", switchValue: %T%, switchValue: "k2")`, `Switch([x], , "k1", %T%, "k2", )`, ""},
		{"a token as the default", `Switch([x], , "k1", , "k2", "v")`, `Switch(source: [x], defaultValue: %T%, switchValue: "k1", switchValue: "k2", switchValue: "v")`, `Switch([x], %T%, "k1", , "k2", "v")`, ""},
		{"tokens for all empty places", `Switch([x], "d", , , "k", )`, `Switch(source: [x], defaultValue: "d", switchValue: %A%, switchValue: %B%, switchValue: "k", switchValue: %C%)`, `Switch([x], "d", %A%, %B%, "k", %C%)`, ""},
		{"a number beside a token", `IIF([n]<9, "lt", )`, `IIF(one: [n], two: "<", three: "9", four: "lt", five: %T%)`, `IIF([n]<9, "lt", %T%)`, ""},
		{"hexadecimal, a fraction and a word beside a token", `Join("", &HF7, 1.5, NULL, )`, `Join(separator: "", source: "&HF7", source: "1.5", source: "NULL", source: %T%)`, `Join("", &HF7, 1.5, NULL, %T%)`, ""},
		{"a token deep inside", `Join("", 1, Append([a], ), Coalesce(, 2))`, `Join(separator: "", source: "1", source: Append(source: [a], suffix: %T%), source: Coalesce(source: "2"))`, `Join("", 1, Append([a], %T%), Coalesce(, 2))`, ""},
		{"a token on one side of a comparison", `IIF([n]=%T%, 1, )`, `IIF(one: [n], two: "=", three: %T%, four: "1", five: %T%)`, `IIF([n]=%T%, 1, %T%)`, ""},
		{"another case of the function beside an empty value", `switch([x], , "1", , "2", "x")`, `Switch(source: [x], switchValue: "1", switchValue: "2", switchValue: "x")`, `Switch([x], , "1", , "2", "x")`, ""},
		{"a text that ends before the token", `ToLower([a])`, `ToLower(source: [a], culture: %T%)`, `ToLower([a], %T%)`, ""},
		{"and before empty places", `Replace([a], "x")`, `Replace(source: [a], Find: "x", Template: %T%)`, `Replace([a], "x", , , , , %T%)`, ""},
		{"a token of an unknown function", `Initials([a], , )`, `Initials(parameter1: [a], parameter3: %T%)`, `Initials([a], , %T%)`, ""},
		{"empty places of which either could be the token's", `Join("", , , [a])`, `Join(separator: "", source: %T%, source: [a])`, `Join("", %T%, , [a])`, ""},
		{"of a pair the value", `Switch([x], "d", , )`, `Switch(source: [x], defaultValue: "d", switchValue: %T%)`, `Switch([x], "d", , %T%)`, "tree-and-text-differ"},
		{"of two values the first", `Switch([x], "d", "k", , , , "l", "w")`, `Switch(source: [x], defaultValue: "d", switchValue: "k", switchValue: %T%, switchValue: "l", switchValue: "w")`, `Switch([x], "d", "k", %T%, , , "l", "w")`, "tree-and-text-differ"},
		{"more tokens than values", `Switch([x], "d", , , , )`, `Switch(source: [x], defaultValue: "d", switchValue: %A%, switchValue: %B%, switchValue: %C%)`, `Switch([x], "d", %A%, %B%, , %C%)`, "tree-and-text-differ"},
		{"a token where the text has no place", `Concatenate([a])`, `Concatenate(parameter1: %T%, parameter2: [a])`, `Concatenate(%T%, [a])`, ""},
		{"white space", "Trim(\n  [a] )", `Trim(source: [a])`, `Trim([a])`, ""},
		{"another case of the function", `trim([a])`, `Trim(source: [a])`, `Trim([a])`, ""},
		{"another attribute", `Trim([a])`, `Trim(source: [b])`, `Trim([b])`, "tree-and-text-differ"},
		{"one argument more", `Join("", [a])`, `Join(separator: "", source: [a], source: [b])`, `Join("", [a], [b])`, "tree-and-text-differ"},
		{"one argument less", `Join("", [a], [b])`, `Join(separator: "", source: [a])`, `Join("", [a])`, "tree-and-text-differ"},
		{"a malformed text", `Trim([a]`, `Trim(source: [a])`, `Trim([a])`, "tree-and-text-differ"},
		{"a key in another case", "", `Replace(source: [a], find: "x", Replacement: "y")`, `Replace([a], "x", , , "y", , )`, "parameter-key"},
		{"the documented name for a key", "", `Replace(source: [a], oldValue: "x", Replacement: "y")`, `Replace([a], "x", , , "y", , )`, "parameter-key"},
		{"keys that are not published, in order", "", `DateAdd(unit: "d", amount: "10", date: [a])`, `DateAdd("d", 10, [a])`, ""},
		{"an unknown key of a function whose keys are known", "", `Trim(source: [a], more: "x")`, `Trim([a], "x")`, "parameter-key"},
		{"a duplicate key", "", `Trim(source: [a], source: "x")`, `Trim([a], "x")`, "parameter-key"},
	} {
		source := parseOutline(t, row.tree)
		source.Expression = row.text
		n, found := source.Node(functions.Standard())
		first, _ := found.Gravest()
		if got := syntax.Format(n); got != row.want || string(first.Code) != row.warning && row.warning != "" || row.warning == "" && len(found.Errors()) > 0 {
			t.Errorf("%s: %s against %s gave %s with %v, want %s with %q", row.name, row.text, row.tree, got, found, row.want, row.warning)
		}
		require.Empty(t, found.Errors(), row.name)
	}
}

func TestUnusableTrees(t *testing.T) {
	t.Parallel()
	constant := func(name string) *graph.Source {
		return &graph.Source{Type: graph.TypeConstant, Name: name, Expression: `"` + name + `"`}
	}
	call := func(name string, params ...graph.Parameter) *graph.Source {
		return &graph.Source{Type: graph.TypeFunction, Name: name, Parameters: params}
	}
	for _, row := range []struct {
		source *graph.Source
		want   string
	}{
		{&graph.Source{Type: graph.TypeAttribute}, "a source of type Attribute without a name"},
		{&graph.Source{Type: graph.TypeAttribute, Name: `a] & [b`}, `no expression can refer to an attribute named "a] & [b"`},
		{&graph.Source{Type: graph.TypeAttribute, Name: `x[y`}, `no expression can refer to an attribute named "x[y"`},
		{&graph.Source{Type: graph.TypeFunction, Name: "Trim", Expression: "Trim("}, "malformed expression: "},
		{call("Drop table"), `"Drop table" is not the name of a function`},
		{call(""), `"" is not the name of a function`},
		{call("IIF", graph.Parameter{Key: "one", Value: constant("a")}, graph.Parameter{Key: "two", Value: constant("~")}, graph.Parameter{Key: "three", Value: constant("b")}), `unknown comparison "~"`},
		{call("IIF", graph.Parameter{Key: "two", Value: constant("=")}), "incomplete condition: want a comparison with the keys one, two and three"},
		{call("=", graph.Parameter{Key: "one", Value: constant("a")}), "want a comparison = with the keys one and three"},
		{call("&", graph.Parameter{Key: "source", Value: constant("a")}), "want two operands of a concatenation, got 1"},
	} {
		n, found := row.source.Node(functions.Standard())
		first, _ := found.Gravest()
		if n != nil || !strings.HasPrefix(first.Message.String(), row.want) {
			t.Errorf("%+v: gave %v with %v, want nil with %s", row.source, n, found, row.want)
		}
	}
}

func TestSourceTypes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		source graph.Source
		want   string
	}{
		{graph.Source{Name: "mail"}, `[mail]`},
		{graph.Source{Type: "attribute", Name: "mail"}, `[mail]`},
		{graph.Source{Type: "Attribute", Expression: "[mail]"}, `[mail]`},
		{graph.Source{Expression: `Trim([mail])`}, `Trim([mail])`},
		{graph.Source{Type: "Function", Name: "Trim", Expression: `Trim([mail])`}, `Trim([mail])`},
		{graph.Source{Type: "Function", Name: "Guid"}, `Guid()`},
		{graph.Source{Type: "Lookup", Name: "Trim", Parameters: []graph.Parameter{{Key: "source", Value: &graph.Source{Name: "a"}}}}, `Trim([a])`},
		{graph.Source{Type: "Constant", Name: `say "hi" \`, Expression: `"x"`}, `"say \"hi\" \\"`},
		{graph.Source{Type: "Constant", Name: "%DomainNetBios%"}, `%DomainNetBios%`},
		{graph.Source{Type: "Constant", Name: "%DomainNetBios%", Expression: `"%DomainNetBios%"`}, `"%DomainNetBios%"`},
		{graph.Source{Type: "Constant", Name: "100%"}, `"100%"`},
		{graph.Source{Type: "Constant", Name: "&HF7", Expression: `&HF7`}, `&HF7`},
		{graph.Source{Type: "Constant", Name: "&HF7", Expression: `"&HF7"`}, `"&HF7"`},
		{graph.Source{Type: "Constant", Name: "1.5", Expression: `1.5`}, `1.5`},
		{graph.Source{Type: "Constant", Name: "007", Expression: `007`}, `"007"`}, // the name is not the number
		{graph.Source{Type: "Constant", Name: "NULL", Expression: `NULL`}, `NULL`},
		{graph.Source{Type: "Constant", Name: "NULL", Expression: `"NULL"`}, `"NULL"`},
		{graph.Source{Type: "Constant", Name: "NULL"}, `"NULL"`},
		{graph.Source{Type: "Constant", Name: "Sales", Expression: `Sales`}, `"Sales"`},
		{graph.Source{Type: "Constant", Name: "%5 of %"}, `"%5 of %"`},
		{graph.Source{Type: "Attribute", Name: `emails[type eq "work"].value`}, `[emails[type eq "work"].value]`},
	} {
		n, found := row.source.Node(functions.Standard())
		if got := syntax.Format(n); got != row.want || found.HasErrors() {
			t.Errorf("%+v: %s %v, want %s", row.source, got, found, row.want)
		}
	}
}

func TestSourceJSON(t *testing.T) {
	t.Parallel()
	source, err := graph.ParseSource(`Join("@", [a], %DomainFQDN%)`, functions.Standard())
	require.NoError(t, err)
	data, err := json.Marshal(source)
	require.NoError(t, err)
	require.Equal(t, `{"expression":"Join(\"@\", [a], )","name":"Join","type":"Function","parameters":[`+
		`{"key":"separator","value":{"expression":"\"@\"","name":"@","type":"Constant","parameters":[]}},`+
		`{"key":"source","value":{"expression":"[a]","name":"a","type":"Attribute","parameters":[]}},`+
		`{"key":"source","value":{"expression":null,"name":"%DomainFQDN%","type":"Constant","parameters":[]}}]}`, string(data))
	var back graph.Source
	require.NoError(t, json.Unmarshal(data, &back))
	if diff := cmp.Diff(*source, back); diff != "" {
		t.Error(diff)
	}
}

// TestTextOfSource: the text of a tree is that of the service, and says what the tree cannot: that a constant is a number or a word, and
// which empty place is a token's.
func TestTextOfSource(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`&HF7`:                                 `&HF7`,
		`1.5`:                                  `1.5`,
		`NULL`:                                 `NULL`,
		`IgnoreAttributeFlow`:                  `IgnoreAttributeFlow`,
		`"1.5"`:                                `"1.5"`,
		`%T%`:                                  ``,
		`Join("", 1, %T%)`:                     `Join("", 1, )`,
		`Switch([x], , "k", , "l", %T%)`:       `Switch([x], , "k", , "l", )`,
		`Switch([x], "d", %T%, )`:              `Switch([x], "d", %T%, )`,
		`Append(Switch([x], "d", %T%, ), %T%)`: `Append(Switch([x], "d", %T%, ), %T%)`,
	} {
		source, err := graph.ParseSource(text, functions.Standard())
		require.NoError(t, err)
		require.Equal(t, want, source.Expression, text)
		n, found := source.Node(functions.Standard())
		require.Empty(t, found, text)
		require.Equal(t, text, syntax.Format(n))
	}
}

func TestParseExpressionResponses(t *testing.T) {
	t.Parallel()
	good := graph.ParseExpression(`Replace([preferredLanguage], "-", , , "_", ,  )`, functions.Standard())
	require.True(t, good.ParsingSucceeded)
	require.Nil(t, good.Error)
	require.Equal(t, `Replace([preferredLanguage], "-", , , "_", , )`, good.ParsedExpression.Expression, "white space is normalised")
	for text, code := range map[string]string{`Trim([a]`: "missing-parenthesis", `Nope([a])`: "unknown-function"} {
		bad := graph.ParseExpression(text, functions.Standard())
		if bad.ParsingSucceeded || bad.ParsedExpression != nil || bad.Error == nil || bad.Error.Code != code {
			t.Errorf("%s: %+v, want the error %s", text, bad, code)
		}
	}
}
