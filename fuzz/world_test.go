package fuzz

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// tight are limits with which a case takes milliseconds at most, so that many can be tried.
var tight = expr.Limits{Steps: 2000, TextBytes: 1 << 16, ListLength: 1000, PatternBytes: 1 << 10}

// stream is a deterministic source of pseudo-random bytes.
type stream struct{ state uint64 }

func (s *stream) Read(p []byte) (int, error) {
	for i := range p {
		s.state = s.state*6364136223846793005 + 1442695040888963407
		p[i] = byte(s.state >> 56)
	}
	return len(p), nil
}

// world returns an environment that depends only on the attributes and the seed.
func world(a value.Attributes, seed uint64) *expr.Env {
	at := time.Date(2025, 7, 30, 12, 0, 0, 0, time.UTC).Add(time.Duration(seed) * 1000 * time.Hour)
	return &expr.Env{
		Attrs: a, Clock: func() time.Time { return at }, Random: &stream{seed},
		DefaultDomain: []string{"contoso.com", "example.com"}[seed%2],
		Taken: func(_ context.Context, _, candidate string) (bool, error) {
			return len(candidate)%2 == int(seed%2), nil
		},
		Tokens: map[string]string{"DomainFQDN": []string{"contoso.com", "example.com"}[seed%2]},
	}
}

// seeds returns the expressions of the registry's examples and a sample of the case files. It is only a sample because
// every fuzz run executes all seeds before it generates input, and the tests of package expr run the files in full.
func seeds(t testing.TB) []string {
	t.Helper()
	var sources []string
	for spec := range functions.Standard().All() {
		for _, example := range spec.Examples {
			sources = append(sources, example.Expr)
		}
	}
	for _, name := range []string{"wild.jsonl", "documented.jsonl"} {
		data, err := os.ReadFile("../expr/testdata/" + name)
		require.NoError(t, err)
		rows := strings.Split(strings.TrimSpace(string(data)), "\n")
		for i := 0; i < len(rows); i += 4 {
			var row struct{ Expr string }
			require.NoError(t, json.Unmarshal([]byte(rows[i]), &row))
			if !strings.HasPrefix(row.Expr, "NormalizeDiacritics(") { // rows of one table
				sources = append(sources, row.Expr)
			}
		}
	}
	require.Greater(t, len(sources), 200)
	return sources
}

// requireSound requires that a failure has a code, a span within the source and a bounded message, and that a value has
// valid texts unless raw is set.
func requireSound(t require.TestingT, prog *expr.Program, v value.Value, err error, raw bool) {
	if err == nil {
		for _, text := range v.Strings() {
			require.True(t, raw || utf8.ValidString(text), "%s returns %q, which is not valid UTF-8", prog.Source(), text)
		}
		return
	}
	var failed *expr.EvalError
	require.ErrorAs(t, err, &failed, prog.Source())
	require.NotEmpty(t, failed.Code, prog.Source())
	require.True(t, 0 <= failed.Span.Start && failed.Span.Start <= failed.Span.End && failed.Span.End <= len(prog.Source()), prog.Source())
	require.Less(t, len(err.Error()), 2000+len(failed.Attribute), "%s: the message is not bounded", prog.Source())
	require.True(t, v.IsAbsent())
}

// requireAlike requires that two evaluations returned the same value or failed with the same code.
func requireAlike(t require.TestingT, src string, v value.Value, err error, w value.Value, other error) {
	require.Equal(t, code(err), code(other), "%s: %v, %v", src, err, other)
	if err == nil {
		require.True(t, v.Equal(w) || v.IsNull() && w.IsNull(), "%s: %#v, %#v", src, v, w)
		require.Equal(t, v.Redacted(), w.Redacted(), src)
	}
}

func code(err error) string {
	var failed *expr.EvalError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &failed):
		return string(failed.Code)
	}
	return "no code: " + err.Error()
}
