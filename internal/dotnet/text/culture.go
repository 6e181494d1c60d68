package text

import (
	"fmt"
	"strings"
)

// Culture is what the name of a .NET culture decides about casing. The zero value is the invariant culture.
type Culture uint8

const (
	// Invariant maps neither İ nor ı; all else as [Ordinary].
	Invariant Culture = iota
	// Ordinary is any culture without rules of its own: İ lowers to i and ı rises to I.
	Ordinary
	// Turkic is Turkish and Azerbaijani: I and ı, İ and i are the pairs.
	Turkic
	// Dutch is Ordinary with the one letter IJ: a word's first ij is written IJ in title case.
	Dutch
)

// .NET refuses names longer than this; ICU refuses languages longer than maxLanguage.
const (
	maxCultureName = 85
	maxLanguage    = 11
)

// ParseCulture returns the culture of a name such as "tr-TR". The empty name is the invariant culture, and so are "C",
// "und", "root" and private tags ("x-custom"). Case does not matter.
//
// A name need not be known: .NET with ICU accepts every well-formed one, "klingon" and "en_US" included. Well-formed are
// parts of ASCII letters and digits joined by single "-" or "_", the first of 2 to 11 characters, at most 85 in all.
// Anything else is an error. A NUL ends the name.
func ParseCulture(name string) (Culture, error) {
	tag, _, _ := strings.Cut(name, "\x00")
	if tag == "" || strings.EqualFold(tag, "C") {
		return Invariant, nil
	}
	end := strings.IndexAny(tag, "-_")
	if end < 0 {
		end = len(tag)
	}
	language := strings.ToLower(tag[:end])
	if !wellFormed(tag, language) {
		return Invariant, fmt.Errorf("culture %.40q is not a language tag such as en-US: letters and digits in parts joined by single hyphens", name)
	}
	switch {
	case language == "x", (language == "und" || language == "root") && end == len(tag):
		return Invariant, nil
	case language == "tr", language == "az":
		return Turkic, nil
	case language == "nl" && strings.HasPrefix(tag[end:], "-"):
		// .NET looks for names that start with "nl-": the bare language has no IJ.
		return Dutch, nil
	}
	return Ordinary, nil
}

func wellFormed(tag, language string) bool {
	if len(tag) > maxCultureName || len(language) > maxLanguage {
		return false
	}
	if private := language == "x" || language == "i"; len(language) < 2 && !(private && len(tag) > 2) {
		return false
	}
	separated := true
	for i := range len(tag) {
		switch c := tag[i]; {
		case c == '-' || c == '_':
			if separated {
				return false
			}
			separated = true
		case isASCIILetter(c) || isDigit(c):
			separated = false
		default:
			return false
		}
	}
	return !separated
}

func isDigit(c byte) bool { return c-'0' < 10 }
