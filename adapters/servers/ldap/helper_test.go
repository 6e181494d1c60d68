package ldap_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/url"
	"strings"
	"testing"

	goldap "github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// credentials returns those of the options for a name and a password.
func credentials(name, password string) func(context.Context) (string, string, error) {
	return func(context.Context) (string, string, error) { return name, password, nil }
}

// open opens a server as who may do everything.
func open(t testing.TB, s *servers.LDAP, url string, options ldap.Options) *ldap.Directory {
	t.Helper()
	options.Credentials = credentials(s.User, s.Password)
	if options.TLS == nil {
		options.TLS = &tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	}
	d, err := ldap.Open(context.Background(), url, options)
	require.NoError(t, err)
	t.Cleanup(d.Close)
	return d
}

// client returns a connection that writes.
func client(t testing.TB, s *servers.LDAP) *goldap.Conn {
	t.Helper()
	url, err := url.Parse(s.SecureURL)
	require.NoError(t, err)
	conn, err := goldap.DialURL(s.SecureURL, goldap.DialWithTLSConfig(&tls.Config{RootCAs: s.Roots, ServerName: url.Hostname(), MinVersion: tls.VersionTLS12}))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.Bind(s.User, s.Password))
	return conn
}

// add adds an entry.
func add(t testing.TB, conn *goldap.Conn, name string, attributes map[string][]string) {
	t.Helper()
	request := goldap.NewAddRequest(name, nil)
	for attribute, values := range attributes {
		request.Attribute(attribute, values)
	}
	require.NoError(t, conn.Add(request), name)
}

// ask returns the queries for values of an attribute.
func ask(attribute string, values ...string) []provision.Query {
	queries := make([]provision.Query, len(values))
	for i, v := range values {
		queries[i] = provision.Query{Attribute: attribute, Value: value.String(v)}
	}
	return queries
}

// find returns the names of the hits of each query, in lower case.
func find(t testing.TB, d *ldap.Directory, queries ...provision.Query) [][]string {
	t.Helper()
	answers, err := d.Find(context.Background(), queries)
	require.NoError(t, err)
	require.Len(t, answers, len(queries))
	names := make([][]string, len(answers))
	for i, hits := range answers {
		names[i] = []string{}
		for _, o := range hits {
			names[i] = append(names[i], strings.ToLower(o.Reference))
		}
	}
	return names
}

const people = 500

// name is that of a person of these tests, in lower case.
func name(i int) string { return fmt.Sprintf("cn=example %03d,ou=people,dc=corp,dc=test", i) }

// fill adds an organizational unit with people.
func fill(t testing.TB, conn *goldap.Conn, n int) {
	t.Helper()
	add(t, conn, "OU=people,DC=corp,DC=test", map[string][]string{"objectClass": {"organizationalUnit"}, "ou": {"people"}})
	for i := range n {
		add(t, conn, fmt.Sprintf("CN=Example %03d,OU=people,DC=corp,DC=test", i), map[string][]string{
			"objectClass": {"user"}, "cn": {fmt.Sprintf("Example %03d", i)}, "sn": {fmt.Sprint("Example ", i)},
			"employeeID": {fmt.Sprint(i)}, "sAMAccountName": {fmt.Sprintf("u%03d", i)}, "proxyAddresses": {fmt.Sprintf("SMTP:u%03d@corp.test", i), fmt.Sprintf("smtp:alias%03d@corp.test", i)},
		})
	}
}

// path returns that of an attribute.
func path(name string) *value.Path {
	p := value.ParsePath(name)
	return &p
}
