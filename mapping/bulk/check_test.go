package bulk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/mapping/bulk"
)

func check(t testing.TB, text string) diag.List {
	t.Helper()
	findings, err := bulk.Check(strings.NewReader(text), "", bulk.CheckOptions{})
	require.NoError(t, err)
	return findings
}

// lines returns the findings as "severity code path", with the text at each place.
func lines(text string, findings diag.List) []string {
	var lines []string
	for _, f := range findings {
		at := text[min(f.Offset, len(text)):]
		if end := strings.IndexAny(at, "\n"); end >= 0 {
			at = at[:end]
		}
		lines = append(lines, fmt.Sprintf("%s %s %s at %q", f.Severity, f.Code, f.PathText(), at[:min(len(at), 23)]))
	}
	return lines
}

func TestFaultsOfAPayload(t *testing.T) {
	t.Parallel()
	text := read(t, "faults.json")
	want := []string{
		`info ignored-id /Operations/0/data/id at "\"5f0f3c1a-11aa-4c0e-8f4"`,
		`warning clear-text-password /Operations/0/data/password at "\"correct horse battery\""`,
		`error duplicate-bulk-id /Operations/1/bulkId at "\"hire-1\","`,
		`warning duplicate-id /Operations/1/data/id at "\"5f0f3c1a-11aa-4c0e-8f4"`,
		`warning employee-number /Operations/1/data/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/employeeNumber at "\"550201\","`,
	}
	findings := check(t, text)
	if diff := cmp.Diff(want, lines(text, findings)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var lines strings.Builder
	for _, f := range findings {
		fmt.Fprintln(&lines, f)
		out, err := json.Marshal(f)
		require.NoError(t, err)
		fmt.Fprintf(&lines, "  %s\n", out)
	}
	require.NotContains(t, lines.String(), "correct horse")
	golden(t, "faults.txt", lines.String())
}

// wrap puts the data of users into a request whose every other part is right.
func wrap(users ...string) string {
	var b strings.Builder
	b.WriteString(`{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[`)
	for i, u := range users {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"method":"POST","bulkId":"b%d","path":"/Users","data":{%s}}`, i, u)
	}
	return b.String() + `],"failOnErrors":null}`
}

const (
	core = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]`
	both = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"1"`
	ent  = `"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"`
)

// listing returns a user with an id whose schemas list more urns and whose data have an object for each of the extensions.
func listing(id string, schemas, extensions []string) string {
	text := `"externalId":"` + id + `","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"`
	for _, s := range schemas {
		text += `,"` + s + `"`
	}
	text += "]"
	for _, e := range extensions {
		text += `,"` + e + `":{"a":1}`
	}
	return text
}

func TestFindings(t *testing.T) {
	t.Parallel()
	urn := func(name string) string { return "urn:ietf:params:scim:schemas:extension:" + name }
	good := `"externalId":"1",` + core
	for _, tt := range []struct{ name, text, want string }{
		{"nothing is wrong", wrap(good + `,"title":"x"`), ""},
		{"member names and the path in any case", strings.NewReplacer("Operations", "operations", "/Users", "/users", "externalId", "externalID").Replace(wrap(good)), ""},
		{"numbers as identifiers", wrap(`"externalId":7,` + core), "info wrong-kind /Operations/0/data/externalId"},
		{"two requests, each with its own bulkIds", wrap(good) + "\n" + wrap(`"externalId":"2",`+core), ""},
		{"no matching value", wrap(core), "error missing-match /Operations/0/data"},
		{"an empty matching value", wrap(`"externalId":" ",` + core), "error missing-match /Operations/0/data/externalId"},
		{"one matching value twice", wrap(good, good), "warning duplicate-match /Operations/1/data/externalId"},
		{"one id on the same person", wrap(good+`,"id":"x"`, good+`,"id":"x"`), "info ignored-id /Operations/0/data/id; warning duplicate-match /Operations/1/data/externalId"},
		{"one id on people without matching value", wrap(core+`,"id":"x","userName":"a"`, core+`,"id":"x","userName":"b"`),
			"error missing-match /Operations/0/data; info ignored-id /Operations/0/data/id; error missing-match /Operations/1/data; warning duplicate-id /Operations/1/data/id"},
		{"another employee number", wrap(both + "," + ent + `:{"employeeNumber":"2"}`), "warning employee-number /Operations/0/data/" + strings.Trim(ent, `"`) + "/employeeNumber"},
		{"the same employee number with spaces", wrap(both + "," + ent + `:{"employeeNumber":"1 "}`), ""},
		{"a manager without value", wrap(both + "," + ent + `:{"manager":{"displayName":"x"}}`), "warning missing-manager-value /Operations/0/data/" + strings.Trim(ent, `"`) + "/manager"},
		{"a manager as a text", wrap(both + "," + ent + `:{"manager":"2"}`), "warning missing-manager-value /Operations/0/data/" + strings.Trim(ent, `"`) + "/manager"},
		{"a manager that is null", wrap(both + "," + ent + `:{"manager":null}`), ""},
		{"a manager whose value is null", wrap(both + "," + ent + `:{"manager":{"value":null}}`), ""},
		{"a password further down", wrap(good + `,"passwordProfile":{"Password":"x"}`), "warning unknown-scim-attribute /Operations/0/data/passwordProfile; warning clear-text-password /Operations/0/data/passwordProfile/Password"},
		{"an empty password", wrap(good + `,"password":""`), "warning empty-value /Operations/0/data/password"},
		{"types twice", wrap(good + `,"emails":[{"type":"work","value":"a"},{"type":"Work","value":"b"}]`), "warning duplicate-type /Operations/0/data/emails/1/type"},
		{"types twice in a custom array", wrap(good + `,"badges":[{"type":"x"},{"type":"x"},{}, 7]`), "warning unknown-scim-attribute /Operations/0/data/badges; warning duplicate-type /Operations/0/data/badges/1/type"},
		{"types that are not read", wrap(good + `,"emails":[{"type":"home"}],"phoneNumbers":[{"type":"mobile"},{"type":"fax"}],"addresses":[{"value":"x"}]`),
			"warning unsupported-type /Operations/0/data/emails/0/type; warning unsupported-type /Operations/0/data/phoneNumbers/1/type; warning missing-type /Operations/0/data/addresses/0"},
		{"a schema that is not listed", wrap(listing("1", nil, []string{urn("hr:1.0:User")})), "warning missing-schema /Operations/0/data/" + urn("hr:1.0:User")},
		{"a schema that is not used", wrap(listing("1", []string{urn("hr:1.0:User")}, nil)), "info unused-schema /Operations/0/data/schemas/1"},
		{"no schemas", wrap(`"externalId":"1"`), "warning missing-schema /Operations/0/data"},
		{"no core schema", wrap(`"externalId":"1","schemas":["urn:x:y"],"urn:x:y":{}`), "warning missing-schema /Operations/0/data/schemas/0"},
		{"a space in a URN", wrap(listing("1", []string{urn("hr:1.0:User")}, []string{"urn:ietf:params:scim:schemas: extension:hr:1.0:User"})),
			"warning blank-in-urn /Operations/0/data/urn:ietf:params:scim:schemas: extension:hr:1.0:User"},
		{"a letter less in a urn", wrap(listing("1", []string{urn("COMPANYNAME:1.0:User"), urn("COMPANYAME:1.0:User")}, []string{urn("COMPANYNAME:1.0:User"), urn("COMPANYAME:1.0:User")})),
			"warning misspelt-urn /Operations/0/data/schemas/2"},
		{"the rarer urn is the misspelt one", wrap(listing("1", []string{urn("COMPANYAME:1.0:User")}, nil), listing("2", []string{urn("COMPANYNAME:1.0:User")}, []string{urn("COMPANYNAME:1.0:User")})),
			"warning misspelt-urn /Operations/0/data/schemas/1"},
		{"a slip between schemas and data is reported once", wrap(listing("1", []string{urn("COMPANYNAME:1.0:User")}, []string{urn("COMPANYAME:1.0:User")})),
			"warning misspelt-urn /Operations/0/data/" + urn("COMPANYAME:1.0:User")},
		{"a misspelt standard schema", wrap(listing("1", []string{urn("enterprize:2.0:User")}, []string{urn("enterprize:2.0:User")})), "warning misspelt-urn /Operations/0/data/schemas/1"},
		{"another version of a standard schema", wrap(listing("1", []string{urn("enterprise:1.0:User")}, []string{urn("enterprise:1.0:User")})), "warning misspelt-urn /Operations/0/data/schemas/1"},
		{"urns that differ in case", wrap(listing("1", []string{urn("hr:1.0:User")}, []string{urn("HR:1.0:user")})), "warning misspelt-urn /Operations/0/data/" + urn("HR:1.0:user")},
		{"a misspelt beginning", wrap(listing("1", []string{"urn:ieft:params:scim:schemas:extension:hr:1.0:User"}, []string{"urn:ieft:params:scim:schemas:extension:hr:1.0:User"})),
			"warning misspelt-urn /Operations/0/data/schemas/1"},
		{"a beginning without schemas", wrap(listing("1", []string{"urn:ietf:params:scim:extension:hr:User"}, []string{"urn:ietf:params:scim:extension:hr:User"})), "warning misspelt-urn /Operations/0/data/schemas/1"},
		{"urns that are meant to differ", wrap(listing("1", []string{urn("hr:1.0:User"), urn("it:1.0:User"), urn("custom1:User"), urn("custom2:User"), "urn:contoso:a", urn("microsoft:entra:csa")},
			[]string{urn("hr:1.0:User"), urn("it:1.0:User"), urn("custom1:User"), urn("custom2:User"), "urn:contoso:a", urn("microsoft:entra:csa")})), ""},
		{"an extension's attribute beside the others", wrap(good + `,"` + urn("hr:1.0:User:Code") + `":"x"`), "warning flat-extension /Operations/0/data/" + urn("hr:1.0:User:Code")},
		{"a member twice", wrap(good + `,"title":"a","title":"b","Title":"c"`), "error duplicate-member /Operations/0/data/title; warning duplicate-member /Operations/0/data/Title"},
		{"odd names in places", wrap(good + `,"a/b~c":{"password":"x"}`), "warning unknown-scim-attribute /Operations/0/data/a~1b~0c; warning clear-text-password /Operations/0/data/a~1b~0c/password"},
		{"another method, path and no bulkId", strings.NewReplacer("POST", "PUT", "/Users", "/Groups", `"bulkId":"b0",`, "").Replace(wrap(good)),
			"error missing-bulk-id /Operations/0; error bulk-method /Operations/0/method; error bulk-path /Operations/0/path"},
		{"an empty operation", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{}, 7]}`,
			"error bulk-method /Operations/0; error bulk-path /Operations/0; error missing-bulk-id /Operations/0; error missing-data /Operations/0; error bulk-operations /Operations/1"},
		{"data that are no object", strings.Replace(wrap(good), `{"externalId":"1",`+core+`}`, `[]`, 1), "error missing-data /Operations/0/data"},
		{"no operations", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[]}`, "error bulk-operations /Operations"},
		{"another schema", strings.Replace(wrap(good), "Request", "ListResponse", 1), "error bulk-schema /schemas"},
		{"no request at all", `[]`, "error bulk-operations "},
		{"nothing", ``, "error invalid-json "},
		{"a comma too many", wrap(good+`,"title":"a",`, `"externalId":"2"`), "error invalid-json /Operations/0"},
		{"the operations before the fault", wrap(core, good, "x"), "error missing-match /Operations/0/data; error invalid-json /Operations/2"},
		{"an input that ends too early", wrap(core, good)[:290], "error missing-match /Operations/0/data; error invalid-json /Operations/1"},
		{"bad UTF-8", strings.Replace(wrap(good), `"1"`, "\"\xff\"", 1), "error invalid-json /Operations/0"},
		{"bad UTF-8 outside of operations", strings.Replace(wrap(good), `:null`, ":\"\xff\"", 1), "error invalid-json "},
		{"a byte order mark", "\uFEFF" + wrap(core), "error missing-match /Operations/0/data"},
		{"nesting without end", strings.Repeat("[", 200), "error bulk-operations ; error too-large "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range check(t, tt.text) {
				got = append(got, fmt.Sprintf("%s %s %s", f.Severity, f.Code, f.PathText()))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlacesCountLinesAndCharacters(t *testing.T) {
	t.Parallel()
	text := "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\r\n \"Operations\":[\n{\"Äöü😀\":1,\"method\":\"POST\",\"bulkId\":\"b\",\"path\":\"/Users\",\n\t\"data\":{}}]}"
	for name, tt := range map[string]struct {
		text string
		skip int
	}{"UTF-8": {text, 0}, "with a mark": {"\uFEFF" + text, 3}, "UTF-16": {wide(text, 0), 3}, "UTF-16 big-endian": {wide(text, 1), 3}} {
		t.Run(name, func(t *testing.T) {
			findings := check(t, tt.text)
			require.Len(t, findings, 2)
			require.Equal(t, diag.Position{Line: 4, Column: 9, Offset: strings.Index(text, "{}") + tt.skip}, findings[0].Position)
		})
	}
	broken := check(t, strings.Replace(text, "{}", "}", 1))
	require.Len(t, broken, 1)
	require.Equal(t, diag.Position{Line: 4, Column: 9, Offset: strings.Index(text, "{}")}, broken[0].Position)
}

// wide returns a text as UTF-16 with a mark; first is the place of a unit's low byte.
func wide(text string, first int) string {
	var b []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + text)) {
		pair := []byte{byte(u), byte(u >> 8)}
		b = append(b, pair[first], pair[1-first])
	}
	return string(b)
}

