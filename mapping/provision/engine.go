package provision

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// Source is an object to provision.
type Source struct {
	// Type is the object's type, such as User, in any case; "" is that of the job's first object mapping. An object of a type that the job
	// has no mapping of has a plan with an error.
	Type string
	// Ordinal is its place among the objects of its type in the input, from 1.
	Ordinal int
	// Attrs are its attributes.
	Attrs value.Attributes
	// Err reports that the object could not be read; the rest does not count then.
	Err error
	// Unassigned reports that the object is not assigned to the application. HR sources know no assignment.
	Unassigned bool
	// Deleted reports whether the object is deleted in the source.
	Deleted Deletion
}

// Deletion is how an object is deleted in the source.
type Deletion uint8

// The ways to be deleted.
const (
	NotDeleted Deletion = iota
	// SoftDeleted objects can still be restored: they are disabled in the target.
	SoftDeleted
	// HardDeleted objects are gone for good: they are deleted in the target.
	HardDeleted
)

var deletionNames = [...]string{NotDeleted: "not deleted", SoftDeleted: "soft-deleted", HardDeleted: "hard-deleted"}

// String returns words such as "soft-deleted".
func (d Deletion) String() string {
	if int(d) < len(deletionNames) {
		return deletionNames[d]
	}
	return "Deletion(" + strconv.Itoa(int(d)) + ")"
}

// Engine is a compiled job. It is immutable and safe for concurrent use, and makes as many cycles as are needed: see [Engine.NewCycle].
type Engine struct {
	types     []*objectType       // in the order of the job; there is at least one
	wanted    map[string][]string // what plans read of objects, by target type in lower case; "" is of every type
	threshold Threshold
	refers    bool // there are references, so that plans wait for each other
}

// objectType is an object mapping, compiled: what is known before the first object.
type objectType struct {
	ObjectMapping
	compiled    *mapping.Mapper
	limits      []mapping.Limit // per mapping, what the profile says of its target
	unique      []uniqueRow
	input       *mapping.Scope
	category    *mapping.Scope
	targetName  string         // TargetType in lower case
	anchors     []value.Path   // source attributes that identify objects, looked up where there are references to them
	matching    []matchingName // the matching attributes by precedence
	targets     []value.Path   // per mapping, the target attribute
	refers      [][]referred   // per mapping, what its values refer to
	referred    bool           // there are references to objects of the type
	softDeleted value.Path
	enabled     value.Path
}

// New compiles a job. Uniqueness and references are looked up in the cycle's directory, and what cannot be evaluated stops its own row or
// clause, whatever the object mappings' Taken, Resolve and KeepUnsupported say. The error is a *mapping.ValidationError, or that of a job
// without object mappings, with two of one type, or with an unknown profile.
func New(job Job) (*Engine, error) {
	if len(job.Objects) == 0 {
		return nil, errors.New("want an object mapping, got none")
	}
	e := &Engine{threshold: job.MaxDisables}
	for _, m := range job.Objects {
		t, err := newObjectType(m)
		if err != nil {
			return nil, err
		}
		if e.typeOf(t.Type) != nil && len(e.types) > 0 {
			return nil, diag.Errorf("want one object mapping of a type, got several of %s", diag.Quote(t.Type))
		}
		e.types = append(e.types, t)
	}
	e.link()
	e.want()
	return e, nil
}

// matchingName is a matching attribute, and how its values are compared.
type matchingName struct {
	target    string
	caseExact bool
}

