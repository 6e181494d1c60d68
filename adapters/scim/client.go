package scim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Client sends requests to one SCIM server. It is safe for concurrent use.
type Client struct {
	base    string // without a slash at its end
	host    *url.URL
	opt     Options
	http    *http.Client
	own     bool
	secrets []string      // what no message may repeat
	slots   chan struct{} // one for each request that is under way

	mu     sync.Mutex
	until  time.Time // when the server wants to be asked again
	silent int       // requests in a row that had no answer
	since  time.Time // when the last of them began to fail
	why    error     // of the last of them

	requests, repeated, refused, unansweredCount atomic.Int64
}

// Answer is what a server has answered.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// object returns the body as an object.
func (a *Answer) object() (*value.Object, error) {
	v, err := value.ParseJSON(string(bytes.TrimPrefix(a.Body, []byte("\xef\xbb\xbf"))))
	if err != nil {
		return nil, err
	}
	o, ok := v.AsObject()
	if !ok {
		return nil, diag.Errorf("want an object, got %s", diag.Name(v.Kind().String()))
	}
	return o, nil
}

// NewClient returns a client of the server at a URL such as https://app.example.com/scim/v2. Nothing is sent. The error is that of a URL
// which is none, or which has credentials in it.
func NewClient(server string, opt Options) (*Client, error) {
	u, err := url.Parse(server)
	switch {
	case err != nil:
		return nil, errors.New("want the URL of a SCIM server, such as https://app.example.com/scim; this is no URL")
	case u.User != nil:
		return nil, errors.New("want a URL without credentials; give them as options")
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return nil, diag.Errorf("want a URL that begins with https:// or http:// and has a host, got %s", diag.Quote(server))
	case u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("want the URL of a SCIM server without ? and #")
	}
	c := &Client{base: strings.TrimRight(u.String(), "/"), host: u, opt: opt.withDefaults()}
	c.slots = make(chan struct{}, c.opt.Connections)
	c.keepSecret(opt.Token)
	for _, values := range opt.Header {
		c.keepSecret(values...)
		for _, v := range values {
			c.keepSecret(v[strings.LastIndexByte(v, ' ')+1:]) // without the scheme that is before credentials
		}
	}
	c.connect()
	return c, nil
}

// keepSecret notes what messages must not repeat. Very short texts are in every message.
func (c *Client) keepSecret(texts ...string) {
	for _, text := range texts {
		if len(text) >= 4 {
			c.secrets = append(c.secrets, text)
		}
	}
}

// connect makes the client that carries requests.
func (c *Client) connect() {
	c.http = new(http.Client)
	if c.opt.HTTP != nil {
		*c.http = *c.opt.HTTP
	} else {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.MaxIdleConnsPerHost = c.opt.Connections
		if c.opt.TLS != nil {
			transport.TLSClientConfig = c.opt.TLS.Clone()
		}
		c.http.Transport, c.own = transport, true
	}
	c.http.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		switch {
		case via[0].Method != http.MethodGet:
			return http.ErrUseLastResponse
		case req.URL.Scheme != c.host.Scheme || !strings.EqualFold(req.URL.Host, c.host.Host) || req.URL.User != nil:
			return &redirectError{req.URL.Scheme + "://" + req.URL.Host}
		case len(via) > mostRedirects:
			return errors.New("the server redirects in a circle")
		}
		return nil
	}
}

// mostRedirects is how often a request follows a redirect.
const mostRedirects = 4

// redirectError reports a redirect to another host.
type redirectError struct{ to string }

func (e *redirectError) Error() string {
	return "the server redirects to " + e.to + ", where credentials are not sent; use the URL of the SCIM endpoint itself"
}

// Close ends idle connections. Requests that are under way are not ended: cancel their context.
func (c *Client) Close() error {
	if c.own {
		c.http.CloseIdleConnections()
	}
	return nil
}

// Counts returns what has been sent so far.
func (c *Client) Counts() Counts {
	return Counts{Requests: c.requests.Load(), Repeated: c.repeated.Load(), Refused: c.refused.Load(), Unanswered: c.unansweredCount.Load()}
}

// URL returns the server's URL.
func (c *Client) URL() string { return c.base }

