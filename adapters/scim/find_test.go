package scim_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/mapping/provision"
)

const workMail = `emails[type eq "work"].value`

func TestFind(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		server *server
		opt    scim.Options
		query  provision.Query
		want   []string
		err    string
	}{
		{"a user name finds its account", &server{}, scim.Options{}, query("userName", "user2@example.com"), []string{"id2"}, ""},
		{"case does not count", &server{}, scim.Options{}, query("USERNAME", "User2@Example.com"), []string{"id2"}, ""},
		{"case counts where the query says so", &server{}, scim.Options{}, provision.Query{Type: "User", Attribute: "userName", Value: query("", "USER2@example.com").Value, CaseExact: true}, nil, ""},
		{"a name that nobody has finds nothing", &server{}, scim.Options{}, query("userName", "nobody"), nil, ""},
		{"an address in brackets is the RFC's filter", &server{onlyRFCForm: true}, scim.Options{}, query(workMail, "w-user3@example.com"), []string{"id3"}, ""},
		{"an address in brackets is Entra's filter where the server wants that", &server{onlyEntraForm: true}, scim.Options{}, query(workMail, "w-user3@example.com"), []string{"id3"}, ""},
		{"an address in brackets is compared here where the server knows neither", &server{onlyValueForm: true}, scim.Options{}, query(workMail, "w-user3@example.com"), []string{"id3"}, ""},
		{"the other address is none of these", &server{}, scim.Options{}, query(workMail, "h-user3@example.com"), nil, ""},
		{"the other address is none of these either where the server finds it", &server{onlyValueForm: true}, scim.Options{}, query(workMail, "h-user3@example.com"), nil, ""},
		{"an extension's attribute", &server{}, scim.Options{}, query(enterprise+":employeeNumber", "e4"), []string{"id4"}, ""},
		{"a name with the core schema's URN is the same one", &server{}, scim.Options{}, query("urn:ietf:params:scim:schemas:core:2.0:User:userName", "user2@example.com"), []string{"id2"}, ""},
		{"a server that does not find extensions is not believed", &server{noExtensions: true}, scim.Options{}, query(enterprise+":employeeNumber", "E4"), nil, "it does not find an object that has it"},
		{"where all objects may be read they are", &server{noExtensions: true}, scim.Options{Scan: scim.ScanAuto, PageSize: 2}, query(enterprise+":employeeNumber", "E4"), []string{"id4"}, ""},
		{"a server that tells case is not believed", &server{caseExact: true}, scim.Options{}, query("userName", "user2@example.com"), nil, "it tells upper from lower case"},
		{"a server that tells case is believed where the mapping does", &server{caseExact: true}, scim.Options{}, provision.Query{Type: "User", Attribute: "userName", Value: query("", "user2@example.com").Value, CaseExact: true}, []string{"id2"}, ""},
		{"a server that tells case is read", &server{caseExact: true}, scim.Options{Scan: scim.ScanAuto, PageSize: 2}, query("userName", "USER2@example.com"), []string{"id2"}, ""},
		{"the case of external ids is the server's (RFC 7643, 3.1)", &server{caseExact: true}, scim.Options{}, query("externalId", "x3"), []string{"id3"}, ""},
		{"a server that ignores filters is not believed", &server{ignores: true}, scim.Options{}, query("userName", "nobody"), nil, "it finds objects that have another value"},
		{"a server that ignores filters is read", &server{ignores: true}, scim.Options{Scan: scim.ScanAuto}, query("userName", "user5@example.com"), []string{"id5"}, ""},
		{"a server that finds parts of values says so of what nobody has", &server{contains: true}, scim.Options{}, query("userName", "user2"), nil, "it finds an object that has another value"},
		{"a server without filters says so", &server{noFilter: true}, scim.Options{}, query("userName", "user2@example.com"), nil, "it refuses it"},
		{"a server without filters is read", &server{noFilter: true}, scim.Options{Scan: scim.ScanAlways}, query("userName", "user2@example.com"), []string{"id2"}, ""},
		{"a server that shows nobody is believed", &server{noUnfiltered: true}, scim.Options{}, query("userName", "user2@example.com"), []string{"id2"}, ""},
		{"a server that shows nobody and ignores filters is not", &server{noUnfiltered: true, ignores: true}, scim.Options{}, query("userName", "user2@example.com"), nil, "it finds objects for a value that none has"},
		{"an attribute that nobody has finds nobody", &server{}, scim.Options{}, query("nickName", "ann"), nil, ""},
		{"several accounts are two", &server{}, scim.Options{}, query(enterprise+":department", "unit 1"), []string{"id1", "id8"}, ""},
		{"a boolean is asked for as one", &server{}, scim.Options{}, query("active", "True"), []string{"id1", "id2"}, ""},
		{"an object is found by its id", &server{}, scim.Options{}, query("", "id7"), []string{"id7"}, ""},
		{"an id that is none finds nothing", &server{}, scim.Options{}, query("", "id/7?x=1#"), nil, ""},
		{"an id that leads elsewhere finds nothing", &server{}, scim.Options{}, query("", ".."), nil, ""},
		{"a name that is no attribute's is refused", &server{}, scim.Options{}, query(`userName pr or userName`, "x"), nil, "it is no name of SCIM's"},
		{"a name with a quotation mark is refused", &server{}, scim.Options{}, query(`x" or id pr or "`, "x"), nil, "no filter can ask"},
		{"a name with a line break is refused", &server{}, scim.Options{}, query("userName\r\nX: y", "x"), nil, "no filter can ask"},
		{"a name without a URN is refused", &server{}, scim.Options{}, query("custom:country", "DE"), nil, "no filter can ask"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := row.server
			s.objects = people(12)
			row.opt.Retries = -1
			d := open(t, s, row.opt)
			hits, err := d.Find(t.Context(), []provision.Query{row.query})
			if row.err != "" {
				require.ErrorContains(t, err, row.err)
				require.NotContains(t, err.Error(), "example.com")
				return
			}
			require.NoError(t, err)
			got := ids(hits)[0]
			if len(got) > 2 {
				got = got[:2]
			}
			require.Equal(t, append([]string{}, row.want...), got)
		})
	}
}

