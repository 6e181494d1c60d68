package mapping

import (
	"regexp"
	"slices"
	"strings"
)

// Profile names a kind of target of whose attributes something is known: types, which must have a value at creation, which are unique,
// lengths and characters. Lengths and characters become warnings: the target itself decides.
type Profile string

// The profiles. The zero Profile has no rules.
const (
	ProfileNone  Profile = ""
	ProfileEntra Profile = "entra"
	ProfileAD    Profile = "ad"
	// ProfileSCIM is an application that speaks SCIM: its limits are its own, so there are none here.
	ProfileSCIM Profile = "scim"
)

// Target is what is known of the targets of a [Profile], beside the limits of their attributes.
type Target struct {
	// Name names the target in a sentence.
	Name string
	// Directories are its directories' names in exported schemas; one that ends in an asterisk is the beginning of names. Microsoft
	// Entra ID is also known by its former name.
	Directories []string
	// Marks are attributes that it has and the other targets do not have.
	Marks []string
	// SecurityAttributes and UniqueValues report whether it takes custom security attributes, and values of SelectUniqueValue.
	SecurityAttributes, UniqueValues bool
}

// profileRow is everything there is to say of a profile but its limits. Literals have no field names, so that one that leaves a field
// out does not compile.
type profileRow struct {
	profile Profile
	Target
}

// profileTable has the rows of all profiles but [ProfileNone]. It is not changed. What they say of attributes is in
// attributes.tsv.
var profileTable = []profileRow{
	{ProfileEntra, Target{
		"Microsoft Entra ID", []string{"Microsoft Entra ID*", "Azure Active Directory*"},
		[]string{"mailNickname", "accountEnabled", "usageLocation", "employeeOrgData.division", "surname"},
		true, false,
	}},
	{ProfileAD, Target{
		"Active Directory", []string{"Active Directory"},
		[]string{"sAMAccountName", "parentDistinguishedName", "accountDisabled", "cn", "sn"},
		false, true,
	}},
	{ProfileSCIM, Target{
		// The directory of applications without a template of their own, which all speak SCIM; those of others are named after them.
		"an application that speaks SCIM", []string{"customappsso"},
		[]string{"userName", "name.givenName", "name.familyName", `emails[type eq "work"].value`},
		false, false,
	}},
}

// Profiles returns all profiles but [ProfileNone].
func Profiles() []Profile {
	all := make([]Profile, len(profileTable))
	for i := range profileTable {
		all[i] = profileTable[i].profile
	}
	return all
}

// ParseProfile returns the profile of a name; "" is [ProfileNone]. The error of an unknown one names those that are known.
func ParseProfile(name string) (Profile, error) {
	p := Profile(name)
	if p == ProfileNone || p.row() != nil {
		return p, nil
	}
	names := make([]string, len(profileTable))
	for i := range profileTable {
		names[i] = string(profileTable[i].profile)
	}
	return ProfileNone, unknownWord("profile", name, names)
}

func (p Profile) row() *profileRow {
	for i := range profileTable {
		if profileTable[i].profile == p {
			return &profileTable[i]
		}
	}
	return nil
}

// Target returns what is known of the profile's targets; the zero Target for [ProfileNone] and unknown ones. It must not be changed.
func (p Profile) Target() Target {
	if row := p.row(); row != nil {
		return row.Target
	}
	return Target{}
}

// Profile returns the profile of a set judging by the names of its targets, or [ProfileNone] if that is ambiguous: the profile whose
// marks occur most often among them, if no other has as many. Without any mark all have none, which is even, too.
func (s *Set) Profile() Profile {
	best, most, even := ProfileNone, 0, false
	for i := range profileTable {
		n := 0
		for j := range s.Mappings {
			if slices.ContainsFunc(profileTable[i].Marks, func(mark string) bool { return strings.EqualFold(mark, s.Mappings[j].Target) }) {
				n++
			}
		}
		switch {
		case n > most:
			best, most, even = profileTable[i].profile, n, false
		case n == most:
			even = true
		}
	}
	if even {
		return ProfileNone
	}
	return best
}

// ProfileOf returns the profile of a directory by its name in an exported schema, [ProfileNone] for an unknown one.
func ProfileOf(directory string) Profile {
	for i := range profileTable {
		for _, name := range profileTable[i].Directories {
			if prefix, open := strings.CutSuffix(name, "*"); directory == name || open && strings.HasPrefix(directory, prefix) {
				return profileTable[i].profile
			}
		}
	}
	return ProfileNone
}

// Limit is what a profile says of one attribute. The zero Limit allows everything.
type Limit struct {
	// Length is the greatest length in UTF-16 code units; 0 is unknown.
	Length   int
	patterns []*regexp.Regexp // each must match
	refused  []*regexp.Regexp // none may match
}

// Limit returns what the profile says of the values of an attribute of its objects, as [Profile.Attribute] names them. It returns an error
// for an unknown profile. The cost is one pass over the table and the compilation of its patterns for each call: keep the limit where it is needed often.
func (p Profile) Limit(object, attribute string) (Limit, error) {
	var limit Limit
	if _, err := ParseProfile(string(p)); err != nil || p == ProfileNone {
		return limit, err
	}
	known, _ := p.lookup(object, attribute)
	limit.Length = known.MaxLength
	if err := addPattern(&limit.patterns, known.pattern); err != nil {
		return limit, err
	}
	return limit, addPattern(&limit.refused, known.refused)
}

// IsZero reports whether nothing is known.
func (l *Limit) IsZero() bool { return l.Length == 0 && l.patterns == nil && l.refused == nil }

// Refuses reports whether a text has a form or characters that the target refuses; its length is not looked at.
func (l *Limit) Refuses(text string) bool {
	for _, re := range l.patterns {
		if !re.MatchString(text) {
			return true
		}
	}
	for _, re := range l.refused {
		if re.MatchString(text) {
			return true
		}
	}
	return false
}
