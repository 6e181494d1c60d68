package mapping

import (
	"errors"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// outcome works one mapping through the rules, in the order the service documents.
func (r *mapRun) outcome(o *Outcome) {
	if !r.applies(o) {
		return
	}
	v, err := r.evaluate()
	o.Met = r.takeMet()
	r.conclude(o, v, err)
}

// applies reports whether the mapping's source is to be evaluated; else the outcome is complete.
func (r *mapRun) applies(o *Outcome) bool {
	o.Mapping, o.Hidden, o.fixed = r.row.mapping, r.m.opts.HideValues, r.row.fixed
	if r.existing != nil {
		o.Old = r.existing.Attribute(&r.row.target)
		if err := unreadable(&r.row.target, o.Old); err != nil {
			o.fail(evalCode(err), err)
			return false
		}
		if r.row.redacts && !o.Old.IsNull() {
			o.Old = o.Old.WithRedaction() // most likely it is the value that the mapping hides
		}
	}
	switch apply := r.row.apply; {
	case r.row.mapping.UnsupportedApply != "":
		o.fail(codes.UnsupportedMapping, unsupported(r.row.mapping.UnsupportedApply))
		return false
	case r.existing != nil && !apply.Updates:
		o.keep(CreateOnlySkipped, "applies only during creation, and the object exists")
		return false
	case r.existing == nil && !apply.Creates:
		o.keep(CreateOnlySkipped, "applies only on updates, and the object is created")
		return false
	}
	return true
}

// conclude decides on the value that the source has.
func (r *mapRun) conclude(o *Outcome, v value.Value, err error) {
	// Nearly all values of new objects need no conversion, no default and no comparison, and nearly all texts of others are those that the
	// target has, letter for letter. These paths must decide as settle would, which a test over random sets holds.
	switch plain := err == nil && r.row.flows(v) && !v.Redacted() && !r.waitsFor(); {
	case plain && r.existing == nil:
		o.New = v
		o.keep(Flowed, flowReason(o.Old, false))
	case plain && r.row.apply.apply == ApplyAlways && r.row.roles == noRoles && sameText(o.Old, v):
		o.New = o.Old
		o.keep(Unchanged, "the target has this value")
	default:
		r.settle(o, v, err)
	}
	if r.row.made != nil {
		r.missing(o, v)
	}
}

// sameText reports whether two values are the same text, letter for letter.
func sameText(a, b value.Value) bool {
	text, ok := a.AsString()
	other, is := b.AsString()
	return ok && is && text == other
}

// settle decides on what is not simply a value for a new object, and whether the object can be created all the same.
func (r *mapRun) settle(o *Outcome, v value.Value, err error) {
	r.weigh(o, v, err)
	// Without a value that it needs the target refuses the object, or gives it one of its own making that no later cycle repairs (observed of
	// Active Directory). An object without its matching value would be created again by every cycle.
	if r.existing == nil && o.Decision == Failed {
		o.Fatal = r.row.def.Required || r.row.mapping.Match > 0 || o.Code == codes.EvalNotUnique
	}
}

// weigh decides on a value, a signal or a failure.
func (r *mapRun) weigh(o *Outcome, v value.Value, err error) {
	// The order is the service's: a failure wins over a signal, a signal over null, null over a value. A list of one is unwrapped before
	// the question whether there is a value, so that [null] counts as null.
	v = r.unlisted(v)
	switch {
	case err != nil:
		o.fail(evalCode(err), err)
		return
	case v.Kind() == value.KindIgnoreAttribute && r.existing == nil && r.row.def.Required:
		o.fail(codes.MissingValues, errors.New("want a value for a required attribute: the expression leaves it out of the flow"))
		return
	case v.Kind() == value.KindIgnoreAttribute:
		o.keep(Ignored, "the expression leaves the attribute out of the flow")
		return
	case v.Kind() == value.KindIgnoreObject:
		r.ignoreObject = true
		o.keep(Ignored, "the expression leaves the whole object out of the flow")
		return
	case v.IsNull() || r.existing != nil && r.row.gate && v.IsNullOrEmpty():
		r.withoutValue(o)
		return
	case v.Kind() == value.KindString && v.IsNullOrEmpty():
		r.emptyText(o, v)
		return
	}
	r.flow(o, v, Flowed, "")
}

// emptyText decides on "", by one rule whatever way it came about. It is no value of any type but text: a reference to nothing is none, and
// flow refuses it for the others.
func (r *mapRun) emptyText(o *Outcome, v value.Value) {
	switch {
	case r.row.known && r.row.def.Type == Reference:
		r.withoutValue(o)
		return
	case r.row.known && r.row.def.Type != String:
		r.flow(o, v, Flowed, "")
		return
	case r.existing == nil && r.row.def.Required:
		o.fail(codes.MissingValues, errors.New("want a value for a required attribute, got an empty text"))
		return
	case r.existing != nil && o.Old.IsNullOrEmpty() && (!r.m.opts.EmptyTextFlows || o.Old.Kind() == value.KindString):
		o.New = o.Old
		o.keep(Unchanged, "the source has an empty text and the target no value")
		return
	}
	blanks := !o.Old.IsNullOrEmpty()
	r.flow(o, v, Flowed, "")
	switch {
	case !o.Decision.Changes():
	case r.row.noEmpty && !r.m.opts.EmptyTextFlows:
		// A directory has no empty values: it refuses the whole write (documented: hr-user-update-issues).
		o.New = value.Absent
		o.fail(codes.InvalidSyntax, errors.New("want a text that is not empty: the target refuses the write"))
	case blanks || r.existing == nil && !r.m.opts.EmptyTextFlows:
		o.Warnings = append(o.Warnings, codes.EmptyText)
	}
}

// evalCode returns the code of an evaluation's failure, and that of a wrong type for any other error.
func evalCode(err error) diag.Code {
	var e *expr.EvalError
	if errors.As(err, &e) {
		return e.Code
	}
	return codes.EvalType
}

// keep sets a decision that is no failure, and its reason.
func (o *Outcome) keep(d Decision, reason string) {
	o.Decision, o.Reason = d, reason
}

// fail sets a failure, or that the mapping is not supported, as the code says. New stays Absent, so nothing is written.
func (o *Outcome) fail(code diag.Code, err error) {
	o.Decision, o.Code, o.Err, o.Reason = Failed, code, err, err.Error()
	if code == codes.UnsupportedFunction || code == codes.UnsupportedMapping {
		o.Decision = Unsupported
	}
}

// withoutValue decides where the source has no value.
func (r *mapRun) withoutValue(o *Outcome) {
	switch {
	case r.existing == nil:
		r.atCreation(o)
		return
	case r.row.kind == None:
		r.none(o)
		return
	case !r.row.gate:
		o.keep(NullNotFlowed, keptReason(r.row.mapping.Default))
		return
	// Clearing what is empty would be a change in every cycle.
	case o.Old.IsNullOrEmpty():
		o.New = o.Old
		o.keep(Unchanged, "the source is null and the target has no value")
		return
	// DOC RFC 7644 3.5.2.2; Active Directory refuses it as well.
	case r.row.def.Required:
		o.fail(codes.MissingValues, errors.New("want a value for a required attribute: the source is null and null flows, and the target refuses the write"))
		return
	}
	o.New = value.Null
	o.keep(Cleared, "the source is null and null flows")
}

// atCreation looks for a default. A mapping of type None finds it as the others do.
func (r *mapRun) atCreation(o *Outcome) {
	reason, fallback := "the source is null and the object is created", r.row.mapping.Default
	if r.row.kind == None {
		reason = "the object is created"
	}
	// The mapping's own default comes first; the schema's is only for attributes that must have a value.
	if fallback == "" && r.row.def.Required {
		reason, fallback = "there is no value, and the required attribute has its own default", r.row.def.Default
	}
	switch {
	case fallback != "":
		r.flow(o, value.String(fallback), DefaultUsed, reason)
		return
	case r.row.def.Required:
		o.fail(codes.MissingValues, errors.New("want a value for a required attribute: the source is null and there is no default"))
		return
	case r.row.kind == None:
		o.keep(NoneKept, "the mapping has no source and no default")
		return
	}
	o.keep(NullNotFlowed, "the source is null and there is no default")
}

// keptReason says why null does not flow, in particular to those who expect the default on an update.
func keptReason(fallback string) string {
	if fallback != "" {
		return "the source is null; the default is used only when the object is created"
	}
	return "the source is null, and null does not flow"
}

// none fills the empty target of an object that exists with the default, and leaves every other one alone.
func (r *mapRun) none(o *Outcome) {
	fallback := r.row.mapping.Default
	switch {
	case fallback == "":
		o.keep(NoneKept, "the mapping has no source and no default")
		return
	case r.m.opts.NoneOnlyAtCreation:
		o.keep(NoneKept, "the mapping has no source, and its default is used only when the object is created")
		return
	case !o.Old.IsNullOrEmpty():
		o.keep(NoneKept, "the mapping has no source and the target has a value")
		return
	}
	r.flow(o, value.String(fallback), DefaultUsed, "the target is empty")
}

// flow brings a value to the target's type, compares it with the current one and decides.
func (r *mapRun) flow(o *Outcome, v value.Value, d Decision, reason string) {
	if r.waitsFor() {
		r.wait(o, v, d, reason)
		return
	}
	converted, err := r.convert(v)
	if err != nil {
		o.fail(err.code, err)
		return
	}
	if r.row.needsTime && dateOnly(converted) {
		o.Warnings = append(o.Warnings, codes.DateOnly)
	}
	resolved, ok := r.resolve(converted)
	if !ok {
		o.Warnings = append(o.Warnings, codes.UnresolvedReference)
		o.keep(NullNotFlowed, "the object that the reference names is not in the target")
		return
	}
	// What the target has now most likely came from the same secret, so the mark goes both ways.
	o.Old = carryRedaction(v, o.Old)
	r.compare(o, carryRedaction(v, resolved), d, reason)
}

// resolve brings a reference to the target's identifier; ok is false where none of it is found. Of several references those that are found
// flow, without those that are not.
func (r *mapRun) resolve(v value.Value) (value.Value, bool) {
	if r.row.def.Type != Reference || r.m.opts.Resolve == nil || !r.row.typed || v.IsNullOrEmpty() {
		return v, true
	}
	members, isList := v.AsList()
	if !isList {
		return r.m.opts.Resolve(r.env.Context, v)
	}
	var resolved []value.Value
	for _, m := range members {
		if found, ok := r.m.opts.Resolve(r.env.Context, m); ok {
			resolved = append(resolved, found)
		}
	}
	return value.List(resolved...), len(resolved) > 0
}

// compare sets the value against the target's current one.
func (r *mapRun) compare(o *Outcome, v value.Value, d Decision, reason string) {
	if r.existing != nil {
		// The comparison is with what would be in the target afterwards, so that values that are there already change nothing.
		added, kept := r.restrict(o.Old, v)
		if kept != "" {
			o.keep(CreateOnlySkipped, kept)
			return
		}
		if r.same(o.Old, added) {
			o.New = o.Old
			o.keep(Unchanged, "the target has this value")
			r.primaryAddress(o, added)
			return
		}
		v = carryRedaction(v, added)
	}
	o.New = v
	if reason == "" {
		reason = flowReason(o.Old, r.existing != nil)
	}
	o.keep(d, reason)
}

// carryRedaction marks what was made of a value that reports must not print.
func carryRedaction(from, to value.Value) value.Value {
	if from.Redacted() {
		return to.WithRedaction()
	}
	return to
}

// flowReason says why a value flows.
func flowReason(old value.Value, exists bool) string {
	switch {
	case !exists:
		return "the object is created"
	case old.IsNullOrEmpty():
		return "the target has no value"
	}
	return "the value differs from the target's"
}
