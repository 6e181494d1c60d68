package provision_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// TestPublishedFacts follows values that published pages and exported schemas show.
func TestPublishedFacts(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "id", From: "objectGUID", Match: 1},
		{Target: "preferredLanguage", From: "preferredLanguage", Default: "en-US"},
		{Target: "LastPasswordChangeTimestamp", Expression: `IIF(IsPresent([pwdLastSet]), FormatDateTime(DateFromNum([pwdLastSet]), , "yyyyMMddHHmmss.0Z"), )`},
		{Target: "AccountEnabled", Expression: `IIF(IsPresent([userAccountControl]), IIF(BitAnd([userAccountControl], 2)="0", "True", "False"), Not([accountDisabled]))`},
		{Target: "UserPrincipalName", Expression: `IIF(IsPresent([userPrincipalName]), [userPrincipalName], IIF(IsPresent([sAMAccountName]), Join("@", [sAMAccountName], %DomainFQDN%), Error("AccountName is not present")))`},
		{Target: "Url", Expression: `IIF(IsPresent([url]), Left(Trim(Item([url], 1)), 448), "")`},
	}}
	e, err := cycleOf(set, nil, mapping.Options{Tokens: map[string]string{"DomainFQDN": "corp.contoso.com"}}, provision.Options{})
	require.NoError(t, err)
	for _, row := range []struct {
		name   string
		source value.Map
		want   string
	}{
		{"an account with everything", value.Map{
			"objectGUID": "g1", "preferredLanguage": "nl", "pwdLastSet": int64(132772253564048004), "userAccountControl": 66048, "userPrincipalName": "a@contoso.com", "url": []string{" x ", "y"},
		}, "create success id=g1 preferredLanguage=nl LastPasswordChangeTimestamp=20210927140916.0Z AccountEnabled=True UserPrincipalName=a@contoso.com Url=x"},
		{"a disabled account with the least", value.Map{"objectGUID": "g2", "userAccountControl": 66050, "sAMAccountName": "b"},
			"create warning id=g2 preferredLanguage=en-US AccountEnabled=False UserPrincipalName=b@corp.contoso.com Url="},
		{"no name at all", value.Map{"objectGUID": "g3", "accountDisabled": "False"},
			"create failure raised id=g3 preferredLanguage=en-US AccountEnabled=True Url="},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, summary(plan(t, e, provision.Source{Attrs: row.source})))
		})
	}
}

func TestLengthOfTheSchemaWins(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "employeeId", From: "id", Match: 1}, {Target: "department", From: "dept"}}}
	for _, row := range []struct {
		max  int
		want []diag.Code
	}{
		{0, nil},
		{3, []diag.Code{codes.Length}},
		{5, nil},
	} {
		target := &mapping.Schema{Attributes: []mapping.Attribute{{Name: "employeeId"}, {Name: "department", MaxLength: row.max}}}
		e, err := cycleOf(set, nil, mapping.Options{Target: target}, provision.Options{Profile: mapping.ProfileEntra})
		require.NoError(t, err)
		p := plan(t, e, provision.Source{Attrs: value.Map{"id": "1", "dept": "Sales"}})
		require.Equal(t, row.want, p.Attributes[1].Warnings)
	}
}
