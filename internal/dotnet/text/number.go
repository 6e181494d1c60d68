package text

import (
	"cmp"
	"strconv"
	"strings"
)

// MaxDigits bounds the digits that ParseDecimal takes on each side of the point: far more than any number type of .NET
// holds, few enough for comparing to stay cheap.
const MaxDigits = 1000

// ParseInt returns the value of s as long.Parse does: an optional sign and ASCII digits. ASCII white space may surround
// them, and NULs may end the text. A point, an exponent, group separators, hexadecimal, digits of other scripts and values
// outside 64 bits are not ok.
func ParseInt(s string) (value int64, ok bool) {
	s = trimNumber(s)
	digits := s
	if s != "" && (s[0] == '-' || s[0] == '+') {
		digits = s[1:]
	}
	// What is left to strconv is range alone; its errors allocate, and most text that comes here is no number.
	if digits == "" || !allDigits(digits) {
		return 0, false
	}
	value, err := strconv.ParseInt(s, 10, 64)
	return value, err == nil
}

// ParseDecimal returns the canonical text of the number s: an optional sign, ASCII digits and at most one point, digits on
// at least one side of it. White space and NULs are as for [ParseInt].
//
// The canonical text is the shortest: no plus, no needless zeros, a digit before the point, "0" for minus zero. Nothing is
// rounded. Exponents, group separators and more than a thousand digits on one side of the point are not ok. Canonical text
// is returned without copying.
func ParseDecimal(s string) (text string, ok bool) {
	s = trimNumber(s)
	sign, digits := "", s
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, digits = s[:1], s[1:]
	}
	whole, fraction, point := strings.Cut(digits, ".")
	if len(whole)+len(fraction) == 0 || !allDigits(whole) || !allDigits(fraction) {
		return "", false
	}
	w, f := strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if len(w) > MaxDigits || len(f) > MaxDigits {
		return "", false
	}
	if w == "" {
		w = "0"
	}
	if sign == "+" || w == "0" && f == "" {
		sign, s = "", digits
	}
	switch {
	case w == whole && f == fraction && point == (f != ""):
		return s, true
	case f == "":
		return sign + w, true
	}
	return sign + w + "." + f, true
}

// CompareDecimal orders the numbers whose canonical texts are a and b, exactly: -1, 0 or 1. See [ParseDecimal].
func CompareDecimal(a, b string) int {
	x, xNegative := strings.CutPrefix(a, "-")
	y, yNegative := strings.CutPrefix(b, "-")
	switch {
	case xNegative && yNegative:
		x, y = y, x
	case xNegative:
		return -1
	case yNegative:
		return 1
	}
	xWhole, xFraction, _ := strings.Cut(x, ".")
	yWhole, yFraction, _ := strings.Cut(y, ".")
	return cmp.Or(
		cmp.Compare(len(xWhole), len(yWhole)),
		cmp.Compare(xWhole, yWhole),
		cmp.Compare(xFraction, yFraction), // without trailing zeros digits order as text does
	)
}

// TruncateDecimal returns the whole part of the number whose canonical text is s, as Visual Basic's Fix does: toward zero.
// A value outside 64 bits is not ok.
func TruncateDecimal(s string) (value int64, ok bool) {
	whole, _, _ := strings.Cut(s, ".")
	value, err := strconv.ParseInt(whole, 10, 64)
	return value, err == nil
}

// ParseBool returns the value of s as bool.Parse does: "True" or "False" in any case, white space and NULs around it.
func ParseBool(s string) (value, ok bool) {
	s = strings.TrimFunc(s, func(r rune) bool { return r == 0 || isSpace(r) })
	switch {
	case EqualFold(s, "True"):
		return true, true
	case EqualFold(s, "False"):
		return false, true
	}
	return false, false
}

// trimNumber removes what .NET lets stand around the digits of a number: ASCII white space on both sides, then NULs.
func trimNumber(s string) string {
	const space = "\t\n\v\f\r "
	return strings.Trim(strings.TrimRight(s, "\x00"), space)
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
