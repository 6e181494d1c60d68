package mapping

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/show"
)

// Everything that holds an object's values prints, by any verb of fmt, by encoding/json and in logs, as reports print it: programs log
// what they work with, and what reports must hide must be hidden there, too. The values themselves stay in the fields.

const (
	// maskRedact is what the service's logs show for a value that went through Redact().
	maskRedact = value.RedactedText
	// maskCustom is what they show for a custom security attribute.
	maskCustom = "redacted"
)

// maskOf returns what reports print in place of values of a target attribute; "" where they may be printed.
func maskOf(target string, hidden bool, values ...value.Value) string {
	if isSecurityAttribute(target) { // first, since the service's logs mask these whatever the expression does
		return maskCustom
	}
	for _, v := range values {
		if v.Redacted() {
			return maskRedact
		}
	}
	if hidden {
		return diag.Hidden
	}
	return ""
}

// Mask returns what reports print in place of Old and New: for custom security attributes and for redacted values what the service's
// logs show, [diag.Hidden] for an outcome that is Hidden, and "" for values that may be printed.
func (o *Outcome) Mask() string { return maskOf(o.Mapping.Target, o.Hidden, o.New, o.Old) }

// change shows what becomes of the target's value.
func (o *Outcome) change() string {
	return show.Change(o.Old, o.Shown(), o.Mask(), o.Decision.Changes(), o.Decision == Unchanged)
}

// Shown is New as people read it: with the objects that are created in the same cycle.
func (o *Outcome) Shown() value.Value {
	if len(o.Pending) == 0 {
		return o.New
	}
	members := slices.Clone(o.New.Members())
	for _, p := range o.Pending {
		members = append(members, value.String("the new "+p.Object+" "+p.ID))
	}
	if o.New.Kind() != value.KindList {
		return members[0]
	}
	return value.List(members...)
}

// Format prints target, decision, change and reason on one line.
func (o Outcome) Format(s fmt.State, _ rune) {
	parts := []string{show.Line(o.target()), o.Decision.String()}
	if o.Mapping != nil {
		parts = append(parts, o.change())
	}
	parts = append(parts, show.Line(o.Reason))
	write(s, strings.Join(strings.Fields(strings.Join(parts, " ")), " "))
}

// target names the target of an outcome; the zero Outcome has none.
func (o *Outcome) target() string {
	if o.Mapping == nil {
		return ""
	}
	return o.Mapping.Target
}

// AppendJSON appends the outcome as one JSON object, a row of the command's ndjson output. Values are as the target receives them,
// null where there is none; those that must not be printed are masked.
func (o *Outcome) AppendJSON(dst []byte) []byte {
	fixed := o.fixed
	if fixed == nil { // the outcome is not one of a Mapper
		fixed = fixedOf(o.Mapping)
	}
	w := jsonobject.Open(dst)
	w.Ready(fixed.target)
	mask := o.Mask()
	w.Value("old", o.Old, mask)
	w.Value("new", o.New, mask)
	if len(o.Pending) > 0 {
		w.Key("pending")
		w.Dst = o.appendPending(w.Dst)
	}
	w.Text("decision", o.Decision.String())
	w.Ready(fixed.source)
	if !o.Hidden { // its constants may be values of the object
		w.Ready(fixed.expression)
	}
	w.Optional("reason", o.Reason)
	w.Optional("code", string(o.Code))
	if len(o.Warnings) > 0 {
		w.Key("warnings")
		var warnings []string
		for _, code := range o.Warnings {
			warnings = append(warnings, string(code))
		}
		w.Dst = value.Strings(warnings...).AppendJSON(w.Dst)
	}
	return w.Close()
}

// fixedJSON are the members of an outcome's JSON that are the same for every object, so that a long expression is escaped once.
type fixedJSON struct{ target, source, expression []byte } // expression is empty where there is none

