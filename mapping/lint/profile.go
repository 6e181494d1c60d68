package lint

import (
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// marks are target attributes that one kind of target has and the others have not.
var marks = []struct {
	profile mapping.Profile
	targets []string
}{
	{mapping.ProfileAD, []string{"sAMAccountName", "parentDistinguishedName", "accountDisabled", "cn", "sn"}},
	{mapping.ProfileEntra, []string{"mailNickname", "accountEnabled", "usageLocation", "employeeOrgData.division", "surname"}},
	{mapping.ProfileSCIM, []string{"userName", "name.givenName", "name.familyName", `emails[type eq "work"].value`}},
}

// profileOf tells by its targets what a set fills; [mapping.ProfileNone] where that is not certain.
func profileOf(set *mapping.Set) mapping.Profile {
	best, most, even := mapping.ProfileNone, 0, false
	for _, mark := range marks {
		n := 0
		for i := range set.Mappings {
			for _, target := range mark.targets {
				if strings.EqualFold(set.Mappings[i].Target, target) {
					n++
				}
			}
		}
		switch {
		case n > most:
			best, most, even = mark.profile, n, false
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
	entra, _ := mapping.ProfileEntra.Limit(target)
	ad, _ := mapping.ProfileAD.Limit(target)
	switch {
	case entra.IsZero():
		return ad
	case ad.IsZero():
		return entra
	case ad.Length == 0:
		entra.Length = 0
	default:
		entra.Length = max(entra.Length, ad.Length)
	}
	return entra
}
