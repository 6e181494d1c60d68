package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// Filter is a scoping filter: an object passes when it passes one of the groups. A filter without groups passes every object.
type Filter []Group

// Attributes are the names that the filter's clauses compare, in order.
func (f Filter) Attributes() []string {
	var names []string
	for _, group := range f {
		for _, clause := range group {
			names = append(names, clause.Attribute)
		}
	}
	return names
}

// Group is passed when every clause of it holds.
type Group []Clause

func (f Filter) clone() Filter {
	groups := slices.Clone(f)
	for g, clauses := range groups {
		groups[g] = slices.Clone(clauses)
	}
	return groups
}

// Clause compares an attribute with values. With several values a positive operator needs one of them to hold, a negative one
// all (assumed: no published filter has more than one).
type Clause struct {
	Attribute string `json:"attribute"`
	// Operator is one of EQUALS, NOT EQUALS, REGEX MATCH, NOT REGEX MATCH, IS NULL, IS NOT NULL, IS TRUE, IS FALSE, ENDS_WITH,
	// INCLUDES, GREATER_THAN, GREATER_THAN_OR_EQUALS, & and !&; case does not matter, and a blank may stand for an underscore.
	Operator string   `json:"operator"`
	Values   []string `json:"values,omitempty"`
}

// String gives the clause as the portal shows it.
func (c Clause) String() string {
	s := c.Attribute + " " + c.Operator
	for i, v := range c.Values {
		if i > 0 {
			s += ","
		}
		s += " '" + v + "'"
	}
	return s
}

// Words gives the clause as people read it: "department is not Interns or Guests". Names and values pass through code, which may mark
// them. An operator that there is not stands as it is written.
func (c Clause) Words(code func(text string) string) string {
	words := c.Operator
	if op := findOperator(c.Operator); op != nil {
		words = op.words
		if op.unary {
			return code(c.Attribute) + " " + words
		}
	}
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = code(v)
	}
	return strings.TrimSpace(code(c.Attribute) + " " + words + " " + strings.Join(values, " or "))
}

// operator is how one filter operator works.
type operator struct {
	name  string
	words string // between the attribute and the values, as people read it
	unary bool
	// negative operators are the denial of another one: with several values or members all must hold, and a lenient filter lets
	// null pass.
	negative bool
	// compile checks an operand and gives the comparison with it; it gets "" for a unary operator.
	compile func(operand string) (comparison, error)
}

// comparison tells whether a value that is not null passes. Its work is that of all comparisons of an object.
type comparison func(v value.Value, work *netregex.Budget) (bool, error)

// operators of the service's filterOperators listing and of the portal. They compare with case.
var operators = []operator{
	{name: "EQUALS", words: "is", compile: equals},
	{name: "NOT EQUALS", words: "is not", negative: true, compile: denial(equals)},
	{name: "REGEX MATCH", words: "matches", compile: regexMatch},
	{name: "NOT REGEX MATCH", words: "does not match", negative: true, compile: denial(regexMatch)},
	{name: "IS NULL", words: "has no value", unary: true, compile: always(false)},
	{name: "IS NOT NULL", words: "has a value", unary: true, compile: always(true)},
	{name: "IS TRUE", words: "is true", unary: true, compile: truth(true)},
	{name: "IS FALSE", words: "is false", unary: true, negative: true, compile: truth(false)},
	{name: "ENDS_WITH", words: "ends with", compile: textTest(strings.HasSuffix)},
	{name: "INCLUDES", words: "contains", compile: textTest(strings.Contains)},
	{name: "GREATER_THAN", words: "is greater than", compile: integerTest(func(have, want int64) bool { return have > want })},
	{name: "GREATER_THAN_OR_EQUALS", words: "is at least", compile: integerTest(func(have, want int64) bool { return have >= want })},
	{name: "&", words: "has one of the bits", compile: integerTest(func(have, want int64) bool { return have&want != 0 })},
	{name: "!&", words: "has none of the bits", negative: true, compile: integerTest(func(have, want int64) bool { return have&want == 0 })},
}

func findOperator(name string) *operator {
	name = normalOperator(name)
	for i := range operators {
		if normalOperator(operators[i].name) == name {
			return &operators[i]
		}
	}
	return nil
}

func normalOperator(name string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(name), "_", " "))
}

// OperatorNames lists the filter operators as they are written.
func OperatorNames() []string {
	names := make([]string, len(operators))
	for i := range operators {
		names[i] = operators[i].name
	}
	return names
}

func equals(operand string) (comparison, error) {
	return func(v value.Value, _ *netregex.Budget) (bool, error) { return v.Text() == operand, nil }, nil
}

// regexMatch finds the pattern anywhere in the text: the service does not anchor it.
func regexMatch(operand string) (comparison, error) {
	pattern, err := netregex.Compile(operand, netregex.Limits{})
	if err != nil {
		return nil, fmt.Errorf("%s is no .NET regular expression: %w", diag.Quote(operand), call.RegexError(err))
	}
	return func(v value.Value, work *netregex.Budget) (bool, error) {
		matches, err := pattern.Within(work).IsMatch(v.Text())
		return matches, call.RegexError(err)
	}, nil
}

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

func always(answer bool) func(string) (comparison, error) {
	return func(string) (comparison, error) {
		return func(value.Value, *netregex.Budget) (bool, error) { return answer, nil }, nil
	}
}

func truth(wanted bool) func(string) (comparison, error) {
	return func(string) (comparison, error) {
		return func(v value.Value, _ *netregex.Budget) (bool, error) {
			b, err := v.ToBoolean()
			return err == nil && b == wanted, nil
		}, nil
	}
}

func textTest(test func(have, want string) bool) func(string) (comparison, error) {
	return func(operand string) (comparison, error) {
		return func(v value.Value, _ *netregex.Budget) (bool, error) { return test(v.Text(), operand), nil }, nil
	}
}

func integerTest(test func(have, want int64) bool) func(string) (comparison, error) {
	return func(operand string) (comparison, error) {
		want, err := toWhole(value.String(operand))
		if err != nil {
			return nil, fmt.Errorf("%s is no whole number", diag.Quote(operand))
		}
		return func(v value.Value, _ *netregex.Budget) (bool, error) {
			have, err := toWhole(v)
			if err != nil {
				return false, fmt.Errorf("the operator needs a whole number: %w", err)
			}
			return test(have, want), nil
		}, nil
	}
}

// toWhole reads a whole number. Unlike in expressions a fraction is not cut: the documentation calls it a configuration fault.
func toWhole(v value.Value) (int64, error) {
	if digits, err := v.ToDecimal(); err == nil && strings.Contains(digits, ".") {
		return 0, errors.New("a fraction was found")
	}
	return v.ToInteger()
}

// nearestOperator suggests what a misspelt operator means.
func nearestOperator(name string) string {
	names := OperatorNames()
	if hint := didYouMean(normalOperator(name), slices.Values(names)); hint != "" {
		return hint
	}
	return "write one of " + strings.Join(names, ", ")
}
