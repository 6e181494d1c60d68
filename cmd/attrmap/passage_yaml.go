package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/attrmap/attrmap/expr/diag"
)

// yamlText is a mapping file in YAML.
type yamlText struct {
	src     string
	lines   []int // offsets at which lines begin
	newline string
}

// yamlPassages finds the expressions of a mapping file in YAML that can be read as one.
func yamlPassages(src string) ([]passage, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(src), &doc); err != nil {
		return nil, err
	}
	y := yamlText{src: src, lines: []int{0}, newline: "\n"}
	for i := range len(src) {
		if src[i] == '\n' {
			y.lines = append(y.lines, i+1)
		}
	}
	if strings.Contains(src, "\r\n") {
		y.newline = "\r\n"
	}
	var found []passage
	for _, s := range y.scalars(&doc) {
		p, err := s.passage()
		if err != nil {
			return nil, err
		}
		found = append(found, p)
	}
	return found, nil
}

// scalars gives the members expression of the mappings, without those that are aliases: their text stands elsewhere.
func (y *yamlText) scalars(doc *yaml.Node) []*yamlScalar {
	if len(doc.Content) == 0 {
		return nil
	}
	var found []*yamlScalar
	root := doc.Content[0]
	for _, list := range yamlMembers(root, "mappings") {
		for _, m := range list.value.Content {
			for _, e := range yamlMembers(m, "expression") {
				if e.value.Kind == yaml.ScalarNode && e.value.ShortTag() != "!!null" {
					flow := (root.Style|list.value.Style|m.Style)&yaml.FlowStyle != 0
					found = append(found, &yamlScalar{yamlText: y, node: e.value, indent: e.key.Column + 1, flow: flow})
				}
			}
		}
	}
	return found
}

type yamlMember struct{ key, value *yaml.Node }

func yamlMembers(n *yaml.Node, name string) []yamlMember {
	var found []yamlMember
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			found = append(found, yamlMember{n.Content[i], n.Content[i+1]})
		}
	}
	return found
}

// yamlScalar is an expression in YAML.
type yamlScalar struct {
	*yamlText
	node   *yaml.Node
	indent int  // of a block below the key
	flow   bool // inside of braces or brackets, where no block can stand
	at     diag.Span
}

// isBlock tells whether the scalar is written as a literal or folded block.
func (s *yamlScalar) isBlock() bool { return s.node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 }

func (s *yamlScalar) passage() (passage, error) {
	p := passage{text: s.node.Value, oneLine: s.flow}
	at, ok := s.start(), true
	s.at.Start = at
	switch {
	case s.isBlock():
		text := strings.TrimRight(p.text, " \t\r\n")
		p.offsets, ok = align(s.src, s.lineEnd(at), text, 0)
		if ok && text != "" {
			s.indent = s.column(p.place(len(text) - len(strings.TrimLeft(text, " \t\r\n"))))
		}
	case s.node.Style&yaml.SingleQuotedStyle != 0:
		p.offsets, ok = align(s.src, at+1, p.text, '\'')
	case s.node.Style&yaml.DoubleQuotedStyle != 0:
		p.offsets, ok = align(s.src, at+1, p.text, '"')
	default:
		p.offsets, ok = align(s.src, at, p.text, 0)
	}
	if !ok {
		return p, fmt.Errorf("yaml: line %d: the place of the expression cannot be told; write it as a block behind |", s.node.Line)
	}
	s.at.End = s.end(p.place(len(p.text)))
	p.replace = s.replace
	return p, nil
}

// start gives the offset of the scalar behind its anchor and tag.
func (s *yamlScalar) start() int {
	at := s.lines[min(s.node.Line, len(s.lines))-1]
	for column := 1; column < s.node.Column && at < len(s.src); column++ {
		_, size := utf8.DecodeRuneInString(s.src[at:])
		at += size
	}
	for at < len(s.src) && (s.src[at] == '&' || s.src[at] == '!') {
		if i := strings.IndexAny(s.src[at:], " \t\r\n"); i >= 0 {
			at = skipBlanks(s.src, at+i, 0)
		} else {
			at = len(s.src)
		}
	}
	return at
}

