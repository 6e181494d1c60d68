package mapping

import (
	"encoding/json"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
)

// MarshalJSON returns ignored, scope (see [ScopeResult.MarshalJSON]) and attributes, the rows (see [RowExplanation.MarshalJSON]).
func (x Explanation) MarshalJSON() ([]byte, error) {
	return jsonobject.Marshal(struct {
		Ignored    bool             `json:"ignored"`
		Scope      *ScopeResult     `json:"scope"`
		Attributes []RowExplanation `json:"attributes"`
	}{x.Ignored, &x.Scope, x.Rows})
}

// rowJSON has the members of Outcome.AppendJSON first, in its order, so that a reader of the one can read the other.
type rowJSON struct {
	Target      string            `json:"target"`
	Old         json.RawMessage   `json:"old"`
	New         json.RawMessage   `json:"new"`
	Pending     json.RawMessage   `json:"pending,omitempty"`
	Decision    Decision          `json:"decision"`
	Source      Type              `json:"source"`
	Expression  string            `json:"expression,omitempty"`
	Reason      string            `json:"reason,omitempty"`
	Code        diag.Code         `json:"code,omitempty"`
	Warnings    []diag.Code       `json:"warnings,omitempty"`
	From        string            `json:"from,omitempty"`
	Default     string            `json:"default,omitempty"`
	Apply       Apply             `json:"apply"`
	Match       int               `json:"match,omitempty"`
	FlowNulls   bool              `json:"flowNulls,omitempty"`
	Evaluated   bool              `json:"evaluated"`
	Value       json.RawMessage   `json:"value"`
	Absent      []string          `json:"absent,omitempty"`
	Notes       []string          `json:"notes,omitempty"`
	Explanation *expr.Explanation `json:"explanation,omitempty"`
}

// MarshalJSON returns the members of the command's ndjson rows (target, old, new, pending, decision, source, expression, reason, code, warnings),
// and besides: from, default, apply, match and flowNulls of the mapping; evaluated; value, what the source gave; absent, which of old,
// new and value are not there, as opposed to null; notes; and the explanation of the expression.
func (x RowExplanation) MarshalJSON() ([]byte, error) {
	m := x.Mapping
	out := rowJSON{
		Target: m.Target, Old: x.json(x.Old), New: x.json(x.New), Decision: x.Decision, Source: m.Type(), Expression: m.Expression,
		Reason: x.Reason, Code: x.Code, Warnings: x.Warnings, From: m.From, Default: m.Default, Apply: m.Apply, Match: m.Match,
		FlowNulls: m.FlowNulls, Evaluated: x.Evaluated, Value: x.json(x.Value), Notes: x.Notes, Explanation: x.Expression,
	}
	if len(x.Pending) > 0 {
		out.Pending = x.appendPending(nil)
	}
	if x.Hidden { // constants of the mapping may be values of the object
		out.Expression = ""
		if out.Default != "" {
			out.Default = diag.Hidden
		}
	}
	for _, v := range []struct {
		name string
		v    value.Value
	}{{"old", x.Old}, {"new", x.New}, {"value", x.Value}} {
		if v.v.IsAbsent() {
			out.Absent = append(out.Absent, v.name)
		}
	}
	return jsonobject.Marshal(out)
}

// json returns a value as JSON, or its mask. Null is not masked: that there is no value is reported.
func (x *RowExplanation) json(v value.Value) json.RawMessage {
	if x.Mask != "" && !v.IsNull() {
		v = value.String(x.Mask)
	}
	return v.AppendJSON(nil)
}

type clauseJSON struct {
	Clause
	Value  json.RawMessage `json:"value"`
	Absent bool            `json:"absent,omitempty"`
	Passed bool            `json:"passed"`
	Reason string          `json:"reason,omitempty"`
}

type groupJSON struct {
	Passed  bool           `json:"passed"`
	Clauses []ClauseResult `json:"clauses"`
}

// MarshalJSON returns passed and the groups, each with passed and its clauses: attribute, operator, values, the attribute's value, absent
// where it is not there, passed, and the reason where it is not plain.
func (s ScopeResult) MarshalJSON() ([]byte, error) {
	out := struct {
		Passed bool        `json:"passed"`
		Groups []groupJSON `json:"groups"`
	}{s.Passed, []groupJSON{}}
	for _, clauses := range s.Groups {
		out.Groups = append(out.Groups, groupJSON{Passed: groupHolds(clauses), Clauses: append([]ClauseResult{}, clauses...)})
	}
	return jsonobject.Marshal(out)
}

// MarshalJSON returns attribute, operator, values, the attribute's value, absent where it is not there, passed, and the reason where it
// is not plain.
func (r ClauseResult) MarshalJSON() ([]byte, error) {
	v := r.Value
	if r.Mask != "" && !v.IsNull() {
		v = value.String(r.Mask)
	}
	return jsonobject.Marshal(clauseJSON{r.Shown(), v.AppendJSON(nil), v.IsAbsent(), r.Passed, r.reason()})
}
