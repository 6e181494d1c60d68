package expr_test

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// directory is a target that records the candidates it was asked about.
type directory struct {
	taken []string
	asked []string
	away  error
}

func (d *directory) isTaken(_ context.Context, _, candidate string) (bool, error) {
	d.asked = append(d.asked, candidate)
	return slices.Contains(d.taken, candidate), d.away
}

func TestSelectUniqueValue(t *testing.T) {
	t.Parallel()
	const src = `SelectUniqueValue([nick], Switch([dept], , "Sales", Append([nick], ".sales")), [nick], Append([nick], "2"))`
	prog := expr.MustCompile(src)
	for _, row := range []struct {
		object attrs
		taken  []string
		want   string
		asked  string
	}{
		{attrs{"nick": "lee"}, nil, `"lee"`, "lee"},
		{attrs{"nick": "lee", "dept": "Sales"}, []string{"lee"}, `"lee.sales"`, "lee lee.sales"},
		{attrs{"nick": "lee"}, []string{"lee"}, `"lee2"`, "lee lee2"}, // null is skipped, lee is checked once
		{attrs{"nick": "lee"}, []string{"lee", "lee2"}, "fails: not-unique", "lee lee2"},
		{attrs{"nick": ""}, nil, `"2"`, "2"},
	} {
		target := &directory{taken: row.taken}
		v, err := prog.Eval(&expr.Env{Attrs: row.object, Taken: target.isTaken})
		require.Equal(t, row.want, outcome(v, err), "%v %v", row.object, row.taken)
		require.Equal(t, row.asked, strings.Join(target.asked, " "))
	}
	away := &directory{away: errors.New("away")}
	_, err := prog.Eval(&expr.Env{Attrs: attrs{"nick": "lee"}, Taken: away.isTaken})
	require.ErrorIs(t, err, away.away)
	require.Equal(t, functions.Directory, prog.Effects())
}

// TestDatesWithoutAYearReadTheClock: as in .NET, a missing year or a missing date is that of today; a missing month or day is 1.
func TestDatesWithoutAYearReadTheClock(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		expression string
		want       functions.Effects
	}{
		{`FormatDateTime([d], , "yyyy-MM-dd", "d")`, functions.Pure},
		{`FormatDateTime([d], , "yyyyMMddHHmmss.fZ", "d")`, functions.Pure},
		{`FormatDateTime([d], , "yyyy", "d")`, functions.Pure},
		{`FormatDateTime([d], , "o", "d")`, functions.Pure},
		{`FormatDateTime([d], "None", "o", "d")`, functions.Pure},
		{`FormatDateTime([d], , "yyyy.FF", "d")`, functions.Pure},
		{`FormatDateTime([d], "M/d/yyyy", "d")`, functions.Pure},
		{`FormatDateTime([d], , , "d")`, functions.Pure},
		{`FormatDateTime([d], , "dd", "d")`, functions.Clock},
		{`FormatDateTime([d], , "dd MMM", "d")`, functions.Clock},
		{`FormatDateTime([d], , "HH:mm", "d")`, functions.Clock},
		{`FormatDateTime([d], , "ss.FFyyyy", "d")`, functions.Pure},
		{`FormatDateTime([d], , "ss.yF", "d")`, functions.Clock},
		{`FormatDateTime([d], , "dddd", "d")`, functions.Clock},
		{`FormatDateTime([d], , "t", "d")`, functions.Clock},
		{`FormatDateTime([d], , "M", "d")`, functions.Clock},
		{`FormatDateTime([d], , "HH 'yyyy'", "d")`, functions.Clock},
		{`FormatDateTime([d], "NoCurrentDateDefault", "HH:mm", "d")`, functions.Pure},
		{`FormatDateTime([d], "NoCurrentDateDefault", "HH dd", "d")`, functions.Clock},
		{`FormatDateTime([d], [styles], "HH:mm", "d")`, functions.Clock},
		{`FormatDateTime([d], , [format], "d")`, functions.Clock},
		{`FormatDateTime([d], [format], "d")`, functions.Clock},
		{`IIF([a]="b", FormatDateTime([d], , "dd", "d"), "")`, functions.Clock},
		{`FormatDateTime(FormatDateTime([d], , "dd", "d"), , "yyyy", "d")`, functions.Clock},
	} {
		require.Equal(t, row.want, expr.MustCompile(row.expression).Effects(), row.expression)
	}
}

func TestNowIsConstantDuringAnEvaluation(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 7, 30, 12, 0, 0, 0, time.UTC)
	read := 0
	env := &expr.Env{Clock: func() time.Time { read++; at = at.Add(time.Hour); return at }}
	prog := expr.MustCompile(`DateDiff("s", Now(), IIF(Now() = Now(), Now(), Now()))`)
	for range 3 {
		v, err := prog.Eval(env)
		require.Equal(t, "integer 0", outcome(v, err))
	}
	require.Equal(t, 3, read, "the clock is read once per evaluation")
	require.Equal(t, functions.Clock, prog.Effects())

	v, err := expr.MustCompile(`Now()`).Eval(&expr.Env{Clock: func() time.Time {
		return time.Date(2025, 7, 30, 23, 0, 0, 0, time.FixedZone("", -5*3600))
	}})
	require.Equal(t, "dateTime 7/31/2025 4:00:00 AM", outcome(v, err))
}

