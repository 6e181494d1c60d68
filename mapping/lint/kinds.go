package lint

import (
	"strconv"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// kindRules are about values that are used as those of another kind. What is never equal as a text is L30's.
func kindRules() []Rule {
	return []Rule{
		{
			Code: "L79", Name: "truth-as-number", Severity: diag.Warning,
			Summary:  "True or False is compared with a number, or by order.",
			Doc:      "IsPresent, Not and comparisons return True or False, and so do accountEnabled and IsSoftDeleted. By = neither is equal to 1 or 0; < and > fail, since there is no order. Compare with the text \"True\", or use the condition by itself.",
			Evidence: functions.Inferred, Source: "the kinds of the functions; default mappings compare with \"True\"",
			Bad: []Example{
				{Expr: `IIF([accountEnabled]=1, "Active", "Inactive")`, At: `1`, Fixed: `IIF([accountEnabled]="True", "Active", "Inactive")`},
				{Expr: `IIF(IsPresent([manager])=0, "Top", "Reports")`, At: `0`, Fixed: `IIF(IsPresent([manager])="False", "Top", "Reports")`},
				{Expr: `IIF(Not([IsSoftDeleted])>0, "Active", "Left")`, At: `Not`},
			},
			Good: []Example{
				{Expr: `IIF([accountEnabled]="True", "Active", "Inactive")`},
				{Expr: `IIF(IsPresent([manager]), [city], [state])`},
				// Workday's Active, with a capital, holds 1 or 0, and what another schema calls active may too.
				{Expr: `IIF([Active]=1, "Active", "Inactive")`},
				{Expr: `IIF([active]=1, "Active", "Inactive")`},
				{Expr: `IIF(InStr([mail], "@")>0, [mail], [upn])`},
			},
			expression: truthAsNumber,
		},
		{
			Code: "L80", Name: "number-by-order-of-text", Severity: diag.Error,
			Summary:  "A number is compared by order with a text that is no number.",
			Doc:      "Len, Count, InStr and DateDiff return whole numbers. < and > compare them with numbers, and fail for any other text.",
			Evidence: functions.Inferred, Source: "the kinds of the functions",
			Bad: []Example{
				{Expr: `IIF(Len([alias])>"eight", "long", "short")`, At: `"eight"`},
				{Expr: `IIF("@"<InStr([mail], "@"), [mail], [upn])`, At: `"@"<`},
			},
			Good: []Example{
				{Expr: `IIF(Len([alias])>8, "long", "short")`},
				{Expr: `IIF(Len([alias])>"8", "long", "short")`},
				{Expr: `IIF([level]>"eight", "long", "short")`},
			},
			expression: numberAgainstText,
		},
	}
}

// sides calls check for both orders of every comparison: with each side as the subject, and the other.
func (e *expression) sides(check func(c *syntax.Compare, subject, other syntax.Node)) {
	for n := range syntax.Nodes(e.root) {
		if c, ok := n.(*syntax.Compare); ok {
			check(c, c.Left, c.Right)
			check(c, c.Right, c.Left)
		}
	}
}

// isOrder reports whether an operator compares by order.
func isOrder(op value.Operator) bool { return op != value.Equal && op != value.NotEqual }

// truthAsNumber reports what returns truth beside a constant number, or with an operator of order. HR systems write 1 and 0 into active.
func truthAsNumber(e *expression) {
	e.sides(func(c *syntax.Compare, subject, other syntax.Node) {
		name, isAttribute := attribute(subject)
		if isOrConstant(subject) || !e.returnsTruth(subject) || isAttribute && lastPart(name) == "active" && e.opts.Source == nil {
			return
		}
		number, isNumber := other.(*syntax.Number)
		switch {
		case isOrder(c.Op) && (isNumber || !e.returnsTruth(other)):
			e.report(c, "%s returns True or False, which have no order: compare it with \"True\" by =", diag.Quote(e.text(subject)))
		case isNumber && !isOrder(c.Op):
			f := e.report(other, "%s returns True or False, which are never equal to %s", diag.Quote(e.text(subject)), diag.Name(number.Text))
			if number.IsInt && (number.Int == 0 || number.Int == 1) {
				text := syntax.QuoteText(value.Boolean(number.Int == 1).Text())
				f.also(": write %s", diag.Name(text))
				f.replace(other, text)
			}
		}
	})
}

// numberAgainstText reports a text that is no number and is compared by order with the result of a function of whole numbers.
func numberAgainstText(e *expression) {
	e.sides(func(c *syntax.Compare, subject, other syntax.Node) {
		call, ok := e.callOf(subject)
		text, isText := constant(other)
		if !ok || !isText || !isOrder(c.Op) || text == "" || !call.returnsNumber() {
			return
		}
		if _, isWhole := nettext.ParseInt(text); isWhole {
			return
		}
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			return
		}
		e.report(other, "%s returns whole numbers, and %s is none: the comparison fails for every object", diag.Quote(e.text(subject)), diag.Quote(text))
	})
}
