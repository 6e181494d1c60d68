package lint

import (
	"slices"

	"github.com/attrmap/attrmap/mapping"
)

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
