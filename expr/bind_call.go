package expr

import (
	"errors"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/nearest"
)

// bindCall checks and binds a call. The arguments of an unknown function are bound to find what is wrong in them, and to know what they
// read; they may be flow signals, since the function that is meant may be one that passes them on.
func (b *binder) bindCall(n *syntax.Call, at place) call.Arg {
	spec := b.resolve(n)
	if spec == nil {
		for _, arg := range n.Args {
			b.bind(arg, place{flow: true})
		}
		return &unknownNode{src: n, prog: b.prog}
	}
	b.checkPlace(n, spec, at)
	args := b.checkArity(n, spec)
	bound := make([]call.Arg, len(args))
	for i, arg := range args {
		bound[i] = b.bindArgument(arg, spec.Param(i, len(args)), at)
	}
	state := b.prepare(n, spec, args)
	node := &callNode{
		call: functions.Bind(spec, bound, state, b.points(n, spec, len(args), state)), src: n, prog: b.prog,
		taken: int32(len(args)), eager: b.cfg.compat.EagerBranches,
	}
	b.prog.redacts = b.prog.redacts || spec.Redacts
	if !b.cfg.compat.EagerBranches {
		node.quick = quickCall(node.call, bound)
	}
	return chained(node)
}

// bindArgument binds one argument. The option IIFNullConditionFails concerns all parameters that are conditions.
func (b *binder) bindArgument(arg syntax.Node, param *functions.Param, at place) call.Arg {
	if param == nil { // a surplus argument, reported already
		return b.bind(arg, place{})
	}
	bound := b.bind(arg, place{flow: at.flow && param.Flow})
	if bound != nil && param.Condition && b.cfg.compat.IIFNullConditionFails {
		return b.guard(bound, arg)
	}
	return bound
}

// guard makes a condition fail where one of its attributes has no value. The condition has been bound, so that all its
// attributes have nodes.
func (b *binder) guard(condition call.Arg, src syntax.Node) call.Arg {
	node := &presentNode{condition: condition, src: src, prog: b.prog}
	for n := range syntax.Nodes(src) {
		if a, ok := n.(*syntax.Attribute); ok {
			node.attributes = append(node.attributes, b.attributes[a.Name])
		}
	}
	return node
}

// resolve finds the function that a call means. An alias, or a name in another case, is accepted with a warning; under the
// compat option StrictCase the latter is an error.
func (b *binder) resolve(n *syntax.Call) *functions.Spec {
	spec, exact := b.cfg.functions.Lookup(n.Name)
	switch {
	case spec == nil:
		b.found = append(b.found, unknownFunction(b.cfg, n.Name, n.NameSpan, b.suggest(n)))
		return nil
	case exact:
	case strings.EqualFold(spec.Name, n.Name):
		severity := diag.Warning
		if b.cfg.compat.StrictCase {
			severity = diag.Error
		}
		b.report(severity, codes.FunctionCase, n.NameSpan, "write "+spec.Name, "the service compares function names with case")
	default:
		b.report(diag.Warning, codes.FunctionAlias, n.NameSpan, "write "+spec.Name, "%s is another name of %s", n.Name, spec.Name)
	}
	if spec.Origin == functions.CloudSync || spec.Origin == functions.Undocumented {
		b.report(diag.Warning, codes.OutsideReference, n.NameSpan, "", "%s is not in the application provisioning reference (%s)", spec.Name, spec.Source)
	}
	return spec
}

