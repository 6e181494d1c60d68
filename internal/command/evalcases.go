package command

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/records"
)

// evalResult is the answer of eval as JSON.
// The kind is that of the value, or error. The result has the texts of all values: none for null, one for a single value. With an error
// it is empty.
type evalResult struct {
	Kind   string   `json:"kind"`
	Result []string `json:"result"`
	Error  *failure `json:"error,omitempty"`
}

// failure is an error as JSON. Its members are the same for errors in the text and for failed evaluations, so that a test can compare both.
type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Offset  int    `json:"offset"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

// evalFailure returns an error as JSON; nil for no error. Of the findings about a text it is the gravest one, which people would fix first.
func (p *program) evalFailure(err error) *failure {
	var bad *expr.Diagnostics
	var failed *expr.EvalError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &bad):
		// A test compares one code; the findings of a text all follow from one mistake as a rule.
		first, _ := bad.List.Gravest()
		if p.hideValues {
			first = first.Masked()
		}
		message := first.Message.String()
		if !first.Hint.IsZero() {
			message += " (" + first.Hint.String() + ")"
		}
		return &failure{string(first.Code), message, first.Offset, first.Line, first.Column}
	case errors.As(err, &failed):
		return &failure{string(failed.Code), failed.Error(), failed.Position.Offset, failed.Position.Line, failed.Position.Column}
	}
	// What is wrong with the case itself has no place in an expression; the code is in no list of findings.
	return &failure{Code: "input", Message: p.message(err), Line: 1, Column: 1}
}

// evalAnswer is a line of eval --cases.
// The id is returned as it came, of whatever kind, so that a program can match answers by it; without one it is null.
type evalAnswer struct {
	ID json.RawMessage `json:"id"`
	evalResult
}

// evalMembers are the members of a line of eval --cases.
var evalMembers = []string{"id", "expr", "expression", "attrs", "now", "taken", "defaultDomain", "tokens"}

// evalCase is a line of the input of eval --cases; other members are reported and ignored.
// Members that hold values are kept as JSON text: encoding/json would lose the digits of long numbers, and the order of members.
type evalCase struct {
	ID            json.RawMessage   `json:"id"`
	Expr          string            `json:"expr"`
	Expression    string            `json:"expression"`
	Attrs         json.RawMessage   `json:"attrs"`
	Now           string            `json:"now"`
	Taken         json.RawMessage   `json:"taken"`
	DefaultDomain string            `json:"defaultDomain"`
	Tokens        map[string]string `json:"tokens"`
}

// evalLine answers a line of eval --cases; the error means that the line cannot be read. The clock is used by lines without their own.
func (p *program) evalLine(line []byte, clock func() time.Time) (any, error) {
	var in evalCase
	// What has been read of a broken line is used: the answer has the id, if it can be found.
	readErr := records.Parse(line, &in)
	// An answer is an error until there is a value, so that no way out leaves a kind that is empty.
	out := evalAnswer{in.ID, evalResult{Kind: "error", Result: []string{}}}
	if readErr != nil {
		out.Error = p.evalFailure(readErr)
		return out, readErr
	}
	v, err := in.evaluate(p, clock)
	if err != nil {
		out.Error = p.evalFailure(err)
		return out, nil
	}
	out.Kind, out.Result = v.Kind().String(), p.texts(v)
	return out, nil
}

// evaluate evaluates a case. What is wrong with its other members is its result, too: a file of cases is answered whole.
func (in *evalCase) evaluate(p *program, clock func() time.Time) (value.Value, error) {
	text, err := caseText(in.Expr, in.Expression)
	if err != nil {
		return value.Absent, err
	}
	prog, err := p.compile(text)
	if err != nil {
		return value.Absent, err
	}
	// The expression is compiled first: a mistake in it weighs more than one in the other members.
	env := &expr.Env{Clock: clock, DefaultDomain: in.DefaultDomain, Tokens: in.Tokens}
	// A case with its own time always has the same answer.
	if in.Now != "" {
		if env.Clock, err = fixedClock(in.Now); err != nil {
			return value.Absent, err
		}
	}
	// A single text for taken is a list of one.
	taken, err := member("taken", in.Taken)
	if err != nil {
		return value.Absent, err
	}
	env.Taken = takenFrom(taken.Strings())
	attrs, err := member("attrs", in.Attrs)
	if err != nil {
		return value.Absent, err
	}
	// null is taken like a missing member: a case without source attributes.
	o, ok := attrs.AsObject()
	if !ok && !attrs.IsNull() {
		return value.Absent, diag.Errorf("attrs: want a JSON object, got %s", diag.Name(attrs.Kind().String()))
	}
	if ok {
		env.Attrs = o
	}
	return prog.Eval(env)
}

// member returns the value of a case's member, Absent if it is left out.
func member(name string, text json.RawMessage) (value.Value, error) {
	if len(text) == 0 {
		return value.Absent, nil
	}
	v, err := value.ParseJSON(string(text))
	if err != nil {
		return value.Absent, diag.Errorf("%s: %w", diag.Name(name), err)
	}
	return v, nil
}
