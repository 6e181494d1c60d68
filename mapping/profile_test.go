package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
)

func TestLimitsOfProfiles(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		profile   mapping.Profile
		attribute string
		length    int
		refused   string
		zero      bool
	}{
		{mapping.ProfileNone, "displayName", 0, "", true},
		{mapping.ProfileSCIM, "displayName", 0, "", true},
		{mapping.ProfileEntra, "DISPLAYNAME", 256, "", false},
		{mapping.ProfileEntra, "mail", 0, "é", false},             // only characters are refused
		{mapping.ProfileEntra, "usageLocation", 0, "us", false},   // only a form is asked for
		{mapping.ProfileEntra, "extensionAttribute", 0, "", true}, // the number is missing
		{mapping.ProfileEntra, "extensionAttribute7", 1024, "", false},
		{mapping.ProfileAD, "displayName", 256, "", false},
		{mapping.ProfileAD, "sAMAccountName", 20, "a*", false},
		{mapping.ProfileAD, "usageLocation", 0, "", true},
	} {
		limit, err := row.profile.Limit("", row.attribute)
		require.NoError(t, err)
		require.Equal(t, row.length, limit.Length, "%s %s", row.profile, row.attribute)
		require.Equal(t, row.zero, limit.IsZero(), "%s %s", row.profile, row.attribute)
		require.Equal(t, row.refused != "", limit.Refuses(row.refused) && row.refused != "", "%s %s", row.profile, row.attribute)
	}
}

func TestProfileOfADirectory(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]mapping.Profile{
		"Active Directory": mapping.ProfileAD, "Azure Active Directory": mapping.ProfileEntra, "Microsoft Entra ID": mapping.ProfileEntra,
		"customappsso": mapping.ProfileSCIM, "Salesforce": mapping.ProfileNone, "": mapping.ProfileNone,
	} {
		require.Equal(t, want, mapping.ProfileOf(name), name)
	}
}

func TestEveryProfileIsDescribed(t *testing.T) {
	t.Parallel()
	for _, p := range mapping.Profiles() {
		require.NotEmpty(t, p.Target().Name, p)
		require.NotEmpty(t, p.Target().Marks, p)
		parsed, err := mapping.ParseProfile(string(p))
		require.NoError(t, err)
		require.Equal(t, p, parsed)
	}
	_, err := mapping.ParseProfile("entr")
	require.EqualError(t, err, `unknown profile "entr": did you mean entra?`)
	_, err = mapping.Profile("sap").Limit("", "mail")
	require.EqualError(t, err, `unknown profile "sap": want one of entra, ad, scim`)
	none, err := mapping.ParseProfile("")
	require.NoError(t, err)
	require.Equal(t, mapping.ProfileNone, none)
	require.Empty(t, none.Target())
}
