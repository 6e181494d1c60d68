package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/codes"
)

// TestLeaves parses single constants, attributes and words.
func TestLeaves(t *testing.T) {
	t.Parallel()
	integer := func(text string, n int64) syntax.Node { return &syntax.Number{Text: text, Int: n, IsInt: true} }
	for _, row := range []struct {
		src  string
		want syntax.Node
	}{
		{`5`, integer("5", 5)},
		{`-10`, integer("-10", -10)},
		{`007`, integer("7", 7)},
		{`-0`, integer("0", 0)},
		{`129699324000000000`, integer("129699324000000000", 129699324000000000)},
		{`9223372036854775807`, integer("9223372036854775807", 1<<63-1)},
		{`-9223372036854775808`, integer("-9223372036854775808", -1<<63)},
		{`42568.75`, &syntax.Number{Text: "42568.75"}},
		{`-00.50`, &syntax.Number{Text: "-0.50"}},
		{`3.0`, &syntax.Number{Text: "3.0"}},
		{`&HF`, integer("&HF", 15)},
		{`&hf7`, integer("&HF7", 247)},
		{`&H21C07000`, integer("&H21C07000", 0x21C07000)},
		{`&H7FFFFFFFFFFFFFFF`, integer("&H7FFFFFFFFFFFFFFF", 1<<63-1)},
		{`"a"`, &syntax.String{Value: `a`, Quote: '"'}},
		{`""`, &syntax.String{Quote: '"'}},
		{`"\\"`, &syntax.String{Value: `\`, Quote: '"'}},
		{`"\""`, &syntax.String{Value: `"`, Quote: '"'}},
		{`"\\\""`, &syntax.String{Value: `\"`, Quote: '"'}},
		{`"\d\+\\d"`, &syntax.String{Value: `\d\+\d`, Quote: '"'}},
		{`"\é"`, &syntax.String{Value: `\é`, Quote: '"'}},
		{`"\n\'"`, &syntax.String{Value: `\n\'`, Quote: '"'}},
		{"\"a\r\nb\"", &syntax.String{Value: "a\r\nb", Quote: '"'}},
		{`"it’s “so”"`, &syntax.String{Value: `it’s “so”`, Quote: '"'}},
		{`'a'`, &syntax.String{Value: `a`, Quote: '\''}},
		{`'a"\'\\\"'`, &syntax.String{Value: `a"'\\"`, Quote: '\''}},
		{`[mail]`, &syntax.Attribute{Name: "mail"}},
		{"[ mail\t]", &syntax.Attribute{Name: "mail"}},
		{"[\u00a0mail\u200b]", &syntax.Attribute{Name: "mail"}},
		{`[msDS-cloudExtensionAttribute1]`, &syntax.Attribute{Name: "msDS-cloudExtensionAttribute1"}},
		{`[urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department]`,
			&syntax.Attribute{Name: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"}},
		{`[emails[type eq "work"].value]`, &syntax.Attribute{Name: `emails[type eq "work"].value`}},
		{`[a[b eq "]"].c]`, &syntax.Attribute{Name: `a[b eq "]"].c`}},
		{`[a[b eq "\"]"].c]`, &syntax.Attribute{Name: `a[b eq "\"]"].c`}},
		{`[extension_<AppId>_x]`, &syntax.Attribute{Name: "extension_<AppId>_x"}},
		{`[Name (legal)]`, &syntax.Attribute{Name: "Name (legal)"}},
		{`[größe]`, &syntax.Attribute{Name: "größe"}},
		{`VBTEXTCOMPARE`, &syntax.Word{Name: "vbTextCompare"}},
		{`ignoreobjectflow`, &syntax.Word{Name: "IgnoreObjectFlow"}},
		{`null`, &syntax.Word{Name: "NULL"}},
		{`%domainnetbios%`, &syntax.Token{Name: "DomainNetBios"}},
		{`%My_Token2%`, &syntax.Token{Name: "My_Token2"}},
	} {
		tree, found := syntax.ParseText(row.src, syntax.Options{})
		require.NotNil(t, tree, "%s", found.Render())
		if diff := cmp.Diff(row.want, tree.Root, cmpopts.IgnoreTypes(diag.Span{})); diff != "" {
			t.Errorf("%s: %s", row.src, diff)
		}
		require.Equal(t, diag.Span{End: len(row.src)}, tree.Root.Span(), row.src)
	}
}

// TestAmpersandIsJoinUnlessHexFollows: &H followed by hexadecimal digits up to the end of a word is a number.
func TestAmpersandIsJoinUnlessHexFollows(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`"a"&[b]`:          `"a" & [b]`,
		`[a]&Hash([b])`:    `[a] & Hash([b])`,
		`[a]&HF_x([b])`:    `[a] & HF_x([b])`,
		`[a]&H([b])`:       `[a] & H([b])`,
		`[a] & &HF`:        `[a] & &HF`,
		`BitAnd(&HF,&HF7)`: `BitAnd(&HF, &HF7)`,
		`[a]=&HF`:          `[a]=&HF`,
	} {
		require.Equal(t, want, syntax.Format(root(t, src)), src)
	}
	_, err := syntax.Parse(`Append("a"&HF, "x")`)
	require.ErrorContains(t, err, "reads as a hexadecimal number")
}

// TestHyphenIsASignUnlessItFollowsAnOperand: the language has no subtraction.
func TestHyphenIsASignUnlessItFollowsAnOperand(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`Mid([a],-1,-2)`:   `Mid([a], -1, -2)`,
		`[a]>=-1`:          `[a]>=-1`,
		`[a]< -14`:         `[a]<-14`,
		`(-1)`:             `-1`,
		`"x" & -1`:         `"x" & -1`,
		`DateDiff("d",-1)`: `DateDiff("d", -1)`,
	} {
		require.Equal(t, want, syntax.Format(root(t, src)), src)
	}
	for _, src := range []string{`[a]-1`, `[a] -1`, `Len([a])-1`, `"a"-1`, `5-1`} {
		_, found := syntax.ParseText(src, syntax.Options{})
		require.Equal(t, codes.Arithmetic, found.Errors()[0].Code, src)
	}
}

func TestWhiteSpaceBetweenTokensIsInsignificant(t *testing.T) {
	t.Parallel()
	want := root(t, `IIF([a]="x", Join("@", [b], ), -1)`)
	for _, src := range []string{
		`IIF([a]="x",Join("@",[b],),-1)`,
		"\t\r\n IIF\n(\n[a]\n=\n\"x\"\n,\nJoin\n(\n\"@\"\n,\n[b]\n,\n)\n,\n-1\n)\n",
		"\ufeffIIF(\u00a0[a]\u2003=\u200b\"x\",\u3000Join(\"@\",\v[b],\f)\u2028,-1)\u200d",
	} {
		require.True(t, syntax.Equal(want, root(t, src)), "%q", src)
	}
}
