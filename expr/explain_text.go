package expr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

const (
	explainIndent = 2
	deepestIndent = 15 // levels; parts below it are not indented further but numbered by their level
	shortOutcome  = 30 // characters of an outcome that stays on the line of a part that is cut for it
	leastText     = 20 // characters of a part that are shown at least
	mostText      = 240
)

// String shows the parts as an indented list in lines of at most 80 characters: each part with its value, below it what happened
// (after a dot), and below that its own parts. A call that does not fit on a line is cut, since its arguments follow. At the end
// is how well each function and each statement that applied is known.
func (x Explanation) String() string {
	var r Report
	r.Explain(0, &x)
	r.Evidence()
	return r.String()
}

// Explain adds an explanation without its evidence, which [Report.Evidence] adds for all.
func (r *Report) Explain(indent int, x *Explanation) { r.step(indent, 0, x.Root) }

// step adds a part and all below it. Parts of one that was not evaluated are left out.
func (r *Report) step(indent, depth int, s *Step) {
	margin := indent + explainIndent*min(depth, deepestIndent)
	head := ""
	if depth > deepestIndent {
		head = fmt.Sprintf("(%d) ", depth)
	}
	if s.Parameter != "" {
		head += s.Parameter + ": "
	}
	whole := r.stepLine(margin, head, s)
	if !s.Evaluated {
		return
	}
	if s.Function != nil {
		r.uses(s.Function)
	}
	r.remarks(min(margin+explainIndent, indent+explainIndent*deepestIndent), s)
	for _, part := range s.Parts {
		if !whole || s.Function != nil || part.Node != "constant" { // a constant operand has been seen already
			r.step(indent, depth+1, part)
		}
	}
}

// stepLine shows a part with its outcome, and reports whether it shows all of the part. Where both do not fit on one line, a part
// that has parts is cut, and a long outcome, or a constant, goes on separate lines.
func (r *Report) stepLine(margin int, head string, s *Step) (whole bool) {
	const hang = 2 * explainIndent
	text, outcome := oneLine(s.Text), s.outcome()
	room := reportWidth - margin - characters(head)
	leaf := len(s.Parts) == 0 && s.Function == nil
	switch {
	case characters(text)+1+characters(outcome) <= room:
	case leaf && head != "" && characters(text)+1+characters(outcome) <= reportWidth-margin-hang:
		r.Line(margin, hang, head)
		r.Line(margin+hang, 0, strings.TrimRight(text+" "+outcome, " "))
		return true
	case leaf:
		text = cut(text, mostText)
	case characters(outcome) <= shortOutcome:
		text = cut(text, max(room-1-characters(outcome), leastText))
	default:
		r.Line(margin, hang, head+cut(text, max(room, leastText)))
		r.Line(margin+hang, explainIndent, outcome)
		return false
	}
	r.Line(margin, hang, strings.TrimRight(head+text+" "+outcome, " "))
	return text == oneLine(s.Text)
}

// outcome shows what came of a part; a constant says it by itself.
func (s *Step) outcome() string {
	switch {
	case s.Redacted:
		return "= " + redactedText
	case !s.Evaluated:
		return "(not evaluated)"
	case s.Err != nil:
		return "(fails)"
	case s.Node == "constant" && !s.Value.Kind().IsSignal():
		return ""
	case s.hidden && s.NullFrom == "":
		return "= " + showHidden(s.Value)
	case s.NullFrom != "" && s.Node != "attribute":
		return "= " + Show(s.Value) + " from [" + cut(s.NullFrom, mostText) + "]"
	}
	return "= " + Show(s.Value)
}

// remarks adds what happened, each remark with the numbers of the rules that apply.
func (r *Report) remarks(margin int, s *Step) {
	cited := map[functions.Rule]bool{}
	for _, remark := range s.Remarks {
		text := remark.Text
		for _, rule := range s.Rules {
			if rule.On == remark.Topic && !cited[rule] {
				cited[rule] = true
				text += fmt.Sprintf(" [%d]", r.number(s.owner(rule), rule))
			}
		}
		r.Line(margin, explainIndent, "· "+text)
	}
	if s.MoreRemarks > 0 {
		r.Line(margin, explainIndent, fmt.Sprintf("· and %d more", s.MoreRemarks))
	}
	if s.Err != nil && !s.failsBelow() {
		r.Line(margin, explainIndent, "· "+s.Err.Error())
	}
}

// owner returns whose rule it is: the function's, that of all functions, or an operator's.
func (s *Step) owner(rule functions.Rule) string {
	switch {
	case s.Function == nil:
		return s.Node
	case slices.Contains(s.Function.Rules, rule):
		return s.Function.Name
	}
	return "all functions"
}

// oneLine puts the text of a part on one line.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " ")
}

// cut shortens text to a number of characters, with a sign that it was cut.
func cut(text string, width int) string {
	count, end := 0, 0
	for i := range text {
		if count == width-1 {
			end = i
		}
		if count++; count > width {
			return text[:end] + "…"
		}
	}
	return text
}

// quoted and clipped show the text of a value as far as a few lines go, and how much there is of a longer one.
func quoted(text string) string { return diag.QuoteTo(text, mostText) + rest(text) }

func clipped(text string) string { return diag.ClipTo(text, mostText) + rest(text) }

// clippedValue is clipped for a value that is no single text. The text form of a long list, object or binary value is not made; what it has
// of members or bytes is known without.
func clippedValue(v value.Value) string {
	text := v.Beginning()
	if characters(text) <= mostText {
		return diag.ClipTo(text, mostText)
	}
	text = diag.ClipTo(text, mostText)
	switch v.Kind() {
	case value.KindList:
		members, _ := v.AsList()
		return text + " of " + diag.Count(len(members), "value")
	case value.KindObject:
		o, _ := v.AsObject()
		return text + " of " + diag.Count(len(o.Members()), "member")
	case value.KindBinary:
		return text + " of " + diag.Count(v.TextSize(0), "character") // of base64, whose length is known
	default:
		return text + rest(v.Text())
	}
}

// rest returns the length of a text that is longer than mostText, for the reader of its beginning.
func rest(text string) string {
	if n := characters(text); n > mostText {
		return fmt.Sprintf(" of %d characters", n)
	}
	return ""
}
