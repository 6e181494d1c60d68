package intake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Sources: Get-ADUser's properties and csvde's DN (documented), userAccountControl's bit 2 (documented), RFC 4514 2.4 (escaped commas).
func TestExportsOfActiveDirectoryHaveItsAttributes(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "sAMAccountName", From: "a", Match: 1}, {Target: "sn", From: "b"}, {Target: "accountDisabled", Constant: "False"},
	}}
	for _, row := range []struct{ name, text, attribute, want string }{
		{"PowerShell's Surname is sn", "SamAccountName,Surname\na,Berg\n", "sn", "Berg"},
		{"names differ in case", "SamAccountName,Surname\na,Berg\n", "sAMAccountName", "a"},
		{"an attribute of that name is kept", "sn,Surname\na,Berg\n", "sn", "a"},
		{"Enabled says whether the account is disabled", "SamAccountName,Enabled\na,False\n", "accountDisabled", "True"},
		{"userAccountControl 514 is disabled", "sAMAccountName,userAccountControl\na,514\n", "accountDisabled", "True"},
		{"userAccountControl 512 is not disabled", "sAMAccountName,userAccountControl\na,512\n", "accountDisabled", "False"},
		{"accountDisabled itself is kept", "accountDisabled,userAccountControl\nTrue,512\n", "accountDisabled", "True"},
		{"without either nothing is known", "sAMAccountName\na\n", "accountDisabled", ""},
		{"groupType -2147483640 is a security group", "sAMAccountName,groupType\na,-2147483640\n", "isSecurityGroup", "True"},
		{"groupType 8 is none", "sAMAccountName,groupType\na,8\n", "isSecurityGroup", "False"},
		{"groupType 8 is universal", "sAMAccountName,groupType\na,8\n", "UniversalScope", "True"},
		{"groupType 2 is not", "sAMAccountName,groupType\na,2\n", "UniversalScope", "False"},
		{"an account has no scope", "sAMAccountName\na\n", "GlobalScope", ""},
		{"the parent is what follows the first comma", "distinguishedName\n\"CN=Ann,OU=People,DC=x\"\n", "parentDistinguishedName", "OU=People,DC=x"},
		{"an escaped comma is part of the name", "DN\n\"CN=Berg\\, Ann,OU=People,DC=x\"\n", "parentDistinguishedName", "OU=People,DC=x"},
		{"csvde's DN is the distinguished name", "DN\n\"CN=Ann,DC=x\"\n", "distinguishedName", "CN=Ann,DC=x"},
	} {
		t.Run(row.name, func(t *testing.T) {
			objects, err := intake.Objects(reader(t, row.text), into(set, mapping.ProfileAD), nil)
			require.NoError(t, err)
			require.Len(t, objects, 1)
			path := value.ParsePath(row.attribute)
			require.Equal(t, row.want, objects[0].Attrs.Attribute(&path).Text())
			unchecked, err := intake.Objects(reader(t, row.text), into(set, mapping.ProfileNone), nil)
			require.NoError(t, err)
			require.Equal(t, row.want, unchecked[0].Attrs.Attribute(&path).Text(), "no rules are to be checked")
			others, err := intake.Objects(reader(t, row.text), into(set, mapping.ProfileEntra), nil)
			require.NoError(t, err)
			absent := value.ParsePath("parentDistinguishedName")
			require.Empty(t, others[0].Attrs.Attribute(&absent).Text(), "other targets have no virtual attributes")
		})
	}
}

