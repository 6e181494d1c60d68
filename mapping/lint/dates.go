package lint

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// dateRules are about date formats, which .NET reads letter by letter and with case.
func dateRules() []Rule {
	const netFormats = ".NET custom date and time format strings"
	return []Rule{
		{
			Code: "L65", Name: "date-slot", Severity: diag.Warning, KeepsValue: true,
			Summary:  "FormatDateTime is written without the argument dateTimeStyles.",
			Doc:      "Since 2021 the reference has FormatDateTime(source, dateTimeStyles, inputFormat, outputFormat), and most calls leave the second argument empty: FormatDateTime(source, , inputFormat, outputFormat). The older form with three arguments is still found on several pages, and still works in places.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `FormatDateTime([endDate], "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")`, At: `"M/d`, Fixed: `FormatDateTime([endDate], , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")`},
			},
			Good: []Example{
				{Expr: `FormatDateTime([endDate], , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")`},
				// With an empty second argument there is no format that could be in its place.
				{Expr: `FormatDateTime(DateFromNum([pwdLastSet]), , "yyyyMMddHHmmss.0Z")`},
			},
			expression: dateSlot,
		},
		{
			Code: "L66", Name: "minutes-for-months", Severity: diag.Error,
			Summary:  "A date format has minutes where months are meant, or months where minutes are.",
			Doc:      "MM is the month, mm the minute. yyyy-mm-dd prints and reads the minute between year and day.",
			Evidence: functions.Documented, Source: netFormats,
			Bad: []Example{
				{Expr: `FormatDateTime([hireDate], , "yyyy-mm-dd", "dd.MM.yyyy")`, At: `"yyyy-mm`, Fixed: `FormatDateTime([hireDate], , "yyyy-MM-dd", "dd.MM.yyyy")`},
				{Expr: `FormatDateTime([hireDate], , "yyyy-MM-dd HH:mm", "HH:MM")`, At: `"HH:MM"`, Fixed: `FormatDateTime([hireDate], , "yyyy-MM-dd HH:mm", "HH:mm")`},
			},
			// MM between years and days is the month, mm after hours the minute, in one format as in two.
			Good:       []Example{{Expr: `FormatDateTime([hireDate], , "yyyyMMddHHmmss.fZ", "dd/MM/yyyy H:mm")`}},
			expression: minutesForMonths,
		},
		{
			Code: "L67", Name: "hours-without-mark", Severity: diag.Warning,
			Summary:  "A date format has hours of the 12-hour clock without AM and PM, or AM and PM with hours of the 24-hour clock.",
			Doc:      "Without tt, hh writes three in the morning and in the afternoon the same, and reads no hour above 12. HH counts to 23; together with tt it refuses 03 PM.",
			Evidence: functions.Documented, Source: netFormats,
			Bad: []Example{
				{Expr: `FormatDateTime([start], , "yyyy-MM-dd hh:mm:ss", "yyyy")`, At: `"yyyy-MM-dd hh`, Fixed: `FormatDateTime([start], , "yyyy-MM-dd HH:mm:ss", "yyyy")`},
				{Expr: `FormatDateTime([start], , "M/d/yyyy HH:mm tt", "yyyy")`, At: `"M/d`, Fixed: `FormatDateTime([start], , "M/d/yyyy hh:mm tt", "yyyy")`},
			},
			Good:       []Example{{Expr: `FormatDateTime([start], , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd HH:mm:ss")`}},
			expression: hoursWithoutMark,
		},
		{
			Code: "L68", Name: "format-letters", Severity: diag.Error,
			Summary:  "A date format has letters without a meaning.",
			Doc:      "Years are yyyy and days dd, in lower case. YYYY and DD are printed as they are, and match only these letters in a date. Words are written in single quotation marks: 'at'.",
			Evidence: functions.Documented, Source: netFormats,
			Bad: []Example{
				{Expr: `FormatDateTime([hireDate], , "YYYY-MM-DD", "yyyy")`, At: `"YYYY`, Fixed: `FormatDateTime([hireDate], , "yyyy-MM-dd", "yyyy")`},
				{Expr: `FormatDateTime([start], , "yyyy-MM-ddTHH:mm:SS", "yyyy")`, At: `"yyyy-MM-ddT`, Fixed: `FormatDateTime([start], , "yyyy-MM-ddTHH:mm:ss", "yyyy")`},
			},
			Good: []Example{
				{Expr: `FormatDateTime([hireDate], , "yyyy-MM-ddTHH:mm:ss.fffZ", "D")`},
				// Words in quotation marks have no letters of the format.
				{Expr: `FormatDateTime([hireDate], , "yyyy-MM-dd", "d 'de' MMMM")`},
			},
			expression: formatLetters,
		},
		{
			Code: "L69", Name: "blank-in-format", Severity: diag.Warning,
			Summary:  "A date format has a space after a dash, a colon or a slash, a leading or trailing space, or a line break.",
			Doc:      "A date must have the same space in the same place, so yyyy-MM- dd matches no date in practice. Such spaces come from pages where the format was wrapped onto two lines.",
			Evidence: functions.Documented, Source: netFormats,
			Bad: []Example{
				{Expr: `FormatDateTime([endDate], , "yyyy-MM- ddzzz", "yyyy-MM-dd")`, At: `"yyyy-MM- `, Fixed: `FormatDateTime([endDate], , "yyyy-MM-ddzzz", "yyyy-MM-dd")`},
				{Expr: `FormatDateTime([endDate], , "M/d/yyyy h:mm: ss tt", "yyyy-MM-dd")`, At: `"M/d`, Fixed: `FormatDateTime([endDate], , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")`},
			},
			Good:       []Example{{Expr: `FormatDateTime([endDate], , "M/d/yyyy h:mm:ss tt", "dd. MM. yyyy - HH:mm")`}},
			expression: blankInFormat,
		},
		{
			Code: "L70", Name: "date-for-target", Severity: diag.Error,
			Summary:  "The output format produces a text that the target does not accept.",
			Doc:      "A target of type DateTime, such as employeeHireDate, needs a date in the order year, month, day: yyyy-MM-ddTHH:mm:ssZ. accountExpires needs the number that NumFromDate returns.",
			Evidence: functions.Inferred, Source: "Synchronize attributes for lifecycle workflows",
			Bad: []Example{
				{Expr: `FormatDateTime([hireDate], , "yyyy-MM-dd", "dd/MM/yyyy")`, Use: Use{Target: "employeeHireDate"}, Profile: "entra", At: `"dd/MM`, Fixed: `FormatDateTime([hireDate], , "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ")`},
				{Expr: `FormatDateTime([endDate], , "yyyy-MM-dd", "yyyy-MM-dd")`, Use: Use{Target: "accountExpires"}, At: `"yyyy-MM-dd")`},
			},
			Good: []Example{
				{Expr: `FormatDateTime([hireDate], , "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ")`, Use: Use{Target: "employeeHireDate"}, Profile: "entra"},
				// The target takes any text.
				{Expr: `FormatDateTime([hireDate], , "yyyy-MM-dd", "dd/MM/yyyy")`, Use: Use{Target: "extensionAttribute1"}, Profile: "entra"},
			},
			expression: dateForTarget,
		},
		{
			Code: "L71", Name: "no-date", Severity: diag.Error,
			Summary:  "A text is joined, or written, that no date function can read.",
			Doc:      "CDate and NumFromDate read yyyy-MM-dd, M/d/yyyy with the month first, and a time after a space or T: \" 23:59:59-08:00\". A text with a colon before the time, or with the day before the month, is not a date.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `NumFromDate(Join("", FormatDateTime([endDate], , "M/d/yyyy", "yyyy-MM-dd"), ":23:59:59-08:00"))`, At: `Join`},
				{Expr: `CDate(FormatDateTime([endDate], , "yyyy-MM-dd", "dd/MM/yyyy"))`, At: `FormatDateTime`},
				{Expr: `DateDiff("d", Now(), CDate("25/12/2026"))`, At: `"25/12`},
			},
			Good: []Example{
				{Expr: `NumFromDate(Join("", FormatDateTime([endDate], , "M/d/yyyy", "yyyy-MM-dd"), " 23:59:59-08:00"))`},
				// What depends on the object is not judged without data.
				{Expr: `CDate(Switch([endDate], [endDate], "", "9999-12-31"))`},
			},
			expression: noDate,
		},
	}
}

