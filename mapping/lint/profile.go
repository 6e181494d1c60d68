package lint

import (
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// profileOf returns the profile of a set judging by its targets, or [mapping.ProfileNone] if that is ambiguous: the profile whose marks
// occur most often among the targets, if no other has as many. Without any mark all have none, which is even, too.
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

// limit returns the limits on the values of a target from its schema and its profile. Without a profile it returns those on which all
// profiles with such an attribute agree. The length in a schema wins: it is that of this target, the profile's is that of its kind.
func (o *Options) limit(target string) mapping.Limit {
	limit := o.profileLimit(target)
	if a, _ := o.Target.Lookup(target); a != nil && a.MaxLength > 0 {
		limit.Length = a.MaxLength
	}
	return limit
}

// profileLimit returns the limits of the profile. Without one, a value is too long only if it is for every profile that has limits for the
// attribute, so the greatest length counts, and none where one has none. Patterns are those of the first such profile.
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