// end gives the end of a scalar whose text ends there: behind the quotation mark, or at the end of a block's last line.
func (s *yamlScalar) end(text int) int {
	switch {
	case s.isBlock():
		return s.lineEnd(text)
	case s.node.Style&yaml.SingleQuotedStyle != 0:
		return min(skipBlanks(s.src, text, '\'')+1, len(s.src))
	case s.node.Style&yaml.DoubleQuotedStyle != 0:
		return min(skipBlanks(s.src, text, '"')+1, len(s.src))
	}
	return text
}

// lineEnd gives the end of a line without its line break.
func (y *yamlText) lineEnd(at int) int {
	if i := strings.IndexByte(y.src[at:], '\n'); i >= 0 {
		return at + len(strings.TrimSuffix(y.src[at:at+i], "\r"))
	}
	return len(y.src)
}

// column gives the number of characters before a place on its line.
func (y *yamlText) column(at int) int { return diag.Locate(y.src, at).Column - 1 }

// replace keeps the scalar's style where the text can be written in it; lines need a literal block.
func (s *yamlScalar) replace(text string) (diag.Span, string) {
	lines := strings.Contains(text, "\n")
	old := s.node.Value
	if s.isBlock() {
		old = strings.TrimRight(old, "\n")
	}
	literal := s.node.Style&yaml.LiteralStyle != 0
	switch {
	case old == text && (!lines || literal || s.flow):
		return s.at, s.src[s.at.Start:s.at.End]
	case (s.isBlock() || lines && !s.flow) && isPlainText(text):
		return s.block(text)
	}
	return s.at, s.quoted(text)
}

// block writes a literal block. A comment behind the scalar goes behind the sign that begins the block.
func (s *yamlScalar) block(text string) (diag.Span, string) {
	at, head := s.at, "|"
	if s.isBlock() {
		rest := s.src[at.Start+1 : s.lineEnd(at.Start)]
		if marks := strings.TrimLeft(rest, "+-0123456789"); strings.Contains(rest[:len(rest)-len(marks)], "-") {
			head += "-" + marks
		} else {
			head += marks
		}
	} else {
		at.End = s.lineEnd(at.End)
		head += s.src[s.at.End:at.End]
	}
	var b strings.Builder
	b.WriteString(head)
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(s.newline)
		if line != "" {
			b.WriteString(strings.Repeat(" ", s.indent) + line)
		}
	}
	return at, b.String()
}

// quoted writes a text on the line, in the style of the present one if that can be.
func (s *yamlScalar) quoted(text string) string {
	quoted := s.isBlock() || s.node.Style&yaml.DoubleQuotedStyle != 0
	switch {
	case quoted || strings.Contains(text, "\n") || !isPlainText(text):
		return doubleQuoted(text)
	case s.node.Style&yaml.SingleQuotedStyle == 0 && s.readsPlain(text):
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// readsPlain tells whether a text means itself without quotation marks.
func (s *yamlScalar) readsPlain(text string) bool {
	src := "[" + text + "]"
	if !s.flow {
		src = "- " + text
	}
	var doc yaml.Node
	if yaml.Unmarshal([]byte(src), &doc) != nil || len(doc.Content) != 1 || len(doc.Content[0].Content) != 1 {
		return false
	}
	n := doc.Content[0].Content[0]
	return n.Kind == yaml.ScalarNode && n.Value == text && n.Style == 0 && n.ShortTag() != "!!null"
}

// isPlainText tells whether YAML writes every character of a text as itself: no control characters and no line breaks but LF.
func isPlainText(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		switch {
		case r == '\n', r == '\t':
			return false
		case r < ' ', 0x7F <= r && r < 0xA0, r == '\u2028', r == '\u2029', r == '\uFEFF', r == 0xFFFE, r == 0xFFFF:
			return true
		}
		return false
	}) < 0
}
