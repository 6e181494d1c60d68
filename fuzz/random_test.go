package fuzz

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// grammar makes expressions whose arguments are of the kinds that parameters want. All it knows of a function is its literal, so
// that a new function is covered as soon as it is registered.
type grammar struct {
	specs    []*functions.Spec
	examples map[string][][]string // function → argument position → texts that its examples write there
}

func newGrammar(t testing.TB) *grammar {
	t.Helper()
	g := &grammar{examples: map[string][][]string{}}
	for spec := range functions.Standard().All() {
		g.specs = append(g.specs, spec)
		for _, example := range spec.Examples {
			tree, err := expr.Parse(example.Expr)
			require.NoError(t, err)
			for n := range expr.Nodes(tree.Root) {
				if call, ok := n.(*expr.Call); ok {
					g.learn(call)
				}
			}
		}
	}
	return g
}

// learn notes the constants of a call in an example, such as the formats of FormatDateTime.
func (g *grammar) learn(call *expr.Call) {
	known := g.examples[call.Name]
	for len(known) < len(call.Args) {
		known = append(known, nil)
	}
	for i, arg := range call.Args {
		word, isWord := arg.(*expr.Word)
		switch arg.(type) {
		case *expr.String, *expr.Number, *expr.Word, *expr.Omitted:
			if !isWord || !strings.HasPrefix(word.Name, "Ignore") { // examples show where signals are wrong
				known[i] = append(known[i], expr.Format(arg))
			}
		}
	}
	g.examples[call.Name] = known
}

// call draws a call of spec.
func (g *grammar) call(t *rapid.T, spec *functions.Spec, depth int, at place) string {
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

// place tells where an expression stands: whether it is the whole text, and whether a flow signal may pass.
type place struct{ top, flow bool }

func (g *grammar) argument(t *rapid.T, spec *functions.Spec, i, n, depth int, at place) string {
	param := spec.Param(i, n)
	dice := rapid.IntRange(0, 9).Draw(t, "dice")
	switch learned := g.learned(spec, i); {
	case dice < 4 && len(learned) > 0:
		return rapid.SampledFrom(learned).Draw(t, "learned")
	case dice == 4 && (param.Optional || param.MayBeEmpty || param.Repeats):
		return ""
	case dice == 5 && len(param.Words) > 0:
		return rapid.SampledFrom(param.Words).Draw(t, "word")
	}
	return g.expression(t, param.Kinds, depth, place{flow: at.flow && param.Flow})
}

func (g *grammar) learned(spec *functions.Spec, i int) []string {
	if known := g.examples[spec.Name]; i < len(known) {
		return known[i]
	}
	return nil
}

// expression draws an expression whose value may be of one of the kinds.
func (g *grammar) expression(t *rapid.T, kinds value.Kinds, depth int, at place) string {
	dice := rapid.IntRange(0, 9).Draw(t, "dice")
	switch {
	case depth > 0 && dice < 5:
		return g.call(t, rapid.SampledFrom(g.fitting(kinds, at)).Draw(t, "function"), depth, at)
	case depth > 0 && dice == 5 && kinds.Has(value.KindBoolean):
		op := rapid.SampledFrom([]string{"=", "<>", "<", ">", "<=", ">="}).Draw(t, "operator")
		return "(" + g.expression(t, 0, depth-1, place{}) + " " + op + " " + g.expression(t, 0, depth-1, place{}) + ")"
	case depth > 0 && dice == 6 && kinds.Has(value.KindString):
		return g.expression(t, 0, depth-1, place{}) + " & " + g.expression(t, 0, depth-1, place{})
	case dice == 7 && at.flow:
		return rapid.SampledFrom([]string{"IgnoreAttributeFlow", "IgnoreObjectFlow"}).Draw(t, "signal")
	case dice < 9:
		return "[" + rapid.SampledFrom(attributeNames).Draw(t, "attribute") + "]"
	}
	return constant(t, kinds)
}

var attributeNames = []string{"a", "b", "c", "appRoleAssignments", "name.first", `emails[type eq "work"].value`, "urn:x:2.0:User:dept"}

// fitting gives the functions whose result may be of one of the kinds and that may stand here.
func (g *grammar) fitting(kinds value.Kinds, at place) []*functions.Spec {
	var fit []*functions.Spec
	for _, spec := range g.specs {
		ofKind := kinds == 0 || spec.Result == 0 || spec.Result&kinds != 0 || kinds&value.KindsOf(value.KindInteger, value.KindBoolean) != 0 && spec.Result.Has(value.KindString)
		placed := spec.Place == functions.Anywhere || spec.Place == functions.TopOnly && at.top || spec.Place == functions.FlowOnly && at.flow
		if ofKind && placed {
			fit = append(fit, spec)
		}
	}
	return fit
}

func constant(t *rapid.T, kinds value.Kinds) string {
	switch {
	case kinds == 0, kinds.Has(value.KindString):
		return expr.QuoteText(rapid.OneOf(rapid.SampledFrom(telling[:len(telling)-3]), rapid.StringN(0, 10, -1)).Draw(t, "text"))
	case kinds.Has(value.KindBoolean):
		return rapid.SampledFrom([]string{"True", "False", `"true"`, "1"}).Draw(t, "truth")
	case kinds.Has(value.KindDateTime):
		return `CDate("2020-02-29")`
	}
	return fmt.Sprint(rapid.OneOf(rapid.IntRange(-3, 12), rapid.Int()).Draw(t, "number"))
}

// TestRandomExpressions evaluates random calls of every function on random attributes of every kind. No outcome may panic; it is
// the same again, from Explain, from the canonical text, and eagerly where nothing fails; failures have codes; texts are sound.
func TestRandomExpressions(t *testing.T) {
	g := newGrammar(t)
	for _, spec := range g.specs {
		t.Run(spec.Name, func(t *testing.T) {
			compiled, succeeded := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				src := g.call(t, spec, rapid.IntRange(1, 4).Draw(t, "depth"), place{top: true, flow: true})
				prog, err := expr.Compile(src, expr.WithLimits(tight))
				require.Equal(t, expr.Check(src, expr.WithLimits(tight)).HasErrors(), err != nil, src)
				if err != nil {
					return
				}
				compiled++
				input := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "attributes")
				if requireRandomOutcome(t, prog, attributesFor(prog.Attributes(), input, false)) {
					succeeded++
				}
			})
			require.NotZero(t, compiled, "no call of %s compiled", spec.Name)
			require.True(t, succeeded > 0 || spec.Name == "Error", "no call of %s succeeded", spec.Name)
		})
	}
}

