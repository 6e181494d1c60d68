package expr

import (
	"slices"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/shape"
)

// Types is what is known of the source's attributes. A nil Types knows nothing: every attribute may be any kind of data or null, and of
// any length, but is no flow signal.
type Types interface {
	// Attribute returns the shape of the attribute of that name, as it is written between the brackets; known is false where nothing
	// is known of it.
	Attribute(name string) (s functions.Shape, known bool)
}

// Inference is what is known of a program's values before there is data. It is immutable and safe for concurrent use.
type Inference struct {
	// Shape is that of the program's value.
	Shape functions.Shape
	nodes map[syntax.Node]functions.Shape
}

// Of returns the shape of the value that a node of the program's tree has where it is evaluated: inside a branch of IIF it applies to the
// objects that take the branch. Of other nodes nothing is known.
func (i *Inference) Of(n syntax.Node) functions.Shape { return i.nodes[n] }

// Evaluated reports whether any object makes the program evaluate the node. It is false for a branch that cannot be taken, and for nodes
// of other trees.
func (i *Inference) Evaluated(n syntax.Node) bool {
	_, found := i.nodes[n]
	return found
}

// Infer returns what the program's value may be: no evaluation contradicts it, as long as the attributes can be read and are what types
// says, and the custom functions of the registry keep to their literals. See [functions.NeverFails] for what counts as a failure.
//
// The compat options are those of the program. A test of an attribute is taken into account where it decides which argument is
// evaluated: IIF(IsPresent([a]), [a], "-") is never null.
func (p *Program) Infer(types Types) *Inference {
	f := &inferrer{prog: p, types: types, nodes: map[syntax.Node]functions.Shape{}}
	whole := outside(f.node(p.tree))
	for n, s := range f.nodes {
		f.nodes[n] = outside(s)
	}
	return &Inference{Shape: whole, nodes: f.nodes}
}

// outside returns the shape of a value that has left the evaluation: without halves of characters.
func outside(s functions.Shape) functions.Shape {
	cloned := false
	for i, v := range s.Values {
		if whole := call.Whole(v); !whole.Equal(v) {
			if !cloned { // other shapes may share them
				s.Values, cloned = slices.Clone(s.Values), true
			}
			s.Values[i] = whole
		}
	}
	return s
}

// inferrer is the state of one Infer.
type inferrer struct {
	prog  *Program
	types Types
	nodes map[syntax.Node]shape.Shape
	// known are the attributes of which more is known in the branch that is being looked at.
	known map[string]shape.Shape
	// trying is set while a condition is looked at under an assumption, whose outcomes are not to be kept.
	trying bool
}

// node returns the shape of n and keeps it for [Inference.Of].
func (f *inferrer) node(n syntax.Node) shape.Shape {
	s := f.shape(n)
	if !f.trying {
		f.nodes[n] = s
	}
	return s
}

func (f *inferrer) shape(n syntax.Node) shape.Shape {
	switch n := n.(type) {
	case *syntax.Attribute:
		return f.attribute(n.Name)
	case *syntax.Word:
		v, _ := wordValue(n.Name)
		return shape.Of(v)
	case *syntax.Token:
		return shape.Shape{Kinds: value.KindsOf(value.KindString), Fails: shape.NeverFails}
	case *syntax.Compare:
		return f.compare(n)
	case *syntax.Concat:
		return f.concat(n)
	case *syntax.Call:
		return f.call(n)
	case *syntax.Omitted:
		return shape.Of(value.Null)
	}
	v, _ := constantOf(n)
	return shape.Of(v)
}

// attribute returns the shape of an attribute: what the branch implies, else what the caller knows, else any data.
func (f *inferrer) attribute(name string) shape.Shape {
	if s, known := f.known[name]; known {
		return s
	}
	s, known := shape.AnyData(), false
	if f.types != nil {
		if s, known = f.types.Attribute(name); !known {
			s = shape.AnyData()
		}
	}
	s.Fails = shape.NeverFails
	if f.prog.cfg.compat.EmptyStringIsNull {
		s = s.EmptyAsNull()
	}
	// Go data that cannot be read fail at any attribute. That is a mistake of the program that brings them and not of the expression, and
	// to count it would make every expression one that may fail.
	return shape.Union(s)
}

// concat follows concatNode: null adds nothing, and a list must not have several members.
func (f *inferrer) concat(n *syntax.Concat) shape.Shape {
	texts := make([]shape.Shape, len(n.Operands))
	for i, operand := range n.Operands {
		texts[i] = f.operand(operand)
	}
	return shape.Concat(texts...)
}

// operand returns the shape of an operand as a single value; where it may be a signal or several values it may fail.
func (f *inferrer) operand(n syntax.Node) shape.Shape {
	s := f.node(n)
	single, mayFail := s.Single()
	if single.MayBeSignal() {
		single, mayFail = single.WithoutSignals(), true
	}
	if mayFail && single.Fails == shape.NeverFails {
		single.Fails = shape.MayFail
	}
	return single
}

func (f *inferrer) call(n *syntax.Call) shape.Shape {
	spec, _ := f.prog.cfg.functions.Lookup(n.Name)
	if spec == nil { // see WithUnknownFunctions
		return shape.Shape{}
	}
	args := &inferredArgs{f: f, spec: spec, nodes: written(n, spec)}
	args.shapes = make([]*shape.Shape, len(args.nodes))
	s, lazy := functions.Infer(spec, args)
	// A function that has asked for only some of its arguments evaluates only some, so that the others must not be counted as
	// evaluated.
	if !lazy {
		args.all()
		if folded, ok := f.fold(spec, args); ok {
			if s.Fails == shape.NeverFails {
				folded.Fails = shape.NeverFails
			}
			s = folded
		}
	}
	if f.prog.cfg.compat.EagerBranches {
		return after(args.all(), s)
	}
	return s
}

// after returns the shape of a value that is there unless something before it fails.
func after(fails shape.Failure, s shape.Shape) shape.Shape {
	switch {
	case fails == shape.AlwaysFails:
		return shape.Union()
	case fails == shape.MayFail && s.Fails == shape.NeverFails:
		s.Fails = shape.MayFail
	}
	return s
}

// inferredArgs are the arguments of one call. Each is looked at once.
type inferredArgs struct {
	f      *inferrer
	spec   *functions.Spec
	nodes  []syntax.Node
	shapes []*shape.Shape // nil where not looked at
	trials map[int][]trial
}

// Len, Has and Shape are how a function's Infer asks for its arguments; see functions.Infer.
func (a *inferredArgs) Len() int { return len(a.nodes) }

func (a *inferredArgs) Has(i int) bool { return !isOmitted(a.nodes[i]) }

func (a *inferredArgs) Shape(i int) shape.Shape {
	if a.shapes[i] == nil {
		s := a.f.argument(a.nodes[i], a.spec.Param(i, len(a.nodes)))
		a.shapes[i] = &s
	}
	return *a.shapes[i]
}

// all evaluates the shapes of the arguments that were not used, and reports whether one of them fails.
func (a *inferredArgs) all() shape.Failure {
	fails := shape.NeverFails
	for i := range a.nodes {
		if a.Has(i) {
			fails = worse(fails, a.Shape(i).Fails)
		}
	}
	return fails
}

// worse returns what is to be said of two evaluations that both happen.
func worse(a, b shape.Failure) shape.Failure {
	switch {
	case a == shape.AlwaysFails || b == shape.AlwaysFails:
		return shape.AlwaysFails
	case a == shape.MayFail || b == shape.MayFail:
		return shape.MayFail
	}
	return shape.NeverFails
}
