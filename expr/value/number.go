package value

import (
	"strconv"
	"strings"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// maxExponent bounds how far a number's exponent may move its point: 1e308 is the greatest that a 64-bit float holds.
const maxExponent = 400

// plainDigits returns a number in canonical digits without an exponent. The number may have one, as JSON numbers do.
func plainDigits(text string) (string, bool) {
	e := strings.IndexAny(text, "eE")
	if e < 0 {
		return nettext.ParseDecimal(text)
	}
	exponent, err := strconv.Atoi(text[e+1:])
	if err != nil || exponent > maxExponent || exponent < -maxExponent {
		return "", false
	}
	digits, ok := nettext.ParseDecimal(text[:e])
	if !ok {
		return "", false
	}
	return nettext.ParseDecimal(movePoint(digits, exponent))
}

// movePoint multiplies canonical digits by a power of ten. The result may have superfluous zeros on both sides; the caller
// makes it canonical.
func movePoint(digits string, by int) string {
	digits, negative := strings.CutPrefix(digits, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	all := whole + fraction
	point := len(whole) + by
	switch {
	case point <= 0:
		all = strings.Repeat("0", 1-point) + all
		point = 1
	case point > len(all):
		all += strings.Repeat("0", point-len(all))
	}
	moved := all[:point] + "." + all[point:]
	if negative {
		return "-" + moved
	}
	return moved
}
