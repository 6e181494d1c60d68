package graph_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

func TestConvertOutbound(t *testing.T) {
	t.Parallel()
	c := load(t, "export2017.json").ObjectMappings()[0].Convert(nil)
	require.Empty(t, c.Findings)
	if diff := cmp.Diff(mapping.Set{
		Name: "Synchronize Azure Active Directory Users to crm.fabrikam.com",
		Mappings: []mapping.Mapping{
			{Target: "IsActive", Expression: "Not([IsSoftDeleted])", Default: "True"},
			{Target: "Alias", Expression: "Mid([userPrincipalName], 1, 8)"},
			{Target: "Email", From: "mail"},
			{Target: "Encoding", Default: "ISO-8859-1"},
			{Target: "LastName", From: "surname", Default: "."},
			{Target: "Locale", Expression: `Replace([preferredLanguage], "-", , , "_", , )`, Default: "en_US"},
			{Target: "ProfileName", Expression: "SingleAppRoleAssignment([appRoleAssignments])"},
			{Target: "Username", From: "userPrincipalName", Match: 1},
		},
	}, c.Set); diff != "" {
		t.Error(diff)
	}
	require.Equal(t, "User", c.Source.Name)
	require.Equal(t, mapping.Attribute{Name: "IsActive", Type: mapping.Boolean, Required: true}, c.Target.Attributes[1])
}

func TestConvertCloudSync(t *testing.T) {
	t.Parallel()
	c := load(t, "cloudsync2020.json").ObjectMappings()[0].Convert(nil)
	byTarget := map[string]mapping.Mapping{}
	for _, m := range c.Set.Mappings {
		byTarget[m.Target] = m
	}
	upn := byTarget["UserPrincipalName"]
	require.Equal(t, `IIF(IsPresent([userPrincipalName]), [userPrincipalName], IIF(IsPresent([sAMAccountName]), Join("@", [sAMAccountName], %DomainFQDN%), Error("AccountName is not present")))`,
		upn.Expression, "the token is back in its place")
	require.Equal(t, mapping.ApplyAlways, upn.Apply, "cloud sync ignores flow types")
	require.Equal(t, mapping.Mapping{Target: "DnsDomainName", Expression: "%DomainFQDN%"}, byTarget["DnsDomainName"])
	require.Empty(t, c.Set.Scope)
	require.Equal(t, mapping.Clause{Attribute: "msExchRecipientTypeDetails", Operator: "!&", Values: []string{"566259712"}}, c.Input[0][4])
	require.Len(t, c.Findings, 1)
	require.Equal(t, codes.NotSimulated, c.Findings[0].Code)

	opts := c.Options(functions.Standard())
	opts.Tokens = map[string]string{"DomainFQDN": "fabrikam.com", "DomainNetBios": "FABRIKAM"}
	mapper, err := c.Set.Compile(opts)
	require.NoError(t, err)
	result, err := mapper.Map(context.Background(), value.Map{
		"sAMAccountName": "kim", "pwdLastSet": "132772253564048004", "userAccountControl": 66048,
		"proxyAddresses": []string{" smtp:kim@fabrikam.com ", "smtp:kim@fabrikam.com"}, "url": []string{" https://fabrikam.com"},
	}, nil)
	require.NoError(t, err)
	got := map[string]string{}
	for _, o := range result.Attributes {
		got[o.Mapping.Target] = o.New.Text()
	}
	require.Equal(t, "kim@fabrikam.com", got["UserPrincipalName"])
	require.Equal(t, "20210927140916.0Z", got["LastPasswordChangeTimestamp"])
	require.Equal(t, "True", got["AccountEnabled"])
	require.Equal(t, "FABRIKAM", got["NetBiosName"])
	require.Equal(t, "https://fabrikam.com", got["Url"])
}

func TestConvertInbound(t *testing.T) {
	t.Parallel()
	c := load(t, "export2025.json").ObjectMappings()[0].Convert(nil)
	require.Equal(t, mapping.Filter{{{Attribute: "WorkerType", Operator: "EQUALS", Values: []string{"Employee"}}}}, c.Set.Scope)
	require.Equal(t, mapping.Mapping{Target: "userPrincipalName", Expression: `ToLower(Join("@", [PreferredName], DefaultDomain()), )`, Apply: mapping.ApplyCreate}, c.Set.Mappings[2])
	require.Equal(t, mapping.Mapping{Target: "city", From: `addresses[type eq "work"].locality`}, c.Set.Mappings[3])
	require.Equal(t, mapping.Mapping{Target: "physicalDeliveryOfficeName", From: "Office", UnsupportedApply: `unknown flow type "Add"`}, c.Set.Mappings[4])
	require.Equal(t, mapping.Mapping{Target: "mobile", From: "Mobile", FlowNulls: true}, c.Set.Mappings[5])
	require.Len(t, c.Findings, 2, "the unknown action Archive and the unknown flow type Add")
	require.Equal(t, codes.UnknownValue, c.Findings[0].Code)
	require.Equal(t, codes.UnknownValue, c.Findings[1].Code)
	require.True(t, c.Target.Attributes[3].ReadOnly && c.Source.Attributes[2].FlowNulls)
}

