package settings

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/nearest"
)

// Counts are the names of what --fail-on compares: counts of objects.
func Counts() []string {
	return []string{"disables", "deletions", "lostCreations", "collisions", "failures", "blanks", "renames", "warnings", "changes"}
}

// Condition is that a count is above a number: disables>0.
type Condition struct {
	Name  string // one of [Counts]
	Above int
}

// String returns what [ParseConditions] reads.
func (c Condition) String() string { return c.Name + ">" + strconv.Itoa(c.Above) }

// ParseConditions reads conditions such as "disables>0, renames>10", separated by commas, with names in any case; "" is none.
func ParseConditions(text string) ([]Condition, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var list []Condition
	for part := range strings.SplitSeq(text, ",") {
		name, number, ok := strings.Cut(part, ">")
		name, number = strings.TrimSpace(name), strings.TrimSpace(number)
		above, err := strconv.Atoi(number)
		if !ok || err != nil || above < 0 || strings.Trim(number, "0123456789") != "" {
			return nil, diag.Errorf("want conditions such as disables>0, got %s", diag.Quote(strings.TrimSpace(part)))
		}
		at := slices.IndexFunc(Counts(), func(known string) bool { return strings.EqualFold(known, name) })
		if at < 0 {
			return nil, diag.Errorf("unknown count %s: want %s", diag.Quote(name), nearest.OneOf(Counts()))
		}
		list = append(list, Condition{Counts()[at], above})
	}
	return list, nil
}

// Met returns the conditions that hold, each with its count: "disables 3, want at most 0".
func Met(conditions []Condition, count func(name string) int) []string {
	var met []string
	for _, c := range conditions {
		if n := count(c.Name); n > c.Above {
			met = append(met, c.Name+" "+strconv.Itoa(n)+", want at most "+strconv.Itoa(c.Above))
		}
	}
	return met
}
