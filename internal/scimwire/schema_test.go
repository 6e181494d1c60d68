package scimwire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
)

func TestUnknownAttributesAreExplained(t *testing.T) {
	t.Parallel()
	const enterprise = urn.Enterprise + ":"
	for _, tt := range []struct{ about, path, want string }{
		{"a slip", "usrName", `RFC 7643 defines no attribute "usrName" of a user: did you mean userName?`},
		{"a slip in a part", "name.givenNam", `RFC 7643 defines no attribute "givenNam" of name: did you mean givenName?`},
		{"a slip of an attribute of the other schema", "departmnt", `RFC 7643 defines no attribute "departmnt" of a user: department belongs to ` + urn.Enterprise},
		{"an attribute of the enterprise user at the top", "department", `RFC 7643 defines no attribute "department" of a user: department belongs to ` + urn.Enterprise},
		{"another case is no slip, and still no core attribute", "EMPLOYEENUMBER", `RFC 7643 defines no attribute "EMPLOYEENUMBER" of a user: employeeNumber belongs to ` + urn.Enterprise},
		{"a core attribute in the enterprise user", enterprise + "title", `RFC 7643 defines no attribute "title" of the enterprise user: title belongs to ` + urn.User},
		{"a slip in the enterprise user", enterprise + "departmnt", `RFC 7643 defines no attribute "departmnt" of the enterprise user: did you mean department?`},
		{"a directory's name", "mail", `RFC 7643 defines no attribute "mail" of a user: write emails[type eq "work"].value`},
		{"a directory's name of the opposite", "accountDisabled", `RFC 7643 defines no attribute "accountDisabled" of a user: write active, which says the opposite`},
		{"a sheet's name", "First_Name", `RFC 7643 defines no attribute "First_Name" of a user: write name.givenName`},
		{"a part at the top", "givenName", `RFC 7643 defines no attribute "givenName" of a user: write name.givenName`},
		{"a part of an array at the top", "postalCode", `RFC 7643 defines no attribute "postalCode" of a user: write addresses[type eq "work"].postalCode`},
		{"another name of a part", "name.firstName", `RFC 7643 defines no attribute "firstName" of name: write givenName`},
		{"another name of an array's part", `addresses[type eq "work"].city`, `RFC 7643 defines no attribute "city" of addresses: write locality`},
		{"a slip in a filter", `emails[typ eq "work"].value`, `RFC 7643 defines no attribute "typ" of emails: did you mean type?`},
		{"another name of a part that is an attribute elsewhere", enterprise + "manager.id", `RFC 7643 defines no attribute "id" of manager: its parts are value, $ref, displayName`},
		{"a part of what has none", "title.value", `RFC 7643 defines no attribute "value" of title: it has no parts`},
		{"a part that is nowhere", "name.shoeSize", `RFC 7643 defines no attribute "shoeSize" of name: its parts are formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix`},
		{"an attribute of one's own at the top", "shoeSize", `RFC 7643 defines no attribute "shoeSize" of a user: an attribute of your own belongs to an extension, such as urn:ietf:params:scim:schemas:extension:contoso:1.0:User:shoeSize`},
		{"groups have members", "members", `RFC 7643 defines no attribute "members" of a user: an attribute of your own belongs to an extension, such as urn:ietf:params:scim:schemas:extension:contoso:1.0:User:members`},
		{"every attribute of the core", "userName", ""},
		{"names without case", "USERNAME", ""},
		{"the core's URN", urn.User + ":userName", ""},
		{"parts of arrays", `emails[type eq "work"].primary`, ""},
		{"an element", `emails[type eq "work"]`, ""},
		{"meta", "meta.created", ""},
		{"the enterprise user", enterprise + "manager.value", ""},
		{"extensions are free", "urn:ietf:params:scim:schemas:extension:contoso:1.0:User:departmnt", ""},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			p, err := scimwire.ParsePath(tt.path)
			require.NoError(t, err)
			u, unknown := p.Unknown()
			require.Equal(t, tt.want != "", unknown)
			if unknown {
				require.Equal(t, tt.want, u.Message.String()+": "+u.Hint.String())
			}
		})
	}
}

// What a mapping knows of SCIM's attributes is what requests know of them.
func TestTheSchemaIsThatOfTheProfile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		schema string
		names  []string
	}{
		{"", []string{"userName"}}, {"", []string{"externalId"}}, {"", []string{"name", "familyName"}}, {"", []string{"active"}}, {"", []string{"emails"}},
		{"", []string{"addresses"}}, {"", []string{"x509Certificates"}}, {"", []string{"groups"}}, {urn.Enterprise, []string{"department"}},
	} {
		d, ok := scimwire.Find(tt.schema, tt.names...)
		require.True(t, ok, tt.names)
		name := tt.names[0]
		for _, part := range tt.names[1:] {
			name += "." + part
		}
		a, ok := mapping.ProfileSCIM.Attribute("User", name)
		require.True(t, ok, name)
		require.Equal(t, a.MultiValued, d.Many, name)
		require.Equal(t, a.Type == mapping.Boolean, d.Kind == scimwire.Boolean, name)
	}
}
