package drive

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"

	"github.com/attrmap/attrmap/expr/diag"
)

// errRemote reports an address that is no loopback one.
var errRemote = errors.New("no loopback address: drive writes to the server, so it must be one of this machine unless remote ones are allowed")

// transport returns what carries requests: to loopback addresses, unless others are allowed. The address is looked at when the connection is
// made, after names are resolved: a name that means another address a moment later leads nowhere. Proxies are not used, since they would resolve
// names themselves.
func transport(config *tls.Config, remote bool) http.RoundTripper {
	dialer := &net.Dialer{}
	if !remote {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || !at.Addr().Unmap().IsLoopback() {
				return diag.Errorf("%s: %w", diag.Name(address), errRemote)
			}
			return nil
		}
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext, t.TLSClientConfig = dialer.DialContext, config.Clone()
	if !remote {
		t.Proxy = nil
	}
	return staying{t}
}

// staying keeps redirects from being followed: an answer without Location is taken as it is.
type staying struct{ http.RoundTripper }

func (s staying) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.RoundTripper.RoundTrip(req)
	if err == nil && resp.StatusCode >= 300 && resp.StatusCode < 400 {
		resp.Header.Del("Location")
	}
	return resp, err
}

// CloseIdleConnections is that of the transport, which http.Client looks for.
func (s staying) CloseIdleConnections() {
	if t, ok := s.RoundTripper.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}
