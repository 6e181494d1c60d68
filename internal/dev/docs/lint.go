package docs

import (
	"fmt"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/mapping/lint"
)

// Lint returns the reference of the lint rules in Markdown.
func Lint(rules iter.Seq[*lint.Rule]) string {
	var b strings.Builder
	b.WriteString("# Lint rules\n\n")
	b.WriteString("Generated from the rules' literals in `mapping/lint/` by `go generate ./internal/dev/docs`; do not edit.\n\n")
	b.WriteString("`attrmap lint` reports errors, which the service refuses or which certainly fail or lead to a wrong value, and warnings, which most likely\n")
	b.WriteString("are mistakes. Remarks marked *on request* are reported with `--all` alone. The examples are executed by the tests.\n\n")
	b.WriteString("`--fix` applies the fixes that are certain. Those marked *changes the value* replace an expression that compiles by one that has another\n")
	b.WriteString("value for some objects: they are shown with the finding, and applied by `--fix=all` alone. A text that does not compile has no value that a\n")
	b.WriteString("fix could change; what `--fix` writes always compiles.\n\n")
	b.WriteString("| rule | severity | what is found | fix |\n|---|---|---|---|\n")
	for r := range rules {
		fmt.Fprintf(&b, "| [%s](#%s-%s) %s | %s | %s | %s |\n", r.Code, strings.ToLower(r.Code), r.Name, r.Name, severity(r), escape(r.Summary), fixed(r))
	}
	for r := range rules {
		writeRule(&b, r)
	}
	return b.String()
}

func severity(r *lint.Rule) string {
	if r.OnRequest {
		return "on request"
	}
	return r.Severity.String()
}

// fixed reports whether the rule corrects anything: always, or some of what it finds, and whether that changes the value.
func fixed(r *lint.Rule) string {
	with := 0
	for _, e := range r.Bad {
		if e.Fixed != "" {
			with++
		}
	}
	class := ""
	if !r.KeepsValue {
		class = ", changes the value"
	}
	switch with {
	case 0:
		return ""
	case len(r.Bad):
		return "yes" + class
	}
	return "partly" + class
}

func writeRule(b *strings.Builder, r *lint.Rule) {
	fmt.Fprintf(b, "\n## %s %s\n\n%s\n\n%s\n\n", r.Code, r.Name, escape(r.Summary), escape(r.Doc))
	fmt.Fprintf(b, "Severity: %s. Evidence: %s; %s.\n", severity(r), r.Evidence, escape(r.Source))
	if len(r.Reports) > 0 {
		b.WriteString("Reports the codes")
		for i, code := range r.Reports {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(b, " `%s`", code)
		}
		b.WriteString(".\n")
	}
	b.WriteString("\n```\n")
	for _, e := range r.Bad {
		fmt.Fprintf(b, "wrong  %s\n", e.Text())
		if e.Fixed != "" {
			fmt.Fprintf(b, "fixed  %s\n", e.FixedText())
		}
	}
	for _, e := range r.Good {
		fmt.Fprintf(b, "right  %s\n", e.Text())
	}
	b.WriteString("```\n")
}