func newObjectType(m ObjectMapping) (*objectType, error) {
	m.withDefaults()
	m.Mapping.KeepUnsupported = true
	compiled, err := m.Set.Compile(m.Mapping)
	if err != nil || len(compiled.MatchingTargets()) == 0 {
		return nil, &mapping.ValidationError{Findings: m.Set.Validate(m.Mapping)} // with the matching attribute, for which Compile does not ask
	}
	t := &objectType{ObjectMapping: m, compiled: compiled}
	t.Set, t.targetName = compiled.Set(), strings.ToLower(m.TargetType)
	t.unique = uniqueRows(compiled)
	t.Options.withDefaults(compiled)
	t.softDeleted, t.enabled = value.ParsePath(t.Options.SoftDeleted), value.ParsePath(t.Options.AccountEnabled)
	for i := range t.Set.Mappings {
		t.targets = append(t.targets, value.ParsePath(t.Set.Mappings[i].Target))
	}
	for _, name := range t.anchorNames() {
		t.anchors = append(t.anchors, value.ParsePath(name))
	}
	for _, name := range compiled.MatchingTargets() {
		i := slices.IndexFunc(t.Set.Mappings, func(m mapping.Mapping) bool { return m.Match > 0 && m.Target == name })
		t.matching = append(t.matching, matchingName{name, compiled.TargetAttribute(i).CaseExact || m.Mapping.ExactCase})
	}
	if t.limits, err = limitsFor(t.Options.Profile, t.Set, m.Mapping.Target); err != nil {
		return nil, err
	}
	var found, more diag.List
	t.input, found = mapping.CompileFilter(m.Options.InputFilter, true, m.Mapping)
	t.category, more = mapping.CompileFilter(m.Options.CategoryFilter, false, m.Mapping)
	if found = append(found, more...); found.HasErrors() {
		if m.Mapping.HideValues {
			found = found.Masked()
		}
		return nil, &mapping.ValidationError{Findings: found}
	}
	return t, nil
}

// typeOf returns the object mapping of a type, which is named in any case; "" is the first one, and nil is none.
func (e *Engine) typeOf(name string) *objectType {
	for _, t := range e.types {
		if name == "" || strings.EqualFold(t.Type, name) {
			return t
		}
	}
	return nil
}

// SourceAttributes are the names of all source attributes that plans of objects of a type read; a feed may leave the others out. The
// preview of requests needs appRoleAssignments besides. "" is the job's first type; of an unknown one there are none.
func (e *Engine) SourceAttributes(objectType string) []string {
	t := e.typeOf(objectType)
	if t == nil {
		return nil
	}
	names := t.compiled.SourceAttributes(t.Options.InputFilter, t.Options.CategoryFilter)
	names = append(names, t.Options.SoftDeleted, t.Options.AccountEnabled)
	if t.referred {
		names = append(names, e.Anchors(t.Type)...)
	}
	return names
}

// TargetAttributes are the names of all target attributes that plans read of objects of the type's target type, sorted: what the objects of
// a [Directory] need to have. "" is the job's first type; of an unknown one there are none.
func (e *Engine) TargetAttributes(objectType string) []string {
	if t := e.typeOf(objectType); t != nil {
		return slices.Clone(e.wanted[strings.ToLower(t.TargetType)])
	}
	return nil
}

// want works out what plans read of the objects of each target type, and of objects of every type: the targets of mappings, since matching
// ones are found by them and the others are compared with what they have, and what references to them hold. It is one list for a type,
// whoever asks, since answers are remembered by question alone.
func (e *Engine) want() {
	e.wanted = map[string][]string{}
	add := func(target string, names ...string) {
		for _, key := range []string{strings.ToLower(target), ""} {
			if e.wanted[key] == nil {
				e.wanted[key] = []string{} // nothing, where nil would be everything
			}
			e.wanted[key] = append(e.wanted[key], names...)
		}
	}
	for _, t := range e.types {
		for i := range t.Set.Mappings {
			add(t.TargetType, t.Set.Mappings[i].Target)
		}
		for i := range t.unique {
			if t.unique[i].space == names {
				add(t.TargetType, parentName)
			}
		}
		for _, kinds := range t.refers {
			for _, k := range kinds {
				if add(k.target); k.property != "" {
					add(k.target, k.property)
				}
			}
		}
	}
	for key, list := range e.wanted {
		slices.Sort(list)
		e.wanted[key] = slices.Compact(list)
	}
}

// Mapper is the compiled mapping set of a type: "" is the job's first type. It is nil for an unknown one.
func (e *Engine) Mapper(objectType string) *mapping.Mapper {
	if t := e.typeOf(objectType); t != nil {
		return t.compiled
	}
	return nil
}

// Plan decides about one object, in the order of the service's stages: import, scope and match, evaluate, compare, decide. The
// error reports only that ctx was canceled.
//
// A reference is resolved to what the cycle has planned so far, and to what the target has; [Cycle.Run] plans every object before it
// resolves any. Job.MaxDisables, too, is for Run and Print, which know how many there are.
func (c *Cycle) Plan(ctx context.Context, src Source) (*Plan, error) {
	p, err := c.planFirst(ctx, src)
	if err != nil {
		return nil, err
	}
	c.note(p)
	c.pass.seal()
	return p, c.settle(ctx, p)
}