func TestMoreThanFiftyOperations(t *testing.T) {
	t.Parallel()
	users := make([]string, 51)
	for i := range users {
		users[i] = fmt.Sprintf(`"externalId":"%d",%s`, i, core)
	}
	findings := check(t, wrap(users...))
	require.Len(t, findings, 1)
	require.Equal(t, codes.TooManyOperations, findings[0].Code)
	require.Equal(t, "/Operations/50", findings[0].PathText())
	require.Empty(t, check(t, wrap(users[:50]...)))
}

// TestPassedLimitsAreErrors of this package, too: they name the limit.
func TestPassedLimitsAreErrors(t *testing.T) {
	t.Parallel()
	build := func(operations int) error {
		m := &bulk.Map{Attributes: []bulk.Attribute{{Path: "externalId", Column: "a"}}}
		_, err := bulk.Build(nil, m, bulk.Options{Operations: operations})
		return err
	}
	set := func(path string) error { return scimwire.NewResource("").Set(path, value.True) }
	readMap := func(text string) error {
		_, err := bulk.ReadMap(strings.NewReader(text))
		return err
	}
	for _, row := range []struct {
		err   error
		limit diag.Limit
		most  int64
		text  string
	}{
		{build(51), codes.LimitOperations, 50, "want 1 to 50 operations in a bulk request, got 51"},
		{set(strings.Repeat("a.", 512) + "b"), codes.LimitPathBytes, 1024, "longer than 1024 bytes"},
		{set("a.b.c.d.e.f.g.h.i"), codes.LimitPathSteps, 8, "more than 8 steps"},
		{readMap(strings.Repeat(" ", 4<<20+1)), codes.LimitFileBytes, 4 << 20, "the map is longer than 4 MiB"},
		{readMap(strings.Repeat("[", 101) + strings.Repeat("]", 101)), codes.LimitJSONDepth, 100, "JSON nested deeper than 100 levels"},
	} {
		require.ErrorIs(t, row.err, diag.ErrLimit)
		require.ErrorContains(t, row.err, row.text)
		var limit *diag.LimitError
		require.ErrorAs(t, row.err, &limit)
		require.Equal(t, row.limit, limit.Limit)
		require.Equal(t, row.most, limit.Max)
	}
	require.NoError(t, build(50))
	require.NoError(t, set("a.b.c.d.e.f.g.h"))
	require.NotErrorIs(t, set("a..b"), diag.ErrLimit)
}

