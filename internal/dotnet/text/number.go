package text

import (
	"cmp"
	"strconv"
	"strings"
)

// MaxDigits is the number of digits that ParseDecimal accepts on each side of the point: far more than any numeric type
// of .NET has, but few enough for cheap comparisons.
const MaxDigits = 1000

// ParseInt parses s as long.Parse does: an optional sign and ASCII digits, with ASCII white space around them, and NULs
// after that. It reports false for any other text, such as one with a point, an exponent, group separators, hexadecimal
// digits or digits of other scripts, and for a value outside 64 bits.
func ParseInt(s string) (value int64, ok bool) {
	s = trimNumber(s)
	digits := s
	if s != "" && (s[0] == '-' || s[0] == '+') {
		digits = s[1:]
	}
	// Errors of strconv allocate, and most text passed here is not a number. So strconv only has to check the range.
	if digits == "" || !allDigits(digits) {
		return 0, false
	}
	value, err := strconv.ParseInt(s, 10, 64)
	return value, err == nil
}

// ParseDecimal returns the canonical text of the number s: an optional sign, ASCII digits and at most one point, with
// digits on at least one side of it. White space and NULs are allowed as in [ParseInt]. It reports false for any other
// text, such as one with an exponent or group separators, and for a number that has more than [MaxDigits] digits on one
// side of the point, redundant zeros aside.
//
// The canonical text has no plus sign and no redundant zeros, but a digit before the point; minus zero is "0". The value is
// never rounded. If s is canonical it is returned without copying.
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
	// A plus sign is dropped, and so is that of minus zero.
	if sign == "+" || w == "0" && f == "" {
		sign, s = "", digits
	}
	switch {
	// canonical already, up to the sign that has been dropped from s too
	case w == whole && f == fraction && point == (f != ""):
		return s, true
	case f == "":
		return sign + w, true
	}
	return sign + w + "." + f, true
}

// CompareDecimal compares the numbers with the canonical texts a and b exactly, and returns -1, 0 or 1. See
// [ParseDecimal].
func CompareDecimal(a, b string) int {
	x, xNegative := strings.CutPrefix(a, "-")
	y, yNegative := strings.CutPrefix(b, "-")
	switch {
	case xNegative && yNegative:
		// The greater of two negative numbers has the smaller magnitude.
		x, y = y, x
	case xNegative:
		return -1
	case yNegative:
		return 1
	}
	xWhole, xFraction, _ := strings.Cut(x, ".")
	yWhole, yFraction, _ := strings.Cut(y, ".")
	return cmp.Or(
		// without leading zeros, the longer one is greater
		cmp.Compare(len(xWhole), len(yWhole)),
		cmp.Compare(xWhole, yWhole),
		cmp.Compare(xFraction, yFraction), // without trailing zeros, fractions compare as text
	)
}

// TruncateDecimal returns the number with the canonical text s truncated toward zero, as Visual Basic's Fix does. It
// reports false if the result is outside 64 bits.
func TruncateDecimal(s string) (value int64, ok bool) {
	whole, _, _ := strings.Cut(s, ".")
	value, err := strconv.ParseInt(whole, 10, 64)
	return value, err == nil
}

// ParseBool parses s as bool.Parse does: "True" or "False" in any case, with white space and NULs around it. It reports
// false for ok if s is any other text.
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

// trimNumber removes what .NET allows around a number: ASCII white space on both sides, and NULs after that.
func trimNumber(s string) string {
	const space = "\t\n\v\f\r "
	return strings.Trim(strings.TrimRight(s, "\x00"), space)
}

// allDigits reports whether s has only ASCII digits; it may be empty.
func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
