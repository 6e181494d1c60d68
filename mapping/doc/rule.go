package doc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// rule is the description of one attribute mapping.
type rule struct {
	mapping *mapping.Mapping
	target  *mapping.Attribute // nil if no schema defines it
	words   string
	inputs  []string
	notes   []string
	// below is the text of an expression that is too long for a cell.
	below string
}

// longestInCell is the largest number of characters of an expression in the cell of a table.
const longestInCell = 60

// rule describes a mapping; target is nil without a schema.
func (o *Options) rule(m *mapping.Mapping, target *mapping.Schema) *rule {
	r := &rule{mapping: m}
	// Lookup works on a nil schema, and finds nothing.
	r.target, _ = target.Lookup(m.Target)
	switch m.Type() {
	// A direct mapping has one input and no words of its own; constants are quoted as in the language, so that spaces at their ends show.
	case mapping.Direct:
		r.words, r.inputs = "copies "+code(m.From), []string{m.From}
	case mapping.Constant:
		r.words = "always " + code(syntax.QuoteText(m.Constant))
	case mapping.Expression:
		o.expression(r)
	default:
		r.words = "no source: nothing flows"
		if m.Default != "" {
			r.words = "no source: fills an empty target with the default"
		}
	}
	// After the inputs are known, which may be custom security attributes, too.
	r.noteSecurity()
	if m.FlowNulls {
		r.notes = append(r.notes, "an empty value clears the target")
	}
	return r
}

// expression describes an expression in words, lists its inputs and notes its errors. A malformed expression is shown as written.
func (o *Options) expression(r *rule) {
	text := r.mapping.Expression
	// The tree is described even if names in it are unknown: reviewers see what was meant beside the error.
	if tree, err := syntax.Parse(text); err == nil {
		// Code escapes the bars in names and constants; those in words would end the cell.
		r.words = strings.ReplaceAll(expr.Describe(tree.Root, expr.DescribeOptions{Functions: o.functions(), Code: code}), "|", `\|`)
		r.show(tree.Root, o.functions())
		r.read(tree.Root, o.functions())
	} else {
		r.words, r.below = "malformed expression"+pointsBelow, text
	}
	// Errors alone: warnings are lint's, and a document is no report of them.
	for _, d := range expr.Check(text, expr.WithFunctions(o.functions())).Errors() {
		if d.Code == codes.UnknownFunction {
			r.note("**unsupported**: a run cannot evaluate it, since " + message(d.Message.String(), d.Hint.String()))
			continue
		}
		r.noteFinding(d.Severity, d.Message.String(), d.Hint.String())
	}
}

// pointsBelow refers to an expression below the table.
const pointsBelow = "<br>expression below"

// show puts an expression beside its words, or below the table. It omits an expression that says no more than the words.
func (r *rule) show(tree syntax.Node, reg *functions.Registry) {
	// A lone attribute or constant is said by its words completely.
	switch tree.(type) {
	case *syntax.Call, *syntax.Compare, *syntax.Concat:
	default:
		return
	}
	text := syntax.Format(tree)
	// A line break of a text constant would end the row of the table.
	if len([]rune(text)) <= longestInCell && !strings.Contains(text, "\n") {
		r.words += "<br>" + code(text)
		return
	}
	r.words += pointsBelow
	r.below = syntax.Layout(tree, syntax.LayoutOptions{Repeating: reg.Repeating})
}

// read collects the attributes of an expression, and what else it depends on.
// An expression that does not compile has the effects that the functions declare, as far as they are known.
func (r *rule) read(tree syntax.Node, reg *functions.Registry) {
	effects, redacts := functions.Pure, false
	if prog, err := expr.Compile(r.mapping.Expression, expr.WithFunctions(reg)); err == nil {
		effects = prog.Effects() & functions.Clock // which depends on the constants of a call, too
	}
	for n := range syntax.Nodes(tree) {
		switch n := n.(type) {
		case *syntax.Attribute:
			if !slices.Contains(r.inputs, n.Name) {
				r.inputs = append(r.inputs, n.Name)
			}
		case *syntax.Token:
			r.note("the job substitutes " + code("%"+n.Name+"%"))
		case *syntax.Call:
			// Unknown functions have been reported by Check.
			if spec, _ := reg.Lookup(n.Name); spec != nil {
				effects |= spec.Effects
				redacts = redacts || spec.Redacts
			}
		}
	}
	for _, e := range [...]struct {
		effect functions.Effects
		note   string
	}{
		// The notes are in this order, whatever the order of the calls.
		{functions.Clock, "reads the clock"}, {functions.Random, "a different value each time"},
		{functions.Directory, "looks up values of the target"}, {functions.Tenant, "reads settings of the tenant"},
	} {
		if effects&e.effect != 0 {
			r.note(e.note)
		}
	}
	// Reviewers see which attributes the provisioning logs do not show.
	if redacts {
		r.note("values are kept out of logs")
	}
}

// note adds a note once.
func (r *rule) note(text string) {
	if !slices.Contains(r.notes, text) {
		r.notes = append(r.notes, text)
	}
}

// noteSecurity notes custom security attributes: reviewers must know who may read them.
func (r *rule) noteSecurity() {
	if _, custom := mapping.SecurityAttribute(r.mapping.Target); custom {
		r.note("custom security attribute")
	}
	for _, name := range r.inputs {
		if _, custom := mapping.SecurityAttribute(name); custom {
			r.note("reads a custom security attribute")
		}
	}
}

// targetType returns the type of the target attribute.
func (r *rule) targetType() string {
	a := r.target
	if a == nil {
		return "not defined"
	}
	facts := []string{a.Type.String()}
	for _, f := range [...]struct {
		is   bool
		fact string
	}{
		{a.MultiValued, "several values"}, {a.Required, "required"}, {a.ReadOnly, "read-only"},
		{a.MaxLength > 0, "at most " + strconv.Itoa(a.MaxLength) + " characters"},
	} {
		if f.is {
			facts = append(facts, f.fact)
		}
	}
	return strings.Join(facts, ", ")
}

// names returns names as inline code, separated by commas.
func names(list []string) string {
	marked := make([]string, len(list))
	for i, name := range list {
		marked[i] = code(name)
	}
	return strings.Join(marked, ", ")
}

// noteFinding adds a finding of the conversion of a schema.
func (r *rule) noteFinding(severity diag.Severity, text, hint string) {
	words := message(text, hint)
	if severity == diag.Error {
		words = "**error**: " + words
	}
	r.note(words)
}
