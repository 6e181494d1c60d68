package main

import (
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	goldap "github.com/go-ldap/ldap/v3"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/servers"
)

// TestScriptsLDAP runs the scripts beside OpenLDAP's slapd: $LDAP and $LDAPS, whose certificate ca.pem verifies. Its base is DC=corp,DC=test.
func TestScriptsLDAP(t *testing.T) { scriptsWith(t, servers.Slapd(t), "testdata/ldap") }

// TestScriptsAD runs those beside a domain controller of Samba, in the same variables.
func TestScriptsAD(t *testing.T) { scriptsWith(t, servers.Samba(t), "testdata/ad") }

func scriptsWith(t *testing.T, s *servers.LDAP, dir string) {
	t.Helper()
	ca := fillLDAP(t, s)
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(ts *testscript.TestScript, neg bool, args []string){"code": code},
		Setup: func(env *testscript.Env) error {
			env.Setenv("LDAP", s.URL)
			env.Setenv("LDAPS", s.SecureURL)
			env.Setenv("USER_DN", s.User)
			env.Setenv("PASSWORD", s.Password)
			return os.WriteFile(filepath.Join(env.WorkDir, "ca.pem"), ca, 0o600)
		},
	})
}

// fillLDAP writes 120 people, of whom each has the one before as manager, and one group. It returns the certificate of who signed the server's.
func fillLDAP(t *testing.T, s *servers.LDAP) (ca []byte) {
	t.Helper()
	u, err := url.Parse(s.SecureURL)
	require.NoError(t, err)
	conn, err := goldap.DialURL(s.SecureURL, goldap.DialWithTLSConfig(&tls.Config{RootCAs: s.Roots, ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}))
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	require.NoError(t, conn.Bind(s.User, s.Password))
	add := func(name string, attributes map[string][]string) {
		request := goldap.NewAddRequest(name, nil)
		for attribute, values := range attributes {
			request.Attribute(attribute, values)
		}
		require.NoError(t, conn.Add(request), name)
	}
	people := "OU=People," + s.Base
	add(people, map[string][]string{"objectClass": {"organizationalUnit"}, "ou": {"People"}})
	controls := []string{"512", "514"}
	if s.ActiveDirectory {
		controls = []string{"546", "66082"} // an account without a password is disabled
	}
	hard := []string{"Ada Example", "Zoë Ünïcode", `Quo"te, \ Back`, "山田 太郎", "*)(uid=*", "=Eq+ual; <#>"}
	before := people
	for i := range 120 {
		cn := fmt.Sprintf("%s %d", hard[i%len(hard)], i)
		escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, ",", `\,`, "+", `\+`, ";", `\;`, "<", `\<`, ">", `\>`, "=", `\=`).Replace(cn)
		name := "CN=" + escaped + "," + people
		person := map[string][]string{
			"objectClass": {"user"}, "cn": {cn}, "sn": {"Example"}, "displayName": {hard[i%len(hard)]}, "employeeID": {fmt.Sprintf("E%d", i)}, "manager": {before},
			"mail": {fmt.Sprintf("e%d@corp.test", i)},
		}
		if i%2 == 0 {
			person["sAMAccountName"] = []string{fmt.Sprintf("sam%d", i)}
			person["userAccountControl"] = []string{controls[i/2%2]}
		}
		add(name, person)
		before = name
	}
	add("CN=All,"+people, map[string][]string{"objectClass": {"group"}, "cn": {"All"}, "sAMAccountName": {"all"}, "member": {before}})
	state, _ := conn.TLSConnectionState()
	chain := state.VerifiedChains[0]
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: chain[len(chain)-1].Raw})
}
