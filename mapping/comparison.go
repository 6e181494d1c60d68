package mapping

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// comparison reports whether a value that is not null passes. Its work is the budget of regular expressions that all comparisons of one
// object share, so that many clauses cannot take many times the limit. An error means that the value cannot be compared.
type comparison func(v value.Value, work *netregex.Budget) (bool, error)

// equals compares with case, as the service does.
func equals(operand string) (comparison, error) {
	return func(v value.Value, _ *netregex.Budget) (bool, error) { return v.Text() == operand, nil }, nil
}

// regexMatch finds the pattern anywhere in the text: the service does not anchor it.
func regexMatch(operand string) (comparison, error) {
	pattern, err := netregex.Compile(operand, netregex.Limits{})
	if err != nil {
		return nil, diag.Errorf("want a .NET regular expression, got %s: %w", diag.Quote(operand), call.RegexError(err))
	}
	return func(v value.Value, work *netregex.Budget) (bool, error) {
		matches, err := pattern.Within(work).IsMatch(v.Text())
		return matches, call.RegexError(err)
	}, nil
}

// denial compiles the opposite of a comparison. An error stays one: a value that cannot be compared passes neither.
func denial(compile func(string) (comparison, error)) func(string) (comparison, error) {
	return func(operand string) (comparison, error) {
		test, err := compile(operand)
		if err != nil {
			return nil, err
		}
		return func(v value.Value, work *netregex.Budget) (bool, error) {
			holds, err := test(v, work)
			return !holds, err
		}, nil
	}
}

// always is the comparison of operators that ask only for presence: null is decided before, so every value that arrives here is present.
func always(answer bool) func(string) (comparison, error) {
	return func(string) (comparison, error) {
		return func(value.Value, *netregex.Budget) (bool, error) { return answer, nil }, nil
	}
}

// truth compares with True or False. What is neither is not equal to either, without an error.
func truth(want bool) func(string) (comparison, error) {
	return func(string) (comparison, error) {
		return func(v value.Value, _ *netregex.Budget) (bool, error) {
			b, err := v.ToBoolean()
			return err == nil && b == want, nil
		}, nil
	}
}

// textTest compares the text of a value with case.
func textTest(test func(have, want string) bool) func(string) (comparison, error) {
	return func(operand string) (comparison, error) {
		return func(v value.Value, _ *netregex.Budget) (bool, error) { return test(v.Text(), operand), nil }, nil
	}
}

// integerTest compares whole numbers. An operand that is none is found when the filter is compiled, a value that is none is an error for
// that object.
func integerTest(test func(have, want int64) bool) func(string) (comparison, error) {
	return func(operand string) (comparison, error) {
		want, err := toWhole(value.String(operand))
		if err != nil {
			return nil, diag.Errorf("want a whole number, got %s", diag.Quote(operand))
		}
		return func(v value.Value, _ *netregex.Budget) (bool, error) {
			have, err := toWhole(v)
			if err != nil {
				return false, err
			}
			return test(have, want), nil
		}, nil
	}
}

// toWhole reads a whole number. Unlike in expressions a fraction is not cut: the documentation calls it a configuration fault.
func toWhole(v value.Value) (int64, error) {
	if digits, err := v.ToDecimal(); err == nil && strings.Contains(digits, ".") {
		return 0, diag.Errorf("want a whole number, got a fraction")
	}
	return v.ToInteger()
}
