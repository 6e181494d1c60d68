package ldap_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/mapping/provision"
)

// proxy is between a directory and a server.
type proxy struct {
	url     string
	latency time.Duration
	left    atomic.Int64 // bytes of answers before the connection that has the last of them is closed, once; 0 is never
}

// between starts a proxy for a server, which ends with the test.
func between(t testing.TB, server string, p *proxy) *proxy {
	t.Helper()
	to, err := url.Parse(server)
	require.NoError(t, err)
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p.url = to.Scheme + "://" + l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	t.Cleanup(func() {
		cancel()
		_ = l.Close()
		all.Wait()
	})
	all.Go(func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { p.pass(ctx, from, to.Host) })
		}
	})
	return p
}

// pass passes on what both sides send, answers after the latency.
func (p *proxy) pass(ctx context.Context, from net.Conn, host string) {
	to, err := new(net.Dialer).DialContext(ctx, "tcp", host)
	if err != nil {
		_ = from.Close()
		return
	}
	stop := context.AfterFunc(ctx, func() { _, _ = from.Close(), to.Close() })
	defer stop()
	go func() {
		_, _ = io.Copy(to, from)
		_ = to.Close()
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := to.Read(buffer)
		if p.latency > 0 {
			time.Sleep(p.latency)
		}
		if left := p.left.Load(); left > 0 {
			if int64(n) >= left {
				n, err = int(left), io.EOF
			}
			p.left.Add(-int64(n))
		}
		if _, e := from.Write(buffer[:n]); e != nil || err != nil {
			break
		}
	}
	_, _ = from.Close(), to.Close()
}

func TestConnectionsThatBreakOff(t *testing.T) {
	s := servers.Slapd(t)
	fill(t, client(t, s), people)
	var queries []provision.Query
	var want [][]string
	for i := range 60 {
		queries = append(queries, ask("sAMAccountName", name(i)[len("cn=example "):][:3], "u"+name(i)[len("cn=example "):][:3])...)
		want = append(want, []string{}, []string{name(i)})
	}
	p := between(t, s.URL, &proxy{})
	d := open(t, s, p.url, ldap.Options{Connections: 1, PageSize: 50})
	// Between messages, within the head of one, within an entry, in the first page and in later ones.
	for cut := int64(1); cut < 200_000; cut = cut*3/2 + 1 {
		p.left.Store(cut)
		require.Equal(t, want, find(t, d, queries...), "cut after %d bytes", cut)
		p.left.Store(cut)
		seen := map[string]bool{}
		for o, err := range d.Objects(context.Background(), "user") {
			require.NoError(t, err)
			require.False(t, seen[o.ID])
			seen[o.ID] = true
		}
		require.Len(t, seen, people, "cut after %d bytes", cut)
	}
	p.left.Store(0)
	require.Positive(t, d.Counts().Retried)

	t.Run("a server that dies fails the questions, and answers them when it is back", func(t *testing.T) {
		d := open(t, s, s.URL, ldap.Options{Retries: 1})
		s.Kill()
		for range 3 {
			_, err := d.Find(context.Background(), queries)
			require.ErrorContains(t, err, "nobody answers there; check the host and the port")
		}
		s.Start()
		require.Equal(t, want, find(t, d, queries...))
	})
}

func TestEncryption(t *testing.T) {
	s := servers.Slapd(t)
	fill(t, client(t, s), 1)
	other := servers.Slapd(t) // has an authority of its own
	roots := func(pool *x509.CertPool) *tls.Config {
		return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	for _, row := range []struct {
		name, url, problem string
		options            ldap.Options
	}{
		{"ldaps", s.SecureURL, "", ldap.Options{TLS: roots(s.Roots)}},
		{"StartTLS", s.URL, "", ldap.Options{TLS: roots(s.Roots), StartTLS: true}},
		{"an authority that nobody knows", s.SecureURL, "the server's certificate is not accepted", ldap.Options{}},
		{"StartTLS with another authority", s.URL, "the server's certificate is not accepted", ldap.Options{TLS: roots(other.Roots), StartTLS: true}},
		{"another name", s.SecureURL, "the server's certificate is not accepted", ldap.Options{TLS: &tls.Config{RootCAs: s.Roots, ServerName: "dc.other.test", MinVersion: tls.VersionTLS12}}},
		{"a certificate that is not looked at", s.SecureURL, "", ldap.Options{TLS: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}}}, //nolint:gosec // it is what is tested
		{"a port without TLS", "ldaps" + s.URL[len("ldap"):], "no encrypted connection", ldap.Options{TLS: roots(s.Roots)}},
		{"a port with TLS", "ldap" + s.SecureURL[len("ldaps"):], "the connection was lost", ldap.Options{}},
		{"a wrong password", s.URL, "with 49 (Invalid Credentials); check the name and the password", ldap.Options{Credentials: credentials(s.User, "hunter2")}},
		{"a base that is not there", s.URL + "/OU=nowhere,DC=corp,DC=test", "with 32 (No Such Object); check the base", ldap.Options{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.options.Credentials == nil {
				row.options.Credentials = credentials(s.User, s.Password)
			}
			d, err := ldap.Open(context.Background(), row.url, row.options)
			if row.problem != "" {
				require.ErrorContains(t, err, row.problem)
				require.NotContains(t, err.Error(), "hunter2")
				return
			}
			require.NoError(t, err)
			defer d.Close()
			require.Equal(t, [][]string{{name(0)}}, find(t, d, ask("employeeID", "0")...))
			require.Equal(t, row.options.StartTLS || row.url == s.SecureURL, d.Info().Encrypted)
			require.Equal(t, s.User, d.Info().User)
		})
	}
}
