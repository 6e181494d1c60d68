package functions

import (
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
	"github.com/attrmap/attrmap/internal/shape"
)

// formatDateTimeSpec returns the literal of FormatDateTime. Its formats are NullHandled and not NullIsError: a date-time needs neither
// inputFormat nor styles, which are then not even evaluated.
func formatDateTimeSpec() Spec {
	return Spec{
		Name:    "FormatDateTime",
		Summary: "Converts the date in source from inputFormat to outputFormat.",
		Phrases: []string{
			"{source} as a date in the form {outputFormat} (read as {inputFormat} with {dateTimeStyles})",
			"{source} as a date in the form {outputFormat} (read as {inputFormat})",
			"{source} as a date in the form {outputFormat}",
		},
		Params: []Param{
			{Name: "source", Doc: "a date: text in inputFormat, or a date-time", Each: true, Key: "source"},
			{Name: "dateTimeStyles", Doc: "the names of .NET's DateTimeStyles, separated by commas, or their number; RoundtripKind, AllowLeadingWhite, AllowTrailingWhite if omitted", Optional: true, Null: NullHandled, Key: "dateTimeStyles", KeyInferred: true},
			{Name: "inputFormat", Doc: "a .NET format that text must match exactly; it may be empty if source is a date-time", MayBeEmpty: true, Null: NullHandled, Key: "inputFormat"},
			{Name: "outputFormat", Doc: "a .NET format for the result", Null: NullHandled, Key: "outputFormat"},
		},
		Short:       []int{0, 2, 3},
		Result:      textResult,
		CallEffects: Clock,
		Evidence:    Documented,
		Source:      referenceSource,
		Notes: []Note{
			{Inferred, "If dateTimeStyles is \"\", it counts as omitted."},
			{Inferred, "A format of one character is a standard format, whatever the character, and an error if .NET has none of that name; %d is a day alone. An emoji counts as two."},
		},
		Rules: []Rule{
			{call.TopicFormat, Documented, "Formats are .NET's, in the invariant culture."},
			{topicShortForm, Inferred, "Exactly three arguments, empty ones included, are source, inputFormat and outputFormat: the form of the older reference, which the service still accepts."},
			{topicMoved, Inferred, "A date with an offset is converted to UTC before it is written, as on a server in UTC; the calendar day may change."},
			{topicEmpty, Reported, "The result for \"\" is \"\"."},
			{call.TopicNull, Reported, "The result for null is null."},
			{topicDirect, Assumed, "A date-time, such as the result of DateAdd, is written directly: inputFormat and dateTimeStyles are ignored. Text needs an inputFormat."},
			{topicToday, Inferred, "A missing year, or a missing date, is that of today, as in .NET; such a call needs a clock and has the effect clock. A missing month or day is 1."},
			{topicGeneral, Inferred, "If outputFormat is \"\", it is .NET's general format."},
		},
		Examples: []Example{
			{Expr: `FormatDateTime([hireDate], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`, Attrs: value.Map{"hireDate": "20150123105347.1Z"}, Want: []string{"2015-01-23"}},
			{Expr: `FormatDateTime([hireDate], "yyyy-MM-ddzzz", "yyyy-MM-dd HH:mm")`, Attrs: value.Map{"hireDate": "2020-03-16-07:00"}, Want: []string{"2020-03-16 07:00"}},
			{Expr: `FormatDateTime(DateAdd("d", 1, Now()), , "yyyy-MM-dd", "d MMMM yyyy")`, Want: []string{"31 July 2025"}},
			{Expr: `FormatDateTime([missing], , "yyyy", "yy")`, Want: nil},
			{Expr: `FormatDateTime("", , "yyyy", "yy")`, Want: []string{""}},
			{Expr: `FormatDateTime("see notes", "32", "dd/MM/yyyy", "yyyy-MM-dd")`, WantError: "date"},
			{Expr: `FormatDateTime([hireDate], "AssumeUTC", "yyyy", "yy")`, Attrs: value.Map{"hireDate": "2020"}, WantError: "bad-constant"},
		},
		Prepare: prepareFormatDateTime,
		Rewrite: formatDateTime,
		Infer:   inferFormatDateTime,
	}
}

