package expr

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Explanation is an evaluation with the value of every part of the expression.
type Explanation struct {
	// Value and Err are what Eval gives.
	Value value.Value
	Err   error
	// Root is the whole expression.
	Root *Step
}

// Step is one part of an expression in one evaluation.
type Step struct {
	// Text is the part's canonical text and Span its place in the source.
	Text string
	Span diag.Span
	// Parameter is the parameter that the part is the argument of, "" where it is none.
	Parameter string
	// Evaluated is false for a part that was not needed, such as the branch not taken.
	Evaluated bool
	// Value and Err are the outcome where the part was evaluated.
	Value value.Value
	Err   error
	// Parts are the arguments or operands, in the order of the text.
	Parts []*Step
}

// Explain evaluates as Eval does and tells every part's value. It is slower than Eval by far: the expression is compiled anew.
func (p *Program) Explain(env *Env) *Explanation {
	traced := *p.cfg
	traced.trace = &tracer{steps: map[Node]*Step{}}
	again, _ := compile(p.source, &traced)
	x := &Explanation{Root: traced.trace.tree(again.tree, again)}
	x.Value, x.Err = again.Eval(env)
	if again.redacts {
		traced.trace.conceal(again.tree, again, again.secrets(), false)
	}
	return x
}

// secrets are the attributes that the expression reads inside of Redact, wherever else it reads them.
func (p *Program) secrets() map[string]bool {
	names := map[string]bool{}
	for n := range Nodes(p.tree) {
		if !p.isRedacting(n) {
			continue
		}
		for below := range Nodes(n) {
			if a, ok := below.(*Attribute); ok {
				names[a.Name] = true
			}
		}
	}
	return names
}

func (p *Program) isRedacting(n Node) bool {
	call, ok := n.(*Call)
	if !ok {
		return false
	}
	spec, _ := p.cfg.functions.Lookup(call.Name)
	return spec != nil && spec.Redacts
}

// conceal marks as redacted what stands inside of Redact, what reads a secret attribute, and all that is made of either.
func (t *tracer) conceal(n Node, p *Program, secrets map[string]bool, inside bool) (secret bool) {
	step := t.steps[n]
	if step == nil || !step.Evaluated {
		return false
	}
	inside = inside || p.isRedacting(n)
	a, isAttribute := n.(*Attribute)
	secret = inside || isAttribute && secrets[a.Name]
	for child := range Children(n) {
		secret = t.conceal(child, p, secrets, inside) || secret
	}
	if secret {
		step.Value = step.Value.WithRedaction()
	}
	return secret
}

// tracer notes what becomes of each node of one program in one evaluation.
type tracer struct{ steps map[Node]*Step }

// wrap makes a node note its outcome.
func (t *tracer) wrap(n Node, arg functions.Arg) functions.Arg {
	if t == nil || arg == nil {
		return arg
	}
	step := &Step{Text: Format(n), Span: n.Span()}
	t.steps[n] = step
	return &tracedNode{arg: arg, step: step}
}

// tree joins the steps as their nodes hang together.
func (t *tracer) tree(n Node, p *Program) *Step {
	step := t.steps[n]
	var spec *functions.Spec
	if call, ok := n.(*Call); ok {
		spec, _ = p.cfg.functions.Lookup(call.Name)
	}
	i := 0
	for child := range Children(n) {
		if part := t.steps[child]; part != nil {
			part.Parameter = parameterName(spec, i, n)
			step.Parts = append(step.Parts, t.tree(child, p))
		}
		i++
	}
	return step
}

func parameterName(spec *functions.Spec, i int, n Node) string {
	if spec == nil {
		return ""
	}
	if param := spec.Param(i, len(n.(*Call).Args)); param != nil {
		return param.Name
	}
	return ""
}

type tracedNode struct {
	arg  functions.Arg
	step *Step
}

func (n *tracedNode) Eval(c *functions.Context) (value.Value, error) {
	v, err := n.arg.Eval(c)
	n.step.Evaluated, n.step.Value, n.step.Err = true, v, err
	return v, err
}

func (n *tracedNode) AppendText(c *functions.Context, dst []byte) ([]byte, functions.Form, error) {
	v, err := n.Eval(c)
	if err != nil {
		return dst, functions.FormNull, err
	}
	return functions.AppendValue(c, dst, v)
}

