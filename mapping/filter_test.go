package mapping_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
)

func compileFilter(t *testing.T, f mapping.Filter, lenient bool) *mapping.Scope {
	t.Helper()
	scope, found := mapping.CompileFilter(f, lenient, mapping.Options{})
	require.Empty(t, found)
	return scope
}

// TestFilterOperators has a row for each operator and value of the attribute a.
func TestFilterOperators(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		operator string
		operands string // separated by |
		pass     string // JSON values that pass, separated by spaces
		fail     string
	}{
		{"EQUALS", "Sales", `"Sales" ["Sales"]`, `"sales" "Sales2" "" null`},
		{"EQUALS", "7", `7 "7"`, `8 "07" 7.5`},
		{"EQUALS", "True", `true "True"`, `false "true"`},
		{"NOT EQUALS", "Sales", `"sales" "x" 7`, `"Sales" "" null []`},
		{"REGEX MATCH", "@contoso", `"a@contoso.com" "@contoso"`, `"a@Contoso.com" "x" "" null`},
		{"REGEX MATCH", "^[A-C]", `"Anna" "C"`, `"anna" "DA"`},
		{"REGEX MATCH", "^(?!ext)", `"anna"`, `"ext-anna"`},
		{"REGEX MATCH", "(?i)^SALES$", `"sales"`, `"sale"`},
		{"REGEX MATCH", `^\d+$`, `42 "42"`, `"x42"`},
		{"NOT REGEX MATCH", "^CAS_", `"anna"`, `"CAS_1" "" null`},
		{"IS NULL", "", `null "" []`, `"x" 0 false`},
		{"IS NOT NULL", "", `"x" 0 false`, `null "" []`},
		{"IS TRUE", "", `true "True" "TRUE" 1`, `false "False" "yes" null`},
		{"IS FALSE", "", `false "false" 0`, `true "True" "no" null ""`},
		{"ENDS_WITH", ".com", `"a.com"`, `"a.COM" "a.com\u0020" null`},
		{"Includes", "ale", `"Sales"`, `"SALES" null`},
		{"GREATER_THAN", "10", `11 "11"`, `10 9 "9" null`},
		{"GREATER_THAN_OR_EQUALS", "10", `10 "10" 11`, `9 "9" -10`},
		{"GREATER_THAN", "-1", `0`, `-1 -2`},
		{"&", "6", `2 4 7 "2"`, `0 1 8 null`},
		{"!&", "6", `0 1 8 "8"`, `2 4 7 null`},
		{"!&", "566259712", `1 128`, `16777216 4194304 536870912`},
		// Several operands: any of them for a positive operator, none of them for a negative one.
		{"EQUALS", "a|b", `"a" "b"`, `"c"`},
		{"NOT EQUALS", "a|b", `"c"`, `"a" "b"`},
		{"REGEX MATCH", "^a|^b", `"ax" "bx"`, `"cx"`},
		{"NOT REGEX MATCH", "^a|^b", `"cx"`, `"ax" "bx"`},
		{"INCLUDES", "a|b", `"xa" "xb"`, `"x"`},
		{"GREATER_THAN", "10|20", `15`, `5`},
		{"&", "1|2", `1 2`, `4`},
		{"!&", "1|2", `4`, `1 2`},
		// Several values of the attribute, likewise.
		{"EQUALS", "a", `["b","a"]`, `["b","c"]`},
		{"NOT EQUALS", "a", `["b","c"]`, `["b","a"]`},
		{"NOT REGEX MATCH", "^a", `["b"]`, `["b","ab"]`},
		{"IS FALSE", "", `[false,"False"]`, `[false,true]`},
	} {
		clause := mapping.Clause{Attribute: "a", Operator: row.operator}
		if row.operands != "" {
			clause.Values = strings.Split(row.operands, "|")
		}
		scope := compileFilter(t, mapping.Filter{{clause}}, false)
		for _, v := range strings.Fields(row.pass) {
			require.True(t, scope.Evaluate(object(t, `{"a": `+v+`}`)).Passed, "%s lets %s pass", clause, v)
		}
		for _, v := range strings.Fields(row.fail) {
			require.False(t, scope.Evaluate(object(t, `{"a": `+v+`}`)).Passed, "%s lets %s not pass", clause, v)
		}
	}
}

// TestLenientFiltersLetNullPassADenial holds the null rule of input filters, beside that of scoping filters.
func TestLenientFiltersLetNullPassADenial(t *testing.T) {
	t.Parallel()
	operands := map[string]string{"GREATER_THAN": "1", "GREATER_THAN_OR_EQUALS": "1", "&": "1", "!&": "1"}
	unary := map[string]bool{"IS NULL": true, "IS NOT NULL": true, "IS TRUE": true, "IS FALSE": true}
	strict, lenient := []string{"IS NULL"}, []string{"NOT EQUALS", "NOT REGEX MATCH", "IS NULL", "IS FALSE", "!&"}
	for _, null := range []string{`{}`, `{"a": null}`, `{"a": ""}`, `{"a": []}`} {
		var passed, passedLenient []string
		for _, op := range mapping.Operators() {
			name := op.Name
			clause := mapping.Clause{Attribute: "a", Operator: name}
			if !unary[name] {
				clause.Values = []string{operands[name] + "1"}
			}
			result := compileFilter(t, mapping.Filter{{clause}}, false).Evaluate(object(t, null))
			require.True(t, result.Groups[0][0].Null)
			if result.Passed {
				passed = append(passed, name)
			}
			if compileFilter(t, mapping.Filter{{clause}}, true).Evaluate(object(t, null)).Passed {
				passedLenient = append(passedLenient, name)
			}
		}
		if diff := cmp.Diff(strict, passed); diff != "" {
			t.Errorf("strict, %s: %s", null, diff)
		}
		if diff := cmp.Diff(lenient, passedLenient); diff != "" {
			t.Errorf("lenient, %s: %s", null, diff)
		}
	}
}

