package mapping

import (
	"context"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Asking returns a mapper of the same set for one provisioning cycle. It compiles nothing. Taken takes the place of Options.Taken, and
// values of target attributes of type Reference wait: what they name is known when every object has been planned, so their outcomes are
// completed by [Mapper.Settle].
func (m *Mapper) Asking(taken func(ctx context.Context, target, candidate string) (bool, error)) *Mapper {
	asking := &Mapper{set: m.set, opts: m.opts, rows: m.rows, matching: m.matching, scope: m.scope, secrets: m.secrets, warnings: m.warnings, slots: m.slots, waits: true}
	asking.opts.Taken = taken
	return asking
}

// waiting is what an outcome waits with.
type waiting struct {
	members  [][]string
	decision Decision // of a value that flows
	reason   string
	redacted bool
}

// Waiting returns the objects that the value of an outcome names, and that are not looked for yet: of each the texts by which it may be
// known, the likeliest first; one that has no such text is not to be found. It is nil for an outcome that is complete; see [Mapper.Settle] for one that is not.
func (o *Outcome) Waiting() [][]string {
	if o.waiting == nil {
		return nil
	}
	return o.waiting.members
}

// Resolved is what was found of an object that a value names. The zero Resolved is nothing.
type Resolved struct {
	// Reference is what the target holds to refer to the object, ID what else it may hold.
	Reference, ID string
	// Pending is set where the object is created in the same cycle, so that it has neither yet.
	Pending *Pending
	// Redacted reports that Reference and ID are values that reports must not print: an object without an id is known by a matching value.
	Redacted bool
}

func (f *Resolved) missing() bool { return f.Reference == "" && f.Pending == nil }

// waitsFor reports whether values of the row wait.
func (r *mapRun) waitsFor() bool { return r.m.waits && r.row.def.Type == Reference }

// wait keeps a value until the objects that it names are known.
func (r *mapRun) wait(o *Outcome, v value.Value, d Decision, reason string) {
	members, isList := v.AsList()
	switch {
	case !isList:
		members = []value.Value{v}
	case !r.row.def.MultiValued:
		_, err := r.convert(v) // it says how many there are
		o.fail(codes.OneValueOnly, err)
		return
	}
	w := &waiting{decision: d, reason: reason, redacted: v.Redacted()}
	for _, m := range members {
		if m.IsNullOrEmpty() {
			continue
		}
		w.members = append(w.members, namesOf(m)) // one without any name is never found, and the others are not the worse for it
	}
	if len(w.members) == 0 { // an empty list names nobody, and leaves nobody in the target
		if r.existing == nil {
			r.withoutValue(o)
			return
		}
		r.compare(o, carryRedaction(v, value.List()), d, reason)
		return
	}
	o.waiting = w
	o.keep(d, "the object that the reference names is looked for when all objects are planned")
}

// namesOf returns the texts by which a member may name an object. Of a complex one these are its value, its id, and the last segment of its
// $ref (DOC RFC 7643 2.4; ids are those of Microsoft Graph).
func namesOf(m value.Value) []string {
	o, ok := m.AsObject()
	if !ok {
		return []string{m.Text()}
	}
	var texts []string
	for _, name := range []string{"value", "id", "$ref"} {
		v := o.GetFold(name)
		if v.IsNullOrEmpty() || v.Kind() == value.KindObject || v.Kind() == value.KindList {
			continue
		}
		text := v.Text()
		if name == "$ref" {
			text = strings.TrimRight(text, "/")
			text = text[strings.LastIndexByte(text, '/')+1:]
		}
		if text != "" && (len(texts) == 0 || texts[len(texts)-1] != text) {
			texts = append(texts, text)
		}
	}
	return texts
}

// Settle completes the outcome of mapping i, which waits, with what was found of each object of [Outcome.Waiting]. Exists reports whether
// the target object does.
//
// A member that is not found is a warning and never makes another one be removed: what the target has is then kept. One that is created
// in the same cycle counts as found. Two that are the same object are one.
func (m *Mapper) Settle(i int, o *Outcome, exists bool, found []Resolved) {
	w := o.waiting
	if w == nil {
		return
	}
	r := &mapRun{m: m, row: &m.rows[i]}
	if exists {
		r.existing = value.Map(nil)
	}
	old := o.Old
	// What the target has now most likely came from the same secret.
	if w.redacted = w.redacted || slices.ContainsFunc(found, func(f Resolved) bool { return f.Redacted }); w.redacted {
		old = old.WithRedaction()
	}
	// The comparison is by the identifiers in what the target has, which may be complex.
	o.waiting, o.Old = nil, identifiers(old)
	found = r.foundInTarget(o.Old, w, found)
	if r.row.def.MultiValued {
		r.settleMembers(o, w, found)
	} else {
		r.settleSingle(o, w, &found[0])
	}
	if o.Decision == Unchanged {
		o.New = old
	}
	o.Old = old
}

// foundInTarget returns what was found, and for what nobody knows the target's own value, where it is the very text that the source has: both
// write one identifier, so nothing changes (assumed: of an object that no list has, more is not known).
func (r *mapRun) foundInTarget(old value.Value, w *waiting, found []Resolved) []Resolved {
	if !slices.ContainsFunc(found, func(f Resolved) bool { return f.missing() }) {
		return found
	}
	current, all := currentOf(old), slices.Clone(found)
	for i := range all {
		for _, text := range w.members[i] {
			if _, ok := current[foldText(text)]; ok && all[i].missing() {
				all[i] = Resolved{Reference: text}
			}
		}
	}
	return all
}

// identifiers returns the identifiers in what the target has. A value that has none stays as it is.
func identifiers(old value.Value) value.Value {
	if members, isList := old.AsList(); isList {
		ids := make([]value.Value, len(members))
		for i, m := range members {
			ids[i] = identifiers(m)
		}
		return carryRedaction(old, value.List(ids...))
	}
	if names := namesOf(old); old.Kind() == value.KindObject && len(names) > 0 {
		return carryRedaction(old, value.Reference(names[0]))
	}
	return old
}

func (r *mapRun) settleSingle(o *Outcome, w *waiting, found *Resolved) {
	switch {
	case found.missing():
		o.Warnings = append(o.Warnings, codes.UnresolvedReference)
		o.keep(NullNotFlowed, "the object that the reference names was not found")
	case found.Pending != nil:
		if r.existing != nil {
			// Any value tells whether the mapping may write one at all.
			if _, kept := r.restrict(o.Old, value.Reference(found.Pending.ID)); kept != "" {
				o.keep(CreateOnlySkipped, kept)
				return
			}
		}
		o.New = r.marked(w, value.Null)
		o.Pending = []Pending{*found.Pending}
		o.keep(w.decision, "the object that the reference names is created in the same cycle")
	default:
		r.compare(o, r.marked(w, currentOf(o.Old).value(found)), w.decision, w.reason)
	}
}

func (r *mapRun) settleMembers(o *Outcome, w *waiting, found []Resolved) {
	current := currentOf(o.Old)
	var members []value.Value
	var pending []Pending
	missing := 0
	seen := make(map[string]bool, len(found))
	for i := range found {
		f := &found[i]
		switch {
		case f.missing():
			o.Warnings = append(o.Warnings, codes.UnresolvedReference)
			missing++
		case f.Pending != nil:
			if key := f.Pending.Object + "\x00" + f.Pending.ID; !seen[key] {
				seen[key] = true
				pending = append(pending, *f.Pending)
			}
		default:
			v := current.value(f)
			if key := foldText(v.Text()); !seen[key] {
				seen[key] = true
				members = append(members, v)
			}
		}
	}
	v := value.List(members...)
	switch {
	case missing > 0 && r.existing != nil:
		v = value.List(r.union(o.Old, v).Members()...)
		if len(v.Members()) == 0 && len(pending) == 0 {
			o.keep(NullNotFlowed, "none of the objects that the references name was found")
			return
		}
	case missing == len(found):
		o.keep(NullNotFlowed, "none of the objects that the references name was found")
		return
	}
	r.compare(o, r.marked(w, v), w.decision, w.reason)
	if len(pending) == 0 || o.Decision == CreateOnlySkipped {
		return
	}
	o.Pending = pending
	if o.Decision == Unchanged {
		o.New = o.Old
		o.keep(w.decision, "objects that the references name are created in the same cycle")
	}
	if o.New.Kind() != value.KindList {
		o.New = r.marked(w, value.List(o.New.Members()...))
	}
}

// marked marks a value that was made of one that reports must not print.
func (r *mapRun) marked(w *waiting, v value.Value) value.Value {
	if w.redacted {
		return v.WithRedaction()
	}
	return v
}

// currentMembers finds in what the target has the value that refers to an object, whichever of its names the target wrote.
type currentMembers map[string]value.Value

// currentOf returns the members of what the target has by their texts, in whatever case: identifiers differ by more than case.
func currentOf(old value.Value) currentMembers {
	members := old.Members()
	current := make(currentMembers, len(members))
	for _, m := range members {
		if !m.IsNullOrEmpty() {
			current[foldText(m.Text())] = m
		}
	}
	return current
}

// value returns the target's own value for an object, else the reference to it.
func (c currentMembers) value(f *Resolved) value.Value {
	for _, text := range []string{f.Reference, f.ID} {
		if v, ok := c[foldText(text)]; ok && text != "" {
			return v
		}
	}
	return value.Reference(f.Reference)
}

// foldText folds case as .NET's ordinal comparison without case does.
func foldText(text string) string { return string(nettext.Upper([]byte(text), 0, nettext.Invariant)) }
