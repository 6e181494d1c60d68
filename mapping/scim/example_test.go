package scim_test

import (
	"context"
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

// ExamplePreview_create shows a creation: references follow once the objects that they name exist.
func ExamplePreview_create() {
	plan := &provision.Plan{Action: provision.Create, Attributes: []mapping.Outcome{
		{Mapping: &mapping.Mapping{Target: "userName"}, New: value.String("ann"), Decision: mapping.Flowed},
		{Mapping: &mapping.Mapping{Target: `emails[type eq "work"].value`}, New: value.String("ann@contoso.example"), Decision: mapping.Flowed},
		{
			Mapping: &mapping.Mapping{Target: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"},
			New:     value.Reference("4712"), Decision: mapping.Flowed,
		},
	}}
	requests, err := scim.Preview(plan, scim.ClientOptions{Compliant: true})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range requests {
		fmt.Println(r.Method, r.Path)
	}
	fmt.Println(string(requests[1].Body))
	// Output:
	// POST /Users
	// PATCH /Users/{id}
	// {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"4712"}]}
}

// ExampleClientOptions shows that a request with values that must not be printed holds them all the same, and does not print them.
func ExampleClientOptions() {
	plan := &provision.Plan{Action: provision.Update, Target: "4711", Attributes: []mapping.Outcome{{
		Mapping: &mapping.Mapping{Target: "title"}, New: value.String("Buyer").WithRedaction(), Decision: mapping.Flowed,
	}}}
	for _, mask := range []bool{false, true} {
		requests, err := scim.Preview(plan, scim.ClientOptions{Mask: mask})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(requests[0])
	}
	// Output:
	// PATCH [hidden] (120 bytes)
	// PATCH /Users/4711 {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Add","path":"title","value":"[Redact]"}]}
}

// ExampleNewApplied plans a second cycle on what the requests of the first one leave: the role in the place of another is only added.
func ExampleNewApplied() {
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "userName", From: "upn", Match: 1},
		{Target: `roles[primary eq "True"].value`, Expression: "SingleAppRoleAssignment([appRoleAssignments])"},
	}}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
	if err != nil {
		log.Fatal(err)
	}
	ann := provision.Source{Ordinal: 1, Attrs: value.Map{"upn": "ann", "appRoleAssignments": []any{map[string]any{"id": "r2", "value": "User"}}}}
	accounts := []*provision.Object{{ID: "4711", Attrs: value.Map{"userName": "ann", "roles": []any{map[string]any{"value": "Admin", "primary": true}}}}}

	applied := scim.NewApplied(accounts, scim.ClientOptions{})
	first, err := engine.NewCycle(provision.World{Directory: provision.NewMemory(accounts)}).Plan(context.Background(), ann)
	if err != nil {
		log.Fatal(err)
	}
	if err := applied.Add(first); err != nil {
		log.Fatal(err)
	}
	directory, err := applied.Directory()
	if err != nil {
		log.Fatal(err)
	}
	second := engine.NewCycle(provision.World{Directory: directory})
	plan, err := second.Plan(context.Background(), ann)
	if err != nil {
		log.Fatal(err)
	}
	for _, o := range second.Restless(plan) {
		fmt.Println(o.Mapping.Target, "is written again")
	}
	// Output:
	// roles[primary eq "True"].value is written again
}
