package drive_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/adapters/scim/drive"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// The requests of a drive, in their order: what the server says of itself, the connection test, searches, creations with what is read after each, references, what the service does not ask,
// and the searches of the second cycle.
func TestRequestsComeInTheOrderOfTheService(t *testing.T) {
	t.Parallel()
	s := newServer(model.Tolerant)
	driven(t, s, everybody(), nil)
	guid := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)
	require.Equal(t, strings.TrimSpace(`
GET /Schemas
GET /ResourceTypes
GET /ServiceProviderConfig
GET /Users?filter=userName eq "GUID"
GET /Groups?excludedAttributes=members&filter=displayName eq "GUID"
GET /Users?filter=userName eq "Ada.a@example.com"
GET /Users?filter=userName eq "Ada.b@example.com"
GET /Users?filter=userName eq "Ada.c@example.com"
GET /Groups?excludedAttributes=members&filter=displayName eq "Planners"
POST /Users
GET /Users/new-1
POST /Users
GET /Users/new-2
POST /Users
GET /Users/new-3
POST /Groups
GET /Groups/new-4
PATCH /Users/new-2
GET /Users/new-2
PATCH /Groups/new-4
GET /Groups/new-4
GET /Users/GUID
GET /Users?filter=userName eq "Ada.a@example.com"
GET /Users?filter=userName eq "aDA.A@EXAMPLE.COM"
GET /Users?filter=userName eq "Ada.a@example.com"
GET /Users?filter=userName eq "Ada.b@example.com"
GET /Users?filter=userName eq "Ada.c@example.com"
GET /Groups?excludedAttributes=members&filter=displayName eq "Planners"
GET /Groups/new-4`), guid.ReplaceAllString(unescaped(t, s.asked), "GUID"))
	for i, line := range s.asked {
		if strings.HasPrefix(line, "PATCH /Users/") {
			require.Contains(t, s.sent[i], `"value":"new-1"`, "the manager is the id of the answer")
		}
		if strings.HasPrefix(line, "PATCH /Groups/") {
			require.Contains(t, s.sent[i], `[{"$ref":null,"value":"new-1"},{"$ref":null,"value":"new-2"}]`)
		}
	}
	require.Contains(t, strings.Join(s.asked, "\n"), "filter=userName+eq+%22Ada.a%40example.com%22", "spaces are written as +")
}

func unescaped(t *testing.T, asked []string) string {
	t.Helper()
	text, err := url.QueryUnescape(strings.Join(asked, "\n"))
	require.NoError(t, err)
	return text
}

// Changes of objects that the server has: what a strict server refuses is the client's, with the section of each.
func TestChangesOfObjectsThatTheServerHas(t *testing.T) {
	t.Parallel()
	later := []provision.Source{
		person(1, "jobTitle", nil, "department", "Sales", "accountEnabled", false), person(2, "manager", map[string]any{"id": "uc"}, "mobile", "+1 555 0199"), person(3, "accountEnabled", true),
		{Type: "Group", Ordinal: 1, Attrs: value.Map{"objectId": "g1", "displayName": "Planners", "members": []any{map[string]any{"id": "ub"}, map[string]any{"id": "uc"}}}},
	}
	gone := later[0]
	gone.Deleted = provision.HardDeleted
	for name, change := range map[string]func(*drive.Options){"default": nil, "compliant": compliant} {
		s := newServer(model.Tolerant)
		report, _ := driven(t, s, everybody(), change)
		require.True(t, report.Clean(), name)
		report, _ = driven(t, s, later, change)
		require.Empty(t, words(report), name)
		require.Equal(t, report.Compared, report.Kept, name)
		require.Equal(t, 4, report.Requests["PATCH"], name)
		require.Zero(t, report.Requests["POST"], name)
		report, _ = driven(t, s, []provision.Source{gone, later[1], later[2]}, change)
		require.Empty(t, words(report), name)
		require.Equal(t, 1, report.Requests["DELETE"], name)
	}
}

