package ldap_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// credentials returns those of the options for a name and a password.
func credentials(name, password string) func(context.Context) (string, string, error) {
	return func(context.Context) (string, string, error) { return name, password, nil }
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

// path returns that of an attribute.
func path(name string) *value.Path {
	p := value.ParsePath(name)
	return &p
}
