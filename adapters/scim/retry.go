package scim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The time before a request is sent again, where the server does not say how long, doubles from firstWait to longestWait.
const (
	firstWait   = 250 * time.Millisecond
	longestWait = 8 * time.Second
)

// again reports whether a request is to be sent again, and after how long.
func (c *Client) again(ctx context.Context, r request, a *Answer, err error, try int) (time.Duration, bool) {
	if try > c.opt.Retries || ctx.Err() != nil {
		return 0, false
	}
	wait := backoff(try)
	if err != nil {
		return wait, r.reads && isPassing(err)
	}
	asked, said := retryAfter(a.Header.Get("Retry-After"), time.Now())
	switch a.Status {
	case http.StatusTooManyRequests:
	case http.StatusServiceUnavailable:
		if !said && !r.reads {
			return 0, false
		}
	case http.StatusRequestTimeout, http.StatusBadGateway, http.StatusGatewayTimeout:
		return wait, r.reads
	default:
		return 0, false
	}
	if !said {
		return wait, true
	}
	// Whoever asks next would only hear the same.
	c.mu.Lock()
	if until := time.Now().Add(asked); until.After(c.until) {
		c.until = until
	}
	c.mu.Unlock()
	return asked, asked <= c.opt.MaxWait
}

// asksFor returns how long the server asks to wait from now on.
func (c *Client) asksFor() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Until(c.until)
}

// backoff returns a time that doubles with every try. A part of it is random, so that requests that fail together do not come back together.
func backoff(try int) time.Duration {
	wait := min(firstWait<<min(try-1, 16), longestWait)
	return wait/2 + rand.N(wait/2+1)
}

// isPassing reports whether a request that had no answer may have one the next time.
func isPassing(err error) bool {
	var (
		unknown     x509.UnknownAuthorityError
		hostname    x509.HostnameError
		invalid     x509.CertificateInvalidError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		redirect    *redirectError
		size        *sizeError
	)
	switch {
	case errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid), errors.As(err, &certificate), errors.As(err, &record),
		errors.As(err, &redirect), errors.As(err, &size), strings.Contains(err.Error(), "unsupported protocol scheme"):
		return false
	}
	return true
}

// retryAfter reads the header of that name: seconds, or a date (RFC 9110, 10.2.3). A date that is over is no time at all.
func retryAfter(text string, now time.Time) (time.Duration, bool) {
	text = strings.TrimSpace(text)
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0), true
	}
	return 0, false
}

// pause waits, unless ctx is canceled.
func pause(ctx context.Context, wait time.Duration) error {
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A server that has not answered mostSilent requests in a row, each with all its repetitions, is asked again after restTime: a cycle of many
// thousand people would wait as often.
const (
	mostSilent = 5
	restTime   = 10 * time.Second
)

// isDown returns why the server is not asked now, nil where it is. Who is the first after restTime asks for all.
func (c *Client) isDown() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.silent < mostSilent {
		return nil
	}
	if time.Since(c.since) > restTime {
		c.since = time.Now()
		return nil
	}
	return c.why
}

// noteAnswer counts an answer. That of a gateway whose server does not answer is none.
func (c *Client) noteAnswer(a *Answer) {
	if a.Status >= http.StatusBadRequest {
		c.refused.Add(1)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch a.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		c.silent, c.since, c.why = c.silent+1, time.Now(), errors.New("the server answers "+strconv.Itoa(a.Status))
	default:
		c.silent = 0
	}
}

// noteSilence counts a request that had no answer. What the caller has canceled says nothing of the server.
func (c *Client) noteSilence(ctx context.Context, err error) {
	c.unansweredCount.Add(1)
	if ctx.Err() != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.silent, c.since, c.why = c.silent+1, time.Now(), err
}
