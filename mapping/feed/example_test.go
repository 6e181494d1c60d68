package feed_test

import (
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
