package lint

import (
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// profileOf tells by its targets what a set fills; [mapping.ProfileNone] where that is not certain.
func profileOf(set *mapping.Set) mapping.Profile {
	best, most, even := mapping.ProfileNone, 0, false
	for _, profile := range mapping.Profiles() {
		n, marks := 0, profile.Target().Marks
		for i := range set.Mappings {
			for _, target := range marks {
				if strings.EqualFold(set.Mappings[i].Target, target) {
					n++
				}
			}
		}
		switch {
		case n > most:
			best, most, even = profile, n, false
		case n == most:
			even = true
		}
	}
	if even {
		return mapping.ProfileNone
	}
	return best
}

// limit gives what is known of the values that the target takes: from its schema and its profile. Without a profile it is what the
// profiles that have such an attribute agree on.
func (o *Options) limit(target string) mapping.Limit {
	limit := o.profileLimit(target)
	if a, _ := o.Target.Lookup(target); a != nil && a.MaxLength > 0 {
		limit.Length = a.MaxLength
	}
	return limit
}

func (o *Options) profileLimit(target string) mapping.Limit {
	if o.Profile != mapping.ProfileNone {
		limit, _ := o.Profile.Limit(target)
		return limit
	}
	var agreed mapping.Limit
	for _, profile := range mapping.Profiles() {
		limit, _ := profile.Limit(target)
		switch {
		case limit.IsZero():
		case agreed.IsZero():
			agreed = limit
		case limit.Length == 0:
			agreed.Length = 0
		default:
			agreed.Length = max(agreed.Length, limit.Length)
		}
	}
	return agreed
}
