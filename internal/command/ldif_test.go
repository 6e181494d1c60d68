package command

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const directoryMapping = `mappings:
  - {target: employeeID, from: id, match: 1}
  - {target: sAMAccountName, from: id}
  - {target: cn, from: name}
  - {target: parentDistinguishedName, constant: 'OU=P,DC=x'}
  - {target: manager, from: manager}
  - {target: accountDisabled, expression: 'Switch([active], "True", "1", "False")'}
`

// inDirectory writes files and returns how the command is run on them.
func inDirectory(t *testing.T, files map[string]string) (dir string, run func(args ...string) (code int, out, messages string)) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return dir, func(args ...string) (code int, out, messages string) {
		all := []string{"run", "--schema", filepath.Join(dir, "mapping.yaml"), "--in", filepath.Join(dir, "people.csv"), "--wire", "ldif"}
		code, o, m := attrmap(nil, append(all, args...)...)
		return code, o, m
	}
}

func TestChangesOfADirectory(t *testing.T) {
	t.Parallel()
	people := "id,name,manager,active\n1,Ann,2,1\n2,Boss,,0\n"
	dir, run := inDirectory(t, map[string]string{"mapping.yaml": directoryMapping, "people.csv": people})
	const text = `version: 1
# add 2, modify 2, modrdn 0, delete 0
# Enabled last, once they have passwords: 1
# Must exist: OU=P,DC=x

# create User 1
dn: CN=Ann,OU=P,DC=x
changetype: add
objectClass: top
objectClass: person
objectClass: organizationalPerson
objectClass: user
cn: Ann
employeeID: 1
sAMAccountName: 1
userAccountControl: 514

# create User 2
dn: CN=Boss,OU=P,DC=x
changetype: add
objectClass: top
objectClass: person
objectClass: organizationalPerson
objectClass: user
cn: Boss
employeeID: 2
sAMAccountName: 2
userAccountControl: 514

# link User 1
dn: CN=Ann,OU=P,DC=x
changetype: modify
add: manager
manager: CN=Boss,OU=P,DC=x
-

# enable User 1
#   a new account is enabled once it has a password, which is never written
# here: set it first
dn: CN=Ann,OU=P,DC=x
changetype: modify
replace: userAccountControl
userAccountControl: 512
-

`
	code, out, messages := run("--profile", "ad", "--twice")
	require.Equal(t, 0, code, messages)
	require.Equal(t, text, out)
	require.Contains(t, messages, "second cycle: 0 attributes are written again\nread 2, create 2,")
	file := filepath.Join(dir, "changes.ldif")
	code, out, messages = run("--profile", "ad", "--out", file)
	require.Equal(t, 0, code, messages)
	require.Empty(t, out)
	written, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, text, string(written))
	// The names say what the target is.
	code, out, messages = run()
	require.Equal(t, 0, code, messages)
	require.Equal(t, text, out)
	// Only what is shown is written.
	code, out, _ = run("--only", "delete")
	require.Equal(t, 0, code)
	require.Equal(t, "version: 1\n# add 0, modify 0, modrdn 0, delete 0\n# Must exist: OU=P,DC=x\n\n", out)
	code, out, _ = run("--hide-values")
	require.Equal(t, 0, code)
	require.NotContains(t, out, "Ann")
	require.NotContains(t, out, "changetype")
	require.Contains(t, out, "# create User 1\n#   objectClass: [hidden]\n")
	require.Contains(t, messagesOf(t, run, "--hide-values"), "attrmap: --wire ldif: values are hidden: no change is written, but comments\n")
}

// messagesOf returns what a run prints on standard error.
func messagesOf(t *testing.T, run func(...string) (int, string, string), args ...string) string {
	t.Helper()
	code, _, messages := run(args...)
	require.Equal(t, 0, code, messages)
	return messages
}

func TestWhatChangesLeaveOutIsTold(t *testing.T) {
	t.Parallel()
	_, run := inDirectory(t, map[string]string{
		"mapping.yaml": directoryMapping + "  - {target: unicodePwd, constant: secret}\n", "people.csv": "id,name,manager,active\n1,Ann,,0\n",
		"ad.csv": "employeeID,cn,parentDistinguishedName,accountDisabled\n1,Ann,\"OU=P,DC=x\",False\n",
	})
	for _, format := range []string{"text", "ndjson"} {
		require.Contains(t, messagesOf(t, run, "--format", format), "attrmap: --wire ldif: 1 change leaves something out: comments in the LDIF say what\n")
	}
}

