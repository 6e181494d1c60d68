package expr

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// reportWidth is the greatest length of a report's lines, in characters.
const reportWidth = 80

// Report is a text for people in lines of at most 80 characters: explanations, and what is between them. The evidence
// of all explanations is collected, so that each statement is printed once, at the end. The zero Report is empty.
type Report struct {
	b        strings.Builder
	names    [functions.Documented + 1][]string // of functions, by evidence
	known    map[string]bool
	numbers  map[footnote]int
	footnote []footnote
}

// footnote is a rule of a function, or of an operator.
type footnote struct {
	of   string
	rule functions.Rule
}

// String returns the report as it is so far.
func (r *Report) String() string { return r.b.String() }

// Line adds a text, indented by so many columns; the lines after the first are indented by hang columns more. What would not print is
// written as an escape such as \n.
func (r *Report) Line(indent, hang int, text string) {
	text = diag.ClipTo(text, max(len(text), 1))
	for i, line := range wrap(text, reportWidth-indent, reportWidth-indent-hang) {
		margin := indent
		if i > 0 {
			margin += hang
		}
		if line != "" {
			r.b.WriteString(strings.Repeat(" ", margin))
			r.b.WriteString(line)
		}
		r.b.WriteByte('\n')
	}
}

// wrap cuts text into lines of at most first and then rest characters, at a space if there is one.
func wrap(text string, first, rest int) []string {
	var lines []string
	for width := first; ; width = rest {
		cut := breakAt(text, max(width, 1))
		lines = append(lines, strings.TrimRight(text[:cut], " "))
		if cut == len(text) {
			return lines
		}
		text = strings.TrimPrefix(text[cut:], " ")
	}
}

// breakAt returns where a line of text ends, in bytes: at the last space within width, unless it is in the first third.
func breakAt(text string, width int) int {
	count, space, spaceCount := 0, -1, 0
	for i, c := range text {
		if c == ' ' {
			space, spaceCount = i, count
		}
		if count == width {
			if space >= 0 && 3*spaceCount > width {
				return space
			}
			return i
		}
		count++
	}
	return len(text)
}

// Evidence adds how well the behaviour of the functions is known that the explanations used, and the numbered statements.
func (r *Report) Evidence() {
	var kinds []string
	for e := functions.Documented; ; e-- {
		if names := r.names[e]; len(names) > 0 {
			kinds = append(kinds, fmt.Sprintf("%s %s", e, strings.Join(names, ", ")))
		}
		if e == functions.Assumed {
			break
		}
	}
	if kinds != nil {
		r.Line(0, 2, "evidence: "+strings.Join(kinds, "; "))
	}
	for i, f := range r.footnote {
		r.Line(0, 4, fmt.Sprintf("[%d] %s, %s: %s", i+1, f.of, f.rule.Evidence, f.rule.Text))
	}
}

// number returns the number of a rule among the footnotes. The same rule of two functions has two numbers, as its evidence is
// cited by function.
func (r *Report) number(of string, rule functions.Rule) int {
	f := footnote{of, rule}
	if r.numbers == nil {
		r.numbers = map[footnote]int{}
	}
	if r.numbers[f] == 0 {
		r.footnote = append(r.footnote, f)
		r.numbers[f] = len(r.footnote)
	}
	return r.numbers[f]
}

// uses notes a function that has been evaluated.
func (r *Report) uses(spec *functions.Spec) {
	if r.known == nil {
		r.known = map[string]bool{}
	}
	if !r.known[spec.Name] {
		r.known[spec.Name] = true
		r.names[spec.Evidence] = append(r.names[spec.Evidence], spec.Name)
	}
}

// Show returns a value as reports write it, so that absent, null, "" and an empty list look different: ∅, null, "" and []. A text
// is in quotation marks, a value of another kind is followed by its kind; a long one is cut.
func Show(v value.Value) string {
	switch {
	case v.Redacted():
		return redactedText
	case v.IsAbsent():
		return "∅"
	case v.IsNull():
		return "null"
	case v.Kind() == value.KindString:
		return quoted(v.Text())
	case v.Kind() == value.KindList, v.Kind() == value.KindObject:
		return clippedValue(v)
	case v.Kind().IsSignal():
		return v.Kind().String()
	}
	return clippedValue(v) + " (" + v.Kind().String() + ")"
}

// characters counts code points, as the width of a line does.
func characters(text string) int { return utf8.RuneCountInString(text) }
