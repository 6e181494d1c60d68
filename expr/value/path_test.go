package value_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
)

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// scimUser is a SCIM user with a few additional flat attributes.
const scimUser = `{
	"userName": "alex", "externalId": null, "active": true, "displayName": "",
	"name": {"givenName": "Alex", "FamilyName": "Wilber", "middleName": null},
	"emails": [
		{"type": "work", "value": "alex@contoso.com", "primary": true},
		{"type": "Home", "value": "alex@example.com"},
		{"type": "other", "value": "a@example.org"}
	],
	"phoneNumbers": [{"type": "work", "value": "1"}, {"type": "work", "value": "2"}, {"type": "mobile"}],
	"addresses": [{"type": "work", "locality": "Oslo", "formatted": "7 \"B\" Street]"}],
	"roles": ["Admin", "User"], "proxy": ["one"], "none": [],
	"groups": [{"value": "g1", "display": "G"}],
	"manager": {"value": "m1", "displayName": "Lee", "$ref": "../Users/m1"},
	"owner": {"value": "o1", "since": 2020},
	"` + enterprise + `": {"department": "Sales", "manager": {"value": "m2"}, "org.unit": "x"},
	"flat.name": "dotted", "flat[0]": "bracketed", "urn:x:y": "colons", "extension_7_costCenter": "42"
}`

var paths = []struct{ name, want string }{
	{"userName", "string alex"},
	{"username", "absent"}, // names at the top are case-sensitive
	{"externalId", "null"},
	{"displayName", "string "},
	{"active", "boolean True"},
	{"missing", "absent"},
	{"", "absent"},

	// Dots lead into objects, in which names are not case-sensitive.
	{"name.givenName", "string Alex"},
	{"name.familyName", "string Wilber"},
	{"NAME.givenName", "absent"},
	{"name.middleName", "null"},
	{"name.suffix", "absent"},
	{"name.givenName.x", "absent"},
	{"name.middleName.x", "null"},
	{"missing.x", "absent"},
	{"userName.value", "string alex"}, // a plain value is equivalent to {"value": …}

	// An attribute with the whole name takes precedence, whatever the name looks like.
	{"flat.name", "string dotted"},
	{"flat[0]", "string bracketed"},
	{"urn:x:y", "string colons"},
	{"extension_7_costCenter", "string 42"},

	// A filter selects members of a list: no member is absent, one is itself, several are a list.
	{`emails[type eq "work"].value`, "string alex@contoso.com"},
	{`emails[type eq "home"].value`, "string alex@example.com"},
	{`emails[TYPE EQ "HOME"].VALUE`, "string alex@example.com"},
	{`emails[type eq "fax"].value`, "absent"},
	{`emails[type eq "work"]`, `object {"primary":true,"type":"work","value":"alex@contoso.com"}`},
	{`emails[primary eq "True"].value`, "string alex@contoso.com"},
	{`emails[primary eq true].value`, "string alex@contoso.com"},
	{`emails[primary pr].value`, "string alex@contoso.com"},
	{`emails[type eq "work" and primary eq "true"].value`, "string alex@contoso.com"},
	{`emails[type eq "home" and primary pr].value`, "absent"},
	{`emails[value co "EXAMPLE"].type`, "[string Home, string other]"},
	{`emails[value sw "a@"].value`, "string a@example.org"},
	{`emails[value ew ".com"].type`, "[string work, string Home]"},
	{`emails[type ne "work"].value`, "[string alex@example.com, string a@example.org]"},
	{`emails[primary ne "true"].type`, "[string Home, string other]"},
	{`phoneNumbers[type eq "work"].value`, "[string 1, string 2]"},
	{`phoneNumbers[type eq "mobile"].value`, "absent"},
	{`addresses[formatted eq "7 \"B\" Street]"].locality`, "string Oslo"},
	{`name[givenName eq "alex"].familyName`, "string Wilber"}, // an object is treated as a list of itself
	{`name[givenName eq "lee"].familyName`, "absent"},
	{`userName[type eq "x"].value`, "absent"},

	// Without a filter all members are selected.
	{"emails.type", "[string work, string Home, string other]"},
	{"addresses.locality", "string Oslo"},
	{"addresses.country", "absent"},
	{"roles", "[string Admin, string User]"},
	{"roles.value", "[string Admin, string User]"},
	{`roles[value eq "admin"]`, "string Admin"},
	{`roles[value eq "admin"].value`, "string Admin"},
	{`roles[type eq "x"]`, "absent"},
	{`roles[type ne "x"]`, "[string Admin, string User]"},
	{"proxy.value", "string one"},
	{"none", "[]"},
	{"none.value", "absent"},
	{`none[type eq "x"]`, "absent"},

	// A reference to another object is its identifier.
	{"manager", "reference m1"},
	{"manager.value", "string m1"},
	{"manager.displayName", "string Lee"},
	{"owner", `object {"since":2020,"value":"o1"}`},
	{"groups", `[object {"display":"G","value":"g1"}]`},

	// A URN leads to an extension, and that of the core schema to the top.
	{enterprise + ":department", "string Sales"},
	{enterprise + ":DEPARTMENT", "string Sales"},
	{enterprise + ":manager", "reference m2"},
	{enterprise + ":manager.value", "string m2"},
	{enterprise + ":missing", "absent"},
	{enterprise, `object {"department":"Sales","manager":{"value":"m2"},"org.unit":"x"}`},
	{"urn:ietf:params:scim:schemas:core:2.0:User:userName", "string alex"},
	{"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", "string Alex"},
	{`urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value`, "string alex@contoso.com"},
	{"urn:example:other:2.0:User:department", "absent"},

	// A name without a recognized form is that of an absent attribute.
	{"name.", "absent"},
	{".name", "absent"},
	{"name..givenName", "absent"},
	{"emails[", "absent"},
	{"emails[]", "absent"},
	{"emails[type]", "absent"},
	{"emails[type eq]", "absent"},
	{`emails[type eq "work`, "absent"},
	{`emails[type is "work"].value`, "absent"},
	{`emails[type eq "work" or type eq "home"].value`, "absent"},
	{`emails["type" eq "work"].value`, "absent"},
	{`emails[type eq "work"]value`, "absent"},
	{"urn:", "absent"},
	{"urn::", "absent"},
}

