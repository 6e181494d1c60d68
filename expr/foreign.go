package expr

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/codes"
)

// mostUnread is the maximum number of calls that are reported in a text that does not parse.
const mostUnread = 10

// withUnreadCalls returns the findings about a text that does not parse, with those about calls of functions of other languages: that there is no
// such function is worth knowing before the rest is corrected. A call that the parser has refused is reported already.
func withUnreadCalls(src string, cfg *config, options syntax.Options, found diag.List) diag.List {
	all := found
	options.Calls = func(name string, at diag.Span) {
		spec, _ := cfg.functions.Lookup(name)
		hint, _ := syntax.Foreign(name, nil)
		if spec != nil || hint == "" || len(all)-len(found) == mostUnread ||
			slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Span.Start == at.Start }) {
			return
		}
		f := unknownFunction(cfg, name, at, hint)
		f.SetText(src)
		all = append(all, f)
	}
	_, _ = syntax.ParseText(src, options)
	all.Sort()
	withWholeFix(cfg, all)
	return all
}

// withWholeFix leaves only a fix that compiles. That of the parser, which is one for all its findings, parses; where it has functions of other
// languages, their fix is the whole one.
func withWholeFix(cfg *config, found diag.List) {
	at := slices.IndexFunc(found, func(f diag.Finding) bool { return f.Fix != "" })
	if at < 0 {
		return
	}
	parsed := found[at].Fix
	whole := parsed
	if _, after := compile(parsed, cfg); after.HasErrors() {
		whole = ""
		for _, f := range after {
			if f.Code == codes.UnknownFunction && f.Fix != "" {
				whole = f.Fix
			}
		}
	}
	for i := range found {
		if found[i].Fix == parsed {
			found[i].Fix = whole
		}
	}
}

// unknownFunction returns the finding about a call of a function that is not registered.
func unknownFunction(cfg *config, name string, at diag.Span, hint string) diag.Finding {
	f := diag.Finding{
		Code: codes.UnknownFunction, Place: diag.Place{Span: at}, Message: diag.Messagef("there is no function %s", diag.Name(diag.Quote(name))),
		Hint: diag.Plain(hint),
	}
	if cfg.unknown {
		f.Severity = diag.Warning
	}
	return f
}

// means notes how a call of another language is written here; nil where that is not certain.
func (b *binder) means(n, meant syntax.Node) {
	if meant == nil {
		return
	}
	if b.meant == nil {
		b.meant, b.rewritten = map[syntax.Node]syntax.Node{}, map[syntax.Node]syntax.Node{}
	}
	b.meant[n] = meant
}

// offer sets the fix of unknown functions that are written otherwise here: all of them at once, if the text then compiles.
func (b *binder) offer() {
	if len(b.meant) == 0 {
		return
	}
	var fix strings.Builder
	done, whole := 0, true
	syntax.Walk(b.prog.tree, func(n syntax.Node) bool {
		meant, changed := b.written(n)
		if !changed {
			return true
		}
		if whole = whole && isSmall(meant); !whole {
			return false
		}
		fix.WriteString(b.prog.source[done:n.Span().Start])
		fix.WriteString(syntax.Format(meant))
		done = n.Span().End
		return false
	})
	fix.WriteString(b.prog.source[done:])
	if !whole {
		return
	}
	if _, found := compile(fix.String(), b.cfg); found.HasErrors() {
		return
	}
	for i := range b.found {
		if b.found[i].Code == codes.UnknownFunction {
			b.found[i].Fix = fix.String()
		}
	}
}

// written returns how a node is written here, and reports whether it is itself a call of another language, or an IIF whose condition is
// And or Or.
func (b *binder) written(n syntax.Node) (syntax.Node, bool) {
	if chosen := b.nested(n); chosen != nil {
		return chosen, true
	}
	meant := b.meant[n]
	if meant == nil {
		return n, false
	}
	return b.inside(meant), true
}

// mostWritten is the maximum number of nodes of a call as it is written here; see [binder.inside].
const mostWritten = 2000

func isSmall(n syntax.Node) bool {
	count := 0
	for range syntax.Nodes(n) {
		if count++; count > mostWritten {
			return false
		}
	}
	return true
}

// inside returns a tree with everything in it as it is written here. A part that is needed twice is shared, and made once.
func (b *binder) inside(n syntax.Node) syntax.Node {
	if known := b.rewritten[n]; known != nil {
		return known
	}
	out := b.insideOf(n)
	b.rewritten[n] = out
	return out
}

func (b *binder) insideOf(n syntax.Node) syntax.Node {
	if meant, changed := b.written(n); changed {
		return meant
	}
	switch n := n.(type) {
	case *syntax.Call:
		out := *n
		out.Args = b.allInside(n.Args)
		return &out
	case *syntax.Compare:
		out := *n
		out.Left, out.Right = b.inside(n.Left), b.inside(n.Right)
		return &out
	case *syntax.Concat:
		out := *n
		out.Operands = b.allInside(n.Operands)
		return &out
	}
	return n
}

func (b *binder) allInside(nodes []syntax.Node) []syntax.Node {
	var out []syntax.Node
	for _, n := range nodes {
		out = append(out, b.inside(n))
	}
	return out
}

// nested returns an IIF with And or Or as its condition as IIFs inside each other, and nil for any other node.
func (b *binder) nested(n syntax.Node) syntax.Node {
	call, ok := n.(*syntax.Call)
	if !ok || !strings.EqualFold(call.Name, "IIF") || len(call.Args) != 3 {
		return nil
	}
	condition, ok := call.Args[0].(*syntax.Call)
	if !ok || b.meant[condition] == nil {
		return nil
	}
	isAnd := strings.EqualFold(condition.Name, "And")
	if !isAnd && !strings.EqualFold(condition.Name, "Or") {
		return nil
	}
	yes, no := b.inside(call.Args[1]), b.inside(call.Args[2])
	node := no
	if isAnd {
		node = yes
	}
	for _, term := range slices.Backward(condition.Args) {
		args := []syntax.Node{b.inside(term), node, no}
		if !isAnd {
			args = []syntax.Node{b.inside(term), yes, node}
		}
		node = &syntax.Call{Name: call.Name, Args: args}
	}
	return node
}
