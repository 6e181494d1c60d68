package test

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/tree"
)

// tests reads a file of tests.
func (r *reader) tests(root *tree.Node) {
	base := newSetup(r.file)
	var tests, expressions *tree.Node
	fields := append(r.jobFields(base), tree.Field{Name: "tests", Read: func(m *tree.Member) { tests = m.Value }}, tree.Field{Name: "expressions", Read: func(m *tree.Member) { expressions = m.Value }})
	if !r.Object(root, "a file of tests", fields) {
		return
	}
	if tests.IsNull() && expressions.IsNull() {
		if len(r.Faults) > 0 {
			return // an unknown member may be meant as one of them
		}
		r.Fault(root.At, codes.WrongValue, "", "want the member tests or expressions")
		return
	}
	if !tests.IsNull() {
		r.List(tests, false, func(n *tree.Node) { r.cycle(base, n) })
	}
	if !expressions.IsNull() {
		r.List(expressions, false, func(n *tree.Node) { r.expression(base, n) })
	}
	r.borrow()
}

// people are the members that say who is planned.
type people struct{ source, sources *tree.Node }

func (p *people) fields() []tree.Field {
	return []tree.Field{{Name: "source", Read: func(m *tree.Member) { p.source = m.Value }}, {Name: "sources", Read: func(m *tree.Member) { p.sources = m.Value }}}
}

func (p *people) given() bool { return p.source != nil || p.sources != nil }

// cycle reads a test of a cycle, or of several days.
func (r *reader) cycle(base *setup, n *tree.Node) {
	t := r.newCase(base, n)
	var people people
	var expect, days *tree.Node
	fields := append(people.fields(),
		tree.Field{Name: "name", Read: func(m *tree.Member) { r.Text(m.Value, &t.name) }},
		tree.Field{Name: "expect", Read: func(m *tree.Member) { expect = m.Value }},
		tree.Field{Name: "twice", Read: func(m *tree.Member) { r.Truth(m.Value, &t.twice) }},
		tree.Field{Name: "days", Read: func(m *tree.Member) { days = m.Value }})
	if !r.Object(n, "a test", append(fields, r.jobFields(t.job)...)) {
		return
	}
	if t.job.mapping.IsNull() {
		r.Fault(n.At, codes.WrongValue, "", "want the member mapping, of the test or of the file")
	}
	switch {
	case people.given():
		r.people(t, n, people)
	case !t.twice && days.IsNull():
		r.Fault(n.At, codes.WrongValue, "", "want source or sources")
	}
	switch {
	case !days.IsNull():
		if !expect.IsNull() {
			r.Fault(expect.At, codes.WrongValue, "", "want expect of the days, got one of the test")
		}
		r.days(t, days)
	case !expect.IsNull():
		unknown := !people.given() && !t.twice // a fault by itself: it may be written with another name
		r.expectations(t, expect, people.source != nil || len(t.sources) == 1 || unknown)
	case !t.twice:
		r.Fault(n.At, codes.WrongValue, "", "the test expects nothing: want expect")
	}
}

// people reads who is planned. On one of several days that may be nobody.
func (r *reader) people(t *testCase, n *tree.Node, p people) {
	t.peopled = true
	add := func(n *tree.Node) {
		if r.isSource(n) {
			t.sources = append(t.sources, n)
		}
	}
	switch {
	case p.source != nil && p.sources != nil:
		r.Fault(n.At, codes.WrongValue, "", "want source or sources, got both")
	case p.source != nil:
		add(p.source)
	default:
		r.List(p.sources, true, add)
		if written := p.sources.Real(); written.Kind == tree.List && len(written.Elements) == 0 && !t.isDay {
			r.Fault(p.sources.At, codes.WrongValue, "", "want source objects, got an empty list")
		}
	}
}

// newCase adds a test.
func (r *reader) newCase(base *setup, n *tree.Node) *testCase {
	t := &testCase{file: r.file, node: n, at: n.At, job: base.clone()}
	if !r.file.json {
		t.at = dash(r.file.text, n.At)
	}
	r.file.tests = append(r.file.tests, t)
	return t
}

// isSource reports whether a value is a source object, or the name of a file of some.
func (r *reader) isSource(n *tree.Node) bool {
	written := n.Real()
	if written.Kind == tree.Object || written.Kind == tree.Scalar && strings.HasPrefix(written.JSON, `"`) {
		return true
	}
	r.Want(n, "an object, or the name of a file")
	return false
}

