package ldap

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"sync"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/expr/diag"
)

// connection is one to the server, for one request at a time.
type connection struct {
	client *goldap.Conn
	wire   *wire
	cut    bool // a request was given up, so that the wire is closed
}

// close ends the connection. The client notices that the wire is closed, whatever it is doing.
func (c *connection) close() {
	_ = c.wire.Close()
	_ = c.client.Close()
}

// during runs a request, and closes the connection when the context ends meanwhile.
func (c *connection) during(ctx context.Context, request func() error) error {
	c.wire.begin()
	stop := context.AfterFunc(ctx, func() { _ = c.wire.Close() })
	err := safely(request)
	c.cut = !stop()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case c.wire.refused() != nil:
		return c.wire.refused()
	case resultCode(err) == 0 && !c.client.IsClosing() && !strings.HasPrefix(err.Error(), "unable to send request"):
		// The connection is as it was, so the client library has not understood the answer.
		return refusal("the answer cannot be decoded: %s", diag.Plain(err.Error()))
	}
	return err
}

// safely runs a request. That the client library panics is the server's doing: its answer is refused.
func safely(request func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = refusal("the answer cannot be decoded")
		}
	}()
	return request()
}

// pool keeps connections that are not in use.
type pool struct {
	slots chan struct{} // one for each connection in use

	mu     sync.Mutex
	idle   []*connection
	closed bool
}

// idle returns a connection that is kept and still there, nil if there is none.
func (d *Directory) idle() (*connection, error) {
	d.pool.mu.Lock()
	defer d.pool.mu.Unlock()
	if d.pool.closed {
		return nil, errClosed
	}
	for n := len(d.pool.idle); n > 0; n = len(d.pool.idle) {
		c := d.pool.idle[n-1]
		d.pool.idle = d.pool.idle[:n-1]
		if !c.client.IsClosing() {
			return c, nil
		}
		c.close()
	}
	return nil, nil //nolint:nilnil // none is no error
}

// release returns a connection to the pool, or ends it.
func (d *Directory) release(c *connection, usable bool) {
	d.pool.mu.Lock()
	keep := usable && !c.cut && !d.pool.closed && !c.client.IsClosing()
	if keep {
		d.pool.idle = append(d.pool.idle, c)
	}
	d.pool.mu.Unlock()
	if !keep {
		c.close()
	}
	<-d.pool.slots
}

// connect returns a new connection, encrypted and bound as the options say.
func (d *Directory) connect(ctx context.Context) (*connection, error) {
	begin := time.Now()
	w, err := d.dial(ctx)
	d.trace(Request{Operation: "connect", Took: time.Since(begin), Err: d.explain(err)})
	if err != nil {
		return nil, err
	}
	c := &connection{client: goldap.NewConn(w, d.info.Encrypted), wire: w}
	c.client.Start()
	if d.opt.Credentials == nil {
		return c, nil
	}
	begin = time.Now()
	err = d.bind(ctx, c)
	d.trace(Request{Operation: "bind", Took: time.Since(begin), Err: d.explain(err)})
	if err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// dial returns a connection to the host, encrypted if it is to be.
func (d *Directory) dial(ctx context.Context) (*wire, error) {
	raw, err := new(net.Dialer).DialContext(ctx, "tcp", d.address.hostPort())
	if err != nil {
		return nil, err
	}
	if d.opt.StartTLS {
		err = startTLS(ctx, raw)
	}
	if err != nil || !d.info.Encrypted {
		if err != nil {
			_ = raw.Close()
		}
		return newWire(raw), err
	}
	config := d.opt.TLS.Clone()
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if config.ServerName == "" {
		config.ServerName = d.address.host
	}
	conn := tls.Client(raw, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, handshakeError{err}
	}
	return newWire(conn), nil
}

// startTLS asks the server for encryption (RFC 4511, 4.14). Nothing but its answer is read, so that nothing that comes before the handshake is
// taken for what is encrypted.
func startTLS(ctx context.Context, conn net.Conn) error {
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	const id = 1
	request := ber.NewSequence("")
	request.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagInteger, id, ""))
	extended := ber.Encode(ber.ClassApplication, ber.TypeConstructed, goldap.ApplicationExtendedRequest, nil, "")
	extended.AppendChild(ber.NewString(ber.ClassContext, ber.TypePrimitive, 0, "1.3.6.1.4.1.1466.20037", ""))
	request.AppendChild(extended)
	_, err := conn.Write(request.Bytes())
	var answer []byte
	if err == nil {
		answer, err = readMessage(conn)
	}
	if err != nil {
		return err
	}
	left := maxElements
	if err := checkElements(answer, 0, &left); err != nil {
		return err
	}
	packet, err := ber.DecodePacketErr(answer)
	if err != nil {
		return err
	}
	return goldap.GetLDAPError(packet)
}

// bind sends the credentials.
func (d *Directory) bind(ctx context.Context, c *connection) error {
	if !d.info.Encrypted && !d.address.isLocal() && !d.opt.Plaintext {
		return permanentError{diag.Errorf("the connection is not encrypted, and credentials would be readable on the way: use ldaps or StartTLS, or permit it")}
	}
	name, password, err := d.opt.Credentials(ctx)
	if err != nil {
		return permanentError{diag.Errorf("credentials: %s", err)}
	}
	if name == "" || password == "" {
		// Documented (RFC 4513, 5.1.2): a bind without a password succeeds as nobody.
		return permanentError{diag.Errorf("credentials: want a name and a password, got an empty one")}
	}
	d.user.Store(&name)
	return c.during(ctx, func() error { return c.client.Bind(name, password) })
}
