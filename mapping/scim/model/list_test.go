package model_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// people are the users of a server that is searched, by their names.
var people = []string{
	`{"userName": "ada", "title": "Engineer", "active": true, "externalId": "E1", "name": {"givenName": "Ada", "familyName": "Lee"}, "password": "s3cret",
		"emails": [{"type": "work", "value": "ada@x.example", "primary": true}, {"type": "home", "value": "ada@home.example"}], "` + enterprise + `": {"department": "Sales", "manager": {"value": "2"}}}`,
	`{"userName": "Bo", "title": "Lead", "active": false, "externalId": "e1", "name": {"givenName": "Bo"}, "emails": [{"type": "home", "value": "bo@x.example"}], "roles": [{"value": "admin"}]}`,
	`{"userName": "cy.d", "name": {"familyName": "Ahn"}, "` + enterprise + `": {"department": "IT"}}`,
}

// server returns a server of these people.
func server(t testing.TB, opt model.Options) *model.Server {
	t.Helper()
	s := model.New(opt)
	for i, p := range people {
		s.Put(fmt.Sprintf("/Users/%d", i+1), object(t, p))
	}
	return s
}

// found returns the names of the users of a list.
func found(t testing.TB, answer model.Answer) string {
	t.Helper()
	require.Equal(t, 200, answer.Status, answer.Detail)
	o := object(t, string(answer.Body))
	var names []string
	for _, r := range o.Get("Resources").Members() {
		user, _ := r.AsObject()
		names = append(names, user.GetFold("userName").Text())
	}
	n, _ := o.Get("itemsPerPage").AsInteger()
	require.Len(t, names, int(n))
	return strings.Join(names, " ")
}

