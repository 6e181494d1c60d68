package mapping_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// people is a set that the examples share.
func people() *mapping.Set {
	return &mapping.Set{Name: "HR to Entra", Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "id", Match: 1},
		{Target: "displayName", Expression: `Join(" ", [name.givenName], [name.familyName])`},
		{Target: "companyName", Constant: "Contoso"},
		{Target: "mailNickname", Expression: `ToLower([name.givenName])`, Apply: mapping.ApplyCreate},
	}}
}

func mustCompile(set *mapping.Set, opts mapping.Options) *mapping.Mapper {
	mapper, err := set.Compile(opts)
	if err != nil {
		log.Fatal(err)
	}
	return mapper
}

func ExampleSet_Compile() {
	set := people()
	set.Mappings[1].Expression = `Jion(" ", [name.givenName], [name.familyName])`
	_, err := set.Compile(mapping.Options{})
	fmt.Println(strings.Contains(err.Error(), "did you mean Join?"))
	set.Mappings[1].Expression = `Join(" ", [name.givenName], [name.familyName])`
	mapper, err := set.Compile(mapping.Options{})
	fmt.Println(mapper.SourceAttributes(), err)
	// Output:
	// true
	// [id name.familyName name.givenName] <nil>
}

func ExampleMapper_Map() {
	mapper := mustCompile(people(), mapping.Options{})
	source := value.Map{"id": "7", "name": map[string]any{"givenName": "Ann", "familyName": "Volta"}}
	existing := value.Map{"employeeId": "7", "displayName": "Ann Ohm", "mailNickname": "annie"}
	result, err := mapper.Map(context.Background(), source, existing)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result)
	// Output:
	// employeeId unchanged 7 the target has this value
	// displayName flowed Ann Ohm → Ann Volta the value differs from the target's
	// companyName flowed Contoso the target has no value
	// mailNickname createOnlySkipped applies only during creation, and the object exists
}

func ExampleMapper_Attributes() {
	mapper := mustCompile(people(), mapping.Options{})
	attributes, err := mapper.Attributes(context.Background(), value.Map{"id": "7", "name": map[string]any{"givenName": "Ann"}})
	fmt.Println(attributes, err)
	// Output: map[companyName:Contoso displayName:Ann employeeId:7 mailNickname:ann] <nil>
}

func ExampleEvaluator_AppendMap() {
	worker := mustCompile(people(), mapping.Options{}).NewEvaluator() // one for each goroutine
	attributes := map[string]any{}
	for _, id := range []string{"7", "8"} {
		clear(attributes)
		if err := worker.AppendMap(context.Background(), value.Map{"id": id}, attributes); err != nil {
			log.Fatal(err)
		}
		fmt.Println(attributes["employeeId"], attributes["companyName"])
	}
	// Output:
	// 7 Contoso
	// 8 Contoso
}

func ExampleMapper_Explain() {
	mapper := mustCompile(people(), mapping.Options{})
	x, err := mapper.Explain(context.Background(), value.Map{"id": "7", "name": map[string]any{"givenName": "Ann"}}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x.Rows[1])
	// Output:
	// displayName: flowed, the object is created
	//   → "Ann"
	//   Join(" ", [name.givenName], [name.familyName]) = "Ann"
	//     · argument 3 is null or "" and skipped [1]
	//     separator: " "
	//     source: [name.givenName] = "Ann"
	//     source: [name.familyName] = ∅
}

func ExampleCompileFilter() {
	scope, findings := mapping.CompileFilter(mapping.Filter{
		{{Attribute: "department", Operator: "NOT EQUALS", Values: []string{"Interns"}}, {Attribute: "active", Operator: "IS TRUE"}},
	}, false, mapping.Options{})
	if findings.HasErrors() {
		log.Fatal(findings)
	}
	for _, person := range []value.Map{{"department": "Sales", "active": true}, {"department": "Interns", "active": true}} {
		result := scope.Evaluate(person)
		fmt.Println(result.Passed, "-", result.Groups[0][0])
	}
	// Output:
	// true - department NOT EQUALS 'Interns' holds for "Sales"
	// false - department NOT EQUALS 'Interns' does not hold for "Interns"
}

func ExampleParseOperator() {
	op, err := mapping.ParseOperator("regex match")
	fmt.Println(op.Name, "-", op.Words, op.Types, err)
	_, err = mapping.ParseOperator("EQUAL")
	fmt.Println(err)
	// Output:
	// REGEX MATCH - matches [String Integer] <nil>
	// unknown operator "EQUAL": did you mean EQUALS?
}

func ExampleParseApply() {
	apply, err := mapping.ParseApply("ObjectAddOnly") // Graph's name; mapping files write create
	fmt.Println(apply, err, "- applies", apply.Behavior().When)
	_, err = mapping.ParseApply("creates")
	fmt.Println(err)
	// Output:
	// create <nil> - applies at creation
	// unknown flow type "creates": did you mean create?
}

func ExampleProfile_Limit() {
	limit, err := mapping.ProfileAD.Limit("User", "sAMAccountName")
	fmt.Println(limit.Length, limit.Refuses("ann*"), err)
	// Output: 20 true <nil>
}
