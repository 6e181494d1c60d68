package mapping_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// TestAttributesAreKnownByName: of a profile everything, and without one the type on which all profiles agree.
func TestAttributesAreKnownByName(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		profile      mapping.Profile
		object, name string
		want         string
	}{
		// RFC 7643 4.1.1: userName is required and unique; 3.1: externalId is compared with case.
		{mapping.ProfileSCIM, "User", "userName", "String required unique=userName"},
		{mapping.ProfileSCIM, "User", "urn:ietf:params:scim:schemas:core:2.0:User:userName", "String required unique=userName"},
		{mapping.ProfileSCIM, "User", "externalId", "String exact"},
		{mapping.ProfileSCIM, "", "ACTIVE", "Boolean"},
		// RFC 7643 4.3: the manager of the enterprise extension.
		{mapping.ProfileSCIM, "User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "Reference multi=false of=[User]"},
		// RFC 7643 4.2: a group has a name and members of both types.
		{mapping.ProfileSCIM, "urn:ietf:params:scim:schemas:core:2.0:Group", "displayName", "String required"},
		{mapping.ProfileSCIM, "Group", "members", "Reference multi=true of=[User Group]"},
		{mapping.ProfileSCIM, "Group", "active", "unknown"},
		// Graph user resource.
		{mapping.ProfileEntra, "user", "employeeHireDate", "DateTime"},
		{mapping.ProfileEntra, "User", "userPrincipalName", "String required unique=address"},
		{mapping.ProfileEntra, "User", "proxyAddresses", "String multi unique=address"},
		{mapping.ProfileEntra, "User", "accountEnabled", "Boolean required"},
		{mapping.ProfileEntra, "User", "DisplayName", "String required"},
		// Active Directory schema.
		{mapping.ProfileAD, "User", "sAMAccountName", "String required unique=account"},
		{mapping.ProfileAD, "User", "userPrincipalName", "String unique=account"},
		{mapping.ProfileAD, "Group", "member", "Reference multi=true of=[User Group]"},
		{mapping.ProfileAD, "User", "memberOf", "Reference multi=true of=[Group] readOnly"},
		// Without a profile nothing is demanded, and what is of two types has none.
		{mapping.ProfileNone, "User", "userName", "String"},
		{mapping.ProfileNone, "User", "active", "Boolean"},
		{mapping.ProfileNone, "User", "accountEnabled", "Boolean"},
		{mapping.ProfileNone, "User", "employeeHireDate", "DateTime"},
		{mapping.ProfileNone, "User", "manager", "Reference multi=false of=[User]"},
		{mapping.ProfileNone, "Group", "members", "Reference multi=true of=[User Group]"},
		{mapping.ProfileNone, "User", "shoeSize", "unknown"},
		{mapping.ProfileAD, "User", "shoeSize", "String"}, // that "" is refused is known of every attribute
	} {
		a, ok := row.profile.Attribute(row.object, row.name)
		if diff := cmp.Diff(row.want, showAttribute(a, ok)); diff != "" {
			t.Errorf("%s %s %s: %s", row.profile, row.object, row.name, diff)
		}
	}
}

func showAttribute(a mapping.Attribute, ok bool) string {
	if !ok {
		return "unknown"
	}
	text := a.Type.String()
	switch {
	case a.Type == mapping.Reference:
		text += fmt.Sprintf(" multi=%t of=%v", a.MultiValued, a.References)
	case a.MultiValued:
		text += " multi"
	}
	for _, word := range []struct {
		says bool
		text string
	}{{a.Required, " required"}, {a.CaseExact, " exact"}, {a.ReadOnly, " readOnly"}, {a.Unique != "", " unique=" + a.Unique}} {
		if word.says {
			text += word.text
		}
	}
	return text
}

