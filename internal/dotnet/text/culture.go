package text

import (
	"fmt"
	"strings"
)

// Culture is the casing rules of a .NET culture. The zero value is the invariant culture.
type Culture uint8

const (
	// Invariant is like [Ordinary] but maps neither İ nor ı.
	Invariant Culture = iota
	// Ordinary is any culture without special rules: the lower case of İ is i, and the upper case of ı is I.
	Ordinary
	// Turkic is Turkish and Azerbaijani: I and ı are a pair, and so are İ and i.
	Turkic
	// Dutch is like Ordinary, but in title case an initial ij becomes IJ.
	Dutch
)

const (
	maxCultureName = 85 // longest name that .NET accepts
	maxLanguage    = 11 // longest language that ICU accepts
)

// ParseCulture returns the culture with a name such as "tr-TR", ignoring case. The empty name is the invariant culture,
// and so are "C", "und", "root" and private tags such as "x-custom".
//
// The name need not be that of a known culture: .NET with ICU accepts every well-formed name, such as "klingon" and
// "en_US". A name is well-formed if it consists of parts of ASCII letters and digits, separated by single "-" or "_", has
// at most 85 characters, and its first part has 2 to 11. ParseCulture returns an error for any other name. It ignores a
// NUL and what follows it.
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
		return Invariant, fmt.Errorf("malformed culture %.40q: want letters and digits separated by single hyphens, as in en-US", name)
	}
	switch {
	// und and root have to be the whole name: und-TR is an ordinary culture.
	case language == "x", (language == "und" || language == "root") && end == len(tag):
		return Invariant, nil
	case language == "tr", language == "az":
		return Turkic, nil
	case language == "nl" && strings.HasPrefix(tag[end:], "-"):
		// .NET tests for the prefix "nl-", so the rule does not apply to the language alone.
		return Dutch, nil
	}
	return Ordinary, nil
}

// wellFormed reports whether tag consists of parts as ParseCulture describes. Only the prefixes x- and i- may have a
// single letter.
func wellFormed(tag, language string) bool {
	if len(tag) > maxCultureName || len(language) > maxLanguage {
		return false
	}
	if private := language == "x" || language == "i"; len(language) < 2 && !(private && len(tag) > 2) {
		return false
	}
	// A separator must not come first, follow another one, or be last.
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
