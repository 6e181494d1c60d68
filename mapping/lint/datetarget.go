package lint

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// dateTargetRules are about dates that the format allows, and the source or the target takes otherwise.
func dateTargetRules() []Rule {
	return []Rule{
		{
			Code: "L83", Name: "date-without-time", Severity: diag.Warning,
			Summary:  "A date without a time fills an attribute that is a point in time.",
			Doc:      "The attributes employeeHireDate and employeeLeaveDateTime are a DateTimeOffset: lifecycle workflows need yyyy-MM-ddTHH:mm:ssZ. A date alone is taken as midnight in UTC, which is another day west of it, or is refused.",
			Evidence: functions.Documented, Source: "Synchronize attributes for lifecycle workflows",
			Bad: []Example{
				{
					Expr: `FormatDateTime([hireDate], , "M/d/yyyy", "yyyy-MM-dd")`, Use: Use{Target: "employeeHireDate"}, At: `"yyyy-MM-dd")`,
					Fixed: `FormatDateTime([hireDate], , "M/d/yyyy", "yyyy-MM-ddTHH:mm:ssZ")`,
				},
				{Expr: `[hireDate]`, Use: Use{Target: "employeeHireDate"}, Data: "hireDate\n2026-01-01\n"},
				{Expr: `Switch([kind], "2026-01-01", "E", "2026-02-01T08:00:00Z")`, Use: Use{Target: "employeeHireDate"}, At: `"2026-01-01"`},
			},
			Good: []Example{
				{Expr: `FormatDateTime([hireDate], , "M/d/yyyy", "yyyy-MM-ddTHH:mm:ssZ")`, Use: Use{Target: "employeeHireDate"}},
				{Expr: `Append([hireDate], "T08:00:00Z")`, Use: Use{Target: "employeeHireDate"}},
				{Expr: `FormatDateTime([hireDate], , "M/d/yyyy", "yyyy-MM-dd")`, Use: Use{Target: "extensionAttribute1"}},
			},
			expression: dateWithoutTime,
		},
		{
			Code: "L84", Name: "never-expires", Severity: diag.Warning,
			Summary:  "The attribute accountExpires is read as a date, and holds 0 or 9223372036854775807 for never.",
			Doc:      "Active Directory writes either number for an account that does not expire. DateFromNum of 0 is a day of 1601, and fails for the other one. Choose with Switch before the date is made.",
			Evidence: functions.Documented, Source: "Active Directory schema: Account-Expires",
			Bad: []Example{
				{Expr: `FormatDateTime(DateFromNum([accountExpires]), , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")`, At: `DateFromNum`},
				{Expr: `IIF([accountExpires]="0", "", CStr(DateFromNum([accountExpires])))`, At: `DateFromNum`},
			},
			Good: []Example{
				{Expr: `Switch([accountExpires], CStr(DateFromNum([accountExpires])), "0", , "9223372036854775807", )`},
				{Expr: `DateFromNum([lastLogonTimestamp])`},
			},
			expression: neverExpires,
		},
	}
}

// isInstant reports whether the target is a point in time that is known to need its time.
func (e *expression) isInstant() bool {
	target, ok := e.target()
	return ok && target.Type == mapping.DateTime || e.isTarget("employeeHireDate", "employeeLeaveDateTime")
}

// dateWithoutTime reports formats and constants of a day alone, in the order that the target reads; another order is L70's.
func dateWithoutTime(e *expression) {
	if !e.isInstant() {
		return
	}
	for _, f := range e.formats() {
		if text, ok := sampleDate(f.text); f.output && ok && e.isResult(f.call.Call) && isDay(text) && !hasLetter(runsOf(f.text), "hH") {
			e.report(f.node, "%s is a point in time, and %s has no time: write \"yyyy-MM-ddTHH:mm:ssZ\"", diag.Clip(e.use.Target), diag.Quote(f.text)).
				replace(f.node, `"yyyy-MM-ddTHH:mm:ssZ"`)
		}
	}
	if name, ok := attribute(e.root); ok && e.opts.Data != nil && slices.ContainsFunc(e.opts.Data.column(name).values, isDayAlone) {
		e.report(e.root, "%s is a point in time, and [%s] has dates without a time", diag.Clip(e.use.Target), diag.Clip(name))
	}
	for n := range syntax.Nodes(e.root) {
		text, ok := constant(n)
		if ok && e.isValue(n) && isDayAlone(text) {
			e.report(n, "%s is a point in time, and %s has no time", diag.Clip(e.use.Target), diag.Quote(text))
		}
	}
}

// isDayAlone reports whether a text is a date without a time.
func isDayAlone(text string) bool {
	_, err := value.String(text).ToDate()
	return err == nil && text != "" && !strings.Contains(text, ":")
}

// never are the numbers that accountExpires holds for never.
var never = [...]string{"0", "9223372036854775807"}

// neverExpires reports a DateFromNum that is evaluated for either number: the expression then fails, or has a date of 1601.
func neverExpires(e *expression) {
	for c := range e.calls("DateFromNum") {
		name, ok := attribute(c.arg(0))
		if !ok || !strings.EqualFold(lastPart(name), "accountExpires") {
			continue
		}
		// A date that can be read must succeed, so that a failure is due to the number.
		if _, ok := e.withNumber(name, "133000000000000000"); !ok {
			continue
		}
		for _, number := range never {
			if v, ok := e.withNumber(name, number); !ok || strings.Contains(v.Text(), "1601") {
				e.report(c, "[%s] is %s for an account that never expires, which is no date: choose with Switch([%s], …, \"0\", , \"9223372036854775807\", )", diag.Clip(name), diag.Name(number), diag.Clip(name))
				break
			}
		}
	}
}

// withNumber evaluates the expression with a number in an attribute, and a text in all others.
func (e *expression) withNumber(name, number string) (value.Value, bool) {
	return e.try(func(other string) value.Value {
		if other == name {
			return value.String(number)
		}
		return value.String("alex")
	})
}
