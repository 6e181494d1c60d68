package regex_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

func TestCompileRefusesWhatDotNetRefuses(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		pattern string
		offset  int
		reason  string // part of it
	}{
		{`{2}`, 0, "nothing to repeat"},
		{`a**`, 2, "follows a quantifier"},
		{`a++`, 2, "no possessive quantifiers"},
		{`a{2}{2}`, 4, "follows a quantifier"},
		{`(?i)*`, 4, "nothing to repeat"},
		{`a{3,2}`, 1, "minimum exceeds the maximum"},
		{`a{2147483648}`, 2, "too large"},
		{`é(`, 2, `missing closing ")"`},
		{`a)`, 1, `unmatched ")"`},
		{`[a`, 0, `missing closing "]"`},
		{`[]`, 0, `missing closing "]"`},
		{`[c-a]`, 3, "inverted range in a class: U+0063 is after U+0061"},
		{`[a-\d]`, 3, "cannot end a range"},
		{`[a-z-[b]c]`, 8, "last item"},
		{`[😀-😂]`, 6, "inverted range"},
		{`\`, 0, "trailing backslash"},
		{`\_`, 0, "unrecognized escape"},
		{`\h`, 0, "unrecognized escape"},
		{`\R`, 0, "unrecognized escape"},
		{`\X`, 0, "unrecognized escape"},
		{`\K`, 0, "unrecognized escape"},
		{`\Qa.b\E`, 0, "unrecognized escape"},
		{`\x{41}`, 0, "exactly 2 hexadecimal digits"},
		{`\u004`, 0, "exactly 4 hexadecimal digits"},
		{`\c`, 0, "followed by a letter"},
		{`\c1`, 0, "followed by a letter"},
		{`\pL`, 0, "name in braces"},
		{`\p{L`, 0, `missing "}"`},
		{`\p{lu}`, 0, "unknown category or block"},
		{`\p{Greek}`, 0, "unknown category or block"},
		{`\p{IsLatin}`, 0, "unknown category or block"},
		{`\9`, 0, "undefined group"},
		{`\k<x>`, 0, "undefined group"},
		{`\k`, 0, "followed by a group name"},
		{`\<foo>`, 0, "undefined group"},
		{`(?P<n>a)`, 0, "(?<name>…)"},
		{`(?u)a`, 0, "unrecognized grouping construct"},
		{`(?U)a`, 0, "unrecognized grouping construct"},
		{`(?|a|b)`, 0, "unrecognized grouping construct"},
		{`(?<>a)`, 0, "start with a word character"},
		{`(?<0>a)`, 0, "number 0"},
		{`(?<1n>a)`, 0, "consist of word characters"},
		{`(?<n-m>a)`, 0, "balancing group refers to undefined group"},
		{`(?#a`, 0, `missing ")" after the comment`},
		{`(?(2)a|b)`, 0, "undefined group 2"},
		{`(?(a)b|c|d)`, 5, "maximum is two"},
		{`(?(?<n>a)b)`, 0, "named group"},
		{"\xff", 0, "not valid UTF-8"},
	} {
		_, err := netregex.Compile(row.pattern, netregex.Limits{})
		var syntax *netregex.SyntaxError
		require.ErrorAs(t, err, &syntax, "pattern %q", row.pattern)
		if syntax.Offset != row.offset || !strings.Contains(syntax.Reason, row.reason) {
			t.Errorf("%q: got %v, want offset %d and %q", row.pattern, err, row.offset, row.reason)
		}
	}
}

func TestCompileAcceptsWhatDotNetAccepts(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ pattern, source, want string }{
		{`a{,2}`, `xa{,2}`, `a{,2}`},
		{`a{`, `a{`, `a{`},
		{`[]a]+`, `x]a`, `]a`},
		{`[a-z-[aeiou]]+`, `aebcd`, `bcd`},
		{`[[:alpha:]]`, `a]`, `a]`},
		{`[::]`, `:`, `:`},
		{`\<\>\@\-`, `<>@-`, `<>@-`},
		{`\10`, "\x08", "\x08"},
		{`\c[`, "\x1b", "\x1b"},
		{`[\c]]`, "\x1d", "\x1d"},
		{`\p{IsGreek}+`, `abγδ`, `γδ`},
		{`\p{Cs}`, `a😀`, "\xed\xa0\xbd"},
		{`(?x) a b # c` + "\n c", `abc`, `abc`},
		{`a(?#x)+`, `aaa`, `aaa`},
		{`\k<n>(?<n>a)|b`, `b`, `b`},
		{`(?I)A`, `a`, `a`},
		{`😀*`, `😀😀`, `😀`},
		{`(?(?=a)(b|a)(c|b))`, `ab`, `ab`},
		{`(?<12>a)(b)\12`, `aba`, `aba`},
	} {
		p, err := netregex.Compile(row.pattern, netregex.Limits{})
		require.NoError(t, err, "pattern %q", row.pattern)
		got, ok, err := p.FirstGroup(row.source, "0")
		require.NoError(t, err)
		require.True(t, ok, "pattern %q", row.pattern)
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%q in %q (-want +got):\n%s", row.pattern, row.source, diff)
		}
	}
}

