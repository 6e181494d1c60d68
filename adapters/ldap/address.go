package ldap

import (
	"net"
	"net/url"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/dn"
)

// address is what a URL names.
type address struct {
	encrypted bool   // from the first byte
	host      string // without the port
	port      string
	base      string // "" if it is not named
}

// parse returns the address of a URL such as ldaps://host:636/DC=contoso,DC=com. No error has what may be a password.
func parse(text string) (address, error) {
	scheme, rest, _ := strings.Cut(text, "://")
	a := address{encrypted: strings.EqualFold(scheme, "ldaps"), port: "389"}
	if a.encrypted {
		a.port = "636"
	} else if !strings.EqualFold(scheme, "ldap") {
		return a, diag.Errorf("want a URL that begins with ldaps:// or ldap://, as ldaps://host/DC=contoso,DC=com")
	}
	host, path, _ := strings.Cut(rest, "/")
	if strings.Contains(host, "@") {
		return a, diag.Errorf("want a URL without a name and password before the host; credentials are given by themselves")
	}
	u, err := url.Parse("ldap://" + host)
	if err != nil || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" {
		return a, diag.Errorf("want a URL with a host and at most a port, as ldaps://host:636/DC=contoso,DC=com")
	}
	a.host = u.Hostname()
	if u.Port() != "" {
		a.port = u.Port()
	}
	if a.base, err = url.PathUnescape(path); err != nil || strings.ContainsAny(a.base, "?") {
		return a, diag.Errorf("want a distinguished name after the host, with %%3F for a question mark and %%25 for a percent sign")
	}
	if _, ok := dn.Key(a.base); a.base != "" && !ok {
		return a, diag.Errorf("want a distinguished name after the host, as DC=contoso,DC=com, got %s", diag.Quote(a.base))
	}
	return a, nil
}

// hostPort returns what is connected to.
func (a *address) hostPort() string { return net.JoinHostPort(a.host, a.port) }

// isLocal reports whether the host is this machine.
func (a *address) isLocal() bool {
	ip := net.ParseIP(a.host)
	return strings.EqualFold(a.host, "localhost") || ip != nil && ip.IsLoopback()
}

// String returns the URL without the base.
func (a *address) String() string {
	if a.encrypted {
		return "ldaps://" + a.hostPort()
	}
	return "ldap://" + a.hostPort()
}
