package provision

import (
	"unicode/utf16"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// Warnings about values that a target's limits refuse.
const (
	// WarnLength: the value is longer than the target takes.
	WarnLength = "MaximumLength"
	// WarnCharacters: the value has a form or characters that the target refuses.
	WarnCharacters = "InvalidCharacters"
)

// limitsFor returns the limits of the targets of a set: those of the profile, and the length that the target's schema states, which
// wins.
func limitsFor(profile mapping.Profile, set *mapping.Set, target *mapping.Schema) ([]mapping.Limit, error) {
	limits := make([]mapping.Limit, len(set.Mappings))
	for i := range set.Mappings {
		var err error
		if limits[i], err = profile.Limit(set.Mappings[i].Target); err != nil {
			return nil, err
		}
		if a, _ := target.Lookup(set.Mappings[i].Target); a != nil && a.MaxLength > 0 {
			limits[i].Length = a.MaxLength
		}
	}
	return limits, nil
}

// limitWarnings returns the codes of what a limit says against a value.
func limitWarnings(l *mapping.Limit, v value.Value) []string {
	if l.IsZero() || v.IsNullOrEmpty() {
		return nil
	}
	var long, refused bool
	for _, m := range v.Members() {
		text := m.Text()
		long = long || l.Length > 0 && len(text) > l.Length && len(utf16.Encode([]rune(text))) > l.Length
		refused = refused || l.Refuses(text)
	}
	var codes []string
	if long {
		codes = append(codes, WarnLength)
	}
	if refused {
		codes = append(codes, WarnCharacters)
	}
	return codes
}
