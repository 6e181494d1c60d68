package scimwire_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimwire"
)

// settings are paths with their values in JSON, one "path = value" per line.
func build(t *testing.T, r *scimwire.Resource, settings string) error {
	t.Helper()
	for line := range strings.Lines(settings) {
		path, text, ok := strings.Cut(strings.TrimSpace(line), " = ")
		require.True(t, ok, line)
		v := value.Absent
		if text != "absent" {
			v = parse(t, text)
		}
		if err := r.Set(path, v); err != nil {
			return err
		}
	}
	return nil
}

const coreOnly = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]`

func TestPathsFindTheirPlace(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, settings, want string }{
		{"nothing", `title = absent`, `{` + coreOnly + `}`},
		{"known attributes are in the RFC's order, others after them as they come", `zeta = 1
			active = true
			alpha = "a"
			userName = "u"
			id = "1"`, `{` + coreOnly + `,"id":"1","userName":"u","active":true,"zeta":1,"alpha":"a"}`},
		{"parts of a name", `name.givenName = "A"
			NAME.FamilyName = "B"`, `{` + coreOnly + `,"name":{"givenName":"A","familyName":"B"}}`},
		{"a filter's value becomes a member", `emails[type eq "work"].value = "a@b"`, `{` + coreOnly + `,"emails":[{"type":"work","value":"a@b"}]}`},
		{"one element per filter, names without case", `addresses[type eq "work"].streetAddress = "S"
			addresses[type eq "other"].Formatted = "F"
			Addresses[Type EQ "Work"].LOCALITY = "L"`,
			`{` + coreOnly + `,"addresses":[{"type":"work","streetAddress":"S","locality":"L"},{"type":"other","formatted":"F"}]}`},
		{"primary becomes a boolean", `roles[primary eq "True"].value = "Admin"
			roles[primary eq true].display = "Administrator"`, `{` + coreOnly + `,"roles":[{"primary":true,"value":"Admin","display":"Administrator"}]}`},
		{"comparisons in another order", `emails[type eq "work" and primary eq "True"].value = "a"
			emails[primary eq "true" and type eq "work"].display = "b"`, `{` + coreOnly + `,"emails":[{"type":"work","primary":true,"value":"a","display":"b"}]}`},
		{"a quoted bracket and a number", `x[label eq "a]\"b" and n eq 2].y = null`, `{` + coreOnly + `,"x":[{"label":"a]\"b","n":2,"y":null}]}`},
		{"an element as a whole", `emails[type eq "work"] = "a@b"
			phoneNumbers[type eq "fax"] = {"value": "1", "display": "one"}`,
			`{` + coreOnly + `,"emails":[{"type":"work","value":"a@b"}],"phoneNumbers":[{"type":"fax","value":"1","display":"one"}]}`},
		{"parts of an array without a filter", `emails.value = "a@b"
			emails.primary = "TRUE"`, `{` + coreOnly + `,"emails":[{"value":"a@b","primary":true}]}`},
		{"plain members of an array", `emails = ["a@b", {"value": "c@d"}]
			groups = []
			x = ["a"]`, `{` + coreOnly + `,"emails":[{"value":"a@b"},{"value":"c@d"}],"groups":[],"x":["a"]}`},
		{"a text for active", `Active = "False"`, `{` + coreOnly + `,"active":false}`},
		{"null stays null", `active = null
			title = null`, `{` + coreOnly + `,"title":null,"active":null}`},
		{"a manager that is null", `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager = null`,
			`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":null}}`},
		{"the same value twice", `title = "x"
			Title = "x"`, `{` + coreOnly + `,"title":"x"}`},
		{"extensions", `urn:contoso:employee:HireDate = "2024-01-01"
			urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department = "D"
			urn:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User:EmployeeNumber = "7"
			URN:contoso:EMPLOYEE:hireDATE = "2024-01-01"`,
			`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","urn:contoso:employee"],` +
				`"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D","employeeNumber":"7"},"urn:contoso:employee":{"HireDate":"2024-01-01"}}`},
		{"the core schema's urn", `urn:ietf:params:scim:schemas:core:2.0:User:userName = "u"
			urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "urn:x"].value = "a"`, `{` + coreOnly + `,"userName":"u","emails":[{"type":"urn:x","value":"a"}]}`},
		{"a manager is an object", `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:Manager = "89"
			urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.DisplayName = "M"`,
			`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],` +
				`"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"89","displayName":"M"}}}`},
		{"names of other products", `EmployeeOrgData.division = "D"
			passwordProfile.password = "p"
			extension_0a_costs = 1.50`, `{` + coreOnly + `,"EmployeeOrgData":{"division":"D"},"passwordProfile":{"password":"p"},"extension_0a_costs":1.5}`},
		{"meta is last", `meta.resourceType = "User"
			urn:x:y:z = {"b": 1, "a": [true]}`, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:y"],"urn:x:y":{"z":{"b":1,"a":[true]}},"meta":{"resourceType":"User"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := scimwire.NewResource("")
			require.NoError(t, build(t, r, tt.settings))
			got := string(r.AppendJSON(nil))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			require.True(t, json.Valid([]byte(got)))
		})
	}
}

func TestPathsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1025)
	for _, tt := range []struct{ settings, want string }{
		{`schemas = ["x"]`, "the schemas follow from the attributes"},
		{`Schemas = ["x"]`, "the schemas follow from the attributes"},
		{`a b = 1`, `want a name, got "a b"`},
		{`a. = 1`, `want a name, got ""`},
		{`.a = 1`, `want a name, got ""`},
		{`a.b.c.d.e.f.g.h.i = 1`, "more than 8 steps"},
		{long + ` = 1`, "longer than 1024 bytes"},
		{`urn:x = 1`, "want an attribute's name after the schema's URN and a colon"},
		{`urn:x:y: = 1`, "want an attribute's name after the schema's URN and a colon"},
		{`urn:ietf:params:scim:schemas:extension:hr:2.0:User = {}`, "this is a schema, not an attribute of it; write :name after it"},
		{`urn:ietf:params:scim:schemas: extension:hr:2.0:User:a = 1`, "the URN has a space in it; delete it"},
		{`emails[type eq "work" = 1`, `want "and" or the closing bracket in the filter, got ""`},
		{`emails[] = 1`, `want a filter such as [type eq "work"] in the brackets`},
		{`emails[type eq "work] = 1`, `want a filter such as [type eq "work"] in the brackets`},
		{`emails["type" eq "work"] = 1`, `want a filter such as [type eq "work"] in the brackets`},
		{`emails[type pr] = 1`, `the filter's operator "pr" does not determine what to write; use eq`},
		{`emails[type ne "work"] = 1`, `the filter's operator "ne" does not determine what to write; use eq`},
		{`emails[type eq work] = 1`, `the text "work" of the filter must be between quotes`},
		{`emails[type eq "a" or type eq "b"] = 1`, `want "and" or the closing bracket in the filter, got "or"`},
		{`emails[type eq "a" and Type eq "b"] = 1`, `the filter names "Type" twice`},
		{`emails[type eq "a"]value = 1`, `want a dot after the bracket, got "value"`},
		{`title = "a"
			Title = "b"`, "it is set twice, to different values"},
		{`name = "a"
			name.givenName = "b"`, "name is set already, and its parts cannot be set beside it"},
		{`name.givenName = "b"
			name = "a"`, "parts of it are set already, and it cannot be set as a whole beside them"},
		{`emails = ["a"]
			emails[type eq "work"].value = "b"`, "emails is set already, and not as an array of elements"},
		{`name.givenName = "b"
			name[type eq "x"].givenName = "a"`, "name is set already, and not as an array of elements"},
		{`emails[type eq "work"].type = "home"`, "it is set twice, to different values"},
		{`active = "yes"`, "want true or false, got neither"},
		{`active = ""`, "want true or false, got an empty value"},
		{`emails[type eq "work"].primary = [true, false]`, "want true or false, got neither"},
	} {
		t.Run(tt.settings, func(t *testing.T) {
			err := build(t, scimwire.NewResource("User"), tt.settings)
			var broken *value.PathError
			require.ErrorAs(t, err, &broken)
			if diff := cmp.Diff(tt.want, broken.Problem.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSignalsAreNoValues(t *testing.T) {
	t.Parallel()
	require.EqualError(t, scimwire.NewResource("User").Set("title", value.IgnoreAttribute), `attribute "title": want a value, got a signal that leaves it out of the flow`)
}

func TestDatesAreWrittenInISO8601(t *testing.T) {
	t.Parallel()
	d, err := value.Time(time.Date(2024, 2, 29, 13, 5, 0, 500_000_000, time.FixedZone("", 3600)))
	require.NoError(t, err)
	r := scimwire.NewResource("Device")
	require.NoError(t, r.Set("urn:x:hr:start", value.List(d)))
	require.Equal(t, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Device","urn:x:hr"],"urn:x:hr":{"start":["2024-02-29T12:05:00.5Z"]}}`, string(r.AppendJSON(nil)))
}
