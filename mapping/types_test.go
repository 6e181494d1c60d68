package mapping_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/mapping"
)

func TestTypesOfASchema(t *testing.T) {
	t.Parallel()
	schema := &mapping.Schema{Attributes: []mapping.Attribute{
		{Name: "displayName", MaxLength: 64},
		{Name: "userPrincipalName", Required: true},
		{Name: "proxyAddresses", MultiValued: true, MaxLength: 1123},
		{Name: "accountEnabled", Type: mapping.Boolean},
		{Name: "userAccountControl", Type: mapping.Integer, MaxLength: 3},
		{Name: "employeeHireDate", Type: mapping.DateTime, MaxLength: 10},
		{Name: "objectSid", Type: mapping.Binary},
		{Name: "manager", Type: mapping.Reference, MaxLength: 200},
		{Name: "roles", Type: mapping.Integer, MultiValued: true},
		{Name: `emails[type eq "work"].value`},
	}}
	for src, want := range map[string]string{
		`[displayName]`:                      "String? ≤64",
		`[DISPLAYNAME]`:                      "String? ≤64",
		`[userPrincipalName]`:                "String?",
		`[proxyAddresses]`:                   "String|[String?]? ≤1123",
		`[accountEnabled]`:                   "Boolean? {True, False}",
		`[userAccountControl]`:               "Integer?",
		`[employeeHireDate]`:                 "String|DateTime?",
		`[objectSid]`:                        "String|Binary?",
		`[manager]`:                          "String|Reference? ≤200",
		`[roles]`:                            "Integer|[Integer?]?",
		`[emails[type eq "work"].value]`:     "String?",
		`[unknown]`:                          "Any?",
		`Join(" ", [displayName], "x")`:      "String 1–66",
		`Switch([accountEnabled], , "x", 1)`: "Null",
		`Left([displayName], 20)`:            "String ≤20",
	} {
		prog, err := expr.Compile(src)
		require.NoError(t, err, src)
		if diff := cmp.Diff(want, prog.Infer(schema.Types()).Shape.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", src, diff)
		}
	}
	var none *mapping.Schema
	require.Equal(t, "Any?", expr.MustCompile("[displayName]").Infer(none.Types()).Shape.String())
}

func ExampleSchema_Types() {
	source := &mapping.Schema{Attributes: []mapping.Attribute{{Name: "displayName", MaxLength: 256}, {Name: "flags", Type: mapping.Integer}}}
	for _, src := range []string{
		`[displayName]`,
		`IIF(IsPresent([displayName]), Left([displayName], 20), Guid())`,
		`BitAnd([flags], 514)`,
	} {
		prog, err := expr.Compile(src)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(prog.Infer(source.Types()).Shape)
	}
	// Output:
	// String? ≤256
	// String 1–36
	// Integer {0, 2, 512, 514}, may fail
}
