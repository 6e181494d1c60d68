package lint

import (
	"slices"
	"strconv"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// inferRules returns the rules about what can be inferred from an expression without data: the length of its values, whether they can
// be null, and which of its parts are never evaluated.
func inferRules() []Rule {
	return []Rule{
		{
			Code: "L61", Name: "too-long-for-target", Severity: diag.Warning,
			Summary:  "The values can be longer than the target accepts.",
			Doc:      "The maximum length is computed from the expression, and from the lengths of the source's attributes if its schema has them. An object with a value that is too long fails. Truncate the value with Left or Mid, and leave room for the number in each candidate of SelectUniqueValue.",
			Evidence: functions.Documented, Source: planSource,
			Bad: []Example{
				{Expr: `Left([alias], 30)`, Use: Use{Target: "sAMAccountName"}, Fixed: `Left(Left([alias], 30), 20)`},
				{Expr: `Append(Left([alias], 20), "1")`, Use: Use{Target: "sAMAccountName"}, Fixed: `Left(Append(Left([alias], 20), "1"), 20)`},
				{Expr: `ToLower(NormalizeDiacritics(StripSpaces(Join(".", [givenName], [surname]))))`, Use: Use{Target: "sAMAccountName"}, Fixed: `Left(ToLower(NormalizeDiacritics(StripSpaces(Join(".", [givenName], [surname])))), 20)`},
				{Set: `{"mappings": [{"target": "employeeId", "constant": "not known as long as nobody tells", "match": 1}, {"target": "mailNickname", "from": "alias"}]}`, At: "mappings[0].constant"},
			},
			Good: []Example{
				{Expr: `Left(ToLower([alias]), 20)`, Use: Use{Target: "sAMAccountName"}},
				{Expr: `Append(Left([alias], 19), "1")`, Use: Use{Target: "sAMAccountName"}},
				// A single attribute may be short enough; only what is composed is suspected.
				{Expr: `[alias]`, Use: Use{Target: "sAMAccountName"}},
				{Expr: `Join(" ", [givenName], [surname])`, Use: Use{Target: "displayName"}},
			},
			expression: tooLongForTarget,
		},
		{
			Code: "L72", Name: "null-for-required", Severity: diag.Warning,
			Summary:  "The expression results in null for some objects, but the target requires a value.",
			Doc:      "A Switch without a default, an IIF with an empty argument and the like return null even if every attribute has a value. An account cannot be created without its required attributes.",
			Evidence: functions.Documented, Source: planSource,
			Bad: []Example{
				{Expr: `Switch([type], , "E", [userPrincipalName])`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `IIF([type]="E", [displayName], )`, Use: Use{Target: "displayName"}, Profile: "entra"},
				{Expr: `Switch([type], , "E", "True")`, Use: Use{Target: "accountEnabled"}, Profile: "entra"},
				{Expr: `ToLower(Switch([type], [mail], "E", Switch([kind], , "x", [upn])))`, Use: Use{Target: "userPrincipalName"}},
			},
			Good: []Example{
				{Expr: `Switch([type], [mail], "E", [userPrincipalName])`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `Switch([type], , "E", [nick])`, Use: Use{Target: "nickName"}},
				// The default takes the place of null at creation.
				{Expr: `Switch([type], , "E", [userPrincipalName])`, Use: Use{Target: "userPrincipalName", Default: "nobody@contoso.com"}},
				// That an attribute may be missing is nothing that the expression shows.
				{Expr: `ToLower([userPrincipalName])`, Use: Use{Target: "userPrincipalName"}},
				// A status that is missing stays missing.
				{Expr: `Switch([active], , "True", "True", "False", "False")`, Use: Use{Target: "accountEnabled"}, Profile: "entra"},
			},
			expression: nullForRequired,
		},
		{
			Code: "L73", Name: "never-reached", Severity: diag.Warning,
			Summary:  "An argument is never evaluated.",
			Doc:      "An earlier argument always decides: everybody gets the first constant of Coalesce, and a condition that is always true makes the other branch useless.",
			Evidence: functions.Inferred, Source: "follows from the functions' meaning",
			Bad:        []Example{{Expr: `Coalesce([nick], "none", [alias])`, At: `[alias]`}},
			Good:       []Example{{Expr: `Coalesce([nick], [alias], "none")`}},
			expression: neverReached,
		},
		{
			Code: "L74", Name: "always-empty", Severity: diag.Warning,
			Summary:  "An attribute is used where it cannot have a value.",
			Doc:      "According to the condition it is empty: most likely the two branches are swapped.",
			Evidence: functions.Inferred, Source: "follows from the functions' meaning",
			Bad:        []Example{{Expr: `IIF(IsPresent([nick]), "none", [nick])`, At: `[nick])`, Fixed: `Switch([nick], [nick], "", "none")`}},
			Good:       []Example{{Expr: `IIF(IsPresent([nick]), [nick], [alias])`}},
			expression: alwaysEmpty,
		},
	}
}

// types returns the types of the attributes from the source's schema; without one every attribute may be anything.
func (e *expression) types() expr.Types { return e.opts.Source.Types() }

// inference returns the inference of the expression, or nil if it cannot be evaluated. All rules share it.
func (e *expression) inference() *expr.Inference {
	if e.inferred == nil && e.program != nil {
		e.inferred = e.program.Infer(e.types())
	}
	return e.inferred
}

// fewCharacters is the maximum length of a target, in UTF-16 code units, up to which composed names are usually too long.
const fewCharacters = 20

// tooLongForTarget reports a length that the expression may have and the target refuses. A value without a bound is reported only if it is
// composed for the name of an account, with a limit as short as that of sAMAccountName: nearly every attribute has no known bound, and a
// single attribute as it is may well be short enough.
func tooLongForTarget(e *expression) {
	limit := e.limit()
	if limit.Length == 0 || e.inference() == nil {
		return
	}
	most, bounded := e.inference().Shape.MaxLength()
	_, isCall := e.callOf(e.root)
	switch {
	case bounded && most > limit.Length:
		f := e.report(e.root, "the value can have %d characters, but %s accepts %d: truncate it with Left", most, diag.Clip(e.use.Target), limit.Length)
		e.cut(f, limit.Length)
	case !bounded && limit.Length <= fewCharacters && e.isName() && isCall:
		f := e.report(e.root, "the value can have any number of characters, but %s accepts %d: truncate it with Left", diag.Clip(e.use.Target), limit.Length)
		e.cut(f, limit.Length)
	}
}

// cut adds a correction that truncates the result. SelectUniqueValue must stay outermost, so of its rules those that are too long are
// truncated instead. A constant is not truncated: what is left of it would be as wrong for everybody.
func (e *expression) cut(f *finding, length int) {
	nodes := []syntax.Node{e.root}
	if c, ok := e.callOf(e.root); ok && c.spec.Place == functions.TopOnly {
		nodes = slices.DeleteFunc(slices.Clone(c.Args), func(n syntax.Node) bool {
			most, bounded := e.inference().Of(n).MaxLength()
			return bounded && most <= length
		})
	}
	if _, ok := constant(e.root); ok {
		return
	}
	for _, n := range nodes {
		f.replace(n, "Left("+e.text(n)+", "+strconv.Itoa(length)+")")
	}
}

// nullForRequired reports results of null that do not depend on missing attributes. Of a target without a known profile or schema, only
// userPrincipalName is taken for required: every target that has the attribute needs it.
func nullForRequired(e *expression) {
	if e.use.Default != "" || !e.isRequired() && !(e.opts.Profile == mapping.ProfileNone && e.isTarget("userPrincipalName")) {
		return
	}
	// Of a status a value that is missing is to stay missing, as L51 has it: an account is not disabled because of it.
	if says(e.use.Target) != 0 {
		if way, _, _ := e.turns(e.root); way != 0 {
			return
		}
	}
	if why := e.returnsNothing(e.root); why != "" {
		e.report(e.root, "%s, but %s requires a value: add a default", why, diag.Clip(e.use.Target))
	}
}

// returnsNothing describes where a part of the expression results in null even if all attributes have values, or returns "". Coalesce
// returns null only if its last argument does. Through other functions it follows the first argument that is changed member by member, if
// null of it makes null of the result; a function that makes a text of null ends the search.
func (e *expression) returnsNothing(n syntax.Node) string {
	c, ok := e.callOf(n)
	switch {
	case !ok:
		return ""
	case c.spec.Name == "Switch" && len(c.Args) > 2:
		if c.arg(1) == nil {
			return "the Switch has no default for other values than its keys"
		}
		return e.anyNothing(c, 1)
	case c.spec.Name == "IIF" && len(c.Args) == 3:
		if c.arg(1) == nil || c.arg(2) == nil {
			return "an argument of IIF is empty"
		}
		return e.anyNothing(c, 1)
	case c.spec.Name == "Coalesce" && len(c.Args) > 0:
		return e.returnsNothing(c.Args[len(c.Args)-1])
	}
	for i := range c.Args {
		if p := c.param(i); p.Each && p.Null == functions.NullPropagates {
			return e.returnsNothing(c.Args[i])
		}
	}
	return ""
}

// anyNothing is returnsNothing for the arguments from an index on, except keys of Switch.
func (e *expression) anyNothing(c call, from int) string {
	for i := from; i < len(c.Args); i++ {
		if e.isKeyOf(c, i) {
			continue
		}
		if why := e.returnsNothing(c.Args[i]); why != "" {
			return why
		}
	}
	return ""
}

// neverReached reports the outermost arguments that are never evaluated, unless another rule has reported the reason. What is inside them
// is not looked at: it is not evaluated for the same reason.
func neverReached(e *expression) {
	inferred := e.inference()
	if inferred == nil {
		return
	}
	syntax.Walk(e.root, func(n syntax.Node) bool {
		if inferred.Evaluated(n) {
			return true
		}
		_, omitted := n.(*syntax.Omitted)
		_, isKey := constant(n)
		if omitted || isKey && e.isKey(n) || e.explained(n) {
			return false
		}
		e.report(n, "%s is never evaluated: an earlier argument always decides", diag.Quote(e.text(n)))
		return false
	})
}

// explained reports whether there is a finding about the call with a node as an argument, or about another argument of it. It sees the
// findings of the rules with lower codes and those of the running one, so that a call is reported once; none of the compiler's.
func (e *expression) explained(n syntax.Node) bool {
	call := e.parents[n].node
	return call != nil && slices.ContainsFunc(e.found, func(f finding) bool {
		return f.Span.Start >= call.Span().Start && f.Span.End <= call.Span().End
	})
}

// alwaysEmpty reports an attribute in the branch in which the condition has found it empty. The correction swaps the branches and is a
// Switch, since a condition that tests for null is reported itself, see L26.
func alwaysEmpty(e *expression) {
	for c, test := range e.emptinessTests() {
		if name, ok := attribute(test.missing); ok && name == test.attribute {
			e.report(test.missing, "[%s] cannot have a value here: the two branches are most likely swapped", diag.Clip(name)).
				replace(c, "Switch(["+name+"], ["+name+`], "", `+e.text(test.present)+")")
		}
	}
}

// shapeRefuses describes why a part of the expression never results in a text, judging by its possible values and lengths, or returns "".
// It judges parts that return only texts or null: others are converted before they are compared. A part that always fails, or is never
// evaluated, is the concern of other rules.
func (e *expression) shapeRefuses(n syntax.Node, text string) string {
	inferred := e.inference()
	if inferred == nil || !inferred.Evaluated(n) {
		return ""
	}
	shape := inferred.Of(n)
	if shape.Admits(value.String(text)) || !shape.Within(value.KindsOf(value.KindString, value.KindNull)) || shape.Fails == functions.AlwaysFails {
		return ""
	}
	if values, ok := shape.All(); ok {
		return "returns " + listed(values)
	}
	if most, bounded := shape.MaxLength(); bounded && shape.MinLen != most {
		return "returns " + strconv.Itoa(shape.MinLen) + " to " + strconv.Itoa(most) + " characters"
	}
	return "returns texts of at least " + strconv.Itoa(shape.MinLen) + " characters"
}

// listed returns the first three values in quotation marks.
func listed(values []value.Value) string {
	text := ""
	for i, v := range values {
		switch {
		case i == 3:
			return text + " …"
		case i > 0:
			text += ", "
		}
		if v.IsNull() {
			text += "null"
		} else {
			text += string(diag.Quote(v.Text()))
		}
	}
	return text
}
