package functions

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// The functions that only choose between their arguments have a quick form: it returns what Eval returns in the ordinary cases, without
// the state of an evaluation. See [call.Quick].

type quickFunc = func(q *call.QuickCall, attrs value.Attributes) (v value.Value, ok bool)

// quickIIF leaves a condition that is not a boolean to the full evaluation, which coerces it or fails.
func quickIIF(q *call.QuickCall, attrs value.Attributes) (value.Value, bool) {
	condition, ok := q.Flow(0, attrs)
	holds, known := condition.AsBoolean()
	switch {
	case !ok || !known:
		return value.Absent, false
	case holds:
		return q.Flow(1, attrs)
	}
	return q.Flow(2, attrs)
}

// quickSwitch leaves a source that is not a text to the full evaluation, which coerces it, and so a call whose keys depend on the object.
func quickSwitch(q *call.QuickCall, attrs value.Attributes) (value.Value, bool) {
	keys, constant := q.State.(*switchKeys)
	source, ok := q.Flow(0, attrs)
	if !ok || !constant || source.Kind() != value.KindString {
		return value.Absent, false
	}
	// Result 0 is the default, which find's -1 leads to. The argument of result i is number 2i+1.
	i := keys.find(source.Text()) + 1
	if result := keys.results[i]; !result.IsAbsent() {
		return result, true
	}
	return q.Flow(2*i+1, attrs)
}

func quickCoalesce(q *call.QuickCall, attrs value.Attributes) (value.Value, bool) {
	for i := range q.Args {
		if v, ok := q.Flow(i, attrs); !ok || !v.IsNull() {
			return v, ok
		}
	}
	return value.Null, true
}
