package sources

import "strings"

// plainPath is a path as most published expressions are: down from the person by the names of elements, each with at most one attribute that is
// compared with a text or a number, to elements, their texts, or an attribute. Walking it takes a tenth of the time that package xpath takes; tests hold the
// two together.
type plainPath []plainStep

// plainStep is a step of a path.
type plainStep struct {
	kind xmlKind // an element, a text, or an attribute
	name xmlName
	// where is the attribute that is compared with text, or, if numeric is set, with num; its local name is "" without one.
	where   xmlName
	text    string
	numeric bool
	num     float64
}

// readPlainPath returns the path of an expression; ok is false if it is another one.
func readPlainPath(tokens []xpathToken) (path plainPath, ok bool) {
	for at := 0; ; {
		var s plainStep
		var n int
		if s, n = readPlainStep(tokens[at:]); n == 0 {
			return nil, false
		}
		path, at = append(path, s), at+n
		switch {
		case tokens[at].kind == xpathEnd:
			return path, true
		case tokens[at].kind != xpathOperator || tokens[at].text != "/" || s.kind != xmlElement:
			return nil, false
		}
		at++
	}
}

// readPlainStep returns a step and the number of its tokens, 0 for one that is not plain.
func readPlainStep(tokens []xpathToken) (s plainStep, n int) {
	is := func(at int, text string) bool {
		return at < len(tokens) && tokens[at].kind == xpathSign && tokens[at].text == text
	}
	name := func(at int) (xmlName, bool) {
		if at >= len(tokens) || tokens[at].kind != xpathName || strings.HasSuffix(tokens[at].text, "*") || is(at+1, "(") || is(at+1, "::") {
			return xmlName{}, false
		}
		prefix, local := cutName(tokens[at].text)
		if prefix == "" {
			return xmlName{"", local}, true
		}
		return xmlName{workdaySpace, local}, prefix == workdayPrefix
	}
	var ok bool
	switch {
	case is(0, "@"):
		s.kind = xmlAttribute
		if s.name, ok = name(1); ok {
			return s, 2
		}
		return s, 0
	case tokens[0].text == "text" && tokens[0].kind == xpathName && is(1, "(") && is(2, ")"):
		s.kind = xmlText
		return s, 3
	}
	s.kind = xmlElement
	if s.name, ok = name(0); !ok {
		return s, 0
	}
	if !is(1, "[") {
		return s, 1
	}
	if s.where, ok = name(3); !ok || !is(2, "@") || len(tokens) < 7 || tokens[4].text != "=" || !is(6, "]") {
		return s, 0
	}
	switch literal := tokens[5]; literal.kind {
	case xpathLiteral:
		s.text = literal.text[1 : len(literal.text)-1]
	case xpathNumber:
		s.numeric, s.num = true, textNumber(literal.text)
	default:
		return s, 0
	}
	return s, 7
}

// nodes appends the nodes below a node to which a path leads, in the order of the document.
func (p plainPath) nodes(to []*xmlNode, from *xmlNode) []*xmlNode {
	s := &p[0]
	if s.kind == xmlAttribute {
		if a := from.attributeOf(s.name); a != nil {
			to = append(to, a)
		}
		return to
	}
	for c := from.first; c != nil; c = c.next {
		switch {
		case c.kind != s.kind || c.name != s.name:
		case s.where.local != "" && !s.holds(c.attributeOf(s.where)):
		case len(p) == 1:
			to = append(to, c)
		default:
			to = p[1:].nodes(to, c)
		}
	}
	return to
}

// attributeOf returns the attribute of a name; nil for none.
func (n *xmlNode) attributeOf(name xmlName) *xmlNode {
	for a := n.attributes; a != nil; a = a.next {
		if a.name == name {
			return a
		}
	}
	return nil
}

// holds reports whether an attribute is what the step compares it with; nil is never.
func (s *plainStep) holds(a *xmlNode) bool {
	switch {
	case a == nil:
		return false
	case s.numeric:
		return textNumber(a.text) == s.num
	}
	return a.text == s.text
}
