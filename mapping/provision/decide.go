package provision

import (
	"context"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// createOrUpdate decides about an object that is entitled to an account. What the job does not do comes before any evaluation; an update
// that changes nothing is skipped, as the service reports it.
func (e *planner) createOrUpdate(ctx context.Context, p *Plan, matches []mapping.Match, existing *Object) error {
	switch {
	case existing == nil && e.Options.NoCreate:
		p.skip(codes.Skipped, "no target object matches, and the mapping does not create objects")
		return nil
	case existing != nil && e.Options.NoUpdate:
		p.skip(codes.Skipped, "the object exists, and the mapping does not update objects")
		return nil
	case existing == nil && !e.claim(p, matches):
		return nil
	}
	// The claim comes before the mappings run: it fails a second object with the same matching value even where the first one's
	// mappings fail, as the service does (assumed).
	return e.withValues(ctx, p, func() error { return e.write(ctx, p, existing) })
}

// write evaluates the mappings and decides what is written to a target object, nil for one that is created.
func (e *planner) write(ctx context.Context, p *Plan, existing *Object) error {
	result, err := e.evaluate(ctx, p, existing, false)
	if err != nil || result == nil {
		return err
	}
	if result.Ignored {
		p.skip(codes.Skipped, "an expression leaves the object out of the flow")
		return nil
	}
	if existing == nil {
		e.conclude(p, Create, "no target object matches")
	} else {
		e.conclude(p, Update, "attributes differ")
	}
	return nil
}

// conclude decides what the outcomes come to: the action, unless there is nothing to write. Where values wait for references it decides as
// if they were written, and keeps what it needs to decide anew.
func (e *planner) conclude(p *Plan, action Action, why string) {
	if p.waits() {
		p.open = &openDecision{action: action, why: why, steps: len(p.Steps)}
	}
	result := &mapping.Result{Attributes: p.Attributes}
	switch changed := changes(result); {
	case action == Create:
		p.export(result, Create, "EntryExportAdd", why)
	case changed || len(result.Failed()) > 0 && action == Disable:
		p.export(result, action, "EntryExportUpdate", why)
	case action == Disable:
		p.skip(codes.RedundantExport, why+"; the target has this already"+exceptUnsupported(result))
	case len(result.Failed()) > 0: // nothing is sent, so it is no update
		p.skip(codes.RedundantExport, "nothing else differs"+exceptUnsupported(result))
		p.grade(result)
	default:
		p.skip(codes.RedundantExport, "source and target agree"+exceptUnsupported(result))
		p.grade(result)
	}
	p.tellWhole()
}

// tellWhole says of a leaver, or of somebody who comes back, that the account stays as it is because another attribute is refused.
func (p *Plan) tellWhole() {
	if !p.writes() || !p.refused() {
		return
	}
	for i := range p.Attributes {
		o := &p.Attributes[i]
		if _, ok := Enables(o, o.New); ok && o.Decision.Changes() {
			p.Reason += "; the target takes a write as a whole, so " + o.Mapping.Target + " is not written either"
			return
		}
	}
}

// waits reports whether values of the plan wait for references.
func (p *Plan) waits() bool {
	return anyOutcome(p.Attributes, func(o *mapping.Outcome) bool { return o.Waiting() != nil })
}

// release decides about an object that is not entitled to an account (any more). The order matters: without an account there is nothing to
// do, deletion in the source wins over the option for objects out of scope, and what the target cannot disable is deleted.
func (e *planner) release(ctx context.Context, p *Plan, src *Source, entitled entitlement, existing *Object) error {
	why := entitled.reason()
	switch {
	case existing == nil || e.Options.Unlinked && p.Match != matchLinked:
		p.skip(codes.NotEntitled, why)
	// Nothing is sent for who was not assigned when the object was purged (documented: how provisioning works, deprovisioning).
	case src.Deleted == HardDeleted && src.Unassigned:
		p.skip(codes.NotEntitled, "the object is deleted in the source and was not assigned")
	case src.Deleted == HardDeleted:
		e.remove(p, "the object is deleted in the source")
	case e.Options.SkipOutOfScopeDeletions && entitled.leftScope():
		p.skip(codes.NotEntitled, why+", and objects out of scope are left alone")
	case e.Options.HardDelete:
		e.remove(p, why+", and the target cannot disable objects")
	case e.Options.NoUpdate:
		p.skip(codes.NotEntitled, why+", and the mapping does not update objects")
	// The service disables by a mapping that reads the computed attribute; where there is none, the mappings have nothing to send.
	case !e.mapper.Reads(e.Options.SoftDeleted):
		p.skip(codes.NotEntitled, why+"; no mapping reads "+e.Options.SoftDeleted+", so nothing is sent")
	default:
		return e.withValues(ctx, p, func() error { return e.disable(ctx, p, existing, why) })
	}
	return nil
}

// remove plans the deletion of the account, if the job deletes any. No mappings run.
func (e *planner) remove(p *Plan, why string) {
	if e.Options.NoDelete {
		p.skip(codes.NotEntitled, why+", and the mapping does not delete objects")
		return
	}
	p.Action, p.Reason = Delete, why
	p.step("EntryExportDelete", Success)
}

// disable runs the mappings as an update in which the object is soft-deleted.
func (e *planner) disable(ctx context.Context, p *Plan, existing *Object, why string) error {
	result, err := e.evaluate(ctx, p, existing, true)
	switch {
	case err != nil || result == nil:
		return err
	case result.Ignored:
		p.skip(codes.Skipped, "an expression leaves the object out of the flow")
	default:
		e.conclude(p, Disable, why)
	}
	return nil
}

// evaluate runs the mappings and puts their outcomes in the plan. A nil existing is an object to be created. For an explanation the same
// mappings run through Explain, which decides alike; they run once in either case, so that random values are drawn once. A nil result is
// that the directory did not answer, which fails the plan: whether a value is free is not to be guessed.
func (e *planner) evaluate(ctx context.Context, p *Plan, existing *Object, softDeleted bool) (*mapping.Result, error) {
	var attrs value.Attributes
	if existing != nil {
		attrs = existing.attributes()
	}
	source := p.Source
	if e.Options.Outbound {
		source = computed{source, e.Options.SoftDeleted, value.Boolean(softDeleted)}
	}
	// taken, which the mapper calls, collects here what the object would take.
	e.candidate, e.claims, e.unanswered = e.candidate[:0], e.claims[:0], nil
	var result *mapping.Result
	if e.explanation == nil {
		var err error
		if result, err = e.mapper.Map(ctx, source, attrs); err != nil {
			return nil, err
		}
	} else {
		x, err := e.mapper.Explain(ctx, source, attrs)
		if err != nil {
			return nil, err
		}
		e.explanation.Rows, result = x.Rows, resultOf(x)
	}
	// A question that was broken off is the failure of a row; that of the object is the context's.
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p.Attributes = result.Attributes
	// The target's own demands come last: they concern the values that would be written.
	if e.unanswered == nil {
		e.inspect(result)
		e.checkUnique(ctx, p, existing, result)
	}
	if e.unanswered != nil {
		p.Attributes = nil // what is not known must not look like a decision
		p.fail(codes.Internal, p.directoryError(e.unanswered))
		p.step("EntryImport", Failure, Detail{"Reason", p.Reason})
		return nil, nil //nolint:nilnil,nilerr // the plan says so
	}
	if e.explanation != nil {
		e.explanation.noteOutcomes(result.Attributes)
	}
	return result, nil
}

// resultOf returns the result that an explanation explains.
func resultOf(x *mapping.Explanation) *mapping.Result {
	result := &mapping.Result{Ignored: x.Ignored, Attributes: make([]mapping.Outcome, len(x.Rows))}
	for i := range x.Rows {
		result.Attributes[i] = x.Rows[i].Outcome
	}
	return result
}

// exceptUnsupported names the first of the attributes of which nothing is known, "" where there is none.
func exceptUnsupported(result *mapping.Result) string {
	for i := range result.Attributes {
		if o := &result.Attributes[i]; o.Decision == mapping.Unsupported {
			return ", as far as it can be evaluated: " + o.Mapping.Target + " cannot"
		}
	}
	return ""
}

// changes reports whether any attribute would be written. Failed attributes are no change.
func changes(result *mapping.Result) bool {
	return anyOutcome(result.Attributes, func(o *mapping.Outcome) bool { return o.Decision.Changes() })
}

// anyOutcome reports whether any outcome is so. Outcomes are large: slices.ContainsFunc would copy every one.
func anyOutcome(outcomes []mapping.Outcome, is func(o *mapping.Outcome) bool) bool {
	for i := range outcomes {
		if is(&outcomes[i]) {
			return true
		}
	}
	return false
}

// export notes an action and lets failures and doubts of attributes show in it.
func (p *Plan) export(result *mapping.Result, action Action, step, reason string) {
	p.Action, p.Reason = action, reason
	p.grade(result)
	p.step(step, p.Status)
}

// grade lets failures and doubts of attributes show in the object's status. An attribute without which the object cannot be created fails
// the object; its reason and code are those of that attribute, even if another one failed before.
func (p *Plan) grade(result *mapping.Result) {
	if failed := result.Failed(); len(failed) > 0 {
		first := failed[0]
		if i := slices.IndexFunc(failed, func(o *mapping.Outcome) bool { return o.Fatal }); i >= 0 {
			first, p.Action = failed[i], Failed
		}
		p.Status, p.Code = Failure, first.Code
		if first.Code == codes.ConflictingValue {
			p.Code = codes.ObjectConflict // the service's word for the object
		}
		p.Reason += "; " + first.Mapping.Target + " failed: " + first.Reason
		return
	}
	for i := range result.Attributes {
		if o := &result.Attributes[i]; len(o.Warnings) > 0 && p.Status == Success {
			p.Status = Warning
		}
	}
}

// taken reports whether a candidate of SelectUniqueValue is in use in the target or was taken earlier in the cycle. A free one
// is the object's, since the function takes the first free candidate.
func (e *planner) taken(ctx context.Context, attribute, candidate string) (bool, error) {
	// The register is asked before the directory: it is cheap, and a value that this cycle has reserved is in no directory yet.
	v := value.String(candidate)
	key := lookupText(v, false)
	f := e.reserved.fingerprint(e.TargetType, attribute, key)
	if _, taken := e.reserved.find(f); taken {
		return true, nil
	}
	hits, err := e.ask(ctx, e.query(attribute, v, false))
	taken := len(hits) > 0
	if err == nil && !taken {
		taken, err = e.takenBeside(ctx, attribute, candidate)
	}
	switch {
	case err != nil:
		e.unanswered = err
	case !taken:
		e.candidate = append(e.candidate, uniqueValue{f, attribute, key})
	}
	return taken, err
}
