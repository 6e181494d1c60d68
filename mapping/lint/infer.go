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

// inferRules are about what follows from an expression before there is data: how long its values can be, whether they can be null, and
// which of its parts are never reached.
func inferRules() []Rule {
	return []Rule{
		{
			Code: "L61", Name: "too-long-for-target", Severity: diag.Warning,
			Summary:  "The values can be longer than the target takes.",
			Doc:      "The bound is computed from the expression, and from the lengths of the source's attributes where its schema has them. A value that is too long fails, for the object that has it. Cut it with Left or Mid, in each candidate of SelectUniqueValue with room for the number behind it.",
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
				{Expr: `[alias]`, Use: Use{Target: "sAMAccountName"}},
				{Expr: `Join(" ", [givenName], [surname])`, Use: Use{Target: "displayName"}},
			},
			expression: tooLongForTarget,
		},
		{
			Code: "L72", Name: "null-for-required", Severity: diag.Warning,
			Summary:  "The expression gives nothing for some objects, and the target needs a value.",
			Doc:      "A Switch without a default, an IIF with an empty argument and the like give null although every attribute has a value. An account cannot be created without its required attributes.",
			Evidence: functions.Documented, Source: planSource,
			Bad: []Example{
				{Expr: `Switch([type], , "E", [userPrincipalName])`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `IIF([type]="E", [displayName], )`, Use: Use{Target: "displayName"}, Profile: "entra"},
				{Expr: `ToLower(Switch([type], [mail], "E", Switch([kind], , "x", [upn])))`, Use: Use{Target: "userPrincipalName"}},
			},
			Good: []Example{
				{Expr: `Switch([type], [mail], "E", [userPrincipalName])`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `Switch([type], , "E", [nick])`, Use: Use{Target: "nickName"}},
				{Expr: `Switch([type], , "E", [userPrincipalName])`, Use: Use{Target: "userPrincipalName", Default: "nobody@contoso.com"}},
				{Expr: `ToLower([userPrincipalName])`, Use: Use{Target: "userPrincipalName"}},
			},
			expression: nullForRequired,
		},
		{
			Code: "L73", Name: "never-reached", Severity: diag.Warning,
			Summary:  "An argument is never evaluated.",
			Doc:      "What stands before it decides already: the first constant of Coalesce is given to everybody, and a condition that always holds leaves the other branch without meaning.",
			Evidence: functions.Inferred, Source: "follows from the functions' meaning",
			Bad:        []Example{{Expr: `Coalesce([nick], "none", [alias])`, At: `[alias]`}},
			Good:       []Example{{Expr: `Coalesce([nick], [alias], "none")`}},
			expression: neverReached,
		},
		{
			Code: "L74", Name: "always-empty", Severity: diag.Warning,
			Summary:  "An attribute is used where it is sure to have no value.",
			Doc:      "The condition has found out that it is empty: most likely the two branches have changed places.",
			Evidence: functions.Inferred, Source: "follows from the functions' meaning",
			Bad:        []Example{{Expr: `IIF(IsPresent([nick]), "none", [nick])`, At: `[nick])`, Fixed: `Switch([nick], [nick], "", "none")`}},
			Good:       []Example{{Expr: `IIF(IsPresent([nick]), [nick], [alias])`}},
			expression: alwaysEmpty,
		},
	}
}

// types tells what is known of the attributes by the source's schema.
func (e *expression) types() expr.Types { return e.opts.Source.Types() }

// inference gives what follows from the expression; nil for one that cannot be evaluated.
func (e *expression) inference() *expr.Inference {
	if e.inferred == nil && e.program != nil {
		e.inferred = e.program.Infer(e.types())
	}
	return e.inferred
}

// fewCharacters is what a target takes of which names that are put together have more as a rule.
const fewCharacters = 20

