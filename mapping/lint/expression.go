package lint

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// expression is an expression with its context and its findings. It lives for one check, in one goroutine.
type expression struct {
	use     Use
	opts    *Options
	reg     *functions.Registry
	src     string
	root    syntax.Node   // nil if the text does not parse
	program *expr.Program // nil if the text does not compile
	parents map[syntax.Node]parent
	rule    *Rule // the rule that is being checked
	found   []finding

	evaluated []outcome       // for the data; computed on first use
	takes     *limits         // limits on the target's values; computed on first use
	inferred  *expr.Inference // computed on first use
}

// parent is the place of a node: argument or operand index of node, which is nil for the root. Rules ask for it at every step outwards,
// and the nodes themselves know only their children.
type parent struct {
	node  syntax.Node
	index int
}

// Expression returns the findings about an expression in the order of its text. It never fails: a text that does not parse is a finding.
// Every fix that is suggested is linted in its turn, once for each distinct text; but for that and for regular expressions the cost is
// linear in the length of the text.
func Expression(text string, use Use, opts Options) diag.List {
	return published(checkedExpression(text, use, &opts))
}

// checkedExpression returns the findings about an expression, without the fixes that are no improvement.
func checkedExpression(text string, use Use, opts *Options) []finding {
	found := lintExpression(text, use, opts)
	checkFixes(found, text, use, opts)
	return found
}

// lintExpression returns the findings about an expression, with unchecked fixes. checkFixes calls it for each fix, so it must not check
// fixes itself.
func lintExpression(text string, use Use, opts *Options) []finding {
	e := &expression{use: use, opts: opts, reg: opts.registry(), src: text}
	found := e.check()
	if e.root != nil {
		e.link(e.root, parent{})
		if opts.Data != nil && e.isSecret() {
			opts.Data.conceal(attributes(e.root)...)
		}
		// Rules run in the order of their codes: those that look at what was found before, such as L73, count on it.
		for _, r := range ruleBook().rules {
			if r.expression != nil && (!r.OnRequest || opts.All) {
				e.rule = r
				from := len(e.found)
				r.expression(e)
				e.mendClasses(e.found[from:])
			}
		}
	}
	// The rules run before the compiler's findings are adopted, which give way to theirs; see adopt.
	e.adopt(found)
	for i := range e.found {
		e.found[i].SetText(text)
		e.found[i].Target = use.Target
		e.found[i].FixChangesValue = e.changesValue(&e.found[i])
	}
	order(e.found)
	return e.found
}

// check parses and compiles the text, and returns the findings. A text that parses and does not compile still has a tree, so that the
// rules can look at it; only those that evaluate it are without effect.
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

// link notes the parents of n and of all nodes below it. The index counts the children, which for a call are its arguments.
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

// adopt adds findings of the compiler under their rules. It omits those about a text for which a rule of this package has a finding that is
// as grave, and more specific; a milder one takes the place of an error only if it is of the rule that the error belongs to, so that what
// does not compile always has an error. The comparison is with the findings of the rules alone, so that two of the compiler about one text
// both stay.
func (e *expression) adopt(found diag.List) {
	own := slices.Clone(e.found)
	for _, d := range found {
		rule, severity, ok := e.opts.report(d.Code, d.Severity)
		if !ok || slices.ContainsFunc(own, func(f finding) bool { return f.Span == d.Span && (f.Severity <= severity || f.rule == rule) }) {
			continue
		}
		f := newFinding(rule, severity, sentence(d))
		// mend sees the whole expression and the functions; where it has no correction, the finding's own remains.
		f.Fix, f.Span, f.lower = d.Fix, d.Span, true
		if rule.mend != nil {
			f.edits = rule.mend(e, d)
		}
		e.found = append(e.found, f)
	}
	e.mendClasses(e.found[len(own):])
}

// mendClasses is mend for findings of any rules in any order: the edits of each rule are applied together, those that change the value apart
// from the others.
func (e *expression) mendClasses(found []finding) {
	group := func(f *finding) string {
		if f.rule.changes != nil && f.rule.changes(e, f) {
			return f.rule.Code + " changes"
		}
		return f.rule.Code
	}
	slices.SortStableFunc(found, func(a, b finding) int { return cmp.Compare(group(&a), group(&b)) })
	for len(found) > 0 {
		n := slices.IndexFunc(found, func(f finding) bool { return group(&f) != group(&found[0]) })
		if n < 0 {
			n = len(found)
		}
		e.mend(found[:n])
		found = found[n:]
	}
}

// sentence returns the message with the hint.
func sentence(d diag.Finding) diag.Message {
	if d.Hint.IsZero() {
		return d.Message
	}
	return diag.Messagef("%s: %s", d.Message, d.Hint)
}

