package graph

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// noScopeAttributes are documented as not supported in scoping filters, in addition to those of type DateTime. It is never changed.
var noScopeAttributes = []string{
	"appRoleAssignments", "userType", "manager", "StatusHireDate", "startDate", "endDate", "StatusTerminationDate", "accountExpires",
}

// filter checks the filters of an object mapping.
func (c *checker) filter(m ObjectMapping, source *definition) {
	scope := m.Scope()
	for _, g := range slices.Concat(scope.InputFilterGroups(), scope.CategoryFilterGroups()) {
		c.filterGroup(g, source, false)
	}
	for _, g := range scope.Groups() {
		c.filterGroup(g, source, true)
	}
}

// filterGroup checks the clauses of a group. The restrictions that are documented for the portal's filters apply to these alone: the
// service's own filters are known to violate them.
func (c *checker) filterGroup(g FilterGroup, source *definition, portal bool) {
	clauses := g.Clauses()
	if len(clauses) == 0 {
		c.report(on(g.Element, "clauses"), diag.Warning, codes.EmptyGroup, "remove the group",
			"every object passes a filter group without clauses")
	}
	for _, clause := range clauses {
		for _, f := range clause.findings(false) {
			c.keep(f)
		}
		name := clause.sourceOperandName()
		attribute := source.attribute(name)
		if attribute == nil && source != nil && name != "" {
			c.sourceName(on(clause.Element, "sourceOperandName"), name, source)
			continue
		}
		if portal {
			c.scopeAttribute(clause, attribute)
		}
		if attribute != nil {
			c.filterType(clause, attribute)
		}
	}
}

// findings are what package mapping finds in a clause, each at the clause's place in the document. An operator that is not known is a
// warning to those who keep what is not supported.
func (c FilterClause) findings(keepUnsupported bool) diag.List {
	_, found := mapping.CompileFilter(mapping.Filter{{c.clause()}}, false, mapping.Options{KeepUnsupported: keepUnsupported})
	for i := range found {
		member := map[diag.Code]string{codes.FilterOperator: "operatorName", codes.FilterOperand: "targetOperand"}[found[i].Code]
		found[i] = c.doc.placed(on(c.Element, member).node, found[i])
	}
	return found
}

// sourceName reports a name that the source does not define: as an error, or as a warning if it differs only in case.
func (c *checker) sourceName(place at, name string, source *definition) {
	if c.lookups -= source.size(); c.lookups < 0 {
		c.report(place, diag.Error, codes.UnknownAttribute, "", "the source has no attribute %s", diag.Quote(name))
		return
	}
	for _, d := range expr.Check("["+name+"]", expr.WithAttributes(source.names...)) {
		severity := diag.Warning
		switch d.Code {
		case codes.UnknownAttribute:
			severity = diag.Error
		case codes.AttributeCase:
		default:
			continue
		}
		c.report(place, severity, d.Code, strings.NewReplacer("[", "", "]", "").Replace(d.Hint.String()), "%s", d.Message)
	}
}

// scopeAttribute reports an attribute that the portal's scoping filters do not support.
func (c *checker) scopeAttribute(clause FilterClause, attribute *mapping.Attribute) {
	if why := NotInScope(clause.sourceOperandName(), attribute); why != "" {
		c.report(on(clause.Element, "sourceOperandName"), diag.Warning, codes.ScopeAttribute, "",
			"a scoping filter cannot use %s: it %s", clipped(clause.sourceOperandName()), diag.Name(why))
	}
}

// NotInScope returns why the portal's scoping filters do not support an attribute, "" if they do. Its definition may be nil.
func NotInScope(name string, attribute *mapping.Attribute) string {
	switch {
	case slices.ContainsFunc(noScopeAttributes, func(no string) bool { return strings.EqualFold(no, name) }):
		return "is documented as unsupported"
	case attribute == nil:
	case attribute.Type == mapping.DateTime:
		return "is a date, which is not supported"
	case attribute.MultiValued:
		return "has several values, which is not supported"
	}
	return ""
}

// filterType reports an operator that does not take the attribute's type, and an operand that is not a value of it.
func (c *checker) filterType(clause FilterClause, attribute *mapping.Attribute) {
	operator, err := mapping.ParseOperator(clause.operatorName())
	if err != nil {
		return // reported already
	}
	if !slices.Contains(operator.Types, attribute.Type) {
		c.report(on(clause.Element, "operatorName"), diag.Warning, codes.FilterType, "", "%s does not compare attributes of type %s, as %s is",
			clipped(clause.operatorName()), diag.Name(attribute.Type.String()), clipped(attribute.Name))
		return
	}
	if attribute.Type != mapping.Integer || operator.Pattern {
		return // a pattern is a text whatever it is matched against
	}
	for _, operand := range clause.values() {
		if _, err := value.String(operand).ToInteger(); err != nil {
			c.report(on(clause.Element, "targetOperand"), diag.Warning, codes.FilterOperand, "",
				"want a whole number for %s of type Integer, got %s", clipped(attribute.Name), diag.Quote(operand))
		}
	}
}
