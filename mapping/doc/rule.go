package doc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// rule is what a mapping of one attribute says.
type rule struct {
	mapping *mapping.Mapping
	target  *mapping.Attribute // nil where no schema has it
	words   string
	inputs  []string
	notes   []string
	// below is the text of an expression that is too long for a cell.
	below string
}

// longestInCell bounds the characters of an expression that stands in a cell beside its words.
const longestInCell = 60

func (o *Options) rule(m *mapping.Mapping, target *mapping.Schema) *rule {
	r := &rule{mapping: m}
	r.target, _ = target.Lookup(m.Target)
	switch m.Type() {
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
	r.noteSecurity()
	if m.FlowNulls {
		r.notes = append(r.notes, "an empty value clears the target")
	}
	return r
}

func (o *Options) expression(r *rule) {
	text := r.mapping.Expression
	if tree, err := syntax.Parse(text); err == nil {
		r.words = strings.ReplaceAll(expr.Describe(tree.Root, expr.DescribeOptions{Functions: o.functions(), Code: code}), "|", `\|`)
		r.show(tree.Root, o.functions())
		r.read(tree.Root, o.functions())
	} else {
		r.words, r.below = "the expression cannot be read"+pointsBelow, text
	}
	for _, d := range expr.Check(text, expr.WithFunctions(o.functions())).Errors() {
		r.noteFinding(d.Severity, d.Message.String(), d.Hint.String())
	}
}

const pointsBelow = "<br>expression below"

// show puts an expression beside its words, or below the table. One that says no more than the words stands nowhere.
func (r *rule) show(tree syntax.Node, reg *functions.Registry) {
	switch tree.(type) {
	case *syntax.Call, *syntax.Compare, *syntax.Concat:
	default:
		return
	}
	text := syntax.Format(tree)
	if len([]rune(text)) <= longestInCell && !strings.Contains(text, "\n") {
		r.words += "<br>" + code(text)
		return
	}
	r.words += pointsBelow
	r.below = syntax.Layout(tree, syntax.LayoutOptions{Repeating: reg.Repeating})
}

// read lists the attributes of an expression, and what it reads beside them.
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
			r.note("the job fills in " + code("%"+n.Name+"%"))
		case *syntax.Call:
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
		{functions.Clock, "reads the clock"}, {functions.Random, "another value each time"},
		{functions.Directory, "asks which values the target has"}, {functions.Tenant, "reads settings of the tenant"},
	} {
		if effects&e.effect != 0 {
			r.note(e.note)
		}
	}
	if redacts {
		r.note("values are kept out of logs")
	}
}

func (r *rule) note(text string) {
	if !slices.Contains(r.notes, text) {
		r.notes = append(r.notes, text)
	}
}

func (r *rule) noteSecurity() {
	if mapping.IsSecurityAttribute(r.mapping.Target) {
		r.note("custom security attribute")
	}
	for _, name := range r.inputs {
		if mapping.IsSecurityAttribute(name) {
			r.note("reads a custom security attribute")
		}
	}
}

// targetType gives the type of the attribute that is filled.
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

// names gives names as code in a row.
func names(list []string) string {
	marked := make([]string, len(list))
	for i, name := range list {
		marked[i] = code(name)
	}
	return strings.Join(marked, ", ")
}

// noteFinding adds what the conversion of a schema tells about the mapping.
func (r *rule) noteFinding(severity diag.Severity, text, hint string) {
	words := message(text, hint)
	if severity == diag.Error {
		words = "**error**: " + words
	}
	r.note(words)
}