// requireRandomOutcome tells whether the evaluation succeeded.
func requireRandomOutcome(t *rapid.T, prog *expr.Program, a value.Map) bool {
	src := prog.Source()
	v, err := prog.Eval(world(a, 0))
	requireSound(t, prog, v, err, false)

	again, otherErr := prog.Eval(world(a, 0))
	requireAlike(t, src, v, err, again, otherErr)
	x := prog.Explain(world(a, 0))
	requireAlike(t, src, v, err, x.Value, x.Err)
	requireShown(t, x)
	canonical, compileErr := expr.Compile(prog.String(), expr.WithLimits(tight))
	require.NoError(t, compileErr, src)
	printed, otherErr := canonical.Eval(world(a, 0))
	requireAlike(t, src, v, err, printed, otherErr)
	if prog.Effects()&functions.Random == 0 { // chance is drawn in another order
		eager := expr.MustCompile(src, expr.WithLimits(tight), expr.WithCompat(expr.Compat{EagerBranches: true}))
		w, eagerErr := eager.Eval(world(a, 0))
		require.True(t, eagerErr != nil || err == nil && v.Equal(w), "%s: lazily %#v, %v, eagerly %#v", src, v, err, w)
	}
	if prog.Effects() == functions.Pure && !mayReadToday(prog) {
		elsewhere, otherErr := prog.Eval(world(a, 1))
		requireAlike(t, src, v, err, elsewhere, otherErr)
	}
	return err == nil
}

// requireShown requires what holds of every explanation: its lines are narrow, its JSON is sound, and it keeps secrets.
func requireShown(t require.TestingT, x *expr.Explanation) {
	for line := range strings.Lines(x.String()) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), expr.ReportWidth, line)
	}
	data, err := json.Marshal(x)
	require.NoError(t, err)
	require.True(t, json.Valid(data))
	if x.Value.Redacted() {
		require.True(t, x.Root.Redacted, "the whole is made of what is secret")
	}
}

// TestRandomSecretsAreKept explains random calls inside and beside of Redact: what their attributes hold stands nowhere.
func TestRandomSecretsAreKept(t *testing.T) {
	g := newGrammar(t)
	compiled := 0
	rapid.Check(t, func(t *rapid.T) {
		spec := rapid.SampledFrom(g.fitting(0, place{})).Draw(t, "function")
		secret := g.call(t, spec, rapid.IntRange(1, 3).Draw(t, "depth"), place{})
		around := rapid.SampledFrom([]string{"%s", "Append(%s, \"x\")", "Coalesce(NULL, %s)", "IIF(%s, 1, 2)", "Switch(%s, 1, \"a\", 2)", "%s = \"a\"", "Error(%s)"}).Draw(t, "around")
		prog, err := expr.Compile(fmt.Sprintf(around, "Redact("+secret+")"), expr.WithLimits(tight))
		if err != nil {
			return
		}
		compiled++
		object := value.Map{}
		for _, name := range prog.Attributes() {
			object[name] = rapid.SampledFrom([]any{"zqxjk 1", []string{"zqxjk", "zqxjk zqxjk"}, map[string]any{"value": "zqxjk"}}).Draw(t, name)
		}
		x := prog.Explain(world(object, 0))
		requireShown(t, x)
		data, err := json.Marshal(x)
		require.NoError(t, err)
		for _, shown := range []string{x.String(), string(data)} {
			require.NotContains(t, strings.ToLower(shown), "zqx", prog.Source())
		}
	})
	require.NotZero(t, compiled)
}

func TestGrammarKnowsEveryFunction(t *testing.T) {
	g := newGrammar(t)
	require.Len(t, g.specs, functions.Standard().Len())
	for _, spec := range g.specs {
		top := g.fitting(spec.Result, place{top: true, flow: true})
		require.True(t, slices.Contains(top, spec), spec.Name)
	}
}
