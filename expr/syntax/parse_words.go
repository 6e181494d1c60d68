package syntax

import (
	"iter"
	"strings"
)

// wordKind tells what a word of the language stands for.
type wordKind uint8

const (
	compareWordKind wordKind = iota // how InStr compares
	flowWord                        // nothing flows
	encodingWord                    // how ConvertFromBase64 reads its bytes
	valueWord                       // a value that other dialects write bare
)

type wordEntry struct {
	name string
	kind wordKind
}

// words is every word that may stand bare. It is not changed.
var words = [...]wordEntry{
	{"vbTextCompare", compareWordKind}, {"vbBinaryCompare", compareWordKind},
	{"IgnoreAttributeFlow", flowWord}, {"IgnoreObjectFlow", flowWord},
	{"Unicode", encodingWord}, {"ASCII", encodingWord}, {"UTF8", encodingWord},
	{"True", valueWord}, {"False", valueWord}, {"NULL", valueWord},
}

// Words gives the words that may stand bare in an expression, in canonical case: constants of comparison and encoding,
// flow signals, True, False and NULL. In the text their case does not matter.
func Words() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, w := range words {
			if !yield(w.name) {
				return
			}
		}
	}
}

func lookupWord(written string) (wordEntry, bool) {
	for _, w := range words {
		if strings.EqualFold(w.name, written) {
			return w, true
		}
	}
	return wordEntry{}, false
}

// connectWord gives what this dialect has instead of a word of the older Connect Sync dialect, "" for other words.
func connectWord(written string) string {
	switch strings.ToLower(written) {
	case "caseinsensitive":
		return "vbTextCompare"
	case "casesensitive":
		return "vbBinaryCompare"
	case "ignorethisflow":
		return "IgnoreAttributeFlow"
	case "authoritativenull":
		return "NULL"
	}
	return ""
}

// tokenName gives the canonical case of a token that provisioning jobs are known to fill in, other names as they are.
func tokenName(written string) string {
	for _, name := range [...]string{"DomainFQDN", "DomainNetBios", "ForestFQDN", "ForestNetBios"} {
		if strings.EqualFold(name, written) {
			return name
		}
	}
	return written
}
