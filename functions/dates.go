package functions

import (
	"errors"
	"math"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

var (
	dateKind   = value.KindsOf(value.KindDateTime)
	dateResult = value.KindsOf(value.KindDateTime, value.KindNull)
)

// dateFunctions work with date-times. The service's servers run in UTC, and so does everything here: text without an offset is
// UTC, and converting an offset may change the calendar day.
func dateFunctions() []Spec {
	return []Spec{
		{
			Name:    "CDate",
			Summary: "Converts expression to a date-time in UTC.",
			Phrases: []string{"{expression} as a date"},
			Params: []Param{
				{Name: "expression", Doc: "a date with or without a time and an offset", Each: true, EmptyIsNull: true, Key: "source", KeyInferred: true},
			},
			Result:   dateResult | value.KindsOf(value.KindList),
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Assumed, "Text without a year or without a date is an error; .NET would use today's."},
				{Inferred, "A date-time is returned unchanged."},
				{Inferred, "A comma directly after the seconds is a decimal sign, as a point is (.NET 10): \"05:00:59,29 Feb 2024\" has 29 hundredths of a second, and is 1 February."},
				{Inferred, "A number of days such as 45231, as spreadsheets keep a date, is an error, which names the date; DateAdd(\"d\", [date], \"1899-12-30\") reads it."},
				{Inferred, "/Date(1488534400000)/, as SuccessFactors and OData 2 write a date, is an error; DateFromNum has an example that reads it."},
			},
			Rules: []Rule{
				{call.TopicDate, Inferred, "Text is read as by .NET's DateTime.Parse in the invariant culture: month before day, and UTC if there is no offset."},
				{call.TopicNull, Assumed, "The result for null and \"\" is null, so that the enclosing function can name the missing date."},
			},
			Examples: []Example{
				{Expr: `CDate([StatusHireDate])`, Attrs: value.Map{"StatusHireDate": "2020-03-16-07:00"}, Want: []string{"3/16/2020 7:00:00 AM"}},
				{Expr: `CDate("2021-06-30+08:00")`, Want: []string{"6/29/2021 4:00:00 PM"}},
				{Expr: `CDate("2024-02-29 10:11:12,123")`, Want: []string{"2/29/2024 10:11:12 AM"}},
				{Expr: `CDate([missing])`, Want: nil},
				{Expr: `CDate([dates])`, Attrs: value.Map{"dates": []string{"2020-03-16", "2020-03-17"}}, Want: []string{"3/16/2020 12:00:00 AM", "3/17/2020 12:00:00 AM"}},
				{Expr: `CDate("25/12/2025")`, WantError: "date"},
				{Expr: `CDate("/Date(1488534400000)/")`, WantError: "date"},
				{Expr: `CDate("45231")`, WantError: "date"},
			},
			Eval: func(a Args) (value.Value, error) {
				d, err := a.Date(0)
				return dateOf(netdate.DateTime(d), err)
			},
			Infer: func(in *Inferring) Shape {
				in.requireDate(in.seen())
				return Shape{Kinds: dateKind, Fails: NeverFails}
			},
		},
		{
			Name:    "DateAdd",
			Summary: "Returns the date-time that is value intervals after dateTime.",
			Phrases: []string{"{dateTime} moved by {value} {interval}"},
			Params: []Param{
				intervalParam(),
				{Name: "value", Doc: "how many intervals; a negative number goes back, a fraction is dropped", Kinds: wholeNumber, Null: NullIsError, EmptyIsNull: true, Key: "value", KeyInferred: true},
				{Name: "dateTime", Doc: "a date-time, or text as CDate reads it", EmptyIsNull: true, Key: "dateTime", KeyInferred: true},
			},
			Result:   dateResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{intervalNote()},
			Rules: []Rule{
				{topicMonthEnd, Inferred, "As in Visual Basic, a day past the end of the resulting month becomes its last day: January 31 plus one month is February 28 or 29."},
				{call.TopicNull, Assumed, "If dateTime is null or \"\", the result is null."},
			},
			Examples: []Example{
				{Expr: `DateAdd("d", -10, CDate([StatusHireDate]))`, Attrs: value.Map{"StatusHireDate": "2012-03-16-07:00"}, Want: []string{"3/6/2012 7:00:00 AM"}},
				{Expr: `DateAdd("m", "1", "2024-01-31")`, Want: []string{"2/29/2024 12:00:00 AM"}},
				{Expr: `DateAdd("yyyy", 1, CDate([missing]))`, Want: nil},
				{Expr: `DateAdd("yyyy", 8000, Now())`, WantError: "range"},
				{Expr: `DateAdd("days", 1, Now())`, WantError: "bad-constant"},
			},
			Prepare: prepareInterval,
			Eval:    dateAdd,
			Infer: func(in *Inferring) Shape {
				// Interval and number add nothing: the result may be out of range in any case.
				in.Date(2)
				return Shape{Kinds: dateKind}
			},
		},
		{
			Name:    "DateDiff",
			Summary: "Returns the number of intervals from date1 to date2, negative if date2 is earlier.",
			Phrases: []string{"the number of {interval} from {date1} to {date2}"},
			Params: []Param{
				intervalParam(),
				{Name: "date1", Doc: "a date-time, or text as CDate reads it", Null: NullIsError, EmptyIsNull: true, Key: "date1", KeyInferred: true},
				{Name: "date2", Doc: "a date-time, or text as CDate reads it", Null: NullIsError, EmptyIsNull: true, Key: "date2", KeyInferred: true},
			},
			Result:   wholeNumber,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				intervalNote(),
				{Inferred, "As in Visual Basic, years and months count the calendar boundaries between the dates; days, hours, minutes and seconds are elapsed time with the fraction dropped: 23 hours and 59 minutes are 0 days."},
				{Inferred, "Weeks count calendar weeks, which begin on Sunday."},
				{Assumed, "A date that is null or \"\" is an error."},
			},
			Examples: []Example{
				{Expr: `DateDiff("d", CDate([from]), CDate([to]))`, Attrs: value.Map{"from": "2021-08-18+08:00", "to": "2021-08-31+08:00"}, Want: []string{"13"}},
				{Expr: `DateDiff("d", Now(), "2025-07-31")`, Want: []string{"0"}},
				{Expr: `DateDiff("yyyy", "2020-12-31", "2021-01-01")`, Want: []string{"1"}},
				{Expr: `DateDiff("d", Now(), CDate([missing]))`, WantError: "null"},
			},
			Prepare: prepareInterval,
			Eval:    dateDiff,
			Infer:   inferDateDiff,
		},
		{
			Name:    "DateFromNum",
			Summary: "Converts a FILETIME, the number of 100-nanosecond intervals since 1601-01-01 UTC, to a date-time.",
			Phrases: []string{"the date of the file time {value}"},
			Params: []Param{
				{Name: "value", Doc: "the number, as Active Directory stores times", EmptyIsNull: true, Key: "source"},
			},
			Result:   dateResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Inferred, "A negative number is an error, and so is one beyond the year 9999, such as 9223372036854775807 for \"never\"."},
				{Documented, "0 is 1601-01-01. In accountExpires, Active Directory means \"never\" by it."},
				{Inferred, "Dates of SuccessFactors and of OData 2, such as /Date(1488534400000)/, count milliseconds since 1970: four zeros make them the unit of this function, and 134774 days lead from 1601 to 1970."},
			},
			Rules: []Rule{
				{call.TopicCoercion, Documented, "The number may be text."},
				{call.TopicNull, Assumed, "The result for null and \"\" is null."},
			},
			Examples: []Example{
				{Expr: `DateFromNum([lastLogonTimestamp])`, Attrs: value.Map{"lastLogonTimestamp": "129699324000000000"}, Want: []string{"1/1/2012 11:00:00 PM"}},
				{Expr: `DateFromNum([missing])`, Want: nil},
				{Expr: `DateFromNum("9223372036854775807")`, WantError: "range"},
				{
					Expr:  `DateAdd("d", 134774, DateFromNum(Replace([startDate], , "/Date\\((\\d+).*", , "${1}0000", , )))`,
					Attrs: value.Map{"startDate": "/Date(1488534400000)/"}, Want: []string{"3/3/2017 9:46:40 AM"},
				},
			},
			Eval: dateFromNum,
			Infer: func(in *Inferring) Shape {
				in.Integer(0, 0)
				return Shape{Kinds: dateKind}
			},
		},
		{
			Name:    "NumFromDate",
			Summary: "Converts a date to a FILETIME, the number of 100-nanosecond intervals since 1601-01-01 UTC.",
			Phrases: []string{"{value} as a file time"},
			Params: []Param{
				{Name: "value", Doc: "a date-time, or text as CDate reads it", EmptyIsNull: true, Key: "source", KeyInferred: true},
			},
			Result:   value.KindsOf(value.KindInteger, value.KindNull),
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Inferred, "A date before 1601 is an error."}},
			Rules: []Rule{
				{call.TopicDate, Documented, "Text should be an ISO 8601 date with an offset. Without an offset it is read as UTC."},
				{call.TopicNull, Assumed, "The result for null and \"\" is null."},
			},
			Examples: []Example{
				{Expr: `NumFromDate("2020-12-31T23:59:59-08:00")`, Want: []string{"132539615990000000"}},
				{Expr: `NumFromDate(CDate([end]))`, Attrs: value.Map{"end": "1601-01-01"}, Want: []string{"0"}},
				{Expr: `NumFromDate([missing])`, Want: nil},
				{Expr: `NumFromDate("1600-12-31")`, WantError: "range"},
			},
			Eval: numFromDate,
			Infer: func(in *Inferring) Shape {
				in.Date(0)
				return Shape{Kinds: wholeNumber}
			},
		},
		formatDateTimeSpec(),
		{
			Name:     "Now",
			Summary:  "Returns the time of the evaluation, in UTC.",
			Phrases:  []string{"the present time"},
			Result:   value.KindsOf(value.KindDateTime),
			Effects:  Clock,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "Its text form has whole seconds."},
				{Assumed, "It is constant during one evaluation and comes from Env.Clock; without a clock it is an error."},
			},
			Examples: []Example{
				{Expr: `Now()`, Now: "2021-07-02T15:33:38Z", Want: []string{"7/2/2021 3:33:38 PM"}},
				{Expr: `FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")`, Want: []string{"2025-07-30"}},
			},
			Eval:  func(a Args) (value.Value, error) { return dateOf(a.c.Now()) },
			Infer: func(*Inferring) Shape { return Shape{Kinds: dateKind, Fails: NeverFails} },
		},
	}
}

