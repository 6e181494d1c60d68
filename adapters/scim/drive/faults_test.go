package drive_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim/drive"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// isList reports whether an answer is a list.
func isList(a *reply) bool { _, is := a.body["Resources"]; return is }

// isOne reports whether an answer is an object.
func isOne(a *reply) bool { _, is := a.body["id"]; return is }

// on returns a change of answers to requests of a method, "" is any, that have something.
func on(method string, has func(*reply) bool, change func(*reply)) func(*server, *http.Request, *reply) {
	return func(_ *server, r *http.Request, a *reply) {
		if (method == "" || r.Method == method) && (has == nil || has(a)) {
			change(a)
		}
	}
}

// set returns a change that sets a member of the body, or deletes it where the value is nil.
func set(name string, v any) func(*reply) {
	return func(a *reply) {
		if v == nil {
			delete(a.body, name)
			return
		}
		a.body[name] = v
	}
}

// each returns a change of every object in an answer, in a list and alone.
func each(change func(map[string]any)) func(*server, *http.Request, *reply) {
	return func(_ *server, _ *http.Request, a *reply) {
		if isOne(a) {
			change(a.body)
		}
		list, _ := a.body["Resources"].([]any)
		for _, o := range list {
			change(o.(map[string]any))
		}
	}
}

func status(n int) func(*reply) { return func(a *reply) { a.status = n } }

// failed is the answer to a request that a server refuses.
func failed(n int, scimType string) *reply {
	a := &reply{status: n, header: http.Header{"Content-Type": {"application/scim+json"}},
		body: map[string]any{"schemas": []any{"urn:ietf:params:scim:api:messages:2.0:Error"}, "status": map[int]string{400: "400", 403: "403", 404: "404", 409: "409", 500: "500", 501: "501"}[n], "detail": "no"}}
	if scimType != "" {
		a.body["scimType"] = scimType
	}
	return a
}

func isError(a *reply) bool { return a.status >= 400 }

// without returns a server that forgets something of what it is sent.
func without(method, name string) func(*server, *http.Request, []byte) *reply {
	return func(s *server, r *http.Request, body []byte) *reply {
		if r.Method != method {
			return nil
		}
		return s.do(r.Method, strings.TrimPrefix(r.URL.RequestURI(), "/scim"), []byte(strings.ReplaceAll(string(body), `"`+name+`"`, `"nickName"`)))
	}
}

