// Package docs generates reference pages from the functions and the lint rules, and parts of other pages from the limits and the list
// of packages, so that they cannot disagree with the code.
package docs

//go:generate go run ./generate ../../..

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Functions returns the reference of the functions in Markdown.
func Functions(reg *functions.Registry) string {
	var b strings.Builder
	b.WriteString("# Functions\n\n")
	b.WriteString("Generated from the function literals in `functions/` by `go generate ./internal/dev/docs`; do not edit.\n\n")
	b.WriteString("Evidence of a behaviour: *documented* is in Microsoft's documentation, *inferred* follows from published expressions,\n")
	b.WriteString("exported schemas or .NET, *reported* comes from users of the live service, *assumed* is a decision of this project where nothing is known.\n\n")
	b.WriteString("Several values in one argument, as a multi-valued attribute has: the column of that name says for each parameter what they do. *Each by\n")
	b.WriteString("itself*: the function works on every value, and its result is the list of the results that are not null; lists among them are joined to\n")
	b.WriteString("it. *All at once*: the function takes them together, or passes them on. *An error*: the argument has to be one value; a list of one is\n")
	b.WriteString("that value, and an empty one is null. So are both sides of a comparison and of `&`. *Inferred* from the Connect Sync functions reference\n")
	b.WriteString("(2025-04), where functions of a text work on attributes of one and of several values; *assumed* for all else.\n\n")
	b.WriteString("| function | result | effects | evidence |\n|---|---|---|---|\n")
	for spec := range reg.All() {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", spec.Name, strings.ToLower(spec.Name), spec.Result, spec.Describe().Effects, spec.Evidence)
	}
	writeNumbers(&b, reg)
	for spec := range reg.All() {
		writeFunction(&b, spec)
	}
	return b.String()
}

// numberTexts are texts of which the page says what they are as numbers.
var numberTexts = []string{"7", " 7 ", "+7", "-7", "007", "1.5", "-1.5", "4.0", ".5", "1e3", "1,000", "(5)", "7-", "&HF7", "0x1F", "٣", "", "True", "9223372036854775807", "9223372036854775808"}

// writeNumbers writes which numbers texts are, by evaluating them.
func writeNumbers(b *strings.Builder, reg *functions.Registry) {
	b.WriteString("\n## Numbers in texts\n\n")
	b.WriteString("Sources deliver numbers as texts. One rule holds wherever a text is read as a number: an optional sign, digits, an optional point with\n")
	b.WriteString("digits, white space around them; whole numbers are cut toward zero and have 64 bits. *Inferred* for digits with a sign, which published\n")
	b.WriteString("expressions rely on, and *assumed* for all else: what the service makes of a fraction, an exponent, group separators, parentheses or\n")
	b.WriteString("hexadecimal digits is not known. `&HF7` without quotation marks is a number of the expression, and no text.\n\n")
	b.WriteString("The column *whole number* is that of every parameter of kind integer:\n")
	for _, line := range wrapped(integerParams(reg), 140) {
		b.WriteString(line + "\n")
	}
	b.WriteString("and of `value` of DateFromNum. *Condition* is `IIF` and `CBool`; *compared* is a comparison with a number, in which a text that is no number\n")
	b.WriteString("is unequal, and an error where order is asked for.\n\n")
	b.WriteString("| text | whole number | compared | condition |\n|---|---|---|---|\n")
	for _, text := range numberTexts {
		attrs := value.Map{"n": text}
		digits, err := value.String(text).ToDecimal()
		if err != nil {
			digits = "no number"
		}
		fmt.Fprintf(b, "| `%q` | %s | %s | %s |\n", text, outcome("BitAnd([n], -1)", attrs), digits, outcome("CBool([n])", attrs))
	}
}

// outcome returns the value of an expression, or the code of its failure.
func outcome(src string, attrs value.Map) string {
	v, err := expr.MustCompile(src).Eval(&expr.Env{Attrs: attrs})
	var failed *expr.EvalError
	if errors.As(err, &failed) {
		return "error: " + string(failed.Code)
	}
	return v.Text()
}

// integerParams names the parameters of kind integer, function by function.
func integerParams(reg *functions.Registry) string {
	var all []string
	for spec := range reg.All() {
		var names []string
		for _, p := range spec.Describe().Parameters {
			if p.Kind == "integer" {
				names = append(names, p.Name)
			}
		}
		if names != nil {
			all = append(all, spec.Name+" ("+strings.Join(names, ", ")+")")
		}
	}
	return strings.Join(all, ", ")
}

// wrapped returns text in lines that have no more characters than that, cut at spaces.
func wrapped(text string, most int) []string {
	lines := []string{""}
	for word := range strings.FieldsSeq(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len(*last)+1+len(word) > most:
			lines = append(lines, word)
		default:
			*last += " " + word
		}
	}
	return lines
}

func writeFunction(b *strings.Builder, spec *functions.Spec) {
	fmt.Fprintf(b, "\n## %s\n\n`%s`\n\n%s\n", spec.Name, spec.Signature(), escape(spec.Summary))
	if len(spec.Aliases) > 0 {
		fmt.Fprintf(b, "\nOther names: %s.\n", strings.Join(spec.Aliases, ", "))
	}
	if len(spec.Params) > 0 {
		b.WriteString("\n| parameter | meaning | kind | null | several values | Graph key |\n|---|---|---|---|---|---|\n")
	}
	for _, p := range spec.Describe().Parameters {
		key := "`" + p.Key + "`"
		if p.KeyInferred {
			key += " (inferred)"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n", parameterName(p), escape(p.Doc), p.Kind, escape(p.Null), p.Several, key)
	}
	fmt.Fprintf(b, "\nResult: %s. Effects: %s. Evidence: %s. Source: %s, %s.\n", spec.Result, spec.Describe().Effects, spec.Evidence, spec.Origin, spec.Source)
	d := spec.Describe()
	notes := d.Notes
	if len(notes) > 0 {
		b.WriteByte('\n')
	}
	for _, n := range notes {
		fmt.Fprintf(b, "- *%s*: %s\n", n.Evidence, escape(n.Text))
	}
	b.WriteString("\n```\n")
	for _, e := range d.Examples {
		writeExample(b, e)
	}
	b.WriteString("```\n")
}

func parameterName(p functions.ParameterDescription) string {
	switch {
	case p.Repeats:
		return p.Name + " …"
	case p.Optional:
		return p.Name + " (optional)"
	}
	return p.Name
}

func writeExample(b *strings.Builder, e functions.ExampleDescription) {
	fmt.Fprintf(b, "%s → %s", e.Expr, e.Result)
	if len(e.Attrs) > 0 {
		data, err := json.Marshal(e.Attrs)
		if err == nil {
			fmt.Fprintf(b, "    with %s", data)
		}
	}
	b.WriteByte('\n')
}

// escape keeps Markdown from reading table bars, HTML and emphasis into prose.
func escape(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`).Replace(text)
}
