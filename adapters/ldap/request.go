package ldap

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"time"

	goldap "github.com/go-ldap/ldap/v3"
)

// Waits between attempts.
const (
	firstWait = 100 * time.Millisecond
	mostWait  = 5 * time.Second
)

// session is searches that one connection has to make one after the other: pages, whose cookies no other connection may know (RFC 2696, 3). A nil
// one is a search by itself.
type session struct{ held *connection }

// end returns the connection, if there is one.
func (s *session) end(d *Directory, usable bool) {
	if s != nil && s.held != nil {
		d.release(s.held, usable)
		s.held = nil
	}
}

// silence is of a server that has not answered in time, in spite of all attempts: until it ends questions have that error at once, since a cycle of ten
// thousand people would wait for days.
type silence struct {
	until time.Time
	err   error
}

// search sends a request and returns the entries of one page, or of the whole answer where the request has no page. It is sent again while
// the server is busy or not reached, unless the session's connection is lost.
func (d *Directory) search(ctx context.Context, s *session, about Request, request *goldap.SearchRequest) (*goldap.SearchResult, error) {
	if s := d.silent.Load(); s != nil && time.Now().Before(s.until) {
		return nil, s.err
	}
	attempts := d.opt.Retries + 1
	if d.down.Load() {
		attempts = 1 // somebody has waited long enough just now
	}
	began := s != nil && s.held != nil
	wait := firstWait
	for n := 1; ; n++ {
		result, kept, err := d.attempt(ctx, s, about, request)
		switch {
		case err == nil:
			d.down.Store(false)
			d.silent.Store(nil)
			return result, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !isTemporary(err) || began && s.held == nil:
			return result, err
		case kept:
			n-- // the server has closed a connection that nobody used
		case n >= attempts:
			err = attemptsError{err, n}
			d.down.Store(true)
			if late := (timeoutError{}); errors.As(err, &late) {
				d.silent.Store(&silence{time.Now().Add(d.opt.Timeout), err})
			}
			return nil, err
		default:
			if err := pause(ctx, wait); err != nil {
				return nil, err
			}
			wait = min(2*wait, mostWait)
		}
		d.counts.retried.Add(1)
	}
}

// pause waits. Half of the time is random, so that workers do not come back together.
func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait/2 + rand.N(wait/2+1)) //nolint:gosec // nothing is secret
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// attempt sends a request once. kept reports whether it was lost with a connection that had been kept from earlier requests.
func (d *Directory) attempt(ctx context.Context, s *session, about Request, request *goldap.SearchRequest) (result *goldap.SearchResult, kept bool, err error) {
	c, isNew, limited, cancel, err := d.connection(ctx, s)
	if err != nil {
		return nil, false, err
	}
	defer cancel()
	begin := time.Now()
	d.counts.sent.Add(1)
	err = c.during(limited, func() (err error) {
		result, err = c.client.Search(request)
		return err
	})
	answered := err == nil || resultCode(err) > 0
	switch {
	case s == nil:
		d.release(c, answered)
	case answered:
		s.held = c
	default:
		s.held = c
		s.end(d, false)
	}
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		err = timeoutError{d.opt.Timeout}
	}
	if result != nil {
		about.Entries = len(result.Entries)
		d.counts.entries.Add(int64(about.Entries))
	}
	if err == nil {
		err = d.checkReferences(result)
	}
	if err == nil {
		d.counts.answered.Add(1)
	} else {
		d.counts.refused.Add(1)
	}
	about.Took, about.Err = time.Since(begin), d.explain(err)
	d.trace(about)
	late := timeoutError{}
	return result, !answered && !isNew && !errors.As(err, &late), err
}

// connection returns the session's connection, or one of the pool, with a context that ends in time for one request. Waiting for others is no part of it.
func (d *Directory) connection(ctx context.Context, s *session) (c *connection, isNew bool, limited context.Context, cancel context.CancelFunc, err error) {
	if s != nil && s.held != nil {
		limited, cancel = context.WithTimeout(ctx, d.opt.Timeout)
		return s.held, true, limited, cancel, nil
	}
	select {
	case d.pool.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, false, nil, nil, ctx.Err()
	}
	limited, cancel = context.WithTimeout(ctx, d.opt.Timeout)
	c, err = d.idle()
	if c == nil && err == nil {
		isNew = true
		c, err = d.connect(limited)
	}
	if err != nil {
		if ctx.Err() == nil && limited.Err() != nil {
			err = timeoutError{d.opt.Timeout}
		}
		cancel()
		<-d.pool.slots
		return nil, false, nil, nil, err
	}
	return c, isNew, limited, cancel, nil
}

// checkReferences returns an error for an answer a part of which is elsewhere.
func (d *Directory) checkReferences(result *goldap.SearchResult) error {
	if len(result.Referrals) == 0 || d.opt.SkipReferrals {
		return nil
	}
	return referralError{result.Referrals}
}

// resultCode returns the code (RFC 4511, Appendix A) that a server has refused a request with, 0 if the error is none of a server.
func resultCode(err error) int {
	const library = 200 // codes from here on are the client library's own
	if e := (*goldap.Error)(nil); errors.As(err, &e) && e.ResultCode < library {
		return int(e.ResultCode)
	}
	return 0
}

// isTemporary reports whether a request may succeed if it is sent again.
func isTemporary(err error) bool {
	var permanent permanentError
	var refused refusalError
	var elsewhere referralError
	if errors.As(err, &permanent) || errors.As(err, &refused) || errors.As(err, &elsewhere) {
		return false
	}
	switch code := resultCode(err); code {
	case goldap.LDAPResultBusy, goldap.LDAPResultUnavailable:
		return true
	case 0:
	default:
		return false
	}
	var handshake handshakeError
	var certificate *tls.CertificateVerificationError
	var host x509.HostnameError
	if errors.As(err, &handshake) {
		// What was cut off is tried again; a certificate stays as it is.
		var header tls.RecordHeaderError
		return !errors.As(err, &certificate) && !errors.As(err, &host) && !errors.As(err, &header)
	}
	return true
}

// isLimit reports whether a server has found more than it wants to return, or to look through.
func isLimit(err error) bool {
	switch resultCode(err) {
	case goldap.LDAPResultTimeLimitExceeded, goldap.LDAPResultSizeLimitExceeded, goldap.LDAPResultAdminLimitExceeded:
		return true
	}
	return false
}
