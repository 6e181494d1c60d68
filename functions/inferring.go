package functions

import (
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/shape"
)

// Inferring is how a function's Infer sees one call: the shapes of its arguments in place of their values. Its methods do to shapes
// what those of [Args] do to values: they apply the null policy and coercion of the parameter, and record that reading the argument may
// fail or make the result null. Infer returns the shape of what the implementation makes of the values read; it need not repeat these
// two.
//
// An Infer must read every argument whose evaluation may matter.
type Inferring struct {
	spec  *Spec
	args  shape.Arguments
	null  bool // an argument that is null makes the result null
	fails bool // reading an argument may fail
	lazy  bool // the function chooses which arguments are evaluated

	source Shape // the source as a function sees it that changes member by member
}

// Infer returns the shape of a call's result. If lazy is set, the function evaluates an argument only where it needs it, so that an
// argument whose shape was not read is never evaluated.
func Infer(spec *Spec, args shape.Arguments) (result Shape, lazy bool) {
	in := &Inferring{spec: spec, args: args}
	switch each := spec.source >= 0 && spec.Append == nil; {
	case spec.Infer != nil && each:
		result = in.each(spec.Infer)
	case spec.Infer != nil:
		result = spec.Infer(in)
	case each && spec.Rewrite == nil: // which may be null where nothing says so
		result = in.each((*Inferring).unknownOfEach)
	default:
		result = in.unknown()
	}
	// What the accessors recorded is added last: Infer describes only the calls in which every argument could be read.
	if in.null {
		result = shape.Union(result, shape.Of(value.Null))
	}
	if in.fails && result.Fails == NeverFails {
		result.Fails = MayFail
	}
	return result.Tidy(), in.lazy
}

// Len returns the number of arguments, omitted ones included.
func (in *Inferring) Len() int { return in.args.Len() }

// Has reports whether argument i (from 0) is written.
func (in *Inferring) Has(i int) bool { return i < in.Len() && in.args.Has(i) }

// param returns the parameter of argument i, as Args.param does.
func (in *Inferring) param(i int) *Param { return in.spec.Param(i, in.Len()) }

// Flow returns argument i unchanged, for a function that evaluates it only where it needs it: no failure is recorded. The shape of an
// omitted argument is that of null.
func (in *Inferring) Flow(i int) Shape {
	in.lazy = true
	return in.raw(i)
}

// given is Flow in the evaluations in which holds is true of the shape of argument 0. It must be true of every shape that admits a value
// for which argument i is evaluated.
func (in *Inferring) given(i int, holds func(Shape) bool) Shape {
	in.lazy = true
	switch {
	case in.Has(i):
		return in.args.Given(i, 0, holds)
	case i < in.Len():
		return in.args.Shape(i) // null, and known to be chosen
	}
	return shape.Of(value.Null)
}

// raw returns argument i before any policy; the shape of an omitted argument is that of null.
func (in *Inferring) raw(i int) Shape {
	if !in.Has(i) {
		return shape.Of(value.Null)
	}
	return in.args.Shape(i)
}

// Value returns argument i with the null policy applied. Signals fail.
func (in *Inferring) Value(i int) Shape {
	return in.admit(i, in.note(in.raw(i)), &in.null)
}

// note records that the argument may fail.
func (in *Inferring) note(s Shape) Shape {
	in.fails = in.fails || s.MayFail()
	return s
}

// admit applies the policies of parameter i. It sets null where they make a null of the result; if no value is left that the
// implementation could see, the shape is that of a failure.
func (in *Inferring) admit(i int, s Shape, null *bool) Shape {
	if s.Fails == AlwaysFails {
		return s
	}
	// The caller has recorded by note that the argument may fail.
	s.Fails = NeverFails
	if s.MayBeSignal() {
		in.fails = true
		s = s.Without(shape.SignalKinds)
	}
	p := in.param(i)
	if p.EmptyIsNull {
		s = s.EmptyAsNull()
	}
	if !s.MayBeNull() {
		return s
	}
	switch p.Null {
	case NullPropagates:
		*null = true
	case NullIsError:
		in.fails = true
	default:
		return s
	}
	return s.Without(shape.NullKind)
}

// single returns argument i with a list of one member unwrapped.
func (in *Inferring) single(i int) Shape {
	s, mayFail := in.Value(i).Single()
	in.fails = in.fails || mayFail
	if !mayFail {
		return s
	}
	// Unwrapping may have made a null of an empty list, to which the policy applies as in Args.single.
	return in.admit(i, s, &in.null)
}

// Text returns argument i as text; null that the policy lets through is "".
func (in *Inferring) Text(i int) Shape { return in.single(i).Text() }

// Integer returns the whole numbers that argument i may be, with def for null that the policy lets through; known is false where they
// cannot be listed.
func (in *Inferring) Integer(i int, def int64) (numbers []int64, known bool) {
	s := in.single(i)
	values, known := s.All()
	if !known {
		in.fails = in.fails || s.MayBe(shape.AnyKind&^shape.NullKind&^wholeNumber)
		return nil, false
	}
	for _, v := range values {
		n, err := def, error(nil)
		if !v.IsNull() {
			n, err = v.ToInteger()
		}
		if err != nil {
			in.fails = true
			continue
		}
		numbers = append(numbers, n)
	}
	return numbers, true
}

// Boolean reports whether argument i may be true and whether it may be false; null that the policy lets through is false.
func (in *Inferring) Boolean(i int) (yes, no bool) {
	yes, no, fails := shape.TruthOf(in.single(i))
	in.fails = in.fails || fails
	return yes, no
}

// Date records whether argument i may be something other than a date. The policy must not let null through.
func (in *Inferring) Date(i int) {
	in.requireDate(in.single(i))
}

// requireDate records whether a value may be something other than a date.
func (in *Inferring) requireDate(s Shape) {
	in.fails = in.fails || s.MayBe(shape.AnyKind&^value.KindsOf(value.KindDateTime))
}

// unknown returns the shape that follows from the literal alone.
func (in *Inferring) unknown() Shape {
	// Parameters beyond the arguments are read too: their null may be an error or make the result null.
	for i := range max(in.Len(), len(in.spec.Params)) {
		in.single(i)
	}
	return Shape{Kinds: in.spec.Result}
}

// Members returns the shape of a member where argument i is read as a list: of a list's members, of a single value as the only one.
// Null has none. The lengths of a member that is a list itself are those of its text.
func (in *Inferring) Members(i int) Shape {
	s := in.Value(i)
	if s.Fails == AlwaysFails {
		return s
	}
	return s.Member()
}

// atLeast returns the whole numbers that argument i may be, without those below least, which are errors; nil where they cannot be listed.
func (in *Inferring) atLeast(i int, least, def int64) []int64 {
	numbers, known := in.Integer(i, def)
	if !known {
		in.fails = true
		return nil
	}
	sound := []int64{}
	for _, n := range numbers {
		if n >= least {
			sound = append(sound, n)
		}
	}
	in.fails = in.fails || len(sound) < len(numbers)
	return sound
}

// requireTexts records that the call fails unless every text of s is valid.
func (in *Inferring) requireTexts(s Shape, sound func(text string) bool) {
	unsound := func(v value.Value) bool { return !sound(v.Text()) }
	in.fails = in.fails || s.Values == nil || slices.ContainsFunc(s.Values, unsound)
}
