package mapping

import (
	_ "embed" // the table of limits
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Profile is a target whose rules about lengths and characters are known. They give warnings: the target itself decides.
type Profile string

// The profiles. The zero Profile has no rules.
const (
	ProfileNone  Profile = ""
	ProfileEntra Profile = "entra"
	ProfileAD    Profile = "ad"
	// ProfileSCIM is an application that speaks SCIM: its limits are its own, so there are none here.
	ProfileSCIM Profile = "scim"
)

//go:embed limits.tsv
var limitsTable string

// Limit is what a profile says of one attribute. The zero Limit allows everything.
type Limit struct {
	// Length is the greatest length in UTF-16 code units; 0 is unknown.
	Length   int
	patterns []*regexp.Regexp // each must match
	refused  []*regexp.Regexp // none may match
}

// Limit gives what the profile says of a target attribute, named in any case. The error tells of a profile that there is not.
func (p Profile) Limit(attribute string) (Limit, error) {
	var limit Limit
	if p != ProfileNone && p != ProfileEntra && p != ProfileAD && p != ProfileSCIM {
		return limit, fmt.Errorf("there is no profile %.40q: write %s or %s", string(p), ProfileEntra, ProfileAD)
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

// IsZero tells whether nothing is known.
func (l *Limit) IsZero() bool { return l.Length == 0 && l.patterns == nil && l.refused == nil }

// Refuses tells whether a text has a form or characters that the target refuses; its length is not looked at.
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

// ProfileOf returns the profile of a directory by its name in an exported schema, [ProfileNone] for an unknown one. Microsoft Entra ID
// is also known by its former name.
func ProfileOf(directory string) Profile {
	switch {
	case strings.HasPrefix(directory, "Microsoft Entra ID"), strings.HasPrefix(directory, "Azure Active Directory"):
		return ProfileEntra
	case directory == "Active Directory":
		return ProfileAD
	}
	return ProfileNone
}