// dateFormat is a constant format in a call of FormatDateTime: the output format is the last argument, the input format the one before.
type dateFormat struct {
	call   call
	node   syntax.Node
	text   string
	output bool
}

// formats returns the constant formats of all calls of FormatDateTime; standard ones of a single letter are not among them.
func (e *expression) formats() []dateFormat {
	var list []dateFormat
	for c := range e.calls("FormatDateTime") {
		n := len(c.Args)
		if n < 3 || n > 4 {
			continue
		}
		for i := n - 2; i < n; i++ {
			if text, ok := constant(c.Args[i]); ok && len(text) > 1 {
				list = append(list, dateFormat{c, c.Args[i], text, i == n-1})
			}
		}
	}
	return list
}

// formatRun is a run of one letter in a format, such as yyyy, or a piece of text that is literal text.
type formatRun struct {
	letter byte // 0 for anything but a letter outside quotation marks
	text   string
}

// runsOf takes a format apart as .NET does: \ and % take the next character with them, and quotation marks take everything up to their
// second one, or to the end of a format that lacks it. The texts of the runs, joined, are the format.
func runsOf(format string) []formatRun {
	var runs []formatRun
	for i := 0; i < len(format); {
		end := i + 1
		var letter byte
		switch c := format[i]; {
		case c == '\\' || c == '%':
			end = min(i+2, len(format))
		case c == '\'' || c == '"':
			if closing := strings.IndexByte(format[i+1:], c); closing >= 0 {
				end = i + closing + 2
			} else {
				end = len(format)
			}
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letter = c
			for end < len(format) && format[end] == c {
				end++
			}
		}
		runs = append(runs, formatRun{letter, format[i:end]})
		i = end
	}
	return runs
}

