package mapping

import (
	_ "embed" // the table of limits
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Profile names a kind of target whose rules about lengths and characters are known. They become warnings: the target itself decides.
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
	// Required are attributes for which it needs a value.
	Required []string
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

// profileTable has the rows of all profiles but [ProfileNone]. It is not changed.
var profileTable = []profileRow{
	{ProfileEntra, Target{
		"Microsoft Entra ID", []string{"Microsoft Entra ID*", "Azure Active Directory*"},
		[]string{"displayName", "userPrincipalName", "mailNickname", "accountEnabled"},
		[]string{"mailNickname", "accountEnabled", "usageLocation", "employeeOrgData.division", "surname"},
		true, false,
	}},
	{ProfileAD, Target{
		"Active Directory", []string{"Active Directory"},
		[]string{"cn", "sAMAccountName", "userPrincipalName"},
		[]string{"sAMAccountName", "parentDistinguishedName", "accountDisabled", "cn", "sn"},
		false, true,
	}},
	{ProfileSCIM, Target{
		"an application that speaks SCIM", nil,
		nil,
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

//go:embed limits.tsv
var limitsTable string

// Limit is what a profile says of one attribute. The zero Limit allows everything.
type Limit struct {
	// Length is the greatest length in UTF-16 code units; 0 is unknown.
	Length   int
	patterns []*regexp.Regexp // each must match
	refused  []*regexp.Regexp // none may match
}

// Limit returns what the profile says of a target attribute, named in any case. It returns an error for an unknown profile. The cost is
// one pass over the table and the compilation of its patterns for each call: keep the limit where it is needed often.
func (p Profile) Limit(attribute string) (Limit, error) {
	var limit Limit
	if _, err := ParseProfile(string(p)); err != nil {
		return limit, err
	}
	for line := range strings.Lines(limitsTable) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if p == ProfileNone || fields[0] != string(p) || !attributeMatches(fields[1], attribute) {
			continue
		}
		if err := limit.add(fields[2], fields[3]); err != nil {
			return limit, err
		}
	}
	return limit, nil
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

// attributeMatches compares a name of the table, which may end in an asterisk, with a target.
func attributeMatches(pattern, target string) bool {
	if prefix, open := strings.CutSuffix(pattern, "*"); open {
		return len(target) > len(prefix) && strings.EqualFold(target[:len(prefix)], prefix)
	}
	return strings.EqualFold(pattern, target)
}

// add adds a row of the table to the limit.
func (l *Limit) add(check, operand string) error {
	var err error
	switch check {
	case "length":
		l.Length, err = strconv.Atoi(operand)
		return err
	case "pattern":
		return addPattern(&l.patterns, operand)
	case "refused":
		return addPattern(&l.refused, operand)
	}
	return fmt.Errorf("the table of limits has an unknown check %q", check)
}

func addPattern(list *[]*regexp.Regexp, text string) error {
	re, err := regexp.Compile(text)
	*list = append(*list, re)
	return err
}
