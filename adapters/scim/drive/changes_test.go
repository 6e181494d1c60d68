package drive_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim/drive"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// patched lets the model server do a PATCH of a user, and changes what it then has.
func patched(change func(o *value.Object) *value.Object) func(*server, *http.Request, []byte) *reply {
	return func(s *server, r *http.Request, body []byte) *reply {
		path := strings.TrimPrefix(r.URL.RequestURI(), "/scim")
		if r.Method != http.MethodPatch || !strings.HasPrefix(path, "/Users/") {
			return nil
		}
		a := s.do(r.Method, path, body)
		s.Put(path, change(s.Attributes(path)))
		return a
	}
}

// edit returns a change that gives a member another value, or takes it away.
func edit(name string, with func(value.Value) value.Value) func(*value.Object) *value.Object {
	return func(o *value.Object) *value.Object {
		var members []value.Member
		for _, m := range o.Members() {
			if m.Name == name {
				m.Value = with(m.Value)
			}
			if !m.Value.IsAbsent() {
				members = append(members, m)
			}
		}
		return value.NewObject(members...)
	}
}

func gone(value.Value) value.Value { return value.Absent }

// Faults in changes of what the server has.
func TestFaultsInChangesAreFound(t *testing.T) {
	t.Parallel()
	left := person(3, "accountEnabled", false)
	left.Deleted = provision.HardDeleted
	later := []provision.Source{person(1, "jobTitle", nil, "mobile", "+1 555 0100"), person(2, "jobTitle", "Buyer"), left}
	for _, tt := range []struct {
		name, rule, section, cause string
		before                     func(*server, *http.Request, []byte) *reply
		also                       []string
	}{
		{name: "a PATCH replaces the whole object", rule: "patch-takes", section: "RFC 7644 3.5.2", cause: "name", before: patched(edit("name", gone)), also: []string{"not-kept", "again"}},
		{name: "a PATCH takes an attribute away that no mapping writes", rule: "patch-takes", section: "RFC 7644 3.5.2", cause: "nickName", before: patched(edit("nickName", gone))},
		{name: "a replacement adds an element", rule: "patch-elements", section: "RFC 7644 3.5.2", cause: "phoneNumbers", before: patched(edit("phoneNumbers", func(v value.Value) value.Value {
			old, _ := value.ParseJSON(`{"type": "other", "value": "7"}`)
			return value.List(append(v.Members(), old)...)
		}))},
		{name: "a removal is accepted and not done", rule: "not-kept", section: "RFC 7644 3.5.2", cause: "title", before: func(s *server, r *http.Request, body []byte) *reply {
			if r.Method == http.MethodPatch {
				return s.do("PATCH", strings.TrimPrefix(r.URL.RequestURI(), "/scim"), []byte(strings.Replace(string(body), `{"op":"Remove","path":"title"}`, `{"op":"Remove","path":"locale"}`, 1)))
			}
			return nil
		}, also: []string{"again"}},
		{name: "a PATCH is refused and partly done", rule: "patch-part", section: "RFC 7644 3.5.2", cause: "phoneNumbers", before: func(s *server, r *http.Request, body []byte) *reply {
			if r.Method == http.MethodPatch && strings.Contains(string(body), "mobile") {
				s.do("PATCH", strings.TrimPrefix(r.URL.RequestURI(), "/scim"), []byte(strings.Replace(string(body), `"title"`, `"locale"`, 1)))
				return failed(400, "invalidPath")
			}
			return nil
		}, also: []string{"refused", "again"}},
		{name: "a deletion is answered with 200", rule: "delete-status", section: "RFC 7644 3.6", before: func(s *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodDelete {
				a := s.do("DELETE", strings.TrimPrefix(r.URL.RequestURI(), "/scim"), nil)
				a.status, a.body = 200, map[string]any{}
				a.header.Set("Content-Type", "application/scim+json")
				return a
			}
			return nil
		}},
		{name: "a deletion is not done", rule: "delete-kept", section: "RFC 7644 3.6", before: func(_ *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodDelete {
				return &reply{status: 204, header: http.Header{}}
			}
			return nil
		}, also: []string{"again"}},
		{name: "an object is shown for another one", rule: "id-other", section: "RFC 7644 3.4.1", before: func(s *server, r *http.Request, _ []byte) *reply {
			if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/Users/new-2") {
				return s.do("GET", "/Users/new-1", nil)
			}
			return nil
		}, also: []string{"not-kept", "patch-takes", "patch-elements"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(model.Tolerant)
			users := func(opt *drive.Options) { opt.Job, opt.Engine = jobOf(t, users) }
			report, _ := driven(t, s, everybody()[:3], users)
			require.Empty(t, words(report))
			for _, path := range []string{"/Users/new-1", "/Users/new-2"} {
				nick := []value.Member{{Name: "nickName", Value: value.String("ada")}}
				s.Put(path, value.NewObject(append(nick, s.Attributes(path).Members()...)...))
			}
			s.before = tt.before
			report, _ = driven(t, s, later, users)
			found := false
			for _, g := range report.Groups {
				require.NotEqual(t, drive.ClientWrong, g.Verdict, words(report))
				if g.Rule == tt.rule {
					found = true
					require.Equal(t, tt.section, g.Section)
					require.Equal(t, drive.ServerWrong, g.Verdict)
				} else {
					require.Contains(t, tt.also, g.Rule, words(report))
				}
			}
			require.True(t, found, words(report))
			require.Contains(t, words(report), tt.cause)
		})
	}
}

// Faults in creations that show later.
func TestFaultsInCreationsThatShowLater(t *testing.T) {
	t.Parallel()
	s := newServer(model.Tolerant)
	s.before = func(s *server, r *http.Request, body []byte) *reply {
		if r.Method == http.MethodPost && strings.Contains(string(body), "Ada.a@") {
			s.do("POST", "/Users", body)
			return failed(400, "invalidValue")
		}
		return nil
	}
	report, _ := driven(t, s, everybody(), nil)
	require.Contains(t, words(report), "server create-kept RFC 7644 3.3")
	require.Contains(t, words(report), "server refused RFC 7644 3.3")
	s = newServer(model.Tolerant)
	s.after = on("POST", isOne, set("id", "one"))
	report, _ = driven(t, s, everybody()[:3], nil)
	require.Contains(t, words(report), "server id-twice RFC 7643 3.1")
}

// What a server takes besides what the RFC allows is no leave to lose the rest of the object.
func TestPatchesThatTheRFCRefusesKeepTheRest(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		changed provision.Source
	}{
		{"an account is disabled by a text", person(2, "accountEnabled", false)},
		{"a manager is a text", person(2, "manager", map[string]any{"id": "uc"})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(model.Tolerant)
			users := func(opt *drive.Options) { opt.Job, opt.Engine = jobOf(t, users) }
			people := everybody()[:3]
			report, _ := driven(t, s, people, users)
			require.Empty(t, words(report))
			nick := []value.Member{{Name: "nickName", Value: value.String("ada")}}
			s.Put("/Users/new-2", value.NewObject(append(nick, s.Attributes("/Users/new-2").Members()...)...))
			s.before = patched(edit("nickName", gone))
			report, _ = driven(t, s, []provision.Source{people[0], tt.changed, people[2]}, users)
			require.Equal(t, "server patch-takes RFC 7644 3.5.2: a PATCH takes away what it does not name: nickName | \n", words(report))
		})
	}
}
