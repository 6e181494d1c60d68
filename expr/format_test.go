package expr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

// requireMeaning checks that a text parses to the tree, and gives what it parses to.
func requireMeaning(t require.TestingT, root expr.Node, text string) *expr.Tree {
	tree, found := expr.ParseText(text, expr.ParseConfig{Limits: expr.Limits{SourceBytes: 1 << 20}})
	require.NotNil(t, tree, "%s", found.Render(text))
	require.True(t, expr.Equal(root, tree.Root), "%q means something else than %q", text, expr.Format(root))
	return tree
}

// requireCanonical checks that the text of a tree parses to an equal tree and is printed the same again.
func requireCanonical(t require.TestingT, root expr.Node) {
	text := expr.Format(root)
	require.Equal(t, text, expr.Format(requireMeaning(t, root, text).Root))
}

func TestFormat(t *testing.T) {
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
		tree, found := expr.ParseText(row.src, expr.ParseConfig{})
		require.NotNil(t, tree, "%s", found.Render(row.src))
		require.Equal(t, row.want, expr.Format(tree.Root), row.src)
		requireCanonical(t, tree.Root)
	}
}

func TestFormatOfMadeNodes(t *testing.T) {
	require.Equal(t, "", expr.Format(nil))
	require.Equal(t, "", expr.Format(&expr.Omitted{}))
	require.Equal(t, "-7", expr.Format(&expr.Number{Int: -7, IsInt: true}))
	require.Equal(t, `"a\\b\"c"`, expr.QuoteText(`a\b"c`))
	require.Equal(t, `Mid([mail], 1, )`, expr.Format(&expr.Call{Name: "Mid", Args: []expr.Node{
		&expr.Attribute{Name: "mail"}, &expr.Number{Int: 1, IsInt: true}, &expr.Omitted{},
	}}))
}

func TestEqual(t *testing.T) {
	texts := []string{
		`f([a], "a", 1)`, `F([a], "a", 1)`, `f([b], "a", 1)`, `f([a], "b", 1)`, `f([a], "a", 2)`, `f([a], "a", 1.0)`, `f([a], "a")`,
		`f([a], "a", )`, `f()`, `[a]`, `"a"`, `True`, `NULL`, `%a%`, `%b%`, `15`, `&HF`, `[a]=[b]`, `[a]<>[b]`, `[b]=[a]`,
		`[a] & [b]`, `[a] & [b] & [c]`, `f(, )`,
	}
	for _, a := range texts {
		for _, b := range texts {
			require.Equal(t, a == b, expr.Equal(root(t, a), root(t, " "+b+" ")), "%s, %s", a, b)
		}
	}
	require.True(t, expr.Equal(nil, nil))
	require.False(t, expr.Equal(root(t, `[a]`), nil))
	require.False(t, expr.Equal(nil, root(t, `[a]`)))
	require.True(t, expr.Equal(root(t, `'a'`), root(t, `"a"`)), "quotation marks carry no meaning")
}

func root(t *testing.T, src string) expr.Node {
	t.Helper()
	tree, err := expr.Parse(src)
	require.NoError(t, err)
	return tree.Root
}

func TestWalk(t *testing.T) {
	tree := root(t, `IIF([a]="x", Join("@", [b], ), "t" & [c])`)
	var seen []string
	expr.Walk(tree, func(n expr.Node) bool {
		seen = append(seen, expr.Format(n))
		call, ok := n.(*expr.Call)
		return !ok || call.Name != "Join"
	})
	want := []string{
		`IIF([a]="x", Join("@", [b], ), "t" & [c])`, `[a]="x"`, `[a]`, `"x"`, `Join("@", [b], )`, `"t" & [c]`, `"t"`, `[c]`,
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}

	var attributes []string
	for n := range expr.Nodes(tree) {
		if a, ok := n.(*expr.Attribute); ok {
			attributes = append(attributes, a.Name)
			if a.Name == "b" {
				break
			}
		}
	}
	require.Equal(t, []string{"a", "b"}, attributes)
	expr.Walk(nil, func(expr.Node) bool { t.Error("a nil node was visited"); return true })
}

// TestFormattedTreesParseToThemselves draws trees of the shape the parser makes.
func TestFormattedTreesParseToThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { requireCanonical(t, drawNode(t, 4)) })
}

func drawNode(t *rapid.T, depth int) expr.Node {
	kinds := []string{"attribute", "string", "number", "word", "token"}
	if depth > 0 {
		kinds = append(kinds, "call", "call", "compare", "concat")
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "attribute":
		return &expr.Attribute{Name: drawAttributeName(t)}
	case "string":
		return &expr.String{Value: rapid.String().Draw(t, "text")}
	case "number":
		return drawNumber(t)
	case "word":
		return &expr.Word{Name: rapid.SampledFrom(slices.Collect(expr.Words())).Draw(t, "word")}
	case "token":
		return &expr.Token{Name: rapid.StringMatching(`[A-Z][A-Za-z0-9_]{0,8}`).Draw(t, "token")}
	case "compare":
		op := value.Operator(rapid.IntRange(int(value.Equal), int(value.GreaterOrEqual)).Draw(t, "op"))
		return &expr.Compare{Op: op, Left: drawNode(t, depth-1), Right: drawNode(t, depth-1)}
	case "concat":
		return drawConcat(t, depth)
	}
	return drawCall(t, depth)
}

func drawAttributeName(t *rapid.T) string {
	return rapid.OneOf(
		rapid.StringMatching(`[A-Za-z][A-Za-z0-9_.:-]{0,12}`),
		rapid.StringMatching(`[A-Za-zÀ-ÿ]( ?[a-z<>&=,])*`),
		rapid.StringMatching(`[a-z]+\[type eq "[^"\\\n\r]{0,4}"\]\.[a-z]+`),
	).Filter(func(s string) bool { return s == strings.TrimSpace(s) }).Draw(t, "name")
}

func drawNumber(t *rapid.T) *expr.Number {
	n := rapid.Int64().Draw(t, "number")
	if n >= 0 && rapid.Bool().Draw(t, "hexadecimal") {
		return &expr.Number{Text: fmt.Sprintf("&H%X", n), Int: n, IsInt: true}
	}
	if n > 0 && rapid.Bool().Draw(t, "fraction") {
		text := rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})\.[0-9]{1,20}`).Draw(t, "digits")
		return &expr.Number{Text: text}
	}
	return &expr.Number{Int: n, IsInt: true}
}

func drawConcat(t *rapid.T, depth int) *expr.Concat {
	var concat expr.Concat
	for range rapid.IntRange(2, 4).Draw(t, "operands") {
		operand := drawNode(t, depth-1)
		if inner, ok := operand.(*expr.Concat); ok {
			concat.Operands = append(concat.Operands, inner.Operands...)
			continue
		}
		concat.Operands = append(concat.Operands, operand)
	}
	return &concat
}

func drawCall(t *rapid.T, depth int) *expr.Call {
	call := &expr.Call{Name: rapid.StringMatching(`[A-Z][A-Za-z0-9_]{0,8}|[Hh][A-Fa-f0-9]{1,3}`).Draw(t, "function")}
	for range rapid.IntRange(0, 4).Draw(t, "arguments") {
		if rapid.IntRange(0, 3).Draw(t, "omitted") == 0 {
			call.Args = append(call.Args, &expr.Omitted{})
			continue
		}
		call.Args = append(call.Args, drawNode(t, depth-1))
	}
	if len(call.Args) == 1 {
		if _, ok := call.Args[0].(*expr.Omitted); ok {
			call.Args = nil // f() has no arguments, not one that is omitted
		}
	}
	return call
}
