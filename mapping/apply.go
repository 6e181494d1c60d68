package mapping

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// Apply says when a mapping applies: the service's attribute flow type.
type Apply uint8

const (
	// ApplyAlways applies at creation and on updates.
	ApplyAlways Apply = iota
	// ApplyCreate applies when the object is created, not on updates (ObjectAddOnly).
	ApplyCreate
	// ApplyMultiValueAddOnly flows a multi-valued attribute only where it adds values.
	ApplyMultiValueAddOnly
	// ApplyValueAddOnly adds values to the current ones and removes none.
	ApplyValueAddOnly
	// ApplyAttributeAddOnly flows only where the target has no value at all.
	ApplyAttributeAddOnly

	applies // how many there are
)

// Behavior is what an [Apply] means to everything that acts by it or describes it.
type Behavior struct {
	// Word names it in mapping files, FlowType in Graph's schemas.
	Word, FlowType string
	// When says in documents when the mapping applies: "at creation".
	When string
	// Creates and Updates report whether the mapping applies to an object that is created, and to one that exists.
	Creates, Updates bool
	// AddsOnly reports that an update keeps the values that a multi-valued target has: requests send the new ones alone.
	AddsOnly bool
}

// applyRow is everything there is to say of an Apply. Literals have no field names, so that one that leaves a field out does not compile.
// A new Apply is a constant and a row; nothing else distinguishes them.
type applyRow struct {
	apply Apply
	Behavior
	// merge returns what flows onto an object that has a value; kept says why nothing does.
	merge func(r *mapRun, old, v value.Value) (merged value.Value, kept string)
}

// applyTable has a row for every Apply, in their order. It is not changed.
var applyTable = [...]applyRow{
	{ApplyAlways, Behavior{"always", "Always", "always", true, true, false}, (*mapRun).replace},
	{ApplyCreate, Behavior{"create", "ObjectAddOnly", "at creation", true, false, false}, (*mapRun).replace},
	{ApplyMultiValueAddOnly, Behavior{"multiValueAddOnly", "MultiValueAddOnly", "only to add values to several", true, true, true}, (*mapRun).add},
	{ApplyValueAddOnly, Behavior{"valueAddOnly", "ValueAddOnly", "only to add values", true, true, true}, (*mapRun).add},
	{ApplyAttributeAddOnly, Behavior{"attributeAddOnly", "AttributeAddOnly", "only to an empty target", true, true, false}, (*mapRun).fill},
}

var _ [applies]struct{} = [len(applyTable)]struct{}{} // an Apply without a row does not compile

// Applies returns every Apply, in the order of their numbers.
func Applies() []Apply {
	all := make([]Apply, len(applyTable))
	for i := range applyTable {
		all[i] = applyTable[i].apply
	}
	return all
}

// row returns the row of an Apply; that of [ApplyAlways] for a number that means none, which Compile refuses.
func (a Apply) row() *applyRow {
	if a >= applies {
		a = ApplyAlways
	}
	return &applyTable[a]
}

// Behavior returns what the Apply means; an unknown one means what [ApplyAlways] does.
func (a Apply) Behavior() Behavior { return a.row().Behavior }

// String returns the word of the mapping file, such as "create".
func (a Apply) String() string {
	if a < applies {
		return applyTable[a].Word
	}
	return fmt.Sprintf("Apply(%d)", uint8(a))
}

// MarshalText returns the same word as String, for JSON.
func (a Apply) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what [ParseApply] does. After an error a is [ApplyAlways].
func (a *Apply) UnmarshalText(text []byte) (err error) {
	*a, err = ParseApply(string(text))
	return err
}

// ParseApply returns the Apply of a mapping file's word, or of Graph's flow type (Always, ObjectAddOnly …), in any case. The error of
// an unknown one names those that are known.
func ParseApply(name string) (Apply, error) {
	words := make([]string, len(applyTable))
	for i := range applyTable {
		row := &applyTable[i]
		if strings.EqualFold(name, row.Word) || strings.EqualFold(name, row.FlowType) {
			return row.apply, nil
		}
		words[i] = row.Word
	}
	return ApplyAlways, unknownWord("flow type", name, words)
}