func TestTheCheckIsBounded(t *testing.T) {
	t.Parallel()
	t.Run("findings", func(t *testing.T) {
		findings := check(t, `{"Operations":[`+strings.Repeat("1,", 5000)+`1]}`)
		require.Len(t, findings, 1001)
		require.Equal(t, "there are more findings than are listed", findings[len(findings)-1].Message.String())
	})
	for _, row := range []struct {
		name, text string
		limits     bulk.CheckLimits
		limit      diag.Limit
		message    string
	}{
		{"values by default", `[` + strings.Repeat("[],", bulk.CheckLimits{}.WithDefaults().Values) + `1]`, bulk.CheckLimits{}, codes.LimitJSONValues, "more than 50000 values"},
		{"values", `[1,2,3,4]`, bulk.CheckLimits{Values: 4}, codes.LimitJSONValues, "more than 4 values"},
		{"bytes by default", strings.Repeat(" ", bulk.CheckLimits{}.WithDefaults().Bytes+1), bulk.CheckLimits{}, codes.LimitFileBytes, "the text is longer than 8 MiB"},
		{"bytes", `[1,2,3,4]`, bulk.CheckLimits{Bytes: 8}, codes.LimitFileBytes, "the text is longer than 8 bytes"},
		{"levels by default", strings.Repeat("[", 101), bulk.CheckLimits{}, codes.LimitJSONDepth, "objects and lists nest deeper than 100 levels"},
		{"levels", `[[[]]]`, bulk.CheckLimits{Depth: 2}, codes.LimitJSONDepth, "objects and lists nest deeper than 2 levels"},
		{"the most levels there may be", strings.Repeat("[", 1001), bulk.CheckLimits{Depth: 1 << 30}, codes.LimitJSONDepth, "objects and lists nest deeper than 1000 levels"},
	} {
		t.Run(row.name, func(t *testing.T) {
			findings, err := bulk.Check(strings.NewReader(row.text), "", bulk.CheckOptions{Limits: row.limits})
			require.NoError(t, err)
			at := slices.IndexFunc(findings, func(f diag.Finding) bool { return f.Code == codes.TooLarge })
			require.GreaterOrEqual(t, at, 0, "%v", findings)
			require.Equal(t, row.message, findings[at].Message.String())
			require.Equal(t, row.limit, findings[at].Limit.Limit)
		})
	}
	t.Run("names", func(t *testing.T) {
		findings := check(t, wrap(core+`,"externalId":"1","`+strings.Repeat("n", 1<<20)+`":{"password":"x"}`))
		require.Len(t, findings, 2)
		for _, f := range findings {
			require.Less(t, len(f.String()), 600)
		}
	})
	t.Run("urns", func(t *testing.T) {
		var b strings.Builder
		for i := range 5_000 {
			fmt.Fprintf(&b, `,"urn:ietf:params:scim:schemas:extension:contoso%c%d:1.0:User":{}`, 'a'+i%26, i)
		}
		require.NotEmpty(t, check(t, wrap(core+`,"externalId":"1"`+b.String())))
	})
}

func TestAReaderThatFails(t *testing.T) {
	t.Parallel()
	_, err := bulk.Check(iotest.ErrReader(errors.New("disk on fire")), "x.json", bulk.CheckOptions{})
	require.EqualError(t, err, "bulk request: disk on fire")
}

// TestHiddenNamesAreInNoPath: a member that is there twice is told by the place of its object.
func TestHiddenNamesAreInNoPath(t *testing.T) {
	for hide, want := range map[bool]string{false: "/operations/0/data/zqname", true: "/operations/0/data"} {
		found, err := bulk.Check(strings.NewReader(`{"Operations": [{"data": {"zqname": 1, "zqname": 2, "ZQName": 3}}]}`), "", bulk.CheckOptions{HideValues: hide})
		require.NoError(t, err)
		n := 0
		for _, f := range found {
			if f.Code == codes.DuplicateMember {
				n++
				require.True(t, strings.HasSuffix(strings.ToLower(f.Place.String()), want), f.Place.String())
				require.Equal(t, hide, !strings.Contains(strings.ToLower(f.String()), "zqname"))
			}
		}
		require.Equal(t, 2, n)
	}
}
