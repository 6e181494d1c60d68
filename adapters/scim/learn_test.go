package scim_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// text returns an attribute of an object as text.
func text(o *provision.Object, name string) string {
	path := value.ParsePath(name)
	return o.Attrs.Attribute(&path).Text()
}

// TestOnlyWhatIsWantedIsSent, where the server is known to send all of it: what is wanted is there in any case.
func TestOnlyWhatIsWantedIsSent(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		server *server
		want   []string
		spared bool
	}{
		{"plain names", &server{}, []string{"userName", "displayName"}, true},
		{"names of extensions", &server{}, []string{enterprise + ":department", enterprise + ":employeeNumber"}, true},
		{"names of extensions, which the server does not know there", &server{losesExtensions: true}, []string{enterprise + ":department"}, false},
		{"parts", &server{}, []string{workMail}, true},
		{"names that nobody has, so that nothing can be tried", &server{}, []string{"userName", "nickName"}, false},
		{"names that are none of SCIM's", &server{}, []string{"userName", "custom:x"}, false},
		{"a server that refuses it", &server{noAttributes: true}, []string{"userName"}, false},
	} {
		for _, scan := range []scim.Scan{scim.ScanNever, scim.ScanAlways} {
			s := row.server
			s.asked, s.objects = nil, people(9)
			d := open(t, s, scim.Options{Retries: -1, Scan: scan})
			hits, err := d.Find(t.Context(), []provision.Query{query("userName", "user5@example.com", row.want...)})
			require.NoError(t, err, row.name)
			require.Equal(t, [][]string{{"id5"}}, ids(hits), row.name)
			for _, name := range row.want {
				path := value.ParsePath(name)
				require.Equal(t, value.Fold(s.objects[4]).Attribute(&path).Text(), text(hits[0][0], name), row.name)
			}
			last := s.asked[len(s.asked)-1].Query()
			require.Equal(t, row.spared, last.Has("attributes"), "%s: %v", row.name, last)
		}
	}
}

// TestGroupsComeWithoutMembersUnlessTheyAreWanted, as the service asks for them.
func TestGroupsComeWithoutMembersUnlessTheyAreWanted(t *testing.T) {
	t.Parallel()
	s := &server{groups: []*value.Object{person("id", "g1", "displayName", "One", "members", []any{map[string]any{"value": "1"}})}}
	d := open(t, s, quick())
	q := provision.Query{Type: "Group", Attribute: "displayName", Value: value.String("one"), Want: []string{"displayName", "externalId"}}
	_, err := d.Find(t.Context(), []provision.Query{q})
	require.NoError(t, err)
	for _, u := range s.asked[2:] {
		require.Equal(t, "members", u.Query().Get("excludedAttributes"))
	}
	s.asked, q.Want = nil, []string{"members"}
	hits, err := d.Find(t.Context(), []provision.Query{q})
	require.NoError(t, err)
	require.Equal(t, "1", text(hits[0][0], "members.value"))

	s.before = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		if r.URL.Query().Has("excludedAttributes") {
			refuse(w, 400, "invalidValue")
			return true
		}
		return false
	}
	hits, err = open(t, s, quick()).Find(t.Context(), []provision.Query{{Type: "Group", Attribute: "displayName", Value: value.String("one")}})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"g1"}}, ids(hits))
}

// TestAllAreReadWhereThatIsCheaper, but never more than may be, and never without leave.
func TestAllAreReadWhereThatIsCheaper(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name      string
		people    int
		opt       scim.Options
		questions int
		read      bool
	}{
		{"many questions about few accounts", 50, scim.Options{Scan: scim.ScanAuto}, 50, true},
		{"one question about a page of accounts", 50, scim.Options{Scan: scim.ScanAuto}, 1, true},
		{"one question about many accounts", 5000, scim.Options{Scan: scim.ScanAuto, PageSize: 10}, 1, false},
		{"without leave", 50, scim.Options{}, 50, false},
		{"more accounts than may be read", 50, scim.Options{Scan: scim.ScanAuto, MaxScan: 40}, 50, false},
	} {
		s := &server{objects: people(row.people)}
		row.opt.Retries = -1
		d := open(t, s, row.opt)
		var queries []provision.Query
		for i := 1; i <= row.questions; i++ {
			queries = append(queries, query("userName", fmt.Sprintf("user%d@example.com", i)))
		}
		hits, err := d.Find(t.Context(), queries)
		require.NoError(t, err)
		require.Equal(t, []string{"id1"}, ids(hits)[0])
		before := d.Client().Counts().Requests
		_, err = d.Find(t.Context(), []provision.Query{query("userName", "later")})
		require.NoError(t, err)
		require.Equal(t, row.read, d.Client().Counts().Requests == before, row.name)
	}
	d := open(t, &server{objects: people(50)}, scim.Options{Scan: scim.ScanAlways, MaxScan: 40})
	_, err := d.Find(t.Context(), []provision.Query{query("userName", "x")})
	require.ErrorContains(t, err, "more than 40 objects")
	// Where the filter cannot be trusted either, that is what is said.
	d = open(t, &server{objects: people(50), noExtensions: true}, scim.Options{Scan: scim.ScanAuto, MaxScan: 40})
	_, err = d.Find(t.Context(), []provision.Query{query(enterprise+":employeeNumber", "E1")})
	require.ErrorContains(t, err, "cannot be trusted")
}

