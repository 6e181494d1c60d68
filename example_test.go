package attrmap_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/attrmap/attrmap"
	"github.com/attrmap/attrmap/expr"
)

// An exported schema and a table of people, to what a cycle would do to each of them.
func Example() {
	schema, err := os.Open("examples/graph-import/schema.json")
	if err != nil {
		log.Fatal(err)
	}
	defer schema.Close()
	job, err := attrmap.LoadSchema(schema, attrmap.WithTokens(map[string]string{"DomainFQDN": "corp.contoso.com"}))
	if err != nil {
		log.Fatal(err)
	}
	people := strings.NewReader("userPrincipalName,givenName,surname,mailNickname,department,accountEnabled\n" +
		"zoe.vandyk@contoso.com,Zoë,van Dyk,zoe.vandyk,Press,true\n" +
		"ana.nunez@contoso.com,Ana,Núñez,ana.nunez,Sales,true\n")
	for plan, err := range attrmap.Plans(context.Background(), job, people) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(plan.ID, plan.Action, plan.Reason)
	}
	// Output:
	// zoe.vandyk@contoso.com create no target object matches
	// ana.nunez@contoso.com skip the object does not pass the scoping filter
}

func ExampleCompile() {
	prog, err := attrmap.Compile(`Join("@", NormalizeDiacritics(StripSpaces(Join(".", [givenName], [surname]))), "contoso.com")`)
	if err != nil {
		log.Fatal(err)
	}
	v, err := prog.Eval(&attrmap.Env{Attrs: attrmap.Map{"givenName": "Zoë", "surname": "van Dyk"}})
	fmt.Println(v.Text(), err)
	// Output: Zoe.vanDyk@contoso.com <nil>
}

// Everything that is wrong with an expression is found at once.
func ExampleCompile_findings() {
	_, err := attrmap.Compile(`IIF([country] = "USA", Lower([mail]), Trim())`)
	var findings attrmap.Findings
	if errors.As(err, &findings) {
		for _, f := range findings {
			fmt.Println(f)
		}
	}
	// Output:
	// 1:24: error unknown-function: there is no function "Lower": write ToLower([mail])
	// 1:39: error too-few-arguments: Trim needs 1 argument, 0 found: write Trim(source)
	// 1:39: warning outside-reference: Trim is not in the application provisioning reference (Cloud Sync expressions and function reference (2025-04))
}

const mappingFile = `
name: HR to Entra
mappings:
  - {target: employeeId, from: id, match: 1}
  - {target: displayName, expression: 'Join(" ", [first], [last])'}
  - {target: costCenter, constant: 0048}
  - target: usageLocation
    from: country
    default: US
`

func ExampleLoadMapping() {
	job, err := attrmap.LoadMapping(strings.NewReader(mappingFile))
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range job.Objects[0].Set.Mappings {
		fmt.Println(m.Target, m.Type(), m.From+m.Constant+m.Expression)
	}
	// Output:
	// employeeId direct id
	// displayName expression Join(" ", [first], [last])
	// costCenter constant 0048
	// usageLocation direct country
}

// Mistakes have their line and column, those in expressions too.
func ExampleLoadMapping_findings() {
	_, err := attrmap.LoadMapping(strings.NewReader(`mappings:
  - {target: employeeId, from: id, match: 1, aply: create}
  - target: mail
    aply: create
    expression: |
      ToLower(
        Left([mail]))
`), attrmap.WithName("people.yaml"))
	var findings attrmap.Findings
	if errors.As(err, &findings) {
		for _, f := range findings {
			fmt.Println(f)
		}
	}
	// Output:
	// people.yaml:2:46: mappings[0].aply: error unknown-member: unknown member "aply": did you mean apply?
	// people.yaml:4:5: mappings[1].aply: error unknown-member: unknown member "aply": did you mean apply?
	// people.yaml:7:9: mappings[1].expression (mail): error too-few-arguments: Left needs 2 arguments, 1 found: write Left(String, NumChars)
}

