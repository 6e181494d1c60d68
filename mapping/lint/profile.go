package lint

import (
	"slices"
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

// limits are what is known of the values of a target: those of its profile or, if that is unknown, those of all profiles that know the
// attribute. What is reported must be wrong for each of them.
type limits struct {
	// Length is the greatest length in UTF-16 code units; 0 is unknown.
	Length int
	each   []mapping.Limit
}

// IsZero reports whether nothing is known.
func (l *limits) IsZero() bool { return l.Length == 0 && l.each == nil }

// Refuses reports whether every target in question refuses the form or the characters of a text.
func (l *limits) Refuses(text string) bool {
	return l.each != nil && !slices.ContainsFunc(l.each, func(limit mapping.Limit) bool { return !limit.Refuses(text) })
}

// limit returns the limits on the values of a target from its schema and its profile. The length in a schema wins: it is that of this
// target, the profile's is that of its kind. Of several profiles the greatest length counts, and none where one has none.
func (o *Options) limit(target string) limits {
	profiles := []mapping.Profile{o.Profile}
	if o.Profile == mapping.ProfileNone {
		profiles = mapping.Profiles()
	}
	var l limits
	unbounded := false
	for _, profile := range profiles {
		if limit, _ := profile.Limit(o.objectName(), target); !limit.IsZero() {
			l.each = append(l.each, limit)
			l.Length = max(l.Length, limit.Length)
			unbounded = unbounded || limit.Length == 0
		}
	}
	if unbounded {
		l.Length = 0
	}
	if a, _ := o.Target.Lookup(target); a != nil && a.MaxLength > 0 {
		l.Length = a.MaxLength
	}
	return l
}
