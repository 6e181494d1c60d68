package graph

import "github.com/attrmap/attrmap/mapping"

// Filter is the scope of an object mapping.
type Filter struct{ Element }

// FilterGroup is passed by an object that passes all its clauses.
type FilterGroup struct{ Element }

// FilterClause compares an attribute with values.
type FilterClause struct{ Element }

// Groups are the scoping filters of the portal: an object that stops passing them is deprovisioned.
func (f Filter) Groups() []FilterGroup { return f.groups("groups") }

// InputFilterGroups drop objects while they are read, without deprovisioning any.
func (f Filter) InputFilterGroups() []FilterGroup { return f.groups("inputFilterGroups") }

// CategoryFilterGroups decide whether an object belongs to the mapping at all.
func (f Filter) CategoryFilterGroups() []FilterGroup { return f.groups("categoryFilterGroups") }

func (f Filter) groups(name string) []FilterGroup {
	return typed[FilterGroup](f.children(name, filterGroupRecord))
}

// Name gives the group's title.
func (g FilterGroup) Name() string { return g.text("name") }

// Clauses gives the group's clauses.
func (g FilterGroup) Clauses() []FilterClause {
	return typed[FilterClause](g.children("clauses", filterClauseRecord))
}

// OperatorName gives the operator as written, such as NOT REGEX MATCH.
func (c FilterClause) OperatorName() string { return c.text("operatorName") }

// SourceOperandName names the attribute that is compared.
func (c FilterClause) SourceOperandName() string { return c.text("sourceOperandName") }

// Values gives what the attribute is compared with; operators of one operand have none.
func (c FilterClause) Values() []string {
	return c.child("targetOperand", filterOperandRecord).texts("values")
}

func (c FilterClause) clause() mapping.Clause {
	return mapping.Clause{Attribute: c.SourceOperandName(), Operator: c.OperatorName(), Values: c.Values()}
}

// makeFilter gives the groups as a filter of the mapping package.
func makeFilter(groups []FilterGroup) mapping.Filter {
	var filter mapping.Filter
	for _, g := range groups {
		group := mapping.Group{}
		for _, c := range g.Clauses() {
			group = append(group, c.clause())
		}
		filter = append(filter, group)
	}
	return filter
}