func tooLongForTarget(e *expression) {
	limit := e.limit()
	if limit.Length == 0 || e.inference() == nil {
		return
	}
	most, bounded := e.inference().Shape.MaxLength()
	_, isCall := e.callOf(e.root)
	switch {
	case bounded && most > limit.Length:
		f := e.report(e.root, "the value can have %d characters, and %s takes %d: cut it with Left", most, diag.Clip(e.use.Target), limit.Length)
		e.cut(f, limit.Length)
	case !bounded && limit.Length <= fewCharacters && e.isName() && isCall:
		f := e.report(e.root, "the value can have any number of characters, and %s takes %d: cut it with Left", diag.Clip(e.use.Target), limit.Length)
		e.cut(f, limit.Length)
	}
}

// cut proposes to cut the result, or the candidates that are too long.
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

func nullForRequired(e *expression) {
	if e.use.Default != "" || !e.isRequired() && !(e.opts.Profile == mapping.ProfileNone && e.isTarget("userPrincipalName")) {
		return
	}
	if why := e.givesNothing(e.root); why != "" {
		e.report(e.root, "%s, and %s needs a value: give it a default", why, diag.Clip(e.use.Target))
	}
}

// givesNothing says where a part of the expression gives null although all attributes have a value, "" where it does not.
func (e *expression) givesNothing(n syntax.Node) string {
	c, ok := e.callOf(n)
	switch {
	case !ok:
		return ""
	case c.spec.Name == "Switch" && len(c.Args) > 2:
		if c.arg(1) == nil {
			return "the Switch has no default for the values that are no key"
		}
		return e.anyNothing(c, 1)
	case c.spec.Name == "IIF" && len(c.Args) == 3:
		if c.arg(1) == nil || c.arg(2) == nil {
			return "an argument of IIF is empty"
		}
		return e.anyNothing(c, 1)
	case c.spec.Name == "Coalesce" && len(c.Args) > 0:
		return e.givesNothing(c.Args[len(c.Args)-1])
	}
	for i := range c.Args {
		if p := c.param(i); p.Each && p.Null == functions.NullPropagates {
			return e.givesNothing(c.Args[i])
		}
	}
	return ""
}

// anyNothing asks the arguments from an index on; keys of Switch are passed over.
func (e *expression) anyNothing(c call, from int) string {
	for i := from; i < len(c.Args); i++ {
		if e.isKeyOf(c, i) {
			continue
		}
		if why := e.givesNothing(c.Args[i]); why != "" {
			return why
		}
	}
	return ""
}

// neverReached reports the outermost arguments that are not evaluated, where no other rule has said why.
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
		e.report(n, "%s is never evaluated: what stands before it decides already", diag.Quote(e.text(n)))
		return false
	})
}

// explained tells whether a finding is about the call that a node is an argument of, or about one of its arguments.
func (e *expression) explained(n syntax.Node) bool {
	call := e.parents[n].node
	return call != nil && slices.ContainsFunc(e.found, func(f finding) bool {
		return f.Span.Start >= call.Span().Start && f.Span.End <= call.Span().End
	})
}

func alwaysEmpty(e *expression) {
	for c, test := range e.emptinessTests() {
		if name, ok := attribute(test.missing); ok && name == test.attribute {
			e.report(test.missing, "[%s] is sure to have no value here: the two branches have most likely changed places", diag.Clip(name)).
				replace(c, "Switch(["+name+"], ["+name+`], "", `+e.text(test.present)+")")
		}
	}
}

// shapeRefuses says why a part of the expression never gives a text, by its values and lengths.
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
		return "gives " + listed(values)
	}
	if most, bounded := shape.MaxLength(); bounded && shape.MinLen != most {
		return "gives " + strconv.Itoa(shape.MinLen) + " to " + strconv.Itoa(most) + " characters"
	}
	return "gives texts of at least " + strconv.Itoa(shape.MinLen) + " characters"
}

// listed gives the first values in quotation marks.
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
