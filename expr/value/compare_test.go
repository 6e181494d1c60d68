package value_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

var operators = []value.Operator{value.Equal, value.NotEqual, value.Less, value.Greater, value.LessOrEqual, value.GreaterOrEqual}

func TestOperators(t *testing.T) {
	t.Parallel()
	for _, op := range operators {
		made, ok := value.ParseOperator(op.String())
		require.True(t, ok)
		require.Equal(t, op, made)
	}
	_, ok := value.ParseOperator("==")
	require.False(t, ok)
}

// TestComparisonsAgree: the operators are consistent for any operands.
func TestComparisonsAgree(t *testing.T) {
	kinds := all(t)
	delete(kinds, "ignoreAttribute")
	delete(kinds, "ignoreObject")
	var values []value.Value
	for _, v := range kinds {
		values = append(values, v, value.List(v))
	}
	values = append(values, value.String("True"), value.String("7.50"), value.String("7/30/2025"), value.String("X"), value.Integer(0))
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(values).Draw(t, "a"), rapid.SampledFrom(values).Draw(t, "b")
		var got [6]bool
		for i, op := range operators {
			var err error
			if got[i], err = value.Compare(op, a, b); err != nil {
				var c *value.CoercionError
				require.ErrorAs(t, err, &c)
				return
			}
			mirrored := [...]value.Operator{value.Equal, value.NotEqual, value.Greater, value.Less, value.GreaterOrEqual, value.LessOrEqual}[i]
			back, err := value.Compare(mirrored, b, a)
			require.NoError(t, err)
			require.Equal(t, got[i], back, "%s %s %s, and turned around", shown(a), op, shown(b))
		}
		equal, unequal, less, greater, atMost, atLeast := got[0], got[1], got[2], got[3], got[4], got[5]
		require.NotEqual(t, equal, unequal, "%s and %s", shown(a), shown(b))
		require.False(t, less && greater)
		require.False(t, less && atLeast || greater && atMost)
	})
}

func TestSeveralValuesAreNotCompared(t *testing.T) {
	t.Parallel()
	several := value.Strings("a", "b")
	_, err := value.Compare(value.Equal, value.Null, several)
	var c *value.CoercionError
	require.ErrorAs(t, err, &c)
	require.Equal(t, codes.EvalMulti, c.Code)
}

// coerced returns the result of a coercion, or the code of its error.
func coerced[T any](got T, err error) any {
	var c *value.CoercionError
	if errors.As(err, &c) {
		return c.Code
	}
	return got
}

func TestCoercions(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		v                                value.Value
		decimal, integer, boolean, dated any
	}{
		{value.Null, codes.EvalNumber, codes.EvalNumber, false, codes.EvalType},
		{value.True, codes.EvalNumber, codes.EvalNumber, true, codes.EvalType},
		{value.Integer(-3), "-3", int64(-3), true, codes.EvalType},
		{value.Integer(0), "0", int64(0), false, codes.EvalType},
		{parse(t, "-2.9"), "-2.9", int64(-2), true, codes.EvalType},
		{parse(t, "0.0"), "0", int64(0), false, codes.EvalType},
		{parse(t, "1e30"), "1" + zeros(30), codes.EvalRange, true, codes.EvalType},
		{value.String(""), codes.EvalNumber, codes.EvalNumber, false, codes.EvalDate},
		{value.String(" "), codes.EvalNumber, codes.EvalNumber, codes.EvalType, codes.EvalDate},
		{value.String(" +07.50 "), "7.5", int64(7), true, codes.EvalDate},
		{value.String("-0"), "0", int64(0), false, codes.EvalDate},
		{value.String("9223372036854775808"), "9223372036854775808", codes.EvalRange, true, codes.EvalDate},
		{value.String("fALSE"), codes.EvalNumber, codes.EvalNumber, false, codes.EvalDate},
		{value.String("1e3"), codes.EvalNumber, codes.EvalNumber, codes.EvalType, codes.EvalDate},
		{value.String("2025-07-30T14:00+02:00"), codes.EvalNumber, codes.EvalNumber, codes.EvalType, "7/30/2025 12:00:00 PM"},
		{value.Reference("5"), "5", int64(5), true, codes.EvalDate},
		{noon(t), codes.EvalNumber, codes.EvalNumber, codes.EvalType, "7/30/2025 12:00:00 PM"},
		{value.Binary([]byte("5")), codes.EvalNumber, codes.EvalNumber, codes.EvalType, codes.EvalType},
		{value.Strings("5"), codes.EvalNumber, codes.EvalNumber, codes.EvalType, codes.EvalType},
		{value.IgnoreAttribute, codes.EvalNumber, codes.EvalNumber, codes.EvalType, codes.EvalType},
	} {
		require.Equal(t, row.decimal, coerced(row.v.ToDecimal()), "%#v", row.v)
		require.Equal(t, row.integer, coerced(row.v.ToInteger()), "%#v", row.v)
		require.Equal(t, row.boolean, coerced(row.v.ToBoolean()), "%#v", row.v)
		d, err := row.v.ToDate()
		require.Equal(t, row.dated, coerced(value.Date(d).Text(), err), "%#v", row.v)
	}
}

// TestCoercionErrorsContainNoValue: messages are logged, and values may be personal data.
func TestCoercionErrorsContainNoValue(t *testing.T) {
	t.Parallel()
	v := value.String("070-secret")
	_, number := v.ToInteger()
	_, truth := v.ToBoolean()
	_, date := v.ToDate()
	require.EqualError(t, number, "want a whole number, got a string")
	require.EqualError(t, truth, "want True, False or a number, got a string")
	require.EqualError(t, date, "not a recognized date")
	_, err := value.List(value.True, value.True).ToInteger()
	require.EqualError(t, err, "want a whole number, got a list of 2 values")
	_, err = parse(t, "{}").ToInteger()
	require.EqualError(t, err, "want a whole number, got an object")
	_, err = value.Null.ToInteger()
	require.EqualError(t, err, "want a whole number, got null")
}

func TestNearlyEqual(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		a, b string
		want bool
	}{
		{"NSW", "nsw", true}, {"NSW ", "NSW", true}, {"\u00a0nsw", "NSW", true}, {"NSW", "NSW", false}, {"N SW", "NSW", false}, {"", " ", true},
	} {
		require.Equal(t, row.want, value.NearlyEqual(value.String(row.a), value.String(row.b)), "%q %q", row.a, row.b)
	}
}
