package feed_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

func ExampleReader_Records() {
	table := "WorkerID;name.givenName\n40017;Zoë\n40018\n40019;Žofie\n"
	r, err := feed.Open(strings.NewReader(table), feed.Options{Name: "hires.csv"})
	if err != nil {
		fmt.Println(err)
		return
	}
	givenName := value.ParsePath("name.givenName")
	for rec, err := range r.Records() {
		switch {
		case err != nil:
			fmt.Println("the rest is lost:", err)
		case rec.Err != nil:
			fmt.Println(rec.Err)
		default:
			fmt.Printf("line %d: %s\n", rec.Line, rec.Attributes().Attribute(&givenName).Text())
		}
	}
	// Output:
	// line 2: Zoë
	// record 2, line 3, column 1: want 2 cells, as in the header, got 1; add the missing cells
	// line 4: Žofie
}

// Open detects the format from the name and the first bytes of the input.
func ExampleOpen() {
	for _, text := range []string{
		`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": []}`,
		`{"totalResults": 1, "Resources": [{"userName": "ann"}]}`,
		"{\"id\": 1}\n{\"id\": 2}\n",
		"id;mail\n1;ann@contoso.com\n",
	} {
		r, err := feed.Open(strings.NewReader(text), feed.Options{Name: "-"})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Format())
	}
	// Output:
	// scim-bulk
	// scim
	// ndjson
	// csv
}

// Keep retains the attributes that a mapping reads, and EmptyCells says what an empty cell means.
func ExampleOptions() {
	r, err := feed.Open(strings.NewReader("id,mail,notes\n1,,long text\n"), feed.Options{
		Format: feed.CSV, Keep: []string{"id", "mail"}, EmptyCells: feed.EmptyNull,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for rec, err := range r.Records() {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, m := range rec.Attrs.Members() {
			fmt.Printf("%s is %s\n", m.Name, m.Value)
		}
	}
	// Output:
	// id is 1
	// mail is null
}

// An error says what kind of fault it is and where. A truncated input is an error of the whole input, after the records before the cut.
func ExampleError() {
	r, err := feed.Open(strings.NewReader(`[{"id": 1}, {"id": 2}`), feed.Options{Name: "users.json"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for rec, err := range r.Records() {
		var fault *feed.Error
		if errors.As(err, &fault) {
			fmt.Println(errors.Is(err, feed.ErrTruncated), fault.Line, fault.Column, fault.Problem)
			continue
		}
		fmt.Println("record", rec.Ordinal)
	}
	// Output:
	// record 1
	// record 2
	// true 1 22 the input ends before ] closes the array
}