func intervalParam() Param {
	return Param{
		Name: "interval", Doc: "yyyy for years, m months, d days, ww weeks, h hours, n minutes, s seconds; in any case",
		Null: NullIsError, Key: "interval", KeyInferred: true, Say: sayInterval,
	}
}

// sayInterval returns the unit of a code; weekdays are days to one function and weeks to the other.
func sayInterval(code string) string {
	interval, err := netdate.ParseInterval(code)
	if err != nil {
		return ""
	}
	return map[netdate.Interval]string{
		netdate.Years: "years", netdate.Quarters: "quarters", netdate.Months: "months", netdate.DaysOfYear: "days", netdate.Days: "days",
		netdate.Weeks: "weeks", netdate.Hours: "hours", netdate.Minutes: "minutes", netdate.Seconds: "seconds",
	}[interval]
}

func intervalNote() Note {
	return Note{Inferred, "Visual Basic's q (quarters), y (days) and w (days to add, weeks between) are accepted with a warning."}
}

// dateOf turns the results of a function of the calendar into those of an implementation.
func dateOf(d netdate.DateTime, err error) (value.Value, error) {
	if err != nil {
		return value.Absent, err
	}
	return value.Date(value.DateTime(d)), nil
}

// prepareInterval makes the state of a constant interval: a netdate.Interval. The codes of Visual Basic that the reference does not list
// work too, with a warning.
func prepareInterval(p *Preparation) any {
	if !p.Has(0) || !p.Args[0].Known {
		return nil
	}
	code, _ := p.Text(0)
	interval, err := netdate.ParseInterval(code)
	if err != nil {
		p.Report(0, codes.BadConstant, "write yyyy, m, d, ww, h, n or s", "unknown interval %s", diag.Quote(code))
		return nil
	}
	switch interval {
	case netdate.Quarters, netdate.DaysOfYear, netdate.Weekdays:
		p.Warn(0, codes.UndocumentedOption, "the documented intervals are yyyy, m, d, ww, h, n and s", "the interval %s is not documented", interval)
	default: // the others are documented
	}
	return interval
}