// Do sends a request to a path below the server's URL, such as /Users?count=1, and returns the answer whatever its status is; see [Answer]. The path is
// sent as it is: what is put in it must be escaped. A nil body sends none; any other is JSON.
//
// A request that the server is too busy for (429, and 503 with Retry-After) is sent again, whatever it is; one that reads (GET) also after 408,
// 502, 503, 504, a connection that breaks off, half an answer and a timeout. Waiting doubles from a quarter of a second, unless the
// server says how long; all requests of the client then wait. After five requests in a row that had no answer at all, the others fail at once for ten
// seconds. The error is an *[Error].
func (c *Client) Do(ctx context.Context, method, path string, body []byte) (*Answer, error) {
	return c.do(ctx, request{method, path, body, method == http.MethodGet})
}

// request is what is sent. What only reads may be sent again, whatever has become of it.
type request struct {
	method, path string
	body         []byte
	reads        bool
}

func (c *Client) do(ctx context.Context, r request) (*Answer, error) {
	if !strings.HasPrefix(r.path, "/") {
		return nil, c.failure(r.method, "", diag.Messagef("want a path that begins with a slash"), nil)
	}
	if err := c.isDown(); err != nil {
		return nil, c.failure(r.method, r.path, diag.Messagef("not asked: %d requests in a row had no answer; the last one: %s", mostSilent, diag.Name(c.withoutToken(bare(err).Error()))), err)
	}
	if wait := c.asksFor(); wait > c.opt.MaxWait {
		e := c.failure(r.method, r.path, diag.Messagef("not asked: the server has asked to wait for another %s", diag.Name(wait.Round(time.Second).String())), nil)
		e.Status = http.StatusTooManyRequests
		return nil, e
	}
	for try := 1; ; try++ {
		a, err := c.once(ctx, r, try)
		wait, again := c.again(ctx, r, a, err, try)
		switch {
		case again:
			c.repeated.Add(1)
			if ctx.Err() == nil && pause(ctx, wait) == nil {
				continue
			}
			err = ctx.Err()
		case err == nil:
			c.noteAnswer(a)
			return a, nil
		}
		c.noteSilence(ctx, err)
		return nil, c.unanswered(r.method, r.path, err)
	}
}

// once sends a request once, as soon as fewer others are under way than may be.
func (c *Client) once(ctx context.Context, r request, try int) (a *Answer, err error) {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := pause(ctx, c.asksFor()); err != nil {
		return nil, err
	}
	c.requests.Add(1)
	start := time.Now()
	a, err = c.send(ctx, r)
	if c.opt.Trace != nil {
		x := Exchange{Method: r.method, Path: r.path, Try: try, Elapsed: time.Since(start)}
		if a != nil {
			x.Status = a.Status
		}
		if err != nil {
			x.Err = c.unanswered(r.method, r.path, err)
		}
		c.opt.Trace(x)
	}
	return a, err
}

// send sends a request and reads its answer.
func (c *Client) send(ctx context.Context, r request) (*Answer, error) {
	limited, cancel := context.WithTimeout(ctx, c.opt.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, r.method, c.base+r.path, bytes.NewReader(r.body))
	if err != nil {
		return nil, errors.New("the path is no part of a URL")
	}
	req.Header.Set("Accept", "application/scim+json, application/json")
	if r.body != nil {
		req.Header.Set("Content-Type", "application/scim+json")
	}
	if c.opt.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.opt.Token)
	}
	for name, values := range c.opt.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.timedOut(ctx, limited, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, c.opt.MaxBytes+1))
	switch {
	case err != nil:
		return nil, c.timedOut(ctx, limited, err)
	case int64(len(data)) > c.opt.MaxBytes:
		return nil, &sizeError{c.opt.MaxBytes}
	}
	return &Answer{Status: resp.StatusCode, Header: resp.Header, Body: data}, nil
}

// sizeError reports an answer that is too large.
type sizeError struct{ most int64 }

func (e *sizeError) Error() string {
	return fmt.Sprintf("the answer has more than %d bytes; ask for smaller pages, or allow more (MaxBytes)", e.most)
}

// timeoutError reports a request that took too long.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string { return fmt.Sprintf("it took longer than %v", e.after) }

// timedOut tells a request that took too long from one that nobody wants any more.
func (c *Client) timedOut(ctx, limited context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if limited.Err() != nil {
		return &timeoutError{c.opt.Timeout}
	}
	return err
}
