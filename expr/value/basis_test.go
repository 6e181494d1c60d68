package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

func TestBasisOf(t *testing.T) {
	day, err := value.String("2020-02-01").ToDate()
	require.NoError(t, err)
	feb := value.Date(day)
	for _, row := range []struct {
		op   string
		a, b value.Value
		want value.Basis
	}{
		{"=", value.String("a"), value.String("b"), value.BasisTexts},
		{"=", value.String("1"), value.String("1.0"), value.BasisTexts},
		{"<", value.String("1"), value.String("1.0"), value.BasisNumbers},
		{"<", value.String("a"), value.String("1.0"), value.BasisTexts},
		{"=", value.Integer(1), value.String(" 1.0 "), value.BasisNumbers},
		{"=", value.Integer(1), value.String("one"), value.BasisNoNumber},
		{"<", value.Integer(1), value.String("one"), value.BasisNone},
		{"=", value.Null, value.String("a"), value.BasisEmpty},
		{"=", value.List(), value.Absent, value.BasisEmpty},
		{"=", value.True, value.String("true"), value.BasisBooleans},
		{"=", value.True, value.Integer(1), value.BasisNoNumber},
		{"<", feb, value.String("2020-03-01"), value.BasisDates},
		{"<", feb, value.String("soon"), value.BasisTexts},
		{"=", value.Strings("a"), value.String("a"), value.BasisTexts},
		{"=", value.Strings("a", "b"), value.String("a"), value.BasisNone},
	} {
		op, ok := value.MakeOperator(row.op)
		require.True(t, ok)
		require.Equal(t, row.want, value.BasisOf(op, row.a, row.b), "%#v %s %#v", row.a, row.op, row.b)
		require.NotEmpty(t, row.want.String())
	}
}

func TestNearlyEqual(t *testing.T) {
	for _, row := range []struct {
		a, b string
		want bool
	}{
		{"NSW", "nsw", true}, {"NSW ", "NSW", true}, {"\u00a0nsw", "NSW", true}, {"NSW", "NSW", false}, {"N SW", "NSW", false}, {"", " ", true},
	} {
		require.Equal(t, row.want, value.NearlyEqual(value.String(row.a), value.String(row.b)), "%q %q", row.a, row.b)
	}
}
