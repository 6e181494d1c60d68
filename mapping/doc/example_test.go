package doc_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/doc"
	"github.com/attrmap/attrmap/mapping/graph"
)

func ExampleWriteSets() {
	set := mapping.Set{Name: "HR to Entra", Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "externalId", Match: 1},
		{Target: "mailNickname", Expression: `ToLower(Join(".", [givenName], [surname]), )`},
	}}
	if err := doc.WriteSets(os.Stdout, []*mapping.Set{&set}, doc.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// # HR to Entra
	//
	// - **Target**: Microsoft Entra ID, by the names of its attributes
	// - **Matching**: an object of the target is found by `employeeId` from `externalId`
	// - **Required at creation**: `mailNickname`: an object without a value is not created
	// - **Scope**: every object
	//
	// | Target | Rule | Inputs | When | Notes |
	// |---|---|---|---|---|
	// | `employeeId` | copies `externalId` | `externalId` | always | matching attribute, precedence 1 |
	// | `mailNickname` | `givenName` and `surname` joined with `"."`, in lower case<br>`ToLower(Join(".", [givenName], [surname]), )` | `givenName`, `surname` | always | |
}

func ExampleWriteSchema() {
	schema, err := graph.Load(strings.NewReader(`{"sourceObjectName": "User", "targetObjectName": "Account", "flowTypes": "Add,Update", "attributeMappings": [
  {"targetAttributeName": "userName", "matchingPriority": 1, "source": {"type": "Attribute", "name": "mail"}}]}`), graph.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := doc.WriteSchema(os.Stdout, schema, doc.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// # Attribute mappings
	//
	// ## User → Account
	//
	// - **Objects**: `User` → `Account`
	// - **Actions**: creates, updates
	// - **Matching**: an object of the target is found by `userName` from `mail`
	// - **Scope**: every object
	//
	// | Target | Rule | Inputs | When | Notes |
	// |---|---|---|---|---|
	// | `userName` | copies `mail` | `mail` | always | matching attribute, precedence 1 |
}
