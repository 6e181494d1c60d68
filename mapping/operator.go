package mapping

import (
	"strings"
)

// Operator is what everything that handles filters needs to know of one operator.
type Operator struct {
	// Name is the operator as it is written, such as "REGEX MATCH".
	Name string
	// Words says it between the attribute and the values as people read it: "matches".
	Words string
	// Unary operators take no values.
	Unary bool
	// Negative operators are the denial of another one: with several values or members all must hold, and a lenient filter lets null
	// pass.
	Negative bool
	// Presence operators ask only whether there is a value; of them, that with HoldsOnNull holds where there is none. No other operator
	// does in a strict filter.
	Presence, HoldsOnNull bool
	// Pattern operators take regular expressions, which are not values of the attribute.
	Pattern bool
	// Types are the types of attributes that it compares: by the service's listing, and for operators that only exports and the
	// portal show by what their meaning asks for. They must not be changed.
	Types []AttributeType
}

// operatorRow is everything there is to say of an operator.
type operatorRow struct {
	Operator
	// compile checks an operand and returns the comparison with it; the operand of a unary operator is "".
	compile func(operand string) (comparison, error)
}

// trait is a property of an operator.
type trait uint8

const (
	unary trait = 1 << iota
	negative
	presence
	holdsOnNull
	pattern
	plain trait = 0
)

// operatorOf makes a row. Every argument is asked for, so that a row which leaves something open does not compile.
func operatorOf(name, words string, traits trait, types []AttributeType, compile func(string) (comparison, error)) operatorRow {
	return operatorRow{compile: compile, Operator: Operator{
		Name: name, Words: words, Unary: traits&unary != 0, Negative: traits&negative != 0, Presence: traits&presence != 0,
		HoldsOnNull: traits&holdsOnNull != 0, Pattern: traits&pattern != 0, Types: types,
	}}
}

var (
	textTypes    = []AttributeType{String}
	equalTypes   = []AttributeType{String, Integer}
	truthTypes   = []AttributeType{Boolean}
	integerTypes = []AttributeType{Integer}
	anyTypes     = []AttributeType{Integer, String, Binary, Boolean}
)

// operatorTable has the operators of the service's filterOperators listing and of the portal. They compare with case. It is not changed.
var operatorTable = []operatorRow{
	operatorOf("EQUALS", "is", plain, equalTypes, equals),
	operatorOf("NOT EQUALS", "is not", negative, equalTypes, denial(equals)),
	operatorOf("REGEX MATCH", "matches", pattern, equalTypes, regexMatch),
	operatorOf("NOT REGEX MATCH", "does not match", negative|pattern, equalTypes, denial(regexMatch)),
	operatorOf("IS NULL", "has no value", unary|presence|holdsOnNull, anyTypes, always(false)),
	operatorOf("IS NOT NULL", "has a value", unary|presence, anyTypes, always(true)),
	operatorOf("IS TRUE", "is true", unary, truthTypes, truth(true)),
	operatorOf("IS FALSE", "is false", unary|negative, truthTypes, truth(false)),
	operatorOf("ENDS_WITH", "ends with", plain, textTypes, textTest(strings.HasSuffix)),
	operatorOf("INCLUDES", "contains", plain, textTypes, textTest(strings.Contains)),
	operatorOf("GREATER_THAN", "is greater than", plain, integerTypes, integerTest(func(have, want int64) bool { return have > want })),
	operatorOf("GREATER_THAN_OR_EQUALS", "is at least", plain, integerTypes, integerTest(func(have, want int64) bool { return have >= want })),
	operatorOf("&", "has one of the bits", plain, integerTypes, integerTest(func(have, want int64) bool { return have&want != 0 })),
	operatorOf("!&", "has none of the bits", negative, integerTypes, integerTest(func(have, want int64) bool { return have&want == 0 })),
}

// Operators returns the filter operators, in the order in which documents list them.
func Operators() []Operator {
	all := make([]Operator, len(operatorTable))
	for i := range operatorTable {
		all[i] = operatorTable[i].Operator
	}
	return all
}

// ParseOperator returns the operator of a name. Case does not matter, and a space may be written for an underscore. The error of an
// unknown one names those that are known.
func ParseOperator(name string) (Operator, error) {
	if op := findOperator(name); op != nil {
		return op.Operator, nil
	}
	return Operator{}, unknownWord("operator", name, operatorNames())
}

// findOperator returns the row of an operator by any of its spellings, or nil.
func findOperator(name string) *operatorRow {
	name = normalOperator(name)
	for i := range operatorTable {
		if normalOperator(operatorTable[i].Name) == name {
			return &operatorTable[i]
		}
	}
	return nil
}

// normalOperator returns the one form of all spellings of an operator.
func normalOperator(name string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(name), "_", " "))
}

func operatorNames() []string {
	names := make([]string, len(operatorTable))
	for i := range operatorTable {
		names[i] = operatorTable[i].Name
	}
	return names
}