// TestWhatHasBeenReadIsReadAgainForWhoWantsMore.
func TestWhatHasBeenReadIsReadAgainForWhoWantsMore(t *testing.T) {
	t.Parallel()
	d := open(t, &server{objects: people(9)}, scim.Options{Scan: scim.ScanAlways})
	for _, name := range []string{"displayName", enterprise + ":department", "nickName", "displayName"} {
		hits, err := d.Find(t.Context(), []provision.Query{query("userName", "user5@example.com", name)})
		require.NoError(t, err)
		require.Len(t, hits[0], 1)
		want := map[string]string{"displayName": "Example 5", enterprise + ":department": "Unit 5"}
		require.Equal(t, want[name], text(hits[0][0], name))
	}
}

// TestARequestThatIsTooMuchIsDivided: servers and proxies limit the length of a URL, the number of hits and more.
func TestARequestThatIsTooMuchIsDivided(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*server{
		"a short URL": {before: func(w http.ResponseWriter, r *http.Request, _ int) bool {
			if len(r.URL.RawQuery) > 500 {
				w.WriteHeader(http.StatusRequestURITooLong)
				return true
			}
			return false
		}},
		"few hits, and always the first ones": {pageCap: 4, repeatsPages: true},
		"a filter of few parts": {before: func(w http.ResponseWriter, r *http.Request, _ int) bool {
			if strings.Count(r.URL.Query().Get("filter"), " or ") > 4 {
				refuse(w, 400, "invalidFilter")
				return true
			}
			return false
		}},
	} {
		s.objects = people(30)
		d := open(t, s, quick())
		var queries []provision.Query
		var want [][]string
		for i := 1; i <= 30; i++ {
			queries, want = append(queries, query("userName", fmt.Sprintf("user%d@example.com", i))), append(want, []string{fmt.Sprint("id", i)})
		}
		hits, err := d.Find(t.Context(), queries)
		require.NoError(t, err, name)
		require.Equal(t, want, ids(hits), name)
	}
}

// TestAnAttributeThatIsNeverReturnedIsTheServersToCompare: what a server finds by it is believed if it has shown that it does not find everybody.
func TestAnAttributeThatIsNeverReturnedIsTheServersToCompare(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(4)}
	s.before = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		switch filter := r.URL.Query().Get("filter"); {
		case !strings.HasPrefix(filter, "secretName"):
			return false
		case filter == `secretName eq "ann"`:
			reply(w, 200, map[string]any{"totalResults": 1, "Resources": []any{s.objects[2]}})
		default:
			reply(w, 200, map[string]any{"totalResults": 0})
		}
		return true
	}
	d := open(t, s, quick())
	hits, err := d.Find(t.Context(), []provision.Query{query("secretName", "ann"), query("secretName", "bob")})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"id3"}, {}}, ids(hits))
}

