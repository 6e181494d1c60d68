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

// FlowAll is the set of all actions.
const FlowAll = FlowAdd | FlowUpdate | FlowDelete

// flowTypeWords holds the words of the flags in the order of their bits, and then the word for none of them. It is not changed.
var flowTypeWords = []string{"Add", "Update", "Delete", "None"}

// Has tells whether all actions of other are in the set.
func (t FlowTypes) Has(other FlowTypes) bool { return t&other == other }

// String gives the set as the service writes it today: "Add,Update,Delete"; "None" for the empty one.
func (t FlowTypes) String() string {
	var words []string
	for i, word := range flowTypeWords[:3] {
		if t&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	if words == nil {
		return "None"
	}
	return strings.Join(words, ",")
}

// parseFlowTypes reads a set from words parted by commas, with or without blanks, in any case. Words that are not known are given
// beside it.
func parseFlowTypes(text string) (t FlowTypes, unknown []string) {
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
