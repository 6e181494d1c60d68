package functions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
)

func day(t testing.TB, text string) value.Value {
	t.Helper()
	d, err := value.String(text).ToDate()
	require.NoError(t, err)
	return value.Date(d)
}

func TestDates(t *testing.T) {
	t.Parallel()
	env := &functions.Env{Clock: noon}
	for _, test := range []struct {
		name string
		args []any
		want string
	}{
		{"CDate", []any{"2020-03-16-07:00"}, "dateTime 3/16/2020 7:00:00 AM"},
		{"CDate", []any{day(t, "2020-03-16")}, "dateTime 3/16/2020 12:00:00 AM"},
		{"CDate", []any{[]string{"2020-03-16"}}, `list ["3/16/2020 12:00:00 AM"]`},
		{"CDate", []any{[]any{"2020-03-16", nil, "", "2020-03-17"}}, `list ["3/16/2020 12:00:00 AM","3/17/2020 12:00:00 AM"]`},
		{"CDate", []any{[]string{"2020-03-16", "x"}}, "error date"},
		{"CDate", []any{""}, "null"},
		{"CDate", []any{nil}, "null"},
		{"CDate", []any{[]any{}}, "list []"},
		{"CDate", []any{"12:30"}, "error date"},
		{"CDate", []any{true}, "error type"},

		{"DateAdd", []any{"WW", "2", "2012-03-16"}, "dateTime 3/30/2012 12:00:00 AM"},
		{"DateAdd", []any{"d", "-1.9", "2012-03-16"}, "dateTime 3/15/2012 12:00:00 AM"},
		{"DateAdd", []any{"q", 1, "2012-03-16"}, "dateTime 6/16/2012 12:00:00 AM"},
		{"DateAdd", []any{"d", 1, ""}, "null"},
		{"DateAdd", []any{"d", nil, "2012-03-16"}, "error null"},
		{"DateAdd", []any{"d", "", "2012-03-16"}, "error null"},
		{"DateAdd", []any{nil, 1, "2012-03-16"}, "error null"},
		{"DateAdd", []any{"d", "two", "2012-03-16"}, "error number"},
		{"DateAdd", []any{"dd", 1, "2012-03-16"}, "error argument-value"},
		{"DateAdd", []any{"yyyy", 8000, "2012-03-16"}, "error range"},
		{"DateAdd", []any{"s", int64(1) << 40, "2012-03-16"}, "error range"},

		{"DateDiff", []any{"d", "2021-08-18", "2021-08-31"}, "integer 13"},
		{"DateDiff", []any{"ww", "8/25/2021 5:41:18 PM", "2012-03-16-07:00"}, "integer -493"},
		{"DateDiff", []any{"d", "", "2021-08-31"}, "error null"},
		{"DateDiff", []any{"d", "2021-08-18", nil}, "error null"},
		{"DateDiff", []any{"d", "2021-08-18", "tomorrow"}, "error date"},
		{"DateDiff", []any{"day", "2021-08-18", "2021-08-31"}, "error argument-value"},

		{"DateFromNum", []any{int64(129699324000000000)}, "dateTime 1/1/2012 11:00:00 PM"},
		{"DateFromNum", []any{""}, "null"},
		{"DateFromNum", []any{-1}, "error range"},
		{"DateFromNum", []any{"never"}, "error number"},
		{"NumFromDate", []any{day(t, "2012-01-01T23:00:00Z")}, "integer 129699324000000000"},
		{"NumFromDate", []any{"2020-12-31 23:59:59-08:00"}, "integer 132539615990000000"},
		{"NumFromDate", []any{""}, "null"},
		{"NumFromDate", []any{"1600-12-31"}, "error range"},

		{"Now", nil, "dateTime 7/30/2025 12:00:00 PM"},
	} {
		if diff := cmp.Diff(test.want, evaluateBoth(t, env, test.name, test.args...)); diff != "" {
			t.Errorf("%s%q (-want +got):\n%s", test.name, test.args, diff)
		}
	}
}

