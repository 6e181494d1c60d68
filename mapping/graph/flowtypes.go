package graph

import "strings"

// FlowTypes is a set of actions that an object mapping may take.
type FlowTypes uint8

const (
	// FlowAdd creates objects.
	FlowAdd FlowTypes = 1 << iota
	// FlowUpdate updates objects; it is needed to disable them too.
	FlowUpdate
	// FlowDelete deletes objects.
	FlowDelete
)

// FlowNone and FlowAll are the empty set and the full one.
const (
	FlowNone FlowTypes = 0
	FlowAll            = FlowAdd | FlowUpdate | FlowDelete
)

// flowTypeWords holds the words of the flags in the order of their bits, and then the word for none of them. It is not changed.
var flowTypeWords = []string{"Add", "Update", "Delete", "None"}

// Has tells whether all actions of other are in the set.
func (t FlowTypes) Has(other FlowTypes) bool { return t&other == other }

// String gives the set as the service writes it today: "Add,Update,Delete"; "None" for the empty one.
func (t FlowTypes) String() string { return t.join(",", nil) }

func (t FlowTypes) join(comma string, unknown []string) string {
	var words []string
	for i, word := range flowTypeWords[:3] {
		if t&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	if words = append(words, unknown...); words == nil {
		return "None"
	}
	return strings.Join(words, comma)
}

// ParseFlowTypes reads a set from words parted by commas, with or without blanks, in any case. Words that are not known are given
// beside it.
func ParseFlowTypes(text string) (t FlowTypes, unknown []string) {
	for word := range strings.SplitSeq(text, ",") {
		word = strings.TrimSpace(word)
		switch flag := flowType(word); {
		case flag >= 0:
			t |= FlowTypes(flag)
		case word != "":
			unknown = append(unknown, word)
		}
	}
	return t, unknown
}

// flowType gives the flag that a word means, -1 for an unknown word.
func flowType(word string) int {
	for i, known := range flowTypeWords {
		if strings.EqualFold(word, known) {
			return 1 << i & int(FlowAll)
		}
	}
	return -1
}

// like writes the set in the spelling of text: the service parted the words by ", " until 2020, by "," since. The words of text that are
// not known stay if keep is set.
func (t FlowTypes) like(text string, keep bool) string {
	comma := ","
	if strings.Contains(text, ", ") {
		comma = ", "
	}
	var unknown []string
	if keep {
		_, unknown = ParseFlowTypes(text)
	}
	return t.join(comma, unknown)
}
