package mapping

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Map maps one object. A nil source has no attributes. Existing is the target object that it updates; nil stands for an object that
// is to be created. The result has an outcome for every mapping, failed ones included; the error tells only that ctx was canceled.
func (m *Mapper) Map(ctx context.Context, source, existing value.Attributes) (*Result, error) {
	run := m.begin(ctx, source, existing)
	result := &Result{Attributes: make([]Outcome, len(m.rows))}
	for i := range m.rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		run.row = &m.rows[i]
		result.Attributes[i] = run.outcome()
	}
	result.Ignored = run.ignoreObject
	return result, nil
}

// Match is a matching attribute with the value to look for.
type Match struct {
	// Mapping is the mapping of the matching attribute.
	Mapping *Mapping
	// Target names the attribute; CaseExact tells whether its values are compared with case.
	Target    string
	CaseExact bool
	// Value is the value the source gives; null and "" are not to be looked for.
	Value value.Value
	// Err is the failure of the expression.
	Err error
}

// Matching gives the matching attributes of an object in order of precedence.
func (m *Mapper) Matching(ctx context.Context, source value.Attributes) []Match {
	run := m.begin(ctx, source, nil)
	matches := make([]Match, len(m.matching))
	for i, at := range m.matching {
		run.row = &m.rows[at]
		v, err := run.evaluate()
		matches[i] = Match{
			Mapping: run.row.mapping, Target: run.row.mapping.Target, CaseExact: run.row.def.CaseExact || m.opts.ExactCase, Value: v, Err: err,
		}
	}
	return matches
}

// MatchingTargets gives the names of the matching attributes in order of precedence.
func (m *Mapper) MatchingTargets() []string {
	names := make([]string, len(m.matching))
	for i, at := range m.matching {
		names[i] = m.rows[at].mapping.Target
	}
	return names
}

// Reads tells whether any mapping reads the source attribute of that name.
func (m *Mapper) Reads(name string) bool {
	for i := range m.rows {
		r := &m.rows[i]
		if r.kind == Direct && r.mapping.From == name || r.program != nil && slices.Contains(r.program.Attributes(), name) {
			return true
		}
	}
	return false
}

// Effects tells what the expression of mapping i reads besides attributes; other mappings are pure.
func (m *Mapper) Effects(i int) functions.Effects {
	if p := m.rows[i].program; p != nil {
		return p.Effects()
	}
	return functions.Pure
}

// mapRun is the state of mapping one object.
type mapRun struct {
	m            *Mapper
	env          expr.Env
	existing     value.Attributes
	row          *row
	ignoreObject bool
}

func (m *Mapper) begin(ctx context.Context, source, existing value.Attributes) *mapRun {
	if source == nil {
		source = value.None{}
	}
	run := &mapRun{m: m, existing: existing}
	run.env = expr.Env{
		Attrs: source, Random: m.opts.Random, NewGUID: m.opts.NewGUID, DefaultDomain: m.opts.DefaultDomain,
		Tokens: m.opts.Tokens, Context: ctx, Clock: onceClock(m.opts.Clock),
	}
	if m.opts.Taken != nil {
		run.env.Taken = func(candidate string) (bool, error) {
			return m.opts.Taken(run.row.mapping.Target, candidate)
		}
	}
	return run
}

// onceClock reads the clock at most once, so that Now() is the same in every mapping of an object.
func onceClock(clock func() time.Time) func() time.Time {
	if clock == nil {
		return nil
	}
	var now time.Time
	return func() time.Time {
		if now.IsZero() {
			now = clock()
		}
		return now
	}
}

// evaluate gives the value that the mapping's source has for this object.
func (r *mapRun) evaluate() (value.Value, error) {
	switch r.row.kind {
	case Direct:
		v := r.env.Attrs.Attribute(&r.row.from)
		if r.m.opts.Compat.EmptyStringIsNull && v.IsNullOrEmpty() && v.Kind() == value.KindString {
			v = value.Null
		}
		return v, nil
	case Constant:
		return r.row.text, nil
	case Expression:
		return r.row.program.Eval(&r.env)
	}
	return value.Absent, nil
}

// outcome works one mapping through the rules, in the order the service documents.
func (r *mapRun) outcome() Outcome {
	o := Outcome{Mapping: r.row.mapping}
	if r.existing != nil {
		o.Old = r.existing.Attribute(&r.row.target)
		if r.row.redacts && !o.Old.IsNull() {
			o.Old = o.Old.WithRedaction() // most likely it is the value that the mapping hides
		}
		if r.row.mapping.Apply == OnlyDuringCreation {
			return o.keep(CreateOnlySkipped, "applies only during creation, and the object exists")
		}
	}
	v, err := r.evaluate()
	v = r.unlisted(v)
	switch {
	case err != nil:
		return o.fail(evalCode(err), err)
	case v.Kind() == value.KindIgnoreAttribute:
		return o.keep(Ignored, "the expression leaves the attribute out of the flow")
	case v.Kind() == value.KindIgnoreObject:
		r.ignoreObject = true
		return o.keep(Ignored, "the expression leaves the whole object out of the flow")
	case v.IsNull() || r.row.gate && v.IsNullOrEmpty():
		return r.withoutValue(o)
	}
	return r.flow(o, v, Flowed, "")
}