func TestFormatDateTime(t *testing.T) {
	t.Parallel()
	env := &functions.Env{Clock: noon}
	hired := day(t, "2020-03-16T07:05:09Z")
	for _, test := range []struct {
		args []any
		want string
	}{
		{[]any{"20150123105347.1Z", "yyyyMMddHHmmss.fZ", "yyyy-MM-dd"}, "string 2015-01-23"},
		{[]any{"20150123105347.1Z", omitted{}, "yyyyMMddHHmmss.fZ", "yyyy-MM-dd"}, "string 2015-01-23"},
		{[]any{"20150123105347.1Z", "", "yyyyMMddHHmmss.fZ", "yyyy-MM-dd"}, "string 2015-01-23"},
		{[]any{"2021-06-30+08:00", omitted{}, "yyyy-MM-ddzzz", "yyyy-MM-dd"}, "string 2021-06-29"},
		{[]any{"25/12/2025", "32", "dd/MM/yyyy", "yyyy-MM-ddzzz"}, "string 2025-12-25+00:00"},
		{[]any{" 2025", "AllowLeadingWhite", "yyyy", "yy"}, "string 25"},
		{[]any{"2025 ", "AllowLeadingWhite", "yyyy", "yy"}, "error date"},
		{[]any{int64(20200316), "yyyyMMdd", "d MMM"}, "string 16 Mar"},

		{[]any{hired, omitted{}, "does not matter", "yyyy-MM-dd"}, "string 2020-03-16"},
		{[]any{hired, "nor does this", "x", "HH:mm"}, "string 07:05"},
		{[]any{hired, omitted{}, omitted{}, "yyyy"}, "string 2020"},
		{[]any{hired, omitted{}, "yyyyMMddHHmmss.0Z"}, "string 20200316070509.0Z"},
		{[]any{hired, "yyyy", ""}, "string 03/16/2020 07:05:09"},

		{[]any{nil, omitted{}, "yyyy", "yy"}, "null"},
		{[]any{"", omitted{}, "yyyy", "yy"}, "string "},
		{[]any{"", omitted{}, "x", "x"}, "string "},
		{[]any{[]any{"2020", nil, "", "2021"}, "yyyy", "yy"}, `list ["20","","21"]`},
		{[]any{[]any{"2020", hired, "soon"}, "yyyy", "yy"}, "error date"},

		{[]any{"2020", omitted{}, "yyyy"}, "error null"},
		{[]any{"2020", omitted{}, omitted{}, "yy"}, "error null"},
		{[]any{"2020", "yyyy", nil}, "error null"},
		{[]any{hired, "yyyy", nil}, "error null"},
		{[]any{"2020", "yyyy", "x"}, "error argument-value"},
		{[]any{"2020", "x", "yyyy"}, "error argument-value"},
		{[]any{"2020", "yyyy", "yyyy", "yy"}, "error argument-value"},
		{[]any{"2020", "RoundtripKind, AssumeLocal", "yyyy", "yy"}, "error argument-value"},
	} {
		if diff := cmp.Diff(test.want, evaluateBoth(t, env, "FormatDateTime", test.args...)); diff != "" {
			t.Errorf("FormatDateTime%q (-want +got):\n%s", test.args, diff)
		}
	}
}

