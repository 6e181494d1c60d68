package mapping

import (
	"errors"
	"fmt"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Result is what mapping one object came to.
type Result struct {
	// Ignored reports that an expression left the whole object out of the flow.
	Ignored bool
	// Attributes has one outcome per mapping, in the set's order.
	Attributes []Outcome
}

// Outcome is what one mapping did to its target attribute.
type Outcome struct {
	// Mapping is the mapping; it must not be changed.
	Mapping *Mapping
	// Old is the target's value before, Absent for a new object. New is its value after: equal to Old where it is unchanged, Null
	// where it is cleared, Absent where nothing flows. Values that reports must not print are marked, see [value.Value.Redacted].
	Old, New value.Value
	Decision Decision
	// Fatal reports of a failure that the object is not created without the attribute: it is required, or matches objects, or must have a value
	// that nobody has.
	Fatal bool
	// Hidden reports that reports must not print Old and New, see Options.HideValues.
	Hidden bool
	// Reason says why, in words. Only a failure's may quote a value of the object, at most 40 characters of it, and not where
	// Options.HideValues is set.
	Reason string
	// Code is the stable name of a failure, or of what is not supported; "" otherwise.
	Code diag.Code
	// Err is the failure, or what is not supported; nil otherwise.
	Err error
	// Pending are the objects that the value refers to and that the target has not got yet: they are created in the same cycle. New is the rest
	// of a multi-valued attribute as it is afterwards, and Null for a single-valued one, which is written after the creation.
	Pending []Pending
	// Warnings are codes of doubts that do not keep the value from flowing.
	Warnings []diag.Code
	// Met are the points of the mapping's expression that the evaluation has met, by their numbers in [expr.Program.Points], in order and each
	// once. It is nil unless Options.Watch is set.
	Met []int

	fixed   *fixedJSON // of the mapping; nil where no Mapper has made the outcome
	waiting *waiting   // of a value whose objects are not known yet; nil otherwise
}

// Pending is an object that is created in the same cycle, so that its identifier in the target is not known.
type Pending struct {
	// Object is the source object's type, such as User; ID is what its plan is called by,
	// which shows no value that reports must not print.
	Object, ID string
}

// hideFound takes the value that an expression failed on out of the reason of a failure. A failed conversion quotes no value.
func (o *Outcome) hideFound() {
	var failed *expr.EvalError
	if errors.As(o.Err, &failed) {
		o.fail(o.Code, failed.WithoutFound())
	}
}

// Decision says what became of an attribute.
type Decision uint8

const (
	// Flowed means that the value is new or differs from the target's.
	Flowed Decision = iota
	// Unchanged means that the target has this value already.
	Unchanged
	// NullNotFlowed means that there is no value and no default, and null does not flow.
	NullNotFlowed
	// DefaultUsed means that there is no value and the default takes its place.
	DefaultUsed
	// CreateOnlySkipped means that the mapping does not apply to an object, or an attribute, that exists.
	CreateOnlySkipped
	// Cleared means that there is no value and null flows.
	Cleared
	// NoneKept means that the mapping is of type None and leaves the target as it is.
	NoneKept
	// Ignored means that the expression left the attribute out of the flow.
	Ignored
	// Failed means that the value could not be made.
	Failed
	// Unsupported means that the mapping uses what cannot be evaluated here, so that nothing is known of the value.
	Unsupported
)

var decisionNames = [...]string{
	Flowed: "flowed", Unchanged: "unchanged", NullNotFlowed: "nullNotFlowed", DefaultUsed: "defaultUsed",
	CreateOnlySkipped: "createOnlySkipped", Cleared: "cleared", NoneKept: "noneKept", Ignored: "ignored", Failed: "error", Unsupported: "unsupported",
}

// String returns the word of the command's output, such as "nullNotFlowed".
func (d Decision) String() string {
	if int(d) < len(decisionNames) {
		return decisionNames[d]
	}
	return fmt.Sprintf("Decision(%d)", uint8(d))
}

// MarshalText returns the same word as String, for JSON.
func (d Decision) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Changes reports whether the decision writes to the target.
func (d Decision) Changes() bool { return d == Flowed || d == DefaultUsed || d == Cleared }

// Failed returns the outcomes that failed.
func (r *Result) Failed() []*Outcome {
	var failed []*Outcome
	for i := range r.Attributes {
		if r.Attributes[i].Decision == Failed {
			failed = append(failed, &r.Attributes[i])
		}
	}
	return failed
}
