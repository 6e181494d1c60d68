package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/command"
	"github.com/attrmap/attrmap/mapping/provision"
)

// connection are the flags of all verbs that say how servers are spoken to.
type connection struct {
	Credentials    string `group:"Servers:" placeholder:"FILE" help:"Who asks: a file with lines ATTRMAP_TOKEN=TEXT, or ATTRMAP_BIND_DN=DN and ATTRMAP_PASSWORD=TEXT; by default the variables of these names in the environment."`
	CA             string `group:"Servers:" name:"ca" placeholder:"FILE" help:"Certificates (PEM) that a server's certificate is verified by, in place of the system's."`
	InsecureTLS    bool   `group:"Servers:" name:"insecure-tls" help:"Do not verify the certificates of servers."`
	StartTLS       bool   `group:"Servers:" name:"start-tls" help:"Begin TLS on a connection of ldap://, before anything else is sent."`
	AllowPlaintext bool   `group:"Servers:" help:"Allow ldap:// and scim+http:// to other computers without TLS: everybody on the way can read and change what is sent."`
	PageSize       int    `group:"Servers:" placeholder:"N" help:"Most objects of a page of a server's answer; by default 500 by LDAP and 100 by SCIM."`
	ReadAll        bool   `group:"Servers:" help:"Read all objects of a server once, in place of asking for those that plans need: faster for most of a server's objects, and for servers whose filters are slow or wrong."`

	asked map[string]string // the host that has been given the credentials, by the protocol
}

// address is the URL of a server as it was checked.
type address struct {
	*url.URL
	protocol string // ldap or scim
	plain    bool   // the connection has no TLS from its beginning
}

// String returns the URL for messages. It has no credentials.
func (a *address) String() string { return a.URL.String() }

const (
	protocolLDAP = "ldap"
	protocolSCIM = "scim"
)

// parse checks the URL of a server. The errors do not repeat it: what is wrong with it may be a password in it.
func (c *connection) parse(text string) (*address, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, diag.Errorf("want the URL of a server, such as ldaps://host/base or scim+https://host/scim: this one cannot be read; escape what is special in it, such as a space (%%20)")
	}
	a := &address{URL: u}
	switch strings.ToLower(u.Scheme) {
	case "ldap", "ldaps":
		a.protocol, a.plain = protocolLDAP, strings.EqualFold(u.Scheme, "ldap")
	case "scim+http", "scim+https":
		a.protocol, a.plain = protocolSCIM, strings.EqualFold(u.Scheme, "scim+http")
	case "http", "https":
		return nil, diag.Errorf("want scim+%s://… for a server that speaks SCIM, got %s://…", diag.Name(u.Scheme), diag.Name(u.Scheme))
	case "":
		return nil, diag.Errorf("want the URL of a server that begins with ldap://, ldaps://, scim+http:// or scim+https://, got one without a scheme, or a file")
	default:
		return nil, diag.Errorf("want the URL of a server that begins with ldap://, ldaps://, scim+http:// or scim+https://, got %s://…", diag.Name(u.Scheme))
	}
	switch {
	case u.User != nil:
		return nil, diag.Errorf("want a URL without credentials: every user of this computer may see arguments; set ATTRMAP_TOKEN, or ATTRMAP_BIND_DN and ATTRMAP_PASSWORD, or use --credentials FILE")
	case u.Hostname() == "":
		return nil, diag.Errorf("want a URL with a host, such as %s://host/…", diag.Name(u.Scheme))
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, diag.Errorf("want a URL of a server and a path, without ? and #; escape them where they belong to a name (%%3F, %%23)")
	case a.plain && !(a.protocol == protocolLDAP && c.StartTLS) && !isLoopback(u.Hostname()) && !c.AllowPlaintext:
		return nil, diag.Errorf("%s://%s sends everything in clear: %s", diag.Name(u.Scheme), diag.Name(u.Host), diag.Name(remedies[a.protocol]))
	}
	return a, nil
}

// remedies say what there is in place of a connection in clear.
var remedies = map[string]string{
	protocolLDAP: "use ldaps://, or --start-tls; --allow-plaintext allows it",
	protocolSCIM: "use scim+https://; --allow-plaintext allows it",
}

// isLoopback reports whether a host is certainly this computer. Other names are not resolved: who answers may say anything.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// open opens a target that a URL names, and says to whom it connects.
func (c *connection) open(ctx context.Context, p *command.Program, text string, job *provision.Job) (command.Target, error) {
	a, err := c.parse(text)
	if err != nil {
		return nil, err
	}
	if c.PageSize < 0 {
		return nil, diag.Errorf("--page-size: want a number from 1, got %d", c.PageSize)
	}
	who, err := c.credentials(p, a)
	if err != nil {
		return nil, err
	}
	config, err := c.tls()
	if err != nil {
		return nil, err
	}
	_, _, messages := p.Streams()
	fmt.Fprintf(messages, "attrmap: connecting to %s %s, %s\n", a, who, c.secrecy(a))
	t, err := protocols[a.protocol](ctx, c, a, who, config, job)
	if err != nil {
		return nil, diag.Errorf("%s: %w%s", diag.Name(a.String()), err, diag.Name(remedy(err)))
	}
	if d, ok := t.(directory); ok {
		fmt.Fprintf(messages, "attrmap: %s\n", d.found())
	}
	return t, nil
}

// remedy says what there is to do about a server that cannot be opened; "" where its error says it, or nobody knows.
func remedy(err error) string {
	var (
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		record    tls.RecordHeaderError
		line      *net.OpError
		name      *net.DNSError
	)
	switch {
	case errors.As(err, &authority):
		return "; if the server is the right one, name the certificate that it can be verified by: --ca FILE"
	case errors.As(err, &host):
		return "; use the name in the URL that the certificate is for"
	case errors.As(err, &record):
		return "; the server does not speak TLS there: check the port and the scheme of the URL"
	case errors.As(err, &name):
		return "; check the name of the host"
	case errors.As(err, &line) && line.Op == "dial":
		return "; check host and port, and that the server runs and can be reached from here"
	}
	return ""
}

// protocols open targets.
var protocols = map[string]func(ctx context.Context, c *connection, a *address, who *identity, config *tls.Config, job *provision.Job) (command.Target, error){
	protocolLDAP: openLDAP,
	protocolSCIM: openSCIM,
}

// secrecy says how a connection is protected.
func (c *connection) secrecy(a *address) string {
	switch {
	case a.plain && !(a.protocol == protocolLDAP && c.StartTLS):
		return "without TLS"
	case c.InsecureTLS:
		return "by TLS whose certificate is NOT verified (--insecure-tls)"
	case c.CA != "":
		return "by TLS, verified by " + c.CA
	}
	return "by TLS"
}

// tls returns the configuration of connections.
func (c *connection) tls() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: c.InsecureTLS} //nolint:gosec // it is what the flag is for, and messages say so
	if c.CA == "" {
		return config, nil
	}
	if c.InsecureTLS {
		return nil, diag.Errorf("--ca cannot be combined with --insecure-tls")
	}
	pem, err := os.ReadFile(c.CA)
	if err != nil {
		return nil, diag.Errorf("--ca: %w", err)
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, diag.Errorf("--ca: %s: want certificates in PEM (-----BEGIN CERTIFICATE-----), got none", diag.Name(c.CA))
	}
	return config, nil
}