// intervalOf returns the constant interval, or the one that the object's values make.
func intervalOf(a Args) (netdate.Interval, error) {
	if interval, prepared := a.State().(netdate.Interval); prepared {
		return interval, nil
	}
	code, err := a.Text(0)
	if err != nil {
		return 0, err
	}
	interval, err := netdate.ParseInterval(code)
	if err != nil {
		return 0, a.FailArg(0, codes.EvalConstant, value.String(code), "want yyyy, m, d, ww, h, n or s")
	}
	return interval, nil
}

func dateAdd(a Args) (value.Value, error) {
	// The date is read first: without one the result is null, even if the number, whose absence is an error, is missing too.
	d, err := a.Date(2)
	if err != nil {
		return value.Absent, err
	}
	interval, err := intervalOf(a)
	if err != nil {
		return value.Absent, err
	}
	n, err := a.Integer(1, 0)
	if err != nil {
		return value.Absent, err
	}
	// Visual Basic's number is a Double. One that a float64 does not hold exactly is out of range in any unit.
	sum, err := netdate.Add(interval, float64(n), netdate.DateTime(d))
	if err != nil {
		return value.Absent, outOfRange(a, 1, value.Integer(n), err)
	}
	if a.Tracing() {
		a.remarkMonthEnd(interval, netdate.DateTime(d), sum)
	}
	return value.Date(value.DateTime(sum)), nil
}

