package lint

import (
	"strings"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// marks are target attributes that one kind of target has and the others have not.
var marks = []struct {
	profile provision.Profile
	targets []string
}{
	{provision.ProfileAD, []string{"sAMAccountName", "parentDistinguishedName", "accountDisabled", "cn", "sn"}},
	{provision.ProfileEntra, []string{"mailNickname", "accountEnabled", "usageLocation", "employeeOrgData.division", "surname"}},
	{provision.ProfileSCIM, []string{"userName", "name.givenName", "name.familyName", `emails[type eq "work"].value`}},
}

// profileOf tells by its targets what a set fills; [provision.ProfileNone] where that is not certain.
func profileOf(set *mapping.Set) provision.Profile {
	best, most, even := provision.ProfileNone, 0, false
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
		return provision.ProfileNone
	}
	return best
}

// limit gives what is known of the values that the target takes: from its schema and its profile. Without a profile it is what the
// profiles that have such an attribute agree on.
func (o *Options) limit(target string) provision.Limit {
	limit := o.profileLimit(target)
	if a, _ := o.Target.Lookup(target); a != nil && a.MaxLength > 0 {
		limit.Length = a.MaxLength
	}
	return limit
}

func (o *Options) profileLimit(target string) provision.Limit {
	if o.Profile != provision.ProfileNone {
		limit, _ := o.Profile.Limit(target)
		return limit
	}
	entra, _ := provision.ProfileEntra.Limit(target)
	ad, _ := provision.ProfileAD.Limit(target)
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
