package datacheck

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// eachText counts the texts of a column for which is holds.
type eachText struct {
	hits
	is           func(text string) bool
	what, remedy string
}

// each returns what watches every column for texts for which is holds. What says what such a value is.
func each(is func(text string) bool, what, remedy string) func(*column, *Check) watcher {
	return func(*column, *Check) watcher { return &eachText{is: is, what: what, remedy: remedy} }
}

func (e *eachText) see(v *cell) {
	if e.is(v.text) {
		e.add(v)
	}
}

func (e *eachText) tell(c *column) *told {
	if e.count == 0 {
		return nil
	}
	return e.of(c, e.what, e.remedy, nil)
}

// isScientific reports whether a text is a number as spreadsheets show large ones: 1.23457E+11, with a decimal comma in many countries. Both the sign
// and two digits follow the E (documented: Microsoft, display numbers in scientific notation).
func isScientific(text string) bool {
	text = strings.TrimPrefix(text, "-")
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(text), "E+")
	if !ok || len(exponent) < 2 || len(exponent) > 3 || strings.Trim(exponent, "0123456789") != "" {
		return false
	}
	whole, fraction, point := strings.Cut(strings.Replace(mantissa, ",", ".", 1), ".")
	return len(whole) == 1 && strings.Trim(whole+fraction, "0123456789") == "" && point == (fraction != "")
}

// cellErrors are the errors of formulas (documented: Microsoft, ERROR.TYPE), and some of their names in German, French and Spanish.
var cellErrors = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NULL!": true, "#NUM!": true, "#SPILL!": true, "#CALC!": true, "#FIELD!": true,
	"#GETTING_DATA": true, "#BLOCKED!": true, "#CONNECT!": true, "#BUSY!": true, "#UNKNOWN!": true,
	"#NV": true, "#BEZUG!": true, "#WERT!": true, "#ZAHL!": true, "#ÜBERLAUF!": true, "#VALEUR!": true, "#NOM?": true, "#NOMBRE!": true, "#NOMBRE?": true, "#VALOR!": true, "#¡REF!": true, "#¡VALOR!": true,
	"#N/D": true, "#¿NOMBRE?": true,
}

// isCellError reports whether a text is such an error, or the hashes that stand for a number in a narrow column.
func isCellError(text string) bool {
	text = strings.TrimSpace(text)
	return cellErrors[strings.ToUpper(text)] || len(text) > 2 && strings.Trim(text, "#") == ""
}

// nullTexts are words that databases, scripts and spreadsheets have for no value. Null, with one capital letter, is a family name, and NA the code of
// Namibia.
var nullTexts = map[string]bool{
	"NULL": true, "null": true, "(null)": true, "(NULL)": true, "<null>": true, "<NULL>": true, "[null]": true, "[NULL]": true, "N/A": true, "n/a": true, "N.A.": true, "n.a.": true,
	"None": true, "none": true, "NONE": true, "nil": true, "NaN": true, "nan": true, "NaT": true, "undefined": true, `\N`: true, "<NA>": true, "(blank)": true, "(none)": true, "(empty)": true,
}

func isNullText(text string) bool { return nullTexts[strings.TrimSpace(text)] }

// oddities watches for characters that cannot be seen.
type oddities struct {
	eachText
}

func newOddities(col *column, _ *Check) watcher {
	allowed := ""
	if col.traits&isLines != 0 {
		allowed = "\n\r\t"
	}
	is := func(text string) bool {
		return strings.ContainsFunc(strings.TrimSpace(text), func(r rune) bool { return isOdd(r) && !strings.ContainsRune(allowed, r) })
	}
	return &oddities{eachText{is: is, what: "a text with characters that cannot be seen", remedy: "remove them, or read the attribute with Replace"}}
}

// isOdd reports whether a character cannot be seen where it is: control characters, line breaks and tabs, those of format and the spaces that look
// like U+0020. The joiners of Indic and Arabic scripts, and of emoji, are letters of a kind.
func isOdd(r rune) bool {
	const nonJoiner, joiner = '\u200C', '\u200D'
	switch {
	case r < ' ' || r == 0x7F:
		return true
	case r < 0x80 || r == nonJoiner || r == joiner:
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r)
}

// isGarbled reports whether a text has a replacement character, or pairs of characters as which UTF-8 shows when it is read as a code page: Ã¼ for ü.
func isGarbled(text string) bool {
	before := rune(0)
	for _, r := range text {
		if r == utf8.RuneError || (before == 'Ã' || before == 'Â') && isSecond(r) || before == 'â' && r == '€' {
			return true
		}
		before = r
	}
	return false
}

// isSecond reports whether a character is that of a byte from 0x80 to 0xBF in Windows-1252 or ISO 8859-1, as which UTF-8 goes on. A no-break space
// after a letter is punctuation of French.
func isSecond(r rune) bool {
	return r >= 0x80 && r <= 0xBF && r != '\u00A0' || strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", r)
}
