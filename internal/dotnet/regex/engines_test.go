package regex_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/dlclark/regexp2/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

// template prints all groups of a match.
const template = "<$0|$1|${n}|$+>"

type compileFunc func(string, netregex.Limits) (*netregex.Pattern, error)

// outcome returns the result of compiling and replacing. It is undecided if a limit was exceeded.
func outcome(compile compileFunc, pattern, source string) (text string, decided bool) {
	p, err := compile(pattern, netregex.Limits{Steps: 100_000})
	if err == nil {
		var r *netregex.Replacement
		if r, err = p.CompileReplacement(template); err == nil {
			var out []byte
			if out, _, err = p.Replace(nil, source, r); err == nil {
				return string(out), true
			}
		}
	}
	var limit *netregex.LimitError
	if errors.As(err, &limit) {
		return "", false
	}
	return "refused", true
}

// enginesAgree compares the optimized machine, and one that memoizes from the start, with the machine without
// optimizations.
func enginesAgree(t *testing.T, pattern, source string) {
	plain, decided := outcome(netregex.CompilePlain, pattern, source)
	if !decided {
		return
	}
	for name, compile := range map[string]compileFunc{
		"optimized": netregex.Compile,
		"memoizing": netregex.CompileMemoizing,
	} {
		if got, decided := outcome(compile, pattern, source); decided && got != plain {
			t.Errorf("%q in %q: got %q %s, want %q", pattern, source, got, name, plain)
		}
	}
}

// grower generates random patterns, and texts with the same characters.
type grower struct{ *rand.Rand }

func (g grower) pick(from ...string) string { return from[g.IntN(len(from))] }

func (g grower) text() string {
	var b strings.Builder
	for range g.IntN(12) {
		b.WriteString(g.pick("a", "b", "c", "a", "b", "1", " ", "x", "\n", "A", "é", "😀"))
	}
	return b.String()
}

// alternatives returns a random pattern. If exotic is set, it may contain constructs that prevent linear time.
func (g grower) alternatives(depth int, exotic bool) string {
	s := g.sequence(depth, exotic)
	for g.IntN(4) == 0 {
		s += "|" + g.sequence(depth, exotic)
	}
	return s
}

func (g grower) sequence(depth int, exotic bool) string {
	var b strings.Builder
	for range 1 + g.IntN(4) {
		b.WriteString(g.atom(depth, exotic))
		b.WriteString(g.pick("", "", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}", "*?", "+?", "??", "{1,2}?"))
	}
	return b.String()
}

func (g grower) atom(depth int, exotic bool) string {
	if depth == 0 || g.IntN(3) > 0 {
		return g.pick("a", "b", "c", "(?:ab)", "[ab]", "[^a]", ".", `\d`, `\w`, `\s`, "^", "$", `\b`, `\B`, "1", " ", "x",
			`\z`, `\A`, `\G`, "[a-c-[b]]", "é", "(?i:a)", "(.)", `\uDE00`)
	}
	inner := g.alternatives(depth-1, exotic)
	if !exotic || g.IntN(2) == 0 {
		return g.pick("(", "(?:", "(?<n>") + inner + ")"
	}
	switch g.IntN(4) {
	case 0:
		return "(?(" + inner + ")" + g.sequence(depth-1, exotic) + "|" + g.sequence(depth-1, exotic) + ")"
	case 1:
		return g.pick(`\1`, `\k<n>`, `(?(1)a|b)`)
	}
	return g.pick("(?=", "(?!", "(?<=", "(?<!", "(?>", "(?<-n>", "(?<m-n>") + inner + ")"
}

func TestEnginesAgreeOnRandomPatterns(t *testing.T) {
	t.Parallel()
	g := grower{rand.New(rand.NewPCG(1, 2))}
	for i := range effort.Of(8_000, 1_000) {
		pattern := g.alternatives(3, i%2 == 0)
		if i%2 == 0 {
			pattern = "()(?<n>)?" + pattern
		}
		enginesAgree(t, pattern, g.text())
	}
}

// TestAgreesWithAPortOfDotNet compares the machine with regexp2, a port of .NET's engine. It leaves out constructs for
// which regexp2 is known to differ from .NET 10 or its documentation: characters outside the BMP, (?i), lazy loops over
// groups, and atomic and balancing groups, whose loops regexp2's optimizer merges.
func TestAgreesWithAPortOfDotNet(t *testing.T) {
	t.Parallel()
	g := grower{rand.New(rand.NewPCG(3, 4))}
	compared := 0
	for range effort.Of(3000, 1000) {
		pattern := "()(?<n>)?(?:" + g.alternatives(2, true) + ")(?!q)"
		if containsAny(pattern, "(?i", "(?>", "-n>", `\u`, ")*?", ")+?", ")??", "}?") {
			continue
		}
		theirs, err := regexp2.Compile(pattern)
		if err != nil {
			continue
		}
		for range 4 {
			source := strings.ReplaceAll(g.text(), "😀", "")
			got, decided := outcome(netregex.Compile, pattern, source)
			want, err := theirs.Replace(source, template, -1, -1)
			if !decided || err != nil {
				continue
			}
			compared++
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q in %q (-regexp2 +ours):\n%s", pattern, source, diff)
			}
		}
	}
	require.Greater(t, compared, effort.Of(2000, 700))
}

func containsAny(s string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// FuzzEnginesAgree: optimizations and memoization change how fast a pattern matches, never what it matches.
func FuzzEnginesAgree(f *testing.F) {
	for _, seed := range [][2]string{
		{`\+(?<isdCode>\d* )(?<n>\d{10})`, "+91 9876543210"},
		{`(a|ab)(c|bcd)(d*)`, "abcd"},
		{`(?:a+b?)+$`, "aabaac"},
		{`(.*?)(?<n>.{0,8})$`, "0000000012345\n"},
		{`[^\w]*\b(\w)`, "é 😀a"},
		{`(?<=(\w)+)c(?!\1)`, "abcc"},
		{`^(?:(?<o>\()|(?<-o>\))|[^()])*(?(o)(?!))$`, "(a(b)c)"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(enginesAgree)
}

// FuzzCompile: any text compiles or is refused with a typed error, and a compiled pattern can be run.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{`a{2,3}?`, `[a-z-[aeiou]]`, `(?<n-m>)`, `\k'n'`, `(?(1)a|b)`, `\p{IsGreek}\cA\x41`, "(?x) # c\n"} {
		f.Add(seed, "a\xff😀")
	}
	f.Fuzz(func(t *testing.T, pattern, source string) {
		p, err := netregex.Compile(pattern, netregex.Limits{Steps: 10_000})
		var syntax *netregex.SyntaxError
		var limit *netregex.LimitError
		if err != nil {
			require.True(t, errors.As(err, &syntax) || errors.As(err, &limit), "%v", err)
			return
		}
		if _, err := p.Captures(source); err != nil {
			require.ErrorAs(t, err, &limit)
		}
		r, err := p.CompileReplacement(source)
		if err != nil {
			require.ErrorAs(t, err, &syntax)
			return
		}
		if _, _, err := p.Replace(nil, pattern, r); err != nil {
			require.ErrorAs(t, err, &limit)
		}
	})
}