// borrow gives tests that plan a second cycle and have no source objects of their own those of the file's other tests, in one cycle.
func (r *reader) borrow() {
	for _, t := range r.file.tests {
		if t.expression != nil || len(t.sources) > 0 || !t.twice || len(t.days) > 0 {
			continue
		}
		for _, other := range r.file.tests {
			if other != t && other.job.key() == t.job.key() && !(other.twice && len(other.expect) == 0) {
				t.sources = append(t.sources, other.sources...)
			}
		}
		if len(t.sources) == 0 {
			r.Fault(t.node.At, codes.WrongValue, "", "want source or sources: no other test of the file has any")
		}
	}
}

// expression is what a test of an expression says.
type expression struct {
	text   string
	target string
	own    bool // the mapping's own expression is meant, by its target
	with   *tree.Node
	gives  *tree.Member // nil where it fails
	fails  *tree.Member
	// exact reports that the result is compared as texts, as files of practitioners have it, and names of attributes are all there is in with.
	exact bool
}

// expression reads a test of an expression.
func (r *reader) expression(base *setup, n *tree.Node) {
	t := r.newCase(base, n)
	x := &expression{}
	t.expression = x
	named := ""
	fields := []tree.Field{
		{Name: "name", Read: func(m *tree.Member) { r.Text(m.Value, &named) }},
		{Name: "expr", Read: func(m *tree.Member) { r.Text(m.Value, &x.text) }},
		{Name: "target", Read: func(m *tree.Member) {
			x.own = true
			r.Text(m.Value, &x.target)
		}},
		{Name: "with", Read: func(m *tree.Member) { x.with = m.Value }},
		{Name: "gives", Read: func(m *tree.Member) { x.gives = m }},
		{Name: "fails", Read: func(m *tree.Member) { x.fails = m }},
	}
	if !r.Object(n, "a test of an expression", fields) {
		return
	}
	t.name = firstOf(named, x.target, x.text)
	switch {
	case n.Member("expr") != nil && n.Member("target") != nil:
		r.Fault(n.At, codes.WrongValue, "", "want expr or target, got both")
	case n.Member("expr") == nil && n.Member("target") == nil:
		r.Fault(n.At, codes.WrongValue, "", "want expr or target")
	case x.own && t.job.mapping.IsNull():
		r.Fault(n.Member("target").At, codes.WrongValue, "", "want the member mapping of the file, whose expression is meant")
	case x.gives != nil && x.fails != nil:
		r.Fault(n.At, codes.WrongValue, "", "want gives or fails, got both")
	case x.gives == nil && x.fails == nil:
		r.Fault(n.At, codes.WrongValue, "", "the test expects nothing: want gives or fails")
	}
	if x.fails != nil {
		var code string
		r.Text(x.fails.Value, &code)
	}
	if !x.with.IsNull() && x.with.Real().Kind != tree.Object {
		r.Want(x.with, "an object of attributes")
	}
	if x.gives != nil {
		r.pattern(x.gives.Value)
	}
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// isPractitioners reports whether a document is one of practitioners' tests: an object with the member Expression, or a list of them.
func isPractitioners(root *tree.Node) bool {
	n := root.Real()
	if n.Kind == tree.List && len(n.Elements) > 0 {
		n = n.Elements[0].Real()
	}
	return member(n, "Expression") != nil
}

// member returns the member of a name in any case.
func member(n *tree.Node, name string) *tree.Member {
	for i := range n.Real().Members {
		if m := &n.Real().Members[i]; strings.EqualFold(m.Name, name) && !m.Again {
			return m
		}
	}
	return nil
}

// practitioners reads tests of practitioners, who run them through Microsoft Graph's parseExpression (reported: public repositories). Members
// that are not listed here are theirs.
func (r *reader) practitioners(root *tree.Node) {
	base := newSetup(r.file)
	r.List(root, true, func(n *tree.Node) {
		t := r.newCase(base, n)
		x := &expression{exact: true}
		t.expression = x
		if n.Real().Kind != tree.Object {
			r.Want(n, "an object with Expression, InputAttributes and ExpectedResult")
			return
		}
		texts := map[string]string{}
		for _, name := range []string{"Expression", "Description", "TargetAttributeName"} {
			if m := member(n, name); m != nil && !m.Value.IsNull() {
				text := ""
				r.Text(m.Value, &text)
				texts[name] = text
			}
		}
		x.text, t.name = texts["Expression"], firstOf(texts["Description"], texts["TargetAttributeName"], texts["Expression"])
		if x.text == "" {
			r.Fault(n.At, codes.WrongValue, "", "want the member %s", diag.Name("Expression"))
		}
		if x.gives = member(n, "ExpectedResult"); x.gives == nil {
			r.Fault(n.At, codes.WrongValue, "", "the test expects nothing: want the member %s", diag.Name("ExpectedResult"))
		}
		if m := member(n, "InputAttributes"); m != nil && !m.Value.IsNull() {
			if x.with = m.Value; m.Value.Real().Kind != tree.Object {
				r.Want(m.Value, "an object of attributes")
			}
		}
	})
}
