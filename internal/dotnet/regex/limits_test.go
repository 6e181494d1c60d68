package regex_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

func TestHostilePatternsEndInALimit(t *testing.T) {
	t.Parallel()
	as := strings.Repeat("a", 100_000)
	for _, row := range []struct {
		name, pattern, template, source string
		limit                           netregex.Limit
	}{
		{"too long a pattern", strings.Repeat("a|", 5000), "", "", netregex.LimitPatternBytes},
		{"nested groups", strings.Repeat("(", 4000), "", "", netregex.LimitNesting},
		{"nested look-behinds", strings.Repeat("(?<=", 2000), "", "", netregex.LimitNesting},
		{"nested classes", strings.Repeat("[a-", 2000), "", "", netregex.LimitNesting},
		{"loops over the empty text", `(a*)*$`, "", as + "b", netregex.LimitSteps},
		{"short but exponential", `(\w*)*\1$`, "", strings.Repeat("a", 60) + "!", netregex.LimitSteps},
		{"back-references", `(a*)(a*)(a*)\1\2\3b`, "", as + "cb", netregex.LimitSteps},
		{"look-ahead at every position", `(?=.*b)a`, "", as, netregex.LimitSteps},
		{"matches that each scan to the end", `a(?:.*b)?`, "", as, netregex.LimitSteps},
		{"too many pending alternatives", `(?:a|b)*c?$`, "", strings.Repeat("a", 2_000_000), netregex.LimitMemory},
		{"the whole text for every match", `a`, "$_", strings.Repeat("a", 10_000), netregex.LimitOutputBytes},
	} {
		p, err := netregex.Compile(row.pattern, netregex.Limits{})
		if err == nil {
			r, rerr := p.CompileReplacement(row.template)
			require.NoError(t, rerr)
			_, _, err = p.Replace(nil, row.source, r)
		}
		var limit *netregex.LimitError
		require.ErrorAs(t, err, &limit, row.name)
		if diff := cmp.Diff(row.limit, limit.Limit); diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", row.name, err, diff)
		}
		if strings.Contains(err.Error(), "aaa") || strings.Contains(err.Error(), "(") {
			t.Errorf("%s: %q quotes the pattern or the text", row.name, err)
		}
	}
}

func TestHostilePatternsThatFinish(t *testing.T) {
	t.Parallel()
	as := strings.Repeat("a", 100_000)
	for _, row := range []struct {
		name, pattern, source string
		want                  bool
	}{
		{"nested loops", `(a+)+$`, as + "b", false},
		{"ambiguous alternatives", `(a|aa|aaa)+$`, as + "b", false},
		{"a run at every position", `a+$`, as + "b", false},
		{"consecutive runs", `(x+x+)+y`, strings.Repeat("x", 50_000), false},
		{"unbounded runs", `(.*)(.*)(.*)(.*)(.*)(.*)x`, as + "b", false},
		{"a huge count", `a{1000000000}`, as, false},
		{"nested huge counts", `(((a{1000}){1000}){1000})`, as, false},
		{"the largest count", `(?:a{2147483647}){2147483647}`, as, false},
		{"a thousand alternatives", strings.Repeat("ab|", 1000) + "c", as[:1000], false},
		{"a class of thousands of shorthands", "[" + strings.Repeat(`\w\W`, 2000) + "]", "a", true},
		{"thousands of runs", strings.Repeat(`\w*`, 2700), "a", true},
		{"runs in groups", strings.Repeat("(?:b*", 190) + strings.Repeat(")", 190), "b", true},
	} {
		p, err := netregex.Compile(row.pattern, netregex.Limits{Steps: 10_000_000})
		require.NoError(t, err, row.name)
		got, err := p.IsMatch(row.source)
		require.NoError(t, err, row.name)
		if got != row.want {
			t.Errorf("%s: got %v", row.name, got)
		}
	}
}

func TestLimitsOfTheCaller(t *testing.T) {
	t.Parallel()
	p, err := netregex.Compile(`(?<n>\w+)!`, netregex.Limits{Steps: 1000, OutputBytes: 10})
	require.NoError(t, err)
	r, err := p.CompileReplacement("${n}${n}")
	require.NoError(t, err)

	dst := []byte("kept")
	out, n, err := p.Replace(dst, "abcdef!", r)
	want := &netregex.LimitError{Limit: netregex.LimitOutputBytes, Max: 10}
	if diff := cmp.Diff(error(want), err); diff != "" || string(out) != "kept" || n != 0 {
		t.Errorf("got %q, %d (-want +got):\n%s", out, n, diff)
	}
	_, err = p.IsMatch(strings.Repeat("ab ", 1000) + "!")
	var limit *netregex.LimitError
	require.True(t, errors.As(err, &limit))
	require.Equal(t, "regular expression exceeds the limit of 1000 matching steps", err.Error())

	_, err = netregex.Compile("abc", netregex.Limits{PatternBytes: 2})
	require.EqualError(t, err, "regular expression exceeds the limit of 2 bytes of pattern")
}

func TestStepsAreDeterministic(t *testing.T) {
	t.Parallel()
	steps := func() int {
		for limit := 1; ; limit++ {
			p, err := netregex.Compile(`(?:(a|ab)(c|bcd)(d*))+(?=e)`, netregex.Limits{Steps: limit})
			require.NoError(t, err)
			if ok, err := p.IsMatch("xabcdabcdde"); err == nil && ok {
				return limit
			}
		}
	}
	if first, second := steps(), steps(); first != second {
		t.Errorf("%d steps, then %d", first, second)
	}
}
