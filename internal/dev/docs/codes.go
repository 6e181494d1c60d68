package docs

import (
	"fmt"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/lint"
)

const errorsPart = `
## Errors that programs test for

Everything that is found in a text, a mapping set, a schema or a request is a ` + "`diag.Finding`" + `. A ` + "`diag.List`" + ` of findings is an error, too:
` + "`errors.As`" + ` finds it below the errors that hold findings. These kinds of error have a type or a value; what they are about is in their fields.

| error | what it says |
|---|---|
| ` + "`*expr.Diagnostics`" + ` | an expression cannot be compiled; holds the list of findings |
| ` + "`*expr.EvalError`" + ` | an evaluation fails on one object's values |
| ` + "`*mapping.ValidationError`" + ` | a mapping set cannot be compiled; holds the list of findings |
| ` + "`*mapping.ObjectError`" + ` | attributes of one object failed, or an expression ignores the object (` + "`mapping.ErrIgnored`" + `) |
| ` + "`*feed.Error`" + ` | a record, or the input from here on, cannot be read; its cause is one of the package's Err values |
| ` + "`*graph.LoadError`" + ` | an exported schema cannot be loaded; its cause is one of the package's Err values |
| ` + "`*value.CoercionError`" + ` | a value cannot be read as the kind that is needed |
| ` + "`*value.PathError`" + ` | the name of an attribute cannot be taken apart |
| ` + "`*diag.LimitError`" + `, ` + "`diag.ErrLimit`" + ` | a limit is exceeded; in the chain of all the others |

Which parts of an error's text may be values is known by type: ` + "`diag.MaskedError`" + ` leaves them out.
`

// Codes returns the reference of all codes in Markdown, with the lint rules that report them.
func Codes(areas []codes.Area, rules iter.Seq[*lint.Rule]) string {
	reporting := map[diag.Code]*lint.Rule{}
	for r := range rules {
		for _, code := range r.Reports {
			reporting[code] = r
		}
	}
	var b strings.Builder
	b.WriteString("# Codes\n\n")
	b.WriteString("Generated from `internal/codes/` by `go generate ./internal/dev/docs`; do not edit.\n\n")
	b.WriteString("Findings, failed evaluations and plans have codes. They are stable: programs may compare `Finding.Code`, `EvalError.Code`,\n")
	b.WriteString("`Outcome.Code` and `Plan.Code` with the texts below, while messages may change. How grave a finding is depends on its place; it\n")
	b.WriteString("has a severity of its own. Lint reports the findings of other packages under its [rules](lint.md), whose codes begin with L.\n")
	b.WriteString(errorsPart)
	for _, area := range areas {
		fmt.Fprintf(&b, "\n## %s\n\n| code | what it says | rule |\n|---|---|---|\n", area.Title)
		for _, e := range area.Entries {
			rule := ""
			if r := reporting[e.Code]; r != nil {
				rule = fmt.Sprintf("[%s](lint.md#%s-%s)", r.Code, strings.ToLower(r.Code), r.Name)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", e.Code, escape(e.Summary), rule)
		}
	}
	return b.String()
}