// suggest returns the hint for an unknown function: what replaces one of another language, else the nearest name. A name that
// is known elsewhere needs no search, which is bounded by mostGuesses.
func (b *binder) suggest(n *syntax.Call) string {
	if hint, meant := syntax.Foreign(n.Name, n.Args); hint != "" {
		b.means(n, meant)
		return hint
	}
	if near := b.guess(b.nearestFunction, n.Name); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

// nearestFunction looks among the registry's own names, not the aliases.
func (b *binder) nearestFunction(name string) string {
	return nearest.Name(name, func(yield func(string) bool) {
		for spec := range b.cfg.functions.All() {
			if !yield(spec.Name) {
				return
			}
		}
	})
}

// checkPlace reports functions in a place that their literal does not allow, such as inside of another function.
func (b *binder) checkPlace(n *syntax.Call, spec *functions.Spec, at place) {
	switch {
	case spec.Place == functions.TopOnly && !at.top:
		b.report(diag.Error, codes.UniquePlacement, n.NameSpan,
			fmt.Sprintf("make %s the outermost function and put the others inside its arguments", spec.Name),
			"%s cannot be nested in another function", spec.Name)
	case spec.Place == functions.FlowOnly && !at.flow:
		b.report(diag.Error, codes.IgnoreFlowPlace, n.NameSpan,
			fmt.Sprintf("make %s the outermost function", spec.Name),
			"%s can only be used where its result is the result of the expression", spec.Name)
	}
}

// checkArity compares the arguments with the parameters and returns the arguments that count: empty ones after the last
// parameter are dropped.
func (b *binder) checkArity(n *syntax.Call, spec *functions.Spec) []syntax.Node {
	least, most := spec.Arity()
	args := written(n, spec)
	for i := len(n.Args) - 1; i >= len(args); i-- {
		b.report(diag.Warning, codes.SurplusEmpty, n.Args[i].Span(), "drop the last comma", "%s takes no argument here; the empty one is ignored", spec.Name)
	}
	usage := "write " + spec.Signature()
	switch {
	case len(args) < least:
		b.report(diag.Error, codes.TooFewArguments, n.At, usage, "%s needs %s, %d found", spec.Name, atLeast(least, most), len(args))
	case most >= 0 && len(args) > most:
		b.report(diag.Error, codes.TooManyArguments, args[most].Span(), usage, "%s takes %s, %d found", spec.Name, atMost(least, most), len(args))
	case spec.Unpaired(len(args)):
		b.report(diag.Error, codes.SwitchPairs, args[len(args)-1].Span(),
			usage+"; leave the default empty if there is none: "+spec.Name+"(source, , key, value)",
			"the last key has no value: %s needs an even number of arguments, %d found", spec.Name, len(args))
	}
	b.checkOmitted(spec, args)
	return args
}

// written returns the arguments that count: empty ones beyond the last parameter do not.
func written(n *syntax.Call, spec *functions.Spec) []syntax.Node {
	_, most := spec.Arity()
	args := n.Args
	for len(args) > 0 && isOmitted(args[len(args)-1]) && surplus(spec, len(args), most) {
		args = args[:len(args)-1]
	}
	return args
}

// surplus reports whether a function with n arguments has no place for the last one.
func surplus(spec *functions.Spec, n, most int) bool {
	if most >= 0 {
		return n > most
	}
	return spec.Unpaired(n)
}

// checkOmitted reports empty arguments for parameters that need one.
func (b *binder) checkOmitted(spec *functions.Spec, args []syntax.Node) {
	for i, arg := range args {
		param := spec.Param(i, len(args))
		if param == nil || !isOmitted(arg) || param.Optional || param.Repeats || param.MayBeEmpty {
			continue
		}
		b.report(diag.Error, codes.MissingArgument, arg.Span(), "write "+spec.Signature(), "%s needs a %s", spec.Name, param.Name)
	}
}

func isOmitted(n syntax.Node) bool {
	_, omitted := n.(*syntax.Omitted)
	return omitted
}

// atLeast and atMost name an exact number where the function takes only one.
func atLeast(least, most int) string {
	if least == most {
		return diag.Count(least, "argument")
	}
	return "at least " + diag.Count(least, "argument")
}

func atMost(least, most int) string {
	if least == most {
		return diag.Count(most, "argument")
	}
	return "at most " + diag.Count(most, "argument")
}

// prepare shows the constant arguments to the function and checks the kinds of all.
func (b *binder) prepare(n *syntax.Call, spec *functions.Spec, args []syntax.Node) any {
	p := &functions.Preparation{
		Effects: spec.Effects, Compat: b.cfg.compat, Traced: b.cfg.trace != nil,
		PatternBytes: max(b.cfg.limits.PatternBytes, 0), SwitchPairs: max(b.cfg.limits.SwitchPairs, 0),
	}
	for i, arg := range args {
		p.Args = append(p.Args, constantArgument(arg))
		b.checkKind(arg, spec, spec.Param(i, len(args)), p.Args[i])
	}
	if spec.Prepare == nil {
		b.prog.effects |= spec.Effects
		return nil
	}
	state := spec.Prepare(p)
	b.prog.effects |= p.Effects
	b.prog.attributes = append(b.prog.attributes, p.Reads...)
	for arg, f := range p.Findings() {
		f.Span = n.At
		if arg >= 0 && arg < len(args) {
			f.Span = args[arg].Span()
		}
		b.found = append(b.found, f)
	}
	return state
}

// constantArgument returns what is known of an argument when the expression is compiled: whether it is there, its value if it
// is a constant, and its attribute if it is a reference.
func constantArgument(arg syntax.Node) functions.Constant {
	if isOmitted(arg) {
		return functions.Constant{}
	}
	c := functions.Constant{Present: true}
	c.Value, c.Known = constantOf(arg)
	if a, ok := arg.(*syntax.Attribute); ok {
		c.Attribute = a.Name
	}
	return c
}

// checkKind finds arguments that can never be of a wanted kind. Of constants the value is looked at, of other arguments the
// kinds that the node can result in; where these are unknown, as those of an attribute, nothing is reported.
func (b *binder) checkKind(arg syntax.Node, spec *functions.Spec, param *functions.Param, c functions.Constant) {
	if param == nil || param.Kinds == 0 || !c.Present {
		return
	}
	if c.Known {
		isNull := c.Value.IsNull() || param.EmptyIsNull && c.Value.IsNullOrEmpty()
		if !isNull && !coercible(c.Value, param.Kinds) {
			hint := ""
			var failed *value.CoercionError
			if _, err := c.Value.ToInteger(); errors.As(err, &failed) && failed.Reason != "" { // hexadecimal digits
				hint = "write it without quotation marks: " + diag.Clip(c.Value.Text())
			}
			b.report(diag.Error, codes.BadConstant, arg.Span(), hint, "want %s for %s of %s", wanted(param.Kinds), param.Name, spec.Name)
		}
		return
	}
	if kinds := b.staticKinds(arg); kinds != 0 && kinds&sources(param.Kinds) == 0 {
		b.report(diag.Error, codes.ArgumentKind, arg.Span(), "", "want %s for %s of %s, got %s", wanted(param.Kinds), param.Name, spec.Name, kinds)
	}
}

// staticKinds returns the kinds that n may evaluate to, 0 where they are not known.
func (b *binder) staticKinds(n syntax.Node) value.Kinds {
	switch n := n.(type) {
	case *syntax.Compare:
		return value.KindsOf(value.KindBoolean)
	case *syntax.Concat:
		return value.KindsOf(value.KindString)
	case *syntax.Call:
		if spec, _ := b.cfg.functions.Lookup(n.Name); spec != nil {
			return spec.Result
		}
	}
	return 0
}

var (
	textual  = value.KindsOf(value.KindNull, value.KindString, value.KindReference, value.KindList)
	numeric  = value.KindsOf(value.KindInteger, value.KindDecimal)
	boolean  = value.KindsOf(value.KindBoolean)
	dateTime = value.KindsOf(value.KindDateTime)
)

// sources returns the kinds that can be read as one of the wanted kinds. Null always can: whether it is accepted depends on
// the function. A list may have a single member, and a text may have any form.
func sources(kinds value.Kinds) value.Kinds {
	set := kinds | value.KindsOf(value.KindNull)
	if kinds&numeric != 0 {
		set |= textual | numeric
	}
	if kinds&boolean != 0 {
		set |= textual | numeric
	}
	if kinds&dateTime != 0 {
		set |= textual
	}
	return set
}

// coercible reports whether a constant can be read as one of the wanted kinds.
func coercible(v value.Value, kinds value.Kinds) bool {
	// Every value has a text form.
	if kinds.Has(v.Kind()) || kinds.Has(value.KindString) && !kinds.Has(value.KindObject) {
		return true
	}
	fails := func(_ any, err error) bool { return err != nil }
	switch {
	case kinds.Has(value.KindInteger) && !fails(v.ToInteger()):
	case kinds.Has(value.KindDecimal) && !fails(v.ToDecimal()):
	case kinds.Has(value.KindBoolean) && !fails(v.ToBoolean()):
	case kinds.Has(value.KindDateTime) && !fails(v.ToDate()):
	default:
		return false
	}
	return true
}

// wanted describes kinds in words.
func wanted(kinds value.Kinds) string {
	switch {
	case kinds == value.KindsOf(value.KindInteger):
		return "a whole number"
	case kinds == numeric:
		return "a number"
	case kinds == boolean:
		return "True, False or a comparison"
	case kinds == dateTime:
		return "a date"
	}
	return "a value of kind " + kinds.String()
}
