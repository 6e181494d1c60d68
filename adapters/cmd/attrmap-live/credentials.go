package main

import (
	"io"
	"os"
	"runtime"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/command"
)

// The names of credentials, as variables of the environment and in the file of --credentials.
const (
	varToken    = "ATTRMAP_TOKEN"
	varBindDN   = "ATTRMAP_BIND_DN"
	varPassword = "ATTRMAP_PASSWORD"
)

// identity is who asks a server. Nothing prints the token or the password.
type identity struct{ token, bindDN, password string }

// String says who asks.
func (i *identity) String() string {
	switch {
	case i.token != "":
		return "with a token"
	case i.bindDN != "":
		return "as " + i.bindDN
	}
	return "as nobody (no credentials are set)"
}

// credentials returns who asks a server: of a protocol, one server of a command line is given credentials.
func (c *connection) credentials(p *command.Program, a *address) (*identity, error) {
	get := p.Getenv
	if c.Credentials != "" {
		known, err := readCredentials(c.Credentials)
		if err != nil {
			return nil, diag.Errorf("--credentials: %s: %w", diag.Name(c.Credentials), err)
		}
		get = func(name string) string { return known[name] }
	}
	who := &identity{}
	if a.protocol == protocolSCIM {
		who.token = get(varToken)
	} else {
		who.bindDN, who.password = get(varBindDN), get(varPassword)
	}
	switch {
	case strings.ContainsFunc(who.token+who.bindDN, unicode.IsControl):
		return nil, diag.Errorf("%s, %s: want one line without control characters", diag.Name(varToken), diag.Name(varBindDN))
	case who.bindDN != "" && who.password == "":
		// Servers take a name without a password for nobody, and answer as if there were nothing to see (RFC 4513, 5.1.2).
		return nil, diag.Errorf("%s is set and %s is not: want both, or neither to ask as nobody", diag.Name(varBindDN), diag.Name(varPassword))
	case who.bindDN == "" && who.password != "":
		return nil, diag.Errorf("%s is set and %s is not: want both", diag.Name(varPassword), diag.Name(varBindDN))
	}
	if before, others := c.asked[a.protocol]; others && before != a.Host && *who != (identity{}) {
		return nil, diag.Errorf("the credentials are for one server, %s, and would be sent to another one, %s: want one server of a kind", diag.Name(before), diag.Name(a.Host))
	}
	if c.asked == nil {
		c.asked = map[string]string{}
	}
	c.asked[a.protocol] = a.Host
	return who, nil
}

// mostCredentials bounds the file of --credentials, in bytes.
const mostCredentials = 64 << 10

// readCredentials reads a file of credentials: lines NAME=TEXT, in which all after the equals sign counts; empty lines, and lines that begin
// with #, count for nothing. The errors name lines and never what is in them.
func readCredentials(name string) (map[string]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it is only read
	// Where a secret is mounted for a program, its group may read it.
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o007 != 0 && runtime.GOOS != "windows" {
		return nil, diag.Errorf("everybody on this computer can read or change it (mode %s): want chmod 600", diag.Name(info.Mode().Perm().String()))
	}
	text, err := io.ReadAll(io.LimitReader(f, mostCredentials+1))
	if err != nil {
		return nil, err
	}
	if len(text) > mostCredentials {
		return nil, diag.Errorf("want a few lines, got more than %d bytes", mostCredentials)
	}
	known := map[string]string{}
	line := 0
	for s := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		line++
		s = strings.TrimRight(s, "\r\n")
		if s == "" || strings.HasPrefix(s, "#") {
			continue
		}
		name, value, _ := strings.Cut(s, "=")
		_, twice := known[name]
		switch {
		case name != varToken && name != varBindDN && name != varPassword:
			return nil, diag.Errorf("line %d: want %s=…, %s=… or %s=…", line, diag.Name(varToken), diag.Name(varBindDN), diag.Name(varPassword))
		case twice:
			return nil, diag.Errorf("line %d: %s is set twice", line, diag.Name(name))
		case value == "":
			return nil, diag.Errorf("line %d: %s is empty", line, diag.Name(name))
		}
		known[name] = value
	}
	if len(known) == 0 {
		return nil, diag.Errorf("want lines such as %s=…, got none", diag.Name(varToken))
	}
	return known, nil
}
