package provision_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/provision"
)

// hiring is a set that the examples share.
func hiring() *mapping.Set {
	return &mapping.Set{
		Scope: mapping.Filter{{{Attribute: "type", Operator: "EQUALS", Values: []string{"Employee"}}}},
		Mappings: []mapping.Mapping{
			{Target: "userName", From: "login", Match: 1}, {Target: "title", From: "title"},
			{Target: "pin", Expression: `Redact([pin])`, Apply: mapping.ApplyCreate},
		},
	}
}

func sources() []provision.Source {
	return []provision.Source{
		{Ordinal: 1, Attrs: value.Map{"login": "ann", "title": "Buyer", "type": "Employee", "pin": "4711"}},
		{Ordinal: 2, Attrs: value.Map{"login": "bob", "title": "Clerk", "type": "Employee", "pin": "0815"}},
	}
}

func mustCycle(opts mapping.Options) *provision.Cycle {
	set := hiring()
	objects := []*provision.Object{provision.NewObject(value.Map{"id": "t-1", "userName": "ann", "title": "Clerk"}, 1, set)}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set, Mapping: opts}}})
	if err != nil {
		log.Fatal(err)
	}
	return engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)})
}

func ExampleCycle_Plan() {
	plan, err := mustCycle(mapping.Options{}).Plan(context.Background(), sources()[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan)
	// Output:
	// create  bob  no target object matches
	//   userName  flowed             bob       the object is created
	//   title     flowed             Clerk     the object is created
	//   pin       flowed             [Redact]  the object is created
}

func ExampleCycle_Run() {
	var totals provision.Totals
	for plan, err := range mustCycle(mapping.Options{}).Run(context.Background(), slices.Values(sources()), 2) {
		if err != nil {
			log.Fatal(err)
		}
		totals.Add(plan)
		fmt.Println(plan.Action, plan.ID)
	}
	fmt.Println(totals)
	// Output:
	// update ann
	// create bob
	// read 2, create 1, update 1, disable 0, delete 0, skip 0, error 0, failed 0
}

func ExampleCycle_Print() {
	lines := func(dst []byte, p *provision.Plan) ([]byte, error) {
		return fmt.Appendf(dst, "%s %s\n", p.Action, p.ID), nil
	}
	for printed, err := range mustCycle(mapping.Options{}).Print(context.Background(), slices.Values(sources()), 0, lines) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(string(printed.Text))
	}
	// Output:
	// update ann
	// create bob
}

func ExampleCycle_Explain() {
	x, err := mustCycle(mapping.Options{HideValues: true}).Explain(context.Background(), sources()[0])
	if err != nil {
		log.Fatal(err)
	}
	text, _, _ := strings.Cut(fmt.Sprint(x), "userName: unchanged")
	fmt.Println(text)
	// Output:
	// update 1 → [hidden]
	//   attributes differ
	// scope: passed
	//   group 1 holds
	//     type EQUALS holds for [hidden]
	// matching
	//   1. userName = [hidden]: the target object [hidden] has it
}

func ExampleNewObjectMapping() {
	file, err := os.Open("../../examples/graph-import/schema.json")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	schema, err := graph.Load(file, graph.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	users, found := provision.NewObjectMapping(schema.ObjectMappings()[0], nil)
	if found.HasErrors() {
		log.Fatal(found)
	}
	_, err = provision.New(provision.Job{Objects: []provision.ObjectMapping{users}})
	fmt.Println(users.Name, err)
	fmt.Println("outbound:", users.Options.Outbound, "- disabled by", users.Options.SoftDeleted)
	// Output:
	// Provision Microsoft Entra ID Users <nil>
	// outbound: true - disabled by IsSoftDeleted
}
