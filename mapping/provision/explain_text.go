package provision

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/mapping"
)

const (
	explainIndent = 2
	explainHang   = 4
)

// text is what Format prints.
func (x *Explanation) text() string {
	var r expr.Report
	p := x.Plan
	head := p.Action.String() + " " + p.ID
	if p.Action == Staged {
		head = p.Action.String() + " (" + p.Would.String() + ") " + p.ID
	}
	if p.Target != "" {
		head += " → " + p.ShownTarget()
	}
	if p.Code != "" {
		head += " [" + string(p.Code) + "]"
	}
	r.Line(0, explainHang, head)
	r.Line(explainIndent, explainHang, p.Reason)
	reportFilter(&r, "input filter", x.Input)
	reportFilter(&r, "filter of the mapping's objects", x.Category)
	if x.Scope != nil {
		x.Scope.Report(&r, "scope")
		x.reportEntitlement(&r)
	}
	x.reportMatching(&r)
	rows := mapping.Explanation{Rows: x.Rows}
	rows.ReportRows(&r)
	r.Evidence()
	return r.String()
}

// reportFilter shows a filter that has clauses.
func reportFilter(r *expr.Report, name string, filter *mapping.ScopeResult) {
	if filter != nil && len(filter.Groups) > 0 {
		filter.Report(r, name)
	}
}

func (x *Explanation) reportEntitlement(r *expr.Report) {
	if !x.Assigned {
		r.Line(explainIndent, explainHang, "the object is not assigned")
	}
	if !x.Active {
		r.Line(explainIndent, explainHang, "the object is disabled or deleted in the source")
	}
}

func (x *Explanation) reportMatching(r *expr.Report) {
	if len(x.Matching) > 0 {
		r.Line(0, explainHang, "matching")
	}
	if x.Plan.Match == matchLinked {
		r.Line(explainIndent, explainHang, "the object is linked to "+x.Plan.ShownTarget()+", so that nothing is looked for")
	}
	for i := range x.Matching {
		m := &x.Matching[i]
		r.Line(explainIndent, explainHang, fmt.Sprintf("%d. %s = %s: %s", i+1, m.Target, m.show(), m.answer()))
		if m.Explanation != nil && x.Rows == nil { // else it is among the rows
			r.Explain(2*explainIndent, m.Explanation)
		}
	}
}

func (m *MatchExplanation) show() string {
	if mask := m.Mask(); mask != "" && !m.Value.IsNull() {
		return mask
	}
	return expr.Show(m.Value)
}

// answer reports what the target was asked and what it has.
func (m *MatchExplanation) answer() string {
	switch {
	case m.Err != nil:
		return "the value cannot be made"
	case !searchable(m.Match):
		return "there is nothing to look for"
	case !m.Searched:
		return "not looked for"
	case m.Hits == nil:
		return "no target object has it"
	case len(m.Hits) == 1:
		return "the target object " + m.Hits[0] + " has it"
	}
	return "the target objects " + strings.Join(m.Hits, ", ") + " have it"
}

type matchJSON struct {
	Target      string            `json:"target"`
	Value       json.RawMessage   `json:"value"`
	Absent      bool              `json:"absent,omitempty"`
	CaseExact   bool              `json:"caseExact,omitempty"`
	Searched    bool              `json:"searched"`
	Hits        []string          `json:"hits"`
	Explanation *expr.Explanation `json:"explanation,omitempty"`
}

// MarshalJSON returns a matching attribute: target, value, absent, caseExact, searched, hits (ids of target objects) and explanation.
func (m MatchExplanation) MarshalJSON() ([]byte, error) {
	return jsonobject.Marshal(matchJSON{m.Target, m.value().AppendJSON(nil), m.Value.IsAbsent(), m.CaseExact, m.Searched,
		append([]string{}, m.Hits...), m.Explanation})
}

type explanationJSON struct {
	ID         string                   `json:"id"`
	Action     string                   `json:"action"`
	Status     string                   `json:"status"`
	Code       diag.Code                `json:"code,omitempty"`
	Reason     string                   `json:"reason,omitempty"`
	Target     string                   `json:"target,omitempty"`
	Attributes []mapping.RowExplanation `json:"attributes"`
	Steps      json.RawMessage          `json:"steps"`
	Ordinal    int                      `json:"ordinal"`
	Type       string                   `json:"type"`
	Match      string                   `json:"match"`
	Would      string                   `json:"would,omitempty"`
	Input      *mapping.ScopeResult     `json:"inputFilter,omitempty"`
	Category   *mapping.ScopeResult     `json:"categoryFilter,omitempty"`
	Scope      *mapping.ScopeResult     `json:"scope,omitempty"`
	Assigned   bool                     `json:"assigned"`
	Active     bool                     `json:"active"`
	Matching   []MatchExplanation       `json:"matching"`
}

// MarshalJSON returns the members of the command's ndjson output, whose attributes say more (see [mapping.RowExplanation]), and besides:
// inputFilter, categoryFilter and scope (each left out where the object was dropped before), assigned and active (false too where
// there is no scope), and matching.
func (x Explanation) MarshalJSON() ([]byte, error) {
	p := x.Plan
	would := ""
	if p.Action == Staged {
		would = p.Would.String()
	}
	return jsonobject.Marshal(explanationJSON{
		ID: p.ID, Type: p.Type, Match: p.Match, Would: would, Action: p.Action.String(), Status: p.Status.String(), Code: p.Code, Reason: p.Reason, Target: p.ShownTarget(),
		Attributes: append([]mapping.RowExplanation{}, x.Rows...), Steps: jsonobject.AppendArray(nil, p.Steps, appendStep), Ordinal: p.Ordinal,
		Input: x.Input, Category: x.Category, Scope: x.Scope, Assigned: x.Assigned, Active: x.Active,
		Matching: append([]MatchExplanation{}, x.Matching...),
	})
}