// Who is found by a filter of RFC 7644, 3.4.2.2, or why it is refused: "!" and the RFC's word. A second answer is that of the tolerant profile.
func TestFilters(t *testing.T) {
	t.Parallel()
	for filter, want := range map[string]string{
		`userName eq "ADA"`:                                   "ada",
		`USERNAME EQ "ada"`:                                   "ada",
		`userName eq "ad"`:                                    "",
		user + `:userName eq "bo"`:                            "Bo",
		`userName ne "ada"`:                                   "Bo cy.d",
		`userName co "D"`:                                     "ada cy.d",
		`userName sw "C"`:                                     "cy.d",
		`userName ew "A"`:                                     "ada",
		`userName gt "bo"`:                                    "cy.d",
		`userName ge "bo"`:                                    "Bo cy.d",
		`userName lt "bo"`:                                    "ada",
		`userName le "bo"`:                                    "ada Bo",
		`title pr`:                                            "ada Bo",
		`not (title pr)`:                                      "cy.d",
		`title eq null`:                                       "cy.d",
		`title ne null`:                                       "ada Bo",
		`externalId eq "e1"`:                                  "Bo",
		`active eq true`:                                      "ada",
		`active ne true`:                                      "Bo cy.d",
		`active eq "True"`:                                    "!invalidFilter|ada",
		`active gt false`:                                     "!invalidFilter",
		`active co "t"`:                                       "!invalidFilter",
		`name.familyName eq "lee"`:                            "ada",
		`name pr`:                                             "ada Bo cy.d",
		`name eq "x"`:                                         "!invalidFilter",
		`emails co "x.example"`:                               "ada Bo",
		`emails.value ew "home.example"`:                      "ada",
		`emails.type eq "work"`:                               "ada",
		`emails[type eq "work"]`:                              "ada",
		`emails[type eq "home" and value co "bo"]`:            "Bo",
		`emails[type eq "work" and value co "home"]`:          "",
		`emails[not (type eq "home")]`:                        "ada",
		`emails[primary eq true]`:                             "ada",
		`emails[type eq "home"] and title eq "lead"`:          "Bo",
		`emails[type eq "work"].value eq "ada@x.example"`:     "!invalidFilter|ada",
		`emails[type eq "work"].value eq "bo@x.example"`:      "!invalidFilter|",
		enterprise + `:department eq "it"`:                    "cy.d",
		enterprise + `:manager.value eq "2"`:                  "ada",
		enterprise + `:manager eq "2"`:                        "ada",
		`userName eq "bo" or title eq "engineer"`:             "ada Bo",
		`userName eq "cy.d" or title pr and active eq true`:   "ada cy.d",
		`(userName eq "cy.d" or title pr) and active eq true`: "ada",
		`not (userName eq "ada" or userName eq "bo")`:         "cy.d",
		`not(active eq true) and(title pr)`:                   "Bo",
		`((userName eq "ada"))`:                               "ada",
		`userName eq "a\u0064a"`:                              "ada",
		`id eq "2"`:                                           "Bo",
		`meta.resourceType eq "User" and id eq "3"`:           "cy.d",
		`schemas eq "` + enterprise + `"`:                     "ada cy.d",
		`roles eq "ADMIN"`:                                    "Bo",
		`shoeSize eq "42"`:                                    "!invalidFilter|",
		`urn:x:y:z eq "1"`:                                    "!invalidFilter|",
		`password eq "s3cret"`:                                "!invalidFilter",
		`userName eq 5`:                                       "!invalidFilter",
		`userName`:                                            "!invalidFilter",
		`userName eq`:                                         "!invalidFilter",
		`userName eq ada`:                                     "!invalidFilter",
		`userName eq 'ada'`:                                   "!invalidFilter",
		`userName is "ada"`:                                   "!invalidFilter",
		`userName eq "ada`:                                    "!invalidFilter",
		`userName eq "ada" and`:                               "!invalidFilter",
		`userName eq "ada" userName eq "bo"`:                  "!invalidFilter",
		`(userName eq "ada"`:                                  "!invalidFilter",
		`userName eq "ada")`:                                  "!invalidFilter",
		`not userName eq "ada"`:                               "!invalidFilter",
		`title[value eq "x"]`:                                 "!invalidFilter",
		`emails[type eq "work"`:                               "!invalidFilter",
		``:                                                    "!invalidFilter",
		strings.Repeat("(", 40) + `title pr` + strings.Repeat(")", 40):               "!invalidFilter",
		`userName eq "` + strings.Repeat("x", 9000) + `"`:                            "!invalidFilter",
		`userName eq "ada*)(uid=*"`:                                                  "",
		`emails.value.x eq "a"`:                                                      "!invalidFilter|",
		`emails[emails[type eq "x"]]`:                                                "!invalidFilter|",
		`userName eq {"a":1}`:                                                        "!invalidFilter",
		`userName eq "ada" AND Title PR OR NOT (Title PR)`:                           "ada cy.d",
		`meta.lastModified gt "2011-05-13T04:42:34Z"`:                                "",
		`name.givenName eq "Ada" and name.familyName eq "Lee" and name.givenName pr`: "ada",
	} {
		for _, profile := range []model.Profile{model.Strict, model.Tolerant} {
			strict, tolerant, differ := strings.Cut(want, "|")
			if profile == model.Tolerant && differ {
				strict = tolerant
			}
			answer := server(t, model.Options{Profile: profile}).Do("GET", "/Users?filter="+url.QueryEscape(filter), nil)
			if word, refused := strings.CutPrefix(strict, "!"); refused {
				require.Equal(t, 400, answer.Status, "%s %s: %s", profile, filter, answer.Body)
				require.Equal(t, word, answer.ScimType, "%s %s", profile, filter)
				require.Equal(t, "RFC 7644 3.4.2.2", answer.Section)
				require.NotContains(t, string(answer.Body), "s3cret")
				continue
			}
			require.Equal(t, strict, found(t, answer), "%s %s", profile, filter)
		}
	}
}

