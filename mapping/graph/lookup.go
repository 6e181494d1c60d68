package graph

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
)

// memberOf maps the fields of [mapping.Mapping] to the members of an attribute mapping that they are converted from. It is never changed.
var memberOf = map[string]string{
	"target": "targetAttributeName", "from": "source", "constant": "source", "expression": "source", "match": "matchingPriority",
	"apply": "flowType", "flowNulls": "flowNullValues", "default": "defaultValue",
}

// Field returns path and position of the member from which a field of [mapping.Mapping], such as apply, is converted; of the attribute
// mapping if the member is absent.
func (a AttributeMapping) Field(field string) (path diag.Path, at diag.Position) {
	n := on(a.Element, memberOf[field]).node
	return n.path(), a.doc.position(n)
}

// ExpressionPlace returns path and position in the document of a byte of the mapping's expression. If the text of the expression was
// made from the parameters, and so is not in the document, they are those of the source.
func (a AttributeMapping) ExpressionPlace(expression string, offset int) (path diag.Path, at diag.Position) {
	f := a.expressionFinding(expression, diag.Finding{Place: diag.Place{Span: diag.Span{Start: offset, End: offset}}})
	return f.Path, f.Position
}

// ConvertAsWritten is [ObjectMapping.Convert] for checks: expressions have the text of the document, unless it differs from the
// parameters, so that positions in an expression are positions in the document.
func (m ObjectMapping) ConvertAsWritten(reg *functions.Registry) *Conversion {
	c := &Conversion{Source: m.SourceObject().Schema(), Target: m.TargetObject().Schema(), FlowTypes: m.FlowTypes(), asWritten: true}
	c.convert(m, reg)
	return c
}

// IsCloudSync reports whether the rule connects Active Directory and Entra, in either direction.
func (r Rule) IsCloudSync() bool { return isCloudSync(r) }

// IsUnreadable reports whether an expression of a converted set replaces a source that cannot be read.
func IsUnreadable(expression string) bool { return expression == unreadable }
