package test

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Values are wanted in the notation of the file: JSON, with the text absent for what is not there, and /…/ for a regular expression. A text that
// looks like one of them is written with an equals sign before it. What was got is written in the same notation, so that it can take the place of
// what was wanted.

// notation returns a value in the notation of the file.
func notation(v value.Value) json.RawMessage {
	if list, ok := v.AsList(); ok {
		texts := make([]json.RawMessage, len(list))
		for i := range list {
			texts[i] = notation(list[i])
		}
		return array(texts)
	}
	switch text, ok := v.AsString(); {
	case v.IsAbsent():
		v = value.String(absent)
	case v.Kind().IsSignal():
		v = value.String(v.Kind().String())
	case ok && isMarked(text):
		v = value.String("=" + text)
	}
	return v.AppendJSON(nil)
}

// array returns a list of JSON values.
func array(texts []json.RawMessage) json.RawMessage {
	out := []byte{'['}
	for i, text := range texts {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = append(out, text...)
	}
	return append(out, ']')
}

// isMarked reports whether a text, without the equals signs that it begins with, would mean something else in the notation than itself.
func isMarked(text string) bool {
	bare := strings.TrimLeft(text, "=")
	_, pattern := regexOf(bare)
	return bare == absent || pattern
}

// matches reports whether a value is what a node of the file wants. Absent, null, "" and an empty list are different.
func (f *File) matches(n *tree.Node, got value.Value) bool {
	n = n.Real()
	switch {
	case n.Kind == tree.List:
		list, ok := got.AsList()
		return ok && slices.EqualFunc(n.Elements, list, func(n *tree.Node, v value.Value) bool {
			return f.matches(n, v) || scalarIs(n, absent) && v.Equal(value.String(absent)) // an element is there
		})
	case n.Kind == tree.Object:
		return equal(tree.ValueOf(n), got)
	case !strings.HasPrefix(n.JSON, `"`):
		return !got.IsAbsent() && equal(tree.ValueOf(n), got)
	}
	text := tree.ScalarText(n)
	if pattern := f.patterns[n]; pattern != nil {
		if got.IsNull() || got.Kind() == value.KindList || got.Kind() == value.KindObject || got.Kind().IsSignal() {
			return false
		}
		matched, err := pattern.IsMatch(got.Text())
		return err == nil && matched
	}
	if text == absent {
		return got.IsAbsent()
	}
	if got.Kind().IsSignal() {
		return text == got.Kind().String()
	}
	// 1.50 without quotation marks is a number in YAML, whose reader keeps it as it is written.
	if number, err := value.Decimal(text); err == nil && n.Style == tree.Plain && strings.Contains(text, ".") && equal(number, got) {
		return true
	}
	if strings.HasPrefix(text, "=") && isMarked(text) {
		text = text[1:]
	}
	return !got.IsNull() && equal(value.String(text), got)
}

// matchesShown is matches of a value of a row. One that reports must not print is wanted, too, as they print it: its author need not write it down.
func (f *File) matchesShown(n *tree.Node, o *mapping.Outcome, v value.Value) bool {
	return f.matches(n, v) || !v.IsNull() && o.Mask() != "" && scalarIs(n, o.Mask())
}

// equal reports whether a value, as JSON has it, is the one that is wanted. Numbers are equal where they are the same number; where the target
// receives a text, a number and a boolean that are wanted are compared with it as texts.
func equal(want, got value.Value) bool {
	if want.Equal(got) {
		return true
	}
	if text, ok := got.AsString(); ok && (want.Kind().IsNumber() || want.Kind() == value.KindBoolean) {
		return strings.EqualFold(want.Text(), text)
	}
	// Dates, references and binary data are texts in JSON.
	again, err := value.ParseJSON(string(got.AppendJSON(nil)))
	if err != nil {
		return false
	}
	if want.Equal(again) {
		return true
	}
	if want.Kind().IsNumber() && again.Kind().IsNumber() {
		same, err := value.Compare(value.Equal, want, again)
		return err == nil && same
	}
	return false
}

// carries reports whether a row has a value that a wanted value is compared with: it flowed, used the default or is unchanged.
func carries(o *mapping.Outcome) bool {
	return o.Decision == mapping.Flowed || o.Decision == mapping.DefaultUsed || o.Decision == mapping.Unchanged
}

