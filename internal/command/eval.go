package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/records"
)

// evalCommand is attrmap eval: the quickest way to try an expression, and with --cases a language-independent test interface.
type evalCommand struct {
	Expr   string   `arg:"" optional:"" help:"Expression to evaluate; - is standard input."`
	Values []string `arg:"" optional:"" name:"name=value" help:"Source attributes: NAME=VALUE is a text, NAME:=VALUE a value as in JSON, such as active:=true."`

	File    string            `short:"f" placeholder:"FILE" help:"File with the expression; the arguments are attributes then. - is standard input."`
	Attrs   string            `placeholder:"FILE" help:"JSON object with source attributes; - is standard input."`
	Now     string            `placeholder:"TIME" help:"Current time for expressions, in RFC 3339; the real time by default."`
	Domain  string            `name:"default-domain" help:"Default domain of the tenant."`
	Token   map[string]string `mapsep:"none" placeholder:"NAME=VALUE" help:"Value of a token such as DomainFQDN; repeatable."`
	Taken   []string          `placeholder:"VALUE" sep:"none" help:"Value that the target already uses, for SelectUniqueValue; repeatable."`
	Cases   string            `placeholder:"FILE" help:"Evaluate JSON Lines, one case per line; - is standard input. The exit code is 0 when every line was read, whatever its answer."`
	Explain bool              `help:"Show the value of every sub-expression."`
	Format  string            `enum:"text,json" default:"text" help:"Output format: text or json."`
	stubs
	privacy
}

// Run evaluates one expression or a file of cases.
func (c *evalCommand) Run(p *program) error {
	c.apply(p)
	if err := c.use(p); err != nil {
		return err
	}
	// The flags that describe one evaluation do not apply: each case has its own. --now is the clock of those that have none.
	if c.Cases != "" {
		if c.Expr != "" || c.File != "" {
			return diag.Errorf("eval: want an expression or --cases, got both")
		}
		clock, err := p.ClockAt(c.Now)
		if err != nil {
			return err
		}
		return p.eachCase(c.Cases, evalMembers, func(line []byte) (any, error) { return p.evalLine(line, clock) })
	}
	if err := c.readExpression(p); err != nil {
		return err
	}
	attrs, err := c.attributes(p)
	if err != nil {
		return err
	}
	clock, err := p.ClockAt(c.Now)
	if err != nil {
		return err
	}
	env := &expr.Env{Attrs: attrs, Clock: clock, DefaultDomain: c.Domain, Tokens: c.Token, Taken: takenFrom(c.Taken)}
	return c.evaluate(p, env)
}

// evaluate prints warnings before it evaluates, so that they are seen if the evaluation fails.
func (c *evalCommand) evaluate(p *program, env *expr.Env) error {
	// Errors of the text are printed like failures, and make the exit code 1: the command itself was used rightly.
	prog, err := p.compile(c.Expr)
	if err != nil {
		return p.reportEval(c.Format, value.Absent, err)
	}
	fmt.Fprint(p.stderr, p.diagnostics(prog.Warnings()))
	if c.Explain {
		return p.explain(c.Format, prog.Explain(env))
	}
	v, err := prog.Eval(env)
	if err == nil {
		c.noteNearlyEqual(p, prog.Explain(env).Root)
	}
	return p.reportEval(c.Format, v, err)
}

// compile compiles an expression whose errors and explanations hide values if the command does.
func (p *program) compile(src string) (*expr.Program, error) {
	options := []expr.Option{expr.WithFunctions(p.functions)}
	// Hidden when it is compiled, so that errors and explanations never hold what would have to be masked.
	if p.hideValues {
		options = append(options, expr.WithHiddenValues())
	}
	return expr.Compile(src, options...)
}

// explain prints an explanation. In the JSON the error is a member; people read it on standard error.
func (p *program) explain(format string, tree *expr.Explanation) error {
	var err error
	if format == "json" {
		err = records.WriteJSON(p.stdout, tree)
	} else {
		_, err = io.WriteString(p.stdout, tree.String())
	}
	if err == nil && tree.Err != nil && format != "json" {
		fmt.Fprintf(p.stderr, "error: %v\n", tree.Err)
	}
	// An output that fails is graver than an evaluation that does.
	return cmp.Or(err, findings(tree.Err != nil))
}

// takenFrom returns a lookup of values that are in use. The directories that Entra provisions to compare them without case.
// One list is for every target attribute, since an expression on the command line has none. The map is only read once it is made, so that
// the lookup is safe for concurrent use.
func takenFrom(values []string) func(ctx context.Context, target, candidate string) (bool, error) {
	taken := make(map[string]bool, len(values))
	for _, v := range values {
		taken[strings.ToLower(v)] = true
	}
	return func(_ context.Context, _, candidate string) (bool, error) {
		return taken[strings.ToLower(candidate)], nil
	}
}

// reportEval prints a value or a failure: with places and hints for people, as data for programs.
func (p *program) reportEval(format string, v value.Value, err error) error {
	if format == "json" {
		// An empty list and not null, so that programs can read the member without a test.
		out := evalResult{Kind: "error", Result: []string{}, Error: p.evalFailure(err)}
		if err == nil {
			out.Kind, out.Result = v.Kind().String(), p.texts(v)
		}
		if err := records.WriteJSON(p.stdout, out); err != nil {
			return err
		}
		return findings(err != nil)
	}
	var bad *expr.Diagnostics
	switch {
	// Findings about the text are shown with the text; a failed evaluation has its place in the message.
	case errors.As(err, &bad):
		fmt.Fprint(p.stderr, p.diagnostics(bad.List))
		return errFindings
	case err != nil:
		fmt.Fprintf(p.stderr, "error: %v\n", err)
		return errFindings
	}
	_, err = fmt.Fprintln(p.stdout, p.valueText(v))
	return err
}

// valueText formats a value for people: null and an empty list as words, a list one element per line.
func (p *program) valueText(v value.Value) string {
	switch {
	case v.IsNull():
		return "null"
	// An empty list has no element to print, and would look like an empty text.
	case v.Kind() == value.KindList && v.IsNullOrEmpty():
		return "(empty list)"
	// Parentheses distinguish the word from a text that reads the same.
	case v.Kind().IsSignal():
		return "(" + v.Kind().String() + ")"
	}
	return strings.Join(p.texts(v), "\n")
}

// ClockAt is fixedClock, or the present time if text is empty.
func (p *program) ClockAt(text string) (func() time.Time, error) {
	if text == "" {
		return p.clock, nil
	}
	clock, err := fixedClock(text)
	if err != nil {
		return nil, diag.Errorf("--now: %w", err)
	}
	return clock, nil
}

// fixedClock returns a clock that always shows an RFC 3339 time.
func fixedClock(text string) (func() time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, diag.Errorf("want an RFC 3339 time such as 2026-01-31T12:00:00Z, got %s", diag.Quote(text))
	}
	return func() time.Time { return t }, nil
}
