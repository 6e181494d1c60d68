package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

type evalCommand struct {
	Expr   string   `arg:"" optional:"" help:"The expression."`
	Values []string `arg:"" optional:"" name:"name=value" help:"Source attributes with text values."`

	Attrs   string   `placeholder:"FILE" help:"A JSON object with source attributes; - is standard input."`
	Now     string   `placeholder:"TIME" help:"The clock, in RFC 3339; the present time if left out."`
	Domain  string   `name:"default-domain" help:"The tenant's default domain."`
	Taken   []string `placeholder:"VALUE" help:"Values in use in the target, for SelectUniqueValue."`
	Cases   string   `placeholder:"FILE" help:"Evaluate JSON Lines, one case a line; - is standard input."`
	Explain bool     `help:"Show the value of every part of the expression."`
	Format  string   `enum:"text,json" default:"text" help:"text or json."`
}

// Run evaluates one expression or a file of cases.
func (c *evalCommand) Run(p *program) error {
	if c.Cases != "" {
		if c.Expr != "" {
			return errors.New("eval: give an expression or --cases, not both")
		}
		return p.eachCase(c.Cases, p.evalCase)
	}
	if c.Expr == "" {
		return errors.New("eval: an expression is wanted, such as attrmap eval 'ToLower([mail])' mail=A@B.com")
	}
	attrs, err := c.attributes(p)
	if err != nil {
		return err
	}
	clock, err := p.clockAt(c.Now)
	if err != nil {
		return err
	}
	env := &expr.Env{Attrs: attrs, Clock: clock, DefaultDomain: c.Domain, Taken: takenFrom(c.Taken)}
	return c.evaluate(p, env)
}

func (c *evalCommand) evaluate(p *program, env *expr.Env) error {
	prog, err := expr.Compile(c.Expr)
	if err != nil {
		return p.reportEval(c.Format, value.Absent, err)
	}
	fmt.Fprint(p.stderr, prog.Warnings().Render(c.Expr))
	if c.Explain {
		tree := prog.Explain(env)
		if c.Format == "json" {
			if err := writeJSON(p.stdout, tree); err != nil {
				return err
			}
		} else if _, err := io.WriteString(p.stdout, tree.String()); err != nil {
			return err
		}
		return findings(tree.Err != nil)
	}
	v, err := prog.Eval(env)
	return p.reportEval(c.Format, v, err)
}

// attributes joins the file of --attrs and the pairs of the command line, which win.
func (c *evalCommand) attributes(p *program) (value.Attributes, error) {
	attrs := value.Map{}
	if c.Attrs != "" {
		text, err := p.readAll(c.Attrs)
		if err != nil {
			return nil, err
		}
		v, err := value.ParseJSON(text)
		if err != nil {
			return nil, fmt.Errorf("--attrs %s: %w", c.Attrs, err)
		}
		o, ok := v.AsObject()
		if !ok {
			return nil, fmt.Errorf("--attrs %s: a JSON object is wanted, a %s was found", c.Attrs, v.Kind())
		}
		for _, m := range o.Members() {
			attrs[m.Name] = m.Value
		}
	}
	for _, pair := range c.Values {
		name, text, ok := cutPair(pair)
		if !ok {
			return nil, fmt.Errorf("%q is no NAME=VALUE", pair)
		}
		attrs[name] = text
	}
	return attrs, nil
}

// cutPair parts NAME=VALUE at the first equals sign outside brackets: a name may hold a filter.
func cutPair(pair string) (name, text string, ok bool) {
	depth := 0
	for i, r := range pair {
		switch {
		case r == '[':
			depth++
		case r == ']' && depth > 0:
			depth--
		case r == '=' && depth == 0:
			return pair[:i], pair[i+1:], i > 0
		}
	}
	return "", "", false
}

func takenFrom(values []string) func(string) (bool, error) {
	taken := make(map[string]bool, len(values))
	for _, v := range values {
		taken[strings.ToLower(v)] = true
	}
	return func(candidate string) (bool, error) { return taken[strings.ToLower(candidate)], nil }
}