// idle reports whether nothing flows in a row, and nothing is wrong with it.
func idle(o *mapping.Outcome) bool {
	switch o.Decision {
	case mapping.NullNotFlowed, mapping.CreateOnlySkipped, mapping.NoneKept, mapping.Ignored:
		return true
	case mapping.Flowed, mapping.Unchanged, mapping.DefaultUsed, mapping.Cleared, mapping.Failed, mapping.Unsupported:
	}
	return false
}

// shown returns a value of a row in the notation, or what is printed in its place where reports must not print it.
func shown(o *mapping.Outcome, v value.Value) json.RawMessage {
	if mask := o.Mask(); mask != "" && !v.IsNull() {
		return value.String(mask).AppendJSON(nil)
	}
	return notation(v)
}

// brief returns what became of an attribute, as a test would write it in place of a value; nil is that the object has no row.
func brief(o *mapping.Outcome) json.RawMessage {
	switch {
	case o == nil || idle(o):
		return json.RawMessage("null")
	case carries(o) && len(o.Pending) > 0:
		return object(pair{"new", shown(o, o.New)}, pair{"pending", pendingOf(o)})
	case carries(o):
		if v := shown(o, o.New); v[0] != '{' && !o.New.IsNull() {
			return v
		}
		return object(pair{"new", shown(o, o.New)})
	case o.Decision == mapping.Failed:
		return object(pair{"error", quoted(string(o.Code))})
	}
	return object(pair{"decision", quoted(o.Decision.String())})
}

// pair is a member of an object in the notation.
type pair struct {
	name string
	text json.RawMessage
}

func object(members ...pair) json.RawMessage {
	out := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = append(append(append(out, quoted(m.name)...), ": "...), m.text...)
	}
	return append(out, '}')
}

func quoted(text string) json.RawMessage { return value.String(text).AppendJSON(nil) }

// pendingOf returns the member pending of a row as plans print it.
func pendingOf(o *mapping.Outcome) json.RawMessage {
	var row struct{ Pending json.RawMessage }
	if json.Unmarshal(o.AppendJSON(nil), &row) != nil || row.Pending == nil {
		return json.RawMessage("null")
	}
	return row.Pending
}

// checkAttribute compares an attribute with what is wanted; nil is that it holds. The row is nil where the object has none.
// Exists reports whether there is an account.
func (f *File) checkAttribute(a *wantedAttribute, o *mapping.Outcome, exists bool) *Failure {
	if a.members != nil {
		return f.checkRow(a, o, exists)
	}
	holds := false
	switch {
	case o == nil:
		holds = a.node.IsNull()
	case carries(o):
		holds = f.matchesShown(a.node, o, o.New)
		// A value that waits for objects which are created in the same cycle is not all there is.
		holds = holds && len(o.Pending) == 0
	default:
		holds = a.node.IsNull() && idle(o) || scalarIs(a.node, absent) && idle(o) && o.New.IsAbsent()
	}
	if holds {
		return nil
	}
	return &Failure{Target: a.target, Want: f.asWritten(a.node), Got: brief(o), node: a.node, masked: o != nil && o.Mask() != "" && carries(o)}
}

func scalarIs(n *tree.Node, text string) bool {
	return n.Real().Kind == tree.Scalar && strings.HasPrefix(n.Real().JSON, `"`) && tree.ScalarText(n) == text
}

// asWritten returns what the file wants, as JSON.
func (f *File) asWritten(n *tree.Node) json.RawMessage {
	data, fault := tree.JSONOf(n, nil)
	if fault != nil {
		return json.RawMessage("null")
	}
	return data
}

// checkRow compares the members of a row.
func (f *File) checkRow(a *wantedAttribute, o *mapping.Outcome, exists bool) *Failure {
	var want, got []pair
	hides := false
	for i := range a.members {
		m := &a.members[i]
		holds, actual := f.checkMember(m, o, exists)
		if holds {
			continue
		}
		hides = hides || o != nil && o.Mask() != "" && (m.Name == "old" || m.Name == "new")
		want, got = append(want, pair{m.Name, f.asWritten(m.Value)}), append(got, pair{m.Name, actual})
		// What happened in place of an error says more than that there was none.
		if m.Name == "error" && o != nil && o.Decision != mapping.Failed {
			got = append(got, pair{"decision", quoted(o.Decision.String())}, pair{"new", shown(o, o.New)})
		}
	}
	if want == nil {
		return nil
	}
	return &Failure{Target: a.target, Want: object(want...), Got: object(got...), node: a.node, masked: hides}
}