// What the client sends and the RFC does not have is the client's, whoever refuses it.
func TestTheClientIsToBlame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, section, cause string
		before, after        []any // of the one person
		change               func(*drive.Options)
		exact                bool // the server takes operations in small letters alone
	}{
		{name: "active as a text", section: "RFC 7643 2.3", cause: "active", after: []any{"accountEnabled", false}},
		{name: "the manager as a text", section: "RFC 7643 4.3", cause: "manager", after: []any{"manager", map[string]any{"id": "ua"}}, change: compliant},
		{name: "the first telephone number", section: "RFC 7644 3.12", cause: "no element is chosen", before: []any{"mobile", nil}, change: compliant},
		{name: "operations in capitals", section: "RFC 7644 3.5.2", cause: "small letters", after: []any{"jobTitle", "Buyer"}, exact: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(model.Tolerant)
			set := func(opt *drive.Options) {
				opt.Job, opt.Engine = jobOf(t, users)
				if tt.change != nil {
					tt.change(opt)
				}
			}
			report, _ := driven(t, s, []provision.Source{person(1, tt.before...)}, set)
			require.True(t, report.Clean())
			strict := newServer(model.Strict)
			if tt.exact {
				strict.Server = model.New(model.Options{Profile: model.Strict})
			}
			seed(t, s, strict)
			report, _ = driven(t, strict, []provision.Source{person(1, tt.after...)}, set)
			require.Contains(t, words(report), "client client "+tt.section, words(report))
			require.Contains(t, words(report), tt.cause)
			require.NotContains(t, report.Groups[0].Remedy, "take the client's form too", "there is a better remedy")
			require.Equal(t, 1, report.Refused[drive.ClientWrong], words(report))
			require.Zero(t, report.Refused[drive.ServerWrong])
			require.Positive(t, report.Again)
		})
	}
}

// seed gives a server what another one has.
func seed(t *testing.T, from, to *server) {
	t.Helper()
	list, err := value.ParseJSON(string(from.Do("GET", "/Users", nil).Body))
	require.NoError(t, err)
	o, _ := list.AsObject()
	for _, m := range o.GetFold("Resources").Members() {
		user, _ := m.AsObject()
		to.Put("/Users/"+user.GetFold("id").Text(), user)
	}
}

// A role that is only ever added is written in every cycle: it is named, and it is the client's.
func TestRolesThatAreWrittenInEveryCycle(t *testing.T) {
	t.Parallel()
	roles := `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1},
		{"target": "roles[primary eq \"True\"].value", "expression": "SingleAppRoleAssignment([appRoleAssignments])"}]}`
	assigned := func(role string) provision.Source {
		return person(1, "appRoleAssignments", []any{map[string]any{"id": "r-" + role, "value": role, "displayName": role}})
	}
	set := func(opt *drive.Options) { opt.Job, opt.Engine = jobOf(t, roles) }
	s := newServer(model.Tolerant)
	report, _ := driven(t, s, []provision.Source{assigned("Admin")}, set)
	require.True(t, report.Clean(), words(report))
	report, _ = driven(t, s, []provision.Source{assigned("User")}, set)
	require.Contains(t, words(report), `client client-kept : what Entra's client sends does not come to what was planned`)
	require.Contains(t, words(report), `roles[primary eq "True"].value | want "User", the server has "Admin"`)
	require.Contains(t, words(report), "client again ")
	require.Zero(t, report.Findings["not-kept"], "the server follows the RFC")
	require.Equal(t, 1, report.Again)
}

