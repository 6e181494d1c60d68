package value

import (
	"errors"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// CoercionError says that a value cannot be read as the kind that a function or an operator needs.
type CoercionError struct {
	Code diag.Code
	// Want says what was needed, such as "a whole number".
	Want string
	// Found is the value that was there. Error does not print it: it may be personal data.
	Found Value
	// Reason adds what is known of the cause; it may be empty.
	Reason string
}

// Sentence returns the text of Error, none of which is a value.
func (e *CoercionError) Sentence() diag.Message { return diag.Messagef("%s", diag.Name(e.Error())) }

// Error returns what was needed and the kind of what was found, or the reason.
func (e *CoercionError) Error() string {
	if e.Reason != "" {
		return e.Reason
	}
	return fmt.Sprintf("want %s, got %s", e.Want, article(e.Found))
}

// article names the kind of v for a message, with its article and without its data.
func article(v Value) string {
	switch v.Kind() {
	case KindNull:
		return "null"
	case KindList:
		return fmt.Sprintf("a list of %d values", len(v.list()))
	case KindInteger, KindObject, KindIgnoreAttribute, KindIgnoreObject:
		return "an " + v.Kind().String()
	default:
		return "a " + v.Kind().String()
	}
}

// Single unwraps a one-element list; a list of more members is a CoercionError with code multi-valued.
func (v Value) Single() (Value, error) {
	single, ok := v.Unwrap()
	if !ok {
		return Absent, &CoercionError{Code: codes.EvalMulti, Want: "a single value", Found: v}
	}
	return single, nil
}

// ToDecimal returns the number of v in canonical digits: numbers as they are, text by its digits with optional sign, fraction
// and surrounding spaces. Every other kind, and text that is not a number, is a CoercionError. Zero has a single canonical
// form, "0", on which ToBoolean relies.
func (v Value) ToDecimal() (digits string, err error) {
	switch v.Kind() {
	case KindInteger, KindDecimal:
		return v.Text(), nil
	case KindString, KindReference:
		if digits, ok := nettext.ParseDecimal(v.text()); ok {
			return digits, nil
		}
	default: // no other kind is read as a number
	}
	return "", notANumber("a number", v)
}

// notANumber returns the error for a value that is read as a number and is none. Hexadecimal digits in a text are told apart: the same
// characters are a number where an expression has them without quotation marks.
func notANumber(want string, v Value) *CoercionError {
	e := &CoercionError{Code: codes.EvalNumber, Want: want, Found: v}
	switch {
	case v.Kind() != KindString:
	case isODataDate(v.text()):
		e.Reason = fmt.Sprintf("want %s, got a date: %s", want, odataDateRemedy)
	case isHexadecimal(v.text()):
		e.Reason = fmt.Sprintf("want %s, got a text with hexadecimal digits: &H and digits are a number only where the expression itself has them, without quotation marks", want)
	}
	return e
}

// isHexadecimal reports whether a text is &H and hexadecimal digits, which is a number in an expression, and no number in a text.
func isHexadecimal(text string) bool {
	if len(text) < 3 || text[0] != '&' || text[1]|0x20 != 'h' {
		return false
	}
	return strings.Trim(text[2:], "0123456789abcdefABCDEF") == ""
}

// odataDateRemedy names the dates of OData 2 in JSON, and an expression that reads them. 134774 days after 1601, where DateFromNum counts from, is
// 1970, and four zeros turn milliseconds into its 100 nanoseconds. A function that adds seconds would end with 2038.
const odataDateRemedy = `/Date(…)/ counts milliseconds since 1970: read it with DateAdd("d", 134774, DateFromNum(Replace([date], , "/Date\\((\\d+).*", , "${1}0000", , )))`

// serialRemedy names the numbers as which spreadsheets keep dates, and an expression that reads them; DateAdd counts from day 0.
const serialRemedy = `not a recognized date, but a number of days, as a spreadsheet keeps a date: read it with DateAdd("d", [date], "1899-12-30")`

// isODataDate reports whether a text is a date as OData 2 writes it in JSON, and SAP SuccessFactors answers: /Date(1488534400000)/ or with an
// offset before the bracket (documented: OData 2.0, JSON format, 4; SAP SuccessFactors OData API).
func isODataDate(text string) bool {
	digits, ok := strings.CutPrefix(text, "/Date(")
	return ok && len(digits) > 0 && (digits[0] == '-' || '0' <= digits[0] && digits[0] <= '9') && strings.HasSuffix(digits, ")/")
}

// ToInteger returns the whole number of v; a fraction is cut toward zero, as VB's Fix does. What is not a number, or does not fit
// 64 bits, is a CoercionError.
func (v Value) ToInteger() (int64, error) {
	if n, ok := v.AsInteger(); ok {
		return n, nil
	}
	digits, err := v.ToDecimal()
	if err != nil {
		return 0, notANumber("a whole number", v)
	}
	n, ok := nettext.TruncateDecimal(digits)
	if !ok {
		return 0, &CoercionError{Code: codes.EvalRange, Want: "a whole number of 64 bits", Found: v}
	}
	return n, nil
}

// ToBoolean returns the truth of v: text True and False in any case, numbers and numeric text by being other than zero, null and
// "" as false (assumed). Anything else is a CoercionError.
func (v Value) ToBoolean() (bool, error) {
	switch v.Kind() {
	case KindBoolean:
		return v.num == 1, nil
	case KindNull:
		return false, nil
	case KindString, KindReference:
		// The length of a text: it is empty.
		if v.num == 0 {
			return false, nil
		}
		if b, ok := nettext.ParseBool(v.text()); ok {
			return b, nil
		}
	default: // a number, or nothing that is true or false
	}
	digits, err := v.ToDecimal()
	if err != nil {
		return false, &CoercionError{Code: codes.EvalType, Want: "True, False or a number", Found: v}
	}
	return digits != "0", nil
}

// ToDate returns the instant of v: a date-time as it is, text as CDate reads it (invariant culture, UTC where no offset is
// given). Anything else is a CoercionError whose Reason says what is wrong with the text.
func (v Value) ToDate() (DateTime, error) {
	switch v.Kind() {
	case KindDateTime:
		d, _ := v.AsDate()
		return d, nil
	case KindString, KindReference:
		d, err := netdate.ParseCDate(v.text())
		if err == nil {
			return DateTime(d), nil
		}
		c := &CoercionError{Code: codes.EvalDate, Want: "a date", Found: v, Reason: "not a date"}
		var parse *netdate.ParseError
		_, isSerial := netdate.FromSerial(v.text())
		switch {
		case isODataDate(v.text()):
			c.Reason = odataDateRemedy
		case isSerial:
			c.Reason = serialRemedy
		case errors.As(err, &parse):
			c.Reason = parse.Reason.String() // without the text, which may be personal data
		}
		return DateTime{}, c
	default:
		return DateTime{}, &CoercionError{Code: codes.EvalType, Want: "a date", Found: v}
	}
}
