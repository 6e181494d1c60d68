// Package show writes values, numbers and columns for people: in plans, in what a change does, in tables.
package show

import (
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// Change shows what becomes of a target's value: the new value, after the old one where it replaces one; the old one where it stays;
// "" where nothing is written. The mask, where it is not "", is shown in place of every value that is not null.
func Change(old, now value.Value, mask string, writes, stays bool) string {
	text := func(v value.Value) string {
		switch {
		case v.IsNull():
			return "∅"
		case mask != "":
			return mask
		}
		return Line(v.Text())
	}
	switch {
	case stays:
		return text(old)
	case !writes:
		return ""
	case old.IsNull():
		return text(now)
	}
	return text(old) + " → " + text(now)
}

// Value shows a value so that everything in it is seen: a text in quotation marks, with spaces at its ends as ␣; a null and an absent value as
// nothing. The mask, where it is not "", is shown in place of every other value.
func Value(v value.Value, mask string) string {
	switch {
	case v.IsNull(): // an absent value, too
		return "nothing"
	case mask != "":
		return mask
	case v.Kind() == value.KindString:
		return `"` + Ends(v.Text()) + `"`
	case v.Kind() == value.KindList:
		return Line(string(v.AppendJSON(nil)))
	}
	return Line(v.Text())
}

// Ends is [Line] with the spaces at the ends of the text as ␣.
func Ends(text string) string {
	inner := strings.TrimLeft(text, " ")
	before := len(text) - len(inner)
	inner = strings.TrimRight(inner, " ")
	after := len(text) - before - len(inner)
	return strings.Repeat("␣", before) + Line(inner) + strings.Repeat("␣", after)
}
