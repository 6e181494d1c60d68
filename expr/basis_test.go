package expr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

func TestBasisOf(t *testing.T) {
	t.Parallel()
	day, err := value.String("2020-02-01").ToDate()
	require.NoError(t, err)
	feb := value.Date(day)
	for _, row := range []struct {
		op   string
		a, b value.Value
		want expr.Basis
	}{
		{"=", value.String("a"), value.String("b"), expr.ByTexts},
		{"=", value.String("1"), value.String("1.0"), expr.ByTexts},
		{"<", value.String("1"), value.String("1.0"), expr.ByNumbers},
		{"<", value.String("a"), value.String("1.0"), expr.ByTexts},
		{"=", value.Integer(1), value.String(" 1.0 "), expr.ByNumbers},
		{"=", value.Integer(1), value.String("one"), expr.ByNoNumber},
		{"<", value.Integer(1), value.String("one"), expr.ByNone},
		{"=", value.Null, value.String("a"), expr.ByEmpty},
		{"=", value.List(), value.Absent, expr.ByEmpty},
		{"=", value.True, value.String("true"), expr.ByBooleans},
		{"=", value.True, value.Integer(1), expr.ByNoNumber},
		{"<", feb, value.String("2020-03-01"), expr.ByDates},
		{"<", feb, value.String("soon"), expr.ByTexts},
		{"=", value.Strings("a"), value.String("a"), expr.ByTexts},
		{"=", value.Strings("a", "b"), value.String("a"), expr.ByNone},
	} {
		op, ok := value.ParseOperator(row.op)
		require.True(t, ok)
		require.Equal(t, row.want, expr.BasisOf(op, row.a, row.b), "%#v %s %#v", row.a, row.op, row.b)
		require.NotEmpty(t, row.want.String())
	}
}
