package expr

import (
	"fmt"
	"slices"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/call"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// topicComparison is the topic of what a comparison goes by, topicNearly of one whose sides are nearly equal.
const (
	topicComparison string = "comparison"
	topicNearly     string = "near"
)

// build joins the steps as their nodes hang together and works out what follows from all of them.
func (t *trace) build(id int) *Step {
	p := &t.plan.parts[id]
	found := t.steps[id]
	step := p.step
	step.Evaluated, step.Value, step.Err = found.Evaluated, call.Whole(found.Value), found.Err
	step.Remarks, step.MoreRemarks = found.Remarks, found.MoreRemarks
	for _, below := range p.below {
		step.Parts = append(step.Parts, t.build(below))
	}
	if !step.Evaluated {
		return &step
	}
	switch n := p.node.(type) {
	case *syntax.Call:
		t.finishCall(&step, p)
	case *syntax.Compare:
		step.finishCompare(n)
	case *syntax.Concat:
		step.finishConcat()
	}
	step.NullFrom = step.nullOrigin(p.node)
	return &step
}

// finishCall marks the chosen argument, and adds remarks on conditions and the rules that the remarks refer to. A constant
// that was not evaluated was read when the call was prepared, unless the function evaluates only what it needs, or failed
// before.
func (t *trace) finishCall(step *Step, p *part) {
	spec := step.Function
	if spec == nil {
		return // an unknown function looks at nothing
	}
	for _, r := range step.Remarks {
		if part := step.argument(r.Arg); part != nil && r.Topic == call.TopicChoice {
			part.Chosen = true
		}
	}
	for i, part := range step.Parts {
		below := &t.plan.parts[p.below[i]]
		if below.param != nil && below.param.Condition {
			step.remarkConditions(part, part.arg)
		}
		if !part.Evaluated && !chooses(spec) && !step.failsBelow() {
			part.Value, part.Evaluated = constantOf(below.node)
		}
	}
	for _, r := range step.Remarks {
		for _, rule := range spec.RulesOn(r.Topic) {
			step.apply(rule)
		}
	}
}

// apply adds a rule once, however many remarks refer to it.
func (s *Step) apply(rule functions.Rule) {
	if !slices.Contains(s.Rules, rule) {
		s.Rules = append(s.Rules, rule)
	}
}

// argument returns the part that is argument i, or nil if it is omitted or there is none.
func (s *Step) argument(i int) *Step {
	for _, part := range s.Parts {
		if part.arg == i {
			return part
		}
	}
	return nil
}

// failsBelow reports whether the step only passes on the failure of a part.
func (s *Step) failsBelow() bool {
	return slices.ContainsFunc(s.Parts, func(part *Step) bool { return part.Err != nil })
}

// remarkConditions names the attributes of a condition, argument arg, that have no value.
func (s *Step) remarkConditions(condition *Step, arg int) {
	if condition.Node == "attribute" {
		text := "the condition reads " + cut(condition.Text, mostText) + ", which has no value"
		same := func(r functions.Remark) bool { return r.Text == text }
		if condition.Evaluated && condition.Value.IsNullOrEmpty() && !slices.ContainsFunc(s.Remarks, same) {
			s.Remarks = append(s.Remarks, functions.Remark{Topic: call.TopicNullCondition, Arg: arg, Text: text})
		}
		return
	}
	for _, part := range condition.Parts {
		s.remarkConditions(part, arg)
	}
}

// finishCompare remarks what the comparison went by, which the node itself does not report: it only has the outcome.
func (s *Step) finishCompare(n *syntax.Compare) {
	left, right := s.argument(0), s.argument(1)
	if s.Err != nil || left == nil || right == nil {
		return
	}
	basis := basisOf(n.Op, left.Value, right.Value)
	s.Remarks = append(s.Remarks, functions.Remark{Topic: topicComparison, Arg: -1, Text: "compared: " + basis.String()})
	if basis == byTexts && value.NearlyEqual(left.Value, right.Value) {
		s.Remarks = append(s.Remarks, functions.Remark{Topic: topicNearly, Arg: -1, Text: "the texts differ only in case or spaces"})
	}
	s.apply(basisRules[basis])
}

// basisRules say how well each basis of a comparison is known. byNone has none: a comparison without a basis fails, and does
// not get here.
var basisRules = [...]functions.Rule{
	byEmpty:    {On: topicComparison, Evidence: functions.Assumed, Text: "Null counts as \"\" for = and <>; every ordering against null or \"\" is false."},
	byNumbers:  {On: topicComparison, Evidence: functions.Inferred, Text: "Where one side is a number the other is read as one; two texts that are numbers are ordered as numbers."},
	byNoNumber: {On: topicComparison, Evidence: functions.Assumed, Text: "Text that is no number is unequal to every number, and has no order with one."},
	byBooleans: {On: topicComparison, Evidence: functions.Assumed, Text: "A truth value is compared as True or False, without case."},
	byDates:    {On: topicComparison, Evidence: functions.Assumed, Text: "A date-time is compared by its instant, with text by the date that CDate reads in it."},
	byTexts:    {On: topicComparison, Evidence: functions.Inferred, Text: "Texts are compared ordinally and with case, as Switch is documented to do."},
}

// finishConcat remarks operands that are null.
func (s *Step) finishConcat() {
	for i, part := range s.Parts {
		if part.Evaluated && part.Err == nil && part.Value.IsNull() {
			s.Remarks = append(s.Remarks, functions.Remark{Topic: call.TopicNull, Arg: part.arg, Text: fmt.Sprintf("operand %d is null and adds nothing", i+1)})
			s.apply(functions.Rule{On: call.TopicNull, Evidence: functions.Assumed, Text: "Null adds nothing to a text that & puts together."})
		}
	}
}

// nullOrigin finds the attribute that a null comes from: that of the chosen argument, else the only one among the arguments that made
// the result null, as far as the call remarked which they are.
func (s *Step) nullOrigin(n syntax.Node) string {
	if s.Err != nil || !s.Value.IsNull() {
		return ""
	}
	if a, ok := n.(*syntax.Attribute); ok {
		return a.Name
	}
	if chosen := s.remarked(call.TopicChoice); chosen != nil {
		return onlyOrigin(chosen)
	}
	if origin := onlyOrigin(s.remarked(call.TopicNull)); origin != "" {
		return origin
	}
	return onlyOrigin(s.Parts)
}

// remarked returns the parts that remarks on a topic are about; it is not nil if there are such remarks.
func (s *Step) remarked(topic string) []*Step {
	var parts []*Step
	for _, r := range s.Remarks {
		if r.Topic != topic {
			continue
		}
		if parts == nil {
			parts = []*Step{}
		}
		if part := s.argument(r.Arg); part != nil {
			parts = append(parts, part)
		}
	}
	return parts
}

// onlyOrigin returns the attribute that all nulls among the parts come from, or "" if there are several.
func onlyOrigin(parts []*Step) string {
	origin := ""
	for _, part := range parts {
		switch {
		case part.NullFrom == "" || part.NullFrom == origin:
		case origin != "":
			return ""
		default:
			origin = part.NullFrom
		}
	}
	return origin
}
