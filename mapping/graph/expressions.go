package graph

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
)

// RewriteExpressions replaces the text of every expression by the text that textOf returns for its tree, and returns the number of
// replacements. An example of textOf is [syntax.Format], which writes texts as the service does. The text must keep its meaning, because
// the parameter trees are not changed. If textOf returns the text as it was, its spelling in JSON does not change either. The mappings
// of helpers are rewritten, too.
//
// The findings are errors about malformed expressions; if there is one, the document is not changed.
func (d *Document) RewriteExpressions(textOf func(syntax.Node) string) (changed int, found diag.List) {
	texts := map[*node]string{} // by source
	for _, m := range d.allObjectMappings() {
		for _, a := range m.AttributeMappings() {
			text, problems := a.rewritten(textOf)
			if found = append(found, problems...); text != "" {
				texts[a.node.member("source")] = text
			}
		}
	}
	if found != nil {
		return 0, found
	}
	for source, text := range texts {
		d.put(source, "expression", &node{kind: stringKind, raw: quote(text), offset: -1})
	}
	return len(texts), nil
}

// rewritten returns the new text of the mapping's expression, "" for no change.
func (a AttributeMapping) rewritten(textOf func(syntax.Node) string) (text string, found diag.List) {
	source := a.child("source", sourceRecord)
	written := source.text("expression")
	if written == "" {
		return "", nil
	}
	tree, list := syntax.ParseText(written, syntax.Options{})
	if tree != nil {
		if text = textOf(tree.Root); text == written {
			text = ""
		}
		return text, nil
	}
	if isFormula(source) {
		for _, d := range list.Errors() {
			found = append(found, a.expressionFinding(written, d))
		}
	}
	return "", found
}

// isFormula reports whether the text of a source matters: attributes and constants have a name as well.
func isFormula(source Element) bool {
	kind := source.text("type")
	return !strings.EqualFold(kind, TypeAttribute) && !strings.EqualFold(kind, TypeConstant)
}

// expressionFinding returns a finding about an expression of the mapping with its place: in the text of the document if that is the
// same, otherwise at the source.
func (a AttributeMapping) expressionFinding(text string, d diag.Finding) diag.Finding {
	at := a.node.member("source")
	if n := at.member("expression"); n != nil {
		at = n
	}
	f := a.doc.placed(at, d)
	if written, _ := at.text(); written == text && at.offset >= 0 {
		f.Position = a.doc.places.locate(at.offset + rawOffset(at.raw, d.Span.Start))
	}
	f.Target, f.Text = a.TargetAttributeName(), text
	return f
}

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
