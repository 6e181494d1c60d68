package file_test

import (
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
)

// Scalars of YAML keep the text that they are written with.
func ExampleParse() {
	doc, err := file.Parse("people.yaml", []byte(`
mappings:
  - {target: employeeId, from: id, match: 1}
  - {target: costCenter, constant: 0048}
  - {target: validFrom, constant: 2026-02-01}
`))
	if err != nil {
		log.Fatal(err)
	}
	set, err := doc.Set()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(doc.Kind())
	for _, m := range set.Mappings {
		fmt.Println(m.Target, m.From+m.Constant)
	}
	// Output:
	// mapping file
	// employeeId id
	// costCenter 0048
	// validFrom 2026-02-01
}

// Everything that keeps a file from being read is found at once.
func ExampleDocument_Set() {
	doc, err := file.Read(strings.NewReader("mappings:\n  - {target: a, form: b}\n  - {target: [c], apply: sometimes}\n"), "people.yaml")
	if err != nil {
		log.Fatal(err)
	}
	_, err = doc.Set()
	var found diag.List
	if errors.As(err, &found) {
		for _, f := range found {
			fmt.Println(f)
		}
	}
	// Output:
	// people.yaml:2:17: mappings[0].form: error unknown-member: unknown member "form": did you mean from?
	// people.yaml:3:14: mappings[1].target: error value-type: want a text, got a list
	// people.yaml:3:26: mappings[1].apply: error unknown-value: unknown flow type "sometimes": want one of always, create, multiValueAddOnly, valueAddOnly, attributeAddOnly
}

// What a set says is looked at, too; places are those of the file, also inside of a block.
func ExampleDocument_Check() {
	doc, err := file.Parse("people.yaml", []byte(`mappings:
  - {target: employeeId, from: id, match: 1}
  - target: mail
    expression: |
      ToLower(
        Lookup([mail]))
`))
	if err != nil {
		log.Fatal(err)
	}
	_, found := doc.Check(mapping.Options{})
	fmt.Println(found[0])
	// Output:
	// people.yaml:6:9: mappings[1].expression (mail): error unknown-function: there is no function "Lookup": use Switch(source, default, key, value, …) among constants: nothing looks a value up in another object or table. A reference such as manager is mapped as it is
}

// Expressions change where they are; comments and everything else stay.
func ExampleDocument_Format() {
	doc, err := file.Parse("people.yaml", []byte(`mappings: # reviewed
  - {target: alias, expression: 'ToLower( [alias],)'} # short
`))
	if err != nil {
		log.Fatal(err)
	}
	formatted, _, err := doc.Format(file.FormatOptions{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(formatted.Text())
	// Output:
	// mappings: # reviewed
	//   - {target: alias, expression: 'ToLower([alias], )'} # short
}

func ExampleDocument_Rewrite() {
	doc, err := file.Parse("people.json", []byte(`{"mappings": [{"target": "mail",  "expression": "ToUpper([mail])"}]}`))
	if err != nil {
		log.Fatal(err)
	}
	changed, err := doc.Rewrite(map[int]string{0: `ToLower([mail])`})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(changed.Bytes()))
	// Output:
	// {"mappings": [{"target": "mail",  "expression": "ToLower([mail])"}]}
}
