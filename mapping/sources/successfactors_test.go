package sources_test

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// A person whose expressions find something, and one whose do not.
const (
	ada   = `{"__metadata":{"uri":"https://api.example/odata/v2/PerPerson('1')","type":"SFOData.PerPerson"},"personIdExternal":"1","personalInfoNav":{"results":[{"firstName":"Ada"}]}}`
	bo    = `{"personIdExternal":"2","personalInfoNav":{"results":[]}}`
	first = `$.personalInfoNav.results[0].firstName`
)

// names reads an input with an expression for a name, and returns the format and per record its id and name; how the input ends comes last.
func names(t *testing.T, r io.Reader, opt feed.Options) (format string, records []string) {
	t.Helper()
	opt.Documents = sources.Open
	if opt.API == nil {
		opt.API = map[string]string{"first": first, "id": `$.personIdExternal`}
	}
	rd, err := feed.Open(r, opt)
	if err != nil {
		return "", []string{"error: " + err.Error()}
	}
	for rec, err := range rd.Records() {
		switch {
		case err != nil:
			records = append(records, "error: "+withoutColumn(err))
		case rec.Err != nil:
			records = append(records, "broken: "+withoutColumn(rec.Err))
		default:
			records = append(records, fmt.Sprintf("%s %s %s", rec.ID, rec.Attrs.Get("id").Text(), rec.Attrs.Get("first").Text()))
		}
	}
	return rd.Format().String(), records
}

// withoutColumn returns the text of an error on line 1 without its column.
func withoutColumn(err error) string {
	return regexp.MustCompile(`(, line 1, column \d+|line 1, column \d+: )`).ReplaceAllString(err.Error(), "")
}

func TestAnswersOfSuccessFactors(t *testing.T) {
	t.Parallel()
	both := []string{"1 1 Ada", "2 2 "}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"OData 2":                     {`{"d":{"results":[` + ada + `,` + bo + `]}}`, both},
		"OData 2 with a count":        {`{"d":{"__count":"2","results":[` + ada + `,` + bo + `]}}`, both},
		"OData 4":                     {`{"@odata.context":"$metadata#PerPerson","value":[` + ada + `,` + bo + `]}`, both},
		"one person by its key":       {`{"d":` + ada + `}`, both[:1]},
		"one person":                  {ada, both[:1]},
		"an array":                    {`[` + ada + ",\n" + bo + `]`, both},
		"a person a line":             {ada + "\n" + bo + "\n", both},
		"an answer a line":            {`{"d":` + ada + "}\n" + `{"d":` + bo + "}\n", both},
		"persons in a row":            {ada + bo, both},
		"two pages":                   {`{"d":{"results":[` + ada + `],"__next":"https://api.example/?$skiptoken=1"}}` + "\n" + `{"d":{"results":[` + bo + `]}}`, both},
		"a page without the next one": {`{"d":{"results":[` + ada + `],"__next":"https://api.example/?$skiptoken=1"}}`, []string{both[0], "error: the input is one page of a longer list: its __next links the next page; records are missing: fetch all pages, and put them after each other or into one array"}},
		"nobody":                      {`{"d":{"results":[]}}`, nil},
		"a number for an id":          {`[{"personIdExternal":12345678901234567890,"personalInfoNav":{"results":[{"firstName":"Ada"}]}}]`, []string{"12345678901234567890 12345678901234567890 Ada"}},
		"no id":                       {`[{"personalInfoNav":{"results":[{"firstName":"Ada"}]}}]`, []string{"  Ada"}},
		"a navigation not expanded":   {`{"d":{"results":[{"personIdExternal":"1","personalInfoNav":{"__deferred":{"uri":"https://api.example/"}}}]}}`, []string{"1 1 "}},
		"a person broken":             {`{"d":{"results":[{"personIdExternal":"1","personalInfoNav":{"results":[{"firstName":nope}]}},` + bo + `]}}`, []string{`broken: record 1: want a JSON value, got a bare word; quote strings`, both[1]}},
		"a member twice":              {`{"d":{"results":[{"personIdExternal":"1","personalInfoNav":{},"personIdExternal":"3"},` + bo + `]}}`, []string{`broken: record 1: the object has the member "personIdExternal" twice; delete one of the two`, both[1]}},
		"cut off in a person":         {`{"d":{"results":[` + ada + `,` + bo[:20], []string{both[0], "broken: record 2: the input ends inside the record; fetch the input again: it is incomplete", "error: the input ends inside the last record; records may be missing: fetch the input again"}},
		"cut off between two":         {`{"d":{"results":[` + ada + `,`, []string{both[0], "error: the input ends before ] closes the array; records may be missing: fetch the input again"}},
		"an error":                    {`{"error":{"code":"COE_GENERAL_BAD_REQUEST","message":{"lang":"en-US","value":"…"}}}`, []string{"error: the input is the answer to a request that failed; fetch the objects again"}},
		"not closed":                  {`{"d":{"results":[` + ada + `]`, []string{both[0], "error: the input ends before } closes the object around the records; fetch the input again: it is incomplete"}},
	} {
		for reader, r := range map[string]io.Reader{"at once": strings.NewReader(test.text), "byte by byte": iotest.OneByteReader(strings.NewReader(test.text))} {
			_, got := names(t, r, feed.Options{Format: feed.SuccessFactors})
			assert.Equal(t, test.want, got, "%s, %s", name, reader)
		}
	}
}