func TestPaths(t *testing.T) {
	t.Parallel()
	var data value.Map
	require.NoError(t, json.Unmarshal([]byte(scimUser), (*map[string]any)(&data)))
	for _, row := range paths {
		require.Equal(t, row.want, shown(attribute(object(t, scimUser), row.name)), "%s of an object", row.name)
		require.Equal(t, row.want, shown(attribute(data, row.name)), "%s of a map", row.name)
	}
}

func TestRoots(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"mail":                         "mail",
		"name.givenName":               "name",
		`emails[type eq "work"].value`: "emails",
		`emails[type eq "work"]`:       "emails",
		enterprise + ":department":     enterprise,
		enterprise + ":manager.value":  enterprise,
		"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName": "name",
		"urn:ietf:params:scim:schemas:core:2.0:User:userName":       "userName",
		"name.":   "name.",
		"emails[": "emails[",
	} {
		path := value.ParsePath(name)
		require.Equal(t, want, path.Root(), name)
		require.Equal(t, name, path.String())
		require.Equal(t, name, fmt.Sprint(path))
	}
}

// TestDataReadsAsItsValue: paths in Go data are followed without converting it, with the same result.
func TestDataReadsAsItsValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := value.Map(drawObject(t, 3))
		converted, err := value.Of(map[string]any(data))
		require.NoError(t, err)
		o, _ := converted.AsObject()
		name := drawPath(t)
		require.Equal(t, shown(attribute(o, name)), shown(attribute(data, name)), "%s of %v", name, data)
		require.Equal(t, shown(attribute(value.Fold(o), name)), shown(attribute(value.Fold(data), name)), "folded %s of %v", name, data)
	})
}

var names = []string{"a", "A", "b", "value", "Value", "type", "$ref", "displayName", "a.b", `a[type eq "b"]`, "urn:x:2.0:U"}

func drawObject(t *rapid.T, depth int) map[string]any {
	m := map[string]any{}
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, rapid.ID).Draw(t, "names") {
		m[name] = drawData(t, depth-1)
	}
	return m
}

func drawData(t *rapid.T, depth int) any {
	kinds := []string{"string", "nil", "bool", "int", "strings", "object value"}
	if depth > 0 {
		kinds = append(kinds, "object", "list", "object")
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "string":
		return rapid.SampledFrom([]string{"", "b", "B", "work"}).Draw(t, "text")
	case "bool":
		return rapid.Bool().Draw(t, "bool")
	case "int":
		return rapid.IntRange(0, 2).Draw(t, "int")
	case "strings":
		return rapid.SliceOfN(rapid.SampledFrom([]string{"b", ""}), 0, 2).Draw(t, "strings")
	case "object value":
		return value.NewObject(value.Member{Name: "value", Value: value.String("r")})
	case "object":
		return drawObject(t, depth)
	case "list":
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			list = append(list, drawData(t, depth-1))
		}
		return list
	}
	return nil
}

func drawPath(t *rapid.T) string {
	step := func() string {
		name := rapid.SampledFrom([]string{"a", "A", "b", "value", "type"}).Draw(t, "step")
		if rapid.IntRange(0, 2).Draw(t, "filtered") > 0 {
			return name
		}
		operator := rapid.SampledFrom([]string{`eq "b"`, `ne "b"`, "pr", `co "o"`, `eq "True"`, `eq 1`}).Draw(t, "operator")
		return name + "[" + rapid.SampledFrom([]string{"type", "value", "a"}).Draw(t, "sub") + " " + operator + "]"
	}
	path := rapid.SampledFrom([]string{"", "", "urn:x:2.0:U:", "urn:ietf:params:scim:schemas:core:2.0:User:"}).Draw(t, "urn") + step()
	for range rapid.IntRange(0, 2).Draw(t, "more") {
		path += "." + step()
	}
	return path
}

func TestHostileNamesAreOnlyNames(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("a.", 100_000) + "a"
	nested := `{"a":`
	for _, name := range []string{deep, strings.Repeat("[", 100_000), strings.Repeat(`a[b eq "c"].`, 10_000) + "a", "\x00", "a\xff.b", strings.Repeat("urn:", 50_000)} {
		require.Equal(t, "absent", shown(attribute(object(t, nested+`{"a": {}}}`), name)))
	}
}