func TestDuplicates(t *testing.T) {
	t.Parallel()
	taken, err := value.ParseJSON(`{"userName": "ada.a@EXAMPLE.com", "externalId": "somebody else's"}`)
	require.NoError(t, err)
	user, _ := taken.AsObject()
	one := []provision.Source{person(1)}
	t.Run("a search that hides whom a creation is refused for is the server's", func(t *testing.T) {
		t.Parallel()
		s := newServer(model.Tolerant)
		s.Put("/Users/9", user)
		s.after = on("GET", isList, func(a *reply) { a.body["Resources"], a.body["totalResults"] = []any{}, 0 })
		report, _ := driven(t, s, one, nil)
		require.Contains(t, words(report), "server conflict-unseen RFC 7644 3.4.2.2")
		require.Contains(t, words(report), "server again ")
		require.Equal(t, 1, report.Refused[drive.ServerWrong])
	})
	t.Run("somebody who is matched by something else is the data's", func(t *testing.T) {
		t.Parallel()
		s := newServer(model.Tolerant)
		s.Put("/Users/9", user)
		report, _ := driven(t, s, one, func(opt *drive.Options) {
			opt.Job, _ = jobOf(t, `{"mappings": [{"target": "externalId", "from": "objectId", "match": 1}, {"target": "userName", "from": "userPrincipalName"}]}`)
			// Without a profile nobody asks before whether a name is free.
			opt.Job.Objects[0].Mapping.Profile, opt.Job.Objects[0].Options.Profile = mapping.ProfileNone, mapping.ProfileNone
			var err error
			opt.Engine, err = provision.New(*opt.Job)
			require.NoError(t, err)
		})
		require.Contains(t, words(report), "client conflict RFC 7644 3.3")
		require.Equal(t, 1, report.Refused[drive.ClientWrong])
		require.Zero(t, report.Refused[drive.ServerWrong])
	})
}

// A server that ends in the middle: what was not sent is named for each object, and nothing is clean.
func TestAServerThatEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	for n := 6; n <= 23; n++ {
		s := newServer(model.Tolerant)
		s.before = func(s *server, _ *http.Request, _ []byte) *reply {
			if s.n > n {
				panic(http.ErrAbortHandler)
			}
			return nil
		}
		report, events := driven(t, quiet{s}, everybody(), nil)
		require.NotEmpty(t, report.Stopped, n)
		require.False(t, report.Clean(), n)
		posted := map[string]bool{}
		for _, e := range events {
			if e.Method == http.MethodPost && e.Status == 201 || e.Verdict == drive.NotSent {
				posted[e.Object] = true
			}
		}
		for _, name := range []string{"Ada.a@example.com", "Ada.b@example.com", "Ada.c@example.com", "Planners"} {
			require.True(t, posted[name], "%s after %d requests", name, n)
		}
	}
}

// quiet is a server whose lock is free after a panic.
type quiet struct{ *server }

func TestWhatCannotBeDriven(t *testing.T) {
	t.Parallel()
	job, engine := jobOf(t, users)
	run := func(opt drive.Options) error {
		if opt.Job == nil {
			opt.Job, opt.Engine, opt.Sources = job, engine, sources(nil)
		}
		opt.Server.Retries = -1
		report, err := drive.Run(t.Context(), opt)
		require.Nil(t, report)
		return err
	}
	web := httptest.NewServer(newServer(model.Tolerant))
	defer web.Close()
	closed := httptest.NewServer(http.NotFoundHandler())
	at := closed.URL
	closed.Close()
	html := httptest.NewServer(http.NotFoundHandler())
	defer html.Close()
	login := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>sign in</html>")) }))
	defer login.Close()
	for name, tt := range map[string]struct {
		opt  drive.Options
		want string
	}{
		"nobody answers":                {drive.Options{URL: at + "/scim"}, "no answer"},
		"the wrong token":               {drive.Options{URL: web.URL + "/scim", Server: scim.Options{Token: "wrong-token"}}, "does not accept the credentials (status 401)"},
		"another computer":              {drive.Options{URL: "http://192.0.2.1/scim"}, "no loopback address"},
		"another computer by IPv6":      {drive.Options{URL: "http://[2001:db8::1]/scim"}, "no loopback address"},
		"an address that is every one":  {drive.Options{URL: "http://0.0.0.0:1/scim"}, "no loopback address"},
		"no SCIM there":                 {drive.Options{URL: html.URL + "/scim"}, "there is no SCIM endpoint"},
		"nobody":                        {drive.Options{URL: web.URL + "/scim", Server: scim.Options{Token: "secret-token"}}, "there are no source objects"},
		"a page to sign in":             {drive.Options{URL: login.URL}, "there is no SCIM endpoint: want a JSON object"},
		"one cycle":                     {drive.Options{URL: web.URL, Cycles: 1}, "want two cycles or more"},
		"credentials in the URL":        {drive.Options{URL: "http://a:b@127.0.0.1/scim"}, "credentials"},
		"a client of the caller's":      {drive.Options{URL: web.URL, Server: scim.Options{HTTP: http.DefaultClient}}, "without HTTP"},
		"a URL that is none":            {drive.Options{URL: "127.0.0.1"}, "want a URL"},
		"source objects cannot be read": {drive.Options{URL: web.URL + "/scim", Server: scim.Options{Token: "secret-token"}, Job: job, Engine: engine, Sources: failing}, "the file is gone"},
	} {
		err := run(tt.opt)
		require.ErrorContains(t, err, tt.want, name)
		require.NotContains(t, err.Error(), "wrong-token")
	}
	require.EqualError(t, func() error { _, err := drive.Run(t.Context(), drive.Options{}); return err }(), "want a job, its engine and its source objects")
}

