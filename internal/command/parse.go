package command

import (
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/graph"
)

// parseCommand is attrmap parse. With --format json it prints what Graph's parseExpression answers, without its write permission.
type parseCommand struct {
	Expr   string `arg:"" optional:"" help:"Expression to parse."`
	Cases  string `placeholder:"FILE" help:"Parse JSON Lines, one case per line; - is standard input. The exit code is 0 when every line was read, whatever its answer."`
	Format string `enum:"text,json" default:"text" help:"Output format: text (canonical) or json (Graph's parameter tree)."`
}

// Run parses one expression or a file of cases.
func (c *parseCommand) Run(p *program) error {
	switch {
	case c.Cases != "" && c.Expr != "":
		return diag.Errorf("parse: want an expression or --cases, got both")
	case c.Cases != "":
		return p.eachCase(c.Cases, []string{"id", "expr", "expression"}, parseCase)
	case c.Expr == "":
		return diag.Errorf("parse: want an expression, such as attrmap parse 'ToLower([mail])'")
	case c.Format == "json":
		// Graph answers a text that does not parse as well, with its errors as members.
		answer := graph.ParseExpression(c.Expr, functions.Standard())
		if err := records.WriteJSON(p.stdout, answer); err != nil {
			return err
		}
		return findings(!answer.ParsingSucceeded)
	}
	// Findings that are not about syntax, such as an unknown function, do not keep the text from being printed; errors among them still make
	// the exit code 1.
	found := expr.Check(c.Expr)
	fmt.Fprint(p.stderr, found.Render())
	tree, err := syntax.Parse(c.Expr)
	if err != nil {
		return errFindings
	}
	if _, err := fmt.Fprintln(p.stdout, syntax.Format(tree.Root)); err != nil {
		return err
	}
	return findings(found.HasErrors())
}

// parseResult is a line of parse --cases. OK is about syntax alone: a call of an unknown function is OK, with a diagnostic.
type parseResult struct {
	ID          json.RawMessage `json:"id"`
	OK          bool            `json:"ok"`
	Canonical   string          `json:"canonical,omitempty"`
	Diagnostics []diagnostic    `json:"diagnostics"`
}

// diagnostic is a finding about an expression as JSON. Lines and columns count from 1, columns in characters; the offset is in bytes.
type diagnostic struct {
	Code     diag.Code     `json:"code"`
	Severity diag.Severity `json:"severity"`
	Message  string        `json:"message"`
	Offset   int           `json:"offset"`
	Line     int           `json:"line"`
	Column   int           `json:"column"`
	Hint     string        `json:"hint,omitempty"`
}

// parseCase answers a line of parse --cases.
func parseCase(line []byte) (any, error) {
	var in struct {
		ID         json.RawMessage `json:"id"`
		Expr       string          `json:"expr"`
		Expression string          `json:"expression"`
	}
	err := records.Parse(line, &in)
	text, textErr := caseText(in.Expr, in.Expression)
	if err = cmp.Or(err, textErr); err != nil {
		return parseResult{ID: in.ID, Diagnostics: []diagnostic{{Code: "input", Message: err.Error(), Line: 1, Column: 1}}}, err
	}
	out := parseResult{ID: in.ID, Diagnostics: diagnostics(expr.Check(text))}
	if tree, err := syntax.Parse(text); err == nil {
		out.OK, out.Canonical = true, syntax.Format(tree.Root)
	}
	return out, nil
}

// diagnostics returns findings as JSON; an empty list and not null if there are none.
func diagnostics(found diag.List) []diagnostic {
	out := make([]diagnostic, 0, len(found))
	for _, d := range found {
		out = append(out, diagnostic{d.Code, d.Severity, d.Message.String(), d.Offset, d.Line, d.Column, d.Hint.String()})
	}
	return out
}
