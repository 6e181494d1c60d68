package bulk_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
)

func ExampleBuild() {
	m, err := bulk.ReadMap(strings.NewReader(`{"attributes": {"externalId": "No", "active": {"column": "State", "equals": "Active"}}}`))
	if err != nil {
		log.Fatal(err)
	}
	in, err := feed.Open(strings.NewReader("No,State\n17,Active\n,Active\n"), feed.Options{Name: "hires.csv", EmptyCells: feed.EmptyNull})
	if err != nil {
		log.Fatal(err)
	}
	builder, err := bulk.Build(in.Records(), m, bulk.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for request, err := range builder.Requests() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(request.Operations, "operation")
	}
	summary := builder.Summary()
	fmt.Println(&summary)
	fmt.Println(summary.Issues[0])
	// Output:
	// 1 operation
	// read 2, built 1, failed 1, calls 1, at least 0s to send
	// 3: records[1] (externalId): error missing-match: the matching value externalId is missing, and the service skips a record without it
}

func ExampleCheck() {
	findings, err := bulk.Check(strings.NewReader(`{
  "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
  "Operations": [{"method": "POST", "bulkId": "1", "path": "/Users", "data": {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "17", "password": "hunter2"}}]
}`), "hires.json", bulk.CheckOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range findings {
		fmt.Println(f)
	}
	// Output:
	// hires.json:4:96: /Operations/0/data/password: warning clear-text-password: a password in clear text: leave it out, and change it where it is in use
}
