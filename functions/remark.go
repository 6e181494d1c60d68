package functions

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// Remark is what an implementation notes about one evaluation of a call, for an explanation.
type Remark struct {
	// Topic names what the remark is about. Programs may compare topics; texts may change.
	//
	// Any function may have a remark on choice (the argument whose value is the result), null (an argument without a value), list (a
	// multi-valued argument, or a single value in place of several), member (the value of a multi-valued argument that the following
	// remarks are about), coercion (an argument that is read as a value of another kind) and range (a position, a length or a number
	// outside of the value). Those on dates have date and format, those on patterns regex, match and group. null-condition is about an
	// attribute of a condition that has no value. A function may have other topics; docs/explain.md shows them.
	Topic string
	// Arg is the argument that it is about, from 0, or -1 for the call as a whole; for a choice it is the chosen argument.
	Arg int
	// Text is the remark in words, with at most 40 characters of a value.
	Text string
	// Details are the remark as data, for programs.
	Details []value.Member
}

// Rule is a [Note] that applies to some evaluations only: those with a remark on its topic.
type Rule struct {
	On       string // the topic
	Evidence Evidence
	Text     string
}

// generalRules are those of the framework, for functions that have none of their own on the topic.
var generalRules = []Rule{
	{call.TopicNull, Assumed, "Null is read as \"\"; a function that changes one source returns null for null."},
	{call.TopicList, Inferred, "A function with a source works on each value of a multi-valued one, and its result is the list of the results that are not null (Connect Sync functions reference, 2025-04: functions of a text work on attributes of one and of several values). Elsewhere a list of one value is read as that value, and several are an error."},
	{call.TopicCoercion, Assumed, "Text is read as a number if it is one, and as a boolean if it is True, False or a number; other values are read by their text form."},
}

// RulesOn returns the rules that apply where an evaluation has a remark on the topic: the function's own, or else the framework's.
func (s *Spec) RulesOn(topic string) []Rule {
	for _, rules := range [][]Rule{s.Rules, generalRules} {
		var found []Rule
		for _, r := range rules {
			if r.On == topic {
				found = append(found, r)
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// allNotes returns the function's notes and rules: all statements about its behaviour.
func (s *Spec) allNotes() []Note {
	all := append([]Note(nil), s.Notes...)
	for _, r := range s.Rules {
		all = append(all, Note{r.Evidence, r.Text})
	}
	return all
}

// Tracing reports whether the evaluation is explained, and the remarks of this call are kept. An implementation checks it before it
// composes a remark, so that other evaluations, and most values of a long list, pay for the check alone.
func (a Args) Tracing() bool { return a.c.Tracer != nil && !a.c.Tracer.Muted() }

// Remark adds a remark about this call to the explanation; in an evaluation that is not explained it does nothing.
func (a Args) Remark(topic string, arg int, text string, details ...value.Member) {
	if a.c.Tracer != nil {
		a.c.Tracer.Remark(topic, arg, text, details)
	}
}

// name returns the name of argument i's parameter.
func (a Args) name(i int) string { return a.param(i).Name }

// choose remarks that argument i is the result, for a reason.
func (a Args) choose(i int, reason string) {
	text := reason + ": " + a.name(i)
	if !a.Has(i) {
		text += ", which is left empty and means null"
	}
	a.Remark(call.TopicChoice, i, text)
}

// remarkNull remarks what argument i, which has no value, is read as.
func (a Args) remarkNull(i int) {
	if !a.Has(i) {
		return
	}
	missing := "null"
	if a.param(i).EmptyIsNull {
		missing = "null or \"\""
	}
	switch a.param(i).Null {
	case NullPropagates:
		a.Remark(call.TopicNull, i, fmt.Sprintf("%s is %s, so the result is null", a.name(i), missing))
	case NullIsEmpty:
		a.Remark(call.TopicNull, i, fmt.Sprintf("%s is %s, read as empty", a.name(i), missing))
	default: // the function remarks on null itself
	}
}

// remarkRead remarks that argument i, the value v, is read as another value.
func (a Args) remarkRead(i int, v, as value.Value) {
	if !a.Tracing() {
		return
	}
	if v.IsNull() {
		a.Remark(call.TopicNull, i, fmt.Sprintf("%s is null, read as %s", a.name(i), call.Preview(as)))
		return
	}
	text, details := call.Coerced(a.name(i), v, as)
	a.Remark(call.TopicCoercion, i, text, details...)
}

// remarkText remarks that argument i, if it is not a text, is read as one.
func (a Args) remarkText(i int, v value.Value, text string) {
	if a.Tracing() && v.Kind() != value.KindString {
		a.remarkRead(i, v, value.String(text))
	}
}

// remarkOnly remarks that argument i is a list that is read as its only value.
func (a Args) remarkOnly(i int, single value.Value) {
	if !a.Tracing() {
		return
	}
	if single.IsAbsent() {
		a.Remark(call.TopicList, i, a.name(i)+" is a list without values, read as null")
		return
	}
	a.Remark(call.TopicList, i, a.name(i)+" is a list of one value, read as that value")
}

// membersRemarked is the number of values of a multi-valued source that have remarks.
const membersRemarked = 3

// remarkMember remarks which value of a multi-valued source the next remarks are about: value number n, from 0, of all.
func (a Args) remarkMember(i, n, all int, v value.Value) {
	if !a.Tracing() {
		return
	}
	switch n {
	case 0:
		a.Remark(call.TopicList, i, fmt.Sprintf("%s has %s, each changed by itself", a.name(i), diag.Count(all, "value")),
			call.Detail("count", value.Integer(int64(all))))
	// From here on remarks on the call are dropped, the one below included.
	case membersRemarked:
		a.c.Tracer.Mute()
	}
	a.Remark(call.TopicMember, i, fmt.Sprintf("value %d of %d: %s", n+1, all, call.Preview(v)), call.Detail("index", value.Integer(int64(n+1))), call.Detail("value", v))
}