const (
	explainIndent = "  "
	explainWidth  = 80
)

// String shows the steps as an indented list, one part a line with its value; lines are cut to 80 columns.
func (x *Explanation) String() string {
	var b strings.Builder
	x.Root.write(&b, 0)
	return b.String()
}

func (s *Step) write(b *strings.Builder, depth int) {
	line := strings.Repeat(explainIndent, depth)
	if s.Parameter != "" {
		line += s.Parameter + ": "
	}
	outcome := " " + s.outcome()
	room := max(explainWidth-utf8.RuneCountInString(line)-utf8.RuneCountInString(outcome), 20)
	line += shorten(s.Text, room) + outcome
	b.WriteString(shorten(line, explainWidth))
	b.WriteByte('\n')
	for _, part := range s.Parts {
		part.write(b, depth+1)
	}
}

// outcome shows what came of a part.
func (s *Step) outcome() string {
	switch {
	case !s.Evaluated:
		return "(not evaluated)"
	case s.Err != nil:
		return "(fails)"
	}
	return "= " + shown(s.Value)
}

// shown writes a value so that absent, null, "" and an empty list look different.
func shown(v value.Value) string {
	switch {
	case v.Redacted():
		return redactedText
	case v.IsAbsent():
		return "∅"
	case v.IsNull():
		return "null"
	case v.Kind() == value.KindString:
		return diag.Quote(v.Text())
	case v.Kind() == value.KindList, v.Kind() == value.KindObject:
		return shorten(v.Text(), explainWidth/2)
	}
	return v.Text() + " (" + v.Kind().String() + ")"
}

// shorten cuts text to a number of characters, with a sign that it was cut, and puts it on one line.
func shorten(text string, width int) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " ")
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	cut := 0
	for i := range text {
		if cut++; cut == width {
			return text[:i] + "…"
		}
	}
	return text
}

// MarshalJSON gives value, kind, error and the tree of parts.
func (x *Explanation) MarshalJSON() ([]byte, error) {
	out := struct {
		Kind   string     `json:"kind"`
		Result []string   `json:"result"`
		Error  *evalFault `json:"error,omitempty"`
		Root   *Step      `json:"root"`
	}{Kind: "error", Result: []string{}, Error: faultOf(x.Err), Root: x.Root}
	if x.Err == nil {
		out.Kind, out.Result = x.Value.Kind().String(), reported(x.Value)
	}
	return json.Marshal(out)
}

// evalFault is an evaluation error as data.
type evalFault struct {
	Code    diag.Code `json:"code"`
	Message string    `json:"message"`
	diag.Position
}

func faultOf(err error) *evalFault {
	var failed *EvalError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &failed):
		return &evalFault{failed.Code, failed.Error(), failed.Position}
	}
	return &evalFault{Message: err.Error()}
}

const redactedText = "[Redact]"

// reported gives the texts of a value, or what stands for one that reports must not print.
func reported(v value.Value) []string {
	if v.Redacted() {
		return []string{redactedText}
	}
	return v.Strings()
}

// MarshalJSON gives the part with its value as kind and list of texts.
func (s *Step) MarshalJSON() ([]byte, error) {
	out := struct {
		Text      string     `json:"text"`
		Parameter string     `json:"parameter,omitempty"`
		Offset    int        `json:"offset"`
		Evaluated bool       `json:"evaluated"`
		Kind      string     `json:"kind,omitempty"`
		Absent    bool       `json:"absent,omitempty"`
		Result    []string   `json:"result,omitempty"`
		Error     *evalFault `json:"error,omitempty"`
		Parts     []*Step    `json:"parts,omitempty"`
	}{Text: s.Text, Parameter: s.Parameter, Offset: s.Span.Start, Evaluated: s.Evaluated, Parts: s.Parts}
	switch {
	case s.Err != nil:
		out.Error = faultOf(s.Err)
	case s.Evaluated:
		out.Kind, out.Absent, out.Result = s.Value.Kind().String(), s.Value.IsAbsent(), reported(s.Value)
	}
	return json.Marshal(out)
}
