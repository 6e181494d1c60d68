// Command embed shows how a program runs expressions and mappings: compile once, evaluate for every object.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	people := []value.Map{
		{"employeeId": "1001", "givenName": "Zoë", "surname": "van Dyk", "country": "NL"},
		{"employeeId": "1002", "givenName": "Ana", "surname": "Núñez"},
	}
	if err := evaluate(w, people); err != nil {
		return err
	}
	return mapAll(w, people)
}

// evaluate runs one expression over all people. The program is safe to share between goroutines.
func evaluate(w io.Writer, people []value.Map) error {
	prog, err := expr.Compile(`Join("@", NormalizeDiacritics(StripSpaces(Join(".", [givenName], [surname]))), "contoso.com")`)
	if err != nil {
		return err
	}
	for _, person := range people {
		v, err := prog.Eval(&expr.Env{Attrs: person})
		if err != nil {
			return err
		}
		fmt.Fprintln(w, v.Text())
	}
	return nil
}

// mapAll fills the attributes of a new account and says why each is as it is.
func mapAll(w io.Writer, people []value.Map) error {
	set := mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "employeeId", Match: 1},
		{Target: "displayName", Expression: `Join(" ", [givenName], [surname])`},
		{Target: "usageLocation", From: "country", Default: "US"},
	}}
	mapper, err := set.Compile(mapping.Options{})
	if err != nil {
		return err
	}
	for _, person := range people {
		result, err := mapper.Map(context.Background(), person, nil)
		if err != nil {
			return err
		}
		for _, o := range result.Attributes {
			fmt.Fprintf(w, "%s = %s (%s: %s)\n", o.Mapping.Target, o.New.Text(), o.Decision, o.Reason)
		}
	}
	return nil
}
