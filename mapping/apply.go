package mapping

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// Apply says when a mapping applies: the service's attribute flow type.
type Apply uint8

const (
	// Always applies at creation and on updates.
	Always Apply = iota
	// OnlyDuringCreation applies when the object is created, not on updates (ObjectAddOnly).
	OnlyDuringCreation
	// MultiValueAddOnly flows a multi-valued attribute only where it adds values.
	MultiValueAddOnly
	// ValueAddOnly adds values to the current ones and removes none.
	ValueAddOnly
	// AttributeAddOnly flows only where the target has no value at all.
	AttributeAddOnly
)

var applyNames = [...]string{
	Always: "always", OnlyDuringCreation: "create", MultiValueAddOnly: "multiValueAddOnly", ValueAddOnly: "valueAddOnly",
	AttributeAddOnly: "attributeAddOnly",
}

// String gives the word of the mapping file, such as "create".
func (a Apply) String() string {
	if int(a) < len(applyNames) {
		return applyNames[a]
	}
	return fmt.Sprintf("Apply(%d)", uint8(a))
}

// MarshalText gives the same word as String, for JSON.
func (a Apply) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads a word of the mapping file, or Graph's name of the flow type (Always, ObjectAddOnly …), in any case.
func (a *Apply) UnmarshalText(text []byte) error {
	word := string(text)
	if strings.EqualFold(word, "ObjectAddOnly") {
		*a = OnlyDuringCreation
		return nil
	}
	for i, name := range applyNames {
		if strings.EqualFold(word, name) {
			*a = Apply(i)
			return nil
		}
	}
	return fmt.Errorf("there is no flow type %s: write one of %s", diag.Quote(word), strings.Join(applyNames[:], ", "))
}