// TestSuccessFactorsIsDetected: what has been read as JSON or SCIM stays that, unless the expressions find something in it.
func TestSuccessFactorsIsDetected(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, want string }{
		{"", `{"d":{"results":[` + ada + `]}}`, "successfactors"},
		{"", `{"d":{"results":[]}}`, "successfactors"},
		{"", `{"d":` + bo + `}`, "successfactors"},
		{"", `{"value":[` + bo + `]}`, "successfactors"},
		{"people.json", " \n[" + bo + "]", "successfactors"},
		{"people.json", "\ufeff" + bo, "successfactors"},
		{"people.ndjson", bo + "\n" + ada, "successfactors"},
		{"", `{"d":{"results":[{"personIdExternal":"1"}]}}`, "successfactors"},
		{"", `[{"other":[1,{"x":2}],"text":"x","employmentNav":null,"emailNav":{"results":[]}}]`, "successfactors"},
		{"", `[{"long":"` + strings.Repeat("x", 5000) + `","personalInfoNav":{}}]`, "json"}, // not within the first 4 KiB
		{"", `[{"personIdExternal":"1","firstName":"Ada"}]`, "json"},
		{"", `[{"personIdExternal":"1"}]`, "json"},
		{"", `{"d":{"results":[{"personIdExternal":"1","firstName":"Ada"}]}}`, "json"},
		{"", `{"value":[{"id":"1","manager":{"id":"2"}}]}`, "json"},
		{"", `[{"name":{"givenName":"Ada"},"navigation":{"x":1},"Nav":"x"}]`, "json"},
		{"", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"personalInfoNav":{"results":[]}}`, "scim"},
		{"", `{"Resources":[{"personalInfoNav":{"results":[]}}]}`, "scim"},
		{"", `{"Operations":[],"personalInfoNav":{"results":[]}}`, "scim-bulk"},
		{"", "personIdExternal,first\n1,Ada\n", "csv"},
	} {
		format, _ := names(t, strings.NewReader(test.text), feed.Options{Name: test.name})
		require.Equal(t, test.want, format, test.text)
	}
	// Without an expression in JSONPath, the members are the attributes.
	format, _ := names(t, strings.NewReader(`{"d":{"results":[`+ada+`]}}`), feed.Options{API: map[string]string{"id": "wd:Worker/wd:Worker_ID"}})
	require.Equal(t, "json", format)
	format, got := names(t, strings.NewReader(`{"d":{"results":[`+ada+`]}}`), feed.Options{API: map[string]string{"first": first}, Format: feed.JSON})
	require.Equal(t, "json", format)
	require.Len(t, got, 1)
	// By its own members alone.
	format, _ = names(t, strings.NewReader(`[{"custom":{"x":1}}]`), feed.Options{API: map[string]string{"first": "$['custom'].x", "x": "$.custom.x"}})
	require.Equal(t, "successfactors", format)
}

// TestListsOfOData4: the published expressions find the elements of lists that are not in results.
func TestListsOfOData4(t *testing.T) {
	t.Parallel()
	text := `{"value":[{"personIdExternal":"1","phoneNav":[{"isPrimary":false,"phoneNumber":"1"},{"isPrimary":true,"phoneNumber":"2"}],` +
		`"employmentNav":[{"userId":"a","jobInfoNav":[{"emplStatusNav":{"externalCode":"T"}}]},{"userId":"b","jobInfoNav":[{"emplStatusNav":{"externalCode":"A"}}]}],"emailNav":[]}]}`
	for expression, want := range map[string]string{
		`$.phoneNav.results[0].phoneNumber`:                                           `"1"`,
		`$.phoneNav.results[?(@.isPrimary == true)].phoneNumber`:                      `"2"`,
		`$.employmentNav.results[-1:].userId`:                                         `"b"`,
		`$.employmentNav.results[0].jobInfoNav.results[0].emplStatusNav.externalCode`: `"T"`,
		activeOnly.Replace(`$.employmentNav.results[0].userId`):                       `"b"`,
		`$.emailNav.results[0].emailAddress`:                                          `null`,
		`$.phoneNav[0].phoneNumber`:                                                   `"1"`,
		`$..phoneNumber`:                                                              `["1","2"]`,
		`$.phoneNav[?(@.isPrimary == true)].phoneNumber`:                              `"2"`,
		`$.phoneNav.results.results[0].phoneNumber`:                                   `null`,
	} {
		require.Equal(t, want, onPerson(t, text, expression), expression)
	}
	// OData 2 stays as it is.
	require.Equal(t, `null`, onPerson(t, `{"phoneNav":{"results":[{"phoneNumber":"1"}]}}`, `$.phoneNav.results.results[0].phoneNumber`))
}

// TestNavigationsThatAreLinksAreTold: once, and only those that expressions read.
func TestNavigationsThatAreLinksAreTold(t *testing.T) {
	t.Parallel()
	const link = `{"__deferred":{"uri":"https://api.example/"}}`
	text := `{"d":{"results":[{"personIdExternal":"1","phoneNav":` + link + `,"personalInfoNav":` + link + `,"employmentNav":{"results":[{"userNav":` + link + `}]}},{"personIdExternal":"2","personalInfoNav":` + link + `}]}}`
	var told []string
	_, got := names(t, strings.NewReader(text), feed.Options{
		API:    map[string]string{"id": `$.personIdExternal`, "first": first, "user": `$.employmentNav.results[0].userNav.username`},
		Remark: func(m diag.Message) { told = append(told, m.String()) },
	})
	require.Equal(t, []string{"1 1 ", "2 2 "}, got)
	require.Equal(t, []string{
		`the answer has only a link for personalInfoNav, which an API expression reads: add it to $expand of the request`,
		`the answer has only a link for userNav, which an API expression reads: add it to $expand of the request`,
	}, told)
}

// TestPersonsOfAnyJSON: single expressions are evaluated on every JSON but SCIM.
func TestPersonsOfAnyJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`[{"x":{"y":1}}]`:                      `"1"`,
		`{"personIdExternal":"5","x":{"y":1}}`: `"1"`,
		`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"x":{"y":1}}`: "",
		`x,y`: "",
	} {
		e, err := sources.Compile(`$.x.y`)
		require.NoError(t, err)
		for person, err := range sources.People(strings.NewReader(text), feed.Options{}) {
			if want == "" {
				require.ErrorContains(t, err, "no document of persons")
				continue
			}
			require.NoError(t, err)
			v, nodes, err := person.Evaluate(e)
			require.NoError(t, err)
			require.Equal(t, want, string(v.AppendJSON(nil)))
			require.Equal(t, []sources.Node{{Path: "$['x']['y']", Text: "1"}}, nodes)
		}
	}
}

// TestSuccessFactorsKeepsWhatExpressionsRead: the member of a person with which no expression begins costs nothing, and no expression misses one.
func TestSuccessFactorsKeepsWhatExpressionsRead(t *testing.T) {
	t.Parallel()
	text := `{"d":{"results":[{"personIdExternal":"1","a":{"x":"ax"},"b-c":{"x":"bx"},"d":"dx"}]}}`
	for expression, want := range map[string]string{
		`$.a.x`: "ax", `$['a'].x`: "ax", ` $.a.x`: "ax", `$["b-c"].x`: "bx", `$.d`: "dx", `$..x`: `["ax","bx"]`, `$.*.x`: `["ax","bx"]`,
		`$[?(@.x == 'bx')].x`: "bx", `$.a[?(@ == $['b-c'].x)]`: "", `$.a[?(@ != $['b-c'].x)]`: "ax", `$['a','b-c'].x`: `["ax","bx"]`,
	} {
		rd, err := feed.Open(strings.NewReader(text), feed.Options{Format: feed.SuccessFactors, Documents: sources.Open, API: map[string]string{"v": expression}})
		require.NoError(t, err)
		for rec, err := range rd.Records() {
			require.NoError(t, err)
			require.NoError(t, rec.Err)
			got := rec.Attrs.Get("v")
			if list, ok := got.AsList(); ok {
				require.Len(t, list, 2)
				require.Equal(t, want, string(got.AppendJSON(nil)), expression)
				continue
			}
			require.Equal(t, want, got.Text(), expression)
		}
	}
}

func TestSuccessFactorsWithinLimits(t *testing.T) {
	t.Parallel()
	nested := strings.Repeat(`{"personalInfoNav":`, 200) + "1" + strings.Repeat("}", 200)
	for name, test := range map[string]struct {
		text   string
		limits feed.Limits
		want   string
	}{
		"a large person": {`[{"personIdExternal":"1","personalInfoNav":"` + strings.Repeat("x", 2000) + `"},` + bo + `]`, feed.Limits{RecordBytes: 1000}, "broken"},
		"a long text":    {`[{"personIdExternal":"1","personalInfoNav":"` + strings.Repeat("x", 2000) + `"},` + bo + `]`, feed.Limits{FieldBytes: 1000}, "broken"},
		"deep":           {`[` + nested + `,` + bo + `]`, feed.Limits{}, "broken"},
		"many values":    {`[{"personIdExternal":"1","personalInfoNav":[` + strings.Repeat("1,", 999) + `1]},` + bo + `]`, feed.Limits{Values: 500}, "broken"},
	} {
		_, got := names(t, strings.NewReader(test.text), feed.Options{Format: feed.SuccessFactors, Limits: test.limits})
		require.NotEmpty(t, got, name)
		require.Contains(t, got[0], test.want, name)
	}
	// Each .. may look at everything again.
	wide := `[{"personIdExternal":"1","personalInfoNav":` + strings.Repeat(`{"x":[`, 45) + strings.Repeat(`{"x":[]},`, 5000) + `1` + strings.Repeat(`]}`, 45) + `}]`
	_, got := names(t, strings.NewReader(wide), feed.Options{Format: feed.SuccessFactors, API: map[string]string{"first": "$..*..*..*..x"}})
	require.Equal(t, []string{"broken: record 1: the API expression of first: the expression meets more than 2000000 nodes of one person"}, got)
}

// TestSuccessFactorsHidesValues: what is wrong with a person does not say what it has.
func TestSuccessFactorsHidesValues(t *testing.T) {
	t.Parallel()
	text := `[{"personIdExternal":"1","personalInfoNav":{"planted":1,"planted":2}}]`
	_, got := names(t, strings.NewReader(text), feed.Options{Format: feed.SuccessFactors, HideValues: true})
	require.NotContains(t, strings.Join(got, "\n"), "planted")
	_, got = names(t, strings.NewReader(text), feed.Options{Format: feed.SuccessFactors})
	require.Contains(t, strings.Join(got, "\n"), "planted")
}

// TestErrorsOfSuccessFactors: what cannot be read is an error of package feed.
func TestErrorsOfSuccessFactors(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "<Envelope/>", "personIdExternal,x\n1,2\n", `"text"`} {
		_, got := names(t, strings.NewReader(text), feed.Options{Format: feed.SuccessFactors})
		require.Len(t, got, 1)
		require.True(t, strings.HasPrefix(got[0], "error: "), got[0])
	}
	failed := errors.New("the network is gone")
	rd, err := feed.Open(io.MultiReader(strings.NewReader(`{"d":{"results":[`+ada+`,`), iotest.ErrReader(failed)), feed.Options{Documents: sources.Open, API: map[string]string{"first": first}})
	require.NoError(t, err)
	var last error
	n := 0
	for _, err := range rd.Records() {
		if last = err; err == nil {
			n++
		}
	}
	require.Equal(t, 1, n)
	require.ErrorIs(t, last, failed)
	var limit *diag.LimitError
	require.False(t, errors.As(last, &limit))
}

// TestCutAnswersOfSuccessFactors: whatever of a document is left, its persons are those before the cut, and it says that it is cut.
func TestCutAnswersOfSuccessFactors(t *testing.T) {
	t.Parallel()
	text := `{"d":{"results":[` + ada + ",\n" + bo + `]}}`
	for n := range len(text) {
		_, got := names(t, strings.NewReader(text[:n]), feed.Options{Format: feed.SuccessFactors})
		require.NotEmpty(t, got)
		require.True(t, strings.HasPrefix(got[len(got)-1], "error: ") || strings.HasPrefix(got[len(got)-1], "broken: "), "%q: %q", text[:n], got)
		for i, want := range []string{"1 1 Ada", "2 2 "}[:min(2, len(got)-1)] {
			if !strings.HasPrefix(got[i], "broken: ") && !strings.HasPrefix(got[i], "error: ") {
				require.Equal(t, want, got[i], text[:n])
			}
		}
	}
}

// FuzzJSONPath: whatever the expression and the person, nothing panics, and what compiles has a value or an error.
func FuzzJSONPath(f *testing.F) {
	for _, seed := range []string{first, `$..x[?(@.a == 'b' || @.c > 1)].y`, `$['a']["b"][-1:][0,1][*]`, `$.a[?match(@.b, @.c)]`, activeOnly.Replace(`$.employmentNav.results[0]`), `$.a[::-1]`, `$[?$.a[0] == @]`} {
		f.Add(seed, ada)
		f.Add(seed, `{"a":[{"b":1,"c":[2,{"x":null}]},"t"],"x":{"a":"b","phoneNav":[1]}}`)
	}
	f.Fuzz(func(t *testing.T, expression, person string) {
		for _, d := range sources.Check("startDate", expression) {
			require.LessOrEqual(t, d.Span.End, len(expression))
		}
		e, err := sources.Compile(expression)
		if err != nil || e.Language() != sources.JSONPath {
			return
		}
		for p, err := range sources.People(strings.NewReader(person), feed.Options{Format: feed.SuccessFactors, Limits: feed.Limits{Values: 1000}}) {
			if err == nil {
				_, _, _ = p.Evaluate(e)
			}
		}
	})
}