// noStyles is the index of dateTimeStyles in a call that cannot have them.
const noStyles = -1

// dateArgs returns the positions of the arguments of a call with n arguments. The count alone decides between the two documented
// forms: an argument that is left empty counts.
func dateArgs(n int) (styles, in, out int) {
	if n == 3 {
		return noStyles, 1, 2
	}
	return 1, 2, 3
}

// dateTexts is how a call reads and writes dates. What is nil depends on arguments that are not constant, or is wrong.
type dateTexts struct {
	in   *netdate.Layout
	out  *netdate.Format
	most int // bytes of a format
}

// prepareFormatDateTime compiles what is constant, and returns a state even where nothing is, for its limit on the bytes of a format.
func prepareFormatDateTime(p *Preparation) any {
	if len(p.Args) < 3 { // the arity check reports it
		return nil
	}
	styles, in, out := dateArgs(len(p.Args))
	texts := &dateTexts{in: prepareLayout(p, styles, in), out: prepareFormat(p, out), most: p.patternBytes()}
	switch {
	case texts.in != nil:
		if texts.in.ReadsToday() {
			p.Effects |= Clock
		}
	case p.Has(in) && !p.Args[in].Known, stylesArg(p, styles) && !p.Args[styles].Known:
		p.Effects |= Clock // a format that the object's values make may leave out the year
	}
	return texts
}

// stylesArg reports whether dateTimeStyles is written.
func stylesArg(p *Preparation, i int) bool { return i != noStyles && p.Has(i) }

// constantFormat returns the text of argument i if it is written, constant, not null and within the limit.
func constantFormat(p *Preparation, i int) (text string, ok bool) {
	if !p.Has(i) || !p.Args[i].Known || p.Args[i].Value.IsNull() {
		return "", false
	}
	text = p.Args[i].Value.Text()
	if most := p.patternBytes(); len(text) > most {
		p.reportLimit(i, codes.BadConstant, codes.LimitPatternBytes, most, longFormat, most)
		return "", false
	}
	return text, true
}

const longFormat = "the date format has more than %d bytes"

// prepareFormat returns the constant output format, nil where it is not constant or is wrong.
func prepareFormat(p *Preparation, out int) *netdate.Format {
	text, ok := constantFormat(p, out)
	if !ok {
		return nil
	}
	f, err := netdate.CompileFormat(text)
	if err != nil {
		p.Report(out, codes.BadConstant, "", "%s", err)
		return nil
	}
	return f
}

// prepareLayout returns the constant input format with its styles, argument i. It is nil unless both are constant: the styles decide
// what the same format reads.
func prepareLayout(p *Preparation, i, in int) *netdate.Layout {
	const hint = `name DateTimeStyles, as in "AssumeUniversal, AdjustToUniversal", or leave the argument empty; the input format is the third of four arguments`
	styles := netdate.DefaultStyles
	if stylesArg(p, i) {
		if !p.Args[i].Known {
			return nil
		}
		var err error
		if styles, err = stylesNamed(p.Args[i].Value.Text()); err != nil {
			p.Report(i, codes.BadConstant, hint, "%s", err)
			return nil
		}
	}
	pattern, ok := constantFormat(p, in)
	if !ok {
		return nil
	}
	layout, err := netdate.CompileLayout(pattern, styles)
	if err != nil {
		reportLayout(p, in, err)
		return nil
	}
	return layout
}

// reportLayout says that no text fits the input format. That is an error only if the source is certainly text: a date-time
// ignores the format, and expressions in use have one that no text fits.
func reportLayout(p *Preparation, in int, err error) {
	switch source := p.Args[0]; {
	case source.Known && source.Value.Kind() == value.KindString && !source.Value.IsNullOrEmpty():
		p.Report(in, codes.BadConstant, "", "%s", err)
	case source.Attribute != "":
		p.Warn(in, codes.BadConstant, "", "%s; every text fails", err)
	}
}

