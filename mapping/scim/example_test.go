package scim_test

import (
	"fmt"
	"log"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

func ExamplePreview() {
	plan := &provision.Plan{Action: provision.Update, Target: "4711", Attributes: []mapping.Outcome{{
		Mapping: &mapping.Mapping{Target: "name.familyName", From: "surname"},
		Old:     value.String("Ohm"), New: value.String("Volta"), Decision: mapping.Flowed,
	}}}
	for _, opt := range []scim.ClientOptions{{}, {Compliant: true}} {
		requests, err := scim.Preview(plan, opt)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s %s %s\n", requests[0].Method, requests[0].Path, requests[0].Body)
	}
	// Output:
	// PATCH /Users/4711 {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"name.familyName","value":"Volta"}]}
	// PATCH /Users/4711 {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"name.familyName":"Volta"}}]}
}
