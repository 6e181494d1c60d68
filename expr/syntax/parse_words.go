package syntax

import (
	"iter"
	"strings"
)

// wordKind is the kind of a word of the language.
type wordKind uint8

const (
	compareWordKind wordKind = iota // how InStr and Contains compare
	flowWord                        // a flow signal
	encodingWord                    // an encoding of ConvertFromBase64
	valueWord                       // a value, bare only in other dialects
)

// wordEntry is a word of the language in canonical case. Its kind decides how lowering remarks on it.
type wordEntry struct {
	name string
	kind wordKind
}

// words are all words that may be bare. The array is never changed.
var words = [...]wordEntry{
	{"vbTextCompare", compareWordKind}, {"vbBinaryCompare", compareWordKind},
	{"CaseInsensitive", compareWordKind}, {"CaseSensitive", compareWordKind},
	{"IgnoreAttributeFlow", flowWord}, {"IgnoreObjectFlow", flowWord},
	{"Unicode", encodingWord}, {"ASCII", encodingWord}, {"UTF8", encodingWord},
	{"True", valueWord}, {"False", valueWord}, {"NULL", valueWord},
}

// Words returns an iterator over the words that may be bare in an expression, in canonical case: constants for comparisons
// and encodings, flow signals, True, False and NULL. In a text, they are not case-sensitive.
func Words() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, w := range words {
			if !yield(w.name) {
				return
			}
		}
	}
}

// lookupWord finds a word, ignoring case. The words are so few that searching them needs no map.
func lookupWord(written string) (wordEntry, bool) {
	for _, w := range words {
		if strings.EqualFold(w.name, written) {
			return w, true
		}
	}
	return wordEntry{}, false
}

// connectNull is the word for null of the older Connect Sync dialect, which an empty argument is here.
const connectNull = "AuthoritativeNull"

// foreignNull reports whether a word is null in another language and little else: texts such as None are people's own.
func foreignNull(written string) bool {
	switch strings.ToLower(written) {
	case "nothing", "undefined", "nil", "dbnull":
		return true
	}
	return false
}

// callOf returns the call that a bare word such as Now is for in other languages, or "" for other words.
func callOf(written string) string {
	switch strings.ToLower(written) {
	case "now":
		return "Now()"
	case "guid":
		return "Guid()"
	}
	return ""
}

// connectWord returns the equivalent of a word of the older Connect Sync dialect, or "" for other words.
func connectWord(written string) string {
	if strings.EqualFold(written, "IgnoreThisFlow") {
		return "IgnoreAttributeFlow"
	}
	return ""
}

// isForeignRoot reports whether other languages have attributes below a word, as in user.firstName.
func isForeignRoot(word string) bool {
	switch strings.ToLower(word) {
	case "user", "appuser", "source", "target", "profile", "identity", "account", "employee", "person", "record":
		return true
	}
	return false
}

// tokenName returns the name of a token in canonical case if it is one that provisioning jobs are known to replace, and
// otherwise unchanged.
func tokenName(written string) string {
	for _, name := range [...]string{"DomainFQDN", "DomainNetBios", "ForestFQDN", "ForestNetBios"} {
		if strings.EqualFold(name, written) {
			return name
		}
	}
	return written
}