// formatOf is the inverse of runsOf.
func formatOf(runs []formatRun) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.text)
	}
	return b.String()
}

// letterAt returns the letter of the nearest run of letters before or after run i, by the sign of step; 0 if there is none.
func letterAt(runs []formatRun, i, step int) byte {
	for j := i + step; j >= 0 && j < len(runs); j += step {
		if runs[j].letter != 0 {
			return runs[j].letter
		}
	}
	return 0
}

// hasLetter reports whether a run has one of the letters, with case.
func hasLetter(runs []formatRun, letters string) bool {
	for _, r := range runs {
		if r.letter != 0 && strings.IndexByte(letters, r.letter) >= 0 {
			return true
		}
	}
	return false
}

// rewrite reports a format whose runs have been changed.
func (e *expression) rewrite(f dateFormat, runs []formatRun, message string, args ...any) {
	fixed := formatOf(runs)
	args = append(args, diag.Quote(fixed))
	e.report(f.node, message+": write %s", args...).replace(f.node, syntax.QuoteText(fixed))
}

// dateSlot reports the older form with three arguments. A call whose second argument is empty has nothing in that place to move.
func dateSlot(e *expression) {
	if e.opts.cloudSync {
		return // whose own reference has three parameters
	}
	for c := range e.calls("FormatDateTime") {
		if len(c.Args) != 3 || c.arg(1) == nil {
			continue
		}
		at := c.Args[1].Span()
		e.report(c.Args[1], "FormatDateTime takes four arguments, and the second one, dateTimeStyles, is missing: write FormatDateTime(source, , inputFormat, outputFormat)").
			edit(diag.Span{Start: at.Start, End: at.Start}, ", ")
	}
}

// minutesForMonths decides by the neighbors of a run of m or M whether it is part of a time: after an hour or before a second it is a
// minute, elsewhere a month. Runs of three letters and more are names of months, which cannot be mistaken.
func minutesForMonths(e *expression) {
	for _, f := range e.formats() {
		runs := runsOf(f.text)
		changed := ""
		for i, r := range runs {
			if r.letter != 'm' && r.letter != 'M' || len(r.text) > 2 {
				continue
			}
			before := letterAt(runs, i, -1)
			after := letterAt(runs, i, 1)
			isTime := strings.IndexByte("hH", before) >= 0 && before != 0 || after == 's'
			switch {
			case r.letter == 'm' && !isTime:
				changed = "mm is the minute, and the month is meant in %s"
				runs[i].text = strings.ToUpper(r.text)
			case r.letter == 'M' && isTime:
				changed = "MM is the month, and the minute is meant in %s"
				runs[i].text = strings.ToLower(r.text)
			}
		}
		if changed != "" {
			e.rewrite(f, runs, changed, diag.Quote(f.text))
		}
	}
}

