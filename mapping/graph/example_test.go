package graph_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping/graph"
)

func Example() {
	doc, err := graph.Load(strings.NewReader(`[
  {"targetAttributeName": "userName", "matchingPriority": 1, "source": {"type": "Attribute", "name": "userPrincipalName"}, "new": [1.0]},
  {"targetAttributeName": "title", "flowType": "Always", "source": null}
]`), graph.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	source, err := graph.ParseSource(`Join(" - ", [jobTitle], [department])`, functions.Standard())
	if err != nil {
		fmt.Println(err)
		return
	}
	title := doc.ObjectMappings()[0].Mapping("title")
	if err := title.SetSource(source); err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range doc.ObjectMappings()[0].Convert(nil).Set.Mappings {
		fmt.Println(m.Target, m.Type(), m.From+m.Expression)
	}
	// Output:
	// userName direct userPrincipalName
	// title expression Join(" - ", [jobTitle], [department])
}

func ExampleSource_Node() {
	source := &graph.Source{Type: graph.TypeFunction, Name: "Replace", Parameters: []graph.Parameter{
		{Key: "source", Value: &graph.Source{Type: graph.TypeAttribute, Name: "preferredLanguage"}},
		{Key: "Find", Value: &graph.Source{Type: graph.TypeConstant, Name: "-", Expression: `"-"`}},
		{Key: "Replacement", Value: &graph.Source{Type: graph.TypeConstant, Name: "_", Expression: `"_"`}},
	}}
	tree, findings := source.Node(functions.Standard())
	fmt.Println(syntax.Format(tree), len(findings))
	// Output: Replace([preferredLanguage], "-", , , "_", , ) 0
}

func ExampleElement_Set() {
	doc, _ := graph.Load(strings.NewReader(`{"objectMappings": [], "priority": 1, "ours": {"kept": true}}`), graph.Limits{})
	if err := doc.Rules()[0].Set("priority", "high"); err != nil {
		fmt.Println(err)
	}
	if err := doc.Rules()[0].Set("priority", 2); err != nil {
		fmt.Println(err)
	}
	if err := doc.Save(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// set "priority": want a whole number, got a string "high"
	// {"objectMappings": [], "priority": 2, "ours": {"kept": true}}
}
