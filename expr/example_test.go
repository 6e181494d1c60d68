package expr_test

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// An expression is compiled once and evaluated for any number of objects, by any number of goroutines.
func ExampleCompile() {
	prog, err := expr.Compile(`Join("@", [alias], "contoso.com")`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, alias := range []string{"ana", "bo"} {
		v, err := prog.Eval(&expr.Env{Attrs: value.Map{"alias": alias}})
		fmt.Println(v, err)
	}
	// Output:
	// ana@contoso.com <nil>
	// bo@contoso.com <nil>
}

// A text that does not compile is an error with all findings; one that is only tolerated has warnings.
func ExampleCompile_findings() {
	_, err := expr.Compile(`toLower([mail]) & ToUper([name])`)
	var d *expr.Diagnostics
	if errors.As(err, &d) {
		for _, f := range d.List {
			fmt.Println(f.Severity, f.Code, f.Hint)
		}
	}
	// Output:
	// warning function-case write ToLower
	// error unknown-function did you mean ToUpper?
}

// An error of evaluation is one object's: it names the function, the parameter and the attribute.
func ExampleEvalError() {
	prog := expr.MustCompile(`FormatDateTime([hired], , "yyyy-MM-dd", "dd.MM.yyyy")`)
	_, err := prog.Eval(&expr.Env{Attrs: value.Map{"hired": "soon"}})
	var failed *expr.EvalError
	if errors.As(err, &failed) {
		fmt.Println(failed.Code, failed.Function, failed.Parameter, failed.Attribute, failed.Position)
	}
	// Output:
	// date FormatDateTime source hired 1:16
}

// A program's own functions are called as the standard ones are.
func ExampleWithFunctions() {
	registry, err := functions.Standard().With(functions.TextFunc("Initial", "Returns the first letter.", func(text string) string {
		_, size := utf8.DecodeRuneInString(text)
		return text[:size]
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	prog, err := expr.Compile(`ToUpper(Initial([givenName]))`, expr.WithFunctions(registry))
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := prog.Eval(&expr.Env{Attrs: value.Map{"givenName": "ølav"}})
	fmt.Println(v, err)
	// Output:
	// Ø <nil>
}

// The names of the source's attributes make a misspelt one a warning. It reads as null all the same.
func ExampleWithAttributes() {
	prog, err := expr.Compile(`ToLower([givenNam])`, expr.WithAttributes("givenName", "surname"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, warning := range prog.Warnings() {
		fmt.Println(warning.Message, "-", warning.Hint)
	}
	// Output:
	// the source has no attribute "givenNam" - did you mean [givenName]?
}

// Where documents and the service disagree, the caller chooses the reading.
func ExampleWithCompat() {
	const src = `Coalesce([mobile], "none")`
	source := &expr.Env{Attrs: value.Map{"mobile": ""}}
	for _, compat := range []expr.Compat{{}, {EmptyStringIsNull: true}} {
		v, _ := expr.MustCompile(src, expr.WithCompat(compat)).Eval(source)
		fmt.Printf("%q\n", v)
	}
	// Output:
	// ""
	// "none"
}

// Limits bound what a stranger's expression may cost. A passed limit is an error of its own.
func ExampleWithLimits() {
	prog := expr.MustCompile(`Append([a], [a])`, expr.WithLimits(expr.Limits{TextBytes: 10}))
	_, err := prog.Eval(&expr.Env{Attrs: value.Map{"a": "123456"}})
	fmt.Println(errors.Is(err, expr.ErrLimit))
	var limit *expr.LimitError
	if errors.As(err, &limit) {
		fmt.Println(limit.Limit, limit.Max)
	}
	// Output:
	// true
	// text-bytes 10
}

// Where a log must not have the object's values, errors leave them out.
func ExampleWithHiddenValues() {
	source := &expr.Env{Attrs: value.Map{"hired": "soon"}}
	for _, opts := range [][]expr.Option{nil, {expr.WithHiddenValues()}} {
		_, err := expr.MustCompile(`CDate([hired])`, opts...).Eval(source)
		fmt.Println(err)
	}
	// Output:
	// CDate: expression: not a recognized date (found "soon") at 1:7 [attribute hired]
	// CDate: expression: not a recognized date at 1:7 [attribute hired]
}

// An explanation has the value of every part, and what happened at it.
func ExampleProgram_Explain() {
	prog := expr.MustCompile(`IIF([country]="US", "yes", "no")`)
	x := prog.Explain(&expr.Env{Attrs: value.Map{"country": "NO"}})
	fmt.Println(x.Value)
	for _, part := range x.Root.Parts {
		fmt.Println(part.Text, part.Evaluated, part.Chosen)
	}
	// Output:
	// no
	// [country]="US" true false
	// "yes" false false
	// "no" true true
}

// What an expression may return is known before there is data.
func ExampleProgram_Infer() {
	prog := expr.MustCompile(`Switch([country], "XX", "Norway", "NO", "Sweden", "SE")`)
	shape := prog.Infer(nil).Shape
	fmt.Println(shape)
	// Output:
	// String {"NO", "SE", "XX"}, may fail
}

// An evaluator appends texts to the caller's buffer, for programs that evaluate millions of objects.
func ExampleEvaluator() {
	prog := expr.MustCompile(`Join(" ", [givenName], [surname])`)
	var e expr.Evaluator
	var line []byte
	for _, source := range []value.Map{{"givenName": "Ana", "surname": "Ruiz"}, {"givenName": "Bo", "surname": "Ek"}} {
		out, v, isText, err := e.Append(prog, &expr.Env{Attrs: source}, line[:0])
		switch {
		case err != nil:
			fmt.Println(err)
		case isText:
			fmt.Printf("%s\n", out)
		default:
			fmt.Println(v)
		}
		line = out
	}
	// Output:
	// Ana Ruiz
	// Bo Ek
}

// Describe says in words what an expression does, for people who review it.
func ExampleDescribe() {
	prog := expr.MustCompile(`ToLower(Join(".", [givenName], [surname]), )`)
	fmt.Println(expr.Describe(prog.Tree(), expr.DescribeOptions{}))
	// Output:
	// [givenName] and [surname] joined with ".", in lower case
}