func dateDiff(a Args) (value.Value, error) {
	interval, err := intervalOf(a)
	if err != nil {
		return value.Absent, err
	}
	from, err := a.Date(1)
	if err != nil {
		return value.Absent, err
	}
	to, err := a.Date(2)
	if err != nil {
		return value.Absent, err
	}
	n, err := netdate.Diff(interval, netdate.DateTime(from), netdate.DateTime(to))
	switch {
	case err == nil:
		return value.Integer(n), nil
	// Only weeks fail, for a date in the first days of the calendar: the earlier one is at fault.
	case from.Ticks() <= to.Ticks():
		return value.Absent, outOfRange(a, 1, value.Date(from), err)
	}
	return value.Absent, outOfRange(a, 2, value.Date(to), err)
}

func dateFromNum(a Args) (value.Value, error) {
	n, err := a.Integer(0, 0)
	if err != nil {
		return value.Absent, err
	}
	if n == math.MaxInt64 {
		return value.Absent, a.FailArg(0, codes.EvalRange, value.Integer(n), "want the number of a date, got that for never; test for it first, as in IIF([accountExpires]=\"9223372036854775807\", …)")
	}
	d, err := netdate.FromFileTime(n)
	if err != nil {
		return value.Absent, outOfRange(a, 0, value.Integer(n), err)
	}
	return value.Date(value.DateTime(d)), nil
}

func numFromDate(a Args) (value.Value, error) {
	d, err := a.Date(0)
	if err != nil {
		return value.Absent, err
	}
	n, err := netdate.DateTime(d).FileTime()
	if err != nil {
		return value.Absent, outOfRange(a, 0, value.Date(d), err)
	}
	return value.Integer(n), nil
}

// outOfRange returns the error of argument i for a result out of range. The calendar's error is dropped: it repeats dates, which may
// be personal data.
func outOfRange(a Args, i int, found value.Value, err error) error {
	limit := "the years 1 to 9999"
	var r *netdate.RangeError
	if errors.As(err, &r) {
		limit = r.Limit
	}
	return a.FailArg(i, codes.EvalRange, found, "want a result within %s", diag.Name(limit))
}

func inferDateDiff(in *Inferring) Shape {
	in.requireTexts(in.Text(0), func(code string) bool {
		interval, err := netdate.ParseInterval(code)
		return err == nil && interval != netdate.Weeks // weeks fail in the first days of the calendar
	})
	in.Date(1)
	in.Date(2)
	return Shape{Kinds: wholeNumber, Fails: NeverFails}
}
