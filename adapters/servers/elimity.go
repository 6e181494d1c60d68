package servers

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/optional"
	"github.com/elimity-com/scim/schema"
)

// EnterpriseURN names the extension of users that RFC 7643 (4.3) defines.
const EnterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// Elimity starts the SCIM server of elimity-com in this process, with users, their enterprise extension and groups. The package reads requests,
// checks them against the schemas and writes the answers; storing them is left to whoever uses it, which is done here in memory. Kill makes it
// unreachable, and Start reachable with what it has stored.
func Elimity(t testing.TB) *SCIM {
	t.Helper()
	text := func(name string) schema.CoreAttribute {
		return schema.SimpleCoreAttribute(schema.SimpleStringParams(schema.StringParams{Name: name}))
	}
	enterprise := schema.Schema{ID: EnterpriseURN, Name: optional.NewString("Enterprise User"), Attributes: schema.Attributes{
		text("employeeNumber"), text("costCenter"), text("organization"), text("division"), text("department"),
		schema.ComplexCoreAttribute(schema.ComplexParams{Name: "manager", SubAttributes: []schema.SimpleParams{
			schema.SimpleStringParams(schema.StringParams{Name: "value"}),
			schema.SimpleReferenceParams(schema.ReferenceParams{Name: "$ref"}),
			schema.SimpleStringParams(schema.StringParams{Name: "displayName", Mutability: schema.AttributeMutabilityReadOnly()}),
		}}),
	}}
	types := []scim.ResourceType{
		{
			ID: optional.NewString("User"), Name: "User", Endpoint: "/Users", Schema: schema.CoreUserSchema(), Handler: newStore("userName"),
			SchemaExtensions: []scim.SchemaExtension{{Schema: enterprise}},
		},
		{ID: optional.NewString("Group"), Name: "Group", Endpoint: "/Groups", Schema: schema.CoreGroupSchema(), Handler: newStore("displayName")},
	}
	handler, err := scim.NewServer(&scim.ServerArgs{
		ServiceProviderConfig: &scim.ServiceProviderConfig{MaxResults: 200, SupportFiltering: true, SupportPatch: true}, ResourceTypes: types,
	})
	if err != nil {
		t.Fatal(err)
	}
	const token = "a-token-for-tests"
	var down atomic.Bool
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		if r.Header.Get("Authorization") != "Bearer "+token {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(listener.Close)
	return &SCIM{URL: listener.URL, Token: token, Kill: func() { down.Store(true) }, Start: func() { down.Store(false) }}
}
