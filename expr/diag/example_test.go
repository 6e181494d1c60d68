package diag_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
)

func ExampleFinding() {
	for _, f := range expr.Check(`Join("-", [givenName] [surname])`) {
		fmt.Println(f)
		fmt.Println(f.Code == "missing-comma", f.Span, f.Fix)
	}
	// Output:
	// 1:23: error missing-comma: a comma is missing between "[givenName]" and "[surname]": write a comma between two arguments, or close the parenthesis
	// true {22 31} Join("-", [givenName], [surname])
}

func ExampleFinding_Render() {
	for _, f := range expr.Check(`ToLower([mail], "x")`) {
		fmt.Print(f.Render())
	}
	// Output:
	// 1:17: error: "x" is not a culture name [bad-constant]
	//     ToLower([mail], "x")
	//                     ^^^
	//     hint: write a culture name such as en-US, or leave it out
}

func ExampleFinding_MarshalJSON() {
	set := mapping.Set{Mappings: []mapping.Mapping{{Target: "mail", From: "mail", Match: 1}, {Target: "Mail", From: "upn"}}}
	data, err := json.Marshal(set.Validate(mapping.Options{}))
	fmt.Println(string(data), err)
	// Output:
	// [{"code":"target-mapped-twice","severity":"error","path":"mappings[1].target","target":"Mail","offset":0,"line":0,"column":0,"message":"the target is mapped twice: mappings[0] fills it already","hint":"keep one of the two"}] <nil>
}

// The arguments of a message have types, which decide what is shown where values are hidden.
func ExampleMessagef() {
	message := diag.Messagef("%s takes %d values, got %s", diag.Name("country"), 1, diag.Quote("US;GB"))
	fmt.Println(message)
	fmt.Println(message.Masked())
	// Output:
	// country takes 1 values, got "US;GB"
	// country takes 1 values, got "…"
}

func ExampleList() {
	_, err := expr.Compile(`ToLower([mail]`)
	var found diag.List
	if errors.As(err, &found) {
		fmt.Println(len(found), found[0].Position, found[0].Code)
	}
	fmt.Println(diag.MaskedError(err))
	// Output:
	// 1 1:15 missing-parenthesis
	// 1:15: the text ends before "…" at 1:1 is closed: 1 ")" is missing: write the closing parenthesis where the arguments end
}
