package lint

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// expression is one expression with what is known of it, and the findings about it.
type expression struct {
	use     Use
	opts    *Options
	reg     *functions.Registry
	src     string
	root    syntax.Node   // nil where the text does not parse
	program *expr.Program // nil where it cannot be evaluated
	parents map[syntax.Node]parent
	rule    *Rule // the one that looks at the expression
	found   []finding

	evaluated []outcome       // for the data, once it is asked for
	takes     *mapping.Limit  // what the target takes, once it is asked for
	inferred  *expr.Inference // once it is asked for
}

// parent is where a node stands: in argument or operand index of node; node is nil for the root.
type parent struct {
	node  syntax.Node
	index int
}

// Expression gives what is wrong with an expression, in the order of its text. It never fails: a text that cannot be read is a finding.
// The cost is linear in the text, but for the regular expressions in it.
func Expression(text string, use Use, opts Options) diag.List {
	return published(checkedExpression(text, use, &opts))
}

func checkedExpression(text string, use Use, opts *Options) []finding {
	found := lintExpression(text, use, opts)
	checkFixes(found, text, use, opts)
	return found
}

// lintExpression gives the findings about an expression with fixes that nobody has checked.
func lintExpression(text string, use Use, opts *Options) []finding {
	e := &expression{use: use, opts: opts, reg: opts.registry(), src: text}
	told := e.check()
	if e.root != nil {
		e.link(e.root, parent{})
		for _, r := range ruleBook().rules {
			if r.expression != nil && (!r.OnRequest || opts.All) {
				e.rule = r
				from := len(e.found)
				r.expression(e)
				e.mend(e.found[from:])
			}
		}
	}
	e.tell(told)
	for i := range e.found {
		e.found[i].SetText(text)
		e.found[i].Target = use.Target
	}
	order(e.found)
	return e.found
}

// check reads, checks and compiles the text, and gives what was found on the way.
func (e *expression) check() diag.List {
	options := []expr.Option{expr.WithFunctions(e.reg)}
	if names := e.opts.sourceNames(); names != nil {
		options = append(options, expr.WithAttributes(names...))
	}
	program, err := expr.Compile(e.src, options...)
	if err == nil {
		e.program, e.root = program, program.Tree()
		return program.Warnings()
	}
	if tree, err := syntax.Parse(e.src); err == nil {
		e.root = tree.Root
	}
	var found diag.List
	errors.As(err, &found)
	return found
}

func (e *expression) link(n syntax.Node, at parent) {
	if e.parents == nil {
		e.parents = map[syntax.Node]parent{}
	}
	e.parents[n] = at
	i := 0
	for child := range syntax.Children(n) {
		e.link(child, parent{n, i})
		i++
	}
}

// tell adds the findings of the language's own checks, under the rules that stand for them. Where a rule of this package speaks of the
// same piece of text, it knows better.
func (e *expression) tell(found diag.List) {
	own := slices.Clone(e.found)
	for _, d := range found {
		rule, severity, ok := e.opts.told(d.Code, d.Severity)
		if !ok || slices.ContainsFunc(own, func(f finding) bool { return f.Span == d.Span }) {
			continue
		}
		f := newFinding(rule, severity, sentence(d))
		f.Fix, f.Span, f.lower = d.Fix, d.Span, true
		if rule.mend != nil {
			if fix := rule.mend(e, d); fix != "" {
				f.Fix = fix
			}
		}
		e.found = append(e.found, f)
	}
}

// sentence gives the message with the hint.
func sentence(d diag.Finding) diag.Message {
	if d.Hint.IsZero() {
		return d.Message
	}
	return diag.Messagef("%s: %s", d.Message, d.Hint)
}

// report adds a finding of the running rule about a node.
func (e *expression) report(n syntax.Node, format string, args ...any) *finding {
	return e.reportAt(n.Span(), format, args...)
}

func (e *expression) reportAt(at diag.Span, format string, args ...any) *finding {
	f := newFinding(e.rule, e.rule.Severity, diag.Messagef(format, args...))
	f.Span = at
	e.found = append(e.found, f)
	return &e.found[len(e.found)-1]
}

// mend makes the fixes of one rule's findings. One fix corrects all of them where they do not get in each other's way.
func (e *expression) mend(found []finding) {
	var all []edit
	for _, f := range found {
		all = append(all, f.edits...)
	}
	together := !overlap(all)
	for i := range found {
		switch f := &found[i]; {
		case len(f.edits) == 0:
		case together:
			f.Fix = apply(e.src, all...)
		default:
			f.Fix = apply(e.src, f.edits...)
		}
	}
}

// text gives a node's piece of the source.
func (e *expression) text(n syntax.Node) string {
	at := n.Span()
	return e.src[at.Start:at.End]
}

// replace gives the whole text with a node written anew.
func (e *expression) replace(n syntax.Node, text string) string {
	return apply(e.src, edit{n.Span(), text})
}

// call is a function call whose function is known.
type call struct {
	*syntax.Call
	spec *functions.Spec
}

// calls gives the calls of the named functions, of all known functions without names, in the order of the text.
func (e *expression) calls(names ...string) iter.Seq[call] {
	return func(yield func(call) bool) {
		for n := range syntax.Nodes(e.root) {
			c, ok := e.callOf(n)
			if ok && (names == nil || slices.Contains(names, c.spec.Name)) && !yield(c) {
				return
			}
		}
	}
}

// callOf gives a node as a call of a known function.
func (e *expression) callOf(n syntax.Node) (call, bool) {
	c, ok := n.(*syntax.Call)
	if !ok {
		return call{}, false
	}
	spec, _ := e.reg.Lookup(c.Name)
	return call{c, spec}, spec != nil
}

// isCall tells whether a node is a call of one of the named functions.
func (e *expression) isCall(n syntax.Node, names ...string) bool {
	c, ok := e.callOf(n)
	return ok && slices.Contains(names, c.spec.Name)
}

// arg gives an argument that is written, nil for one that is not.
func (c call) arg(i int) syntax.Node {
	if i >= len(c.Args) {
		return nil
	}
	if _, omitted := c.Args[i].(*syntax.Omitted); omitted {
		return nil
	}
	return c.Args[i]
}

// param gives the parameter of an argument; never nil.
func (c call) param(i int) *functions.Param {
	if p := c.spec.Param(i, len(c.Args)); p != nil {
		return p
	}
	return &functions.Param{}
}

// constant gives the text of a constant in quotation marks.
func constant(n syntax.Node) (text string, ok bool) {
	s, ok := n.(*syntax.String)
	if !ok {
		return "", false
	}
	return s.Value, true
}

// attribute gives the name of an attribute reference.
func attribute(n syntax.Node) (name string, ok bool) {
	a, ok := n.(*syntax.Attribute)
	if !ok {
		return "", false
	}
	return a.Name, true
}

// attributes gives the names that the expression reads below n, each once.
func attributes(n syntax.Node) []string {
	var names []string
	for n := range syntax.Nodes(n) {
		if name, ok := attribute(n); ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// isBoolean tells whether a function gives nothing but True and False.
func (c call) isBoolean() bool {
	return c.spec.Result != 0 && c.spec.Result&^value.KindsOf(value.KindBoolean, value.KindNull) == 0
}

// limit gives what is known of the values that the target takes.
func (e *expression) limit() *mapping.Limit {
	if e.takes == nil {
		limit := e.opts.limit(e.use.Target)
		e.takes = &limit
	}
	return e.takes
}

// isTarget tells whether the expression fills one of the targets, compared without case.
func (e *expression) isTarget(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, e.use.Target) })
}
