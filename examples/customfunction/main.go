// Command customfunction shows how a program adds a function of its own to the language: one literal, checked and documented
// like the built-in ones.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// initials is the whole of a new function.
var initials = functions.Spec{
	Name:    "Initials",
	Summary: "Gives the first letter of every word of source.",
	Params: []functions.Param{
		{Name: "source", Doc: "the text to take letters from", Each: true},
	},
	Origin: functions.Custom,
	Rewrite: func(a functions.Args, source value.Value, dst []byte) ([]byte, error) {
		for word := range strings.FieldsSeq(source.Text()) {
			r, _ := utf8.DecodeRuneInString(word)
			dst = utf8.AppendRune(dst, r)
		}
		return dst, nil
	},
}

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	reg, err := functions.Standard().With(initials)
	if err != nil {
		return err
	}
	prog, err := expr.Compile(`Append(Initials([displayName]), [employeeId])`, expr.WithFunctions(reg))
	if err != nil {
		return err
	}
	for _, name := range []any{"Ana Núñez Ortiz", []string{"Élise Roux"}, nil} {
		v, err := prog.Eval(&expr.Env{Attrs: value.Map{"displayName": name, "employeeId": "7"}})
		if err != nil {
			return err
		}
		fmt.Fprintln(w, strings.Join(v.Strings(), ", "))
	}
	_, err = expr.Compile(`Initials([displayName], 2)`, expr.WithFunctions(reg))
	fmt.Fprintln(w, err)
	return nil
}