// planFirst is the first pass over an object: everything but what references resolve to.
func (c *Cycle) planFirst(ctx context.Context, src Source) (*Plan, error) {
	e, err := c.plannerOf(src)
	if err != nil {
		return e.unreadable(src, err), nil // an object that cannot be read has a plan that says so
	}
	return e.decide(ctx, src, e.mapper.Matching(ctx, src.Attrs, false))
}

// newPlan returns the plan of an object before anything is decided. Its ID is the ordinal until a matching value is known.
func (e *planner) newPlan(src Source) *Plan {
	return &Plan{
		Type: e.Type, Ordinal: src.Ordinal, ID: strconv.Itoa(src.Ordinal), Match: matchNone, Resource: e.Resource,
		TargetType: e.TargetType, Source: src.Attrs, Hidden: e.Mapping.HideValues, of: e.objectType,
	}
}

// unreadable is the plan of an object that could not be read. The error may quote the object.
func (e *planner) unreadable(src Source, err error) *Plan {
	p := e.newPlan(src)
	if e.engine.typeOf(src.Type) == nil {
		p.Type = src.Type
	}
	p.fail(codes.Unreadable, p.errorText(err))
	p.step("EntryImport", Failure, Detail{"Reason", p.Reason})
	return p
}

// decide decides about an object with its matching attributes. Each stage adds a step to the plan, which is complete where a stage ends
// it. The error reports only that ctx was canceled.
func (e *planner) decide(ctx context.Context, src Source, matches []mapping.Match) (*Plan, error) {
	p := e.newPlan(src)
	if e.Mapping.Watch {
		p.Matches = matches
	}
	anchor := e.linkOf(src.Attrs, matches)
	if !p.importObject(matches, anchor != "") {
		return p, nil
	}
	if !e.admit(p) {
		return p, e.recall(ctx, p, matches, anchor)
	}
	entitled := e.entitle(&src)
	// Who is deleted or not assigned has no account, whatever the filter says.
	if entitled.active && entitled.assigned && p.undecided(&entitled.scope, "EntrySynchronizationScoping") {
		return p, e.recall(ctx, p, matches, anchor)
	}
	p.scopingStep(entitled)
	if e.referred {
		p.names = e.namesOf(src.Attrs, matches)
	}
	// An object that is not entitled is matched, too: only then is it known whether there is an account to disable. An account that is
	// not found because the directory fails, or that is not the only one, is a failure then as well: a leaver must not keep it unnoticed.
	existing, err := e.find(ctx, p, matches, anchor)
	if err != nil {
		return unlessMatching(p, err)
	}
	if !entitled.holds() {
		return p, e.release(ctx, p, &src, entitled, existing)
	}
	return p, e.createOrUpdate(ctx, p, matches, existing)
}

// fail makes the plan one of failure. It adds no step: the stage that failed does.
func (p *Plan) fail(code diag.Code, reason string) {
	p.Action, p.Status, p.Code, p.Reason = Failed, Failure, code, reason
}

// skip makes the plan one that does nothing, with the step that the service reports for it.
func (p *Plan) skip(code diag.Code, reason string) {
	p.Action, p.Status, p.Code, p.Reason = Skip, Skipped, code, reason
	p.step("EntrySynchronizationSkip", Skipped, Detail{"SkipReason", string(code)})
}

