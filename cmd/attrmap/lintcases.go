package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/lint"
)

// lintAnswer is a line of lint --cases.
type lintAnswer struct {
	ID       json.RawMessage `json:"id"`
	Findings []finding       `json:"findings"`
}

// lintCase answers a line of lint --cases; the error tells that the line cannot be read.
func lintCase(line []byte) (any, error) {
	var in struct {
		ID      json.RawMessage `json:"id"`
		Expr    string          `json:"expr"`
		Source  []string        `json:"source"`
		Target  string          `json:"target"`
		Apply   string          `json:"apply"`
		Match   int             `json:"match"`
		Profile string          `json:"profile"`
	}
	err := readCase(line, &in)
	out := lintAnswer{ID: in.ID, Findings: []finding{}}
	use := lint.Use{Target: in.Target, Apply: lint.Apply(in.Apply), Match: in.Match}
	opts := lint.Options{Attributes: in.Source, Profile: mapping.Profile(in.Profile)}
	switch {
	case err != nil:
	case use.Apply != lint.ApplyUnknown && use.Apply != lint.ApplyAlways && use.Apply != lint.ApplyCreate:
		err = fmt.Errorf("apply: always or create is wanted, %.40q was found", in.Apply)
	default:
		_, err = opts.Profile.Limit("")
	}
	if err != nil {
		out.Findings = append(out.Findings, finding{Code: "input", Severity: diag.Error, Message: err.Error(), Line: 1, Column: 1})
		return out, errors.Join(err)
	}
	for _, f := range lint.Expression(in.Expr, use, opts) {
		out.Findings = append(out.Findings, lintFinding(f))
	}
	return out, nil
}