func TestConvertSources(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		source string
		want   mapping.Mapping
		code   string
	}{
		{`null`, mapping.Mapping{}, ""},
		{`{"type": "Attribute", "name": "mail", "expression": "[mail]", "parameters": null}`, mapping.Mapping{From: "mail"}, ""},
		{`{"type": "Constant", "name": "x \"y\"", "expression": "\"x \\\"y\\\"\""}`, mapping.Mapping{Constant: `x "y"`}, ""},
		{`{"type": "Constant", "name": "", "expression": "\"\""}`, mapping.Mapping{Expression: `""`}, ""},
		{`{"type": "Constant", "name": "%ForestFQDN%", "expression": null}`, mapping.Mapping{Expression: `%ForestFQDN%`}, ""},
		{`{"type": "Constant", "name": "8", "expression": "\"8\""}`, mapping.Mapping{Constant: "8"}, ""},
		{`{"type": "Function", "name": "Guid", "expression": "Guid()", "parameters": []}`, mapping.Mapping{Expression: `Guid()`}, ""},
		{`{"type": "Function", "name": "Trim", "expression": "Trim([b])", "parameters": [{"key": "source", "value": {"name": "a"}}]}`, mapping.Mapping{Expression: `Trim([a])`}, "tree-and-text-differ"},
		{`{"type": "Function", "name": "Trim", "expression": "Trim("}`, mapping.Mapping{Expression: `Error("the source of this mapping cannot be read")`}, "parameter-tree"},
	} {
		text := `{"targetAttributeName": "t", "defaultValue": "", "source": ` + row.source + `}`
		c := loadText(t, text).ObjectMappings()[0].Convert(nil)
		row.want.Target = "t"
		if diff := cmp.Diff([]mapping.Mapping{row.want}, c.Set.Mappings); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.source, diff)
		}
		code := ""
		if len(c.Findings) > 0 {
			code = string(c.Findings[0].Code)
		}
		require.Equal(t, row.code, code, row.source)
	}
}

func TestConvertFlow(t *testing.T) {
	t.Parallel()
	for flowType, want := range map[string]mapping.Apply{
		"Always": mapping.ApplyAlways, "ObjectAddOnly": mapping.ApplyCreate, "MultiValueAddOnly": mapping.ApplyMultiValueAddOnly,
		"ValueAddOnly": mapping.ApplyValueAddOnly, "AttributeAddOnly": mapping.ApplyAttributeAddOnly, "objectaddonly": mapping.ApplyCreate,
	} {
		c := loadText(t, `{"targetAttributeName": "t", "flowType": "`+flowType+`"}`).ObjectMappings()[0].Convert(nil)
		require.Equal(t, want, c.Set.Mappings[0].Apply, flowType)
		require.Empty(t, c.Findings)
	}
	c := loadText(t, `{"targetAttributeName": "t", "flowBehavior": "FlowAlways", "exportMissingReferences": true}`).ObjectMappings()[0].Convert(nil)
	require.Len(t, c.Findings, 2)
	require.False(t, c.Findings.HasErrors())
}

// Without definitions there are no schemas, so that nothing is converted or missed.
func TestConvertFragment(t *testing.T) {
	t.Parallel()
	c := loadText(t, `{"value": [{"name": "", "sourceObjectName": "User", "attributeMappings": [], "scope": {"groups": null, "categoryFilterGroups": [{"clauses": []}]}}]}`).ObjectMappings()[0].Convert(nil)
	require.Nil(t, c.Source)
	require.Nil(t, c.Target)
	require.Empty(t, c.Set.Scope)
	require.Equal(t, mapping.Filter{{}}, c.Category)
}

func TestConvertWithOwnFunctions(t *testing.T) {
	t.Parallel()
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Initials", Summary: "Gives the initials.", Origin: functions.Custom,
		Params: []functions.Param{{Name: "source", Doc: "the name", Key: "name"}},
		Eval:   func(functions.Args) (value.Value, error) { return value.Null, nil },
	})
	require.NoError(t, err)
	text := `{"targetAttributeName": "t", "source": {"type": "Function", "name": "Initials", "parameters": [{"key": "name", "value": {"name": "a"}}]}}`
	c := loadText(t, text).ObjectMappings()[0].Convert(reg)
	require.Equal(t, "Initials([a])", c.Set.Mappings[0].Expression)
	require.Empty(t, loadText(t, text).Check(graph.CheckOptions{Functions: reg}))
}

// TestConvertReportsTheFiltersOfReading: the filters that drop objects while they are read are compiled by who runs the mapping, who
// cannot say where in the document a clause is.
func TestConvertReportsTheFiltersOfReading(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"inputFilterGroups", "categoryFilterGroups"} {
		doc, err := graph.Load(strings.NewReader(`{"attributeMappings": [], "scope": {"`+member+`": [{"name": "g", "clauses": [
			{"sourceOperandName": "mail", "operatorName": "IS NOT NULL", "targetOperand": {"values": ["x"]}}]}]}}`), graph.Limits{})
		require.NoError(t, err)
		found := doc.ObjectMappings()[0].Convert(nil).Findings
		require.Len(t, found, 1, member)
		require.Equal(t, "scope."+member+"[0].clauses[0].targetOperand", found[0].PathText())
		require.Equal(t, "IS NOT NULL takes no values", found[0].Message.String())
	}
}
