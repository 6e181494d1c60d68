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
	// 1:20: warning L47: "E " has a leading or trailing space, which counts: write "E"
	// fix: Switch([type], "", "E", "Employee")
}

// What is known of the mapping and of the target decides, too.
func ExampleExpression_options() {
	create := mapping.ApplyCreate
	always, opts := mapping.ApplyAlways, lint.Options{Profile: mapping.ProfileAD, Attributes: []string{"alias", "short"}}
	for _, apply := range []*mapping.Apply{&always, &create} {
		fmt.Println(lint.Expression(`SelectUniqueValue([alias], [short])`, lint.Use{Target: "cn", Apply: apply}, opts))
	}
	// Output:
	// 1:1 (cn): SelectUniqueValue works only when an object is created, but the mapping always applies: set it to apply only during object creation
	// no findings
}

func ExampleFix() {
	text, left := lint.Fix(`switch([IsSoftDeleted], , 'false', "True", "true", "False"))`, lint.Use{}, lint.Options{ChangeValues: true})
	fmt.Println(text)
	fmt.Println(left)
	// Output:
	// Switch([IsSoftDeleted], , "False", "True", "True", "False")
	// no findings
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
	// mappings[1].expression (accountEnabled), 1:1: error L50: [active] is True for an account that is enabled, but accountEnabled is True for an account that is enabled: invert the value
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
	// 1:12: warning L201: the data have "employee" (1 object), which differs from "Employee" only in case or spaces, and is not equal to it
}

func ExampleWriteSARIF() {
	found := lint.Expression(`ToLower(mail)`, lint.Use{}, lint.Options{})
	var log strings.Builder
	if err := lint.WriteSARIF(&log, found); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	fmt.Println(strings.Contains(log.String(), `"ruleId": "L08"`), strings.Contains(log.String(), `"version": "2.1.0"`))
	// Output:
	// true true
}
