package drive_test

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/adapters/scim/drive"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	wire "github.com/attrmap/attrmap/mapping/scim"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// The object mappings of an application with managers and memberships.
const (
	users = `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1}, {"target": "externalId", "from": "objectId"},
		{"target": "displayName", "from": "displayName"}, {"target": "name.familyName", "from": "surname"}, {"target": "title", "from": "jobTitle", "flowNulls": true},
		{"target": "emails[type eq \"work\"].value", "from": "mail"}, {"target": "phoneNumbers[type eq \"mobile\"].value", "from": "mobile"},
		{"target": "active", "from": "accountEnabled"}, {"target": "` + enterprise + `:department", "from": "department"},
		{"target": "` + enterprise + `:manager", "from": "manager", "flowNulls": true}]}`
	groups = `{"mappings": [{"target": "displayName", "from": "displayName", "match": 1}, {"target": "externalId", "from": "objectId"}, {"target": "members", "from": "members"}]}`
)

// jobOf returns a job of users and groups, or of users alone, and its engine.
func jobOf(t testing.TB, sets ...string) (*provision.Job, *provision.Engine) {
	t.Helper()
	job := new(provision.Job)
	for i, text := range sets {
		set, err := mapping.ReadJSON(strings.NewReader(text))
		require.NoError(t, err)
		job.Objects = append(job.Objects, provision.ObjectMapping{
			Type: []string{"User", "Group"}[i], Set: set, Mapping: mapping.Options{Profile: mapping.ProfileSCIM}, Options: provision.Options{Profile: mapping.ProfileSCIM},
		})
	}
	engine, err := provision.New(*job)
	require.NoError(t, err)
	return job, engine
}

// person returns a source object of a user.
func person(n int, more ...any) provision.Source {
	id := string(rune('a' + n - 1))
	attrs := value.Map{
		"objectId": "u" + id, "userPrincipalName": "Ada." + id + "@example.com", "displayName": "Ada Example " + id, "surname": "Example", "jobTitle": "Planner",
		"mail": "ada." + id + "@example.com", "mobile": "+1 555 010" + id, "accountEnabled": true, "department": "Unit " + id,
	}
	for i := 0; i < len(more); i += 2 {
		attrs[more[i].(string)] = more[i+1]
	}
	return provision.Source{Type: "User", Ordinal: n, Attrs: attrs}
}

// everybody are three people, of whom the first manages the second, and the third is disabled, and a group of two of them.
func everybody() []provision.Source {
	return []provision.Source{
		person(1), person(2, "manager", map[string]any{"id": "ua"}), person(3, "accountEnabled", false),
		{Type: "Group", Ordinal: 1, Attrs: value.Map{"objectId": "g1", "displayName": "Planners", "members": []any{map[string]any{"id": "ua"}, map[string]any{"id": "ub"}}}},
	}
}

func sources(list []provision.Source) func() (iter.Seq[provision.Source], func() error, error) {
	return func() (iter.Seq[provision.Source], func() error, error) {
		return slices.Values(list), func() error { return nil }, nil
	}
}

// reply is an answer on its way.
type reply struct {
	status int
	header http.Header
	body   map[string]any // nil for none
	raw    string         // in place of body
}

// server serves a model server by HTTP, with what may be wrong with it.
type server struct {
	*model.Server
	mu     sync.Mutex
	n      int
	asked  []string
	sent   []string // bodies
	before func(s *server, r *http.Request, body []byte) *reply
	after  func(s *server, r *http.Request, a *reply)
}

func newServer(profile model.Profile) *server {
	return &server{Server: model.New(model.Options{Profile: profile, AnyCase: true})}
}

// do sends a request to the model server.
func (s *server) do(method, path string, body []byte) *reply {
	a := s.Do(method, path, body)
	r := &reply{status: a.Status, header: http.Header{}}
	if a.Body != nil {
		_ = json.Unmarshal(a.Body, &r.body)
		r.header.Set("Content-Type", "application/scim+json")
	}
	if a.Location != "" {
		r.header.Set("Location", "http://127.0.0.1/scim"+a.Location)
	}
	return r
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	path := strings.TrimPrefix(r.URL.RequestURI(), "/scim")
	s.n++
	s.asked, s.sent = append(s.asked, r.Method+" "+path), append(s.sent, string(body))
	var a *reply
	if r.Header.Get("Authorization") != "Bearer secret-token" {
		a = &reply{status: 401, header: http.Header{"Content-Type": {"application/scim+json"}}, body: map[string]any{"schemas": []any{"urn:ietf:params:scim:api:messages:2.0:Error"}, "status": "401"}}
	}
	if a == nil && s.before != nil {
		a = s.before(s, r, body)
	}
	if a == nil {
		a = s.do(r.Method, path, body)
	}
	if s.after != nil {
		s.after(s, r, a)
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	switch {
	case a.raw != "":
		_, _ = io.WriteString(w, a.raw)
	case a.body != nil:
		_ = json.NewEncoder(w).Encode(a.body)
	}
}

// driven drives a server, and returns the report and the events.
func driven(t testing.TB, s http.Handler, list []provision.Source, change func(*drive.Options)) (*drive.Report, []drive.Event) {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	opt := drive.Options{URL: web.URL + "/scim", Server: scim.Options{Token: "secret-token", Retries: -1}, Sources: sources(list)}
	opt.Job, opt.Engine = jobOf(t, users, groups)
	var events []drive.Event
	opt.Each = func(e drive.Event) { events = append(events, e) }
	if change != nil {
		change(&opt)
	}
	report, err := drive.Run(t.Context(), opt)
	require.NoError(t, err)
	return report, events
}

func compliant(opt *drive.Options) {
	opt.Wire = func(string) wire.ClientOptions { return wire.ClientOptions{Compliant: true} }
}

// failing are source objects that cannot be read to their end.
func failing() (iter.Seq[provision.Source], func() error, error) {
	return slices.Values([]provision.Source{person(1)}), func() error { return errors.New("the file is gone") }, nil
}
