// Command customfunction adds two functions to the language: one from a Go function of texts, and one written out as a literal, with
// parameters, documentation and a constant that is checked when an expression is compiled, like the built-in ones.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// initials is the whole of a function that changes a text: null, several values and limits are taken care of.
var initials = functions.TextFunc("Initials", "Returns the first letter of every word of source.", func(text string) string {
	var letters strings.Builder
	for word := range strings.FieldsSeq(text) {
		r, _ := utf8.DecodeRuneInString(word)
		letters.WriteRune(r)
	}
	return letters.String()
})

// repeat is a function with a number as its second argument. It asks for its arguments and for the limits itself.
var repeat = functions.Spec{
	Name:    "Repeat",
	Summary: "Returns text count times.",
	Params: []functions.Param{
		{Name: "text", Doc: "the text to repeat"},
		{Name: "count", Doc: "how often", Kinds: value.KindsOf(value.KindInteger), Null: functions.NullIsError},
	},
	Result: value.KindsOf(value.KindString, value.KindNull),
	Eval: func(a functions.Args) (value.Value, error) {
		text, err := a.Text(0)
		if err != nil {
			return value.Absent, err
		}
		count, err := a.Integer(1, 0)
		if err != nil {
			return value.Absent, err
		}
		if count < 0 || count > 1000 {
			return value.Absent, a.FailArg(1, codes.EvalRange, value.Integer(count), "want a number from 0 to 1000")
		}
		if err := a.CheckText(len(text) * int(count)); err != nil { // before the text is made
			return value.Absent, err
		}
		return value.String(strings.Repeat(text, int(count))), nil
	},
}

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	own := attrmap.WithFunctions(initials, repeat)
	prog, err := attrmap.Compile(`Append(Initials([displayName]), Repeat([employeeId], 2))`, own)
	if err != nil {
		return err
	}
	for _, name := range []any{"Ana Núñez Ortiz", []string{"Élise Roux"}, nil} {
		v, err := prog.Eval(&attrmap.Env{Attrs: attrmap.Map{"displayName": name, "employeeId": "7"}})
		if err != nil {
			return err
		}
		fmt.Fprintln(w, strings.Join(v.Strings(), ", "))
	}
	for _, wrong := range []string{`Initials([displayName], 2)`, `Repeat([displayName], "often")`} {
		_, err = attrmap.Compile(wrong, own)
		fmt.Fprintln(w, err)
	}
	return nil
}
