package mapping

import (
	"context"
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// Map maps one object. A nil source has no attributes. Existing is the target object that it updates; nil is an object that
// is to be created. The result has an outcome for every mapping, failed ones included; the error reports only that ctx was canceled.
func (m *Mapper) Map(ctx context.Context, source, existing value.Attributes) (*Result, error) {
	run := m.begin(ctx, source, existing)
	defer m.end(run)
	result := &Result{Attributes: make([]Outcome, len(m.rows))}
	for i := range m.rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		run.row = &m.rows[i]
		run.outcome(&result.Attributes[i])
	}
	result.Ignored = run.ignoreObject
	return result, nil
}

// Match is a matching attribute with the value to look for.
type Match struct {
	// Mapping is the mapping of the matching attribute.
	Mapping *Mapping
	// Target names the attribute; CaseExact reports whether its values are compared with case.
	Target    string
	CaseExact bool
	// Value is the value the source has; null and "" are not to be looked for.
	Value value.Value
	// Err is the failure of the expression.
	Err error
	// Met are the points that the evaluation has met, see [Outcome.Met].
	Met []int
	// Hidden reports that reports must not print Value, see Options.HideValues.
	Hidden bool
	// Explanation reports how the expression came to its value; it is nil unless explanations were asked for, and for mappings without expression.
	Explanation *expr.Explanation
}

// Matching returns the matching attributes of an object in order of precedence, with explanations of their expressions if explain is
// set.
func (m *Mapper) Matching(ctx context.Context, source value.Attributes, explain bool) []Match {
	run := m.begin(ctx, source, nil)
	defer m.end(run)
	matches := make([]Match, len(m.matching))
	for i, at := range m.matching {
		run.row = &m.rows[at]
		matches[i] = Match{
			Mapping: run.row.mapping, Target: run.row.mapping.Target, CaseExact: run.row.def.CaseExact || m.opts.ExactCase,
			Hidden: m.opts.HideValues,
		}
		if explain {
			matches[i].Value, matches[i].Explanation, matches[i].Err = run.explain()
		} else {
			matches[i].Value, matches[i].Err = run.evaluate()
		}
		matches[i].Met = run.takeMet()
	}
	return matches
}

// MatchingTargets returns the names of the matching attributes in order of precedence.
func (m *Mapper) MatchingTargets() []string {
	names := make([]string, len(m.matching))
	for i, at := range m.matching {
		names[i] = m.rows[at].mapping.Target
	}
	return names
}

