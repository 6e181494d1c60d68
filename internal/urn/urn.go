// Package urn recognizes the URNs of SCIM schemas and finds typos in them. Of the project's packages it imports only
// [diag].
package urn

import (
	"slices"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/expr/diag"
)

// Limits on the search for typos, which compares each URN with all others.
const (
	maxURNs     = 200
	maxURNBytes = 256
)

// The schemas of users that SCIM defines (RFC 7643, section 8.7).
const (
	User       = "urn:ietf:params:scim:schemas:core:2.0:User"
	Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
)

// The schemas of messages (RFC 7644, 3).
const (
	Bulk  = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
	Patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
)

const (
	prefix = "urn:"
	// Core is the prefix of the URNs of core schemas.
	Core = "urn:ietf:params:scim:schemas:core:"
	// Extension is the prefix of the URNs of extensions.
	Extension = "urn:ietf:params:scim:schemas:extension:"
)

// Is reports whether a name begins like a URN.
func Is(name string) bool { return hasPrefixFold(name, prefix) }

// IsCore reports whether urn is the URN of a core schema.
func IsCore(urn string) bool { return hasPrefixFold(urn, Core) }

// IsExtension reports whether a URN, or the name of an attribute, is that of an extension.
func IsExtension(urn string) bool { return hasPrefixFold(urn, Extension) }

// Cut splits the name of an attribute into the URN of its schema and the rest. The URN ends at the last colon before the
// bracket of a filter, because the values of a filter may contain colons. Cut reports false, and returns "" and the whole
// name, if the name does not begin with a URN.
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

// IsMissing reports whether the name of an attribute begins with a namespace, as that of an extension does, which is no URN: custom:country. Colons in
// a filter do not count.
func IsMissing(name string) bool {
	head, _, _ := strings.Cut(name, "[")
	namespace, rest, ok := strings.Cut(head, ":")
	return ok && namespace != "" && rest != "" && !Is(name)
}

// hasPrefixFold reports whether text begins with prefix, ignoring case, and is longer than it.
func hasPrefixFold(text, prefix string) bool {
	return len(text) > len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// WithoutSpaces returns urn without white space.
func WithoutSpaces(urn string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, urn)
}

// standard are the first segments of the URNs of SCIM extensions. Tenants may also use URNs of other forms.
var standard = []string{"urn", "ietf", "params", "scim", "schemas", "extension"}

// Counts counts the URNs in an input, in order of first occurrence.
type Counts struct {
	urns   []string
	counts map[string]int
}

// wellKnown is the count of the URNs that SCIM defines. It is higher than that of any URN in an input, so that of two
// similar URNs the one that SCIM defines is taken as correct.
const wellKnown = 1 << 30

// NewCounts returns counts that include the URNs of users that SCIM defines.
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

// Typo is a probable typo in a URN. The zero Typo means that there is none.
type Typo struct {
	// Message is what looks wrong, and Hint how to correct it.
	Message, Hint diag.Message
	// Meant is the URN that is most likely meant.
	Meant string
	// HasSpace is set if the typo is white space in the URN.
	HasSpace bool
}

