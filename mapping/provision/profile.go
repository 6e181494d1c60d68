package provision

import (
	_ "embed" // the table of limits
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// Profile is a target whose rules about lengths and characters are known. They give warnings: the target itself decides.
type Profile string

// The profiles. The zero Profile has no rules.
const (
	ProfileNone  Profile = ""
	ProfileEntra Profile = "entra"
	ProfileAD    Profile = "ad"
)

// Warnings that a profile gives.
const (
	// WarnLength: the value is longer than the target takes.
	WarnLength = "MaximumLength"
	// WarnCharacters: the value has a form or characters that the target refuses.
	WarnCharacters = "InvalidCharacters"
)

//go:embed limits.tsv
var limitsTable string

// rule is what a profile says of one attribute. Lengths count UTF-16 code units.
type rule struct {
	length   int
	patterns []*regexp.Regexp // each must match
	refused  []*regexp.Regexp // none may match
}

// rulesFor gives the rules for the targets of a set: those of the profile, and the length that the target's schema states, which
// wins. An entry is nil where there are none.
func (p Profile) rulesFor(set *mapping.Set, target *mapping.Schema) ([]*rule, error) {
	if p != ProfileNone && p != ProfileEntra && p != ProfileAD {
		return nil, fmt.Errorf("there is no profile %.40q: write %s or %s", string(p), ProfileEntra, ProfileAD)
	}
	rules := make([]*rule, len(set.Mappings))
	for line := range strings.Lines(limitsTable) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if p == ProfileNone || fields[0] != string(p) {
			continue
		}
		for i := range set.Mappings {
			if attributeMatches(fields[1], set.Mappings[i].Target) {
				if err := ruleAt(rules, i).add(fields[2], fields[3]); err != nil {
					return nil, err
				}
			}
		}
	}
	for i := range set.Mappings {
		if a, _ := target.Lookup(set.Mappings[i].Target); a != nil && a.MaxLength > 0 {
			ruleAt(rules, i).length = a.MaxLength
		}
	}
	return rules, nil
}

func ruleAt(rules []*rule, i int) *rule {
	if rules[i] == nil {
		rules[i] = &rule{}
	}
	return rules[i]
}

// attributeMatches compares a name of the table, which may end in an asterisk, with a target.
func attributeMatches(pattern, target string) bool {
	if prefix, open := strings.CutSuffix(pattern, "*"); open {
		return len(target) > len(prefix) && strings.EqualFold(target[:len(prefix)], prefix)
	}
	return strings.EqualFold(pattern, target)
}

func (r *rule) add(check, operand string) error {
	var err error
	switch check {
	case "length":
		r.length, err = strconv.Atoi(operand)
		return err
	case "pattern":
		return addPattern(&r.patterns, operand)
	case "refused":
		return addPattern(&r.refused, operand)
	}
	return fmt.Errorf("the table of limits has an unknown check %q", check)
}

func addPattern(list *[]*regexp.Regexp, text string) error {
	re, err := regexp.Compile(text)
	*list = append(*list, re)
	return err
}

// warnings gives the codes of what the profile says against a value.
func (r *rule) warnings(v value.Value) []string {
	var long, odd bool
	for _, m := range members(v) {
		text := m.Text()
		long = long || r.length > 0 && len(text) > r.length && len(utf16.Encode([]rune(text))) > r.length
		for _, re := range r.patterns {
			odd = odd || !re.MatchString(text)
		}
		for _, re := range r.refused {
			odd = odd || re.MatchString(text)
		}
	}
	var codes []string
	if long {
		codes = append(codes, WarnLength)
	}
	if odd {
		codes = append(codes, WarnCharacters)
	}
	return codes
}

func members(v value.Value) []value.Value {
	if list, ok := v.AsList(); ok {
		return list
	}
	if v.IsNullOrEmpty() {
		return nil
	}
	return []value.Value{v}
}