func TestRandomnessIsInjected(t *testing.T) {
	t.Parallel()
	env := func() *expr.Env { return &expr.Env{Random: bytes.NewReader(bytes.Repeat([]byte{7}, 1000))} }
	for _, src := range []string{`Guid()`, `RandomString(12, 2, 2, 2, 2)`} {
		prog := expr.MustCompile(src)
		first, err := prog.Eval(env())
		require.NoError(t, err)
		second, err := prog.Eval(env())
		require.NoError(t, err)
		require.Equal(t, first.Text(), second.Text(), "the same bytes must result in the same text")
		require.Equal(t, functions.Random, prog.Effects())
	}
	v, err := expr.MustCompile(`Guid()`).Eval(env())
	require.Equal(t, `"07070707-0707-4707-8707-070707070707"`, outcome(v, err))

	_, err = expr.MustCompile(`Guid()`).Eval(&expr.Env{Random: bytes.NewReader(nil)})
	require.Error(t, err, "an exhausted source must be an error")
}

func TestRandomnessIsRealByDefault(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 100 {
		for _, src := range []string{`Guid()`, `RandomString(16, 1, 1, 1, 1)`} {
			v, err := expr.MustCompile(src).Eval(nil)
			require.NoError(t, err)
			require.False(t, seen[v.Text()], "%s returned a value twice", src)
			seen[v.Text()] = true
		}
	}
	v, err := expr.MustCompile(`Guid()`).Eval(nil)
	require.NoError(t, err)
	require.Regexp(t, regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`), v.Text())
}

func TestRedact(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		src      string
		want     string
		redacted bool
	}{
		{`Redact([ssn])`, `"123"`, true},
		{`Redact([missing])`, "null", true},
		{`Redact([list])`, `["1", "2"]`, true},
		{`Append("x", Redact([ssn]))`, `"x123"`, true},
		{`IIF(Redact([ssn]) = "123", "a", "b")`, `"a"`, true}, // the result reveals something about the value
		{`IIF(True, "a", Redact([ssn]))`, `"a"`, false},
		{`ToLower([ssn])`, `"123"`, false},
	} {
		v, err := evaluate(t, row.src, attrs{"ssn": "123", "list": []string{"1", "2"}})
		require.Equal(t, row.want, outcome(v, err), row.src)
		require.Equal(t, row.redacted, v.Redacted(), row.src)
	}
	prog := expr.MustCompile(`IIF([a] = "x", Redact([ssn]), "")`)
	for _, row := range []struct {
		a    string
		want bool
	}{{"x", true}, {"y", false}, {"x", true}} {
		v, err := prog.Eval(&expr.Env{Attrs: attrs{"a": row.a, "ssn": "123"}})
		require.NoError(t, err)
		require.Equal(t, row.want, v.Redacted(), "redaction must not persist to the next evaluation")
	}
	failed := evalError(t, `IIF(CBool([flag]), Redact([ssn]), "")`, attrs{"flag": "secret", "ssn": "123"})
	require.NotContains(t, failed.Error(), "secret", "an expression with Redact must hide all values")
}

func TestRoles(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`SingleAppRoleAssignment([appRoleAssignments])`, attrs{"appRoleAssignments": "Admin"}, `"Admin"`},
		{`SingleAppRoleAssignment([appRoleAssignments])`, attrs{"appRoleAssignments": []string{"a", "b"}}, "fails: many-roles"},
		{`AppRoleAssignments([appRoleAssignments])`, attrs{"appRoleAssignments": []string{"a", "b"}}, `["a", "b"]`},
		{`AppRoleAssignmentsComplex([appRoleAssignments])`, attrs{"appRoleAssignments": []any{map[string]any{"id": "1", "value": "v", "displayName": "d"}}},
			`["{"id":"1","value":"v","displayName":"d"}"]`},
		{`AppRoleAssignmentsComplex([appRoleAssignments])`, nil, "null"},
		{`AssertiveAppRoleAssignmentsComplex([appRoleAssignments])`, nil, "[]"},
	})
}

func TestProgramProperties(t *testing.T) {
	t.Parallel()
	const src = ` switch( [b],[a] , "x",Join ( "",[name.givenName],[a]) ) `
	prog := expr.MustCompile(src)
	require.Equal(t, src, prog.Source())
	require.Equal(t, `switch([b], [a], "x", Join("", [name.givenName], [a]))`, prog.String())
	require.Equal(t, []string{"a", "b", "name.givenName"}, prog.Attributes())
	require.Equal(t, functions.Pure, prog.Effects())
	require.Len(t, prog.Warnings(), 2) // the case of switch, the space before a parenthesis
	require.Equal(t, prog.String(), syntax.Format(prog.Tree()))

	prog.Attributes()[0] = "changed"
	require.Equal(t, "a", prog.Attributes()[0])

	all := expr.MustCompile(`SelectUniqueValue(Append(Guid(), DefaultDomain()), CStr(Now()))`)
	require.Equal(t, "clock, random, directory, tenant", all.Effects().String())
}

func TestMustCompilePanics(t *testing.T) {
	t.Parallel()
	require.Panics(t, func() { expr.MustCompile(`Nothing()`) })
}
