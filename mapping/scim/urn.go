package scim

import (
	"slices"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/expr/diag"
)

// The bounds of the search for slips, which compares every urn with every other one.
const (
	maxURNs     = 200
	maxURNBytes = 256
)

// standard are the segments that the urns of SCIM's extensions begin with; tenants may also use urns of their own.
var standard = []string{"urn", "ietf", "params", "scim", "schemas", "extension"}

// urnCount counts the urns of an input, in the order in which they were met.
type urnCount struct {
	urns   []string
	counts map[string]int
}

// wellKnown is the count of the urns that SCIM itself defines: they cannot be the misspelt ones.
const wellKnown = 1 << 30

func countURNs() *urnCount {
	u := &urnCount{urns: []string{UserSchema, EnterpriseSchema}, counts: map[string]int{}}
	for _, urn := range u.urns {
		u.counts[urn] = wellKnown
	}
	return u
}

func (u *urnCount) add(urn string) {
	if u.counts[urn] == 0 && len(u.urns) < maxURNs {
		u.urns = append(u.urns, urn)
	}
	u.counts[urn]++
}

// slip is what looks wrong with a urn.
type slip struct {
	code    diag.Code
	message string
	meant   string // the urn that is most likely meant
	hint    string
}

// slip looks for a blank, for a urn that differs in a letter or two of one segment and is met more often or earlier, and for
// misspelt segments that SCIM defines. The message is "" where nothing is wrong.
func (u *urnCount) slip(urn string) slip {
	switch {
	case len(urn) > maxURNBytes || u.counts[urn] >= wellKnown:
		return slip{}
	case strings.ContainsFunc(urn, unicode.IsSpace):
		meant := withoutBlanks(urn)
		return slip{CodeBlankInURN, "the urn " + quoteURN(urn) + " holds a blank", meant, "write " + meant}
	}
	own := slices.Index(u.urns, urn)
	if own < 0 {
		return slip{}
	}
	for i, other := range u.urns {
		count := u.counts[other]
		if len(other) > maxURNBytes || !alike(urn, other, count >= wellKnown) {
			continue
		}
		if count > u.counts[urn] || count == u.counts[urn] && i < own {
			return slip{CodeMisspeltURN, "the urns " + quoteURN(urn) + " and " + quoteURN(other) + " differ in hardly a letter",
				other, "write the same one everywhere, most likely " + other}
		}
	}
	if meant := straightened(urn); meant != "" {
		return slip{CodeMisspeltURN, "the urn " + quoteURN(urn) + " does not begin as the urns of SCIM do", meant, "write " + meant}
	}
	return slip{}
}

// quoteURN leaves out the segments that all urns of SCIM's extensions share, since a message shows 40 characters.
func quoteURN(urn string) string {
	if rest, ok := strings.CutPrefix(urn, strings.Join(standard[:5], ":")); ok {
		return diag.Quote("…" + rest)
	}
	return diag.Quote(urn)
}

// alike tells whether two urns differ in case alone, or in a letter or two of one segment. Short segments are taken to be meant,
// such as hr and it, and so are numbers, except beside a urn that SCIM defines.
func alike(a, b string, known bool) bool {
	if a == b {
		return false
	}
	left, right := strings.Split(strings.ToLower(a), ":"), strings.Split(strings.ToLower(b), ":")
	if len(left) != len(right) {
		return false
	}
	different := -1
	for i := range left {
		switch {
		case left[i] == right[i]:
		case different >= 0:
			return false
		default:
			different = i
		}
	}
	if different < 0 {
		return true
	}
	x, y := left[different], right[different]
	if withoutDigits(x) == withoutDigits(y) {
		return known
	}
	return within(x, y, slips(min(len(x), len(y))))
}

// slips is how many letters of a segment may differ by mistake.
func slips(length int) int {
	switch {
	case length < 5:
		return 0
	case length < 9:
		return 1
	}
	return 2
}

func withoutDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text)
}

// within tells whether edits insertions, deletions, replacements and swaps of neighbours are enough to turn a into b. The cost
// grows fast with edits, which are two at most.
func within(a, b string, edits int) bool {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	switch {
	case a == "" || b == "":
		return len(a)+len(b) <= edits
	case edits == 0:
		return false
	case len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && within(a[2:], b[2:], edits-1):
		return true
	}
	return within(a[1:], b, edits-1) || within(a, b[1:], edits-1) || within(a[1:], b[1:], edits-1)
}

// straightened gives a urn with the first segments that SCIM defines, where they are all there and one of them is misspelt or
// schemas is left out; else "".
func straightened(urn string) string {
	segments := strings.Split(urn, ":")
	if len(segments) > 4 && strings.EqualFold(segments[4], "extension") {
		segments = slices.Insert(segments, 4, "schemas")
	}
	if len(segments) <= len(standard) {
		return ""
	}
	wanted := slices.Clone(standard)
	if within(strings.ToLower(segments[5]), "core", 1) {
		wanted[5] = "core"
	}
	for i, w := range wanted {
		if !within(strings.ToLower(segments[i]), w, max(1, slips(len(w)))) {
			return ""
		}
	}
	meant := strings.Join(append(wanted, segments[len(wanted):]...), ":")
	if strings.EqualFold(meant, urn) {
		return ""
	}
	return meant
}

// URNSlip is a urn that most likely is a slip of another one.
type URNSlip struct {
	// Message says what looks wrong, and what to write.
	Message string
	// Meant is the urn that is most likely meant.
	Meant string
	// Standard tells that it is a slip of what SCIM defines, so that other urns do not matter.
	Standard bool
}

// MisspeltURNs gives the slips among urns of schemas, by the urns as they are written: of two that differ in hardly a letter the one that
// is met less often, or later. Urns with blanks are not looked at.
func MisspeltURNs(urns []string) map[string]URNSlip {
	counts := countURNs()
	for _, urn := range urns {
		counts.add(urn)
	}
	slips := map[string]URNSlip{}
	for _, urn := range counts.urns {
		if s := counts.slip(urn); s.code == CodeMisspeltURN {
			known := counts.counts[s.meant] >= wellKnown || s.meant == straightened(urn)
			slips[urn] = URNSlip{Message: s.message + ": " + s.hint, Meant: s.meant, Standard: known}
		}
	}
	return slips
}

// QuoteURN gives a urn in quotation marks, at most 40 characters of it, without the segments that the urns of all extensions begin with.
func QuoteURN(urn string) string { return quoteURN(urn) }