// TestTypes: where objects of a type are is what the options say, then what the server says, then the plural. What leads away from the server is
// not followed.
func TestTypes(t *testing.T) {
	t.Parallel()
	types := func(endpoints ...string) func(http.ResponseWriter, *http.Request, int) bool {
		var list []any
		for i := 0; i < len(endpoints); i += 2 {
			list = append(list, map[string]any{"name": endpoints[i], "endpoint": endpoints[i+1]})
		}
		return func(w http.ResponseWriter, r *http.Request, _ int) bool {
			if strings.HasSuffix(r.URL.Path, "ResourceTypes") {
				reply(w, 200, map[string]any{"Resources": list})
				return true
			}
			return false
		}
	}
	for _, row := range []struct {
		name, kind string
		before     func(http.ResponseWriter, *http.Request, int) bool
		opt        map[string]string
		want       string
	}{
		{"the server says", "person", types("Person", "/Users"), nil, "/scim/Users"},
		{"the server says so without a slash", "Person", types("Person", "Users/"), nil, "/scim/Users"},
		{"the options say otherwise", "Person", types("Person", "/Groups"), map[string]string{"PERSON": "Users"}, "/scim/Users"},
		{"nobody says", "User", types(), nil, "/scim/Users"},
		{"another host", "User", types("User", "https://evil.example.com/Users"), nil, "/scim/Users"},
		{"a way up", "User", types("User", "/../admin"), nil, "/scim/Users"},
		{"a query", "User", types("User", "/Users?x=1"), nil, "/scim/Users"},
	} {
		s := &server{objects: people(2), before: row.before}
		d := open(t, s, scim.Options{Types: row.opt, Retries: -1})
		n := 0
		for _, err := range d.Objects(t.Context(), row.kind) {
			require.NoError(t, err, row.name)
			n++
		}
		require.Equal(t, 2, n)
		require.Equal(t, row.want, s.asked[len(s.asked)-1].Path, row.name)
	}
	_, err := open(t, &server{}, quick()).Find(t.Context(), []provision.Query{{Type: "../x y", Attribute: "id", Value: value.String("1")}})
	require.ErrorContains(t, err, "404")
}

// TestAQuestionAboutEveryTypeIsPutToEachOfThem.
func TestAQuestionAboutEveryTypeIsPutToEachOfThem(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(2), groups: []*value.Object{person("id", "g", "displayName", "Example 2")}}
	for _, scan := range []scim.Scan{scim.ScanNever, scim.ScanAlways} {
		d := open(t, s, scim.Options{Scan: scan, Retries: -1})
		hits, err := d.Find(t.Context(), []provision.Query{{Attribute: "displayName", Value: value.String("example 2")}, {Value: value.String("g")}, {Value: value.String("id1")}})
		require.NoError(t, err)
		require.Equal(t, [][]string{{"id2", "g"}, {"g"}, {"id1"}}, ids(hits))
		require.Equal(t, []string{"User", "Group"}, []string{hits[0][0].Type, hits[0][1].Type})
	}
}

// TestIDs: an answer to the question about one object is that object, nothing, or an error.
func TestIDs(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		do   func(http.ResponseWriter, *http.Request)
		want []string
		err  string
	}{
		{"no such object", status(404, `{"status":"404"}`), nil, ""},
		{"no such object, without a body", status(404, ""), nil, ""},
		{"a page that says so", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusNotFound)
		}, nil, "404"},
		{"an id that none of the server's can be", status(400, ""), []string{"id1"}, ""}, // and found by a filter
		{"an object with another id", status(200, `{"id":"other"}`), nil, ""},
		{"an object without an id", status(200, `{"userName":"x"}`), nil, "want a resource with an id"},
		{"a list", status(200, `[]`), nil, "no JSON"},
		{"forbidden", status(403, ""), nil, "403"},
		{"broken", status(500, ""), nil, "500"},
	} {
		s := &server{objects: people(2)}
		s.before = func(w http.ResponseWriter, r *http.Request, _ int) bool {
			if strings.HasPrefix(r.URL.Path, "/scim/Users/") {
				row.do(w, r)
				return true
			}
			return false
		}
		hits, err := open(t, s, quick()).Find(t.Context(), []provision.Query{query("", "id1")})
		if row.err != "" {
			require.ErrorContains(t, err, row.err, row.name)
			require.NotContains(t, err.Error(), "id1")
			continue
		}
		require.NoError(t, err, row.name)
		require.Equal(t, append([]string{}, row.want...), ids(hits)[0], row.name)
	}
}

// TestManyIDsAreAskedForTogether, where the server finds objects so.
func TestManyIDsAreAskedForTogether(t *testing.T) {
	t.Parallel()
	for _, noFilter := range []bool{false, true} {
		s := &server{objects: people(100), noFilter: noFilter}
		d := open(t, s, quick())
		var queries []provision.Query
		var want [][]string
		for i := 1; i <= 100; i++ {
			queries, want = append(queries, query("", fmt.Sprint("id", i)), query("", fmt.Sprint("none", i))), append(want, []string{fmt.Sprint("id", i)}, []string{})
		}
		hits, err := d.Find(t.Context(), queries)
		require.NoError(t, err)
		require.Equal(t, want, ids(hits))
		one := slices.ContainsFunc(s.asked, func(u *url.URL) bool { return strings.Contains(u.Path, "/Users/id") })
		require.Equal(t, noFilter, one)
	}
}