// A schema may hold several object mappings; without a choice it is the one of users.
func ExampleLoadSchema() {
	schema, err := os.Open("examples/graph-import/schema.json")
	if err != nil {
		log.Fatal(err)
	}
	defer schema.Close()
	job, err := attrmap.LoadSchema(schema, attrmap.WithObjectMapping("Provision Microsoft Entra ID Users"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(job.Objects[0].Set.Name, len(job.Objects[0].Set.Mappings))
	// Output:
	// Provision Microsoft Entra ID Users 8
}

// With the objects that the target has, plans are updates, too.
func ExamplePlans() {
	job, err := attrmap.LoadMapping(strings.NewReader(mappingFile))
	if err != nil {
		log.Fatal(err)
	}
	people := strings.NewReader("id,first,last,country\n1001,Zoë,van Dyk,NL\n1002,Ana,Núñez,\n")
	accounts := strings.NewReader("id,employeeId,displayName,costCenter,usageLocation\na1,1001,Zoe van Dyk,0048,NL\n")
	for plan, err := range attrmap.Plans(context.Background(), job, people, attrmap.WithTargets(accounts)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(plan.ID, plan.Action)
		for _, o := range plan.Attributes {
			fmt.Printf("  %s: %s %s\n", o.Mapping.Target, o.Decision, o.Reason)
		}
	}
	// Output:
	// 1001 update
	//   employeeId: unchanged the target has this value
	//   displayName: flowed the value differs from the target's
	//   costCenter: unchanged the target has this value
	//   usageLocation: unchanged the target has this value
	// 1002 create
	//   employeeId: flowed the object is created
	//   displayName: flowed the object is created
	//   costCenter: flowed the object is created
	//   usageLocation: defaultUsed the source is null and the object is created
}

// Users and groups in one job, by the links of earlier cycles. The account of the first one is the linked one, though his name changed.
func ExampleWithObjects() {
	job, err := attrmap.LoadMapping(strings.NewReader(`
objects:
  - {name: Users, mappings: [{target: userName, from: mail, match: 1}]}
  - {name: Groups, source: Group, mappings: [{target: displayName, from: name, match: 1}, {target: members, from: members}]}
`))
	if err != nil {
		log.Fatal(err)
	}
	people := strings.NewReader("id,mail\n1,zoe.king@contoso.com\n2,ana@contoso.com\n")
	groups := strings.NewReader(`{"name": "Press", "members": ["1", "2"]}`)
	accounts := strings.NewReader("id,userName\nT1,zoe.vandyk@contoso.com\n")
	links := strings.NewReader("sourceAnchor,targetAnchor\n1,T1\n")
	for plan, err := range attrmap.Plans(context.Background(), job, people,
		attrmap.WithObjects("Group", groups), attrmap.WithTargets(accounts), attrmap.WithLinks(links)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(plan.Type, plan.ID, plan.Action, plan.Target, plan.Match)
		for _, o := range plan.Attributes {
			for _, p := range o.Pending {
				fmt.Println("  waits for", p.Object, p.ID)
			}
		}
	}
	// Output:
	// User zoe.king@contoso.com update T1 linked
	// User ana@contoso.com create  none
	// Group Press create  none
	//   waits for User ana@contoso.com
}

func ExampleLint() {
	findings, err := attrmap.Lint(strings.NewReader(`Switch([IsSoftDeleted], , "false", "True", "true", "False")`))
	for _, f := range findings {
		fmt.Println(f)
		fmt.Println("  ", f.Fix)
	}
	fmt.Println(err)
	// Output:
	// 1:27: error L30: "false" never matches: "[IsSoftDeleted]" returns True or False, write "False"
	//    Switch([IsSoftDeleted], , "False", "True", "True", "False")
	// 1:44: error L30: "true" never matches: "[IsSoftDeleted]" returns True or False, write "True"
	//    Switch([IsSoftDeleted], , "False", "True", "True", "False")
	// <nil>
}

// With data of the source, rules say what they do to it.
func ExampleWithData() {
	people := strings.NewReader("id,first,last,country\n1001,Zoë,van Dyk,NL\n1002,Ana,Núñez,\n")
	rule := strings.NewReader(`IIF([cuntry] = "NL", "EU", "other")`)
	findings, err := attrmap.Lint(rule, attrmap.WithData(people))
	for _, f := range findings {
		fmt.Println(f)
	}
	fmt.Println(err)
	// Output:
	// 1:5: error L24: the source has no attribute "cuntry": did you mean [country]?
	// <nil>
}

// The world comes in through options: nothing is read from the machine.
func ExampleWithClock() {
	job, err := attrmap.LoadMapping(strings.NewReader(`mappings:
  - {target: userName, expression: 'Join("@", [id], DefaultDomain())', match: 1}
  - {target: since, expression: 'FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")'}
`))
	if err != nil {
		log.Fatal(err)
	}
	noon := func() time.Time { return time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC) }
	for plan, err := range attrmap.Plans(context.Background(), job, strings.NewReader("id\nzoe\n"),
		attrmap.WithClock(noon), attrmap.WithDefaultDomain("contoso.com")) {
		if err != nil {
			log.Fatal(err)
		}
		for _, o := range plan.Attributes {
			fmt.Println(o.Mapping.Target, o.New.Text())
		}
	}
	// Output:
	// userName zoe@contoso.com
	// since 2026-02-01
}

// Values stay out of all that is printed, and of errors.
func ExampleWithHiddenValues() {
	prog, err := attrmap.Compile(`DateAdd("d", 1, [born])`, attrmap.WithHiddenValues())
	if err != nil {
		log.Fatal(err)
	}
	_, err = prog.Eval(&attrmap.Env{Attrs: attrmap.Map{"born": "the first of May"}})
	fmt.Println(err)
	// Output:
	// DateAdd: dateTime: not a recognized date at 1:17 [attribute born]
}

// What a text from strangers may cost is bounded, and the bounds can be lower.
func ExampleWithLimits() {
	_, err := attrmap.Compile(`Trim(Trim(Trim([a])))`, attrmap.WithLimits(expr.Limits{Depth: 2}))
	fmt.Println(err, errors.Is(err, expr.ErrLimit))
	// Output:
	// 1:15: parentheses nest deeper than 2 levels true
}