// Sources: MS-DTYP 2.3.4.2 (the first three groups of a GUID are numbers, lowest byte first), csvde (documented: X'…'), RFC 2849 (base64).
func TestObjectsOfActiveDirectoryAreKnownByGUIDAndDistinguishedName(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "sAMAccountName", From: "a", Match: 1}}}
	for _, row := range []struct {
		name, text    string
		profile       mapping.Profile
		id, reference string
	}{
		{"PowerShell's text", "SamAccountName,ObjectGUID,DistinguishedName\na,8D5C3B2A-0f1e-4a7b-9c6d-001122334455,\"CN=A,DC=x\"\n", mapping.ProfileAD,
			"8d5c3b2a-0f1e-4a7b-9c6d-001122334455", "CN=A,DC=x"},
		{"a text in braces", "SamAccountName,ObjectGUID\na,{8D5C3B2A-0f1e-4a7b-9c6d-001122334455}\n", mapping.ProfileAD, "8d5c3b2a-0f1e-4a7b-9c6d-001122334455", ""},
		{"csvde's hexadecimal digits", "DN,sAMAccountName,objectGUID\n\"CN=A,DC=x\",a,X'2a3b5c8d1e0f7b4a9c6d001122334455'\n", mapping.ProfileAD,
			"8d5c3b2a-0f1e-4a7b-9c6d-001122334455", "CN=A,DC=x"},
		{"LDIF's bytes", "dn: CN=A,DC=x\nsAMAccountName: a\nobjectGUID:: KjtcjR4Pe0qcbQARIjNEVQ==\n", mapping.ProfileAD, "8d5c3b2a-0f1e-4a7b-9c6d-001122334455", "CN=A,DC=x"},
		{"bytes that are a text", "dn: CN=A,DC=x\nobjectGUID:: YWJjZGVmZ2hpamtsbW5vcA==\n", mapping.ProfileAD, "64636261-6665-6867-696a-6b6c6d6e6f70", "CN=A,DC=x"},
		{"base64 in JSON", `[{"distinguishedName": "CN=A,DC=x", "objectGUID": "KjtcjR4Pe0qcbQARIjNEVQ=="}]`, mapping.ProfileAD, "8d5c3b2a-0f1e-4a7b-9c6d-001122334455", "CN=A,DC=x"},
		{"another text", "SamAccountName,ObjectGUID\na,5f1c\n", mapping.ProfileAD, "5f1c", ""},
		{"no GUID", "sAMAccountName,DN\na,\"CN=A,DC=x\"\n", mapping.ProfileAD, "CN=A,DC=x", "CN=A,DC=x"},
		{"no GUID, and an ID of the export", "sAMAccountName,DN,ID\na,\"CN=A,DC=x\",7\n", mapping.ProfileAD, "7", "CN=A,DC=x"},
		{"neither", "sAMAccountName\na\n", mapping.ProfileAD, "a", ""},
		{"no rules are to be checked", "dn: CN=A,DC=x\nsAMAccountName: a\nobjectGUID:: KjtcjR4Pe0qcbQARIjNEVQ==\n", mapping.ProfileNone,
			"8d5c3b2a-0f1e-4a7b-9c6d-001122334455", "CN=A,DC=x"},
	} {
		t.Run(row.name, func(t *testing.T) {
			objects, err := intake.Objects(reader(t, row.text), into(set, row.profile), nil)
			require.NoError(t, err)
			require.Equal(t, []string{row.id, row.reference}, []string{objects[0].ID, objects[0].Reference})
		})
	}
	another := &mapping.Set{Mappings: []mapping.Mapping{{Target: "uid", From: "a", Match: 1}}}
	objects, err := intake.Objects(reader(t, "dn: uid=a,O=x\nuid: a\n"), into(another, mapping.ProfileNone), nil)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "uid=a,O=x"}, []string{objects[0].ID, objects[0].Reference}, "another directory refers to its entries by their names, too")
}

// Source: the classes of Active Directory's schema (documented): a computer is a user, too.
func TestAnExportOfADirectoryHasObjectsOfSeveralClasses(t *testing.T) {
	t.Parallel()
	const text = "dn: DC=x\nobjectClass: top\nobjectClass: domain\n\ndn: CN=A\nobjectClass: top\nobjectClass: person\nobjectClass: user\n\n" +
		"dn: CN=PC\nobjectClass: user\nobjectClass: computer\n\ndn: CN=G\nobjectClass: top\nobjectClass: group\ncn: G\n\ndn: CN=X\n"
	for _, row := range []struct {
		kind string
		want []string
	}{
		{"", []string{"CN=A", "CN=G", "CN=X"}},
		{"user", []string{"CN=A", "CN=X"}},
		{"Group", []string{"CN=G", "CN=X"}},
		{"computer", []string{"CN=PC", "CN=X"}},
		{"Employee", []string{"DC=x", "CN=A", "CN=PC", "CN=G", "CN=X"}},
	} {
		m := into(&mapping.Set{Mappings: []mapping.Mapping{{Target: "cn", From: "a", Match: 1}}}, mapping.ProfileAD)
		m.TargetType = row.kind
		objects, err := intake.Objects(reader(t, text), m, nil)
		require.NoError(t, err)
		var have []string
		for _, o := range objects {
			require.Equal(t, row.kind, o.Type)
			have = append(have, o.Reference)
		}
		require.Equal(t, row.want, have)
	}
}