// A server that wants to be asked again is.
func TestRetryAfterIsHonored(t *testing.T) {
	t.Parallel()
	s := newServer(model.Tolerant)
	refusals := 0
	s.before = func(_ *server, r *http.Request, _ []byte) *reply {
		if r.Method == http.MethodPost && refusals < 2 {
			refusals++
			return &reply{status: 429, header: http.Header{"Retry-After": {"0"}}}
		}
		return nil
	}
	report, _ := driven(t, s, everybody(), func(opt *drive.Options) { opt.Server.Retries = 3 })
	require.Empty(t, words(report))
	require.Equal(t, 2, refusals)
	s = newServer(model.Tolerant)
	s.before = func(_ *server, r *http.Request, _ []byte) *reply {
		if r.Method == http.MethodPost {
			return &reply{status: 429, header: http.Header{"Retry-After": {"0"}}}
		}
		return nil
	}
	report, _ = driven(t, s, everybody(), func(opt *drive.Options) { opt.Server.Retries = 1 })
	require.Contains(t, words(report), "server too-many RFC 6585 4")
	require.Equal(t, 4, report.Refused[drive.ServerWrong])
	require.Positive(t, report.Again)
}

// With hidden values nothing of people is in events and report; the token is nowhere in any case.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	for _, hide := range []bool{false, true} {
		s := newServer(model.Strict)
		s.after = func(_ *server, r *http.Request, a *reply) {
			if r.Method == http.MethodPatch && isError(a) {
				a.body["detail"] = "Ada.a@example.com cannot be changed, " + r.Header.Get("Authorization")
			}
		}
		list := everybody()
		report, events := driven(t, s, list, func(opt *drive.Options) {
			opt.HideValues = hide
			if hide {
				for i := range opt.Job.Objects {
					opt.Job.Objects[i].Mapping.HideValues = true
				}
				var err error
				opt.Engine, err = provision.New(*opt.Job)
				require.NoError(t, err)
			}
		})
		text, err := json.Marshal(map[string]any{"events": events, "report": report})
		require.NoError(t, err)
		var shown strings.Builder
		require.NoError(t, report.WriteText(&shown))
		for _, out := range []string{string(text), shown.String(), words(report)} {
			require.NotContains(t, out, "secret-token")
			if hide {
				for _, v := range []string{"Ada", "example.com", "Planner", "+1 555"} {
					require.NotContains(t, out, v)
				}
			}
		}
	}
}

// Three cycles: the second sends what the first could not, and the third is empty.
func TestALaterCycleSendsWhatIsLeft(t *testing.T) {
	t.Parallel()
	s, refusals := newServer(model.Tolerant), 0
	s.before = func(_ *server, r *http.Request, body []byte) *reply {
		if r.Method == http.MethodPost && strings.Contains(string(body), "Ada.a@") && refusals == 0 {
			refusals++
			return failed(500, "")
		}
		return nil
	}
	report, events := driven(t, s, everybody(), func(opt *drive.Options) { opt.Cycles = 3 })
	require.Zero(t, report.Again, words(report))
	require.Equal(t, 3, events[len(events)-1].Cycle)
	require.Contains(t, words(report), "unsent unsent : a request was not sent | the reference to User Ada.a@example.com, which was not created")
	require.Equal(t, 5, report.Requests["POST"])
}

func TestACanceledDriveEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	s := newServer(model.Tolerant)
	s.before = func(_ *server, r *http.Request, _ []byte) *reply {
		if r.Method == http.MethodPost {
			cancel()
		}
		return nil
	}
	web := httptest.NewServer(s)
	defer web.Close()
	opt := drive.Options{URL: web.URL + "/scim", Server: scim.Options{Token: "secret-token"}, Sources: sources(everybody())}
	opt.Job, opt.Engine = jobOf(t, users, groups)
	_, err := drive.Run(ctx, opt)
	require.ErrorIs(t, err, context.Canceled)
}

// The form of a look-up that Microsoft's pages have and the grammar of filters has not.
func TestALookUpThatTheGrammarOfFiltersDoesNotHave(t *testing.T) {
	t.Parallel()
	set := func(opt *drive.Options) {
		opt.Job, opt.Engine = jobOf(t, `{"mappings": [{"target": "emails[type eq \"work\"].value", "from": "mail", "match": 1}, {"target": "userName", "from": "userPrincipalName"}]}`)
	}
	report, _ := driven(t, newServer(model.Tolerant), []provision.Source{person(1)}, set)
	require.Empty(t, words(report))
	report, _ = driven(t, newServer(model.Strict), []provision.Source{person(1)}, set)
	require.Contains(t, words(report), "client client RFC 7644 3.4.2.2")
	require.NotContains(t, words(report), "server search-status")
	require.Equal(t, 2, report.Unsent, "it is planned in neither cycle")
	s := newServer(model.Tolerant)
	s.after = on("GET", isList, func(a *reply) { *a = *failed(400, "invalidFilter") })
	report, _ = driven(t, s, []provision.Source{person(1)}, nil)
	require.Contains(t, words(report), "server search-status RFC 7644 3.4.2")
}

// custom is an extension that no RFC defines.
const custom = "urn:ietf:params:scim:schemas:extension:example:2.0:User"

// An attribute of an application's own: a server that declares it has to take it, and one that does not need not.
func TestAttributesOfTheServersOwn(t *testing.T) {
	t.Parallel()
	set := func(opt *drive.Options) {
		opt.Job, opt.Engine = jobOf(t, `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1}, {"target": "`+custom+`:badge", "from": "objectId"}]}`)
	}
	refuses := func(_ *server, r *http.Request, _ []byte) *reply {
		if r.Method == http.MethodPost {
			return failed(400, "invalidValue")
		}
		return nil
	}
	schemas, err := model.ReadSchemas(model.Document{Name: "server", Data: []byte(`{"Schemas": [{"id": "urn:ietf:params:scim:schemas:core:2.0:User", "name": "User", "attributes": [
		{"name": "userName", "type": "string", "required": true, "uniqueness": "server"}]},
		{"id": "` + custom + `", "name": "Example", "attributes": [{"name": "badge", "type": "string"}]}]}`)})
	require.NoError(t, err)
	declares := newServer(model.Strict)
	declares.Server = model.New(model.Options{Schemas: schemas, AnyCase: true})
	report, _ := driven(t, declares, []provision.Source{person(1)}, set)
	require.Empty(t, words(report))
	declares.before = refuses
	report, _ = driven(t, declares, []provision.Source{person(2)}, set)
	require.Contains(t, words(report), "server refused RFC 7644 3.3")
	other := newServer(model.Strict)
	report, _ = driven(t, other, []provision.Source{person(1)}, set)
	require.Contains(t, words(report), "client client ")
	require.Zero(t, report.Refused[drive.ServerWrong])
}