// importObject looks whether the object can be found in the target at all: whether a matching attribute has a value. It reports false
// where the plan is complete. The first value that can be searched for becomes the plan's ID, unless reports must not print it. An object
// that is linked need not be searched for.
func (p *Plan) importObject(matches []mapping.Match, linked bool) bool {
	for _, m := range matches {
		if searchable(m) {
			if kind := m.Value.Kind(); (kind == value.KindList || kind == value.KindObject) && !linked {
				// No object of the target would ever be found by it, so every cycle would create one more (inferred).
				p.fail(codes.ImportSkipped, "the matching attribute "+m.Target+": want one value, got a "+kind.String())
				p.step("EntryImport", Failure, Detail{"Reason", p.Reason})
				return false
			}
			shown := m.Mask()
			if shown == "" {
				shown = m.Value.Text()
				p.ID = shown
			}
			p.step("EntryImport", Success, Detail{"MatchingValue", shown})
			return true
		}
	}
	for _, m := range matches {
		switch {
		// What cannot be evaluated fails the match, which not every object comes to.
		case linked || unsupportedCode(m.Err) != "":
			p.step("EntryImport", Success, Detail{"MatchingValue", ""})
			return true
		case m.Err != nil:
			p.fail(codes.ImportSkipped, "the matching attribute "+m.Target+" cannot be evaluated: "+m.Err.Error())
			p.step("EntryImport", Failure, Detail{"Reason", p.Reason})
			return false
		}
	}
	p.step("EntryImport", Skipped)
	names := make([]string, len(matches))
	for i := range matches {
		names[i] = matches[i].Target
	}
	p.skip(codes.ImportSkipped, "no matching attribute has a value: "+strings.Join(names, ", "))
	return false
}

// unsupportedCode returns the code of an error that says that something is not supported, "" for all others.
func unsupportedCode(err error) diag.Code {
	var e *expr.EvalError
	if errors.As(err, &e) && (e.Code == codes.UnsupportedFunction || e.Code == codes.UnsupportedMapping || e.Code == codes.UnsupportedScope) {
		return e.Code
	}
	return ""
}

// admit applies the filters that leave an object alone without deprovisioning it. It reports false where the plan is complete. A filter that
// cannot be judged does not matter where the other one leaves the object out.
func (e *planner) admit(p *Plan) bool {
	var open *mapping.ScopeResult
	for _, filter := range []struct {
		scope *mapping.Scope
		why   string
		note  func(x *Explanation, result *mapping.ScopeResult)
	}{
		{e.input, "the object does not pass the input filter", func(x *Explanation, r *mapping.ScopeResult) { x.Input = r }},
		{e.category, "the object does not belong to this mapping", func(x *Explanation, r *mapping.ScopeResult) { x.Category = r }},
	} {
		result := e.mapper.ExplainFilter(filter.scope, p.Source)
		if e.explanation != nil {
			filter.note(e.explanation, &result)
		}
		switch {
		case result.Limit != nil:
			open = cmp.Or(open, &result)
		case !result.Passed:
			p.step("EntryImport", Skipped, clauseDetails(result)...)
			p.skip(codes.ImportSkipped, filter.why)
			return false
		}
	}
	return open == nil || !p.undecided(open, "EntryImport")
}

// recall finds the account of an object that is left alone, for those who refer to it and for the list of orphans: it has one all the same.
// It claims nothing. Where the target does not answer, those who refer to it meet that themselves. The error reports only that ctx was
// canceled.
func (e *planner) recall(ctx context.Context, p *Plan, matches []mapping.Match, anchor string) error {
	if _, lists := e.answers.directory.(lister); !lists && !e.referred {
		return nil
	}
	var queries []Query
	if anchor != "" {
		queries = append(queries, e.query("", value.String(anchor), false))
	}
	for _, m := range matches {
		if searchable(m) && anchor == "" {
			queries = append(queries, e.query(m.Target, m.Value, m.CaseExact))
		}
	}
	for _, q := range queries {
		hits, err := e.ask(ctx, q)
		if err != nil {
			return ctx.Err()
		}
		if len(hits) == 1 {
			p.found = hits[0]
		}
		if len(hits) > 0 {
			e.touchAll(hits)
			break
		}
	}
	if e.referred {
		p.names = e.namesOf(p.Source, matches)
	}
	return nil
}

// undecided fails a plan whose object may pass a filter or not: a limit ended the comparison, or the operator is not known. To take such an
// object for one that is out of scope would disable its account.
func (p *Plan) undecided(result *mapping.ScopeResult, step string) bool {
	err := result.Limit
	if err == nil {
		return false
	}
	p.fail(cmp.Or(unsupportedCode(err), codes.Internal), "the filter cannot be evaluated: "+err.Error())
	p.step(step, Failure, append(clauseDetails(*result), Detail{"Reason", p.Reason})...)
	return true
}