// Each fault that a server may have is found and blamed on it, with its section, and no other is.
func TestFaultsOfServersAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, rule, section string
		before              func(*server, *http.Request, []byte) *reply
		after               func(*server, *http.Request, *reply)
		also                []string // rules that follow from it
	}{
		{name: "a list says that it is none", rule: "list-schemas", section: "RFC 7644 3.4.2", after: on("GET", isList, set("schemas", nil))},
		{name: "totalResults is a text", rule: "list-total", section: "RFC 7644 3.4.2", after: on("GET", isList, func(a *reply) { a.body["totalResults"] = fmt.Sprint(a.body["totalResults"]) })},
		{name: "totalResults is missing", rule: "list-total", section: "RFC 7644 3.4.2", after: on("GET", isList, set("totalResults", nil))},
		{name: "totalResults counts more than there are", rule: "list-resources", section: "RFC 7644 3.4.2", after: on("GET", isList, func(a *reply) { a.body["totalResults"], a.body["Resources"] = 1, []any{} }), also: []string{"filter-missed"}},
		{name: "Resources is an object", rule: "list-resources", section: "RFC 7644 3.4.2", after: on("GET", isList, set("Resources", map[string]any{})), also: []string{"filter-missed"}},
		{name: "startIndex is a text", rule: "list-page", section: "RFC 7644 3.4.2.4", after: on("GET", isList, set("startIndex", "1"))},
		{name: "404 for nothing found", rule: "search-nothing", section: "RFC 7644 3.4.2", after: on("GET", isList, func(a *reply) {
			if len(a.body["Resources"].([]any)) == 0 {
				*a = *failed(404, "")
			}
		})},
		{name: "the filter is not applied", rule: "filter-ignored", section: "RFC 7644 3.4.2.2", before: func(s *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodGet && r.URL.Query().Get("filter") != "" {
				return s.do("GET", strings.TrimPrefix(r.URL.Path, "/scim"), nil)
			}
			return nil
		}, also: []string{"excluded-members"}},
		{name: "userName is compared with case", rule: "filter-case", section: "RFC 7643 4.1.1", after: func(_ *server, r *http.Request, a *reply) {
			filter := r.URL.Query().Get("filter")
			list, _ := a.body["Resources"].([]any)
			if name, ok := strings.CutPrefix(filter, `userName eq "`); ok && len(list) == 1 && list[0].(map[string]any)["userName"] != strings.TrimSuffix(name, `"`) {
				a.body["Resources"], a.body["totalResults"] = []any{}, 0
			}
		}},
		{name: "a search finds nothing", rule: "filter-missed", section: "RFC 7644 3.4.2.2", after: on("GET", isList, func(a *reply) { a.body["Resources"], a.body["totalResults"] = []any{}, 0 })},
		{name: "a search does not find disabled users", rule: "filter-missed", section: "RFC 7644 3.4.2.2", after: on("GET", isList, func(a *reply) {
			if list := a.body["Resources"].([]any); len(list) == 1 && list[0].(map[string]any)["active"] == false {
				a.body["Resources"], a.body["totalResults"] = []any{}, 0
			}
		})},
		{name: "a search leaves an attribute out", rule: "search-differs", section: "RFC 7644 3.4.2", after: on("GET", isList, func(a *reply) {
			for _, o := range a.body["Resources"].([]any) {
				delete(o.(map[string]any), "displayName")
			}
		}), also: []string{"filter-ignored", "filter-missed"}},
		{name: "a group has members that are not asked for", rule: "excluded-members", section: "RFC 7644 3.4.2.5", before: func(s *server, r *http.Request, _ []byte) *reply {
			if q := r.URL.Query(); r.Method == http.MethodGet && q.Get("excludedAttributes") != "" {
				return s.do("GET", "/Groups?filter="+url.QueryEscape(q.Get("filter")), nil)
			}
			return nil
		}},
		{name: "an id is a number", rule: "id", section: "RFC 7643 3.1", after: each(func(o map[string]any) { o["id"] = len(o["id"].(string)) }), also: []string{"id-twice", "get-missing", "id-other", "refused", "patch-takes", "filter-missed", "again"}},
		{name: "schemas is missing", rule: "schemas", section: "RFC 7643 3", after: each(func(o map[string]any) { delete(o, "schemas") }), also: []string{"schemas-extension"}},
		{name: "an extension is not in schemas", rule: "schemas-extension", section: "RFC 7643 3.3", after: each(func(o map[string]any) {
			o["schemas"] = o["schemas"].([]any)[:1]
		})},
		{name: "the resource type is the endpoint's name", rule: "resource-type", section: "RFC 7643 3.1", after: each(func(o map[string]any) { o["meta"].(map[string]any)["resourceType"] = "Users" })},
		{name: "a password is returned", rule: "password", section: "RFC 7643 7", after: each(func(o map[string]any) { o["password"] = "x" })},
		{name: "emails is an object", rule: "multi-valued", section: "RFC 7643 2.4", after: each(func(o map[string]any) {
			if list, ok := o["emails"].([]any); ok {
				o["emails"] = list[0]
			}
		}), also: []string{"not-kept", "again"}},
		{name: "active is a text", rule: "boolean", section: "RFC 7643 2.3.2", after: each(func(o map[string]any) {
			if on, ok := o["active"].(bool); ok {
				o["active"] = map[bool]string{true: "True", false: "False"}[on]
			}
		})},
		{name: "two e-mails are primary", rule: "primary", section: "RFC 7643 2.4", after: each(func(o map[string]any) {
			if list, ok := o["emails"].([]any); ok {
				o["emails"] = append(list, map[string]any{"type": "home", "value": "x", "primary": true})
			}
		})},
		{name: "a creation is answered with 200", rule: "create-status", section: "RFC 7644 3.3", after: on("POST", isOne, status(200))},
		{name: "a creation has no Location", rule: "create-location", section: "RFC 7644 3.3", after: on("POST", isOne, func(a *reply) { a.header.Del("Location") })},
		{name: "a creation has no body", rule: "create-body", section: "RFC 7644 3.3", after: on("POST", isOne, func(a *reply) { a.body = nil })},
		{name: "a PATCH is answered with 202", rule: "patch-status", section: "RFC 7644 3.5.2", after: on("PATCH", func(a *reply) bool { return !isError(a) }, status(202))},
		{name: "a PATCH is answered with 200 and nothing", rule: "patch-body", section: "RFC 7644 3.5.2", after: on("PATCH", func(a *reply) bool { return !isError(a) }, func(a *reply) { a.status, a.body = 200, nil })},
		{name: "a created user is not there", rule: "get-missing", section: "RFC 7644 3.4.1", after: func(_ *server, r *http.Request, a *reply) {
			if r.Method == http.MethodGet && isOne(a) && strings.Contains(r.URL.Path, "/Users/") {
				*a = *failed(404, "")
			}
		}, also: []string{"search-differs"}},
		{name: "an unknown id is answered with 200", rule: "get-unknown", section: "RFC 7644 3.4.1", after: func(_ *server, r *http.Request, a *reply) {
			if r.Method == http.MethodGet && a.status == 404 {
				a.status, a.body = 200, map[string]any{}
			}
		}},
		{name: "an error has no SCIM body", rule: "error-body", section: "RFC 7644 3.12", after: on("", isError, func(a *reply) { a.body = map[string]any{"error": "no"} })},
		{name: "the status of an error is a number", rule: "error-status", section: "RFC 7644 3.12", after: on("", isError, func(a *reply) { a.body["status"] = a.status })},
		{name: "the scimType of an error is unknown", rule: "error-type", section: "RFC 7644 3.12", after: on("", isError, set("scimType", "oops"))},
		{name: "answers are application/json", rule: "media-type", section: "RFC 7644 3.8", after: on("", nil, func(a *reply) { a.header.Set("Content-Type", "application/json") })},
		{name: "a PATCH fails", rule: "server-error", section: "RFC 7644 3.12", before: func(_ *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodPatch {
				return failed(500, "")
			}
			return nil
		}, also: []string{"again"}},
		{name: "a PATCH is not implemented although the configuration has it", rule: "refused", section: "RFC 7644 3.5.2", before: func(_ *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodPatch {
				return failed(501, "")
			}
			return nil
		}, also: []string{"again"}},
		{name: "a creation is forbidden", rule: "forbidden", section: "RFC 7644 3.12", before: func(_ *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/Groups") {
				return failed(403, "")
			}
			return nil
		}, also: []string{"again"}},
		{name: "404 without a body for nothing found", rule: "search-nothing", section: "RFC 7644 3.4.2", after: on("GET", isList, func(a *reply) {
			if len(a.body["Resources"].([]any)) == 0 {
				*a = reply{status: 404, header: http.Header{}}
			}
		}), also: []string{"error-body"}},
		{name: "a PATCH is refused", rule: "refused", section: "RFC 7644 3.5.2", before: func(_ *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodPatch && strings.Contains(r.URL.Path, "Groups") {
				return failed(400, "invalidPath")
			}
			return nil
		}, also: []string{"again"}},
		{name: "a creation is refused", rule: "refused", section: "RFC 7644 3.3", before: func(_ *server, r *http.Request, body []byte) *reply {
			if r.Method == http.MethodPost && strings.Contains(string(body), "Planners") {
				return failed(400, "invalidValue")
			}
			return nil
		}, also: []string{"again"}},
		{name: "a title is lost in a creation", rule: "not-kept", section: "RFC 7644 3.3", before: without("POST", "title"), also: []string{"again"}},
		{name: "members are accepted and not kept", rule: "not-kept", section: "RFC 7644 3.5.2", before: func(_ *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodPatch && strings.Contains(r.URL.Path, "Groups") {
				return &reply{status: 204, header: http.Header{}}
			}
			return nil
		}, also: []string{"again"}},
		{name: "a telephone number gets another form", rule: "not-kept", section: "RFC 7644 3.3", after: each(func(o map[string]any) {
			if list, ok := o["phoneNumbers"].([]any); ok {
				list[0].(map[string]any)["value"] = "tel:+1-555-0100"
			}
		}), also: []string{"again"}},
		{name: "schemas that cannot be read", rule: "discovery", section: "RFC 7644 4", before: func(_ *server, r *http.Request, _ []byte) *reply {
			if strings.HasSuffix(r.URL.Path, "/Schemas") {
				return &reply{status: 200, header: http.Header{"Content-Type": {"application/scim+json"}}, raw: `{"totalResults": 3, "Resources": []}`}
			}
			return nil
		}},
		{name: "a page of HTML", rule: "json", section: "RFC 7644 3.8", after: on("PATCH", nil, func(a *reply) {
			a.status, a.raw = 200, "<html></html>"
			a.header.Set("Content-Type", "text/html")
		})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(model.Tolerant)
			s.before, s.after = tt.before, tt.after
			report, _ := driven(t, s, everybody(), nil)
			found := false
			for _, g := range report.Groups {
				require.NotEqual(t, drive.ClientWrong, g.Verdict, words(report))
				if g.Rule == tt.rule {
					found = true
					require.Equal(t, tt.section, g.Section)
					require.Equal(t, drive.ServerWrong, g.Verdict)
					require.NotEmpty(t, g.Remedy)
				} else if g.Verdict == drive.ServerWrong {
					require.Contains(t, append([]string{"discovery"}, tt.also...), g.Rule, words(report))
				}
			}
			require.True(t, found, words(report))
			require.False(t, report.Clean())
		})
	}
}