// Pages, order and what is shown (RFC 7644, 3.4.2 and 3.9).
func TestLists(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ query, want string }{
		{"", "ada Bo cy.d of 3 from 1"},
		{"?startIndex=2", "Bo cy.d of 3 from 2"},
		{"?startIndex=2&count=1", "Bo of 3 from 2"},
		{"?startIndex=0&count=2", "ada Bo of 3 from 1"},
		{"?startIndex=-7", "ada Bo cy.d of 3 from 1"},
		{"?startIndex=9", " of 3 from 9"},
		{"?count=0", " of 3 from 1"},
		{"?count=-1", " of 3 from 1"},
		{"?count=99999999999", "ada Bo cy.d of 3 from 1"},
		{"?count=x", "!400 invalidValue RFC 7644 3.4.2.4"},
		{"?startIndex=1.5", "!400 invalidValue RFC 7644 3.4.2.4"},
		{"?sortBy=userName&sortOrder=descending", "cy.d Bo ada of 3 from 1"},
		{"?sortBy=name.familyName", "cy.d ada Bo of 3 from 1"},
		{"?sortBy=name.familyName&sortOrder=descending", "Bo ada cy.d of 3 from 1"},
		{"?sortBy=emails", "ada Bo cy.d of 3 from 1"},
		{"?sortBy=emails.value&sortOrder=DESCENDING", "cy.d Bo ada of 3 from 1"},
		{"?sortBy=shoeSize", "!400 invalidValue RFC 7644 3.4.2.3"},
		{"?sortBy=userName&sortOrder=up", "!400 invalidValue RFC 7644 3.4.2.3"},
		{"?attributes=userName&excludedAttributes=id", "!400 invalidValue RFC 7644 3.9"},
		{"?attributes=%5B", "!400 invalidValue RFC 7644 3.9"},
		{"?filter=userName+eq+%22bo%22&count=5", "Bo of 1 from 1"},
		{"?filter=userName+eq+%22nobody%22", " of 0 from 1"},
		{"?filter=%zz", "!400 invalidValue RFC 7644 3.4.2"},
	} {
		answer := server(t, model.Options{}).Do("GET", "/Users"+tt.query, nil)
		if want, refused := strings.CutPrefix(tt.want, "!"); refused {
			require.Equal(t, want, statusText(answer), tt.query)
			continue
		}
		list := object(t, string(answer.Body))
		require.Equal(t, tt.want, fmt.Sprintf("%s of %s from %s", found(t, answer), list.Get("totalResults").Text(), list.Get("startIndex").Text()), tt.query)
		require.Equal(t, `["urn:ietf:params:scim:api:messages:2.0:ListResponse"]`, string(list.Get("schemas").AppendJSON(nil)))
	}
}

// What an answer shows of a resource (RFC 7643, 7; RFC 7644, 3.9).
func TestWhatIsShown(t *testing.T) {
	t.Parallel()
	const meta = `"meta":{"resourceType":"User","location":"/Users/1","version":"W/\"1\""}`
	const head = `{"schemas":["` + user + `","` + enterprise + `"],"id":"1"`
	for query, want := range map[string]string{
		"?attributes=userName":                   head + `,"userName":"ada"}`,
		"?attributes=USERNAME,name.givenName":    head + `,"userName":"ada","name":{"givenName":"Ada"}}`,
		"?attributes=emails.value":               head + `,"emails":[{"value":"ada@x.example"},{"value":"ada@home.example"}]}`,
		"?attributes=" + enterprise + ":manager": head + `,"` + enterprise + `":{"manager":{"value":"2"}}}`,
		"?attributes=" + enterprise:              head + `,"` + enterprise + `":{"department":"Sales","manager":{"value":"2"}}}`,
		"?attributes=password":                   head + `}`,
		"?attributes=meta":                       head + `,` + meta + `}`,
		"?excludedAttributes=emails,name,id,externalId,active,title,meta," + enterprise: head + `,"userName":"ada"}`,
		"?excludedAttributes=emails.type,emails.primary,name.familyName,title,active,externalId,userName," + enterprise + ":manager": head +
			`,"name":{"givenName":"Ada"},"emails":[{"value":"ada@x.example"},{"value":"ada@home.example"}],"` + enterprise + `":{"department":"Sales"},` + meta + `}`,
	} {
		s := server(t, model.Options{})
		answer := s.Do("GET", "/Users/1"+query, nil)
		require.Equal(t, 200, answer.Status, answer.Detail)
		require.Equal(t, "/Users/1", answer.Location)
		require.JSONEq(t, want, string(answer.Body), query)
		list := object(t, string(s.Do("GET", "/Users"+query, nil).Body))
		first, _ := list.Get("Resources").AsList()
		require.JSONEq(t, want, string(first[0].AppendJSON(nil)), query)
	}
	require.NotContains(t, string(server(t, model.Options{}).Do("GET", "/Users", nil).Body), "s3cret", "a password is never shown")
}