// hostile are values that would be more than a value if they were not escaped.
var hostile = []string{
	`" or userName pr or "`, `user1@example.com" or userName eq "user2@example.com`, `\" or userName pr or \"`, `back\slash`, `say "hi"`, "tab\tand\nline", "nul\x00here",
	`*`, `*)(uid=*`, `a&startIndex=2`, `a#b`, `a+b`, `a%20b`, `100%`, "日本語", "Zoë", `{"a":1}`, `true`, `12`, `]`, `x] or emails[type eq "home`, "'; drop", " lead", "trail ", strings.Repeat("x", 3000),
}

func TestAValueIsAValueWhateverIsInIt(t *testing.T) {
	t.Parallel()
	for _, several := range []bool{false, true} {
		s := &server{objects: people(3), noOr: !several}
		var queries []provision.Query
		var want [][]string
		for _, text := range hostile {
			s.objects = append(s.objects, person("userName", text, "emails", []any{map[string]any{"type": "work", "value": text}}))
			queries = append(queries, query("userName", text), query(workMail, text), query("userName", text+"!"))
			want = append(want, []string{"id-" + text}, []string{"id-" + text}, []string{})
		}
		d := open(t, s, quick())
		hits, err := d.Find(t.Context(), queries)
		require.NoError(t, err)
		require.Equal(t, want, ids(hits))
		for _, text := range hostile {
			hits, err := d.Find(t.Context(), []provision.Query{query("", "id-"+text), query("", text)})
			require.NoError(t, err)
			require.Equal(t, [][]string{{"id-" + text}, {}}, ids(hits), text)
		}
	}
}

func TestQuestionsGoOutTogetherWhereTheServerUnderstandsThat(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		server *server
		most   int
	}{
		{"a server with or", &server{}, 20},
		{"a server that returns few", &server{maxResults: 10, pageCap: 10}, 35},
		{"a server without or", &server{noOr: true}, 210},
		{"a server with pages that are smaller", &server{pageCap: 7}, 45},
	} {
		s := row.server
		s.objects = people(400)
		d := open(t, s, quick())
		var queries []provision.Query
		var want [][]string
		for i := range 200 {
			o := s.objects[i*2]
			queries = append(queries, query("userName", strings.ToUpper(o.Get("userName").Text()), "userName", "displayName"))
			want = append(want, []string{o.Get("id").Text()})
		}
		hits, err := d.Find(t.Context(), queries)
		require.NoError(t, err, row.name)
		require.Equal(t, want, ids(hits), row.name)
		require.LessOrEqual(t, d.Client().Counts().Requests, int64(row.most), row.name)
	}
}
