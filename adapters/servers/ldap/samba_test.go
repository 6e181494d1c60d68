package ldap_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	goldap "github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// A domain controller that others wrote, with the schema and the controls of Active Directory.
func TestDomainController(t *testing.T) {
	s := servers.Samba(t)
	conn := client(t, s)
	const unit = "OU=Künstler\\, Team,DC=corp,DC=test"
	add(t, conn, unit, map[string][]string{"objectClass": {"organizationalUnit"}})
	dn := func(cn string) string { return "CN=" + goldap.EscapeDN(cn) + "," + unit }
	for i, p := range []struct{ cn, account, control string }{
		{"Zoë, Example", "zoe", "512"}, {"Example \"Two\"", "two", "514"}, {"李 小龙", "li", "546"}, {"Example+Four;<5>", "four", "544"},
	} {
		add(t, conn, dn(p.cn), map[string][]string{"objectClass": {"user"}, "sAMAccountName": {p.account}, "userAccountControl": {"546"}, "employeeID": {fmt.Sprint(i)},
			"accountExpires": {"133500000000000000"}, "jpegPhoto": {"\x00\x01binary"}, "displayName": {p.cn}})
		modify := goldap.NewModifyRequest(dn(p.cn), nil)
		modify.Replace("userAccountControl", []string{p.control})
		if p.control == "514" {
			require.NoError(t, conn.Modify(modify))
		}
	}

	t.Run("objects have what exports have", func(t *testing.T) {
		d := open(t, s, s.SecureURL, ldap.Options{})
		require.True(t, d.Info().ActiveDirectory)
		require.Equal(t, "DC=corp,DC=test", d.Info().Base)
		want := []string{"accountDisabled", "parentDistinguishedName", "accountExpires", "jpegPhoto", "displayName", "emails[type eq \"work\"].value"}
		answers, err := d.Find(context.Background(), []provision.Query{{Type: "User", Attribute: "sAMAccountName", Value: value.String("ZOE"), Want: want}})
		require.NoError(t, err)
		require.Len(t, answers[0], 1)
		o := answers[0][0]
		require.Regexp(t, "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", o.ID)
		require.Equal(t, `CN=Zoë\, Example,OU=Künstler\, Team,DC=corp,DC=test`, o.Reference)
		for attribute, text := range map[string]string{"accountDisabled": "True", "parentDistinguishedName": `OU=Künstler\, Team,DC=corp,DC=test`, "accountExpires": "133500000000000000", "displayName": "Zoë, Example"} {
			require.Equal(t, text, o.Attrs.Attribute(path(attribute)).Text(), attribute)
		}
		photo, isBinary := o.Attrs.Attribute(path("jpegPhoto")).AsBinary()
		require.True(t, isBinary)
		require.Equal(t, "\x00\x01binary", string(photo))
		require.True(t, o.Attrs.Attribute(path("employeeID")).IsNull(), "nobody wants it")

		require.Equal(t, [][]string{{lower(dn("Zoë, Example"))}, {lower(o.Reference)}, {lower(o.Reference)}, {}, {lower(o.Reference)}},
			find(t, d, append(ask("", o.ID, o.Reference, "{"+strings.ToUpper(o.ID)+"}", "cn=nobody,dc=corp,dc=test"), provision.Query{Attribute: "objectGUID", Value: value.String(o.ID)})...))
		names := find(t, d, provision.Query{Attribute: "accountDisabled", Value: value.False, Type: "user"}, provision.Query{Type: "computer", Attribute: "sAMAccountName", Value: value.String("zoe")})
		require.Contains(t, names[0], "cn=administrator,cn=users,dc=corp,dc=test")
		require.Empty(t, names[1])
		_, err = d.Find(context.Background(), ask("employeeNummer", "5"))
		require.ErrorContains(t, err, "the directory does not know the attribute employeeNummer")
	})
	t.Run("the global catalogue has only some attributes", func(t *testing.T) {
		d := open(t, s, strings.TrimSuffix(s.URL, "389")+"3268", ldap.Options{})
		require.Equal(t, [][]string{{lower(dn("Zoë, Example"))}, {}}, find(t, d, ask("sAMAccountName", "zoe", "nobody")...))
		for _, q := range []provision.Query{
			{Attribute: "employeeID", Value: value.String("0")}, {Attribute: "sAMAccountName", Value: value.String("zoe"), Want: []string{"sAMAccountName", "employeeID"}},
		} {
			_, err := d.Find(context.Background(), []provision.Query{q})
			require.ErrorContains(t, err, "the global catalogue does not have the attribute employeeID: connect to the domain")
		}
	})
	t.Run("values are data, whatever they have", func(t *testing.T) {
		d := open(t, s, s.SecureURL, ldap.Options{})
		for _, p := range []string{"Zoë, Example", "Example \"Two\"", "李 小龙", "Example+Four;<5>"} {
			require.Equal(t, [][]string{{lower(dn(p))}}, find(t, d, ask("displayName", strings.ToUpper(p))...), p)
		}
		for _, v := range injections {
			if strings.Contains(v, "\x00") {
				_, err := d.Find(context.Background(), ask("displayName", v))
				require.ErrorContains(t, err, "cannot be asked for a text with U+0000", "%q", v)
				continue
			}
			require.Equal(t, [][]string{{}, {}, {}}, find(t, d, append(append(ask("sAMAccountName", v), ask("", v)...), ask("displayName", v)...)...), "%q", v)
		}
	})
	t.Run("ranges come whole", func(t *testing.T) {
		if testing.Short() {
			t.Skip("it takes the server half a minute to have more members than a range")
		}
		const members = 1700
		var names []string
		for i := range members {
			n := fmt.Sprintf("CN=c%04d,%s", i, unit)
			add(t, conn, n, map[string][]string{"objectClass": {"contact"}})
			names = append(names, n)
		}
		add(t, conn, dn("everybody"), map[string][]string{"objectClass": {"group"}, "sAMAccountName": {"everybody"}, "member": names})
		d := open(t, s, s.SecureURL, ldap.Options{Connections: 1})
		answers, err := d.Find(context.Background(), []provision.Query{{Type: "group", Attribute: "cn", Value: value.String("everybody"), Want: []string{"member"}}})
		require.NoError(t, err)
		require.Len(t, answers[0][0].Attrs.Attribute(path("member")).Members(), members)
		n := 0
		for o, err := range d.Objects(context.Background(), "contact") {
			require.NoError(t, err)
			require.NotEmpty(t, o.ID)
			n++
		}
		require.Equal(t, members, n)
	})
	t.Run("deleted objects hold their names where that is asked for", func(t *testing.T) {
		require.NoError(t, conn.Del(goldap.NewDelRequest(dn("李 小龙"), nil)))
		d := open(t, s, s.SecureURL, ldap.Options{})
		require.Equal(t, [][]string{{}}, find(t, d, ask("sAMAccountName", "li")...))
		d = open(t, s, s.SecureURL+"/"+unit, ldap.Options{Deleted: []string{"samaccountname"}})
		names := find(t, d, ask("sAMAccountName", "li", "zoe", "nobody")...)
		require.Len(t, names[0], 1)
		require.Contains(t, names[0][0], "cn=deleted objects,dc=corp,dc=test")
		require.Equal(t, [][]string{{lower(dn("Zoë, Example"))}, {}}, names[1:])
	})
}

// lower returns a distinguished name in lower case, as the server writes it.
func lower(dn string) string { return strings.ToLower(strings.ReplaceAll(dn, `\;`, `\3b`)) }

// injections are values that end a filter, a distinguished name or a text where they are not escaped.
var injections = []string{
	"*", "*)(uid=*", "*)(objectClass=*))(|(cn=*", ")(cn=*", "a)(|(sAMAccountName=*)", "(", ")", `\`, `\2a`, `\\2a`, "zoe\x00", "\x00", "*\x00*", "zo*", "administrator)",
	",OU=people", "zoe,OU=people,DC=corp,DC=test", "CN=*,DC=corp,DC=test", "CN=x,DC=corp,DC=test)(cn=*", "<GUID=*>", "=", "#04024869", "\xff\xfe", "\u202e", "zoe\n(cn=*)", "&", "|(cn=*)", "!(cn=zoe)", "cn:=*", "1.2.840:=zoe",
}
