package intake_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
)

// Sources: Get-ADUser's properties and csvde's DN (documented), userAccountControl's bit 2 (documented), RFC 4514 2.4 (escaped commas).
func TestExportsOfActiveDirectoryHaveItsAttributes(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "sAMAccountName", From: "a", Match: 1}}}
	for _, row := range []struct{ name, text, attribute, want string }{
		{"PowerShell's Surname is sn", "SamAccountName,Surname\na,Berg\n", "sn", "Berg"},
		{"names differ in case", "SamAccountName,Surname\na,Berg\n", "sAMAccountName", "a"},
		{"an attribute of that name is kept", "sn,Surname\na,Berg\n", "sn", "a"},
		{"Enabled says whether the account is disabled", "SamAccountName,Enabled\na,False\n", "accountDisabled", "True"},
		{"userAccountControl 514 is disabled", "sAMAccountName,userAccountControl\na,514\n", "accountDisabled", "True"},
		{"userAccountControl 512 is not disabled", "sAMAccountName,userAccountControl\na,512\n", "accountDisabled", "False"},
		{"accountDisabled itself is kept", "accountDisabled,userAccountControl\nTrue,512\n", "accountDisabled", "True"},
		{"without either nothing is known", "sAMAccountName\na\n", "accountDisabled", ""},
		{"the parent is what follows the first comma", "distinguishedName\n\"CN=Ann,OU=People,DC=x\"\n", "parentDistinguishedName", "OU=People,DC=x"},
		{"an escaped comma is part of the name", "DN\n\"CN=Berg\\, Ann,OU=People,DC=x\"\n", "parentDistinguishedName", "OU=People,DC=x"},
		{"csvde's DN is the distinguished name", "DN\n\"CN=Ann,DC=x\"\n", "distinguishedName", "CN=Ann,DC=x"},
	} {
		t.Run(row.name, func(t *testing.T) {
			objects, err := intake.Objects(reader(t, row.text), set, mapping.ProfileAD, nil)
			require.NoError(t, err)
			require.Len(t, objects, 1)
			path := value.ParsePath(row.attribute)
			require.Equal(t, row.want, objects[0].Attrs.Attribute(&path).Text())
			others, err := intake.Objects(reader(t, row.text), set, mapping.ProfileEntra, nil)
			require.NoError(t, err)
			absent := value.ParsePath("parentDistinguishedName")
			require.Empty(t, others[0].Attrs.Attribute(&absent).Text(), "other targets have no virtual attributes")
		})
	}
	objects, err := intake.Objects(reader(t, "SamAccountName,ObjectGUID\na,5f1c\n"), set, mapping.ProfileAD, nil)
	require.NoError(t, err)
	require.Equal(t, "5f1c", objects[0].ID)
}
