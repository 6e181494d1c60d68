package test

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// expectation is what a test wants of the plan of one source object.
type expectation struct {
	node *tree.Node
	// words are members that are one word, or several of which any may be: action, status and so on, by their names.
	words []wantedWords
	scope *tree.Node // nil where it is not looked at
	only  bool
	// account is what the account is afterwards: an object of attributes, or a text that says that there is none; nil where it is not looked at.
	account *tree.Node
	// list is the object of attributes, nil without any.
	list       *tree.Node
	attributes []wantedAttribute
}

// wantedWords is a member of an expectation.
type wantedWords struct {
	name  string
	node  *tree.Node
	words []string
}

// wantedAttribute is what a test wants of one attribute of the target: a value, or members of its row.
type wantedAttribute struct {
	target  string
	node    *tree.Node
	members []tree.Member // nil where a value is wanted
}

// The words of plans and of their rows.
func actions() []string { return wordsOf(provision.Skip, provision.Staged, provision.Action.String) }
func statuses() []string {
	return wordsOf(provision.Success, provision.Failure, provision.Status.String)
}
func decisions() []string {
	return wordsOf(mapping.Flowed, mapping.Unsupported, mapping.Decision.String)
}

// wordsOf returns the words of the constants of a type, which are numbered without gaps.
func wordsOf[T ~uint8](first, last T, word func(T) string) []string {
	var words []string
	for v := first; v <= last; v++ {
		words = append(words, word(v))
	}
	return words
}

// expectations reads what a test expects of one source object, or of each of several.
func (r *reader) expectations(t *testCase, n *tree.Node, one bool) {
	if n.Real().Kind == tree.Object && !one {
		r.Fault(n.At, codes.WrongValue, "", "want a list with an entry for each of the source objects, got an object")
		return
	}
	r.List(n, true, func(n *tree.Node) { t.expect = append(t.expect, r.expectation(n)) })
	if given := len(t.expect); given > len(t.sources) && (len(t.sources) > 0 || t.twice || t.isDay) && !slices.ContainsFunc(t.sources, isFile) {
		r.Fault(n.At, codes.WrongValue, "", "want an entry for each of %d source objects, got %d", len(t.sources), given)
	}
}

// isFile reports whether a source is the name of a file.
func isFile(n *tree.Node) bool { return n.Real().Kind != tree.Object }

func (r *reader) expectation(n *tree.Node) *expectation {
	x := &expectation{node: n}
	word := func(name string, known []string) tree.Field {
		return tree.Field{Name: name, Read: func(m *tree.Member) {
			w := wantedWords{name: name, node: m.Value}
			r.List(m.Value, true, func(n *tree.Node) {
				text := ""
				if known != nil {
					text = r.word(n, known)
				} else {
					r.Text(n, &text)
				}
				w.words = append(w.words, text)
			})
			x.words = append(x.words, w)
		}}
	}
	r.Object(n, "an expectation", []tree.Field{
		word("action", actions()), word("status", statuses()), word("code", nil), word("match", []string{"linked", "matched", "none"}), word("target", nil),
		{Name: "scope", Read: func(m *tree.Member) {
			var in bool
			r.Truth(m.Value, &in)
			x.scope = m.Value
		}},
		{Name: "only", Read: func(m *tree.Member) { r.Truth(m.Value, &x.only) }},
		{Name: "attributes", Read: func(m *tree.Member) { r.attributes(x, m.Value) }},
		{Name: "account", Read: func(m *tree.Member) { r.account(x, m.Value) }},
	})
	return x
}

// attributes reads what is expected of attributes.
func (r *reader) attributes(x *expectation, n *tree.Node) {
	if n.Real().Kind != tree.Object {
		if !n.IsNull() {
			r.Want(n, "an object of attributes")
		}
		return
	}
	x.list = n
	for _, m := range n.Real().Members {
		a := wantedAttribute{target: m.Name, node: m.Value}
		if m.Value.Real().Kind == tree.Object {
			a.members = r.row(m.Value)
		} else {
			r.pattern(m.Value)
		}
		x.attributes = append(x.attributes, a)
	}
}

// account reads what is expected of the account afterwards.
func (r *reader) account(x *expectation, n *tree.Node) {
	switch {
	case n.Real().Kind == tree.Object:
		for _, m := range n.Real().Members {
			r.pattern(m.Value)
		}
	case !scalarIs(n, absent):
		r.Want(n, "an object of attributes, or "+absent)
		return
	}
	x.account = n
}

// row reads the members of a row.
func (r *reader) row(n *tree.Node) (members []tree.Member) {
	add := func(m *tree.Member) { members = append(members, *m) }
	pattern := func(m *tree.Member) {
		r.pattern(m.Value)
		add(m)
	}
	word := func(known []string) func(m *tree.Member) {
		return func(m *tree.Member) {
			switch {
			case known != nil:
				r.word(m.Value, known)
			case !m.Value.IsNull(): // null is that there is none
				r.Text(m.Value, new(string))
			}
			add(m)
		}
	}
	if r.Object(n, "an attribute", []tree.Field{
		{Name: "old", Read: pattern}, {Name: "new", Read: pattern}, {Name: "decision", Read: word(decisions())}, {Name: "error", Read: word(nil)}, {Name: "code", Read: word(nil)},
		{Name: "warnings", Read: func(m *tree.Member) {
			if text := m.Value.Real().JSON; text != "true" && text != "false" {
				r.List(m.Value, false, func(n *tree.Node) { r.Text(n, new(string)) })
			}
			add(m)
		}},
		{Name: "pending", Read: add},
	}) && len(n.Real().Members) == 0 {
		r.Fault(n.At, codes.WrongValue, "an object as a value is written {new: {…}}", "want old, new, decision or error, got an empty object")
	}
	return members
}

// regexOf returns the regular expression that a text means, /…/; ok is false for every other text.
func regexOf(text string) (pattern string, ok bool) {
	if len(text) < 3 || text[0] != '/' || !strings.HasSuffix(text, "/") {
		return "", false
	}
	return text[1 : len(text)-1], true
}

// pattern compiles the regular expressions of a wanted value.
func (r *reader) pattern(n *tree.Node) {
	written := n.Real()
	for _, element := range written.Elements {
		r.pattern(element)
	}
	if written.Kind != tree.Scalar || !strings.HasPrefix(written.JSON, `"`) {
		return
	}
	text, ok := regexOf(tree.ScalarText(n))
	if !ok {
		return
	}
	compiled, err := netregex.Compile(text, netregex.Limits{})
	if err != nil {
		r.Fault(n.At, codes.WrongValue, "", "the regular expression is malformed: %s", diag.Plain(err.Error()))
		return
	}
	if r.file.patterns == nil {
		r.file.patterns = map[*tree.Node]*netregex.Pattern{}
	}
	r.file.patterns[written] = compiled
}
