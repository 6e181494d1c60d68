package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
)

// requireMeaning requires that a text parses to the tree, and returns the parsed tree.
func requireMeaning(t require.TestingT, root syntax.Node, text string) *syntax.Tree {
	tree, found := syntax.ParseText(text, syntax.Options{Limits: syntax.Limits{SourceBytes: 1 << 20}})
	require.NotNil(t, tree, "%s", found.Render())
	require.True(t, syntax.Equal(root, tree.Root), "%q means something else than %q", text, syntax.Format(root))
	return tree
}

// requireCanonical requires that the formatted tree parses to an equal tree and formats the same again.
func requireCanonical(t require.TestingT, root syntax.Node) {
	text := syntax.Format(root)
	require.Equal(t, text, syntax.Format(requireMeaning(t, root, text).Root))
}

func TestFormat(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ src, want string }{
		{`Replace([preferredLanguage],"-",,,"_",,)`, `Replace([preferredLanguage], "-", , , "_", , )`},
		{`Replace([preferredLanguage], "-", , , "_", ,  )`, `Replace([preferredLanguage], "-", , , "_", , )`},
		{`IIF( BitAnd ( [userAccountControl] , 2 ) = "0", "True" , "False" )`, `IIF(BitAnd([userAccountControl], 2)="0", "True", "False")`},
		{"Switch\n(\n\t[a],\r\n,\"1\",\"x\")", `Switch([a], , "1", "x")`},
		{`Guid( )`, `Guid()`},
		{`Join( , )`, `Join(, )`},
		{`[ mail ]`, `[mail]`},
		{`[emails[type eq "work"].value]`, `[emails[type eq "work"].value]`},
		{`[extension_<AppId>_Group DN]`, `[extension_<AppId>_Group DN]`},
		{`"True"`, `"True"`},
		{`'it\'s "x"'`, `"it's \"x\""`},
		{`"\+(?<n>\d)"`, `"\\+(?<n>\\d)"`},
		{`"\\ \" \n"`, `"\\ \" \\n"`},
		{"\"a\nb\tc\"", "\"a\nb\tc\""},
		{`Mid([a],-010,007.50)`, `Mid([a], -10, 7.50)`},
		{`Mid([a],-0,-0.0)`, `Mid([a], 0, -0.0)`},
		{`bitand(&hf,&H0f7)`, `bitand(&HF, &H0F7)`},
		{`IIF(true,null,ignoreattributeflow)`, `IIF(True, NULL, IgnoreAttributeFlow)`},
		{`InStr([a],"b",1,VBTEXTCOMPARE)`, `InStr([a], "b", 1, vbTextCompare)`},
		{`Join("@", [a], %domainfqdn%, %Other%)`, `Join("@", [a], %DomainFQDN%, %Other%)`},
		{`"t-"&[alias]&"x"`, `"t-" & [alias] & "x"`},
		{`("a"&("b"&[c]))&"d"`, `"a" & "b" & [c] & "d"`},
		{`(([a]))`, `[a]`},
		{`([a]="x")="True"`, `([a]="x")="True"`},
		{`"x"=([a]<>"y")`, `"x"=([a]<>"y")`},
		{`("x" & [b])=[c]`, `"x" & [b]=[c]`},
		{`"x" & ([b]=[c])`, `"x" & ([b]=[c])`},
		{`CBool(([a]>=-1))`, `CBool([a]>=-1)`},
		{`[a] < [b]`, `[a]<[b]`}, {`[a] > [b]`, `[a]>[b]`}, {`[a] <= [b]`, `[a]<=[b]`}, {`[a] >= [b]`, `[a]>=[b]`},
		{`[a]<>[b]`, `[a]<>[b]`},
	} {
		tree, found := syntax.ParseText(row.src, syntax.Options{})
		require.NotNil(t, tree, "%s", found.Render())
		require.Equal(t, row.want, syntax.Format(tree.Root), row.src)
		requireCanonical(t, tree.Root)
	}
}

func TestFormatOfConstructedNodes(t *testing.T) {
	t.Parallel()
	require.Equal(t, "", syntax.Format(nil))
	require.Equal(t, "", syntax.Format(&syntax.Omitted{}))
	require.Equal(t, "-7", syntax.Format(&syntax.Number{Int: -7, IsInt: true}))
	require.Equal(t, `"a\\b\"c"`, syntax.QuoteText(`a\b"c`))
	require.Equal(t, `Mid([mail], 1, )`, syntax.Format(&syntax.Call{Name: "Mid", Args: []syntax.Node{
		&syntax.Attribute{Name: "mail"}, &syntax.Number{Int: 1, IsInt: true}, &syntax.Omitted{},
	}}))
}

func TestEqual(t *testing.T) {
	t.Parallel()
	texts := []string{
		`f([a], "a", 1)`, `F([a], "a", 1)`, `f([b], "a", 1)`, `f([a], "b", 1)`, `f([a], "a", 2)`, `f([a], "a", 1.0)`, `f([a], "a")`,
		`f([a], "a", )`, `f()`, `[a]`, `"a"`, `True`, `NULL`, `%a%`, `%b%`, `15`, `&HF`, `[a]=[b]`, `[a]<>[b]`, `[b]=[a]`,
		`[a] & [b]`, `[a] & [b] & [c]`, `f(, )`,
	}
	for _, a := range texts {
		for _, b := range texts {
			require.Equal(t, a == b, syntax.Equal(root(t, a), root(t, " "+b+" ")), "%s, %s", a, b)
		}
	}
	require.True(t, syntax.Equal(nil, nil))
	require.False(t, syntax.Equal(root(t, `[a]`), nil))
	require.False(t, syntax.Equal(nil, root(t, `[a]`)))
	require.True(t, syntax.Equal(root(t, `'a'`), root(t, `"a"`)), "the kind of quotation marks has no meaning")
}

func root(t *testing.T, src string) syntax.Node {
	t.Helper()
	tree, err := syntax.Parse(src)
	require.NoError(t, err)
	return tree.Root
}

func TestWalk(t *testing.T) {
	t.Parallel()
	tree := root(t, `IIF([a]="x", Join("@", [b], ), "t" & [c])`)
	var seen []string
	syntax.Walk(tree, func(n syntax.Node) bool {
		seen = append(seen, syntax.Format(n))
		call, ok := n.(*syntax.Call)
		return !ok || call.Name != "Join"
	})
	want := []string{
		`IIF([a]="x", Join("@", [b], ), "t" & [c])`, `[a]="x"`, `[a]`, `"x"`, `Join("@", [b], )`, `"t" & [c]`, `"t"`, `[c]`,
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}

	var attributes []string
	for n := range syntax.Nodes(tree) {
		if a, ok := n.(*syntax.Attribute); ok {
			attributes = append(attributes, a.Name)
			if a.Name == "b" {
				break
			}
		}
	}
	require.Equal(t, []string{"a", "b"}, attributes)
	syntax.Walk(nil, func(syntax.Node) bool { t.Error("a nil node was visited"); return true })
}

// TestTexts: the text of each node is that of Format, for random trees.
func TestTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := exprgen.Tree(t, 4)
		var want []string
		for n := range syntax.Nodes(tree) {
			want = append(want, syntax.Format(n))
		}
		require.Equal(t, want, syntax.Texts(tree))
	})
	require.Empty(t, syntax.Texts(nil))
}

// TestFormattedTreesParseToThemselves draws random trees of the forms that the parser returns.
func TestFormattedTreesParseToThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { requireCanonical(t, exprgen.Tree(t, 4)) })
}