// hoursWithoutMark compares the hours of a format with its mark for AM and PM: with tt they are h, without it H. Both directions are
// corrected in the hours, never by adding or removing the mark, so that the text has the same parts as before.
func hoursWithoutMark(e *expression) {
	for _, f := range e.formats() {
		runs := runsOf(f.text)
		mark := hasLetter(runs, "t")
		changed := false
		for i, r := range runs {
			if r.letter == 'h' && !mark || r.letter == 'H' && mark {
				changed = true
				if runs[i].text = strings.ToUpper(r.text); mark {
					runs[i].text = strings.ToLower(r.text)
				}
			}
		}
		switch {
		case changed && mark:
			e.rewrite(f, runs, "%s has AM or PM with hours of the 24-hour clock", diag.Quote(f.text))
		case changed:
			e.rewrite(f, runs, "%s has hours of the 12-hour clock without tt, so morning and afternoon look the same", diag.Quote(f.text))
		}
	}
}

// formatLetter reports whether a letter has a meaning in a format, or is known to be literal text in dates.
func formatLetter(letter byte) bool { return strings.IndexByte("dfFghHKmMstyzTZ", letter) >= 0 }

// formatLetters reports letters without a meaning. Years, days, seconds and fractions in the wrong case have one certain correction; any
// other letter may be the beginning of a word, which only quotation marks can save, so there is none.
func formatLetters(e *expression) {
	for _, f := range e.formats() {
		runs := runsOf(f.text)
		wrong, certain := "", true
		for i, r := range runs {
			if r.letter == 0 || formatLetter(r.letter) {
				continue
			}
			if wrong == "" {
				wrong = r.text
			}
			switch small := strings.ToLower(r.text); {
			// SS are seconds; any other number of S is taken for the fraction of a second, as in Java's formats, which .NET writes with f.
			case r.letter == 'Y' || r.letter == 'D', r.letter == 'S' && len(r.text) == 2:
				runs[i].text = small
			case r.letter == 'S':
				runs[i].text = strings.Repeat("f", len(r.text))
			default:
				certain = false
			}
		}
		switch {
		case wrong == "":
		case certain:
			e.rewrite(f, runs, "%s in %s has no meaning in a date format", diag.Quote(wrong), diag.Quote(f.text))
		default:
			e.report(f.node, "%s in %s has no meaning in a date format: put words in single quotation marks", diag.Quote(wrong), diag.Quote(f.text))
		}
	}
}

// blankInFormat removes spaces and line breaks that come from wrapped text: those after a separator without one before it, and all at
// either end. A separator between two spaces, as in "dd. MM. yyyy - HH:mm", is meant.
func blankInFormat(e *expression) {
	for _, f := range e.formats() {
		fixed := strings.TrimSpace(f.text)
		for _, separator := range []string{"-", ":", "/"} {
			for _, space := range []string{" ", "\n", "\r\n", "\n ", "\r\n "} {
				pieces := strings.Split(fixed, separator+space)
				// Each piece but the last lost its separator to Split and gets it back, with the space only where there is one before it, too.
				for i := 0; i+1 < len(pieces); i++ {
					if !strings.HasSuffix(pieces[i], " ") {
						pieces[i] += separator
					} else {
						pieces[i] += separator + space
					}
				}
				fixed = strings.Join(pieces, "")
			}
		}
		fixed = strings.NewReplacer("\r\n", " ", "\n", " ").Replace(fixed)
		if fixed != f.text {
			e.report(f.node, "the date format %s has a space or a line break that dates do not have: write %s", diag.Quote(f.text), diag.Quote(fixed)).
				replace(f.node, syntax.QuoteText(fixed))
		}
	}
}

// wantsDate reports whether the target takes dates alone, by its schema or, without one, by its name.
func (e *expression) wantsDate() bool {
	if a, _ := e.opts.Target.Lookup(e.use.Target); a != nil {
		return a.Type.String() == "DateTime"
	}
	return e.isTarget("employeeHireDate", "employeeLeaveDateTime", "hireDate")
}