// checkMember compares a member of a row, and returns what it is.
func (f *File) checkMember(m *tree.Member, o *mapping.Outcome, exists bool) (holds bool, got json.RawMessage) {
	if o == nil {
		// An object that was left out before its attributes were looked at has none of this.
		return m.Value.IsNull() || scalarIs(m.Value, absent), json.RawMessage("null")
	}
	text := func(is string) (bool, json.RawMessage) {
		if is == "" {
			return m.Value.IsNull(), json.RawMessage("null")
		}
		return scalarIs(m.Value, is), quoted(is)
	}
	switch m.Name {
	case "old":
		// Of an account that does not exist nothing can be told apart.
		return f.matchesShown(m.Value, o, o.Old) || !exists && m.Value.IsNull(), shown(o, o.Old)
	case "new":
		if idle(o) && o.New.IsAbsent() && m.Value.IsNull() {
			return true, nil
		}
		return f.matchesShown(m.Value, o, o.New), shown(o, o.New)
	case "decision":
		return text(o.Decision.String())
	case "error":
		if o.Decision != mapping.Failed && o.Decision != mapping.Unsupported {
			return m.Value.IsNull(), json.RawMessage("null")
		}
		return text(string(o.Code))
	case "code":
		return text(string(o.Code))
	case "warnings":
		return f.checkWarnings(m.Value, o)
	}
	want, err1 := value.ParseJSON(string(f.asWritten(m.Value)))
	is, err2 := value.ParseJSON(string(pendingOf(o)))
	return err1 == nil && err2 == nil && want.Equal(is), pendingOf(o)
}

// checkWarnings compares warnings with their codes, or with whether there are any.
func (f *File) checkWarnings(n *tree.Node, o *mapping.Outcome) (holds bool, got json.RawMessage) {
	texts := make([]json.RawMessage, len(o.Warnings))
	for i, code := range o.Warnings {
		texts[i] = quoted(string(code))
	}
	if n.Real().Kind != tree.List {
		return (n.Real().JSON == "true") == (len(texts) > 0), array(texts)
	}
	return slices.EqualFunc(n.Real().Elements, o.Warnings, func(n *tree.Node, code diag.Code) bool { return scalarIs(n, string(code)) }), array(texts)
}

// checkPlan compares what is wanted of the object itself.
func (f *File) checkPlan(x *expectation, p *provision.Plan) (failures []*Failure) {
	for _, w := range x.words {
		is := wordOf(p, w.name)
		if slices.Contains(w.words, is) || w.name == "code" && slices.ContainsFunc(p.Attributes, func(o mapping.Outcome) bool { return slices.Contains(w.words, string(o.Code)) }) {
			continue
		}
		failures = append(failures, &Failure{about: w.name, Want: f.asWritten(w.node), Got: quoted(is), node: w.node, reason: p.Reason})
	}
	if x.scope != nil {
		if want, is := x.scope.Real().JSON == "true", inScope(p); want != is {
			failures = append(failures, &Failure{about: "scope", Want: f.asWritten(x.scope), Got: value.Boolean(is).AppendJSON(nil), node: x.scope, reason: p.Reason})
		}
	}
	return failures
}

// wordOf returns a word of a plan.
func wordOf(p *provision.Plan, name string) string {
	switch name {
	case "action":
		return p.Action.String()
	case "status":
		return p.Status.String()
	case "match":
		return p.Match
	case "target":
		return p.ShownTarget()
	}
	return string(p.Code)
}

// inScope reports whether an object is in scope, as the step of scoping says; one that did not come so far is not.
func inScope(p *provision.Plan) bool {
	for _, step := range p.Steps {
		for _, d := range step.Details {
			if d.Name == "IsInProvisioningScope" {
				return strings.EqualFold(d.Value, "true")
			}
		}
	}
	return false
}
