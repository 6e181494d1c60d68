package urn_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/attrmap/attrmap/internal/urn"
)

func TestMisspellings(t *testing.T) {
	t.Parallel()
	const contoso = "urn:ietf:params:scim:schemas:extension:contoso:2.0:User"
	for _, row := range []struct {
		name string
		urns []string
		want map[string]string // the meant URNs by the misspelled ones
	}{
		{"the rarer of two", []string{"urn:ietf:params:scim:schemas:extension:contosso:2.0:User", contoso, contoso},
			map[string]string{"urn:ietf:params:scim:schemas:extension:contosso:2.0:User": contoso}},
		{"the later of two that are equally frequent", []string{contoso, "urn:ietf:params:scim:schemas:extension:cotnoso:2.0:User"},
			map[string]string{"urn:ietf:params:scim:schemas:extension:cotnoso:2.0:User": contoso}},
		{"a URN of SCIM, however rare", []string{"urn:ietf:params:scim:schemas:extension:enterprise:2.1:User"},
			map[string]string{"urn:ietf:params:scim:schemas:extension:enterprise:2.1:User": urn.Enterprise}},
		{"a segment that SCIM defines", []string{"urn:ietf:parms:scim:schemas:extension:contoso:2.0:User"},
			map[string]string{"urn:ietf:parms:scim:schemas:extension:contoso:2.0:User": contoso}},
		{"a schema that SCIM defines, without its last segment", []string{"urn:ietf:params:scim:schemas:extension:enterprise:2.0", "urn:ietf:params:scim:schemas:extension:contoso:2.0"},
			map[string]string{"urn:ietf:params:scim:schemas:extension:enterprise:2.0": urn.Enterprise}},
		{"a missing segment", []string{"urn:ietf:params:scim:extension:contoso:2.0:User"},
			map[string]string{"urn:ietf:params:scim:extension:contoso:2.0:User": contoso}},
		{"short segments differ on purpose", []string{"urn:contoso:hr:User", "urn:contoso:it:User"}, map[string]string{}},
		{"versions differ on purpose", []string{contoso, "urn:ietf:params:scim:schemas:extension:contoso:2.1:User"}, map[string]string{}},
		{"white space is not a misspelling", []string{contoso + " "}, map[string]string{}},
	} {
		got := map[string]string{}
		for misspelled, m := range urn.Misspellings(row.urns) {
			got[misspelled] = m.Meant
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

func TestTypoOfWhiteSpace(t *testing.T) {
	t.Parallel()
	counts := urn.NewCounts()
	counts.Add("urn:contoso: hr:User")
	got := counts.Typo("urn:contoso: hr:User")
	if !got.HasSpace || got.Meant != "urn:contoso:hr:User" || got.Message.String() != `the URN "urn:contoso: hr:User" contains white space` {
		t.Errorf("got %q, meant %q, has space %v", got.Message, got.Meant, got.HasSpace)
	}
	if clean := counts.Typo(urn.User); !clean.Message.IsZero() {
		t.Errorf("%s: got %q, want no typo", urn.User, clean.Message)
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, schema, rest string
		ok                 bool
	}{
		{urn.User + ":name.givenName", urn.User, "name.givenName", true},
		{`urn:contoso:User:emails[type eq "urn:x:work"].value`, "urn:contoso:User", `emails[type eq "urn:x:work"].value`, true},
		{"URN:contoso:a", "URN:contoso", "a", true},
		{"urn:a", "", "urn:a", false},
		{"urn:contoso:", "", "urn:contoso:", false},
		{"name.givenName", "", "name.givenName", false},
	} {
		schema, rest, ok := urn.Cut(row.name)
		if schema != row.schema || rest != row.rest || ok != row.ok {
			t.Errorf("%s: got %q, %q, %v", row.name, schema, rest, ok)
		}
	}
}

func TestNamespacesThatAreNoURN(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"custom:country": true, "acme:hr:costCode": true, `x:badges[type eq "a"].value`: true,
		"urn:contoso:employee:Code": false, "URN:a:b": false, "costCode": false, `badges[type eq "a:b"].value`: false, ":country": false, "custom:": false, "": false,
	} {
		if got := urn.IsMissing(name); got != want {
			t.Errorf("%q: got %v, want %v", name, got, want)
		}
	}
}
