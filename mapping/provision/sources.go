package provision

import (
	"cmp"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// sourceIndex finds source objects by what references call them, and knows what the first pass has planned for each. It is filled by the
// owner of the cycle; between two additions any number of goroutines may look up.
//
// A key takes 24 bytes and a record 40. Keys are fingerprints in sorted runs, of which each is at least twice as long as the next: so a
// cycle over very many objects stays small, and objects that are planned one by one are found in between.
type sourceIndex struct {
	prints  claims // for its fingerprints alone
	keys    []sourceKey
	runs    []int // where the sorted runs of keys begin
	sealed  int   // how many keys are in runs
	records []sourceRecord
}

// sourceKey is the fingerprint of a name of an object, with the place of its record.
type sourceKey struct {
	print fingerprint
	at    int32
}

// sourceRecord is what the first pass has planned for an object.
type sourceRecord struct {
	of    *objectType
	found *Object // its target object, nil where it has none
	id    string  // of its plan
	fate  fate
	// masked reports that found is known by a value that reports must not print.
	masked bool
}

// fate is what becomes of the target object of a source object in this cycle.
type fate uint8

const (
	absent  fate = iota // there is none, and none is created
	present             // it exists, and stays
	created
	deleted
)

// naming is a way in which references name an object.
type naming int

const (
	byExternal naming = iota - 1 // looked for last
	byAnchor
	byMatching // and the numbers after it, by precedence of the matching attributes
)

// anchors are the names of attributes that identify source objects permanently, whatever a schema says: those of Entra, of SCIM, and of
// Active Directory (documented).
var anchors = []string{"objectId", "id", "objectGUID", "distinguishedName"}

// externalID is the attribute by which objects are known to others (DOC RFC 7643 3.1).
const externalID = "externalId"

// anchorNames returns the source attributes that identify objects permanently.
func (t *objectType) anchorNames() []string {
	names := slices.Clone(anchors)
	if t.Mapping.Source != nil {
		for _, a := range t.Mapping.Source.Attributes {
			if a.Anchor && !slices.Contains(names, a.Name) {
				names = append(names, a.Name)
			}
		}
	}
	return names
}

// namesOf returns the fingerprints of everything that references may call an object by, each once.
func (e *planner) namesOf(attrs value.Attributes, matches []mapping.Match) []fingerprint {
	var prints []fingerprint
	add := func(by naming, v value.Value, caseExact bool) {
		if v.IsNullOrEmpty() || v.Kind() == value.KindList || v.Kind() == value.KindObject || v.Kind().IsSignal() {
			return
		}
		if f := e.pass.prints.fingerprint(e.Type, by.word(), lookupText(v, caseExact)); !slices.Contains(prints, f) {
			prints = append(prints, f)
		}
	}
	for i := range e.anchors {
		add(byAnchor, attrs.Attribute(&e.anchors[i]), false)
	}
	external := value.ParsePath(externalID)
	add(byExternal, attrs.Attribute(&external), false)
	for i := range matches {
		if matches[i].Err == nil {
			add(byMatching+naming(i), matches[i].Value, matches[i].CaseExact)
		}
	}
	return prints
}

// print returns the fingerprint of a name that an object of a type may have.
func (x *sourceIndex) print(t *objectType, by naming, text string) fingerprint {
	exact := by >= byMatching && t.matching[by-byMatching].caseExact
	return x.prints.fingerprint(t.Type, by.word(), lookupText(value.String(text), exact))
}

// word distinguishes the ways in fingerprints.
func (by naming) word() string { return string(rune('b' + by)) }

// add records an object with its names. An object may be recorded once.
func (x *sourceIndex) add(r sourceRecord, prints []fingerprint) {
	at := int32(len(x.records)) //nolint:gosec // more objects than an int32 counts do not fit the memory
	x.records = append(x.records, r)
	for _, f := range prints {
		x.keys = append(x.keys, sourceKey{f, at})
	}
}

// seal sorts the keys that are new, so that find sees them.
func (x *sourceIndex) seal() {
	if x.sealed == len(x.keys) {
		return
	}
	x.runs = append(x.runs, x.sealed)
	// Runs are merged while the last is more than half as long as the one before it, so there are few, and each key is sorted seldom.
	for n := len(x.runs); n > 1 && 2*(len(x.keys)-x.runs[n-1]) > x.runs[n-1]-x.runs[n-2]; n-- {
		x.runs = x.runs[:n-1]
	}
	slices.SortFunc(x.keys[x.runs[len(x.runs)-1]:], compareKeys)
	x.sealed = len(x.keys)
}

func compareKeys(a, b sourceKey) int {
	return cmp.Or(cmp.Compare(a.print[0], b.print[0]), cmp.Compare(a.print[1], b.print[1]), cmp.Compare(a.at, b.at))
}

// find returns the record of the object that has a name. Several objects of one name are ambiguous, and none is returned.
func (x *sourceIndex) find(f fingerprint) (found *sourceRecord, ambiguous bool) {
	for i, begin := range x.runs {
		end := x.sealed
		if i+1 < len(x.runs) {
			end = x.runs[i+1]
		}
		run := x.keys[begin:end]
		at, _ := slices.BinarySearchFunc(run, sourceKey{print: f}, compareKeys)
		for ; at < len(run) && run[at].print == f; at++ {
			if found != nil {
				return nil, true
			}
			found = &x.records[run[at].at]
		}
	}
	return found, false
}
