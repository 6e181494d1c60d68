package impact_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

func ExampleCompare() {
	people := []provision.Source{
		{Ordinal: 1, Attrs: value.Map{"id": "1", "name": "Ada", "dept": "Sales"}}, {Ordinal: 2, Attrs: value.Map{"id": "2", "name": "Ben", "dept": "Legal"}},
	}
	side := func(department string) impact.Side {
		set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "employeeId", From: "id", Match: 1}, {Target: "department", Expression: department}}}
		engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
		if err != nil {
			log.Fatal(err)
		}
		return impact.Side{Engine: engine, Sources: slices.Values(people)}
	}
	changes, err := impact.Compare(context.Background(), side(`[dept]`), side(`Switch([dept], [dept], "Sales", "Service")`), impact.Options{Limit: 10})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(changes.Counts("changes"), changes.Groups[0].IDs)
	if err := changes.WriteText(os.Stdout, impact.TextOptions{Width: 80}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 1 [1]
	// This change affects 1 person.
	// 1 of 2 people are unchanged.                                  complete
	//
	// department  "Sales" → "Service"  1  1
}