// dateForTarget writes the sample date with each output format that can be the result, and looks whether the target reads the same day
// from it. A day above 12 shows an exchanged day and month.
func dateForTarget(e *expression) {
	number := e.isTarget("accountExpires")
	if !number && !e.wantsDate() {
		return
	}
	for _, f := range e.formats() {
		if !f.output || !e.isResult(f.call.Call) {
			continue
		}
		text, ok := sampleDate(f.text)
		switch {
		case !ok:
		case number:
			e.report(f.node, "accountExpires: want the number that NumFromDate returns, got %s", diag.Quote(text))
		// The second form is that of LDAP's generalized time, which CDate does not read and directories do.
		case !isDay(text) && !strings.HasPrefix(f.text, "yyyyMMddHHmmss"):
			e.report(f.node, "%s: want a date such as 2026-11-23T14:05:06Z, got %s: write \"yyyy-MM-ddTHH:mm:ssZ\"", diag.Clip(e.use.Target), diag.Quote(text)).
				replace(f.node, `"yyyy-MM-ddTHH:mm:ssZ"`)
		}
	}
}

// sampleDate returns the sample time in a format; ok is false where the text is no format.
func sampleDate(format string) (text string, ok bool) {
	d, err := netdate.FromTime(sampleTime)
	if err != nil {
		return "", false
	}
	f, err := netdate.CompileFormat(format)
	if err != nil {
		return "", false
	}
	return string(f.Append(nil, d)), true
}

// isDay reports whether a text is read as the sample's day. The time is not compared: a format may leave it out.
func isDay(text string) bool {
	d, err := netdate.ParseCDate(text)
	year, month, day := d.Date()
	return err == nil && year == sampleTime.Year() && month == int(sampleTime.Month()) && day == sampleTime.Day()
}

// noDate reports arguments in the place of a date that CDate cannot read whatever the object is.
func noDate(e *expression) {
	for c := range e.calls("CDate", "NumFromDate", "DateAdd", "DateDiff") {
		// The dates of DateAdd are its third argument, those of DateDiff its second and third; the others take nothing but a date.
		first := 0
		switch c.spec.Name {
		case "DateAdd":
			first = 2
		case "DateDiff":
			first = 1
		}
		for i := first; i < len(c.Args); i++ {
			if text, ok := e.constantDate(c.Args[i]); ok {
				e.report(c.Args[i], "%s cannot read a date from %s: write it as yyyy-MM-dd, with the time after a space", c.spec.Name, diag.Quote(text))
			}
		}
	}
}

// constantDate returns the text of an argument that does not depend on the object, but for the day of a date, and reports whether it is no
// date. A FormatDateTime with a constant format is replaced by the sample date in that format, so that what is joined to it can be tried
// as well.
func (e *expression) constantDate(n syntax.Node) (text string, bad bool) {
	arg := e.withSampleDates(n)
	if len(attributes(arg)) > 0 || e.isVolatile(arg) {
		return "", false
	}
	v, ok := e.tryPart(arg, same(""))
	if !ok || v.Kind() != value.KindString || v.IsNullOrEmpty() {
		return "", false
	}
	_, err := netdate.ParseCDate(v.Text())
	return v.Text(), err != nil
}

// withSampleDates returns a tree in which each FormatDateTime with a constant output format is a date written so. It copies the calls and
// never changes n, which belongs to the expression; nodes of other kinds are shared, with what is below them.
func (e *expression) withSampleDates(n syntax.Node) syntax.Node {
	if c, ok := e.callOf(n); ok && c.spec.Name == "FormatDateTime" && len(c.Args) > 2 {
		if format, isText := constant(c.Args[len(c.Args)-1]); isText {
			if text, ok := sampleDate(format); ok {
				return &syntax.String{Value: text}
			}
		}
	}
	c, ok := n.(*syntax.Call)
	if !ok {
		return n
	}
	copied := &syntax.Call{Name: c.Name}
	for _, arg := range c.Args {
		copied.Args = append(copied.Args, e.withSampleDates(arg))
	}
	return copied
}