// TestWhatIsRequired lists what must have a value at creation (docs/evidence.md).
func TestWhatIsRequired(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		profile mapping.Profile
		object  string
		want    []string
	}{
		{mapping.ProfileAD, "User", []string{"cn", "sAMAccountName", "parentDistinguishedName"}},
		{mapping.ProfileEntra, "User", []string{"displayName", "userPrincipalName", "mailNickname", "accountEnabled"}},
		{mapping.ProfileSCIM, "User", []string{"userName"}},
		{mapping.ProfileSCIM, "Group", []string{"displayName"}},
		{mapping.ProfileEntra, "Group", []string{"displayName"}},
		{mapping.ProfileNone, "User", nil},
	} {
		require.Equal(t, row.want, row.profile.Required(row.object), "%s %s", row.profile, row.object)
	}
}

// TestTypesOfNamesAreChecked in mapping files: a value that has not the type fails its row, and one that has it flows as it is written.
func TestTypesOfNamesAreChecked(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name           string
		profile        mapping.Profile
		target         string
		source, before string
		want           string
		warnings       []diag.Code
	}{
		// docs/evidence.md; entra-docs#89.
		{"no date at all", mapping.ProfileEntra, "employeeHireDate", `"soon"`, "", "error: - → -", nil},
		{"a date without a time", mapping.ProfileEntra, "employeeHireDate", `"2026-12-01"`, "", `flowed: - → "2026-12-01"`, []diag.Code{codes.DateOnly}},
		{"a date with a time", mapping.ProfileEntra, "employeeHireDate", `"2026-12-01T00:00:00Z"`, "", `flowed: - → "2026-12-01T00:00:00Z"`, nil},
		{"no profile is needed for the type", mapping.ProfileNone, "employeeLeaveDateTime", `"soon"`, "", "error: - → -", nil},
		{"the same instant with a fraction", mapping.ProfileEntra, "employeeHireDate", `"2026-12-01T00:00:00Z"`, `"2026-12-01T00:00:00.000Z"`,
			`unchanged: "2026-12-01T00:00:00.000Z" → "2026-12-01T00:00:00.000Z"`, nil},
		{"the same instant with an offset", mapping.ProfileEntra, "employeeHireDate", `"2026-12-01T00:00:00Z"`, `"2026-12-01T02:00:00+02:00"`,
			`unchanged: "2026-12-01T02:00:00+02:00" → "2026-12-01T02:00:00+02:00"`, nil},
		{"another instant", mapping.ProfileEntra, "employeeHireDate", `"2026-12-01T00:00:00Z"`, `"2026-12-01T00:00:00+02:00"`,
			`flowed: "2026-12-01T00:00:00+02:00" → "2026-12-01T00:00:00Z"`, nil},
		{"a Boolean is none", mapping.ProfileNone, "active", `"perhaps"`, "", "error: - → -", nil},
		{"a Boolean is an empty cell", mapping.ProfileNone, "accountEnabled", `""`, "", "error: - → -", nil},
		{"a Boolean as text stays one", mapping.ProfileSCIM, "active", `"True"`, "", `flowed: - → "True"`, nil},
		{"a Boolean as text is the same", mapping.ProfileSCIM, "active", `"True"`, "true", "unchanged: true → true", nil},
		{"a Boolean as such", mapping.ProfileSCIM, "active", `true`, "", "flowed: - → true", nil},
		{"a number is none", mapping.ProfileAD, "userAccountControl", `"x"`, "", "error: - → -", nil},
		{"a number as text", mapping.ProfileAD, "userAccountControl", `"514"`, "", `flowed: - → "514"`, nil},
		{"two values for one place", mapping.ProfileAD, "title", `["a", "b"]`, "", "error: - → -", nil},
		{"one value in a list", mapping.ProfileAD, "title", `["a"]`, "", `flowed: - → "a"`, nil},
		{"a text that is a number", mapping.ProfileAD, "title", `7`, "", "flowed: - → 7", nil},
		{"a name of which nothing is known", mapping.ProfileSCIM, "shoeSize", `["a", "b"]`, "", `flowed: - → ["a","b"]`, nil},
	} {
		mapper := compile(t, mapping.Options{Profile: row.profile}, matching, mapping.Mapping{Target: row.target, From: "v"})
		existing := ""
		if row.before != "" {
			existing = `{"` + row.target + `": ` + row.before + `}`
		}
		o := mapped(t, mapper, `{"id": "1", "v": `+row.source+`}`, existing).Attributes[1]
		require.Equal(t, row.want, showOutcome(&o), row.name)
		require.Equal(t, row.warnings, o.Warnings, row.name)
	}
}

