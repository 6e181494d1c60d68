package graph

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
)

// memberOf gives the member of an attribute mapping that a field of [mapping.Mapping] comes from.
var memberOf = map[string]string{
	"target": "targetAttributeName", "from": "source", "constant": "source", "expression": "source", "match": "matchingPriority",
	"apply": "flowType", "flowNulls": "flowNullValues", "default": "defaultValue",
}

// Field gives path and place of the member that a field of [mapping.Mapping], such as apply, is converted from; of the mapping itself
// where the member is absent.
func (a AttributeMapping) Field(field string) (path diag.Path, at diag.Position) {
	n := on(a.Element, memberOf[field]).node
	return n.path(), a.doc.position(n)
}

// ExpressionPlace gives path and place in the document of a byte of the mapping's expression. Where the document does not hold the text,
// which is made from the parameters then, they are those of the source.
func (a AttributeMapping) ExpressionPlace(expression string, offset int) (path diag.Path, at diag.Position) {
	f := a.expressionFinding(expression, diag.Finding{Place: diag.Place{Span: diag.Span{Start: offset, End: offset}}})
	return f.Path, f.Position
}

// ConvertAsWritten gives what Convert does for checks: expressions have the text that stands in the document, where it says the same
// as the parameters, so that places in it are places in the document.
func (m ObjectMapping) ConvertAsWritten(reg *functions.Registry) *Conversion {
	c := &Conversion{Source: m.SourceObject().Schema(), Target: m.TargetObject().Schema(), FlowTypes: m.FlowTypes(), asWritten: true}
	c.convert(m, reg)
	return c
}

// IsCloudSync tells whether the rule joins Active Directory and Entra, in either direction.
func (r Rule) IsCloudSync() bool { return isCloudSync(r) }

// IsUnreadable tells of the expression that stands in a converted set for a source that cannot be read.
func IsUnreadable(expression string) bool { return expression == unreadable }
