package main

import (
	"crypto/tls"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	goldap "github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/servers"
)

// What ids assign gives, a domain controller takes: accounts of these names can be created, beside those that there are. What it has from
// accounts that have been deleted is not given.
func TestIdentifiersBesideADomainController(t *testing.T) {
	s := servers.Samba(t)
	conn, err := goldap.DialURL(s.SecureURL, goldap.DialWithTLSConfig(&tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12}))
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	require.NoError(t, conn.Bind(s.User, s.Password))
	create := func(account, principal string, aliases ...string) string {
		name := "CN=" + account + ",CN=Users," + s.Base
		request := goldap.NewAddRequest(name, nil)
		request.Attribute("objectClass", []string{"user"})
		request.Attribute("sAMAccountName", []string{account})
		request.Attribute("userPrincipalName", []string{principal})
		if len(aliases) > 0 {
			request.Attribute("proxyAddresses", aliases)
		}
		require.NoError(t, conn.Add(request), name)
		return name
	}
	create("ada", "someone@corp.test", "SMTP:someone@corp.test", "smtp:Bo@corp.test")
	require.NoError(t, conn.Del(goldap.NewDelRequest(create("cy", "cy@corp.test"), nil)))

	dir := t.TempDir()
	people := "employeeId,first\nE1,Ada\nE2,Zoë\nE3,zoe\nE4,Bo\nE5,Cy\nE6,Administrator\nE7,Maximiliana-Example-Muster\nE8,Maximiliana-Example-Muster\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "new.csv"), []byte(people), 0o600))
	assign := func() [][]string {
		cmd := exec.Command("attrmap-live", "ids", "assign", "--in", "new.csv", "--expression", `Join("", ToLower(NormalizeDiacritics([first])), "@corp.test")`, "--profile", "ad",
			"--attribute", "userPrincipalName,sAMAccountName", "--taken", s.SecureURL+"/"+s.Base, "--insecure-tls", "--state", "reserved.json")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), varBindDN+"="+s.User, varPassword+"="+s.Password)
		messages := new(strings.Builder)
		cmd.Stderr = messages
		out, err := cmd.Output()
		require.NoError(t, err, messages)
		t.Log(messages)
		rows, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
		require.NoError(t, err)
		return rows
	}
	rows := assign()
	require.Equal(t, [][]string{
		{"employeeId", "userPrincipalName", "sAMAccountName"},
		{"E1", "ada2@corp.test", "ada2"},
		{"E2", "zoe@corp.test", "zoe"},
		{"E3", "zoe2@corp.test", "zoe2"},
		{"E4", "bo2@corp.test", "bo2"},
		{"E5", "cy2@corp.test", "cy2"},
		{"E6", "administrator2@corp.test", "administrator2"},
		{"E7", "maximiliana-example-muster@corp.test", "maximiliana-example-"},
		{"E8", "maximiliana-example-muster2@corp.test", "maximiliana-example2"},
	}, rows)
	for _, row := range rows[1:] {
		create(row[2], row[1])
	}
	require.Equal(t, rows, assign(), "the same again, now that the accounts are there")
}