// What the server says of a resource changes with it, and only then (RFC 7644, 3.5.2.1).
func TestVersionsAndTimes(t *testing.T) {
	t.Parallel()
	now := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	s := model.New(model.Options{Base: "https://scim.example/v2", Now: func() time.Time { now = now.Add(time.Second); return now }})
	answer := s.Do("POST", "/Users", []byte(`{"schemas":["`+user+`"],"userName":"ada"}`))
	require.Equal(t, "https://scim.example/v2/Users/new-1", answer.Location)
	meta := func(answer model.Answer) string { return read(t, object(t, string(answer.Body)), "meta") }
	require.Equal(t, `{"created":"2030-01-02T03:04:06.000Z","lastModified":"2030-01-02T03:04:06.000Z","location":"https://scim.example/v2/Users/new-1","resourceType":"User","version":"W/\"1\""}`, meta(answer))
	before := meta(s.Do("GET", "/Users/new-1", nil))
	require.Equal(t, 204, s.Do("PATCH", "/Users/new-1", patchBody(`{"op":"replace","path":"userName","value":"ada"}`)).Status)
	require.Equal(t, before, meta(s.Do("GET", "/Users/new-1", nil)), "nothing has changed")
	require.Equal(t, 200, s.Do("PATCH", "/Users/new-1?attributes=title", patchBody(`{"op":"add","path":"title","value":"x"}`)).Status)
	after := meta(s.Do("GET", "/Users/new-1", nil))
	require.NotEqual(t, before, after)
	require.Contains(t, after, `"version":"W/\"2\""`)
	require.Equal(t, `["Bo"]`, read(t, object(t, `{"x":["Bo"]}`), "x"))
	require.Equal(t, "ada", found(t, s.Do("GET", "/Users?filter="+url.QueryEscape(`meta.lastModified gt "2030-01-02T03:04:06Z" and meta.created lt "2031-01-01T00:00:00+01:00"`), nil)))
}

