package regex_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

func compiled(t *testing.T, pattern string) *netregex.Pattern {
	t.Helper()
	p, err := netregex.Compile(pattern, netregex.Limits{})
	require.NoError(t, err)
	return p
}

// requireLimit requires that err reports that limit was exceeded.
func requireLimit(t *testing.T, limit netregex.Limit, err error) {
	t.Helper()
	var exceeded *netregex.LimitError
	require.ErrorAs(t, err, &exceeded)
	require.Equal(t, limit, exceeded.Limit)
}

func TestCallsShareABudget(t *testing.T) {
	t.Parallel()
	slow := compiled(t, `(?=.*b)a`) // scans to the end of the text at every position
	r, err := slow.CompileReplacement("")
	require.NoError(t, err)
	text := strings.Repeat("a", 1000)
	calls := map[string]func(netregex.Shared) error{
		"IsMatch":      func(s netregex.Shared) error { _, err := s.IsMatch(text); return err },
		"Replace":      func(s netregex.Shared) error { _, _, err := s.Replace(nil, text, r); return err },
		"ReplaceGroup": func(s netregex.Shared) error { _, _, err := s.ReplaceGroup(nil, text, "1", ""); return err },
		"FirstGroup":   func(s netregex.Shared) error { _, _, err := s.FirstGroup(text, "0"); return err },
		"Matches":      func(s netregex.Shared) error { _, _, err := s.Matches(text, 1); return err },
	}
	for name, call := range calls {
		one := &netregex.Budget{Steps: 10_000_000, OutputBytes: 1 << 20}
		require.NoError(t, call(slow.Within(one)), name)
		require.Greater(t, one.Used, 100_000, name)

		three := &netregex.Budget{Steps: 3 * one.Used, OutputBytes: 1 << 20}
		for range 3 {
			require.NoError(t, call(slow.Within(three)), name)
		}
		err := call(slow.Within(three))
		requireLimit(t, netregex.LimitSteps, err)
		require.ErrorContains(t, err, "matching steps", name)

		three.Used = 0
		require.NoError(t, call(slow.Within(three)), "%s: the budget was reset", name)
		for range 5 {
			require.NoError(t, call(slow.Within(nil)), "%s: without a budget, calls are independent", name)
		}
	}
}

func TestABudgetBoundsTheText(t *testing.T) {
	t.Parallel()
	p := compiled(t, "a")
	r, err := p.CompileReplacement("bb")
	require.NoError(t, err)
	b := &netregex.Budget{Steps: 1000, OutputBytes: 4}
	out, _, err := p.Within(b).Replace(nil, "aa", r)
	require.NoError(t, err)
	require.Equal(t, "bbbb", string(out))
	_, _, err = p.Within(b).Replace(nil, "aac", r)
	requireLimit(t, netregex.LimitOutputBytes, err)
}

// TestTimeIsBounded relies on the clock's smallest unit having passed at the first checkpoint of a search.
func TestTimeIsBounded(t *testing.T) {
	t.Parallel()
	p := compiled(t, `(?=.*b)a`)
	text := strings.Repeat("a", 100_000)
	b := &netregex.Budget{Steps: 100_000_000, Time: 1}
	_, err := p.Within(b).IsMatch(text)
	requireLimit(t, netregex.LimitTime, err)
	require.Positive(t, b.Elapsed)

	b = &netregex.Budget{Steps: 100_000_000, Time: time.Hour, Elapsed: 2 * time.Hour}
	_, err = p.Within(b).IsMatch(text)
	requireLimit(t, netregex.LimitTime, err)
}

// canceledAfter is a context that is canceled after a number of calls of Err.
type canceledAfter struct {
	context.Context
	left int
}

func (c *canceledAfter) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestASearchCanBeCanceled(t *testing.T) {
	t.Parallel()
	p := compiled(t, `(?=.*b)a`)
	text := strings.Repeat("a", 100_000)
	for _, calls := range []int{0, 1, 10} {
		b := &netregex.Budget{Steps: 100_000_000, Context: &canceledAfter{context.Background(), calls}}
		_, err := p.Within(b).IsMatch(text)
		require.ErrorIs(t, err, context.Canceled)
		var limit *netregex.LimitError
		require.False(t, errors.As(err, &limit))
		require.Less(t, b.Used, (calls+1)*50_000, "the search must stop at the next checkpoint, before which there may be a run over the whole text")
	}
}

// TestWorkBesideMatchingIsCounted: steps include expensive work that matches little, which no limit would stop otherwise.
func TestWorkBesideMatchingIsCounted(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, pattern, template, source string }{
		{"a template of empty groups", "(b?)a", strings.Repeat("$1", 10_000), strings.Repeat("a", 10_000)},
		{"groups to initialize at every position", strings.Repeat("()", 4000) + "b?a", "", strings.Repeat("a", 100_000)},
		{"a long prefix at every position", strings.Repeat("a", 4000) + "[bc]", "", strings.Repeat("a", 200_000)},
		{"non-ASCII characters to look up", `(?:\p{L}*\d)?`, "", strings.Repeat("字", 5000)},
		{"invalid bytes to look up", `(?:[\uFFFD]*\d)?`, "", strings.Repeat("\xff", 10_000)},
	} {
		p := compiled(t, row.pattern)
		r, err := p.CompileReplacement(row.template)
		require.NoError(t, err)
		_, _, err = p.Replace(nil, row.source, r)
		requireLimit(t, netregex.LimitSteps, err)
	}
}

// TestLargeMachinesAreUsedAgain: searches that grow their stacks beyond what a pattern keeps do not grow them again within a budget.
func TestLargeMachinesAreUsedAgain(t *testing.T) {
	p := compiled(t, strings.Repeat("(?:", 100)+"a*"+strings.Repeat(")*", 100))
	r, err := p.CompileReplacement("")
	require.NoError(t, err)
	b := &netregex.Budget{Steps: 1_000_000_000, OutputBytes: 1 << 20}
	search := func() {
		_, _, err := p.Within(b).Replace(nil, "aaaa", r)
		require.NoError(t, err)
	}
	search()
	require.Less(t, testing.AllocsPerRun(20, search), 5.0)
	require.Positive(t, b.Used)
	b.Clear()
	require.Zero(t, b.Used)
}
