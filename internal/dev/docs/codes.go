package docs

import (
	"fmt"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/lint"
)

// Codes returns the reference of all codes in Markdown, with the lint rules that report them.
func Codes(areas []codes.Area, rules iter.Seq[*lint.Rule]) string {
	reporting := map[diag.Code]*lint.Rule{}
	for r := range rules {
		for _, code := range r.Tells {
			reporting[code] = r
		}
	}
	var b strings.Builder
	b.WriteString("# Codes\n\n")
	b.WriteString("Generated from `internal/codes/` by `go generate ./internal/dev/docs`; do not edit.\n\n")
	b.WriteString("Findings, failed evaluations and plans have codes. They are stable: programs may compare `Finding.Code`, `EvalError.Code`,\n")
	b.WriteString("`Outcome.Code` and `Plan.Code` with the texts below, while messages may change. How grave a finding is depends on its place; it\n")
	b.WriteString("has a severity of its own. Lint reports the findings of other packages under its [rules](lint.md), whose codes begin with L.\n")
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
