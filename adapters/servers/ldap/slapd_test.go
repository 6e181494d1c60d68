package ldap_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

func TestSlapd(t *testing.T) {
	s := servers.Slapd(t)
	fill(t, client(t, s), people)

	t.Run("questions are asked in batches", func(t *testing.T) {
		d := open(t, s, s.SecureURL, ldap.Options{})
		var queries []provision.Query
		for i := range people {
			queries = append(queries, provision.Query{Type: "user", Attribute: "employeeID", Value: value.Integer(int64(2 * i))})
		}
		before := d.Counts()
		names := find(t, d, queries...)
		for i := range people {
			want := []string{}
			if 2*i < people {
				want = append(want, name(2*i))
			}
			require.Equal(t, want, names[i], "%d", i)
		}
		require.EqualValues(t, 10, d.Counts().Sent-before.Sent)
		require.EqualValues(t, people, d.Counts().Questions)
	})
	t.Run("values are compared as a cycle does", func(t *testing.T) {
		d := open(t, s, s.URL+"/ou=People,dc=corp,dc=test", ldap.Options{})
		require.Equal(t, [][]string{{name(7)}, {name(8)}, {}, {name(9)}}, find(t, d, ask("proxyAddresses", "smtp:U007@corp.test", "smtp:alias008@CORP.test", "smtp:nobody@corp.test", "SMTP:u009@corp.test")...))
		exact := provision.Query{Attribute: "sAMAccountName", Value: value.String("U001"), CaseExact: true}
		require.Equal(t, [][]string{{}}, find(t, d, exact))
		exact.Value = value.String("u001")
		require.Equal(t, [][]string{{name(1)}}, find(t, d, exact))
		require.Equal(t, [][]string{{name(1)}, {name(2)}, {}}, find(t, d, ask("cn", "example  001", "EXAMPLE 002", "Example")...), "the server ignores spaces")
	})
	t.Run("objects are found by what names them", func(t *testing.T) {
		d := open(t, s, s.SecureURL, ldap.Options{})
		answers, err := d.Find(context.Background(), ask("sAMAccountName", "u003"))
		require.NoError(t, err)
		id := answers[0][0].ID
		require.Regexp(t, "^[0-9a-f-]{36}$", id)
		require.Equal(t, [][]string{{name(3)}, {name(4)}, {}, {}, {}}, find(t, d, ask("", id, "cn=example 004, ou=people, dc=corp, dc=test", "CN=Nobody,DC=corp,DC=test", "DC=test", "17")...))
	})
	t.Run("attributes have other names, or none", func(t *testing.T) {
		d := open(t, s, s.SecureURL, ldap.Options{})
		for _, attribute := range []string{"surname", "SN"} {
			answers, err := d.Find(context.Background(), []provision.Query{{Attribute: attribute, Value: value.String("Example 5"), Want: []string{attribute}}})
			require.NoError(t, err)
			require.Len(t, answers[0], 1, attribute)
			require.Equal(t, "Example 5", answers[0][0].Attrs.Attribute(path(attribute)).Text(), attribute)
		}
		_, err := d.Find(context.Background(), ask("employeeNummer", "5"))
		require.ErrorContains(t, err, "the directory does not know the attribute employeeNummer: nothing can be found by it")
	})
	t.Run("all objects come in pages", func(t *testing.T) {
		d := open(t, s, s.SecureURL, ldap.Options{PageSize: 37})
		n := 0
		for o, err := range d.Objects(context.Background(), "User") {
			require.NoError(t, err)
			require.False(t, o.Attrs.Attribute(path("proxyAddresses")).IsNull())
			n++
		}
		require.Equal(t, people, n)
	})
}
