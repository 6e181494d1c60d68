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

// requirePassed requires that err tells of a limit.
func requirePassed(t *testing.T, limit netregex.Limit, err error) {
	t.Helper()
	var passed *netregex.LimitError
	require.ErrorAs(t, err, &passed)
	require.Equal(t, limit, passed.Limit)
}

func TestCallsShareABudget(t *testing.T) {
	slow := compiled(t, `(?=.*b)a`) // looks to the end of the text at every place
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
		requirePassed(t, netregex.LimitSteps, err)
		require.ErrorContains(t, err, "matching steps", name)

		three.Used = 0
		require.NoError(t, call(slow.Within(three)), "%s: the budget begins anew", name)
		for range 5 {
			require.NoError(t, call(slow.Within(nil)), "%s: without one every call is for itself", name)
		}
	}
}

func TestABudgetBoundsTheText(t *testing.T) {
	p := compiled(t, "a")
	r, err := p.CompileReplacement("bb")
	require.NoError(t, err)
	b := &netregex.Budget{Steps: 1000, OutputBytes: 4}
	out, _, err := p.Within(b).Replace(nil, "aa", r)
	require.NoError(t, err)
	require.Equal(t, "bbbb", string(out))
	_, _, err = p.Within(b).Replace(nil, "aac", r)
	requirePassed(t, netregex.LimitOutputBytes, err)
}

// TestTimeIsBounded: the least time that a clock can tell has passed when a search looks up for the first time.
func TestTimeIsBounded(t *testing.T) {
	p := compiled(t, `(?=.*b)a`)
	text := strings.Repeat("a", 100_000)
	b := &netregex.Budget{Steps: 100_000_000, Time: 1}
	_, err := p.Within(b).IsMatch(text)
	requirePassed(t, netregex.LimitTime, err)
	require.Positive(t, b.Elapsed)

	b = &netregex.Budget{Steps: 100_000_000, Time: time.Hour, Elapsed: 2 * time.Hour}
	_, err = p.Within(b).IsMatch(text)
	requirePassed(t, netregex.LimitTime, err)
}

// canceledAfter is a context that is canceled once it has been asked a number of times.
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
	p := compiled(t, `(?=.*b)a`)
	text := strings.Repeat("a", 100_000)
	for _, looks := range []int{0, 1, 10} {
		b := &netregex.Budget{Steps: 100_000_000, Context: &canceledAfter{context.Background(), looks}}
		_, err := p.Within(b).IsMatch(text)
		require.ErrorIs(t, err, context.Canceled)
		var limit *netregex.LimitError
		require.False(t, errors.As(err, &limit))
		require.Less(t, b.Used, (looks+1)*50_000, "it ends at the next look: a run over the whole text may stand before it")
	}
}

// TestWorkBesideTheMatchingIsCounted: what costs much for little matching would not end otherwise.
func TestWorkBesideTheMatchingIsCounted(t *testing.T) {
	for _, row := range []struct{ name, pattern, template, source string }{
		{"a template of groups that are empty", "(b?)a", strings.Repeat("$1", 10_000), strings.Repeat("a", 10_000)},
		{"groups to make ready at every place", strings.Repeat("()", 4000) + "b?a", "", strings.Repeat("a", 100_000)},
		{"a long prefix at every place", strings.Repeat("a", 4000) + "[bc]", "", strings.Repeat("a", 200_000)},
		{"characters beyond ASCII to look up", `(?:\p{L}*\d)?`, "", strings.Repeat("字", 5000)},
		{"bytes that are no text to look up", `(?:[\uFFFD]*\d)?`, "", strings.Repeat("\xff", 10_000)},
	} {
		p := compiled(t, row.pattern)
		r, err := p.CompileReplacement(row.template)
		require.NoError(t, err)
		_, _, err = p.Replace(nil, row.source, r)
		requirePassed(t, netregex.LimitSteps, err)
	}
}