// report adds a finding of the running rule about a node. The pointer is good until the next report, which may move the findings: add
// edits at once.
func (e *expression) report(n syntax.Node, format string, args ...any) *finding {
	return e.reportAt(n.Span(), format, args...)
}

// reportAt is report for a span of the text.
func (e *expression) reportAt(at diag.Span, format string, args ...any) *finding {
	f := newFinding(e.rule, e.rule.Severity, diag.Messagef(format, args...))
	f.Span = at
	e.found = append(e.found, f)
	return &e.found[len(e.found)-1]
}

// mend sets the fixes of a rule's findings. If their edits do not overlap, each fix corrects all of them: two slips of one kind are
// corrected at once, and checkFixes has one text to lint. If they do, each fix corrects its own finding.
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

// changesValue reports whether the correction of a finding may change the value of the expression, which has one only if it compiles.
func (e *expression) changesValue(f *finding) bool {
	return f.Fix != "" && e.program != nil && (!f.rule.KeepsValue || f.rule.changes != nil && f.rule.changes(e, f))
}

// text returns the source text of a node, as written. The node must be one of the expression's tree: others have no span in its text.
func (e *expression) text(n syntax.Node) string {
	at := n.Span()
	return e.src[at.Start:at.End]
}

// whole returns the edit that replaces the whole source text.
func (e *expression) whole(text string) []edit {
	return []edit{{diag.Span{End: len(e.src)}, text}}
}

// replace returns the whole source text with a node replaced.
func (e *expression) replace(n syntax.Node, text string) string {
	return apply(e.src, edit{n.Span(), text})
}

// call is a call of a known function. Its name is as written, that of spec is the documented one: rules compare the latter, so that
// aliases and other cases count.
type call struct {
	*syntax.Call
	spec *functions.Spec
}

// calls returns an iterator over the calls of the named functions, or of all known functions if there are no names, in the order of
// the text.
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

// callOf returns a node as a call, and reports whether it is one of a known function. A nil node is none.
func (e *expression) callOf(n syntax.Node) (call, bool) {
	c, ok := n.(*syntax.Call)
	if !ok {
		return call{}, false
	}
	spec, _ := e.reg.Lookup(c.Name)
	return call{c, spec}, spec != nil
}

// isCall reports whether a node is a call of one of the named functions.
func (e *expression) isCall(n syntax.Node, names ...string) bool {
	c, ok := e.callOf(n)
	return ok && slices.Contains(names, c.spec.Name)
}

// arg returns an argument, or nil if it is missing or omitted. For the functions here an omitted argument is no argument.
func (c call) arg(i int) syntax.Node {
	if i >= len(c.Args) {
		return nil
	}
	if _, omitted := c.Args[i].(*syntax.Omitted); omitted {
		return nil
	}
	return c.Args[i]
}

// param returns the parameter of an argument. It is never nil: a surplus argument has the zero parameter, which allows nothing.
func (c call) param(i int) *functions.Param {
	if p := c.spec.Param(i, len(c.Args)); p != nil {
		return p
	}
	return &functions.Param{}
}

// constant returns the value of a text constant, without quotation marks and escapes, and reports whether n is one; a nil n is none.
func constant(n syntax.Node) (text string, ok bool) {
	s, ok := n.(*syntax.String)
	if !ok {
		return "", false
	}
	return s.Value, true
}

// attribute returns the name in an attribute reference, and reports whether n is one.
func attribute(n syntax.Node) (name string, ok bool) {
	a, ok := n.(*syntax.Attribute)
	if !ok {
		return "", false
	}
	return a.Name, true
}

// attributes returns the distinct names of the attributes in n.
func attributes(n syntax.Node) []string {
	var names []string
	for n := range syntax.Nodes(n) {
		if name, ok := attribute(n); ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// returnsNumber reports whether the function returns only whole numbers, or null, for each value of its source.
func (c call) returnsNumber() bool {
	return c.spec.Result.Has(value.KindInteger) && c.spec.Result != 0 && c.spec.Result&^value.KindsOf(value.KindInteger, value.KindList, value.KindNull) == 0
}

// isBoolean reports whether the function returns only True and False, or null. A Result of 0 means that the kinds are unknown.
func (c call) isBoolean() bool {
	return c.spec.Result != 0 && c.spec.Result&^value.KindsOf(value.KindBoolean, value.KindNull) == 0
}

// limit returns the limits on the target's values. They are kept, since a profile reads its table and compiles patterns anew each time.
func (e *expression) limit() *limits {
	if e.takes == nil {
		limit := e.opts.limit(e.use.Target)
		e.takes = &limit
	}
	return e.takes
}

// isTarget reports whether the expression fills one of the targets, ignoring case.
func (e *expression) isTarget(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, e.use.Target) })
}
