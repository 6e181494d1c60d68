package lint_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/lint"
)

func ExampleExpression() {
	for _, f := range lint.Expression(`Switch([type], "", "E ", "Employee")`, lint.Use{}, lint.Options{}) {
		fmt.Println(f)
		fmt.Println("fix:", f.Fix)
	}
	// Output:
}

// What is known of the mapping and of the target decides, too.
func ExampleExpression_options() {
	create := mapping.ApplyCreate
	for _, use := range []lint.Use{{Target: "mailNickname"}, {Target: "mailNickname", Apply: &create}} {
		found := lint.Expression(`SelectUniqueValue([mail], [upn])`, use, lint.Options{Profile: mapping.ProfileEntra, Attributes: []string{"mail", "upn"}})
		fmt.Println(len(found), found.HasErrors())
	}
	// Output:
}

func ExampleFix() {
	text, left := lint.Fix(`switch([IsSoftDeleted], , 'false', "True", "true", "False"))`, lint.Use{}, lint.Options{})
	fmt.Println(text)
	fmt.Println(left)
	// Output:
}

func ExampleSet() {
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "externalId", Match: 1},
		{Target: "accountEnabled", Expression: `Not([active])`},
	}}
	for _, f := range lint.Set(set, lint.Options{}) {
		fmt.Println(f)
	}
	// Output:
}

// Records of the source show what a rule alone cannot know.
func ExampleReadData() {
	reader, err := feed.Open(strings.NewReader("id,kind\n1,Employee\n2,employee\n"), feed.Options{Name: "people.csv", EmptyCells: feed.EmptyNull})
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := lint.ReadData(reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range lint.Expression(`IIF([kind]="Employee", "E", "C")`, lint.Use{}, lint.Options{Data: data}) {
		fmt.Println(f)
	}
	// Output:
}

func ExampleWriteSARIF() {
	found := lint.Expression(`ToLower(mail)`, lint.Use{}, lint.Options{})
	var log strings.Builder
	if err := lint.WriteSARIF(&log, found); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	fmt.Println(strings.Contains(log.String(), `"ruleId": "L12"`), strings.Contains(log.String(), `"version": "2.1.0"`))
	// Output:
}
