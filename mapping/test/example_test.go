package test_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/attrmap/attrmap/mapping/test"
)

// A file of tests is read, run, and reported; what it names is opened by the program.
func Example() {
	file, err := test.Read("people_test.yaml", []byte(`mapping: people.yaml
tests:
  - name: a joiner
    source: {id: "1", title: Head}
    expect: {action: create, attributes: {title: Boss}}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	open := func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("mappings: [{target: employeeId, from: id, match: 1}, {target: title, from: title}]")), nil
	}
	report := test.Run(context.Background(), []*test.File{file}, test.Options{Open: open})
	if err := report.Write(os.Stdout, "text"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// people_test.yaml:3: a joiner
	//   title: want "Boss", got "Head" (the object is created)
	//     title: flowed, the object is created
	//       → "Head"
	//       from [title] = "Head"
	// FAIL  people_test.yaml  1 of 1 test failed
	// 0 passed, 1 failed
}

// What happens can take the place of what was wanted.
func ExampleFile_Updated() {
	file, err := test.Read("x_test.yaml", []byte("expressions:\n  - {expr: '\"a\"', gives: b} # kept\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	data, changed, err := file.Updated(test.Run(context.Background(), []*test.File{file}, test.Options{}))
	fmt.Println(changed, err)
	fmt.Print(string(data))
	// Output:
	// 1 <nil>
	// expressions:
	//   - {expr: '"a"', gives: a} # kept
}
