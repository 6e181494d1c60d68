package ldap_test

import (
	"context"
	"strings"
	"testing"

	goldap "github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
)

func TestDeletedObjects(t *testing.T) {
	t.Parallel()
	read := func(f *fake) (names []string, err error) {
		d, err := ldap.Open(context.Background(), serve(t, f).url, ldap.Options{Retries: -1})
		require.NoError(t, err)
		defer d.Close()
		for o, err := range d.DeletedObjects(context.Background()) {
			if err != nil {
				return names, err
			}
			names = append(names, o.Reference)
		}
		return names, nil
	}
	seen := func(w *writer, r *search) {
		if strings.HasPrefix(r.base, "<WKGUID=18E2EA80684F11D2B9AA00C04F79F805,") && len(r.controls) > 1 {
			w.entry("CN=Ada,CN=Deleted Objects,DC=x", map[string][]string{"sAMAccountName": {"ada"}})
		}
		w.end(0)
	}
	names, err := read(&fake{ad: true, answer: seen})
	require.NoError(t, err)
	require.Equal(t, []string{"CN=Ada,CN=Deleted Objects,DC=x"}, names)
	names, err = read(&fake{answer: seen})
	require.NoError(t, err)
	require.Empty(t, names, "of a directory that is not Active Directory")
	_, err = read(&fake{ad: true, answer: func(w *writer, _ *search) { w.end(goldap.LDAPResultInsufficientAccessRights) }})
	require.True(t, goldap.IsErrorAnyOf(err, goldap.LDAPResultInsufficientAccessRights), "%v", err)
}
