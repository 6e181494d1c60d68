package expr

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
)

// Explanation is an evaluation with the value of every part of the expression and why it is that one.
type Explanation struct {
	// Value and Err are what Eval returns.
	Value value.Value
	Err   error
	// Root is the whole expression.
	Root *Step

	hidden bool // see WithHiddenValues
}

// Step is one part of an expression in one evaluation.
type Step struct {
	// Node is the sort of part: "call", "attribute", "constant", "comparison", "concatenation" or "token".
	Node string
	// Text is the part's canonical text and Span its place in the source.
	Text string
	Span diag.Span
	// Parameter is the parameter that the part is the argument of, or "".
	Parameter string
	// Evaluated is false for a part that was not needed, such as the branch not taken. Constants that a function has read when the
	// expression was compiled count as evaluated.
	Evaluated bool
	// Chosen reports whether the enclosing call returns the part's value, as IIF returns that of one branch.
	Chosen bool
	// Redacted reports whether the part is kept out of reports: Value is marked, and if Evaluated is false, reports do not even say whether
	// the part was needed.
	Redacted bool
	// Value and Err are the outcome where the part was evaluated.
	Value value.Value
	Err   error
	// NullFrom is the attribute that a null comes from, or "" if Value is not null or the null has no such origin.
	NullFrom string
	// Function is the function of a call, else nil. Its Evidence is that of the behaviour.
	Function *functions.Spec
	// Remarks are what the call, or the operator, reported about this evaluation, in order; MoreRemarks counts those that are left out.
	Remarks     []functions.Remark
	MoreRemarks int
	// Rules are the statements about the function's behaviour that applied, with their evidence.
	Rules []functions.Rule
	// Parts are the arguments or operands, in the order of the text; an omitted argument has none.
	Parts []*Step

	arg  int // the place among the arguments or operands, from 0, omitted ones included
	args int // how many arguments the call has

	hidden bool // see WithHiddenValues
}

// Explain evaluates as Eval does and records the value of every part, which argument was chosen, what a pattern matched, how a
// date was read, what was coerced, where a null comes from, and how well each behaviour is known. It is much slower than Eval, and
// the first call compiles the expression once more; Eval pays nothing for it. It is safe for concurrent use.
//
// What went through Redact is left out: the value and what depends on it. With [WithHiddenValues] all values are.
func (p *Program) Explain(env *Env) *Explanation {
	plan := p.tracing()
	t := &trace{plan: plan, steps: make([]Step, len(plan.parts)), muted: make([]bool, len(plan.parts)), at: noPart}
	x := &Explanation{}
	x.Value, x.Err = plan.prog.run(env, &tracedRoot{plan.prog.root, t})
	x.Root = t.build(plan.root)
	if plan.prog.redacts {
		conceal(x.Root, call.SecretsOf(plan.prog.Secrets()), false)
	}
	if p.cfg.hideValues {
		x.hidden = true
		x.Root.hideValues()
	}
	return x
}

// Conceal marks every value as one that reports must not print, for an explanation of what is secret as a whole.
func (x *Explanation) Conceal() {
	x.Value, x.Err = x.Value.WithRedaction(), withoutFound(x.Err)
	conceal(x.Root, nil, true)
}
