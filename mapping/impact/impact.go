package impact

import (
	"context"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Side is one of the two jobs that are compared, with its objects.
type Side struct {
	// Engine is the compiled job. Both should have one clock, and draw the same random values: otherwise what depends on them differs by
	// itself.
	Engine *provision.Engine
	// World is what its cycle finds in the target.
	World provision.World
	// Sources are the source objects; it is used once.
	Sources iter.Seq[provision.Source]
}

// Options say how jobs are compared. The zero Options compare them over the same objects, and keep no ids.
type Options struct {
	// Workers is how many goroutines plan, for each side, see [provision.Cycle.Run]. The number changes nothing in the result.
	Workers int
	// Limit is how many ids a group keeps.
	Limit int
	// List names the groups that keep all ids: an attribute, a severity or a shape, in any case; "" is none.
	List string
	// ByObject pairs objects by what identifies them: the first anchor that has a value, else a matching value. Otherwise both sides have the
	// same objects in the same order. Objects of one side whose partners have not come yet are kept.
	ByObject bool
	// Seen, where it is set, is called with the plans of every pair; nil is that of the side without the object. Where ByObject has kept a plan,
	// its Steps and Source are nil.
	Seen func(from, to *provision.Plan)
	// Keep, where it is set, returns what is kept of a pair beside its id. It is called with the plans that Seen gets, at most once for a pair, and
	// only for one whose id a group keeps so far; the plans may be kept.
	Keep func(from, to *provision.Plan) any
}

// Impact is what differs between two jobs. It is not changed after [Compare] has returned it, and then is safe for concurrent use.
type Impact struct {
	// Complete reports that all objects have been compared. The caller clears it where the rest of a file could not be read.
	Complete bool
	// People counts the pairs, Unchanged those that do not differ.
	People, Unchanged int
	// Actions are the changes of actions, those of most objects first.
	Actions []Action
	// Groups are the differences, gravest first and in each severity those of most objects first.
	Groups []Group
	// Volatile are the attributes whose values are not compared, since their expressions draw random values.
	Volatile []string

	counts map[string]int // of objects, by the names of Counts
	list   string
}

// Action is a change of what happens to objects.
type Action struct {
	// From and To are the words of the actions, such as "update"; "none" is that of an object that one side alone has.
	From, To string
	// Count counts the objects; IDs are those of their plans, at most as many as [Options] say.
	Count int
	IDs   []string
	// Kept is what [Options.Keep] has returned for each of IDs; nil where it is not set.
	Kept []any
}

// Group is one kind of difference, and whom it concerns.
type Group struct {
	// Target is the attribute; "" is the object as a whole.
	Target string
	// Severity is failure, deletion, disable, lostCreation, conflict, blanked, identity or value.
	Severity string
	// Shape is first, withdrawn, cleared, case, spaces, diacritics, dateFormat, domain, container, prefix, suffix, pair, many, newError or
	// errorGone.
	Shape string
	// From and To are the values where all members agree, else Absent; what must not be shown is replaced by its mask.
	From, To value.Value
	// Reason says why objects fail or conflict where all members agree, else "".
	Reason string
	// With are the ids of those whom conflicts are with, at most as many as IDs: of source objects, and of objects of the target.
	With []string
	// Count counts the objects; IDs are those of their plans, at most as many as [Options] say.
	Count int
	IDs   []string
	// Kept is what [Options.Keep] has returned for each of IDs; nil where it is not set.
	Kept []any

	change string // what shows the difference where From and To do not, such as "…@a.com → …@b.com"
}

// Compare makes the plans of both sides and compares them. With an error, which is ctx's or a directory's, the result is about the pairs before
// it and not complete. It is an error if [Options.List] names no group and no severity.
func Compare(ctx context.Context, from, to Side, opts Options) (*Impact, error) {
	c := newComparison(from.Engine, to.Engine, opts)
	complete, err := c.pairs(ctx, from, to)
	out := c.result()
	out.Complete = complete && err == nil
	if err == nil && out.Complete && opts.List != "" && len(out.listed()) == 0 && !meant(opts.List, severities...) {
		err = diag.Errorf("there is no group %s: want an attribute, a severity or a shape of those that differ", diag.Quote(opts.List))
	}
	return out, err
}

// Counts returns how many objects the conditions of thresholds are about, by the names disables, deletions, lostCreations, collisions, failures,
// blanks, renames, warnings and changes; of another name it is 0.
func (i *Impact) Counts(name string) int { return i.counts[name] }

// listed returns the groups that [Options.List] names.
func (i *Impact) listed() []Group {
	var all []Group
	for _, g := range i.Groups {
		if meant(i.list, g.Target, g.Severity, g.Shape) {
			all = append(all, g)
		}
	}
	return all
}

// meant reports whether a word names a group.
func meant(word string, names ...string) bool {
	for _, name := range names {
		if word != "" && strings.EqualFold(word, name) {
			return true
		}
	}
	return false
}
