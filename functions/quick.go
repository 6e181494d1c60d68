package functions

import "github.com/attrmap/attrmap/expr/value"

// Quick is an argument that may give its value from the object's attributes alone, without the state of an evaluation. Where ok is
// false only a full evaluation can tell, for instance because it fails; where it is true a full evaluation gives the same value.
type Quick interface {
	Quick(attrs value.Attributes) (v value.Value, ok bool)
}

// QuickCall is a call whose arguments are quick. It is immutable and safe for concurrent use.
type QuickCall struct {
	args  []Quick // nil where an argument is omitted
	state any
	run   quickFunc
}

type quickFunc func(q *QuickCall, attrs value.Attributes) (v value.Value, ok bool)

// NewQuickCall gives the call with its arguments, which are nil where omitted; it is nil where the function has no quick form.
func NewQuickCall(call *Call, args []Quick) *QuickCall {
	if call.Spec.quick == nil {
		return nil
	}
	return &QuickCall{args: args, state: call.State, run: call.Spec.quick}
}

// Quick gives the value of the call.
func (q *QuickCall) Quick(attrs value.Attributes) (v value.Value, ok bool) { return q.run(q, attrs) }

func (q *QuickCall) flow(i int, attrs value.Attributes) (value.Value, bool) {
	if i < len(q.args) {
		if arg := q.args[i]; arg != nil {
			return arg.Quick(attrs)
		}
	}
	return value.Absent, true
}

func quickIIF(q *QuickCall, attrs value.Attributes) (value.Value, bool) {
	condition, ok := q.flow(0, attrs)
	holds, known := condition.AsBoolean()
	switch {
	case !ok || !known:
		return value.Absent, false
	case holds:
		return q.flow(1, attrs)
	}
	return q.flow(2, attrs)
}

func quickSwitch(q *QuickCall, attrs value.Attributes) (value.Value, bool) {
	keys, constant := q.state.(*switchKeys)
	source, ok := q.flow(0, attrs)
	if !ok || !constant || source.Kind() != value.KindString {
		return value.Absent, false
	}
	i := keys.find(source.Text()) + 1
	if result := keys.results[i]; !result.IsAbsent() {
		return result, true
	}
	return q.flow(2*i+1, attrs)
}

func quickCoalesce(q *QuickCall, attrs value.Attributes) (value.Value, bool) {
	for i := range q.args {
		if v, ok := q.flow(i, attrs); !ok || !v.IsNull() {
			return v, ok
		}
	}
	return value.Null, true
}
