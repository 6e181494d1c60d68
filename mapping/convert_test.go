package mapping_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

func targetSchema(a mapping.Attribute) *mapping.Schema {
	a.Name = "t"
	return &mapping.Schema{Name: "User", Attributes: []mapping.Attribute{{Name: "id"}, a}}
}

// conversion reports what a new object's attribute gets of a value, as kind and JSON, or the failure.
type conversion struct {
	target mapping.Attribute
	source string
	want   string
}

func (row *conversion) check(t *testing.T) {
	mapper := compile(t, mapping.Options{Target: targetSchema(row.target)}, matching, mapping.Mapping{Target: "t", From: "a"})
	outcome := mapped(t, mapper, `{"a": `+row.source+`}`, "").Attributes[1]
	if diff := cmp.Diff(row.want, convertedTo(&outcome)); diff != "" {
		t.Errorf("%s from %s: %s", row.target.Type, row.source, diff)
	}
}

func TestConversionOfScalars(t *testing.T) {
	t.Parallel()
	for _, row := range []conversion{
		{mapping.Attribute{Type: mapping.String}, `"x"`, `string "x"`},
		{mapping.Attribute{Type: mapping.String}, `true`, `string "True"`},
		{mapping.Attribute{Type: mapping.String}, `1.50`, `string "1.5"`},
		{mapping.Attribute{Type: mapping.String}, `{"k": 1}`, `object {"k":1}`},
		{mapping.Attribute{Type: mapping.String}, `{"value": "42"}`, `string "42"`},

		{mapping.Attribute{Type: mapping.Integer}, `7`, `integer 7`},
		{mapping.Attribute{Type: mapping.Integer}, `" 7 "`, `integer 7`},
		{mapping.Attribute{Type: mapping.Integer}, `"-9223372036854775808"`, `integer -9223372036854775808`},
		{mapping.Attribute{Type: mapping.Integer}, `"9223372036854775808"`,
			"error InvalidAttributeType: the target attribute is of type Integer: want a whole number of 64 bits, got a string"},
		{mapping.Attribute{Type: mapping.Integer}, `"seven"`,
			"error InvalidAttributeType: the target attribute is of type Integer: want a whole number, got a string"},
		{mapping.Attribute{Type: mapping.Integer}, `""`,
			"error InvalidAttributeType: the target attribute is of type Integer: want a whole number, got a string"},
		{mapping.Attribute{Type: mapping.Integer}, `true`,
			"error InvalidAttributeType: the target attribute is of type Integer: want a whole number, got a boolean"},
		{mapping.Attribute{Type: mapping.Integer}, `{"k": 1}`,
			"error InvalidAttributeType: the target attribute is of type Integer: want a whole number, got an object"},

		{mapping.Attribute{Type: mapping.Boolean}, `false`, `boolean false`},
		{mapping.Attribute{Type: mapping.Boolean}, `"True"`, `boolean true`},
		{mapping.Attribute{Type: mapping.Boolean}, `"FALSE"`, `boolean false`},
		{mapping.Attribute{Type: mapping.Boolean}, `"1"`, `boolean true`},
		{mapping.Attribute{Type: mapping.Boolean}, `0`, `boolean false`},
		{mapping.Attribute{Type: mapping.Boolean}, `"active"`,
			"error InvalidAttributeType: the target attribute is of type Boolean: want True, False or a number, got a string"},
		// An empty cell must not disable an account.
		{mapping.Attribute{Type: mapping.Boolean}, `""`,
			"error InvalidAttributeType: the target attribute is of type Boolean: want True, False or a number, got a string"},
	} {
		row.check(t)
	}
}