func TestATargetWithoutAnObjectOfTheTypeIsAnError(t *testing.T) {
	t.Parallel()
	m := into(&mapping.Set{Mappings: []mapping.Mapping{{Target: "cn", From: "a", Match: 1}}}, mapping.ProfileAD)
	m.TargetType = "User"
	_, err := intake.Objects(reader(t, "dn: CN=G\nobjectClass: group\ncn: G\n\ndn: OU=A\nobjectClass: organizationalUnit\n"), m, nil)
	require.EqualError(t, err, "want objects of the type User, got 2 of other classes; name their type, or leave the file out if the target has none")
}

func TestTwoGUIDsAreTwoEntries(t *testing.T) {
	t.Parallel()
	const text = "dn: CN=A\nobjectGUID:: KjtcjR4Pe0qcbQARIjNEVQ==\nxdn: CN=B\nobjectGUID:: KjtcjR4Pe0qcbQARIjNEVg==\n\n"
	_, err := intake.Objects(reader(t, text), into(&mapping.Set{}, mapping.ProfileAD), nil)
	require.EqualError(t, err, "line 1: want one objectGUID, got 2: write an empty line before every entry")
}

func TestTheNameOfATypeIsNoValue(t *testing.T) {
	t.Parallel()
	const text = "SamAccountName,proxyAddresses,MemberOf\na,Microsoft.ActiveDirectory.Management.ADPropertyValueCollection,Microsoft.ActiveDirectory.Management.ADPropertyValueCollection\n"
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "sAMAccountName", From: "a", Match: 1}}}
	_, err := intake.Objects(reader(t, text), into(set, mapping.ProfileAD), nil)
	require.NoError(t, err, "nothing maps it")
	set.Mappings = append(set.Mappings, mapping.Mapping{Target: "proxyAddresses", From: "b"})
	_, err = intake.Objects(reader(t, text), into(set, mapping.ProfileAD), nil)
	require.EqualError(t, err, "line 2: proxyAddresses: want values, got the name of a type; export it as @{n='proxyAddresses';e={$_.proxyAddresses -join ';'}}, "+
		"and read it with a separator of values (--multi ';')")
}

func TestExportsOfActiveDirectoryAreSources(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, reads, want string }{
		{"LDIF's account control", "dn: CN=A,DC=x\nuserAccountControl: 514\n", "accountDisabled", "True"},
		{"LDIF's name", "dn: CN=A,OU=P,DC=x\n", "parentDistinguishedName", "OU=P,DC=x"},
		{"PowerShell's Surname", "SamAccountName,Surname\na,Berg\n", "sn", "Berg"},
		{"PowerShell's Enabled", "SamAccountName,Enabled\na,True\n", "accountDisabled", "False"},
	} {
		t.Run(row.name, func(t *testing.T) {
			keep := intake.Keep([]string{"sAMAccountName", row.reads})
			r, err := feed.Open(strings.NewReader(row.text), feed.Options{Keep: keep})
			require.NoError(t, err)
			var end error
			for src := range intake.Sources(r, "", keep, nil, &end) {
				path := value.ParsePath(row.reads)
				require.Equal(t, row.want, src.Attrs.Attribute(&path).Text())
			}
			require.NoError(t, end)
		})
	}
	// One export has the users and the groups.
	keep := intake.Keep([]string{"sAMAccountName"})
	for kind, want := range map[string]string{"user": "a", "Group": "g"} {
		r, err := feed.Open(strings.NewReader("dn: CN=A\nobjectClass: top\nobjectClass: user\nsAMAccountName: a\n\ndn: CN=G\nobjectClass: group\nsAMAccountName: g\n"), feed.Options{Keep: keep})
		require.NoError(t, err)
		var end error
		var have []string
		for src := range intake.Sources(r, kind, keep, nil, &end) {
			path := value.ParsePath("sAMAccountName")
			have = append(have, src.Attrs.Attribute(&path).Text())
		}
		require.NoError(t, end)
		require.Equal(t, []string{want}, have)
	}
	// Other mappings get what they read, and nothing else.
	require.NotContains(t, intake.Keep([]string{"l", "sn"}), "City")
}