func TestClausesAreAndedAndGroupsAreOred(t *testing.T) {
	t.Parallel()
	is := func(attribute string) mapping.Clause {
		return mapping.Clause{Attribute: attribute, Operator: "IS TRUE"}
	}
	for _, row := range []struct {
		filter mapping.Filter
		source string
		want   bool
	}{
		{nil, `{}`, true},
		{mapping.Filter{}, `{}`, true},
		{mapping.Filter{{}}, `{}`, true},
		{mapping.Filter{{is("a"), is("b")}}, `{"a": true, "b": true}`, true},
		{mapping.Filter{{is("a"), is("b")}}, `{"a": true}`, false},
		{mapping.Filter{{is("a")}, {is("b")}}, `{"b": true}`, true},
		{mapping.Filter{{is("a")}, {is("b")}}, `{}`, false},
		{mapping.Filter{{is("a"), is("b")}, {is("c")}}, `{"a": true, "c": true}`, true},
	} {
		require.Equal(t, row.want, compileFilter(t, row.filter, false).Evaluate(object(t, row.source)).Passed, "%v on %s", row.filter, row.source)
	}
}

func TestEveryClauseIsExplained(t *testing.T) {
	t.Parallel()
	scope := compileFilter(t, mapping.Filter{
		{{Attribute: "a", Operator: "equals", Values: []string{"x", "y"}}, {Attribute: "n", Operator: "greater than", Values: []string{"1"}}},
		{{Attribute: `emails[type eq "work"].value`, Operator: "Is Not Null"}},
	}, false)
	result := scope.Evaluate(object(t, `{"a": "z", "n": "many", "emails": [{"type": "home", "value": "x"}]}`))
	require.False(t, result.Passed)
	require.Len(t, result.Groups, 2)
	first, second := result.Groups[0], result.Groups[1]
	require.Equal(t, "a equals 'x', 'y'", first[0].Clause.String())
	require.False(t, first[0].Passed)
	require.NoError(t, first[0].Err)
	require.ErrorContains(t, first[1].Err, "want a whole number")
	require.NotContains(t, first[1].Err.Error(), "many", "a value of the object")
	require.False(t, first[1].Passed)
	require.True(t, second[0].Null)
}

func TestANumberIsNeededToCompareNumbers(t *testing.T) {
	t.Parallel()
	for _, operator := range []string{"GREATER_THAN", "GREATER_THAN_OR_EQUALS", "&", "!&"} {
		scope := compileFilter(t, mapping.Filter{{{Attribute: "a", Operator: operator, Values: []string{"1"}}}}, true)
		for _, v := range []string{`"x"`, `true`, `2.5`, `"2.5"`, `{"k": 2}`, `"99999999999999999999"`} {
			result := scope.Evaluate(object(t, `{"a": `+v+`}`))
			require.Error(t, result.Groups[0][0].Err, "%s %s", operator, v)
			require.False(t, result.Passed, "%s %s: what cannot be compared does not pass", operator, v)
		}
	}
}

func TestOperatorNamesAreReadLeniently(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ENDS_WITH", "ends with", "Ends_With", " ENDS_WITH "} {
		scope := compileFilter(t, mapping.Filter{{{Attribute: "a", Operator: name, Values: []string{"x"}}}}, false)
		require.True(t, scope.Evaluate(object(t, `{"a": "ax"}`)).Passed, name)
	}
}

func TestFaultyFiltersGiveNoScope(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		clause mapping.Clause
		want   string
	}{
		{mapping.Clause{Attribute: "a", Operator: "IsMemberOf", Values: []string{"x"}},
			`scope[0][0]: error filter-operator: unknown operator "IsMemberOf": want one of EQUALS, NOT EQUALS, REGEX MATCH, NOT REGEX MATCH, ` +
				`IS NULL, IS NOT NULL, IS TRUE, IS FALSE, ENDS_WITH, INCLUDES, GREATER_THAN, GREATER_THAN_OR_EQUALS, &, !&`},
		{mapping.Clause{Attribute: "a", Operator: "NOT_EQUAL", Values: []string{"x"}},
			`scope[0][0]: error filter-operator: unknown operator "NOT_EQUAL": did you mean NOT EQUALS?`},
		{mapping.Clause{Operator: "IS NULL"}, `scope[0][0]: error filter-attribute: the clause has no attribute: name the attribute to compare`},
		{mapping.Clause{Attribute: "a", Operator: "GREATER_THAN", Values: []string{"ten"}},
			`scope[0][0]: error filter-operand: GREATER_THAN on a: want a whole number, got "ten"`},
	} {
		scope, found := mapping.CompileFilter(mapping.Filter{{row.clause}}, false, mapping.Options{})
		require.Nil(t, scope)
		require.Len(t, found, 1)
		if diff := cmp.Diff(row.want, found[0].String()); diff != "" {
			t.Error(diff)
		}
	}
	scope, found := mapping.CompileFilter(mapping.Filter{{{Attribute: "a", Operator: "IS NULL", Values: []string{"x"}}}}, false, mapping.Options{})
	require.NotNil(t, scope, "a warning does not keep a filter from working")
	require.Len(t, found, 1)
}
