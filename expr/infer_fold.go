package expr

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/shape"
)

// What is evaluated at most to find out the results of finitely many arguments.
const (
	foldedCalls       = shape.MaxValues
	foldedComparisons = shape.MaxValues * shape.MaxValues
)

// fold evaluates a pure call for all values of its arguments; ok is false where they cannot be listed, or where an evaluation fails,
// which may be for lack of an environment.
func (f *inferrer) fold(spec *functions.Spec, args *inferredArgs) (s shape.Shape, ok bool) {
	if spec.Effects != functions.Pure {
		return s, false
	}
	domains := make([][]value.Value, args.Len())
	calls := 1
	for i := range domains {
		if !args.Has(i) {
			continue
		}
		values, finite := args.Shape(i).All()
		// The product is checked at each argument, before it can overflow.
		if calls *= len(values); !finite || calls == 0 || calls > foldedCalls {
			return s, false
		}
		domains[i] = values
	}
	state, sound := f.prepared(spec, args.nodes)
	if !sound {
		return s, false
	}
	var outcomes []shape.Shape
	for n := range calls {
		v, err := f.invoke(spec, state, domains, n)
		if err != nil {
			return s, false
		}
		outcomes = append(outcomes, shape.Of(v))
	}
	return after(args.all(), shape.Union(outcomes...)), true
}

// prepared returns the state of the call as it is compiled; sound is false where it reads anything besides its arguments.
func (f *inferrer) prepared(spec *functions.Spec, nodes []syntax.Node) (state any, sound bool) {
	if spec.Prepare == nil {
		return nil, spec.Effects == functions.Pure
	}
	cfg := f.prog.cfg
	p := &functions.Preparation{Effects: spec.Effects, Compat: cfg.compat, PatternBytes: cfg.limits.PatternBytes}
	for _, n := range nodes {
		p.Args = append(p.Args, constantArgument(n))
	}
	state = spec.Prepare(p)
	for _, found := range p.Findings() {
		if found.Severity == diag.Error {
			return nil, false
		}
	}
	return state, p.Effects == functions.Pure && len(p.Reads) == 0
}

// invoke evaluates the call with the n-th choice of arguments. n is read as a number whose digits are the choices, one per
// argument that has values.
func (f *inferrer) invoke(spec *functions.Spec, state any, domains [][]value.Value, n int) (value.Value, error) {
	args := make([]call.Arg, len(domains))
	for i, values := range domains {
		if values != nil {
			args[i] = &constantNode{values[n%len(values)]}
			n /= len(values)
		}
	}
	c := call.NewContext(f.prog.cfg.evaluation, call.Compat(f.prog.cfg.compat))
	c.Reset((*call.Env)(withoutAttributes(nil)))
	c.MarkHalves() // the arguments may have some
	return functions.Bind(spec, args, state, 0).Eval(c)
}

// compare follows value.Compare.
func (f *inferrer) compare(n *syntax.Compare) shape.Shape {
	left, right := f.operand(n.Left), f.operand(n.Right)
	fails := worse(left.Fails, right.Fails)
	if fails == shape.AlwaysFails {
		return shape.Union()
	}
	xs, finite := left.All()
	ys, alsoFinite := right.All()
	if finite && alsoFinite && len(xs)*len(ys) <= foldedComparisons {
		return after(fails, compareAll(n.Op, xs, ys))
	}
	yes, no := answers(n.Op, left, right)
	if ordering := n.Op != value.Equal && n.Op != value.NotEqual; ordering && (mixed(left, right) || mixed(right, left)) {
		fails = shape.MayFail
	}
	return after(fails, truthOf(yes, no))
}

// compareAll compares each value of one side with each of the other. Values that occur together in no object are among them,
// so that the result may say too little, but not too much.
func compareAll(op value.Operator, xs, ys []value.Value) shape.Shape {
	var outcomes []shape.Shape
	for _, x := range xs {
		for _, y := range ys {
			holds, err := value.Compare(op, x, y)
			outcome := shape.Of(value.Boolean(holds))
			if err != nil {
				outcome = shape.Union()
			}
			outcomes = append(outcomes, outcome)
		}
	}
	return shape.Union(outcomes...)
}

// truthOf returns the booleans that are possible.
func truthOf(yes, no bool) shape.Shape {
	var outcomes []shape.Shape
	if yes {
		outcomes = append(outcomes, shape.Of(value.True))
	}
	if no {
		outcomes = append(outcomes, shape.Of(value.False))
	}
	return shape.Union(outcomes...)
}

// answers returns the answers that a comparison may have if not all values are known.
func answers(op value.Operator, left, right shape.Shape) (yes, no bool) {
	leftLacks, leftHas := left.Presence()
	rightLacks, rightHas := right.Presence()
	if op != value.Equal && op != value.NotEqual {
		return leftHas && rightHas, true // an ordering against null or "" is false
	}
	unlike := !leftLacks && !rightHas || !leftHas && !rightLacks || apart(left, right)
	return !unlike || op == value.NotEqual, !unlike || op == value.Equal
}

// apart reports texts whose lengths have nothing in common. Only texts are compared as they are.
func apart(left, right shape.Shape) bool {
	if texts := textual &^ value.KindsOf(value.KindList); !left.Within(texts) || !right.Within(texts) {
		return false
	}
	left, right = left.Text(), right.Text()
	return longer(left, right) || longer(right, left)
}

// longer reports whether a is sure to be longer than b.
func longer(a, b shape.Shape) bool {
	most, known := b.MaxLength()
	return known && a.MinLen > most
}

// mixed reports whether a number may meet something that is not sure to be one.
func mixed(number, other shape.Shape) bool {
	return number.MayBe(numeric) && !other.WithoutNull().Within(numeric)
}
