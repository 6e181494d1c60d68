// Command embed shows how a program runs expressions and mappings: compile once, evaluate for every object.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/attrmap/attrmap"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	people := []attrmap.Map{
		{"employeeId": "1001", "givenName": "Zoë", "surname": "van Dyk", "country": "NL"},
		{"employeeId": "1002", "givenName": "Ana", "surname": "Núñez"},
	}
	if err := evaluate(w, people); err != nil {
		return err
	}
	return mapAll(w, people)
}

// evaluate runs one expression over all people. The program is safe to share between goroutines.
func evaluate(w io.Writer, people []attrmap.Map) error {
	prog, err := attrmap.Compile(`Join("@", NormalizeDiacritics(StripSpaces(Join(".", [givenName], [surname]))), "contoso.com")`)
	if err != nil {
		return err
	}
	for _, person := range people {
		v, err := prog.Eval(&attrmap.Env{Attrs: person})
		if err != nil {
			return err
		}
		fmt.Fprintln(w, v.Text())
	}
	return nil
}

// rules are a mapping file; a program may have them as a mapping.Set, too.
const rules = `
mappings:
  - {target: employeeId, from: employeeId, match: 1}
  - {target: displayName, expression: 'Join(" ", [givenName], [surname])'}
  - {target: usageLocation, from: country, default: US}
`

// mapAll fills the attributes of a new account and says why each is as it is. The mapper is safe to share between goroutines.
func mapAll(w io.Writer, people []attrmap.Map) error {
	job, err := attrmap.LoadMapping(strings.NewReader(rules))
	if err != nil {
		return err
	}
	mapper, err := job.Objects[0].Set.Compile(job.Objects[0].Mapping)
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
