package mapping

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Explanation reports of one object what [Mapper.Map] does to each attribute, how each value came to be, and how the scope was decided.
type Explanation struct {
	// Ignored reports that an expression left the whole object out of the flow.
	Ignored bool
	// Scope is what the set's scope says of the object. Map itself does not look at it.
	Scope ScopeResult
	// Rows has one explanation per mapping, in the set's order.
	Rows []RowExplanation
}

// RowExplanation is what one mapping did to its target attribute, and how.
type RowExplanation struct {
	// Outcome is what Map returns.
	Outcome
	// Evaluated is false where the mapping does not apply, so that its source was not looked at.
	Evaluated bool
	// Value is what the source has, before a default, the target's type and the flow type make something else of it. It is marked
	// where reports must not print it.
	Value value.Value
	// Expression reports how an expression came to the value; nil for other mappings.
	Expression *expr.Explanation
	// Notes say in words what happened between Value and New, in order.
	Notes []string
	// Mask is printed in place of the values where they must not be printed, "" where they may.
	Mask string

	program *expr.Program // of an Expression
}

// Explain maps one object as [Mapper.Map] does and explains how every outcome came to be. It is slower by far. The error reports only that
// ctx was canceled.
func (m *Mapper) Explain(ctx context.Context, source, existing value.Attributes) (*Explanation, error) {
	run := m.begin(ctx, source, existing)
	defer m.end(run)
	x := &Explanation{Scope: m.ExplainFilter(m.scope, run.env.Attrs), Rows: make([]RowExplanation, len(m.rows))}
	for i := range m.rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		run.row = &m.rows[i]
		run.explainRow(&x.Rows[i])
	}
	x.Ignored = run.ignoreObject
	return x, nil
}

// ExplainExpression reports how the expression of mapping i comes to its value for a source object; i is the mapping's place in the set, from 0.
// It is nil for other mappings, and where the value would be another one than Map's: the expression draws random values, or asks the
// directory. What reports must not print is marked, as Explain does.
func (m *Mapper) ExplainExpression(ctx context.Context, i int, source value.Attributes) *expr.Explanation {
	if m.rows[i].kind != Expression || m.Effects(i)&(functions.Random|functions.Directory) != 0 {
		return nil
	}
	run := m.begin(ctx, source, nil)
	defer m.end(run)
	run.row = &m.rows[i]
	_, x, _ := run.explain() // the explanation has the error
	if isSecurityAttribute(run.row.mapping.Target) {
		x.Conceal()
	}
	return x
}

// explain is evaluate with an explanation where there is an expression.
func (r *mapRun) explain() (value.Value, *expr.Explanation, error) {
	if r.row.kind != Expression {
		v, err := r.evaluate()
		return v, nil, err
	}
	r.env.Target = r.row.mapping.Target
	x := r.row.program.Explain(&r.env)
	return x.Value, x, x.Err
}

// explainRow explains the current row. It goes the way of outcome step by step, with explain in the place of evaluate.
func (r *mapRun) explainRow(x *RowExplanation) {
	x.program = r.row.program
	if x.Evaluated = r.applies(&x.Outcome); x.Evaluated {
		var err error
		x.Value, x.Expression, err = r.explain()
		x.Met = r.takeMet()
		r.conclude(&x.Outcome, x.Value, err)
		x.Notes = r.notes(x)
	}
	if isSecurityAttribute(x.Mapping.Target) {
		x.conceal()
		return
	}
	x.Mask = maskOf(x.Mapping.Target, x.Hidden, x.Old, x.New, x.Value)
}

// conceal keeps the values of a row out of reports, as those of a custom security attribute. That there is none is reported. Values are
// marked and not removed, since a caller may need them.
func (x *RowExplanation) conceal() {
	x.Mask = maskCustom
	for _, v := range []*value.Value{&x.Value, &x.Old, &x.New} {
		if !v.IsNull() {
			*v = v.WithRedaction()
		}
	}
	if x.Expression != nil {
		x.Expression.Conceal()
	}
	x.hideFound()
}

// notes says what happened to the value that the source has. It repeats the conversions of settle and flow; the decision that they came to
// is in x.
func (r *mapRun) notes(x *RowExplanation) []string {
	v := x.Value
	var notes []string
	switch {
	case x.Err != nil || v.Kind().IsSignal() || x.waiting != nil: // of a reference is told what was found
		return nil
	case x.Decision == DefaultUsed:
		v = value.String(cmp.Or(r.row.mapping.Default, r.row.def.Default))
		if r.row.kind != None {
			notes = append(notes, "the default takes the place of null")
		}
	case x.Decision == Cleared && !v.IsNull():
		return []string{"what is empty counts as null where null flows"}
	case v.IsNull():
		return r.nullNotes()
	}
	if single := r.unlisted(v); single.Kind() != v.Kind() {
		notes = append(notes, "the only value of the list is taken: the target attribute takes one")
		v = single
	}
	converted, err := r.convert(v)
	if err == nil && converted.Kind() != v.Kind() {
		notes = append(notes, fmt.Sprintf("%s is read as %s: the target attribute is of type %s", v.Kind(), converted.Kind(), r.row.def.Type))
	}
	return append(notes, r.changeNotes(x, converted)...)
}

// changeNotes reports how the value, in the target's type, was set against what the target has.
func (r *mapRun) changeNotes(x *RowExplanation, v value.Value) []string {
	var notes []string
	if resolved, ok := r.resolve(v); ok && !resolved.Equal(v) {
		notes, v = append(notes, "the reference is resolved to the target's identifier"), resolved
	}
	switch {
	case x.Decision.Changes() && !x.New.Equal(v):
		notes = append(notes, "the values are added to those that the target has")
	case x.Decision == Unchanged && x.Old.Text() != v.Text():
		notes = append(notes, "the target's value is written otherwise and counts as the same: "+r.comparison())
	}
	return notes
}

// comparison says how values of the target attribute are compared.
func (r *mapRun) comparison() string {
	switch {
	case r.row.def.Type == DateTime:
		return "dates are compared by their instant"
	case r.row.roles != noRoles:
		return "roles are compared by their value"
	case r.exactCase():
		return "values are compared by their text, in any order"
	}
	return "values are compared by their text, without case and in any order"
}

// nullNotes reports which gate keeps null from clearing the target.
func (r *mapRun) nullNotes() []string {
	m := r.row.mapping
	switch {
	case r.existing == nil || r.row.kind == None || r.row.gate:
		return nil
	case !m.FlowNulls:
		return []string{"null would flow only with flowNulls"}
	case m.Match > 0:
		return []string{"flowNulls has no effect on a matching attribute"}
	case r.row.def.MultiValued:
		return []string{"flowNulls has no effect on a multi-valued attribute"}
	}
	return []string{"flowNulls is set, but the source does not let null flow from " + r.closedGates()}
}

// closedGates names the source attributes of the mapping that do not let null flow. A constant has none, and its value is never null.
func (r *mapRun) closedGates() string {
	c := checker{opts: &r.m.opts}
	names := r.row.inputs()
	return fmt.Sprint(slices.DeleteFunc(names, c.sourceGate))
}
