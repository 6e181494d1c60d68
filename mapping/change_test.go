package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
)

// comparison reports whether two values count as the same, so that nothing is written.
type comparison struct {
	name     string
	target   mapping.Attribute
	old, new string
	same     bool
}

func (row *comparison) check(t *testing.T) {
	mapper := compile(t, mapping.Options{Target: targetSchema(row.target)}, matching, mapping.Mapping{Target: "t", From: "a"})
	outcome := mapped(t, mapper, `{"a": `+row.new+`}`, `{"t": `+row.old+`}`).Attributes[1]
	want := mapping.Flowed
	if row.same {
		want = mapping.Unchanged
		require.True(t, outcome.Old.Equal(outcome.New), "%s: an unchanged value is the old one", row.name)
	}
	require.Equal(t, want.String(), outcome.Decision.String(), "%s: %s", row.name, outcome.Reason)
}

func TestComparisonOfSingleValues(t *testing.T) {
	t.Parallel()
	text := mapping.Attribute{}
	exact := mapping.Attribute{CaseExact: true}
	date := mapping.Attribute{Type: mapping.DateTime}
	truth := mapping.Attribute{Type: mapping.Boolean}
	number := mapping.Attribute{Type: mapping.Integer, CaseExact: true}
	for _, row := range []comparison{
		{"case does not count", text, `"Sales"`, `"SALES"`, true},
		{"but where the attribute is caseExact", exact, `"Sales"`, `"SALES"`, false},
		{"nor does the case of other scripts", text, `"ÅSTRÖM Łoś"`, `"åström łOŚ"`, true},
		{"final sigma is a sigma", text, `"ΟΔΟΣ"`, `"οδος"`, true},
		{"sharp s is not ss", text, `"strasse"`, `"straße"`, false},
		{"accents count", text, `"Jorg"`, `"Jörg"`, false},
		{"spaces count", text, `"x "`, `"x"`, false},
		{"\"\" onto no value is no change", text, `null`, `""`, true},

		{"a boolean is its text", text, `"True"`, `true`, true},
		{"also where case counts", exact, `"True"`, `true`, true},
		{"true is not false", text, `"False"`, `true`, false},
		{"a typed boolean reads both sides", truth, `"1"`, `"True"`, true},
		{"a number is its text", text, `"7"`, `7`, true},
		{"a typed number reads both sides", number, `"007"`, `7`, true},
		{"what cannot be read is another value", number, `"seven"`, `7`, false},

		{"a date may be written in two ways", date, `"2025-11-15T00:00:00Z"`, `"2025-11-15"`, true},
		{"also with an offset", date, `"2025-11-15T01:00:00+01:00"`, `"11/15/2025 12:00:00 AM"`, true},
		{"other days are other dates", date, `"2025-11-15"`, `"2025-11-16"`, false},
		{"without a type the text counts", text, `"2025-11-15T00:00:00Z"`, `"2025-11-15"`, false},
	} {
		row.check(t)
	}
}

func TestComparisonOfListsAndObjects(t *testing.T) {
	t.Parallel()
	text := mapping.Attribute{}
	many := mapping.Attribute{MultiValued: true}
	manyExact := mapping.Attribute{MultiValued: true, CaseExact: true}
	reference := mapping.Attribute{Type: mapping.Reference}
	references := mapping.Attribute{Type: mapping.Reference, MultiValued: true}
	for _, row := range []comparison{
		{"the order of several values does not count", many, `["x", "y", "z"]`, `["z", "x", "y"]`, true},
		{"nor their case", many, `["x", "Y"]`, `["y", "X"]`, true},
		{"but where the attribute is caseExact", manyExact, `["x", "Y"]`, `["y", "X"]`, false},
		{"caseExact values in another order", manyExact, `["x", "Y"]`, `["Y", "x"]`, true},
		{"their number counts", many, `["x", "y"]`, `["x"]`, false},
		{"a repeated value counts", many, `["x", "x", "y"]`, `["x", "y", "y"]`, false},
		{"one value is a list of one", many, `"x"`, `["X"]`, true},
		{"several booleans are their texts", manyExact, `["True", "False"]`, `[false, true]`, true},
		{"no value is an empty list", many, `null`, `[]`, true},
		{"the members' types are brought together", mapping.Attribute{Type: mapping.DateTime, MultiValued: true},
			`["2025-11-15", "2025-11-16"]`, `["2025-11-16T00:00:00Z", "2025-11-15T00:00:00Z"]`, true},

		{"a reference is its identifier", reference, `{"value": "42", "$ref": "Users/42"}`, `"42"`, true},
		{"in a list too", references, `[{"value": "1", "type": "User"}, {"value": "2"}]`, `["2", "1"]`, true},
		{"an object is compared by its members", text, `{"a": 1, "b": 2}`, `{"b": 2, "a": 1}`, true},
		{"and differs by one", text, `{"a": 1, "b": 2}`, `{"b": 2, "a": 3}`, false},
	} {
		row.check(t)
	}
}

func TestExactCaseIsAnOptionForAllAttributes(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{ExactCase: true}, matching, mapping.Mapping{Target: "t", From: "a"})
	require.Equal(t, `flowed: "x" → "X"`, showOutcome(&mapped(t, mapper, `{"a": "X"}`, `{"t": "x"}`).Attributes[1]))
	for _, row := range []struct{ old, new string }{
		{`["x","y"]`, `["y","x"]`},
		// The texts true and True are one boolean, whatever holds for other texts.
		{`"true"`, `true`},
		{`false`, `"FALSE"`},
		{`["true","False"]`, `[false,true]`},
		{`[true,false]`, `["FALSE","true"]`},
	} {
		outcome := mapped(t, mapper, `{"a": `+row.new+`}`, `{"t": `+row.old+`}`).Attributes[1]
		require.Equal(t, "unchanged: "+row.old+" → "+row.old, showOutcome(&outcome))
	}
	require.True(t, mapper.Matching(t.Context(), object(t, `{"id": "1"}`), false)[0].CaseExact)
}
