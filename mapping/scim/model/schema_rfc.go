package model

import (
	"sync"

	"github.com/attrmap/attrmap/internal/scimschema"
	"github.com/attrmap/attrmap/internal/urn"
)

const groupURN = "urn:ietf:params:scim:schemas:core:2.0:Group"

// RFC returns the schemas of RFC 7643: users with the enterprise extension, and groups. A server of them takes PATCH, filters and sorting.
func RFC() *Schemas { return rfc() }

var rfc = sync.OnceValue(func() *Schemas {
	user, group, enterprise := &schema{id: urn.User, name: "User", attributes: scimschema.User}, &schema{id: groupURN, name: "Group", attributes: scimschema.Group},
		&schema{id: urn.Enterprise, name: "EnterpriseUser", attributes: scimschema.Enterprise}
	return &Schemas{
		schemas: []*schema{user, group, enterprise},
		types: []*resourceType{
			{name: "User", endpoint: "/Users", schema: user.id, base: user, extensions: []extension{{schema: enterprise.id, of: enterprise}}},
			{name: "Group", endpoint: "/Groups", schema: group.id, base: group},
		},
		features: features{patch: true, filter: true, sort: true, maxResults: defaultResults},
	}
})