func TestChangesOfADirectoryInJSON(t *testing.T) {
	t.Parallel()
	_, run := inDirectory(t, map[string]string{"mapping.yaml": directoryMapping, "people.csv": "id,name,manager,active\n1,\"Ann \"\"Q\"\"\",2,1\n2,Boss,,0\n"})
	code, out, messages := run("--format", "ndjson")
	require.Equal(t, 0, code, messages)
	var first struct {
		Requests []struct {
			Method, Path, Body string
			Pending            []struct{ Object, ID string }
		}
	}
	line, _, _ := strings.Cut(out, "\n")
	require.NoError(t, json.Unmarshal([]byte(line), &first))
	require.Len(t, first.Requests, 3)
	require.Equal(t, "add", first.Requests[0].Method)
	require.Equal(t, `CN=Ann \"Q\",OU=P,DC=x`, first.Requests[0].Path)
	require.Contains(t, first.Requests[0].Body, "\nchangetype: add\nobjectClass: top\n")
	require.Equal(t, []struct{ Object, ID string }{{"User", "2"}}, first.Requests[1].Pending)
	require.Equal(t, "# link User 1\n#   manager: the new User 2\n", first.Requests[1].Body)
	require.Contains(t, first.Requests[2].Body, "userAccountControl: 512\n")
	code, out, _ = run("--format", "json")
	require.Equal(t, 0, code)
	require.True(t, json.Valid([]byte(out)))
	code, out, _ = run("--format", "ndjson", "--summary")
	require.Equal(t, 0, code)
	require.Equal(t, 1, strings.Count(out, "\n"))
}

// A file has all changes, however many are shown of other formats, and those that cannot be written are told.
func TestAllChangesAreWrittenOrTold(t *testing.T) {
	t.Parallel()
	var people strings.Builder
	people.WriteString("id,name,manager,active\n")
	for i := range 120 {
		fmt.Fprintf(&people, "%d,N%d,,0\n", i, i)
	}
	_, run := inDirectory(t, map[string]string{
		"mapping.yaml": strings.Replace(directoryMapping, "parentDistinguishedName, constant: 'OU=P,DC=x'", `parentDistinguishedName, expression: 'Switch([id], "OU=P,DC=x", "7", "People")'`, 1),
		"people.csv":   people.String(),
	})
	code, out, messages := run()
	require.Equal(t, 1, code, messages)
	require.Equal(t, 119, strings.Count(out, "changetype: add\n"))
	require.Contains(t, out, "# NOT WRITTEN: 1, which have no distinguished name, or one that is taken\n")
	require.Contains(t, messages, `attrmap: 7 is not written as LDIF: want a distinguished name, got "CN=N7,People"`)
	code, _, messages = run("--hide-values", "--format", "ndjson")
	require.Equal(t, 1, code)
	require.NotContains(t, messages, "N7")
	require.NotContains(t, messages, "People")
}

func TestChangesOfOtherTargetsAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mapping string
		args    []string
		want    string
	}{
		{"mappings:\n  - {target: userName, from: id, match: 1}\n  - {target: name.givenName, from: name}\n", nil, "run: --wire ldif: want a target that is Active Directory, got scim for objects of the type User"},
		{directoryMapping, []string{"--profile", "entra"}, "run: --wire ldif: want a target that is Active Directory, got entra for objects of the type User"},
		{"mappings:\n  - {target: x, from: id, match: 1}\n", nil, "run: --wire ldif: nothing says that the target is Active Directory: want --profile ad"},
		{directoryMapping, []string{"--summary"}, "run: --wire ldif writes whole objects: it cannot be combined with --summary or --attribute, but with --format json or ndjson"},
		{directoryMapping, []string{"--attribute", "cn"}, "run: --wire ldif writes whole objects"},
		{directoryMapping, []string{"--explain", "1"}, "run: --explain cannot be combined with --twice, --wire or --orphans"},
		{directoryMapping, []string{"--format", "html"}, "run: --format html cannot be combined with --explain or --wire"},
	} {
		_, run := inDirectory(t, map[string]string{"mapping.yaml": c.mapping, "people.csv": "id,name,manager,active\n1,Ann,,1\n"})
		code, out, messages := run(c.args...)
		require.Equal(t, 2, code, messages)
		require.Empty(t, out)
		require.Contains(t, messages, c.want)
	}
}
