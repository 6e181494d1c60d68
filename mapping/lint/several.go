package lint

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// severalRules returns the rule about arguments that are one value and may be given several. What a parameter does with several values is
// in the functions' literals; here it is only held against what the source says of its attributes.
func severalRules() []Rule {
	return []Rule{{
		Code: "L90", Name: "several-values", Severity: diag.Warning,
		Summary:  "Several values may come where one is needed.",
		Doc:      "An attribute that the source defines as multi-valued, or a function that returns a list, is the source of a Switch, a condition, a side of a comparison or of &, or another argument that has to be one value: an object with more than one value fails. Choose one with Item, combine them with Join, or search them with Contains. Functions of one text work on each value and return a list, which has the same effect further out.",
		Evidence: functions.Assumed, Source: "the rule for several values in the functions' reference",
		Bad: []Example{
			{Expr: `Switch([proxyAddresses], "none", "x", "y")`, At: `[proxy`},
			{Expr: `IIF([proxyAddresses] = "SMTP:a@contoso.com", "a", "b")`, At: `[proxy`},
			{Expr: `Append([mail], ToLower([proxyAddresses]))`, At: `ToLower`},
			{Expr: `Not(Split([flags], ","))`, At: `Split`},
			{Expr: `Mid([mail], 1, InStr([proxyAddresses], "@"))`, At: `InStr`},
			{Expr: `[mail] & IIF([kind]="x", [proxyAddresses], [mail])`, At: `IIF`},
		},
		Good: []Example{
			{Expr: `Switch(Item([proxyAddresses], 1), "none", "x", "y")`},
			{Expr: `IIF(Contains([proxyAddresses], "SMTP:") > 0, [proxyAddresses], "none")`},
			{Expr: `Join(";", ToLower([proxyAddresses]), [mail])`},
			{Expr: `Join(";", Split([proxyAddresses], ","))`},
			{Expr: `IIF(IsPresent([proxyAddresses]), "mail", "none")`},
			{Expr: `Switch(Count([proxyAddresses]), "several", "0", "none", "1", "one")`},
			{Expr: `Len([mail]) > 3`},
		},
		expression: severalValues,
	}}
}

// severalValues reports arguments, and operands, that may have several values where one is needed.
func severalValues(e *expression) {
	for n := range syntax.Nodes(e.root) {
		switch n := n.(type) {
		case *syntax.Call:
			c, known := e.callOf(n)
			for i := range n.Args {
				if !known {
					break
				}
				if p := c.param(i); !p.Each && !p.List && e.mayBeMany(n.Args[i]) {
					e.reportSeveral(n.Args[i], p.Name+" of "+c.spec.Name)
				}
			}
		case *syntax.Compare:
			for _, side := range []syntax.Node{n.Left, n.Right} {
				if e.mayBeMany(side) {
					e.reportSeveral(side, "a comparison by "+n.Op.String())
				}
			}
		case *syntax.Concat:
			for _, operand := range n.Operands {
				if e.mayBeMany(operand) {
					e.reportSeveral(operand, "an operand of &")
				}
			}
		}
	}
}

func (e *expression) reportSeveral(n syntax.Node, where string) {
	e.report(n, "%s may have several values, but %s takes one: choose one with Item, combine them with Join, or search them with Contains", diag.Quote(e.text(n)), diag.Name(where))
}

// mayBeMany reports whether a part is known to have several values for some objects: an attribute that is multi-valued, by its definition
// or its name, a function that returns lists, or one that changes such values or passes them on.
func (e *expression) mayBeMany(n syntax.Node) bool {
	if name, ok := attribute(n); ok {
		definition, _ := e.opts.Source.Lookup(name)
		return definition != nil && definition.MultiValued || definition == nil && isMultiValued(name)
	}
	c, ok := e.callOf(n)
	switch {
	case !ok:
		return false
	case c.returnsList():
		return true
	}
	for i := range c.Args {
		if p := c.param(i); (p.Each || p.List && p.Flow) && e.mayBeMany(c.Args[i]) {
			return true
		}
	}
	return false
}
