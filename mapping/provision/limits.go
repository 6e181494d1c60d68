package provision

import (
	"unicode/utf16"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// limitsFor returns the limits of the targets of a set: those of the profile, and the length that the target's schema states, which
// wins.
func limitsFor(profile mapping.Profile, set *mapping.Set, target *mapping.Schema) ([]mapping.Limit, error) {
	limits, object := make([]mapping.Limit, len(set.Mappings)), ""
	if target != nil {
		object = target.Name
	}
	for i := range set.Mappings {
		var err error
		if limits[i], err = profile.Limit(object, set.Mappings[i].Target); err != nil {
			return nil, err
		}
		if a, _ := target.Lookup(set.Mappings[i].Target); a != nil && a.MaxLength > 0 {
			limits[i].Length = a.MaxLength
		}
	}
	return limits, nil
}

// limitWarnings returns the codes of what a limit says against a value.
func limitWarnings(l *mapping.Limit, v value.Value) []diag.Code {
	if l.IsZero() || v.IsNullOrEmpty() {
		return nil
	}
	var long, refused bool
	look := func(text string) {
		// A text has no more UTF-16 units than bytes, so short ones need not be encoded.
		long = long || l.Length > 0 && len(text) > l.Length && len(utf16.Encode([]rune(text))) > l.Length
		refused = refused || l.Refuses(text)
	}
	if members, isList := v.AsList(); isList {
		for _, m := range members {
			look(m.Text())
		}
	} else {
		look(v.Text())
	}
	var warnings []diag.Code
	if long {
		warnings = append(warnings, codes.Length)
	}
	if refused {
		warnings = append(warnings, codes.Characters)
	}
	return warnings
}
