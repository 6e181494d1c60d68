package replay

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/delta"
	"github.com/attrmap/attrmap/mapping"
)

// shortened is how the service cuts lists: "a, b,  ... z (5)" and "(5 values)" (documented: the examples of the provisioning logs; reported).
var shortened = regexp.MustCompile(`^\(\d+ values?\)$|(?s)^.*, *\.\.\. .*\(\d+\)$`)

// unreadableWhy returns why a value of a log is not the one that was written; "" where it is.
func unreadableWhy(v value.Value) string {
	text, ok := v.AsString()
	switch {
	case !ok || text == "":
		return ""
	case strings.EqualFold(text, value.RedactedText), strings.EqualFold(text, "redacted"), text == diag.Hidden:
		return whyRedacted
	case text[len(text)-1] == ')' && shortened.MatchString(text):
		return whyShortened
	}
	return ""
}

// same reports whether the log has what is computed: booleans and instants however they are written, lists in any order.
func same(log, ours value.Value) bool {
	if log.IsNull() || ours.IsNull() {
		return log.IsNull() && ours.IsNull()
	}
	if delta.Equal(log, ours) || log.Text() == ours.Text() {
		return true
	}
	text, isText := log.AsString()
	if !isText {
		return false
	}
	if list, ok := ours.AsList(); ok {
		return sameMembers(splitList(text), textsOf(list))
	}
	if d, ok := ours.AsDate(); ok {
		t := readTime(text)
		return !t.IsZero() && t.Equal(d.Time())
	}
	return false
}

// splitList returns the members of a list as logs write them: with commas between.
func splitList(text string) []string {
	list := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

func textsOf(list []value.Value) []string {
	texts := make([]string, 0, len(list))
	for _, v := range list {
		texts = append(texts, v.Text())
	}
	return texts
}

func sameMembers(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// The guesses, from what a difference looks like.
const (
	guessClock    = "clock"      // the expression reads the clock
	guessMapping  = "mapping"    // the mapping has changed since
	guessEmpty    = "empty"      // an empty text against no value
	guessDefault  = "default"    // the default value against another one
	guessCase     = "case"       // the same but for case
	guessMultiple = "multiValue" // several values against one, or others of several
	guessNull     = "null"       // a value against none
)

// guessWords says what guesses mean to people.
var guessWords = map[string]string{
	guessClock: "the clock", guessMapping: "the mapping changed since", guessEmpty: `"" against no value`, guessDefault: "the default value", guessCase: "case only",
	guessMultiple: "several values", guessNull: "a value against none",
}

// guess returns what a difference is likely to come from.
func (k *kind) guess(log value.Value, ours *judged, o *mapping.Outcome) string {
	m := &k.mapper.Set().Mappings[ours.row]
	isDefault := func(v value.Value) bool {
		return m.Default != "" && !v.IsNull() && strings.EqualFold(v.Text(), m.Default)
	}
	switch {
	case log.IsNullOrEmpty() && ours.ours.IsNullOrEmpty():
		return guessEmpty
	case !log.IsNull() && !ours.ours.IsNull() && strings.EqualFold(log.Text(), ours.ours.Text()):
		return guessCase
	case severalValues(log, ours.ours):
		return guessMultiple
	case k.mapper.Effects(ours.row)&functions.Clock != 0:
		return guessClock
	case o.Decision == mapping.DefaultUsed || isDefault(log) || isDefault(ours.ours):
		return guessDefault
	case log.IsNullOrEmpty() != ours.ours.IsNullOrEmpty():
		return guessNull
	case nearInTime(log, ours.ours):
		return guessClock
	}
	return guessMapping
}

// severalValues reports whether one of two values is several, and they have a member in common. A text with commas need not be several values:
// of two texts one must be a member of the other, or both the same members.
func severalValues(log, ours value.Value) bool {
	a, b := membersOf(log), membersOf(ours)
	if len(a) < 2 && len(b) < 2 {
		return false
	}
	if isList(log) || isList(ours) {
		return slices.ContainsFunc(a, func(s string) bool { return containsFold(b, s) })
	}
	return sameMembers(a, b) || containsFold(a, strings.TrimSpace(ours.Text())) || containsFold(b, strings.TrimSpace(log.Text()))
}

func isList(v value.Value) bool { return structured(v).Kind() == value.KindList }

func containsFold(list []string, text string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, text) })
}

func membersOf(v value.Value) []string {
	if list, ok := structured(v).AsList(); ok {
		return textsOf(list)
	}
	if text, ok := v.AsString(); ok {
		return splitList(text)
	}
	if v.IsNull() {
		return nil
	}
	return []string{v.Text()}
}

// nearInTime reports whether two values are times of about the same moment, in any zone.
func nearInTime(log, ours value.Value) bool {
	a, b := readTime(log.Text()), readTime(ours.Text())
	if a.IsZero() || b.IsZero() {
		return false
	}
	const most = 26 * time.Hour // the zones are at most so far apart
	return a.Sub(b).Abs() <= most
}