func fixedOf(m *Mapping) *fixedJSON {
	member := func(name, text string) []byte {
		w := jsonobject.Open(nil)
		w.Text(name, text)
		return w.Dst[1:]
	}
	fixed := &fixedJSON{target: member("target", m.Target), source: member("source", m.Type().String())}
	if m.Expression != "" {
		fixed.expression = member("expression", m.Expression)
	}
	return fixed
}

// appendPending appends the objects that are created in the same cycle: a list of them where the attribute has several values.
func (o *Outcome) appendPending(dst []byte) []byte {
	// What a plan is called by shows no value that is hidden, but may be the one that this attribute redacts.
	mask := maskOf(o.Mapping.Target, false, o.New, o.Old)
	one := func(dst []byte, p *Pending) []byte {
		w := jsonobject.Open(dst)
		w.Text("object", p.Object)
		w.Value("id", value.String(p.ID), mask)
		return w.Close()
	}
	if o.New.Kind() != value.KindList {
		return one(dst, &o.Pending[0])
	}
	return jsonobject.AppendArray(dst, o.Pending, one)
}

// MarshalJSON returns what [Outcome.AppendJSON] appends.
func (o Outcome) MarshalJSON() ([]byte, error) {
	if o.Mapping == nil {
		return []byte("{}"), nil
	}
	return o.AppendJSON(nil), nil
}

// Format prints one outcome a line.
func (r Result) Format(s fmt.State, _ rune) {
	var lines []string
	if r.Ignored {
		lines = append(lines, "an expression leaves the object out of the flow")
	}
	for i := range r.Attributes {
		lines = append(lines, fmt.Sprint(r.Attributes[i]))
	}
	write(s, strings.Join(lines, "\n"))
}

// MarshalJSON returns ignored and attributes, the outcomes (see [Outcome.AppendJSON]).
func (r Result) MarshalJSON() ([]byte, error) {
	return jsonobject.Marshal(struct {
		Ignored    bool      `json:"ignored"`
		Attributes []Outcome `json:"attributes"`
	}{r.Ignored, append([]Outcome{}, r.Attributes...)})
}

// Mask returns what reports print in place of Value, as [Outcome.Mask] does.
func (m *Match) Mask() string { return maskOf(m.Target, m.Hidden, m.Value) }

// Format prints the attribute and the value to look for.
func (m Match) Format(s fmt.State, _ rune) {
	write(s, show.Line(m.Target)+" = "+m.shown())
}

// shown returns the value as reports write it.
func (m *Match) shown() string {
	if mask := m.Mask(); mask != "" && !m.Value.IsNull() {
		return mask
	}
	return expr.Show(m.Value)
}

// MarshalJSON returns target, value, and caseExact where it is set.
func (m Match) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Text("target", m.Target)
	w.Value("value", m.Value, m.Mask())
	if m.CaseExact {
		w.Bool("caseExact", true)
	}
	return w.Close(), nil
}

// Format prints the clause, whether it holds, and for which value.
func (r ClauseResult) Format(s fmt.State, _ rune) { write(s, show.Line(r.line())) }

// Format prints what [ScopeResult.Report] reports.
func (s ScopeResult) Format(state fmt.State, _ rune) {
	var r expr.Report
	s.Report(&r, "scope")
	write(state, strings.TrimSuffix(r.String(), "\n"))
}

// Format prints the scope and the rows in lines of at most 80 characters, and at the end how well the functions are known.
func (x Explanation) Format(s fmt.State, _ rune) { write(s, x.text()) }

// Format prints the row as the whole explanation does.
func (x RowExplanation) Format(s fmt.State, _ rune) {
	if x.Mapping == nil {
		return
	}
	var r expr.Report
	x.report(&r)
	write(s, strings.TrimSuffix(r.String(), "\n"))
}

// Format prints no more than the name of the type: an evaluator holds the last object's values.
func (Evaluator) Format(s fmt.State, _ rune) { write(s, "mapping.Evaluator") }

// write writes to what fmt prints on, which returns no errors of use.
func write(s fmt.State, text string) { _, _ = io.WriteString(s, text) }
