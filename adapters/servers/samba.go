package servers

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Samba starts a domain controller of Samba, which has the schema and the account checks of Active Directory, as the domain corp.test. The
// domain is made once on a machine and copied for each test. It listens on the ports of LDAP, which need root and cannot be chosen, and so on a
// loopback address of its own.
func Samba(t testing.TB) *LDAP {
	t.Helper()
	program, tool := lookUp(t, "samba"), lookUp(t, "samba-tool")
	address := freeAddress(t)
	version, err := exec.Command(program, "--version").Output()
	if err != nil {
		missing(t, "samba does not start: %v", err)
	}
	const password = "Passw0rd!23"
	domain := cached(t, "domain-"+strings.Join(strings.Fields(string(version)), "-"), func(dir string) error {
		if err := run(dir, tool, "domain", "provision", "--targetdir="+dir, "--realm=CORP.TEST", "--domain=CORP", "--server-role=dc", "--dns-backend=SAMBA_INTERNAL",
			"--adminpass="+password, "--host-name=dc1", "--host-ip=127.0.0.1", "--option=interfaces=lo", "--option=bind interfaces only=yes"); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "made-in"), []byte(dir), 0o600)
	})
	dir := temporary(t, "samba")
	if err := run(dir, "cp", "-a", "--sparse=always", domain+"/.", dir); err != nil {
		t.Fatal(err)
	}
	s := &LDAP{
		URL: "ldap://" + address + ":389", SecureURL: "ldaps://" + address + ":636", Roots: writeCertificate(t, dir, address),
		Base: "DC=corp,DC=test", User: "administrator@corp.test", Password: password, ActiveDirectory: true,
	}
	config := sambaConfig(t, dir, address)
	s.process = &process{t: t, answers: dials(s.URL, s.SecureURL), command: func() *exec.Cmd {
		return exec.Command(program, "-i", "-M", "single", "-s", config, "--debug-stdout", "-d1")
	}}
	t.Cleanup(s.Kill)
	s.Start()
	return s
}

// sambaConfig writes the configuration of a domain that has been copied to dir, of LDAP alone, and returns its path.
func sambaConfig(t testing.TB, dir, address string) string {
	t.Helper()
	made, err := os.ReadFile(filepath.Join(dir, "made-in"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "etc", "smb.conf"))
	if err != nil {
		t.Fatal(err)
	}
	config := strings.ReplaceAll(string(text), string(made), dir)
	config = strings.Replace(config, "interfaces = lo\n", "interfaces = "+address+"/8\n", 1)
	var more strings.Builder
	more.WriteString("[global]\n\tserver services = ldap\n\tldap server require strong auth = no\n")
	for option, name := range map[string]string{
		"tls keyfile": "server.key", "tls certfile": "server.pem", "tls cafile": "ca.pem", "pid directory": "", "ncalrpc dir": "ncalrpc",
		"ntp signd socket directory": "ntp", "winbindd socket directory": "winbind", "log file": "samba.log",
	} {
		fmt.Fprintf(&more, "\t%s = %s\n", option, filepath.Join(dir, name))
	}
	config = strings.Replace(config, "[global]\n", more.String(), 1)
	path := filepath.Join(dir, "smb.conf")
	writeFile(t, path, []byte(config))
	return path
}

// freeAddress returns an address of loopback on whose port of LDAP nobody listens. Systems other than Linux have 127.0.0.1 alone.
func freeAddress(t testing.TB) string {
	t.Helper()
	var last error
	for range 20 {
		address := fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(250), rand.IntN(250), 2+rand.IntN(250))
		l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", address+":389")
		if err == nil {
			_ = l.Close()
			return address
		}
		last = err
	}
	missing(t, "samba cannot listen on the port of LDAP: %v", last)
	return ""
}

// cutScheme returns the scheme and the rest of a URL that has no path.
func cutScheme(url string) (scheme, rest string, ok bool) { return strings.Cut(url, "://") }
