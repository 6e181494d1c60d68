package exprgen

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Grammar generates expressions whose arguments are mostly of the kinds that parameters want. It is immutable.
type Grammar struct {
	specs    []*functions.Spec
	examples map[string][][]string // function → argument position → texts that its examples write there
	forms    map[string][][]bool   // function → calls in its examples → which arguments are written
}

// New returns a grammar of the functions of a registry. It returns an error if an example cannot be parsed.
func New(reg *functions.Registry) (*Grammar, error) {
	g := &Grammar{examples: map[string][][]string{}, forms: map[string][][]bool{}}
	for spec := range reg.All() {
		g.specs = append(g.specs, spec)
		for _, example := range spec.Examples {
			tree, err := syntax.Parse(example.Expr)
			if err != nil {
				return nil, fmt.Errorf("example of %s: %w", spec.Name, err)
			}
			for n := range syntax.Nodes(tree.Root) {
				if call, ok := n.(*syntax.Call); ok {
					g.learn(call)
				}
			}
		}
	}
	return g, nil
}

// Specs are the functions.
func (g *Grammar) Specs() []*functions.Spec { return slices.Clone(g.specs) }

// learn notes the constants of a call in an example, such as the formats of FormatDateTime, and which arguments it writes.
func (g *Grammar) learn(call *syntax.Call) {
	known := g.examples[call.Name]
	for len(known) < len(call.Args) {
		known = append(known, nil)
	}
	form := make([]bool, len(call.Args))
	for i, arg := range call.Args {
		_, omitted := arg.(*syntax.Omitted)
		form[i] = !omitted
		word, isWord := arg.(*syntax.Word)
		switch arg.(type) {
		case *syntax.String, *syntax.Number, *syntax.Word, *syntax.Omitted:
			if !isWord || !strings.HasPrefix(word.Name, "Ignore") { // examples show where signals are wrong
				known[i] = append(known[i], syntax.Format(arg))
			}
		}
	}
	g.examples[call.Name] = known
	g.forms[call.Name] = append(g.forms[call.Name], form)
}

// Place is where an expression is: whether it is the whole text, and whether a flow signal may pass.
type Place struct{ Top, Flow bool }

// Top is the place of a whole expression.
var Top = Place{Top: true, Flow: true}

// Call draws a call of spec whose arguments are nested up to depth.
func (g *Grammar) Call(t *rapid.T, spec *functions.Spec, depth int, at Place) string {
	if forms := g.forms[spec.Name]; len(forms) > 0 && rapid.IntRange(0, 2).Draw(t, "as in an example") == 2 {
		return g.likeExample(t, spec, rapid.SampledFrom(forms).Draw(t, "form"), depth, at)
	}
	least, most := spec.Arity()
	if most < 0 {
		most = least + 4
	}
	n := rapid.IntRange(least, most).Draw(t, "arguments")
	if spec.Unpaired(n) {
		n++
	}
	args := make([]string, n)
	for i := range args {
		args[i] = g.argument(t, spec, i, n, depth-1, at)
	}
	return spec.Name + "(" + strings.Join(args, ", ") + ")"
}

// likeExample draws a call that writes and omits the arguments that an example does: few other combinations have a meaning in a
// function such as Replace.
func (g *Grammar) likeExample(t *rapid.T, spec *functions.Spec, form []bool, depth int, at Place) string {
	args := make([]string, len(form))
	for i, written := range form {
		if !written {
			continue
		}
		param := spec.Param(i, len(form))
		if learned := g.learned(spec, i); len(learned) > 0 && rapid.Bool().Draw(t, "as written") {
			args[i] = rapid.SampledFrom(learned).Draw(t, "learned")
		} else if param != nil {
			args[i] = g.Expression(t, param.Kinds, depth-1, Place{Flow: at.Flow && param.Flow})
		}
	}
	return spec.Name + "(" + strings.Join(args, ", ") + ")"
}

