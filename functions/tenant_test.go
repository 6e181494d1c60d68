package functions_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

func TestDefaultDomain(t *testing.T) {
	t.Parallel()
	require.Equal(t, "string contoso.com", evaluate(t, &functions.Env{DefaultDomain: "contoso.com"}, "DefaultDomain"))
	require.Equal(t, "error no-default-domain", evaluate(t, &functions.Env{}, "DefaultDomain"))
}

func TestGUID(t *testing.T) {
	t.Parallel()
	fixed := &functions.Env{NewGUID: func() string { return "the next one" }}
	require.Equal(t, "string the next one", evaluate(t, fixed, "Guid"))

	zeros := &functions.Env{Random: strings.NewReader(strings.Repeat("\x00", 16))}
	require.Equal(t, "string 00000000-0000-4000-8000-000000000000", evaluate(t, zeros, "Guid"))
	require.Equal(t, "error argument-value", evaluate(t, zeros, "Guid"), "the source is exhausted")

	pattern := regexp.MustCompile(`^string [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	first, second := evaluate(t, &functions.Env{}, "Guid"), evaluate(t, &functions.Env{}, "Guid")
	require.Regexp(t, pattern, first)
	require.Regexp(t, pattern, second)
	require.NotEqual(t, first, second)
}

// target is a directory in which some values are in use, ignoring case. It counts the queries.
type target struct {
	used  string
	asked []string
}

func (d *target) taken(_ context.Context, _, candidate string) (bool, error) {
	d.asked = append(d.asked, candidate)
	return strings.Contains(" "+strings.ToLower(d.used)+" ", " "+strings.ToLower(candidate)+" "), nil
}

func TestSelectUniqueValue(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		used  string
		rules []any
		want  string
		asked []string
	}{
		{"", []any{"alex", "alex2"}, "string alex", []string{"alex"}},
		{"ALEX", []any{"alex", "alex2"}, "string alex2", []string{"alex", "alex2"}},
		{"alex", []any{"alex", "alex", "alex2"}, "string alex2", []string{"alex", "alex2"}},
		{"", []any{nil, "", omitted{}, "alex"}, "string alex", []string{"alex"}},
		{"", []any{[]string{"alex"}, "x"}, "string alex", []string{"alex"}},
		{"", []any{1000, "x"}, "string 1000", []string{"1000"}},
		{"alex alex2", []any{"alex", "alex2"}, "error not-unique", []string{"alex", "alex2"}},
		{"", []any{[]string{"alex", "lee"}, "x"}, "error multi-valued", nil},
		{"", []any{nil, ""}, "null", nil},
		{"alex", []any{"alex", value.IgnoreAttribute, "x"}, "ignoreAttribute ignoreAttribute", []string{"alex"}},
	} {
		d := &target{used: test.used}
		if diff := cmp.Diff(test.want, evaluate(t, &functions.Env{Taken: d.taken}, "SelectUniqueValue", test.rules...)); diff != "" {
			t.Errorf("SelectUniqueValue%v with %q in use (-want +got):\n%s", test.rules, test.used, diff)
		}
		if diff := cmp.Diff(test.asked, d.asked); diff != "" {
			t.Errorf("SelectUniqueValue%v: queries to the target (-want +got):\n%s", test.rules, diff)
		}
	}
}

func TestSelectUniqueValueNeedsAWorkingTarget(t *testing.T) {
	t.Parallel()
	require.Equal(t, "error argument-value", evaluate(t, &functions.Env{}, "SelectUniqueValue", "alex", "alex2"))

	down := errors.New("the directory is down")
	bound, _ := prepareCall(t, false, "SelectUniqueValue", []any{"alex", "alex2"})
	_, err := bound.Eval(newContext(&functions.Env{Taken: func(context.Context, string, string) (bool, error) { return false, down }}))
	require.ErrorIs(t, err, down)
	require.Equal(t, "error not-unique", outcome(value.Absent, err))
}

func TestSelectUniqueValuePassesContextAndTarget(t *testing.T) {
	t.Parallel()
	type key struct{}
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "mine"))
	var asked []string
	env := &functions.Env{Context: ctx, Target: "mailNickname", Taken: func(ctx context.Context, target, candidate string) (bool, error) {
		asked = append(asked, fmt.Sprint(ctx.Value(key{}), " ", target, " ", candidate))
		if candidate == "alex2" {
			cancel()
			return false, ctx.Err()
		}
		return true, nil
	}}
	require.Equal(t, "error canceled", evaluate(t, env, "SelectUniqueValue", "alex", "alex2", "alex3"))
	require.Equal(t, []string{"mine mailNickname alex", "mine mailNickname alex2"}, asked)
	require.Equal(t, "error canceled", evaluate(t, env, "SelectUniqueValue", "alex", "alex2", "alex3"))
	require.Len(t, asked, 2, "no query may be made with a canceled context")

	env = &functions.Env{Taken: func(ctx context.Context, target, _ string) (bool, error) {
		require.NotNil(t, ctx)
		require.Empty(t, target)
		return false, nil
	}}
	require.Equal(t, "string alex", evaluate(t, env, "SelectUniqueValue", "alex", "alex2"))
}

// classes returns the numbers of digits, special characters, upper-case and lower-case letters.
func classes(text string) (counts [4]int) {
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			counts[0]++
		case r >= 'A' && r <= 'Z':
			counts[2]++
		case r >= 'a' && r <= 'z':
			counts[3]++
		default:
			counts[1]++
		}
	}
	return counts
}

func TestRandomStringContainsTheRequiredCharacters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		length, digits, special, capitals, lower int
		avoid                                    string
	}{
		{length: 10, digits: 2, special: 2, capitals: 2, lower: 1, avoid: "?,"},
		{length: 3, digits: 3},
		{length: 1},
		{length: 3, lower: 1, avoid: "0123456789"},
		{length: 6, digits: 3, lower: 3},
		{length: 256, special: 1},
		{length: 200},
		{length: 12, digits: 1, capitals: 1, avoid: "0O1I"},
	} {
		for range 20 {
			args := []any{test.length, test.digits, test.special, test.capitals, test.lower, test.avoid}
			text, found := strings.CutPrefix(evaluateRandom(t, args...), "string ")
			require.True(t, found, text)
			require.Len(t, text, test.length)
			require.False(t, strings.ContainsAny(text, test.avoid), text)

			wanted := [4]int{test.digits, test.special, test.capitals, test.lower}
			none := wanted == [4]int{}
			for class, n := range classes(text) {
				require.GreaterOrEqual(t, n, wanted[class], "class %d of %s", class, text)
				if wanted[class] == 0 && (!none || class == 1) {
					require.Zero(t, n, "class %d was not required: %s", class, text)
				}
			}
		}
	}
}

// evaluateRandom evaluates with constant arguments and with others in turn.
func evaluateRandom(t *testing.T, args ...any) string {
	t.Helper()
	bound, findings := prepareCall(t, true, "RandomString", args)
	require.Empty(t, findings)
	spec, _, p := parts(t, true, "RandomString", args)
	require.NotNil(t, spec.Prepare(p), "constant arguments must be planned in Prepare")
	constant := outcome(bound.Eval(newContext(&functions.Env{})))
	if constant[0] != 's' {
		return constant
	}
	return evaluate(t, &functions.Env{}, "RandomString", args...)
}

func TestRandomStringIsShuffled(t *testing.T) {
	t.Parallel()
	const rounds = 2000
	firstIsDigit := 0
	bound, _ := prepareCall(t, true, "RandomString", []any{10, 5, 0, 0, 5})
	c := newContext(&functions.Env{Random: &sequence{state: 1}})
	for range rounds {
		v, err := bound.Eval(c)
		require.NoError(t, err)
		if v.Text()[0] <= '9' {
			firstIsDigit++
		}
		c.Reset(c.Env)
	}
	// Five of ten characters are digits, in any place. The bound is about six standard deviations wide, and the source is
	// deterministic.
	require.InDelta(t, rounds/2, firstIsDigit, 140)
}

func TestRandomStringFavoursNoCharacter(t *testing.T) {
	t.Parallel()
	// Every byte occurs once in 256. The six that are not part of a whole set of digits come first and must be skipped.
	env := &functions.Env{Random: &counter{next: 250}}
	text, found := strings.CutPrefix(evaluate(t, env, "RandomString", 250, 250, 0, 0, 0), "string ")
	require.True(t, found, text)
	for digit := '0'; digit <= '9'; digit++ {
		require.Equal(t, 25, strings.Count(text, string(digit)), "digit %c", digit)
	}
}

// counter is a source of all bytes in turn.
type counter struct{ next byte }

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = c.next
		c.next++
	}
	return len(p), nil
}

// sequence is a deterministic source of pseudo-random bytes (splitmix64).
type sequence struct{ state uint64 }

func (s *sequence) Read(p []byte) (int, error) {
	for i := range p {
		s.state += 0x9E3779B97F4A7C15
		z := (s.state ^ s.state>>30) * 0xBF58476D1CE4E5B9
		z = (z ^ z>>27) * 0x94D049BB133111EB
		p[i] = byte(z ^ z>>31)
	}
	return len(p), nil
}

type constantReader byte

func (b constantReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b)
	}
	return len(p), nil
}

func TestRandomStringRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args        []any
		want, check string
	}{
		{[]any{0, 0, 0, 0, 0}, "error range", "error bad-constant"},
		{[]any{257, 0, 0, 0, 0}, "error range", "error bad-constant"},
		{[]any{3, 2, 0, 2, 0}, "error range", "error bad-constant"},
		{[]any{3, 1, 1, 1, 1}, "error range", "error bad-constant"},
		{[]any{3, -1, 0, 0, 0}, "error range", "error bad-constant"},
		{[]any{3, int64(1) << 62, int64(1) << 62, int64(1) << 62, int64(1) << 62}, "error range", "error bad-constant"},
		{[]any{3, 1, 0, 0, 0, "0123456789"}, "error argument-value", "error bad-constant"},
		{[]any{3, nil, 0, 0, 0}, "error null", ""},
		{[]any{"three", 0, 0, 0, 0}, "error number", ""},
	} {
		if diff := cmp.Diff(test.want, evaluate(t, &functions.Env{}, "RandomString", test.args...)); diff != "" {
			t.Errorf("RandomString%v (-want +got):\n%s", test.args, diff)
		}
		if diff := cmp.Diff(test.check, complaint(t, "RandomString", test.args...)); diff != "" {
			t.Errorf("check of RandomString%v (-want +got):\n%s", test.args, diff)
		}
	}
}

func TestRandomStringFailsWithABrokenSource(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]io.Reader{"empty": strings.NewReader(""), "stuck": constantReader(0xFF)} {
		require.Equal(t, "error argument-value", evaluate(t, &functions.Env{Random: source}, "RandomString", 20, 0, 0, 0, 0), name)
	}
	// A source may end within the bytes that are read ahead.
	require.Regexp(t, `^string [0-9A-Za-z]{2}$`, evaluate(t, &functions.Env{Random: strings.NewReader("abc")}, "RandomString", 2, 0, 0, 0, 0))
}
