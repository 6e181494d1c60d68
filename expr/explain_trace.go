package expr

import (
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
)

// tracePlan is what all explanations of one expression share: the program once more, with nodes that record their outcomes, and
// what is known of each part. It is immutable once it is built.
type tracePlan struct {
	prog  *Program
	ids   map[syntax.Node]int
	nodes []*tracedNode // by id
	parts []part        // by id
	root  int
}

// part is a node as explanations show it.
type part struct {
	step  Step // without an outcome
	node  syntax.Node
	param *functions.Param // that it is the argument of, or nil
	below []int            // ids
}

const noPart = -1

// tracing returns the plan of a program. It is built lazily; concurrent first callers may each build one.
func (p *Program) tracing() *tracePlan {
	if plan := p.traced.Load(); plan != nil {
		return plan
	}
	plan := &tracePlan{ids: map[syntax.Node]int{}}
	// A trace changes the nodes and nothing else: findings and limits are the same, and errors cannot occur, since the text
	// has been compiled before.
	cfg := *p.cfg
	cfg.trace = plan
	plan.prog, _ = compile(p.source, &cfg)
	plan.parts = make([]part, len(plan.nodes))
	plan.root = plan.describe(plan.prog.tree, plan.prog.shownTexts())
	plan.ids = nil
	p.traced.Store(plan)
	return plan
}

// wrap makes a node record its outcome. References to one attribute share its node, but each has a wrapper of its own. A
// wrapped source is no chainNode, so that each call of a chain is evaluated, and recorded, by itself.
func (plan *tracePlan) wrap(n syntax.Node, arg call.Arg) call.Arg {
	if plan == nil || arg == nil {
		return arg
	}
	node := &tracedNode{node: arg, id: len(plan.nodes)}
	_, node.constant = constantOf(n)
	plan.ids[n] = node.id
	plan.nodes = append(plan.nodes, node)
	return node
}

// describe records what does not depend on an evaluation, for a node and all below it.
func (plan *tracePlan) describe(n syntax.Node, texts map[syntax.Node]string) (id int) {
	id = plan.ids[n]
	step := Step{Node: nodeName(n), Text: texts[n], Span: n.Span()}
	if call, ok := n.(*syntax.Call); ok {
		step.Function, _ = plan.prog.cfg.functions.Lookup(call.Name)
		step.args = len(call.Args)
	}
	p := part{step: step, node: n}
	arg := 0
	for child := range syntax.Children(n) {
		if _, bound := plan.ids[child]; bound {
			below := plan.describe(child, texts)
			plan.place(below, n, step.Function, arg)
			p.below = append(p.below, below)
		}
		arg++
	}
	plan.parts[id] = p
	return id
}

// place records that a part is argument arg of n.
func (plan *tracePlan) place(id int, n syntax.Node, spec *functions.Spec, arg int) {
	p := &plan.parts[id]
	p.step.arg, plan.nodes[id].arg = arg, arg
	if spec == nil {
		return
	}
	if p.param = spec.Param(arg, len(n.(*syntax.Call).Args)); p.param != nil {
		p.step.Parameter = p.param.Name
	}
}

// nodeName returns the sort of node for [Step].
func nodeName(n syntax.Node) string {
	switch n.(type) {
	case *syntax.Call:
		return "call"
	case *syntax.Attribute:
		return "attribute"
	case *syntax.Compare:
		return "comparison"
	case *syntax.Concat:
		return "concatenation"
	case *syntax.Token:
		return "token"
	}
	return "constant"
}

// trace is one evaluation: the outcomes of the parts so far.
type trace struct {
	plan  *tracePlan
	steps []Step // by id
	muted []bool
	at    int // the part that is being evaluated

	remarks int // recorded so far
}

// mostRemarks bounds the remarks of one call, and remarksInAll those of all calls together. Which argument was chosen is remarked in any
// case, once a call.
const (
	mostRemarks  = 40
	remarksInAll = 10_000
)

// Remark records a remark of the current call.
func (t *trace) Remark(topic string, arg int, text string, details []value.Member) {
	if t.at == noPart || t.Muted() {
		return
	}
	s := &t.steps[t.at]
	if (len(s.Remarks) >= mostRemarks || t.remarks >= remarksInAll) && topic != call.TopicChoice {
		s.MoreRemarks++
		return
	}
	t.remarks++
	for i := range details {
		details[i].Value = call.Whole(details[i].Value)
	}
	s.Remarks = append(s.Remarks, functions.Remark{Topic: topic, Arg: arg, Text: text, Details: details})
}

// Mute drops further remarks of the current call.
func (t *trace) Mute() {
	if t.at != noPart {
		t.muted[t.at] = true
	}
}

// Muted reports whether the remarks of the current call are dropped.
func (t *trace) Muted() bool { return t.at != noPart && t.muted[t.at] }

// tracedRoot begins the trace of an evaluation.
type tracedRoot struct {
	call.Arg
	trace *trace
}

func (r *tracedRoot) Eval(c *call.Context) (value.Value, error) {
	c.SetTracer(r.trace)
	return r.Arg.Eval(c)
}

// tracedNode evaluates another node and records value and error in the trace of the evaluation. It has no state of its own,
// since the program is shared.
type tracedNode struct {
	node     call.Arg
	id       int
	arg      int // its place among the arguments around it
	constant bool
}

func (n *tracedNode) Eval(c *call.Context) (value.Value, error) {
	t := c.Tracer.(*trace)
	// Remarks that come after this node are the enclosing call's again.
	around := t.at
	t.at = n.id
	v, err := n.node.Eval(c)
	t.at = around
	s := &t.steps[n.id]
	s.Evaluated, s.Value, s.Err = true, v, err
	return v, err
}

// AppendText evaluates to a value, which the trace needs, and makes the text of it. That a value was turned into text shows
// only here.
func (n *tracedNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	v, err := n.Eval(c)
	if err != nil {
		return dst, call.FormNull, err
	}
	if !n.constant && readAsText.Has(v.Kind()) {
		t := c.Tracer.(*trace)
		text, details := call.Coerced(t.plan.parts[n.id].step.Parameter, v, value.String(v.Text()))
		t.Remark(call.TopicCoercion, n.arg, text, details)
	}
	return c.AppendValue(dst, v)
}

// readAsText are the kinds of single values that change when a text is made of them.
var readAsText = value.KindsOf(value.KindBoolean, value.KindInteger, value.KindDecimal, value.KindDateTime, value.KindBinary)
