package servers

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

// Tolerant puts in front of a SCIM server what makes it take the requests of Entra's client that the RFCs do not ask a server to take: a manager as
// a text (RFC 7643, 4.3), "True" and "False" for truth values (2.3.1), a role as a text of JSON, an element that is added through a filter which
// finds none (RFC 7644, 3.5.2.1 leaves it open), and a role that becomes primary where another one is (3.5.2: the server then makes that one not
// primary). Servers that are written for Entra do the same.
func Tolerant(t testing.TB, s *SCIM) *SCIM {
	t.Helper()
	target, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch {
			if err := s.rewrite(r); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	return &SCIM{URL: front.URL, Token: s.Token, Kill: s.Kill, Start: s.Start}
}

// rewrite replaces the body of a PATCH.
func (s *SCIM) rewrite(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	var message map[string]any
	if err := json.Unmarshal(body, &message); err != nil {
		return err
	}
	operations, _ := message["Operations"].([]any)
	for _, o := range operations {
		if op, ok := o.(map[string]any); ok {
			s.rewriteOperation(r, op)
		}
	}
	if body, err = json.Marshal(message); err != nil {
		return err
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return nil
}

// rewriteOperation makes an operation one that the RFCs ask a server to take.
func (s *SCIM) rewriteOperation(r *http.Request, op map[string]any) {
	path, _ := op["path"].(string)
	name, filter, filtered := strings.Cut(path, "[")
	text, isText := op["value"].(string)
	switch {
	case isText && strings.HasSuffix(path, ":manager"):
		op["value"] = map[string]any{"value": text}
	case isText && path == "active":
		op["value"] = strings.EqualFold(text, "true")
	case path == "roles":
		op["op"], op["value"] = "replace", primaryRole(op["value"])
	case filtered && !strings.EqualFold(op["op"].(string), "remove") && !s.has(r, name, filter):
		attribute, rest, _ := strings.Cut(filter, ` eq "`)
		want, sub, _ := strings.Cut(rest, `"].`)
		op["op"], op["path"], op["value"] = "add", name, []any{map[string]any{attribute: want, sub: op["value"]}}
	}
}

// primaryRole returns the roles of a user whose only role is v, which may be a text of JSON.
func primaryRole(v any) []any {
	list, _ := v.([]any)
	if len(list) == 0 {
		return []any{}
	}
	role, _ := list[0].(map[string]any)
	if text, ok := role["value"].(string); ok && strings.HasPrefix(text, "{") {
		var inner map[string]any
		if json.Unmarshal([]byte(text), &inner) == nil {
			role = map[string]any{"value": inner["value"]}
		}
	}
	role["primary"] = true
	return []any{role}
}

// has reports whether a resource has an element for which a filter such as type eq "work" holds.
func (s *SCIM) has(r *http.Request, name, filter string) bool {
	get, err := http.NewRequestWithContext(r.Context(), http.MethodGet, s.URL+r.URL.Path, nil)
	if err != nil {
		return false
	}
	get.Header.Set("Authorization", "Bearer "+s.Token)
	response, err := http.DefaultClient.Do(get)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	var resource map[string]any
	if json.NewDecoder(response.Body).Decode(&resource) != nil {
		return false
	}
	attribute, rest, _ := strings.Cut(filter, ` eq "`)
	want, _, _ := strings.Cut(rest, `"]`)
	list, _ := resource[name].([]any)
	for _, e := range list {
		if element, _ := e.(map[string]any); element[attribute] == want {
			return true
		}
	}
	return false
}
