// Package delta says what kind of difference there is between two values of an attribute: for a plan, between what the target has and what it
// gets; for a change of mappings, between what it would get before and after.
package delta

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dn"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/show"
)

// Equal reports whether a target holds the same with either value: booleans as booleans, date-times as instants, several values in any order.
func Equal(a, b value.Value) bool {
	if a.Equal(b) {
		return true
	}
	if a.Kind() == value.KindList || b.Kind() == value.KindList {
		return slices.Equal(sortedTexts(a), sortedTexts(b))
	}
	x, y := a.Text(), b.Text()
	if x == y {
		return true
	}
	if isTruth(x) && isTruth(y) {
		return strings.EqualFold(x, y)
	}
	from, ok := instant(a, x)
	to, okTo := instant(b, y)
	return ok && okTo && from.Equal(to)
}

func isTruth(text string) bool {
	return strings.EqualFold(text, "true") || strings.EqualFold(text, "false")
}

// instant reads a date-time whose instant is certain: one of RFC 3339, with its offset.
func instant(v value.Value, text string) (time.Time, bool) {
	if d, ok := v.AsDate(); ok {
		return d.Time(), true
	}
	if len(text) < len("2006-01-02T15:04:05Z") || text[4] != '-' {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	return t, err == nil
}

func sortedTexts(v value.Value) []string {
	var texts []string
	for _, m := range v.Members() {
		texts = append(texts, string(m.AppendJSON(nil)))
	}
	slices.Sort(texts)
	return texts
}

// shapes are the special differences of two texts that are not equal, in the order in which they are tried. Each returns whether it is one;
// change shows what the difference is where all members of a group have it.
var shapes = []struct {
	name string
	is   func(target, a, b string) (change string, ok bool)
}{
	{"case", func(_, a, b string) (string, bool) { return "", nettext.EqualFold(a, b) }},
	{"spaces", func(_, a, b string) (string, bool) { return "", withoutSpaces(a) == withoutSpaces(b) }},
	{"diacritics", func(_, a, b string) (string, bool) { return "", plain(a) == plain(b) }},
	{"dateFormat", func(_, a, b string) (string, bool) { return "", sameDay(a, b) }},
	{"domain", func(_, a, b string) (string, bool) {
		local, old, ok := mailParts(a)
		other, edited, okToo := mailParts(b)
		return "…@" + old + " → …@" + edited, ok && okToo && strings.EqualFold(local, other)
	}},
	{"container", func(target, a, b string) (string, bool) {
		from, to := dn.Parent(a), dn.Parent(b)
		if LastName(target) == "parentdistinguishedname" {
			_, ok := dn.Key(a)
			_, okToo := dn.Key(b)
			return "", ok && okToo
		}
		return "…," + from + " → …," + to, from != "" && to != "" && strings.EqualFold(strings.TrimSuffix(a, from), strings.TrimSuffix(b, to))
	}},
	{"prefix", func(_, a, b string) (string, bool) {
		return affix(a, b, strings.CutSuffix, func(part string) string { return show.Ends(part) + "…" })
	}},
	{"suffix", func(_, a, b string) (string, bool) {
		return affix(a, b, strings.CutPrefix, func(part string) string { return "…" + show.Ends(part) })
	}},
}

// Pair is the shape of a difference that has no special one.
const Pair = "pair"

// Of returns the shape of the difference of two values that are not equal: case, spaces, diacritics, dateFormat, domain, container, prefix,
// suffix, or [Pair]. The change shows the difference where values that have it in common differ otherwise, such as "…@a.com → …@b.com"; it is ""
// for some shapes.
func Of(target string, from, to value.Value) (shape, change string) {
	if from.Kind() == value.KindString && to.Kind() == value.KindString {
		a, b := from.Text(), to.Text()
		for _, s := range shapes {
			if change, ok := s.is(target, a, b); ok {
				return s.name, change
			}
		}
	}
	return Pair, ""
}

// Words say what a shape means to people.
func Words(shape string) string { return words[shape] }

var words = map[string]string{
	"first": "first value", "withdrawn": "no longer supplied; the target keeps its value", "cleared": "cleared", "case": "case only", "spaces": "spaces only",
	"diacritics": "diacritics only", "dateFormat": "date format only", "domain": "domain", "container": "container", "prefix": "prefix", "suffix": "suffix",
	"many": "many pairs", "unsupported": "not evaluated here",
}

// LastName returns the name of an attribute without the URN and the path before it, in lower case.
func LastName(name string) string { return strings.ToLower(name[strings.LastIndexAny(name, ":.")+1:]) }

func withoutSpaces(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == 0x200b || r == 0xfeff {
			return -1
		}
		return r
	}, text)
}

func plain(text string) string {
	return string(nettext.NormalizeDiacritics([]byte(text), 0, nettext.AllLatin))
}

// mailParts splits an address that has one @.
func mailParts(text string) (local, domain string, ok bool) {
	local, domain, ok = strings.Cut(text, "@")
	return local, domain, ok && local != "" && domain != "" && !strings.ContainsAny(domain, "@ ")
}

// affix reports whether one of two texts is the other with something before or after it.
func affix(a, b string, cut func(text, rest string) (string, bool), shown func(part string) string) (string, bool) {
	if part, ok := cut(b, a); ok && a != "" {
		return "added " + shown(part), true
	}
	if part, ok := cut(a, b); ok && b != "" {
		return "removed " + shown(part), true
	}
	return "", false
}

// layouts are the forms of dates that are compared by their day (assumed: those that HR systems export).
var layouts = []string{
	time.DateOnly, "2006/01/02", "20060102", "1/2/2006", "2/1/2006", "2.1.2006", "2-1-2006", "1-2-2006", "2 Jan 2006", "Jan 2, 2006", "2-Jan-2006",
	"2006-01-02T15:04:05", "2006-01-02T15:04:05.999999999Z07:00", "2006-01-02 15:04:05", "1/2/2006 3:04:05 PM", "20060102150405Z", "20060102150405.0Z",
}

// sameDay reports whether two texts are one date in different forms. A form that may be read in two ways is the same date if one of them is.
func sameDay(a, b string) bool {
	const most = len("2006-01-02T15:04:05.999999999Z07:00")
	if len(a) < len("1/1/2006") || len(b) < len("1/1/2006") || len(a) > most || len(b) > most {
		return false
	}
	days := readings(a)
	return slices.ContainsFunc(readings(b), func(day string) bool { return slices.Contains(days, day) })
}

func readings(text string) (days []string) {
	if strings.Trim(text[:1], "0123456789JFMASOND") != "" {
		return nil
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			days = append(days, t.Format(time.DateOnly))
		}
	}
	return days
}
