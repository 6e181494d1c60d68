package value_test

import (
	"encoding/json"
	"fmt"

	"github.com/attrmap/attrmap/expr/value"
)

// A Map holds plain Go data, as encoding/json makes it, or of the program's own types.
func ExampleMap() {
	type Department string
	source := value.Map{
		"department": Department("HR"),
		"emails":     []map[string]string{{"type": "home", "value": "a@home.org"}, {"type": "work", "value": "a@contoso.com"}},
	}
	for _, name := range []string{"department", `emails[type eq "work"].value`, "manager"} {
		path := value.ParsePath(name)
		fmt.Println(source.Attribute(&path))
	}
	// Output:
	// HR
	// a@contoso.com
	// absent
}

// What cannot be an attribute says so, with the name of its type.
func ExampleMap_unreadable() {
	source := value.Map{"done": make(chan int)}
	path := value.ParsePath("done")
	fmt.Println(source.Attribute(&path).Unreadable())
	// Output:
	// a Go value of type chan int cannot be an attribute value
}

// The fields of a struct are attributes under the names of their json tags.
func ExampleFromStruct() {
	type Name struct {
		Given  string `json:"givenName"`
		Family string `json:"familyName"`
	}
	type Worker struct {
		ID    int     `json:"employeeId"`
		Name  Name    `json:"name"`
		Phone *string `json:"phone,omitempty"`
		notes string  // not exported, and no attribute
	}
	source, err := value.FromStruct(Worker{ID: 7, Name: Name{"Ana", "Ruiz"}, notes: "…"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"employeeId", "name.familyName", "phone"} {
		path := value.ParsePath(name)
		fmt.Println(source.Attribute(&path))
	}
	// Output:
	// 7
	// Ruiz
	// absent
}

// A path begins at one attribute of the source, which has to be read for it.
func ExampleParsePath() {
	for _, name := range []string{
		"mail", "name.givenName", `emails[type eq "work"].value`, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
	} {
		path := value.ParsePath(name)
		fmt.Println(path.Root())
	}
	// Output:
	// mail
	// name
	// emails
	// urn:ietf:params:scim:schemas:extension:enterprise:2.0:User
}

// A path that is to be written must have one place.
func ExampleSplitPath() {
	schema, steps, err := value.SplitPath(`emails[type eq "work"].value`)
	fmt.Printf("%q %v %v\n", schema, steps, err)
	_, _, err = value.SplitPath(`emails[type eq "work]`)
	fmt.Println(err)
	// Output:
	// "" [{emails [{type eq work true}]} {value []}] <nil>
	// want a filter such as [type eq "work"] in the brackets
}

// A value prints as its text. One that went through Redact() does not print.
func ExampleValue_String() {
	fmt.Println(value.String("Ana"), value.Integer(7), value.True, value.Null, value.Absent)
	fmt.Println(value.Strings("a", "b"))
	fmt.Println(value.String("123-45-6789").WithRedaction())
	data, _ := json.Marshal(map[string]value.Value{"name": value.String("Ana"), "ssn": value.String("123-45-6789").WithRedaction()})
	fmt.Println(string(data))
	// Output:
	// Ana 7 True null absent
	// ["a","b"]
	// [Redact]
	// {"name":"Ana","ssn":"[Redact]"}
}

// Where one side is a number, the other is read as one. Texts are compared with case.
func ExampleCompare() {
	same, _ := value.Compare(value.Equal, value.Integer(7), value.String(" 7.0 "))
	fmt.Println(same)
	same, _ = value.Compare(value.Equal, value.String("nsw"), value.String("NSW"))
	fmt.Println(same)
	_, err := value.Compare(value.Less, value.Integer(7), value.String("seven"))
	fmt.Println(err)
	// Output:
	// true
	// false
	// want a number, got a string
}
