package functions_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// show evaluates an expression with the functions of reg and prints the result.
func show(reg *functions.Registry, expression string, attributes value.Map) {
	prog, err := expr.Compile(expression, expr.WithFunctions(reg))
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := prog.Eval(&expr.Env{Attrs: attributes})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Join(v.Strings(), ", "))
}

func ExampleStandard() {
	spec, _ := functions.Standard().Lookup("Mid")
	fmt.Println(spec.Signature())
	fmt.Println(spec.Params[1].Name, "wants", spec.Params[1].Kinds)
	// Output:
	// Mid(source, start, [length])
	// start wants integer
}

func ExampleRegistry_Lookup() {
	for _, name := range []string{"ToLower", "tolower", "IsNothing", "LCase"} {
		spec, exact := functions.Standard().Lookup(name)
		if spec == nil {
			fmt.Println(name, "is not a function")
			continue
		}
		fmt.Println(name, "calls", spec.Name, exact)
	}
	// Output:
	// ToLower calls ToLower true
	// tolower calls ToLower false
	// IsNothing calls IsNull false
	// LCase is not a function
}

func ExampleRegistry_All() {
	for spec := range functions.Standard().All() {
		if spec.Effects&functions.Random != 0 {
			fmt.Println(spec.Signature())
		}
	}
	// Output:
	// Guid()
	// RandomString(Length, MinimumNumbers, MinimumSpecialCharacters, MinimumCapital, MinimumLowerCase, [CharactersToAvoid])
}

func ExampleRegistry_With() {
	reg, err := functions.Standard().With(functions.TextFunc("Shout", "Returns source in upper case.", strings.ToUpper))
	if err != nil {
		fmt.Println(err)
		return
	}
	show(reg, `Shout([name])`, value.Map{"name": "Ann"})

	_, err = reg.With(functions.TextFunc("Shout out", "Returns source in upper case.", strings.ToUpper))
	fmt.Println(err)
	// Output:
	// ANN
	// function "Shout out": no expression can call it: want a name of ASCII letters, digits and _ with a letter first
}

// A function of one text works on each value of a multi-valued attribute, and null stays null.
func ExampleTextFunc() {
	reg, err := functions.Standard().With(
		functions.TextFunc("Initial", "Returns the first letter.", func(text string) string {
			for _, r := range text {
				return string(r)
			}
			return ""
		}),
		functions.TextFunc("CostCenter", "Returns source without its prefix.", func(text string) (string, error) {
			number, ok := strings.CutPrefix(text, "CC-")
			if !ok {
				return "", errors.New("want a cost center such as CC-100")
			}
			return number, nil
		}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	show(reg, `Initial([names])`, value.Map{"names": []string{"Élise", "Ann"}})
	show(reg, `CostCenter([cc])`, value.Map{"cc": "CC-4711"})
	show(reg, `CostCenter([cc])`, value.Map{"cc": "4711"})
	// Output:
	// É, A
	// 4711
	// CostCenter: source: want a cost center such as CC-100 at 1:12 [attribute cc]
}

func ExampleTextsFunc() {
	full := func(names []string) string { return strings.TrimSpace(names[1] + ", " + names[0]) }
	reg, err := functions.Standard().With(functions.TextsFunc("FullName", "Returns family, given.", full, "given", "family"))
	if err != nil {
		fmt.Println(err)
		return
	}
	show(reg, `FullName([g], ToUpper([f]))`, value.Map{"g": "Ann", "f": "Lee"})
	// Output:
	// LEE, Ann
}

func ExamplePredicateFunc() {
	isContractor := func(id string) bool { return strings.HasPrefix(id, "X") }
	reg, err := functions.Standard().With(functions.PredicateFunc("IsContractor", "Reports whether an identifier is a contractor's.", isContractor))
	if err != nil {
		fmt.Println(err)
		return
	}
	show(reg, `IIF(IsContractor([id]), "external", "internal")`, value.Map{"id": "X123"})
	// Output:
	// external
}

// A function that makes a long text asks the limits before it does.
func ExampleArgs_CheckText() {
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Repeat", Summary: "Returns text count times.",
		Params: []functions.Param{
			{Name: "text", Doc: "the text to repeat"},
			{Name: "count", Doc: "how often", Kinds: value.KindsOf(value.KindInteger), Null: functions.NullIsError},
		},
		Eval: func(a functions.Args) (value.Value, error) {
			text, err := a.Text(0)
			if err != nil {
				return value.Absent, err
			}
			count, err := a.Integer(1, 0)
			if err != nil {
				return value.Absent, err
			}
			if count < 0 || count > 1<<20 {
				return value.Absent, a.FailArg(1, codes.EvalRange, value.Integer(count), "want a number from 0 to %d", 1<<20)
			}
			if err := a.CheckText(len(text) * int(count)); err != nil {
				return value.Absent, err
			}
			return value.String(strings.Repeat(text, int(count))), nil
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	show(reg, `Repeat("ab", 3)`, nil)
	show(reg, `Repeat("ab", [n])`, value.Map{"n": -1})
	show(reg, `Repeat("ab", 1000000)`, nil)
	// Output:
	// ababab
	// Repeat: count: want a number from 0 to 1048576 (found "-1") at 1:14 [attribute n]
	// Repeat: a text grows over 1048576 bytes at 1:1
}

func ExampleSpec_Signature() {
	for _, name := range []string{"Left", "Join", "Switch", "Now"} {
		spec, _ := functions.Standard().Lookup(name)
		fmt.Println(spec.Signature())
	}
	// Output:
	// Left(String, NumChars)
	// Join(separator, source, …)
	// Switch(source, [defaultValue], key, …, value, …)
	// Now()
}

func ExampleSpec_Describe() {
	spec, _ := functions.Standard().Lookup("Guid")
	d := spec.Describe()
	fmt.Println(d.Signature, "→", d.Result)
	fmt.Println("effects:", d.Effects)
	fmt.Println("evidence:", d.Evidence)
	// Output:
	// Guid() → string
	// effects: random
	// evidence: documented
}

// Infer says what a result may be before there is data, so that lint can tell what a target will not take.
func ExampleInferring() {
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Code", Summary: "Returns the first two characters, in upper case.",
		Params: []functions.Param{{Name: "source", Doc: "a text", Null: functions.NullIsEmpty}},
		Eval: func(a functions.Args) (value.Value, error) {
			text, err := a.Text(0)
			return value.String(strings.ToUpper(text[:min(2, len(text))])), err
		},
		Infer: func(in *functions.Inferring) functions.Shape {
			in.Text(0)
			return functions.Shape{Kinds: value.KindsOf(value.KindString), MaxLen: 2, Fails: functions.NeverFails}
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	prog := expr.MustCompile(`Append(Code(Join("", [country])), "-1")`, expr.WithFunctions(reg))
	fmt.Println(prog.Infer(nil).Shape)
	// Output:
	// String 2–4
}

// A stub stands in for a function that only the service knows, so that what is around it can be run.
func ExampleStub() {
	reg, err := functions.Standard().With(functions.Stub("AltSecIdFromNetid", "[netId]"))
	if err != nil {
		fmt.Println(err)
		return
	}
	show(reg, `ToUpper(AltSecIdFromNetid([netId], 1))`, value.Map{"netId": "1:abc"})
	_, err = functions.Standard().With(functions.Stub("guid", "0"))
	fmt.Println(err)
	// Output:
	// 1:ABC
	// function "guid": the name "guid" is that of Guid already
}
