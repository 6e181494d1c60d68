package graph

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
)

// RewriteExpressions replaces the text of every attribute mapping's expression by what print gives for its tree, such as [syntax.Format],
// the form in which the service writes texts, and tells how many were replaced. It must print a text of the same meaning: parameter
// trees stay as they are. A text that is printed as it stands keeps its spelling in JSON too. Helper mappings are included.
//
// The findings are errors, about expressions that do not parse; with one of them the document is not changed.
func (d *Document) RewriteExpressions(print func(syntax.Node) string) (changed int, found diag.List) {
	texts := map[*node]string{} // by source
	for _, m := range d.allObjectMappings() {
		for _, a := range m.AttributeMappings() {
			text, problems := a.rewritten(print)
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

// rewritten gives the text that is to replace that of the mapping's expression, "" to leave it.
func (a AttributeMapping) rewritten(print func(syntax.Node) string) (text string, found diag.List) {
	source := a.child("source", sourceRecord)
	written := source.text("expression")
	if written == "" {
		return "", nil
	}
	tree, list := syntax.ParseText(written, syntax.Options{})
	if tree != nil {
		if text = print(tree.Root); text == written {
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

// isFormula tells whether the text of a source counts: attributes and constants are named beside it.
func isFormula(source Element) bool {
	kind := source.text("type")
	return !strings.EqualFold(kind, TypeAttribute) && !strings.EqualFold(kind, TypeConstant)
}

// expressionFinding places a diagnostic about an expression of the mapping: in the text of the document where it is the same, else at
// the source.
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
