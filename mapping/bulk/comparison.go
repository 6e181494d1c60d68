package bulk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
)

const (
	// mostCompared is how many different values a comparison keeps; a status column has a few.
	mostCompared = 20
	// mostShown is how many characters of each are kept.
	mostShown = 100
)

// Comparison reports what the column or the expression of an attribute with equals had in the users that were built, since a value that nobody
// thought of is false, and disables whoever has it.
type Comparison struct {
	// Path is the SCIM attribute, and Source the column, or the expression, that it is filled from.
	Path, Source string
	// True, False and Empty count the users that got true, false, and nothing.
	True, False, Empty int
	// Values are the different values in the order in which they were met, 20 at most; case and outer spaces do not count.
	Values []ComparedValue
	// Others counts the users with further values.
	Others int
}

// ComparedValue is a value that was compared, as it was first written, without outer spaces.
type ComparedValue struct {
	Text string
	// Equal reports whether it is among the texts of equals, and Users counts who has it.
	Equal bool
	Users int
}

// Format prints path and counts, and no values, which may be people's.
func (c Comparison) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "%s: true %d, false %d, empty %d", c.Path, c.True, c.False, c.Empty)
}

// MarshalJSON returns path and counts, and no values, see Format.
func (c Comparison) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Text("path", c.Path)
	w.Number("true", c.True)
	w.Number("false", c.False)
	w.Number("empty", c.Empty)
	return w.Close(), nil
}

// Format prints how many users have the value, and not the value.
func (v ComparedValue) Format(s fmt.State, _ rune) { _, _ = fmt.Fprintf(s, "%d users", v.Users) }

// MarshalJSON returns the number of users, see Format.
func (v ComparedValue) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Number("users", v.Users)
	return w.Close(), nil
}

// comparison counts what a row with equals compares.
type comparison struct {
	equals []string
	counts Comparison
	places map[string]int // of the values that are kept, by what key returns
	last   value.Value    // of the record at hand
}

func newComparison(a *Attribute) *comparison {
	return &comparison{equals: a.Equals, counts: Comparison{Path: a.Path, Source: cmp.Or(a.Column, a.Expression)}, places: map[string]int{}}
}

// holds reports whether a text is among those that are true.
func (c *comparison) holds(text string) bool {
	text = strings.TrimSpace(text)
	return slices.ContainsFunc(c.equals, func(known string) bool { return strings.EqualFold(strings.TrimSpace(known), text) })
}

// key returns what texts have in common that count as one value: of long ones it is the beginning.
func key(text string) string { return strings.ToLower(diag.ClipTo(strings.TrimSpace(text), mostShown)) }

// compare returns whether a value is among the texts; one that is empty yields nothing. It is counted when the user is built, see count.
func (c *comparison) compare(v value.Value) value.Value {
	c.last = v
	if isEmpty(v) {
		return value.Absent
	}
	return value.Boolean(c.holds(v.Text()))
}

// count counts the value that was compared last.
func (c *comparison) count() {
	if isEmpty(c.last) {
		c.counts.Empty++
		return
	}
	text := c.last.Text()
	equal := c.holds(text)
	if equal {
		c.counts.True++
	} else {
		c.counts.False++
	}
	folded := key(text)
	at, known := c.places[folded]
	switch {
	case known:
		c.counts.Values[at].Users++
	case len(c.counts.Values) == mostCompared:
		c.counts.Others++
	default:
		c.places[strings.Clone(folded)] = len(c.counts.Values)
		c.counts.Values = append(c.counts.Values, ComparedValue{Text: diag.ClipTo(strings.TrimSpace(text), mostShown), Equal: equal, Users: 1})
	}
}

// counted returns the counts of all comparisons so far.
func (t *template) counted() []Comparison {
	var all []Comparison
	for i := range t.rows {
		if c := t.rows[i].comparison; c != nil {
			counts := c.counts
			counts.Values = slices.Clone(counts.Values)
			all = append(all, counts)
		}
	}
	return all
}

// count counts the comparisons of a record that has become a user.
func (t *template) count() {
	for i := range t.rows {
		if c := t.rows[i].comparison; c != nil {
			c.count()
		}
	}
}