func (g *Grammar) argument(t *rapid.T, spec *functions.Spec, i, n, depth int, at Place) string {
	param := spec.Param(i, n)
	kinds := param.Kinds
	dice := rapid.IntRange(0, 10).Draw(t, "dice")
	switch learned := g.learned(spec, i); {
	case dice < 4 && len(learned) > 0:
		return rapid.SampledFrom(learned).Draw(t, "learned")
	case dice == 4 && (param.Optional || param.MayBeEmpty || param.Repeats):
		return ""
	case dice == 5 && len(param.Words) > 0:
		return rapid.SampledFrom(param.Words).Draw(t, "word")
	case dice == 10:
		kinds = 0 // most likely of another kind than the parameter wants
	}
	return g.Expression(t, kinds, depth, Place{Flow: at.Flow && param.Flow})
}

func (g *Grammar) learned(spec *functions.Spec, i int) []string {
	if known := g.examples[spec.Name]; i < len(known) {
		return known[i]
	}
	return nil
}

// Expression draws an expression, nested up to depth, whose value may be of one of the kinds.
func (g *Grammar) Expression(t *rapid.T, kinds value.Kinds, depth int, at Place) string {
	dice := rapid.IntRange(0, 9).Draw(t, "dice")
	switch {
	case depth > 0 && dice < 5:
		return g.Call(t, rapid.SampledFrom(g.Fitting(kinds, at)).Draw(t, "function"), depth, at)
	case depth > 0 && dice == 5 && kinds.Has(value.KindBoolean):
		op := rapid.SampledFrom([]string{"=", "<>", "<", ">", "<=", ">="}).Draw(t, "operator")
		return "(" + g.Expression(t, 0, depth-1, Place{}) + " " + op + " " + g.Expression(t, 0, depth-1, Place{}) + ")"
	case depth > 0 && dice == 6 && kinds.Has(value.KindString):
		return g.Expression(t, 0, depth-1, Place{}) + " & " + g.Expression(t, 0, depth-1, Place{})
	case dice == 7 && at.Flow:
		return rapid.SampledFrom([]string{"IgnoreAttributeFlow", "IgnoreObjectFlow"}).Draw(t, "signal")
	case dice < 9:
		return "[" + rapid.SampledFrom(AttributeNames()).Draw(t, "attribute") + "]"
	}
	return constant(t, kinds)
}

// AttributeNames are the attributes that expressions refer to.
func AttributeNames() []string {
	return []string{"a", "b", "c", "appRoleAssignments", "name.first", `emails[type eq "work"].value`, "urn:x:2.0:User:dept"}
}

// Fitting returns the functions whose result may be of one of the kinds and that are allowed at the place.
func (g *Grammar) Fitting(kinds value.Kinds, at Place) []*functions.Spec {
	var fit []*functions.Spec
	for _, spec := range g.specs {
		ofKind := kinds == 0 || spec.Result == 0 || spec.Result&kinds != 0 || kinds&value.KindsOf(value.KindInteger, value.KindBoolean) != 0 && spec.Result.Has(value.KindString)
		placed := spec.Place == functions.Anywhere || spec.Place == functions.TopOnly && at.Top || spec.Place == functions.FlowOnly && at.Flow
		if ofKind && placed {
			fit = append(fit, spec)
		}
	}
	return fit
}

func constant(t *rapid.T, kinds value.Kinds) string {
	switch {
	case kinds == 0, kinds.Has(value.KindString):
		short := Texts()[:len(tellingTexts)-longTexts]
		return syntax.QuoteText(rapid.OneOf(rapid.SampledFrom(short), rapid.StringN(0, 10, -1)).Draw(t, "text"))
	case kinds.Has(value.KindBoolean):
		return rapid.SampledFrom([]string{"True", "False", `"true"`, "1"}).Draw(t, "truth")
	case kinds.Has(value.KindDateTime):
		return `CDate("2020-02-29")`
	}
	return fmt.Sprint(rapid.OneOf(rapid.IntRange(-3, 12), rapid.Int()).Draw(t, "number"))
}
