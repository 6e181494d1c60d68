package scim_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/provision"
)

const token = "very-secret-token"

// after answers the n-th request, and those after it, with do.
func after(n int, do func(w http.ResponseWriter, r *http.Request)) func(http.ResponseWriter, *http.Request, int) bool {
	return func(w http.ResponseWriter, r *http.Request, at int) bool {
		if at < n {
			return false
		}
		do(w, r)
		return true
	}
}

func html(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<html><form>Sign in</form></html>")
}

func half(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"totalResults":0,`)
}

func cut(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		conn.Close()
	}
}

func status(n int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/scim+json")
		w.WriteHeader(n)
		fmt.Fprint(w, body)
	}
}

// TestAFaultIsAnErrorAndNeverNothing: what comes back instead of a list is the error of the question, and names the URL but neither the
// token nor what was asked.
func TestAFaultIsAnErrorAndNeverNothing(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		do   func(w http.ResponseWriter, r *http.Request)
		want string
	}{
		{"a page to sign in", html, "want JSON, got a page of HTML"},
		{"half an answer", half, "unexpected EOF"},
		{"a connection that is cut", cut, "no answer: EOF"},
		{"JSON that ends too soon", status(200, `{"totalResults":0`), "the answer is no JSON"},
		{"nothing at all", status(200, ""), "the answer is no JSON"},
		{"an array", status(200, "[]"), "the answer is no JSON"},
		{"another object", status(200, `{"ok":true}`), "want a list"},
		{"a total that is no number", status(200, `{"totalResults":"many"}`), "want a whole number as totalResults"},
		{"a negative total", status(200, `{"totalResults":-1}`), "want a whole number as totalResults"},
		{"a huge total", status(200, `{"totalResults":2147483647,"Resources":[]}`), "the server says"},
		{"an endless total", status(200, `{"totalResults":1e400}`), "want a whole number as totalResults"},
		{"Resources that are no array", status(200, `{"totalResults":1,"Resources":{}}`), "want an array as Resources"},
		{"a resource that is no object", status(200, `{"totalResults":1,"Resources":[1]}`), "want an object as resource 1"},
		{"a resource without an id", status(200, `{"totalResults":1,"Resources":[{"userName":"x"}]}`), "want a resource with an id"},
		{"a total without resources", status(200, `{"totalResults":1}`), "the server says"},
		{"very deep JSON", status(200, strings.Repeat(`{"Resources":[`, 200)), "the answer is no JSON"},
		{"too large an answer", status(200, strings.Repeat(" ", 1<<20+1)), "more than 1048576 bytes"},
		{"an error of the server", status(500, `{"detail":"`+token+` is wrong"}`), "500 Internal Server Error"},
		{"a gateway", status(502, "bad"), "502 Bad Gateway"},
		{"too many requests", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "7200")
			status(429, "")(w, r)
		}, "it asks to wait (Retry-After 7200)"},
		{"credentials that have run out", status(401, ""), "check the credentials"},
		{"a redirect to a page to sign in elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://login.example.com/x?"+token, http.StatusFound)
		}, "the server redirects to https://login.example.com, where credentials are not sent"},
		{"a redirect in a circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) }, "in a circle"},
		{"no such endpoint", status(404, `{"status":"404"}`), "404 Not Found"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			for _, scan := range []scim.Scan{scim.ScanNever, scim.ScanAlways} {
				s := &server{objects: people(3), before: after(3, row.do)}
				opt := quick()
				opt.Token, opt.MaxBytes, opt.Scan = token, 1<<20, scan
				url := start(t, s)
				d, err := scim.Open(t.Context(), url, opt)
				require.NoError(t, err)
				hits, err := d.Find(t.Context(), []provision.Query{query("userName", "secret-user"), query("userName", "user1@example.com")})
				require.ErrorContains(t, err, row.want)
				require.Nil(t, hits)
				require.ErrorContains(t, err, url+"/Users")
				require.NotContains(t, err.Error(), token)
				require.NotContains(t, err.Error(), "secret-user")
				var typed *scim.Error
				require.ErrorAs(t, err, &typed)
				require.NotEmpty(t, diag.MaskedError(err))
				for _, err := range d.Objects(t.Context(), "User") {
					require.Error(t, err)
				}
			}
		})
	}
}

// TestAnAnswerThatIsCutAnywhereIsAnError, and is no list of those who came before the cut.
func TestAnAnswerThatIsCutAnywhereIsAnError(t *testing.T) {
	t.Parallel()
	const whole = `{"totalResults":2,"Resources":[{"id":"id1","userName":"user1@example.com"},{"id":"id2","userName":"x"}]}`
	n := 0
	s := &server{objects: people(3)}
	d := open(t, s, quick())
	s.before = func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		status(200, whole[:n])(w, nil)
		return true
	}
	for n = range whole {
		_, err := d.Find(t.Context(), []provision.Query{query("userName", "user1@example.com")})
		require.Error(t, err, whole[:n])
		_, err = listed(t, d)
		require.Error(t, err, whole[:n])
	}
	n = len(whole)
	got, err := listed(t, d)
	require.NoError(t, err)
	require.Equal(t, []string{"id1", "id2"}, got)
}

// TestAListWithoutEndEnds.
func TestAListWithoutEndEnds(t *testing.T) {
	t.Parallel()
	s := &server{}
	s.before = func(w http.ResponseWriter, r *http.Request, n int) bool {
		if r.URL.Path != "/scim/Users" {
			return false
		}
		var list []any
		for i := range 1000 {
			list = append(list, person("userName", fmt.Sprint(n, "-", i)))
		}
		reply(w, 200, map[string]any{"totalResults": n * 2000, "Resources": list})
		return true
	}
	_, err := listed(t, open(t, s, quick()))
	require.ErrorContains(t, err, "changes while it is read")
}

func TestAFaultOfOneQuestionIsThatOfWhoAsks(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(40)}
	s.before = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		if strings.Contains(r.URL.Query().Get("filter"), "user13@") {
			refuse(w, 500, "")
			return true
		}
		return false
	}
	d := open(t, s, quick())
	_, err := d.Find(t.Context(), []provision.Query{query("userName", "user12@example.com"), query("userName", "user13@example.com")})
	require.ErrorContains(t, err, "500")
	hits, err := d.Find(t.Context(), []provision.Query{query("userName", "user12@example.com"), query("userName", "user14@example.com")})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"id12"}, {"id14"}}, ids(hits))
}

// TestAServerThatIsBusyIsAskedAgain: whatever it says, nobody is lost and nothing is taken for an answer.
func TestAServerThatIsBusyIsAskedAgain(t *testing.T) {
	t.Parallel()
	busy := func(n int, wait string) func(w http.ResponseWriter, r *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) {
			if wait != "" {
				w.Header().Set("Retry-After", wait)
			}
			status(n, "")(w, r)
		}
	}
	for name, do := range map[string]func(w http.ResponseWriter, r *http.Request){
		"429": busy(429, "0"), "429 with a date": busy(429, time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)), "429 without a time": busy(429, ""),
		"503": busy(503, "0"), "503 without a time": busy(503, ""), "502": busy(502, ""), "504": busy(504, ""), "half an answer": half, "cut": cut,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &server{objects: people(60)}
			s.before = func(w http.ResponseWriter, r *http.Request, n int) bool {
				if n%3 == 0 {
					do(w, r)
					return true
				}
				return false
			}
			d := open(t, s, scim.Options{Retries: 8, Connections: 2, PageSize: 10})
			got, err := listed(t, d)
			require.NoError(t, err)
			require.Len(t, got, 60)
			hits, err := d.Find(t.Context(), []provision.Query{query("userName", "user7@example.com"), query("userName", "x")})
			require.NoError(t, err)
			require.Equal(t, [][]string{{"id7"}, {}}, ids(hits))
			if name != "cut" { // the standard library itself sends again what finds a connection closed
				require.Positive(t, d.Client().Counts().Repeated)
			}
			require.Zero(t, d.Client().Counts().Refused)
		})
	}
}

// TestWhatWritesIsNotSentTwice, unless the server says that it has not done it.
func TestWhatWritesIsNotSentTwice(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		do   func(w http.ResponseWriter, r *http.Request)
		want int
	}{
		{"429", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "0")
			status(429, "")(w, r)
		}, 3},
		{"503 with a time", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "0")
			status(503, "")(w, r)
		}, 3},
		{"503 without", status(503, ""), 1},
		{"502", status(502, ""), 1},
		{"half an answer", half, 1},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, 1},
	} {
		s := &server{before: after(1, row.do)}
		c, err := scim.NewClient(start(t, s), scim.Options{Retries: 2})
		require.NoError(t, err)
		_, _ = c.Do(t.Context(), "POST", "/Users", []byte(`{}`))
		require.Len(t, s.asked, row.want, row.name)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	var seen []*http.Request
	s := &server{before: func(w http.ResponseWriter, r *http.Request, _ int) bool {
		seen = append(seen, r)
		reply(w, 201, map[string]any{"id": "1"})
		return true
	}}
	var traced []scim.Exchange
	c, err := scim.NewClient(start(t, s)+"/", scim.Options{Token: token, Header: http.Header{"x-api-key": {"k"}, "User-Agent": {"tester"}}, Trace: func(x scim.Exchange) { traced = append(traced, x) }})
	require.NoError(t, err)
	a, err := c.Do(t.Context(), "POST", "/Users", []byte(`{"userName":"a"}`))
	require.NoError(t, err)
	require.Equal(t, 201, a.Status)
	require.JSONEq(t, `{"id":"1"}`, string(a.Body))
	require.Equal(t, []string{"Bearer " + token, "k", "tester", "application/scim+json"}, []string{seen[0].Header.Get("Authorization"), seen[0].Header.Get("X-Api-Key"), seen[0].Header.Get("User-Agent"), seen[0].Header.Get("Content-Type")})
	require.Len(t, traced, 1)
	require.Equal(t, []any{"POST", "/Users", 1, 201}, []any{traced[0].Method, traced[0].Path, traced[0].Try, traced[0].Status})
	_, err = c.Do(t.Context(), "GET", "@evil.example.com/", nil)
	require.ErrorContains(t, err, "want a path that begins with a slash")
	require.Len(t, seen, 1)
}

func TestURLsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "app.example.com/scim", "ftp://x/", "https://", "https://user:" + token + "@x/scim", "https://x/scim?token=" + token, "https://x/#a", "https://x:y:z/", "http://[::1", "\x00"} {
		_, err := scim.NewClient(url, scim.Options{})
		require.Error(t, err, url)
		require.NotContains(t, err.Error(), token)
	}
}

// TestCredentialsStayWithTheHost: a redirect within the host is followed, with credentials; one to another host is not.
func TestCredentialsStayWithTheHost(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	s := &server{objects: people(2)}
	s.before = func(w http.ResponseWriter, r *http.Request, n int) bool {
		switch {
		case r.Header.Get("Authorization") != "Bearer "+token || r.Header.Get("X-Key") != "k":
			status(401, "")(w, r)
		case n == 3:
			http.Redirect(w, r, "/scim/Users?startIndex=1&count=20", http.StatusTemporaryRedirect)
		case n > 5:
			http.Redirect(w, r, other.URL+"/scim/Users", http.StatusTemporaryRedirect)
		default:
			return false
		}
		return true
	}
	d := open(t, s, scim.Options{Token: token, Header: http.Header{"X-Key": {"k"}}, Retries: -1})
	got, err := listed(t, d)
	require.NoError(t, err)
	require.Len(t, got, 2)
	s.before, s.asked = after(1, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }), nil
	_, err = listed(t, d)
	require.ErrorContains(t, err, "where credentials are not sent")
	require.Zero(t, elsewhere.Load())
}

// TestACertificateThatIsNotTrustedIsAnErrorAtOnce, and so is one of another host. A pool that has it makes it good.
func TestACertificateThatIsNotTrustedIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(1)}
	web := httptest.NewUnstartedServer(s)
	web.Config.ErrorLog = log.New(io.Discard, "", 0)
	web.StartTLS()
	defer web.Close()
	var tries atomic.Int32
	opt := scim.Options{Token: token, Trace: func(scim.Exchange) { tries.Add(1) }}
	_, err := scim.Open(t.Context(), web.URL+"/scim", opt)
	require.ErrorContains(t, err, "certificate")
	require.Equal(t, int32(1), tries.Load())
	require.Empty(t, s.asked)

	pool := x509.NewCertPool()
	pool.AddCert(web.Certificate())
	opt.TLS = &tls.Config{RootCAs: pool}
	d, err := scim.Open(t.Context(), web.URL+"/scim", opt)
	require.NoError(t, err)
	require.NoError(t, d.Close())
	opt.TLS.ServerName = "another.example.org"
	_, err = scim.Open(t.Context(), web.URL+"/scim", opt)
	require.ErrorContains(t, err, "another.example.org")
}

func TestAServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(nil)
	web.Close()
	_, err := scim.Open(t.Context(), web.URL, quick())
	require.ErrorContains(t, err, "no answer")
	for name, do := range map[string]func(http.ResponseWriter, *http.Request){"want JSON, got a page of HTML": html, "check the credentials": status(401, ""), "404": status(404, "")} {
		_, err := scim.Open(t.Context(), start(t, &server{before: after(1, do)}), quick())
		require.ErrorContains(t, err, name)
	}
	_, err = scim.Open(t.Context(), start(t, &server{noDocuments: true}), quick())
	require.NoError(t, err, "a server may lack the documents about itself")
}

func TestASlowServerIsGivenUp(t *testing.T) {
	t.Parallel()
	s := &server{before: after(1, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })}
	_, err := scim.Open(t.Context(), start(t, s), scim.Options{Timeout: 20 * time.Millisecond, Retries: -1})
	require.ErrorContains(t, err, "it took longer than 20ms")
}

func TestACanceledContextEndsWaiting(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(3)}
	d := open(t, s, scim.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	s.before = after(1, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "59")
		status(429, "")(w, r)
		cancel()
	})
	_, err := d.Find(ctx, []provision.Query{query("userName", "a")})
	require.ErrorIs(t, err, context.Canceled)
	_, err = d.Find(ctx, []provision.Query{query("userName", "a")})
	require.True(t, errors.Is(err, context.Canceled))
}

func TestAServerThatAsksToWaitForTooLongIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(3)}
	d := open(t, s, scim.Options{MaxWait: time.Minute})
	s.before = after(1, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7200")
		status(429, "")(w, r)
	})
	before := d.Client().Counts().Requests
	_, err := d.Find(t.Context(), []provision.Query{query("userName", "a")})
	require.ErrorContains(t, err, "it asks to wait (Retry-After 7200)")
	_, err = d.Find(t.Context(), []provision.Query{query("userName", "a")})
	require.ErrorContains(t, err, "/Users: not asked: the server has asked to wait for another ")
	var typed *scim.Error
	require.ErrorAs(t, err, &typed)
	require.Equal(t, 429, typed.Status)
	_, err = listed(t, d)
	require.ErrorContains(t, err, "not asked")
	require.Equal(t, before+1, d.Client().Counts().Requests)
}
