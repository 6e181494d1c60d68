package model_test

import (
	"fmt"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// A strict server refuses what Entra's default client sends for a boolean, and says which section it rests on; a tolerant one takes it.
func ExampleServer_Do() {
	for _, profile := range []model.Profile{model.Strict, model.Tolerant} {
		s := model.New(model.Options{Profile: profile})
		created := s.Do("POST", "/Users", []byte(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada", "active": true}`))
		changed := s.Do("PATCH", created.Location, []byte(`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
			"Operations": [{"op": "Replace", "path": "active", "value": "False"}]}`))
		fmt.Printf("%s: %d, %d, refused by %q\n", profile, created.Status, changed.Status, changed.Section)
		fmt.Println(string(s.Do("GET", created.Location+"?attributes=userName,active", nil).Body))
	}
	// Output:
	// strict: 201, 400, refused by "RFC 7643 2.3.2"
	// {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"new-1","userName":"ada","active":true}
	// tolerant: 201, 204, refused by ""
	// {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"new-1","userName":"ada","active":false}
}