// Typo returns the probable typo in urn: white space, a letter or two by which a segment differs from that of a more
// frequent or earlier URN, or a misspelled segment among those that SCIM defines.
func (u *Counts) Typo(urn string) Typo {
	switch {
	case len(urn) > maxURNBytes || u.counts[urn] >= wellKnown:
		return Typo{}
	case strings.ContainsFunc(urn, unicode.IsSpace):
		meant := WithoutSpaces(urn)
		return Typo{Message: diag.Messagef("the URN %s contains white space", Quote(urn)), Hint: diag.Messagef("write %s", meant), Meant: meant, HasSpace: true}
	}
	// Every URN may be its own but this one: it is a known one without its last segment.
	for _, known := range []string{User, Enterprise} {
		if strings.EqualFold(urn+":User", known) {
			return Typo{Message: diag.Messagef("the URN %s ends before :User", Quote(urn)), Hint: diag.Messagef("write %s", known), Meant: known}
		}
	}
	index := slices.Index(u.urns, urn)
	if index < 0 {
		return Typo{}
	}
	for i, other := range u.urns {
		count := u.counts[other]
		if len(other) > maxURNBytes || !similar(urn, other, count >= wellKnown) {
			continue
		}
		// The more frequent of two similar URNs is taken as correct, or the first one if they are equally frequent.
		if count > u.counts[urn] || count == u.counts[urn] && i < index {
			return Typo{Message: diag.Messagef("the URNs %s and %s differ by only a letter or two", Quote(urn), Quote(other)),
				Hint: diag.Messagef("use the same URN everywhere, most likely %s", other), Meant: other}
		}
	}
	if meant := corrected(urn); meant != "" {
		return Typo{Message: diag.Messagef("the URN %s does not begin like the URNs of SCIM", Quote(urn)), Hint: diag.Messagef("write %s", meant), Meant: meant}
	}
	return Typo{}
}

// Quote returns a URN in quotation marks, truncated to 40 characters, without the segments with which the URNs of all
// extensions begin.
func Quote(urn string) diag.Quoted {
	if rest, ok := strings.CutPrefix(urn, strings.Join(standard[:5], ":")); ok {
		return diag.Quote("…" + rest)
	}
	return diag.Quote(urn)
}

// similar reports whether a and b differ only in case, or only by a letter or two in one segment. Different short segments
// such as hr and it are intentional, and so are different numbers, unless b is known as a URN that SCIM defines.
func similar(a, b string, known bool) bool {
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
	return within(x, y, typos(min(len(x), len(y))))
}

// typos returns the number of letters by which a segment of the given length may differ by mistake.
func typos(length int) int {
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

// within reports whether at most edits insertions, deletions, substitutions and transpositions of adjacent bytes change a
// into b. The cost is exponential in edits, which must be small; it is at most two.
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

// corrected returns urn with its first segments spelled as SCIM defines them. It returns "" if they are correct or too
// different. A missing segment schemas is inserted.
func corrected(urn string) string {
	segments := strings.Split(urn, ":")
	if len(segments) > 4 && strings.EqualFold(segments[4], "extension") {
		segments = slices.Insert(segments, 4, "schemas")
	}
	if len(segments) <= len(standard) {
		return ""
	}
	want := slices.Clone(standard)
	if within(strings.ToLower(segments[5]), "core", 1) {
		want[5] = "core"
	}
	for i, w := range want {
		if !within(strings.ToLower(segments[i]), w, max(1, typos(len(w)))) {
			return ""
		}
	}
	meant := strings.Join(append(want, segments[len(want):]...), ":")
	if strings.EqualFold(meant, urn) {
		return ""
	}
	return meant
}

// Misspelling is a URN that is probably a typo of another one.
type Misspelling struct {
	// Message is what looks wrong, and how to correct it.
	Message diag.Message
	// Meant is the URN that is most likely meant.
	Meant string
	// Standard is set if SCIM defines what is misspelled, so that the other URNs of the input do not matter.
	Standard bool
}

// Misspellings returns the probable typos among urns, by URN. See [Counts.Typo]; URNs with white space are left out.
func Misspellings(urns []string) map[string]Misspelling {
	counts := NewCounts()
	for _, urn := range urns {
		counts.Add(urn)
	}
	found := map[string]Misspelling{}
	for _, urn := range counts.urns {
		if t := counts.Typo(urn); !t.Message.IsZero() && !t.HasSpace {
			known := counts.counts[t.Meant] >= wellKnown || t.Meant == corrected(urn)
			found[urn] = Misspelling{Message: diag.Messagef("%s: %s", t.Message, t.Hint), Meant: t.Meant, Standard: known}
		}
	}
	return found
}