// stylesNamed returns the styles of that name, the default for "".
func stylesNamed(text string) (netdate.Styles, error) {
	if text == "" {
		return netdate.DefaultStyles, nil
	}
	return netdate.ParseStyles(text)
}

// formatDateTime reads the source only if it is text, and compiles formats only after that. So "" and a date-time never fail for
// the sake of an input format.
func formatDateTime(a Args, source value.Value, dst []byte) ([]byte, error) {
	prepared, ok := a.State().(*dateTexts)
	if !ok {
		prepared = &dateTexts{most: call.DefaultPatternBytes}
	}
	at, isDate := source.AsDate()
	d := netdate.DateTime(at)
	if !isDate {
		text := source.Text()
		if text == "" {
			a.Remark(topicEmpty, 0, "source is \"\"")
			return dst, nil
		}
		var err error
		if d, err = readDate(a, prepared, text); err != nil {
			return dst, err
		}
	}
	out := prepared.out
	if out == nil {
		var err error
		if out, err = compileOut(a, prepared.most); err != nil {
			return dst, err
		}
	}
	if a.Tracing() {
		if isDate {
			a.Remark(topicDirect, 0, "source is a date-time and needs no inputFormat")
		}
		a.remarkOutput(out)
	}
	return out.Append(dst, d), nil
}

// readDate reads text with the prepared layout, or with the one that the arguments of this evaluation describe.
func readDate(a Args, prepared *dateTexts, text string) (netdate.DateTime, error) {
	in := prepared.in
	constant := in != nil
	if !constant {
		var err error
		if in, err = compileIn(a, prepared.most); err != nil {
			return netdate.DateTime{}, err
		}
	}
	if a.Tracing() {
		a.remarkInput(in)
	}
	d, err := parseToday(a.c, in, text)
	if err != nil {
		return d, noDate(a, text, constant, err)
	}
	if a.Tracing() {
		a.remarkPieces(in, text)
	}
	return d, nil
}

// noDate names the input format where it is constant: a message holds no value of the object.
func noDate(a Args, text string, constant bool, err error) error {
	var p *netdate.ParseError
	if !errors.As(err, &p) {
		return err
	}
	reason := p.Reason.String()
	// CDate has remedies for the dates of OData and of spreadsheets.
	var c *value.CoercionError
	_, isSerial := netdate.FromSerial(text)
	if _, err := value.String(text).ToDate(); (isSerial || strings.HasPrefix(text, "/Date(")) && errors.As(err, &c) {
		reason = c.Reason
	}
	if constant {
		return a.FailArg(0, codes.EvalDate, value.String(text), "want a date in the input format %s: %s", diag.Quote(p.Pattern), diag.Name(reason))
	}
	return a.FailArg(0, codes.EvalDate, value.String(text), "want a date in the input format: %s", diag.Name(reason))
}

// parseToday reads text and completes its date from today. The clock is read only if the date needs it: most evaluations do not, and
// one without a clock must not return a date that nobody wrote.
func parseToday(c *call.Context, in *netdate.Layout, text string) (netdate.DateTime, error) {
	if !in.ReadsToday() {
		return in.Parse(text, netdate.DateTime{})
	}
	// A date that is completed from 0001-01-01 is near that day, whatever its offset.
	// It is a bound in ticks of 100 ns, as all numbers of ticks.
	const nearFirstDay = 2 * 366 * 24 * 60 * 60 * 10_000_000
	d, err := in.Parse(text, netdate.DateTime{})
	if err == nil && d.Ticks() > nearFirstDay {
		return d, nil
	}
	// The text left its year to today; or it failed in the year 1, as one with February 29 does, and may be read in another year.
	now, noClock := c.Now()
	if noClock == nil {
		return in.Parse(text, now)
	}
	// Without a clock the date is an error only if it depends on the day. The day tried besides 0001-01-01 is in a leap year, so that
	// February 29 without a year is seen to depend on it.
	leapDay, _ := netdate.New(730_178*24*60*60*10_000_000, netdate.UTC) // 2000-02-29
	other, otherErr := in.Parse(text, leapDay)
	if other == d && (err == nil) == (otherErr == nil) {
		return d, err // today makes no difference
	}
	return netdate.DateTime{}, noClock
}

