package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// Text returns the rule as a page for a terminal: what it finds and why, its evidence, and its examples. It is the help of the rule in
// SARIF, too.
func (r *Rule) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s (%s)\n\n%s\n\n%s\n\nEvidence: %s; %s.\n", r.Code, r.Name, r.Severity, r.Summary, r.Doc, r.Evidence, r.Source)
	if r.OnRequest {
		b.WriteString("It is reported only on request (--all).\n")
	}
	if r.fixes() && !r.KeepsValue {
		b.WriteString("Its fixes change the value, and are applied only on request (--fix=all).\n")
	}
	if len(r.Reports) > 0 {
		fmt.Fprintf(&b, "It reports %s.\n", joinCodes(r.Reports))
	}
	b.WriteString("\nWrong\n")
	for _, e := range r.Bad {
		fmt.Fprintf(&b, "  %s\n", e.Text())
		if e.Fixed != "" {
			fmt.Fprintf(&b, "    corrected: %s\n", e.FixedText())
		}
	}
	b.WriteString("\nRight\n")
	for _, e := range r.Good {
		fmt.Fprintf(&b, "  %s\n", e.Text())
	}
	return b.String()
}

// fixes reports whether the rule corrects any of its examples.
func (r *Rule) fixes() bool {
	return slices.ContainsFunc(r.Bad, func(e Example) bool { return e.Fixed != "" })
}

// joinCodes returns codes as a list with commas.
func joinCodes(codes []diag.Code) string {
	var names []string
	for _, code := range codes {
		names = append(names, string(code))
	}
	return strings.Join(names, ", ")
}

// Text returns what is linted in one line, and what is known beside it in parentheses. It is clipped where it is long. For a schema and a
// request it is their description: the documents themselves are too long to show.
func (e *Example) Text() string {
	text := clip(strings.Join(strings.Fields(e.Show+e.Set), " "))
	if one := e.Expr + e.API; one != "" {
		text = oneLine(one)
	}
	if known := e.known(); known != "" {
		text += "   (" + known + ")"
	}
	return text
}

// FixedText returns the corrected expression in one line.
func (e *Example) FixedText() string { return oneLine(e.Fixed) }

// oneLine shows what a terminal would not: line breaks and no-break spaces are escaped, since examples are about them.
func oneLine(text string) string {
	return clip(strings.NewReplacer("\n", `\n`, "\u00A0", `\u00A0`).Replace(text))
}

// known returns what is known beside the example: its target, when it applies, and the options that differ from the zero value.
func (e *Example) known() string {
	var known []string
	add := func(name, value string) {
		if value != "" {
			known = append(known, name+" "+value)
		}
	}
	add("target", e.Use.Target)
	if e.Use.Apply != nil {
		add("applies", e.Use.Apply.String())
	}
	if e.Use.Match > 0 {
		add("match", fmt.Sprint(e.Use.Match))
	}
	add("profile", e.Profile)
	add("source", strings.Join(e.Attributes, ", "))
	add("data", strings.ReplaceAll(strings.TrimSpace(e.Data), "\n", " | "))
	if e.SyncAll {
		known = append(known, "all users are provisioned")
	}
	return strings.Join(known, "; ")
}

// longest is how much of an example is shown, in characters.
const longest = 400

// clip shortens a text that would fill a page, and marks where it was cut.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:longest]) + "…"
}