func TestFormatDateTimeNeedsAClockOnlyForMissingParts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, format            string
		withClock, withoutClock string
	}{
		{"2024-02-29", "yyyy-MM-dd", "2024-02-29", "string 2024-02-29"},
		{"0001-01-01", "yyyy-MM-dd", "0001-01-01", "string 0001-01-01"},
		{"12-31", "MM-dd", "2025-12-31", "error argument-value"},
		{"12-31 -05:00", "MM-dd zzz", "2025-12-31", "error argument-value"},
		{"10:15", "HH:mm", "2025-07-30", "error argument-value"},
		{"Wednesday", "dddd", "2025-07-30", "error date"},
		{"29", "dd", "2025-01-29", "error argument-value"},
	} {
		args := []any{test.text, test.format, "yyyy-MM-dd"}
		if diff := cmp.Diff("string "+test.withClock, evaluateBoth(t, &functions.Env{Clock: noon}, "FormatDateTime", args...)); diff != "" {
			t.Errorf("%q with a clock (-want +got):\n%s", test.text, diff)
		}
		if diff := cmp.Diff(test.withoutClock, evaluateBoth(t, &functions.Env{}, "FormatDateTime", args...)); diff != "" {
			t.Errorf("%q without a clock (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestDateConstantsAreChecked(t *testing.T) {
	t.Parallel()
	hired := day(t, "2020-03-16")
	for _, test := range []struct {
		name string
		args []any
		want string
	}{
		{"DateAdd", []any{"d", 1, "2020-01-01"}, ""},
		{"DateAdd", []any{"days", 1, "2020-01-01"}, "error bad-constant"},
		{"DateDiff", []any{"q", "2020-01-01", "2020-01-02"}, "warning undocumented-option"},
		{"FormatDateTime", []any{"2020", "yyyy", "yy"}, ""},
		{"FormatDateTime", []any{"2020", "yyyy"}, ""}, // reported by the check of the number of arguments
		{"FormatDateTime", []any{"2020", "yyyy", "MMM", "yy"}, "error bad-constant"},
		{"FormatDateTime", []any{"2020", "RoundtripKind, AssumeLocal", "yyyy", "yy"}, "error bad-constant"},
		{"FormatDateTime", []any{"2020", "yyyy", "x"}, "error bad-constant"},
		{"FormatDateTime", []any{"2020", "x", "yy"}, "error bad-constant"},
		{"FormatDateTime", []any{hired, "x", "yy"}, ""},
		{"FormatDateTime", []any{nil, "x", "yy"}, ""},
	} {
		if diff := cmp.Diff(test.want, complaint(t, test.name, test.args...)); diff != "" {
			t.Errorf("%s%q (-want +got):\n%s", test.name, test.args, diff)
		}
	}
}

func TestDateDiffReportsTheDateWithoutAWeek(t *testing.T) {
	t.Parallel()
	for want, dates := range map[int][]any{1: {"ww", "0001-01-03", "2020-01-01"}, 2: {"ww", "2020-01-01", "0001-01-03"}} {
		bound, _ := prepareCall(t, true, "DateDiff", dates)
		_, err := bound.Eval(newContext(&functions.Env{}))
		var failed *call.Error
		require.ErrorAs(t, err, &failed)
		require.Equal(t, want, failed.Arg)
	}
}

func TestErrorsOfDatesContainNoDate(t *testing.T) {
	t.Parallel()
	for constant, want := range map[bool]string{true: `the input format "yyyy-MM-dd"`, false: "in the input format: "} {
		bound, _ := prepareCall(t, constant, "FormatDateTime", []any{"born 1990-01-15", "yyyy-MM-dd", "yyyy"})
		_, err := bound.Eval(newContext(&functions.Env{}))
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "1990")
	}

	bound, _ := prepareCall(t, false, "NumFromDate", []any{"1590-01-15"})
	_, err := bound.Eval(newContext(&functions.Env{}))
	require.ErrorContains(t, err, "1601-01-01")
	require.NotContains(t, err.Error(), "1590")
}

func TestFormatDateTimeAllocatesNothing(t *testing.T) {
	bound, _ := prepareCall(t, true, "FormatDateTime", []any{"20150123105347.1Z", omitted{}, "yyyyMMddHHmmss.fZ", "yyyy-MM-dd"})
	c := newContext(&functions.Env{})
	buf := make([]byte, 0, 64)
	var err error
	allocs := testing.AllocsPerRun(100, func() {
		c.Reset(c.Env)
		buf, _, err = bound.AppendText(c, buf[:0])
	})
	require.NoError(t, err)
	require.Equal(t, "2015-01-23", string(buf))
	require.Zero(t, allocs)
}