func TestSyntaxErrorQuotesLittle(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("geheim", 500)
	for _, pattern := range []string{`\p{` + long + `}`, `\k<` + long + `>`, `(?<a-` + long + `>)`, `(?` + long} {
		_, err := netregex.Compile(pattern, netregex.Limits{})
		require.Error(t, err)
		if strings.Contains(err.Error(), long[:41]) {
			t.Errorf("the error for %.10q… quotes more than 40 characters", pattern)
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	linear := func(minLength int, groups ...string) netregex.Explanation {
		return netregex.Explanation{Engine: "linear", MinLength: minLength, Groups: groups}
	}
	backtracking := func(reason string, minLength int, groups ...string) netregex.Explanation {
		return netregex.Explanation{Engine: "backtracking", Reason: reason, MinLength: minLength, Groups: groups}
	}
	for _, row := range []struct {
		pattern string
		want    netregex.Explanation
	}{
		{`\+(?<isdCode>\d* )(?<phoneNumber>\d{10})`, linear(12, "isdCode", "phoneNumber")},
		{`(?<n>a)(b)`, linear(2, "1", "n")},
		{`@(.)*`, linear(1, "1")},
		{`(a+)+$`, linear(1, "1")},
		{`(?:ab){3}`, linear(6)},
		{`😀`, linear(2)},
		{`a(?=b)`, backtracking("look-ahead", 1)},
		{`(?<=a)b`, backtracking("look-behind", 1)},
		{`(a)\1`, backtracking("back-reference", 1, "1")},
		{`(?>a|b)`, backtracking("atomic group", 1)},
		{`(a)?(?(1)b|cc)`, backtracking("conditional", 1, "1")},
		{`(?<o>\()(?<-o>\))`, backtracking("balancing group", 2, "o")},
		{`(a*)*`, backtracking("loop over a part that can match the empty text", 0, "1")},
		{`(?:ab){2000}`, backtracking("counted repeat too large to unroll", 4000)},
	} {
		p, err := netregex.Compile(row.pattern, netregex.Limits{})
		require.NoError(t, err)
		if diff := cmp.Diff(row.want, p.Explain(), cmp.Transformer("len", func(s []string) string { return strings.Join(s, ",") })); diff != "" {
			t.Errorf("%q (-want +got):\n%s", row.pattern, diff)
		}
	}
}

func TestReplacementTemplates(t *testing.T) {
	t.Parallel()
	p, err := netregex.Compile(`(?<n>b)(c)|z`, netregex.Limits{})
	require.NoError(t, err)
	for _, row := range []struct{ template, want string }{
		{`$1`, `acd`},
		{`$2${n}`, `abbd`},
		{`$0$&`, `abcbcd`},
		{"$`$'", `aadd`},
		{`$+`, `abd`},
		{`$_`, `aabcdd`},
		{`$$1`, `a$1d`},
		{`$3${x}${ n}`, `a$3${x}${ n}d`},
		{`$n\1`, `a$n\1d`},
		{`${2`, `a${2d`},
		{`$12`, `a$12d`},
		{`${01}`, `acd`},
		{`$`, `a$d`},
	} {
		r, err := p.CompileReplacement(row.template)
		require.NoError(t, err)
		out, n, err := p.Replace(nil, "abcd", r)
		require.NoError(t, err)
		if string(out) != row.want || n != 1 {
			t.Errorf("%s: got %q (%d matches), want %q", row.template, out, n, row.want)
		}
	}
	for _, template := range []string{`$2147483648`, `a${99999999999}`} {
		_, err := p.CompileReplacement(template)
		var syntax *netregex.SyntaxError
		require.ErrorAs(t, err, &syntax)
		require.True(t, utf8.ValidString(err.Error()))
	}
}