// TestASchemaWinsOverTheName for types, and what the profile demands holds all the same.
func TestASchemaWinsOverTheName(t *testing.T) {
	t.Parallel()
	target := &mapping.Schema{Name: "User", Open: true, Attributes: []mapping.Attribute{{Name: "employeeHireDate"}, {Name: "userPrincipalName", CaseExact: true}}}
	mapper := compile(t, mapping.Options{Profile: mapping.ProfileEntra, Target: target}, matching,
		mapping.Mapping{Target: "employeeHireDate", From: "v"}, mapping.Mapping{Target: "userPrincipalName", From: "v"},
		mapping.Mapping{Target: "accountEnabled", From: "v"}, mapping.Mapping{Target: "shoeSize", From: "v"})
	require.Equal(t, "String", showAttribute(*mapper.TargetAttribute(1), true))
	require.Equal(t, "String required exact unique=address", showAttribute(*mapper.TargetAttribute(2), true))
	require.Equal(t, "Boolean required", showAttribute(*mapper.TargetAttribute(3), true), "the open schema leaves it out")
	require.Equal(t, "String", showAttribute(*mapper.TargetAttribute(4), true))
	for text, warned := range map[string]bool{"soon": false, "2026-12-01": true, "2026-12-01T08:00:00Z": false} {
		o := mapped(t, mapper, `{"v": "`+text+`"}`, "").Attributes[1]
		require.Equal(t, `flowed: - → "`+text+`"`, showOutcome(&o))
		require.Equal(t, warned, len(o.Warnings) > 0, text)
	}
}

// TestTheTypeOfTheObjectsIsThatOfTheSet: mapping files mostly name the resource alone.
func TestTheTypeOfTheObjectsIsThatOfTheSet(t *testing.T) {
	t.Parallel()
	for _, set := range []mapping.Set{{Target: "Group", Resource: "User"}, {Resource: "Group"}, {Source: "Group"}} {
		set.Mappings = []mapping.Mapping{{Target: "displayName", From: "name", Match: 1}, {Target: "members", From: "members"}}
		mapper, err := set.Compile(mapping.Options{})
		require.NoError(t, err)
		require.Equal(t, mapping.Reference, mapper.TargetAttribute(1).Type)
	}
}

// TestThePrimaryAddressMovesUnseen: SMTP: and smtp: are one to the service, so a change between them is none.
func TestThePrimaryAddressMovesUnseen(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, target, before, source string
		want                         []diag.Code
	}{
		{"another one is to be the primary", "proxyAddresses", `["SMTP:a@x", "smtp:b@x"]`, `["smtp:a@x", "SMTP:b@x"]`, []diag.Code{codes.LetterCase}},
		{"none is", "proxyAddresses", `["SMTP:a@x"]`, `["smtp:a@x"]`, []diag.Code{codes.LetterCase}},
		{"the same is, in another case", "proxyAddresses", `["SMTP:a@x", "smtp:b@x"]`, `["smtp:B@x", "SMTP:A@x"]`, nil},
		{"an attribute without primary values", "tags", `["SMTP:a@x"]`, `["smtp:a@x"]`, nil},
	} {
		mapper := compile(t, mapping.Options{}, matching, mapping.Mapping{Target: row.target, From: "v"})
		o := mapped(t, mapper, `{"id": "1", "v": `+row.source+`}`, `{"`+row.target+`": `+row.before+`}`).Attributes[1]
		require.Equal(t, mapping.Unchanged, o.Decision, row.name)
		require.Equal(t, row.want, o.Warnings, row.name)
	}
}
