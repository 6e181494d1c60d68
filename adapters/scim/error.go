package scim

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Error is a request without a usable answer.
type Error struct {
	Method string
	// URL is that of the endpoint: without the query, and without an object's id.
	URL string
	// Status is that of the answer; 0 where there was none.
	Status int
	// Type is the answer's scimType (RFC 7644, 3.12), such as invalidFilter; "" where it has none.
	Type string
	// Err is why there was no answer, such as a certificate that is not trusted or a canceled context; nil otherwise.
	Err error

	problem diag.Message
}

// Error returns the request and what is wrong with its answer.
func (e *Error) Error() string { return e.Sentence().String() }

// Sentence returns the text of Error with its arguments, of which only what the server itself has written may repeat values.
func (e *Error) Sentence() diag.Message {
	m := diag.Messagef("%s %s: ", diag.Name(e.Method), diag.Name(e.URL))
	m.Format += e.problem.Format
	m.Args = append(m.Args, e.problem.Args...)
	return m
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// failure returns the error of a request.
func (c *Client) failure(method, path string, problem diag.Message, cause error) *Error {
	return &Error{Method: method, URL: c.shown(path), Err: cause, problem: problem}
}

// shown returns the URL of a path without what may be a value: its query, and an object's id.
func (c *Client) shown(path string) string {
	path, _, _ = strings.Cut(path, "?")
	endpoint, id, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if id != "" {
		endpoint += "/{id}"
	}
	return c.base + "/" + endpoint
}

// unanswered returns the error of a request that had no answer.
func (c *Client) unanswered(method, path string, err error) *Error {
	err = bare(err)
	return c.failure(method, path, diag.Messagef("no answer: %s", diag.Name(c.withoutToken(err.Error()))), err)
}

// bare returns an error of net/http without what it adds: the URL with its query.
func bare(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

// refusal returns the error of an answer to GET whose status is no success.
func (c *Client) refusal(path string, a *Answer) *Error {
	e := c.failure(http.MethodGet, path, diag.Messagef("the server answers %d %s", a.Status, diag.Name(http.StatusText(a.Status))), nil)
	e.Status = a.Status
	if body, err := a.object(); err == nil {
		e.Type = c.withoutToken(body.GetFold("scimType").Text())
		if e.Type != "" {
			e.problem.Format, e.problem.Args = e.problem.Format+" (%s)", append(e.problem.Args, diag.Quote(e.Type))
		}
		if detail := body.GetFold("detail").Text(); detail != "" {
			e.problem.Format, e.problem.Args = e.problem.Format+": %s", append(e.problem.Args, diag.Quoted(diag.QuoteTo(c.withoutToken(detail), 200)))
		}
	}
	switch {
	case a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden:
		e.problem.Format += "; check the credentials and what they may read"
	case a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable:
		if wait := a.Header.Get("Retry-After"); wait != "" {
			e.problem.Format, e.problem.Args = e.problem.Format+"; it asks to wait (Retry-After %s)", append(e.problem.Args, diag.Name(diag.ClipTo(wait, 40)))
		}
	case a.Status >= 300 && a.Status < 400:
		e.problem.Format += ", a redirect that is not followed; use the URL that it leads to"
	}
	return e
}

// unreadable returns the error of an answer to GET that is not what was asked for.
func (c *Client) unreadable(path string, a *Answer, problem diag.Message) *Error {
	if strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		problem = diag.Messagef("want JSON, got a page of HTML; this is no SCIM endpoint, or it asks to sign in")
	}
	e := c.failure(http.MethodGet, path, problem, nil)
	e.Status = a.Status
	return e
}

// withoutToken removes the credentials from a text that a server or a library has written.
func (c *Client) withoutToken(text string) string {
	for _, secret := range c.secrets {
		text = strings.ReplaceAll(text, secret, value.RedactedText)
	}
	return text
}
