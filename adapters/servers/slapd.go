package servers

import (
	"bytes"
	"context"
	"crypto/x509"
	_ "embed"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"text/template"
)

// LDAP is a directory that runs.
type LDAP struct {
	*process
	// URL is without TLS, SecureURL with it; Roots has the authority that signed the server's certificate.
	URL, SecureURL string
	Roots          *x509.CertPool
	// Base is the name of the directory's root; User and Password are those of who may do everything.
	Base, User, Password string
	// ActiveDirectory reports whether the server is one, with its rules.
	ActiveDirectory bool
}

//go:embed slapd/slapd.conf
var slapdConfig string

//go:embed slapd/ad.schema
var slapdSchema []byte

// Slapd starts OpenLDAP's slapd with a schema that has attributes and classes of Active Directory, and with the entry of the root. What it stores
// is lost at the test's end, and kept by [LDAP.Kill].
func Slapd(t testing.TB) *LDAP {
	t.Helper()
	program := lookUp(t, "slapd")
	dir := temporary(t, "slapd")
	address := "127.0.0.1"
	s := &LDAP{
		URL: fmt.Sprintf("ldap://%s:%d", address, freePort(t)), SecureURL: fmt.Sprintf("ldaps://%s:%d", address, freePort(t)), Roots: writeCertificate(t, dir, address),
		Base: "DC=corp,DC=test", User: "CN=Manager,DC=corp,DC=test", Password: "manager",
	}
	var config bytes.Buffer
	err := template.Must(template.New("slapd.conf").Parse(slapdConfig)).Execute(&config, map[string]string{"Dir": dir, "Base": s.Base, "User": s.User, "Password": s.Password})
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "slapd.conf"), config.Bytes())
	writeFile(t, filepath.Join(dir, "ad.schema"), slapdSchema)
	writeFile(t, filepath.Join(dir, "root.ldif"), []byte("dn: DC=corp,DC=test\nobjectClass: organization\nobjectClass: dcObject\no: corp\ndc: corp\n"))
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, program, "-T", "add", "-f", "slapd.conf", "-l", "root.ldif"); err != nil {
		missing(t, "slapd does not take its configuration: %v", err)
	}
	s.process = &process{t: t, answers: dials(s.URL, s.SecureURL), command: func() *exec.Cmd {
		return exec.Command(program, "-d", "0", "-h", s.URL+" "+s.SecureURL, "-f", filepath.Join(dir, "slapd.conf"))
	}}
	t.Cleanup(s.Kill)
	s.Start()
	return s
}

// dials returns a function that reports whether servers accept connections.
func dials(urls ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		for _, url := range urls {
			_, address, _ := cutScheme(url)
			conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
			if err != nil {
				return err
			}
			_ = conn.Close()
		}
		return nil
	}
}
