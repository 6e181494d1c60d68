package mapping

import (
	"context"

	"github.com/attrmap/attrmap/expr/value"
)

// Values appends to dst the attributes that Map would write to an object that is created, in the set's order, and what Result.Values
// gives for it. It spares the decisions and reasons: an attribute that fails is left out, and the error is that of the first one.
func (m *Mapper) Values(ctx context.Context, source value.Attributes, dst []value.Member) ([]value.Member, error) {
	run := m.begin(ctx, source, nil)
	defer m.end(run)
	var failed error
	for i := range m.rows {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		run.row = &m.rows[i]
		v, err := run.evaluate()
		if m.opts.Target == nil && err == nil && isPlain(v) {
			dst = append(dst, value.Member{Name: run.row.mapping.Target, Value: v})
			continue
		}
		o := &run.scratch
		*o = Outcome{}
		run.outcome(o)
		switch {
		case o.Decision.Changes():
			dst = append(dst, value.Member{Name: run.row.mapping.Target, Value: o.New})
		case o.Decision == Failed && failed == nil:
			failed = o.Err
		}
	}
	return dst, failed
}

// isPlain tells of a value that no rule changes where the target has no schema.
func isPlain(v value.Value) bool {
	switch v.Kind() {
	case value.KindString:
		return !v.IsNullOrEmpty()
	case value.KindBoolean, value.KindInteger, value.KindDecimal:
		return true
	}
	return false
}
