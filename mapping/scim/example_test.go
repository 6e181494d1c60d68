package scim_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

func ExampleResource() {
	r := scim.NewResource("User")
	for path, text := range map[string]string{
		"userName":                     "ann",
		`emails[type eq "work"].value`: "ann@contoso.example",
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Sales",
	} {
		if err := r.Set(path, value.String(text)); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(string(r.AppendJSON(nil)))
	// Output:
	// {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"userName":"ann","emails":[{"type":"work","value":"ann@contoso.example"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Sales"}}
}

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

func ExampleBuildBulk() {
	m, err := scim.ReadBulkMap(strings.NewReader(`{"attributes": {"externalId": "No", "active": {"column": "State", "equals": "Active"}}}`))
	if err != nil {
		log.Fatal(err)
	}
	in, err := feed.OpenWith(strings.NewReader("No,State\n17,Active\n,Active\n"), "hires.csv", feed.Auto, feed.Options{EmptyCells: feed.EmptyNull})
	if err != nil {
		log.Fatal(err)
	}
	bulk, err := scim.BuildBulk(in.Records(), m, scim.BulkOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for request, err := range bulk.Requests() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(request.Operations, "operation")
	}
	summary := bulk.Summary()
	fmt.Println(&summary)
	fmt.Println(summary.Issues[0])
	// Output:
	// 1 operation
	// read 2, built 1, failed 1, calls 1, at least 0s to send
	// record 2, line 3: error: the matching value externalId is missing, and the service skips a record without it
}

func ExampleCheckBulk() {
	findings, err := scim.CheckBulk(strings.NewReader(`{
  "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
  "Operations": [{"method": "POST", "bulkId": "1", "path": "/Users", "data": {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "17", "password": "hunter2"}}]
}`), "hires.json")
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range findings {
		fmt.Println(f)
	}
	// Output:
	// hires.json:4:96: warning: a password stands here in clear text [clear-text-password]; leave it out, and change it where it is in use
}
