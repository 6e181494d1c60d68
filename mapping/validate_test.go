package mapping_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// faulty is a set with one of every problem.
func faulty() (*mapping.Set, mapping.Options) {
	set := &mapping.Set{
		Scope: mapping.Filter{
			{{Operator: "EQUALS", Values: []string{"x"}}, {Attribute: "departmnt", Operator: "EQUAL", Values: []string{"x"}}},
			{{Attribute: "active", Operator: "IS TRUE", Values: []string{"True"}}, {Attribute: "mail", Operator: "REGEX MATCH"}},
			{{Attribute: "level", Operator: "&", Values: []string{"2", "x", "1.5"}}, {Attribute: "mail", Operator: "NOT REGEX MATCH", Values: []string{"(a"}}},
		},
		Mappings: []mapping.Mapping{
			{Target: "employeeId", From: "externalId", Match: 1},
			{Target: "EmployeeID", From: "id", Match: 1},
			{Target: "", Constant: "x"},
			{Target: "mail", From: "mail", Constant: "x", Expression: "[mail]"},
			{Target: "displayName", Default: "x", Match: 2},
			{Target: "surname", From: "name.familyname", Match: -1},
			{Target: "givenName", From: "nam.givenName"},
			{Target: "userPrincipalName", Expression: `SelectUniqueValue([mail], Lower([mail]))`, Match: 3},
			{Target: "mailNickname", Expression: `SelectUniqueValue([mail], [id])`, Match: 4, FlowNulls: true},
			{Target: "jobTitel", From: "title"},
			{Target: "department", Expression: "Join(\"-\",\n  [departmnt], [Active]"},
			{Target: "Country", Expression: `ToLower([Active])`, Apply: mapping.Apply(9)},
			{Target: "objectId", From: "id"},
			{Target: "proxyAddresses", From: "mail", FlowNulls: true},
			{Target: strings.Repeat("x", 60), From: "department"},
		},
	}
	source := mapping.Schema{Name: "Worker"}
	for _, name := range []string{"externalId", "id", "mail", "name", "active", "department", "title", "level"} {
		source.Attributes = append(source.Attributes, mapping.Attribute{Name: name})
	}
	target := mapping.Schema{Name: "User", Attributes: []mapping.Attribute{
		{Name: "objectId", ReadOnly: true}, {Name: "accountEnabled", Type: mapping.Boolean, Required: true},
		{Name: "usageLocation", Required: true, Default: "US"}, {Name: "proxyAddresses", MultiValued: true},
	}}
	for _, name := range []string{
		"employeeId", "mail", "displayName", "surname", "givenName", "userPrincipalName", "mailNickname", "jobTitle", "department", "country",
	} {
		target.Attributes = append(target.Attributes, mapping.Attribute{Name: name})
	}
	return set, mapping.Options{Source: &source, Target: &target}
}

func TestValidateFindsEverythingAtOnce(t *testing.T) {
	t.Parallel()
	set, opts := faulty()
	var b strings.Builder
	for _, f := range set.Validate(opts) {
		fmt.Fprintln(&b, f)
	}
	golden, err := os.ReadFile("testdata/validate.golden")
	require.NoError(t, err)
	if diff := cmp.Diff(string(golden), b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestEmptySet(t *testing.T) {
	t.Parallel()
	found := (&mapping.Set{}).Validate(mapping.Options{})
	require.Len(t, found, 1)
	require.Equal(t, codes.NoMappings, found[0].Code)
	require.Empty(t, found[0].Place, "the set as a whole")
}

func TestSetWithoutMatchingAttribute(t *testing.T) {
	t.Parallel()
	set := mapping.Set{Mappings: []mapping.Mapping{{Target: "mail", From: "mail"}}}
	found := set.Validate(mapping.Options{})
	require.Len(t, found, 1)
	require.Equal(t, codes.NoMatch, found[0].Code)
	require.Equal(t, "the set has no matching attribute: set match: 1 on the attribute that identifies an object in the target", found[0].Sentence().String())

	mapper, err := set.Compile(mapping.Options{})
	require.NoError(t, err, "a mapper only maps")
	require.Empty(t, mapper.Warnings())
	values, err := mapper.Attributes(t.Context(), value.Map{"mail": "ann@contoso.example"})
	require.NoError(t, err)
	require.Equal(t, map[string]any{"mail": "ann@contoso.example"}, values)
}

func TestCompileRefusesWhatValidateFinds(t *testing.T) {
	t.Parallel()
	set, opts := faulty()
	mapper, err := set.Compile(opts)
	require.Nil(t, mapper)
	var invalid *mapping.ValidationError
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, fmt.Sprint(set.Validate(opts)), fmt.Sprint(invalid.Findings))
	errors := 0
	for _, f := range invalid.Findings {
		if f.Severity == diag.Error {
			errors++
		}
	}
	require.Len(t, strings.Split(invalid.Error(), "\n"), errors, "one line per error, and none for a warning")
}

func TestWarningsDoNotKeepASetFromRunning(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{}, matching, mapping.Mapping{Target: "t", Expression: `tolower([a])`})
	warnings := mapper.Warnings()
	require.False(t, warnings.HasErrors())
	require.Len(t, warnings, 1)
	require.Equal(t, "mappings[1].expression (t), 1:1: warning function-case: the service compares function names with case: write ToLower", warnings[0].String())

	warnings[0].Target = "changed"
	require.Equal(t, "t", mapper.Warnings()[0].Target)
}

func TestCompileCopiesTheSet(t *testing.T) {
	t.Parallel()
	set := mapping.Set{
		Scope:    mapping.Filter{{{Attribute: "a", Operator: "EQUALS", Values: []string{"x"}}}},
		Mappings: []mapping.Mapping{matching, {Target: "t", Constant: "c"}},
	}
	mapper, err := set.Compile(mapping.Options{})
	require.NoError(t, err)
	set.Scope[0][0] = mapping.Clause{Attribute: "b"}
	set.Mappings[1].Target = "u"
	result := mapped(t, mapper, `{"a": "x"}`, `{"t": "y", "u": "z"}`)
	require.Equal(t, `flowed: "y" → "c"`, showOutcome(&result.Attributes[1]))
	require.Equal(t, "a EQUALS 'x'", mapper.Scope().Evaluate(object(t, `{"a": "x"}`)).Groups[0][0].Clause.String())
}

func TestSelectUniqueValueNeedsAMappingAtCreation(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		m    mapping.Mapping
		want string
	}{
		{mapping.Mapping{Apply: mapping.ApplyCreate}, ""},
		{mapping.Mapping{Apply: mapping.ApplyAlways}, "apply"},
		{mapping.Mapping{Apply: mapping.ApplyAttributeAddOnly}, "apply"},
		{mapping.Mapping{Apply: mapping.ApplyCreate, Match: 2}, "match"},
		{mapping.Mapping{Apply: mapping.ApplyAlways, Match: 2}, "apply match"},
	} {
		row.m.Target, row.m.Expression = "t", `SelectUniqueValue([a], [b])`
		set := mapping.Set{Mappings: []mapping.Mapping{matching, row.m}}
		var fields []string
		for _, f := range set.Validate(mapping.Options{}) {
			require.Equal(t, codes.UniqueMapping, f.Code)
			_, field := mapping.FieldOf(f.Path)
			fields = append(fields, field)
		}
		require.Equal(t, row.want, strings.Join(fields, " "))
	}
}