func TestConversionOfDatesReferencesAndLists(t *testing.T) {
	t.Parallel()
	many := mapping.Attribute{Type: mapping.Reference, MultiValued: true}
	for _, row := range []conversion{
		{mapping.Attribute{Type: mapping.DateTime}, `"2026-02-01"`, `string "2026-02-01"`},
		{mapping.Attribute{Type: mapping.DateTime}, `"first of May"`,
			"error InvalidAttributeType: the target attribute is of type DateTime: not a recognized date"},
		{mapping.Attribute{Type: mapping.DateTime}, `20260201`,
			"error InvalidAttributeType: the target attribute is of type DateTime: want a date, got an integer"},

		{mapping.Attribute{Type: mapping.Reference}, `"42"`, `reference "42"`},
		{mapping.Attribute{Type: mapping.Reference}, `42`, `reference "42"`},
		{mapping.Attribute{Type: mapping.Reference}, `{"value": "42", "type": "User"}`, `reference "42"`},
		{mapping.Attribute{Type: mapping.Reference}, `{"id": "42"}`,
			"error InvalidAttributeType: the target attribute is of type Reference: " +
				"want an identifier, or an object with one in its member value, got an object"},
		{many, `[{"value": "1", "type": "User"}, "2"]`, `list ["1","2"]`},

		{mapping.Attribute{Type: mapping.Binary}, `"QQ=="`, `string "QQ=="`},
		{mapping.Attribute{Type: mapping.AttributeType(99)}, `7`, `string "7"`},

		{mapping.Attribute{Type: mapping.Integer, MultiValued: true}, `["1", 2]`, `list [1,2]`},
		{mapping.Attribute{Type: mapping.Integer, MultiValued: true}, `["1", "x"]`,
			"error InvalidAttributeType: the target attribute is of type Integer: want a whole number, got a string"},
		{mapping.Attribute{Type: mapping.Integer}, `["1"]`, `integer 1`},
		{mapping.Attribute{Type: mapping.Integer}, `["1", "2"]`,
			"error SchemaPropertyCanOnlyAcceptValue: want one value for the target attribute, got 2"},
	} {
		row.check(t)
	}
}

func convertedTo(o *mapping.Outcome) string {
	if o.Decision == mapping.Failed {
		return "error " + string(o.Code) + ": " + o.Err.Error()
	}
	return o.New.Kind().String() + " " + show(o.New)
}

func TestDefaultsAndConstantsAreConverted(t *testing.T) {
	t.Parallel()
	opts := mapping.Options{Target: targetSchema(mapping.Attribute{Type: mapping.Boolean})}
	for _, m := range []mapping.Mapping{
		{Target: "t", Constant: "True"},
		{Target: "t", Default: "True"},
		{Target: "t", From: "a", Default: "True"},
		{Target: "t", Expression: `IIF([b] = "1", "True", "False")`},
	} {
		outcome := mapped(t, compile(t, opts, matching, m), `{"b": "1"}`, "").Attributes[1]
		require.True(t, outcome.New.Equal(value.True), "%s returns %#v", m.Type(), outcome.New)
	}
	outcome := mapped(t, compile(t, opts, matching, mapping.Mapping{Target: "t", Default: "yes"}), `{}`, "").Attributes[1]
	require.Equal(t, codes.InvalidType, outcome.Code)
}

func TestDatesOfExpressionsFlowAsDates(t *testing.T) {
	t.Parallel()
	opts := mapping.Options{Target: targetSchema(mapping.Attribute{Type: mapping.DateTime})}
	mapper := compile(t, opts, matching, mapping.Mapping{Target: "t", Expression: `CDate([a])`})
	outcome := mapped(t, mapper, `{"a": "2026-02-01"}`, "").Attributes[1]
	require.Equal(t, `dateTime "2/1/2026 12:00:00 AM"`, convertedTo(&outcome))

	opts.Target = targetSchema(mapping.Attribute{Type: mapping.String})
	outcome = mapped(t, compile(t, opts, matching, mapping.Mapping{Target: "t", Expression: `CDate([a])`}), `{"a": "2026-02-01"}`, "").Attributes[1]
	require.Equal(t, `string "2/1/2026 12:00:00 AM"`, convertedTo(&outcome))
}

func TestAttributeTypesHaveGraphsNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"String", "Integer", "Boolean", "DateTime", "Binary", "Reference"} {
		kind, err := mapping.ParseAttributeType(name)
		require.NoError(t, err)
		require.Equal(t, name, kind.String())
	}
	kind, err := mapping.ParseAttributeType("string")
	require.NoError(t, err)
	require.Equal(t, mapping.String, kind)
	_, err = mapping.ParseAttributeType("text")
	require.EqualError(t, err, `unknown attribute type "text": want one of String, Integer, Boolean, DateTime, Binary, Reference`)
	_, err = mapping.ParseAttributeType("Bolean")
	require.EqualError(t, err, `unknown attribute type "Bolean": did you mean Boolean?`)
	require.Equal(t, "AttributeType(99)", mapping.AttributeType(99).String())
}
