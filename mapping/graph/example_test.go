package graph_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
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

// The findings of a check have a path in the document, and a hint where the remedy is known.
func ExampleDocument_Check() {
	doc, err := graph.Load(strings.NewReader(`{"attributeMappings": [
  {"targetAttributeName": "userName", "matchingPriority": 1, "source": {"type": "Attribute", "name": "mail"}},
  {"targetAttributeName": "nickName", "source": {"type": "Function", "name": "ToLowre", "expression": "ToLowre([mail])"}},
  {"targetAttributeName": "userName", "source": null}
]}`), graph.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, finding := range doc.Check(graph.CheckOptions{}) {
		fmt.Println(finding.Severity, finding.Code, finding.Path)
		fmt.Println("  ", finding.Hint)
	}
	// Output:
	// error unknown-function attributeMappings[1].source.expression
	//    did you mean ToLower?
	// error target-mapped-twice attributeMappings[2].targetAttributeName
	//    keep one of the two
}

// A converted mapping runs like one of a mapping file.
func ExampleObjectMapping_Convert() {
	doc, err := graph.Load(strings.NewReader(`[
  {"targetAttributeName": "userName", "matchingPriority": 1, "source": {"type": "Attribute", "name": "userPrincipalName"}},
  {"targetAttributeName": "locale", "source": {"type": "Function", "name": "Replace", "parameters": [
    {"key": "source", "value": {"type": "Attribute", "name": "preferredLanguage"}},
    {"key": "Find", "value": {"type": "Constant", "name": "-", "expression": "\"-\""}},
    {"key": "Replacement", "value": {"type": "Constant", "name": "_", "expression": "\"_\""}}]}}
]`), graph.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	conversion := doc.ObjectMappings()[0].Convert(nil)
	mapper, err := conversion.Set.Compile(conversion.Options(nil))
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := mapper.Map(context.Background(), value.Map{"userPrincipalName": "ann@contoso.com", "preferredLanguage": "en-US"}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range result.Attributes {
		fmt.Println(o.Mapping.Target, o.New.Text())
	}
	// Output:
	// userName ann@contoso.com
	// locale en_US
}

// The parameter tree omits empty arguments, the text omits tokens.
func ExampleParseSource() {
	source, err := graph.ParseSource(`Join("@", [alias], %DomainFQDN%)`, functions.Standard())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(source.Expression)
	for _, p := range source.Parameters {
		fmt.Println(p.Key, p.Value.Type, p.Value.Name)
	}
	// Output:
	// Join("@", [alias], )
	// separator Constant @
	// source Attribute alias
	// source Constant %DomainFQDN%
}

// A load error has the path of the fault, its line and column, and its kind.
func ExampleLoadError() {
	_, err := graph.Load(strings.NewReader(`{"synchronizationRules": [
  {"name": "users", "priority": "1"}
]}`), graph.Limits{})
	fmt.Println(err)
	fmt.Println(errors.Is(err, graph.ErrShape))
	// Output:
	// 2:33: synchronizationRules[0].priority: want a whole number, got a string "1"
	// true
}
