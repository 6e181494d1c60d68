package expr

import (
	"slices"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/call"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// binder turns a syntax tree into nodes that evaluate, and says on the way all that is wrong with it. Checking and compiling
// are one walk, so that they cannot disagree.
type binder struct {
	prog       *Program
	cfg        *config
	found      diag.List
	attributes map[string]*attributeNode
	guesses    int
	meant      map[syntax.Node]syntax.Node // calls of other languages, and how they are written here
	rewritten  map[syntax.Node]syntax.Node // parts, and what they are with all such calls in them written so
}

// place is the position of a node: whether it is the whole expression, and whether a flow signal can pass from it to the top.
// Operands have neither; an argument has flow if its call has it and its parameter passes a value on, as the branches of IIF
// do.
type place struct{ top, flow bool }

// compile returns the program of src and all findings. Names, arguments and constants are looked at only if the syntax is
// right, since there is no tree otherwise. If a finding is an error, the program must not be used.
func compile(src string, cfg *config) (*Program, diag.List) {
	options := syntax.Options{LenientQuotes: cfg.compat.LenientQuotes, Limits: cfg.limits.text()}
	tree, found := syntax.ParseText(src, options)
	if tree == nil || found.HasErrors() {
		return nil, withUnreadCalls(src, cfg, options, found)
	}
	prog := &Program{source: src, tree: tree.Root, cfg: cfg}
	b := &binder{prog: prog, cfg: cfg, found: found, attributes: map[string]*attributeNode{}}
	prog.root = b.bind(tree.Root, place{top: true, flow: true})
	// This comes after binding: isCheap weighs all attributes, and sets on their nodes whether reading them counts.
	if b.isCheap() {
		prog.chooser, _ = quickOf(prog.root).(*call.QuickCall)
	}
	// It may already have attributes that functions read by a constant name; see prepare.
	prog.attributes = slices.Grow(prog.attributes, len(b.attributes))
	for name := range b.attributes {
		prog.attributes = append(prog.attributes, name)
	}
	slices.Sort(prog.attributes)
	prog.attributes = slices.Compact(prog.attributes)
	b.offer()
	b.found.SetText(src)
	b.found.Sort()
	return prog, b.found
}

// report adds a finding; an empty hint is none.
func (b *binder) report(severity diag.Severity, code diag.Code, at diag.Span, hint, format string, args ...any) {
	b.found = append(b.found, diag.Finding{
		Code: code, Severity: severity, Place: diag.Place{Span: at}, Message: diag.Messagef(format, args...), Hint: diag.Plain(hint),
	})
}

// bind returns the node that evaluates n, nil for an omitted argument. In a program for explanations it records its outcome.
func (b *binder) bind(n syntax.Node, at place) call.Arg {
	return b.cfg.trace.wrap(n, b.bindNode(n, at))
}

func (b *binder) bindNode(n syntax.Node, at place) call.Arg {
	switch n := n.(type) {
	case *syntax.Attribute:
		return b.bindAttribute(n)
	case *syntax.Word:
		return b.bindWord(n, at)
	case *syntax.Token:
		b.prog.effects |= functions.Tenant
		return &tokenNode{src: n, prog: b.prog}
	case *syntax.Compare:
		return b.bindCompare(n)
	case *syntax.Concat:
		node := &concatNode{src: n, prog: b.prog}
		for _, operand := range n.Operands {
			node.operands = append(node.operands, b.bind(operand, place{}))
		}
		return node
	case *syntax.Call:
		return b.bindCall(n, at)
	// To a function, nil is an argument that is not there.
	case *syntax.Omitted:
		return nil
	}
	v, _ := constantOf(n)
	return &constantNode{v}
}

// bindCompare binds a comparison. An explanation needs every operand evaluated by a node of its own, and so has no short cut.
func (b *binder) bindCompare(n *syntax.Compare) call.Arg {
	node := &compareNode{op: n.Op, left: b.bind(n.Left, place{}), right: b.bind(n.Right, place{}), src: n, prog: b.prog}
	if n.Op != value.Equal && n.Op != value.NotEqual {
		return node
	}
	// A constant on the left has no short cut: compareNode has the same outcome.
	if text, ok := n.Right.(*syntax.String); ok && b.cfg.trace == nil {
		return &equalsNode{op: n.Op, arg: node.left, text: text.Value, slow: node, quick: quickOf(node.left)}
	}
	return node
}

// bindAttribute returns the node of the attribute's name, so that a name is checked and reported once, at its first reference.
func (b *binder) bindAttribute(n *syntax.Attribute) call.Arg {
	if node := b.attributes[n.Name]; node != nil {
		return node // one node for all references, so that the path is held once
	}
	node := &attributeNode{path: value.ParsePath(n.Name), src: n, prog: b.prog, emptyIsNull: b.cfg.compat.EmptyStringIsNull}
	if b.cfg.slots != nil && b.cfg.trace == nil { // a trace comes when the slots may be in use
		node.path = b.cfg.slots.Add(node.path)
	}
	b.attributes[n.Name] = node
	b.checkAttribute(n, &node.path)
	return node
}

// checkAttribute looks up the name among the source's attributes, if they are known.
func (b *binder) checkAttribute(n *syntax.Attribute, path *value.Path) {
	known := b.cfg.attributes
	// Of a path into a complex attribute only the beginning can be looked up.
	if known == nil || known.exact[n.Name] || known.exact[path.Root()] {
		return
	}
	if name := known.otherCase(n.Name); name != "" {
		b.report(diag.Warning, codes.AttributeCase, n.At, "write ["+name+"]", "the source writes this attribute's name in another case")
		return
	}
	hint := ""
	if near := b.guess(known.nearest, n.Name); near != "" {
		hint = "did you mean [" + near + "]?"
	}
	b.report(diag.Warning, codes.UnknownAttribute, n.At, hint, "the source has no attribute %s", diag.Quote(n.Name))
}

// mostGuesses caps the did-you-mean searches per expression, each of which compares a name with all others.
const mostGuesses = 50

// guess returns the name that is most likely meant by a misspelt one, or "".
func (b *binder) guess(nearest func(string) string, name string) string {
	if b.guesses++; b.guesses > mostGuesses {
		return ""
	}
	return nearest(name)
}

// bindWord binds a constant or a flow signal. A signal as the value of an argument would have to be compared or converted, for
// which it has no data.
func (b *binder) bindWord(n *syntax.Word, at place) call.Arg {
	v, _ := wordValue(n.Name)
	if v.Kind().IsSignal() && !at.flow {
		b.report(diag.Error, codes.IgnoreFlowPlace, n.At, "let it be the result of the expression, or of IIF, Switch or Coalesce",
			"%s cannot be used as the value of an argument", n.Name)
	}
	return &constantNode{v}
}

// wordValue returns the value of a bare word; a word that only names an option is its own text.
func wordValue(name string) (v value.Value, signal bool) {
	switch name {
	case "True":
		return value.True, false
	case "False":
		return value.False, false
	case "NULL":
		return value.Null, false
	case "IgnoreAttributeFlow":
		return value.IgnoreAttribute, true
	case "IgnoreObjectFlow":
		return value.IgnoreObject, true
	}
	return value.String(name), false
}

// constantOf returns the value of a constant; known is false for what depends on the object, and for flow signals.
func constantOf(n syntax.Node) (v value.Value, known bool) {
	switch n := n.(type) {
	case *syntax.String:
		return value.String(n.Value), true
	case *syntax.Number:
		if n.IsInt {
			return value.Integer(n.Int), true
		}
		v, err := value.Decimal(n.Text)
		return v, err == nil
	case *syntax.Word:
		v, signal := wordValue(n.Name)
		return v, !signal
	}
	return value.Absent, false
}
