package command

import (
	"cmp"
	"encoding/json"
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/lint"
)

// lintAnswer is a line of lint --cases.
type lintAnswer struct {
	ID       json.RawMessage `json:"id"`
	Findings []finding       `json:"findings"`
}

// lintCase answers a line of lint --cases; the error means that the line cannot be read.
func lintCase(line []byte) (any, error) {
	var in struct {
		ID         json.RawMessage `json:"id"`
		Expr       string          `json:"expr"`
		Expression string          `json:"expression"`
		Source     []string        `json:"source"`
		Target     string          `json:"target"`
		Apply      string          `json:"apply"`
		Match      int             `json:"match"`
		Profile    string          `json:"profile"`
	}
	// Whatever is wrong with a case, its line is answered: with one finding of the code input, which no rule has.
	err := records.Parse(line, &in)
	text, textErr := caseText(in.Expr, in.Expression)
	err = cmp.Or(err, textErr)
	// An empty list and not null: no findings are an answer as well.
	out := lintAnswer{ID: in.ID, Findings: []finding{}}
	use := lint.Use{Target: in.Target, Match: in.Match}
	opts := lint.Options{Attributes: in.Source, Profile: mapping.Profile(in.Profile)}
	if err == nil {
		use.Apply, err = parseApply(in.Apply)
	}
	if err == nil {
		// The name of the profile is a text here, not one of a flag that kong has checked: Limit returns an error for an unknown one.
		_, err = opts.Profile.Limit("", "")
	}
	if err != nil {
		out.Findings = append(out.Findings, finding{Code: "input", Severity: diag.Error, Message: err.Error(), Line: 1, Column: 1})
		return out, errors.Join(err)
	}
	for _, f := range lint.Expression(text, use, opts) {
		out.Findings = append(out.Findings, findingOf(f))
	}
	return out, nil
}
