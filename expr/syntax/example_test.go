package syntax_test

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// Everything that is wrong is found at once, with what to write instead.
func ExampleParse() {
	tree, err := syntax.Parse(`ToLower( [mail] )`)
	fmt.Printf("%T %v\n", tree.Root, err)

	_, err = syntax.Parse(`ToLower([mail] [name])`)
	fmt.Println(err)
	// Output:
	// *syntax.Call <nil>
	// 1:16: a comma is missing between "[mail]" and "[name]": write a comma between two arguments, or close the parenthesis
}

// Where the cure is certain, a finding has the corrected text.
func ExampleParseText() {
	_, findings := syntax.ParseText(`Join("-", [a], “b”)`, syntax.Options{})
	for _, f := range findings {
		fmt.Println(f.Code, f.Fix)
	}
	// Output:
	// typographic-quote Join("-", [a], "b")
}

// Format writes what the service writes, Minimal what takes the least space.
func ExampleFormat() {
	tree, err := syntax.Parse(`IIF( [country] = 'US',"yes", )`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(syntax.Format(tree.Root))
	fmt.Println(syntax.Minimal(tree.Root))
	// Output:
	// IIF([country]="US", "yes", )
	// IIF([country]="US","yes",)
}

// A layout that knows the functions keeps together what belongs together.
func ExampleLayout() {
	tree, err := syntax.Parse(`Switch([country], "XX", "Germany", "DE", "United States", "US")`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(syntax.Layout(tree.Root, syntax.LayoutOptions{Width: 40, Repeating: functions.Standard().Repeating}))
	// Output:
	// Switch(
	//   [country],
	//   "XX",
	//   "Germany", "DE",
	//   "United States", "US"
	// )
}

// Walk finds what an expression reads.
func ExampleWalk() {
	tree, err := syntax.Parse(`Join(" ", [givenName], ToUpper([surname]))`)
	if err != nil {
		fmt.Println(err)
		return
	}
	syntax.Walk(tree.Root, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Attribute); ok {
			fmt.Println(a.Name, a.At)
		}
		return true
	})
	// Output:
	// givenName {10 21}
	// surname {31 40}
}
