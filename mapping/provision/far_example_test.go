package provision_test

import (
	"context"
	"fmt"
	"log"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// shop is an application behind a network. Its API finds many accounts at once.
type shop struct{ titles map[string]string } // by user name

// Find asks the application once for all queries. A program would use ctx for the request, and q.Want to leave out what nobody reads.
func (s shop) Find(_ context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	fmt.Println("queries in one request:", len(queries))
	answers := make([][]*provision.Object, len(queries))
	for i, q := range queries {
		name := q.Value.Text()
		if title, found := s.titles[name]; found && q.Attribute == "userName" {
			answers[i] = []*provision.Object{{Type: q.Type, ID: "id-of-" + name, Attrs: value.Map{"userName": name, "title": title}}}
		}
	}
	return answers, nil
}

func ExampleDirectory() {
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: hiring()}}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("attributes of the target:", engine.TargetAttributes(""))
	// The engine is compiled once; a cycle is cheap, and remembers what the directory has answered.
	cycle := engine.NewCycle(provision.World{Directory: shop{map[string]string{"ann": "Clerk"}}})
	for plan, err := range cycle.Run(context.Background(), slices.Values(sources()), 1) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(plan.Action, plan.ID, plan.Target)
	}
	// Output:
	// attributes of the target: [pin title userName]
	// queries in one request: 2
	// update ann id-of-ann
	// create bob
}

func ExampleReserver() {
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "objectId", Match: 1},
		{Target: "login", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([name], Append([name], "2"))`},
	}}}}})
	if err != nil {
		log.Fatal(err)
	}
	var names provision.Reservations // for all cycles; several processes need one that they share
	for i, name := range []string{"kim", "kim"} {
		cycle := engine.NewCycle(provision.World{Reserver: &names})
		plan, err := cycle.Plan(context.Background(), provision.Source{Ordinal: 1, Attrs: value.Map{"objectId": i + 1, "name": name}})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(plan.ID, plan.Attributes[1].New)
	}
	// Output:
	// 1 kim
	// 2 kim2
}