// SourceAttributes returns the names of all source attributes that the set and other filters read, in mappings and clauses, sorted.
func (m *Mapper) SourceAttributes(filters ...Filter) []string {
	var names []string
	for i := range m.rows {
		names = append(names, m.Inputs(i)...)
	}
	for _, f := range append(filters, m.set.Scope) {
		names = append(names, f.attributes()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Inputs returns the names of the source attributes that mapping i reads; each once.
func (m *Mapper) Inputs(i int) []string { return m.rows[i].inputs() }

func (r *row) inputs() []string {
	switch {
	case r.from != nil:
		return []string{r.mapping.From}
	case r.program != nil:
		return r.program.Attributes()
	}
	return nil
}

// Reads reports whether any mapping reads the source attribute of that name.
func (m *Mapper) Reads(name string) bool {
	for i := range m.rows {
		if slices.Contains(m.Inputs(i), name) {
			return true
		}
	}
	return false
}

// Program returns the compiled expression of mapping i; nil for mappings without one.
func (m *Mapper) Program(i int) *expr.Program { return m.rows[i].program }

// TargetAttribute returns what is known of the target attribute of mapping i, from the target's schema, the profile and the attribute's
// name; it has no type but String where nothing is known. It must not be changed.
func (m *Mapper) TargetAttribute(i int) *Attribute { return m.rows[i].def }

// Effects reports what the expression of mapping i reads besides attributes; other mappings are pure.
func (m *Mapper) Effects(i int) functions.Effects {
	if p := m.rows[i].program; p != nil {
		return p.Effects()
	}
	return functions.Pure
}

// mapRun is the state of mapping one object. Runs are pooled, since their environment and record are costly to make; one is used by one
// goroutine at a time.
type mapRun struct {
	m            *Mapper
	env          expr.Env
	record       *value.Record // of a source that it can read
	existing     value.Attributes
	now          time.Time
	row          *row
	ignoreObject bool
	met          []int // the points that the current row has met; see Options.Watch
}

// Has returns what a target object has where the mapping of an index writes, and reports whether that is the value that a plan wants there: one that
// finds it would leave it alone. Null and the empty text are the same here. It is safe for concurrent use.
func (m *Mapper) Has(i int, object value.Attributes, want value.Value) (have value.Value, same bool) {
	have = object.Attribute(&m.rows[i].target)
	if want.IsNullOrEmpty() || have.IsNullOrEmpty() {
		return have, want.IsNullOrEmpty() && have.IsNullOrEmpty()
	}
	run := m.begin(context.Background(), nil, object)
	defer m.end(run)
	run.row = &m.rows[i]
	if members := want.Members(); run.row.def.Type == Reference || len(members) > 0 && members[0].Kind() == value.KindReference {
		have = identifiers(have) // references are compared by them, whatever else the target has beside
	}
	// As in compare: values that are only added leave the others there.
	if whole, kept := run.restrict(have, want); kept == "" {
		want = whole
	}
	return have, run.same(have, want)
}

// begin returns a run for an object, from the pool or new. The caller hands it back to end.
func (m *Mapper) begin(ctx context.Context, source, existing value.Attributes) *mapRun {
	run, _ := m.runs.Get().(*mapRun)
	if run == nil {
		run = m.newRun()
	}
	run.begin(ctx, source, existing)
	return run
}

// begin makes the run ready for an object. Plain Go data and records of feeds are read through the record, which looks each attribute up once for all mappings;
// other sources have their own ways. The clock is read anew for each object.
func (r *mapRun) begin(ctx context.Context, source, existing value.Attributes) {
	if source == nil {
		source = value.Map(nil)
	}
	if r.record.Read(source) {
		source = r.record
	}
	r.env.Attrs, r.env.Context = source, ctx
	r.existing, r.now, r.ignoreObject, r.met = existing, time.Time{}, false, r.met[:0]
}

// newRun returns a run whose environment has what the options say. Its clock is the run's, which holds the time of the object.
func (m *Mapper) newRun() *mapRun {
	run := &mapRun{m: m, record: m.slots.NewRecord()}
	run.env = expr.Env{Random: m.opts.Random, NewGUID: m.opts.NewGUID, DefaultDomain: m.opts.DefaultDomain, Tokens: m.opts.Tokens, Taken: m.opts.Taken}
	if m.opts.Clock != nil {
		run.env.Clock = run.clock
	}
	if m.opts.Watch {
		run.env.Met = func(point int) { run.met = append(run.met, point) }
	}
	return run
}

// end returns the run to the pool for another object and lets go of this one, so that the pool keeps no object alive.
func (m *Mapper) end(run *mapRun) {
	run.forget()
	m.runs.Put(run)
}

// forget lets go of the object.
func (r *mapRun) forget() {
	r.record.Forget()
	r.env.Attrs, r.env.Context, r.existing = nil, nil, nil
}

// takeMet returns the points that the current row has met, and begins anew for the next one.
func (r *mapRun) takeMet() []int {
	if len(r.met) == 0 {
		return nil
	}
	slices.Sort(r.met)
	met := slices.Clone(slices.Compact(r.met))
	r.met = r.met[:0]
	return met
}

// clock is read at most once per object, so that Now() is the same in every mapping.
func (r *mapRun) clock() time.Time {
	if r.now.IsZero() {
		r.now = r.m.opts.Clock()
	}
	return r.now
}

// evaluate returns the value that the mapping's source has for this object.
func (r *mapRun) evaluate() (value.Value, error) {
	switch r.row.kind {
	case Direct:
		v := r.direct()
		return v, unreadable(r.row.from, v)
	case Constant:
		return value.String(r.row.mapping.Constant), nil
	case Expression:
		r.env.Target = r.row.mapping.Target
		return r.row.program.Eval(&r.env)
	case notSupported:
		return value.Absent, unsupported(r.row.mapping.UnsupportedSource)
	default:
		return value.Absent, nil
	}
}

// unsupported is why a mapping of which something cannot be simulated has no value.
func unsupported(what string) error {
	return &expr.EvalError{Code: codes.UnsupportedMapping, Message: diag.Messagef("%s", diag.Name(what))}
}

// unreadable is the failure of an attribute whose Go data cannot be read, as an expression that reads it fails; nil for others.
func unreadable(p *value.Path, v value.Value) error {
	err := v.Unreadable()
	if err == nil {
		return nil
	}
	return &expr.EvalError{Code: codes.EvalType, Attribute: p.String(), Message: diag.Messagef("%s", diag.Name(err.Error())), Cause: err}
}

// direct returns the source attribute of a Direct mapping. Compat counts here as in expressions, so that [a] and from: a agree.
func (r *mapRun) direct() value.Value {
	v := r.env.Attrs.Attribute(r.row.from)
	if r.m.opts.Compat.EmptyStringIsNull && v.IsNullOrEmpty() && v.Kind() == value.KindString {
		return value.Null
	}
	return v
}