// compileOut compiles the output format that the object's values make, of at most so many bytes.
func compileOut(a Args, most int) (*netdate.Format, error) {
	_, _, i := dateArgs(a.Len())
	pattern, err := writtenFormat(a, i, most, "an output format")
	if err != nil {
		return nil, err
	}
	out, err := netdate.CompileFormat(pattern)
	return out, badPattern(a, i, pattern, err)
}

// compileIn compiles the input format that the object's values make, of at most so many bytes, under the styles of this evaluation.
func compileIn(a Args, most int) (*netdate.Layout, error) {
	stylesArg, i, _ := dateArgs(a.Len())
	styles := netdate.DefaultStyles
	if stylesArg != noStyles {
		text, err := a.Text(stylesArg)
		if err != nil {
			return nil, err
		}
		if styles, err = stylesNamed(text); err != nil {
			return nil, a.FailArg(stylesArg, codes.EvalConstant, value.String(text), "want names or the number of DateTimeStyles, such as AssumeUniversal, that do not exclude each other")
		}
	}
	pattern, err := writtenFormat(a, i, most, "an input format")
	if err != nil {
		return nil, err
	}
	in, err := netdate.CompileLayout(pattern, styles)
	return in, badPattern(a, i, pattern, err)
}

// writtenFormat returns the text of argument i, which must not be null or omitted, and counts the work of compiling it.
func writtenFormat(a Args, i, most int, what string) (string, error) {
	v, err := a.single(i)
	if err != nil {
		return "", err
	}
	if v.IsNull() {
		return "", a.FailArg(i, codes.EvalNull, value.Absent, "want %s, got null", diag.Name(what))
	}
	text, err := a.c.Text(v)
	if err != nil {
		return "", err
	}
	if len(text) > most {
		return "", call.LimitError(codes.LimitPatternBytes, most, longFormat, most)
	}
	return text, a.c.Work(len(text) / 2)
}

// badPattern returns the error of argument i for a format that is not valid: pattern, a value of the object, is what was found and
// not a part of the message. Any other error, and nil, is returned unchanged.
func badPattern(a Args, i int, pattern string, err error) error {
	var f *netdate.FormatError
	if errors.As(err, &f) {
		return a.FailArg(i, codes.EvalConstant, value.String(pattern), "want a date format: %s", f.Problem)
	}
	return err
}

// inferFormatDateTime reads neither styles nor input format: they matter only to text other than "", which may fail in any case. The
// length of the result follows from the output format alone.
func inferFormatDateTime(in *Inferring) Shape {
	_, _, output := dateArgs(in.Len())
	source := in.seen()
	isText := source.MayBe(shape.AnyKind &^ dateKind)
	texts := source.Without(dateKind).Text()
	in.fails = in.fails || isText && texts.WithoutEmpty().Fails != AlwaysFails // not every text is a date
	out := in.single(output)
	var outcomes []Shape
	if isText && texts.HasEmptyText() {
		outcomes = append(outcomes, shape.Of(value.String("")))
	}
	// A null output format is an error, and one that is not known may be no format.
	in.fails = in.fails || out.Values == nil || out.MayBeNull()
	if out.Values == nil {
		return Shape{Kinds: shape.StringKind}
	}
	for _, pattern := range out.Values {
		format, err := netdate.CompileFormat(pattern.Text())
		if err != nil {
			in.fails = true
			continue
		}
		outcomes = append(outcomes, shape.Between(format.MinLen(), format.MaxLen()).Shape())
	}
	return shape.Union(outcomes...)
}