// reportEval prints a value, or the failure: with places and hints for people, as data for programs.
func (p *program) reportEval(format string, v value.Value, err error) error {
	if format == "json" {
		out := evalResult{Kind: "error", Result: []string{}, Error: evalFailure(err)}
		if err == nil {
			out.Kind, out.Result = v.Kind().String(), v.Strings()
		}
		if err := writeJSON(p.stdout, out); err != nil {
			return err
		}
		return findings(err != nil)
	}
	var bad *expr.Diagnostics
	switch {
	case errors.As(err, &bad):
		fmt.Fprint(p.stderr, bad.Render())
		return errFindings
	case err != nil:
		fmt.Fprintf(p.stderr, "error: %v\n", err)
		return errFindings
	}
	_, err = fmt.Fprintln(p.stdout, valueText(v))
	return err
}

// valueText shows a value to people: null and an empty list as words, a list one member a line.
func valueText(v value.Value) string {
	switch {
	case v.IsNull():
		return "null"
	case v.Kind() == value.KindList && v.IsNullOrEmpty():
		return "(empty list)"
	case v.Kind().IsSignal():
		return "(" + v.Kind().String() + ")"
	}
	return strings.Join(v.Strings(), "\n")
}

// evalResult is a line of eval --cases.
type evalResult struct {
	ID     json.RawMessage `json:"id,omitempty"`
	Kind   string          `json:"kind"`
	Result []string        `json:"result"`
	Error  *failure        `json:"error,omitempty"`
}

type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Offset  int    `json:"offset"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

func evalFailure(err error) *failure {
	var bad *expr.Diagnostics
	var failed *expr.EvalError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &bad):
		first, _ := bad.List.Gravest()
		at := first.Position(bad.Source)
		message := first.Message
		if first.Hint != "" {
			message += " (" + first.Hint + ")"
		}
		return &failure{string(first.Code), message, at.Offset, at.Line, at.Column}
	case errors.As(err, &failed):
		return &failure{string(failed.Code), failed.Error(), failed.Position.Offset, failed.Position.Line, failed.Position.Column}
	}
	return &failure{Code: "input", Message: err.Error(), Line: 1, Column: 1}
}

// evalCase is a line of the input of eval --cases; other members are ignored.
type evalCase struct {
	ID            json.RawMessage `json:"id"`
	Expr          string          `json:"expr"`
	Attrs         json.RawMessage `json:"attrs"`
	Now           string          `json:"now"`
	Taken         []string        `json:"taken"`
	DefaultDomain string          `json:"defaultDomain"`
}

func (p *program) evalCase(line []byte) (any, error) {
	var in evalCase
	if err := json.Unmarshal(line, &in); err != nil {
		return evalResult{Kind: "error", Result: []string{}, Error: evalFailure(err)}, err
	}
	out := evalResult{ID: in.ID, Kind: "error", Result: []string{}}
	v, err := p.evaluateCase(&in)
	if err != nil {
		out.Error = evalFailure(err)
		return out, nil
	}
	out.Kind, out.Result = v.Kind().String(), v.Strings()
	return out, nil
}

func (p *program) evaluateCase(in *evalCase) (value.Value, error) {
	prog, err := expr.Compile(in.Expr)
	if err != nil {
		return value.Absent, err
	}
	clock, err := p.clockAt(in.Now)
	if err != nil {
		return value.Absent, err
	}
	env := &expr.Env{Clock: clock, DefaultDomain: in.DefaultDomain, Taken: takenFrom(in.Taken)}
	if len(in.Attrs) > 0 && string(in.Attrs) != "null" {
		v, err := value.ParseJSON(string(in.Attrs))
		if err != nil {
			return value.Absent, fmt.Errorf("attrs: %w", err)
		}
		o, ok := v.AsObject()
		if !ok {
			return value.Absent, fmt.Errorf("attrs: a JSON object is wanted, a %s was found", v.Kind())
		}
		env.Attrs = o
	}
	return prog.Eval(env)
}

// clockAt gives a clock that stands at an RFC 3339 time, or the present one where text is empty.
func (p *program) clockAt(text string) (func() time.Time, error) {
	if text == "" {
		return p.clock, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, fmt.Errorf("%q is no RFC 3339 time such as 2026-01-31T12:00:00Z", text)
	}
	return func() time.Time { return t }, nil
}

// findings gives the error that stands for exit code 1.
func findings(found bool) error {
	if found {
		return errFindings
	}
	return nil
}

func (p *program) readAll(name string) (string, error) {
	f, err := p.open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	return strings.TrimPrefix(string(data), "\uFEFF"), err
}
