// Package urn recognizes the URNs of SCIM's schemas and finds slips in them. It knows nothing of the project's other packages but
// [diag], which quotes.
package urn

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

// The schemas of users that SCIM itself defines (RFC 7643, 8.7).
const (
	User       = "urn:ietf:params:scim:schemas:core:2.0:User"
	Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
)

const (
	prefix = "urn:"
	// Core begins the URNs of core schemas.
	Core = "urn:ietf:params:scim:schemas:core:"
)

// Is reports whether a name begins as URNs do.
func Is(name string) bool { return hasPrefixFold(name, prefix) }

// IsCore reports whether a URN is that of a core schema.
func IsCore(urn string) bool { return hasPrefixFold(urn, Core) }

// Cut cuts the name of an attribute that begins with a schema's URN at the last colon before a filter's bracket. Where there is none, schema
// is empty and rest the whole name.
func Cut(name string) (schema, rest string, ok bool) {
	end := strings.IndexByte(name, '[')
	if end < 0 {
		end = len(name)
	}
	colon := strings.LastIndexByte(name[:end], ':')
	if !Is(name) || colon < len(prefix) || colon+1 == len(name) {
		return "", name, false
	}
	return name[:colon], name[colon+1:], true
}

// hasPrefixFold reports whether text is longer than the prefix and begins with it, in any case.
func hasPrefixFold(text, prefix string) bool {
	return len(text) > len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// WithoutSpaces returns a URN without the white space in it.
func WithoutSpaces(urn string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, urn)
}

// standard are the segments that the urns of SCIM's extensions begin with; tenants may also use urns of their own.
var standard = []string{"urn", "ietf", "params", "scim", "schemas", "extension"}

// Counts counts the URNs of an input, in the order in which they were met.
type Counts struct {
	urns   []string
	counts map[string]int
}

// wellKnown is the count of the urns that SCIM itself defines: they cannot be the misspelt ones.
const wellKnown = 1 << 30

// NewCounts returns counts that know the URNs of SCIM itself.
func NewCounts() *Counts {
	u := &Counts{urns: []string{User, Enterprise}, counts: map[string]int{}}
	for _, urn := range u.urns {
		u.counts[urn] = wellKnown
	}
	return u
}

// Add counts a URN.
func (u *Counts) Add(urn string) {
	if u.counts[urn] == 0 && len(u.urns) < maxURNs {
		u.urns = append(u.urns, urn)
	}
	u.counts[urn]++
}

// Slip is what looks wrong with a URN. The zero Slip is a URN with which nothing is wrong.
type Slip struct {
	// Message says what looks wrong, Hint what to write; both are empty where nothing is wrong.
	Message, Hint diag.Message
	// Meant is the URN that is most likely meant.
	Meant string
	// HasSpace reports that the slip is white space in the URN.
	HasSpace bool
}

// Slip looks for white space, for a urn that differs in a letter or two of one segment and is met more often or earlier, and for
// misspelt segments that SCIM defines. The message is "" where nothing is wrong.
func (u *Counts) Slip(urn string) Slip {
	switch {
	case len(urn) > maxURNBytes || u.counts[urn] >= wellKnown:
		return Slip{}
	case strings.ContainsFunc(urn, unicode.IsSpace):
		meant := WithoutSpaces(urn)
		return Slip{Message: diag.Messagef("the urn %s holds a blank", Quote(urn)), Hint: diag.Messagef("write %s", meant), Meant: meant, HasSpace: true}
	}
	own := slices.Index(u.urns, urn)
	if own < 0 {
		return Slip{}
	}
	for i, other := range u.urns {
		count := u.counts[other]
		if len(other) > maxURNBytes || !alike(urn, other, count >= wellKnown) {
			continue
		}
		if count > u.counts[urn] || count == u.counts[urn] && i < own {
			return Slip{Message: diag.Messagef("the urns %s and %s differ in hardly a letter", Quote(urn), Quote(other)),
				Hint: diag.Messagef("write the same one everywhere, most likely %s", other), Meant: other}
		}
	}
	if meant := straightened(urn); meant != "" {
		return Slip{Message: diag.Messagef("the urn %s does not begin as the urns of SCIM do", Quote(urn)), Hint: diag.Messagef("write %s", meant), Meant: meant}
	}
	return Slip{}
}

// Quote returns a URN in quotation marks, at most 40 characters of it, without the segments that the URNs of all extensions begin
// with.
func Quote(urn string) diag.Quoted {
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

// Misspelling is a URN that most likely is a slip of another one.
type Misspelling struct {
	// Message says what looks wrong, and what to write.
	Message diag.Message
	// Meant is the URN that is most likely meant.
	Meant string
	// Standard reports that it is a slip of what SCIM defines, so that other URNs do not matter.
	Standard bool
}

// Misspellings returns the slips among URNs of schemas, by the URNs as they are written: of two that differ in hardly a letter the one
// that is met less often, or later. URNs with white space are left out.
func Misspellings(urns []string) map[string]Misspelling {
	counts := NewCounts()
	for _, urn := range urns {
		counts.Add(urn)
	}
	found := map[string]Misspelling{}
	for _, urn := range counts.urns {
		if s := counts.Slip(urn); !s.Message.IsZero() && !s.HasSpace {
			known := counts.counts[s.Meant] >= wellKnown || s.Meant == straightened(urn)
			found[urn] = Misspelling{Message: diag.Messagef("%s: %s", s.Message, s.Hint), Meant: s.Meant, Standard: known}
		}
	}
	return found
}