// A redirect is not followed, wherever it leads, and is no fault of the server's.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := newServer(model.Tolerant)
	other := httptest.NewServer(elsewhere)
	defer other.Close()
	s := newServer(model.Tolerant)
	s.before = func(_ *server, r *http.Request, _ []byte) *reply {
		if r.Method == http.MethodPatch || strings.Contains(r.URL.RawQuery, "Planners") {
			return &reply{status: 307, header: http.Header{"Location": {other.URL + "/scim/Users"}}}
		}
		return nil
	}
	report, _ := driven(t, s, everybody(), nil)
	require.Contains(t, words(report), "unsent redirect RFC 7644 3.12")
	require.Empty(t, elsewhere.asked)
	require.Zero(t, report.Refused[drive.ServerWrong]+report.Refused[drive.ClientWrong])
	require.False(t, report.Clean())
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := newServer(model.Tolerant)
	s.before = func(_ *server, r *http.Request, body []byte) *reply {
		want := ""
		if len(body) > 0 {
			want = "application/scim+json"
		}
		if got := r.Header.Get("Content-Type"); got != want || !strings.HasPrefix(r.Header.Get("Accept"), "application/scim+json") {
			t.Errorf("%s %s: Content-Type %q, Accept %q", r.Method, r.URL, got, r.Header.Get("Accept"))
		}
		return nil
	}
	report, _ := driven(t, s, everybody(), nil)
	require.True(t, report.Clean())
}

// A server whose configuration says that it takes no PATCH, or no filters, is in its right, and the service works with neither.
func TestAServerThatSaysWhatItDoesNotTake(t *testing.T) {
	t.Parallel()
	for feature, want := range map[string]string{"patch": "it takes no PATCH", "filter": "it takes no filters"} {
		schemas, err := model.ReadSchemas(model.Document{Name: "config", Data: []byte(strings.Replace(`{"ServiceProviderConfig": {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
			"patch": {"supported": true}, "filter": {"supported": true, "maxResults": 100}, "bulk": {"supported": false}, "sort": {"supported": false}, "etag": {"supported": false},
			"changePassword": {"supported": false}, "authenticationSchemes": []}}`, `"`+feature+`": {"supported": true`, `"`+feature+`": {"supported": false`, 1))})
		require.NoError(t, err)
		s := newServer(model.Strict)
		s.Server = model.New(model.Options{Schemas: schemas, AnyCase: true})
		report, _ := driven(t, s, everybody(), nil)
		require.Contains(t, words(report), want)
		require.Zero(t, report.Refused[drive.ServerWrong], words(report))
	}
}

// What the mappings do not come to is not sent, and said; the rest is.
func TestWhatIsNotPlannedIsSaid(t *testing.T) {
	t.Parallel()
	set := func(opt *drive.Options) {
		opt.Job, opt.Engine = jobOf(t, `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1}, {"target": "title", "expression": "Mid([jobTitle], 0, 2)"}, {"target": "active", "from": "accountEnabled"}]}`)
	}
	report, _ := driven(t, newServer(model.Tolerant), []provision.Source{person(1), person(2, "userPrincipalName", nil)}, set)
	require.Contains(t, words(report), "unsent unsent : a request was not sent: title |")
	require.Contains(t, words(report), "unsent unsent : a request was not sent | no matching attribute has a value: userName")
	require.Equal(t, 1, report.Requests["POST"])
	require.False(t, report.Clean())
	many := func(opt *drive.Options) {
		opt.Job, _ = jobOf(t, users)
		opt.Job.Objects[0].Options.HardDelete = true
		require.NoError(t, opt.Job.MaxDisables.UnmarshalText([]byte("0")))
		var err error
		opt.Engine, err = provision.New(*opt.Job)
		require.NoError(t, err)
	}
	s := newServer(model.Tolerant)
	report, _ = driven(t, s, []provision.Source{person(1)}, many)
	require.True(t, report.Clean(), words(report))
	left := person(1)
	left.Deleted = provision.HardDeleted
	report, _ = driven(t, s, []provision.Source{left}, many)
	require.Contains(t, words(report), "the object is staged")
	require.Zero(t, report.Requests["DELETE"])
}