// What there is besides resources (RFC 7644, 3.2 and 4).
func TestEndpoints(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ method, path, body, want string }{
		{"GET", "/users/1", "", "200"},
		{"GET", "/Users/1/", "", "200"},
		{"GET", "Users/?count=1", "", "200"},
		{"GET", "/Users/9", "", "404  RFC 7644 3.12"},
		{"GET", "/Users/%zz", "", "404  RFC 7644 3.12"},
		{"GET", "/Pets", "", "404  RFC 7644 3.12"},
		{"POST", "/Pets", "{}", "404  RFC 7644 3.12"},
		{"GET", "/", "", "404  RFC 7644 3.12"},
		{"GET", "", "", "404  RFC 7644 3.12"},
		{"GET", "/Users/1/2", "", "404  RFC 7644 3.12"},
		{"PUT", "/Users", "{}", "405  RFC 7644 3.2"},
		{"POST", "/Users/1", "{}", "405  RFC 7644 3.2"},
		{"POST", "/Bulk", "{}", "501  RFC 7644 3.7"},
		{"GET", "/Me", "", "501  RFC 7644 3.11"},
		{"GET", "/Schemas", "", "200"},
		{"GET", "/Schemas/" + group, "", "200"},
		{"GET", "/Schemas/urn:x", "", "404  RFC 7644 3.12"},
		{"GET", "/Schemas?filter=x", "", "403  RFC 7644 4"},
		{"POST", "/Schemas", "{}", "405  RFC 7644 3.2"},
		{"GET", "/ResourceTypes", "", "200"},
		{"GET", "/ResourceTypes/User", "", "200"},
		{"GET", "/ServiceProviderConfig", "", "200"},
		{"GET", "/ServiceProviderConfig/x", "", "404  RFC 7644 3.12"},
		{"POST", "/Users/.search", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName eq \"bo\"","attributes":["userName","name.givenName"]}`, "200"},
		{"POST", "/Users/.search", `{"filter":"userName eq \"bo\""}`, "400 invalidSyntax RFC 7644 3.4.3"},
		{"GET", "/Users/.search", "", "405  RFC 7644 3.2"},
		{"POST", "/.search", "{}", "501  RFC 7644 3.4.3"},
		{"GET", "/Users?" + strings.Repeat("x", 20<<10), "", "414  RFC 7644 3.4.2"},
		{"POST", "/Users", strings.Repeat(" ", 2<<20), "413  RFC 7644 3.12"},
		{"PATCH", "/Users/1", string(patchBody(strings.Repeat(`{"op":"remove","path":"title"},`, 1000) + `{"op":"remove","path":"title"}`)), "413  RFC 7644 3.12"},
		{"PATCH", "/Users/1", `{"Operations":[{"op":"remove","path":"title"}]}`, "400 invalidSyntax RFC 7644 3.5.2"},
		{"PATCH", "/Users/1", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}`, "400 invalidSyntax RFC 7644 3.5.2"},
		{"PATCH", "/Users/1", string(patchBody("")), "400 invalidSyntax RFC 7644 3.5.2"},
		{"PATCH", "/Users/1", strings.Repeat("[", 10_000), "400 invalidSyntax RFC 7644 3.5.2"},
	} {
		answer := server(t, model.Options{}).Do(tt.method, tt.path, []byte(tt.body))
		require.Equal(t, tt.want, statusText(answer), "%s %.80s: %s", tt.method, tt.path, answer.Detail)
		if answer.Status >= 400 {
			body := object(t, string(answer.Body))
			require.Equal(t, fmt.Sprint(answer.Status), body.Get("status").Text())
			require.Equal(t, answer.Detail, body.Get("detail").Text())
			require.Equal(t, answer.ScimType, body.Get("scimType").Text())
		}
	}
}

// Requests of a size that is taken cost no more than it.
func TestWhatHostileRequestsCost(t *testing.T) {
	t.Parallel()
	var members strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&members, `,"a%d":1`, i)
	}
	wide := "{" + members.String()[1:] + "}"
	s := model.New(model.Options{Profile: model.Tolerant})
	s.Put("/Users/1", value.NewObject())
	require.Equal(t, 413, s.Do("POST", "/Users", []byte(wide)).Status, "as a resource")
	require.Equal(t, 413, s.Do("PATCH", "/Users/1", patchBody(`{"op":"add","path":"x","value":`+wide+`}`)).Status, "as a value")
	require.Equal(t, 413, s.Do("PATCH", "/Users/1", patchBody(`{"op":"add","value":{"urn:x:y":`+wide+`}}`)).Status, "as an extension")
	var group strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&group, `,{"value":"u%d"}`, i)
	}
	require.Equal(t, 201, s.Do("POST", "/Groups", []byte(`{"displayName":"g","members":[`+group.String()[1:]+`]}`)).Status)
	filter := strings.TrimSuffix(strings.Repeat(`value co \"x\" or `, 400), " or ")
	require.Equal(t, "tooMany", s.Do("PATCH", "/Groups/new-1", patchBody(`{"op":"add","path":"members[`+filter+`].type","value":"x"}`)).ScimType)
}