func evalCode(err error) string {
	var e *expr.EvalError
	if errors.As(err, &e) {
		return string(e.Code)
	}
	return string(diag.CodeEvalType)
}

func (o Outcome) keep(d Decision, reason string) Outcome {
	o.Decision, o.Reason = d, reason
	return o
}

func (o Outcome) fail(code string, err error) Outcome {
	o.Decision, o.Code, o.Err, o.Reason = Failed, code, err, err.Error()
	return o
}

// withoutValue decides where the source gives nothing.
func (r *mapRun) withoutValue(o Outcome) Outcome {
	switch {
	case r.existing == nil:
		return r.atCreation(o)
	case r.row.kind == None:
		return r.none(o)
	case !r.row.gate:
		return o.keep(NullNotFlowed, keptReason(r.row.mapping.Default))
	case o.Old.IsNullOrEmpty():
		o.New = o.Old
		return o.keep(Unchanged, "the source is null and the target has no value")
	}
	o.New = value.Null
	return o.keep(Cleared, "the source is null and null flows")
}

// atCreation looks for a default. A mapping of type None finds it as the others do.
func (r *mapRun) atCreation(o Outcome) Outcome {
	reason, fallback := "the source is null and the object is created", r.row.mapping.Default
	if r.row.kind == None {
		reason = "the object is created"
	}
	if fallback == "" && r.row.def.Required {
		reason, fallback = "there is no value, and the required attribute has a default of its own", r.row.def.Default
	}
	switch {
	case fallback != "":
		return r.flow(o, value.String(fallback), DefaultUsed, reason)
	case r.row.def.Required:
		return o.fail(CodeMissingValues, errors.New("the target needs a value, the source is null and there is no default"))
	case r.row.kind == None:
		return o.keep(NoneKept, "the mapping has no source and no default")
	}
	return o.keep(NullNotFlowed, "the source is null and there is no default")
}

func keptReason(fallback string) string {
	if fallback != "" {
		return "the source is null; the default is used only when the object is created"
	}
	return "the source is null, and null does not flow"
}

// none fills the empty target of an object that exists with the default, and leaves every other one alone.
func (r *mapRun) none(o Outcome) Outcome {
	fallback := r.row.mapping.Default
	switch {
	case fallback == "":
		return o.keep(NoneKept, "the mapping has no source and no default")
	case r.m.opts.NoneOnlyAtCreation:
		return o.keep(NoneKept, "the mapping has no source, and its default is used only when the object is created")
	case !o.Old.IsNullOrEmpty():
		return o.keep(NoneKept, "the mapping has no source and the target has a value")
	}
	return r.flow(o, value.String(fallback), DefaultUsed, "the target is empty")
}

// flow brings a value to the target's type, compares it with the current one and decides.
func (r *mapRun) flow(o Outcome, v value.Value, d Decision, reason string) Outcome {
	converted, err := r.convert(v)
	if err != nil {
		return o.fail(err.code, err)
	}
	resolved, ok := r.resolve(converted)
	if !ok {
		o.Warnings = append(o.Warnings, WarnUnresolvedReference)
		return o.keep(NullNotFlowed, "the object that the reference names is not in the target")
	}
	o.Old = carryRedaction(v, o.Old)
	return r.compare(o, carryRedaction(v, resolved), d, reason)
}

// resolve brings a reference to the target's identifier.
func (r *mapRun) resolve(v value.Value) (value.Value, bool) {
	if r.row.def.Type != Reference || r.m.opts.Resolve == nil || r.m.opts.Target == nil || v.IsNullOrEmpty() {
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
func (r *mapRun) compare(o Outcome, v value.Value, d Decision, reason string) Outcome {
	if r.existing != nil {
		added, kept := r.restrict(o.Old, v)
		if kept != "" {
			return o.keep(CreateOnlySkipped, kept)
		}
		if r.same(o.Old, added) {
			o.New = o.Old
			return o.keep(Unchanged, "the target has this value")
		}
		v = carryRedaction(v, added)
	}
	o.New = v
	if reason == "" {
		reason = flowReason(o.Old, r.existing != nil)
	}
	return o.keep(d, reason)
}

// carryRedaction marks what was made of a value that reports must not print.
func carryRedaction(from, to value.Value) value.Value {
	if from.Redacted() {
		return to.WithRedaction()
	}
	return to
}

func flowReason(old value.Value, exists bool) string {
	switch {
	case !exists:
		return "the object is created"
	case old.IsNullOrEmpty():
		return "the target has no value"
	}
	return "the value differs from the target's"
}
