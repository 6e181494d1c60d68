package sources

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/feed"
)

// xmlNode is an element, an attribute or a text of a document. Comments and processing instructions are left out, and so are texts of white space
// alone, as .NET's XmlDocument does by default (documented: XmlDocument.PreserveWhitespace).
type xmlNode struct {
	name   xmlName
	prefix string // as it is shown: wd for Workday's namespace, whatever the document has for it
	text   string // of an attribute or a text
	kind   xmlKind
	order  int32 // of the nodes in the document

	parent, next, previous *xmlNode
	first, last            *xmlNode // children
	attributes             *xmlNode // the first one
}

type xmlKind uint8

const (
	xmlRoot xmlKind = iota
	xmlElement
	xmlAttribute
	xmlText
)

// cutName splits a name as it is written into its prefix and the rest.
func cutName(name string) (prefix, local string) {
	if before, after, ok := strings.Cut(name, ":"); ok {
		return before, after
	}
	return "", name
}

// declared returns the namespaces of prefixes in an element whose start tag is given, with those around it.
func declared(tag []byte, around map[string]string) (map[string]string, error) {
	if !bytes.Contains(tag, []byte("xmlns")) {
		return around, nil
	}
	token, err := xml.NewDecoder(bytes.NewReader(tag)).RawToken()
	if err != nil {
		return nil, err
	}
	start, _ := token.(xml.StartElement)
	return declaredBy(start.Attr, around), nil
}

// declaredBy returns the namespaces of prefixes in an element with attributes.
func declaredBy(attributes []xml.Attr, around map[string]string) map[string]string {
	spaces, own := around, false
	for _, a := range attributes {
		if !isDeclaration(a.Name) {
			continue
		}
		if !own {
			if spaces = maps.Clone(around); spaces == nil {
				spaces = map[string]string{}
			}
			own = true
		}
		prefix := ""
		if a.Name.Space != "" {
			prefix = a.Name.Local
		}
		spaces[prefix] = a.Value
	}
	return spaces
}

// isDeclaration reports whether an attribute declares a namespace: xmlns or xmlns:prefix.
func isDeclaration(name xml.Name) bool {
	return name.Space == "xmlns" || name.Space == "" && name.Local == "xmlns"
}

// xmlParser makes the tree of one element.
type xmlParser struct {
	limits feed.Limits
	spaces []map[string]string // of the elements around
	around map[string]string
	tags   []xml.Name
	at     *xmlNode
	nodes  []xmlNode // room for further ones
	count  int
	names  map[string]string
	words  []byte // the text that is being read
}

// parseXML returns a root whose only child is the element of a text. The error is an *[feed.Error] whose line counts from that of the element.
func parseXML(e *element, limits feed.Limits) (*xmlNode, error) {
	p := xmlParser{limits: limits, around: e.spaces}
	root := p.node(xmlRoot, nil)
	p.at = root
	dec := xml.NewDecoder(bytes.NewReader(e.text))
	for {
		from := dec.InputOffset()
		token, err := dec.RawToken()
		switch err {
		case nil:
			err = p.take(spaced(token, e.text[from:dec.InputOffset()]))
		case io.EOF: //nolint:errorlint // encoding/xml returns it as it is
			if err = p.finish(); err == nil {
				return root, nil
			}
		}
		if err != nil {
			return nil, p.fault(e, dec, err)
		}
	}
}

// spaced returns a start tag whose text is given with spaces for the line breaks and tabs that its attributes have, unless they are written as
// references (documented: XML 1.0, 3.3.3); other tokens as they are.
func spaced(token xml.Token, text []byte) xml.Token {
	start, ok := token.(xml.StartElement)
	if !ok || !slices.ContainsFunc(start.Attr, func(a xml.Attr) bool { return strings.ContainsAny(a.Value, "\t\r\n") }) {
		return token
	}
	tag := strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ").Replace(string(text))
	if again, err := xml.NewDecoder(strings.NewReader(tag)).RawToken(); err == nil {
		return again
	}
	return token
}

// finish ends the text that is being read.
func (p *xmlParser) finish() error {
	if err := p.flush(); err != nil {
		return err
	}
	if n := len(p.tags); n > 0 {
		return diag.Errorf("the end tag of %s is missing", diag.Quote(shownName(p.tags[n-1])))
	}
	return nil
}

// fault returns the error of a text.
func (p *xmlParser) fault(e *element, dec *xml.Decoder, err error) *feed.Error {
	line, column := dec.InputPos()
	f := &feed.Error{Line: e.line + line - 1, Column: column, Offset: dec.InputOffset(), Cause: feed.ErrSyntax, Remedy: "fetch the document again"}
	var syntax *xml.SyntaxError
	var limit *diag.LimitError
	switch {
	case errors.As(err, &limit):
		f.Cause, f.Remedy = limit.At(diag.Position{Line: f.Line, Column: f.Column}), "raise the limit, or fetch the document again"
		f.Problem = diag.Messagef("%s", diag.Name(err.Error()))
	case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "UTF-8"):
		f.Cause, f.Problem = feed.ErrEncoding, diag.Messagef("want UTF-8, got other bytes")
	case errors.As(err, &syntax):
		f.Problem = diag.Messagef("the XML is not well-formed: %s", diag.Quote(syntax.Msg))
	default:
		f.Problem = diag.Messagef("the XML is not well-formed: %s", diag.Quote(err.Error()))
	}
	return f
}

func shownName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// take adds a token to the tree.
func (p *xmlParser) take(token xml.Token) error {
	if text, ok := token.(xml.CharData); ok {
		p.words = append(p.words, text...)
		return p.within(len(p.words))
	}
	if err := p.flush(); err != nil {
		return err
	}
	switch token := token.(type) {
	case xml.StartElement:
		return p.start(token)
	case xml.EndElement:
		n := len(p.tags)
		if n == 0 || p.tags[n-1] != token.Name {
			return diag.Errorf("the end tag %s has no start tag", diag.Quote(shownName(token.Name)))
		}
		p.tags, p.spaces, p.at = p.tags[:n-1], p.spaces[:n-1], p.at.parent
	case xml.Directive:
		return diag.Errorf("a document type is inside")
	}
	return nil
}

// flush ends a text.
func (p *xmlParser) flush() error {
	if len(p.words) == 0 {
		return nil
	}
	blank := len(bytes.TrimLeft(p.words, " \t\r\n")) == 0
	if !blank && p.at.kind == xmlElement {
		p.child(p.node(xmlText, nil)).text = string(p.words)
	}
	p.words = p.words[:0]
	return p.counted()
}

// start adds an element.
func (p *xmlParser) start(token xml.StartElement) error {
	around := p.around
	if n := len(p.spaces); n > 0 {
		around = p.spaces[n-1]
	}
	spaces := declaredBy(token.Attr, around)
	n := p.child(p.node(xmlElement, nil))
	if err := p.name(n, token.Name, spaces, spaces[""]); err != nil {
		return err
	}
	for i, a := range token.Attr {
		if isDeclaration(a.Name) {
			continue
		}
		for _, b := range token.Attr[:min(i, mostCompared)] {
			if a.Name == b.Name {
				return diag.Errorf("the attribute %s is there twice", diag.Quote(shownName(a.Name)))
			}
		}
		if err := p.within(len(a.Value)); err != nil {
			return err
		}
		at := p.node(xmlAttribute, n)
		at.text = a.Value
		if err := p.name(at, a.Name, spaces, ""); err != nil {
			return err
		}
		if at.next = n.attributes; at.next != nil {
			at.next.previous = at
		}
		n.attributes = at
	}
	p.tags, p.spaces, p.at = append(p.tags, token.Name), append(p.spaces, spaces), n
	if len(p.tags) > p.limits.Depth {
		return p.limit(codes.LimitJSONDepth, p.limits.Depth, "elements are nested more than %d deep")
	}
	return p.counted()
}

// mostCompared bounds the work of finding an attribute that is there twice.
const mostCompared = 64

// name sets the name of a node. Without a prefix it is in the namespace without.
func (p *xmlParser) name(n *xmlNode, name xml.Name, spaces map[string]string, without string) error {
	n.name = xmlName{without, p.intern(name.Local)}
	if name.Space != "" {
		space, known := spaces[name.Space]
		if !known && name.Space != "xml" {
			return diag.Errorf("the prefix %s is not declared", diag.Quote(name.Space))
		}
		n.name.space, n.prefix = space, p.intern(name.Space)
	}
	if n.name.space == workdaySpace {
		n.prefix = workdayPrefix
	}
	return nil
}

func (p *xmlParser) intern(text string) string {
	if known, ok := p.names[text]; ok {
		return known
	}
	if p.names == nil {
		p.names = map[string]string{}
	}
	p.names[text] = text
	return text
}

// node returns a new node.
func (p *xmlParser) node(kind xmlKind, parent *xmlNode) *xmlNode {
	if len(p.nodes) == 0 {
		p.nodes = make([]xmlNode, min(max(p.count, 64), 1024))
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	n.kind, n.parent, n.order = kind, parent, int32(min(p.count, math.MaxInt32))
	p.count++
	return n
}

// child adds a node to the element that is being read.
func (p *xmlParser) child(n *xmlNode) *xmlNode {
	n.parent = p.at
	if n.previous = p.at.last; n.previous != nil {
		n.previous.next = n
	} else {
		p.at.first = n
	}
	p.at.last = n
	return n
}

// within returns an error if a text is longer than the limit.
func (p *xmlParser) within(bytes int) error {
	if bytes > p.limits.FieldBytes {
		return p.limit(codes.LimitFieldBytes, p.limits.FieldBytes, "a text has more than %d bytes")
	}
	return nil
}

// counted returns an error if there are more nodes than the limit.
func (p *xmlParser) counted() error {
	if p.count > p.limits.Values {
		return p.limit(codes.LimitJSONValues, p.limits.Values, "there are more than %d elements, attributes and texts")
	}
	return nil
}

func (p *xmlParser) limit(limit diag.Limit, most int, format string) error {
	return (&diag.LimitError{Limit: limit, Max: int64(most)}).Worded(format, most)
}

// value returns the text of a node: of an element all texts inside it.
func (n *xmlNode) value() string {
	switch {
	case n.kind == xmlAttribute || n.kind == xmlText:
		return n.text
	case n.first == nil:
		return ""
	case n.first == n.last && n.first.kind == xmlText:
		return n.first.text
	}
	var b strings.Builder
	n.write(&b)
	return b.String()
}

// write writes all texts inside of a node; the depth is that of the document, which is limited.
func (n *xmlNode) write(b *strings.Builder) {
	if n.kind == xmlText {
		b.WriteString(n.text)
	}
	for c := n.first; c != nil; c = c.next {
		c.write(b)
	}
}

// child returns the first child of a name in Workday's namespace; nil where there is none, or no n.
func (n *xmlNode) child(local string) *xmlNode {
	if n == nil {
		return nil
	}
	for c := n.first; c != nil; c = c.next {
		if c.kind == xmlElement && c.name == (xmlName{workdaySpace, local}) {
			return c
		}
	}
	return nil
}

// shownPrefix returns the prefix as an expression has it: one that names none means no namespace.
func (n *xmlNode) shownPrefix() string {
	if n.prefix == "" && n.name.space != "" {
		return "default"
	}
	return n.prefix
}

// shown returns the node's name as an expression has it.
func (n *xmlNode) shown() string {
	name := n.name.local
	if prefix := n.shownPrefix(); prefix != "" {
		name = prefix + ":" + name
	}
	switch n.kind {
	case xmlText:
		return "text()"
	case xmlAttribute:
		return "@" + name
	case xmlRoot, xmlElement:
	}
	return name
}

// path returns the path to the node from the root: an element has its position where its parent has several of its name.
func (n *xmlNode) path() string {
	var steps []string
	for at := n; at != nil && at.kind != xmlRoot; at = at.parent {
		step := at.shown()
		if position, several := at.position(); several && at.kind != xmlAttribute {
			step += "[" + strconv.Itoa(position) + "]"
		}
		steps = append(steps, step)
	}
	var b strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		b.WriteString(steps[i])
		if i > 0 {
			b.WriteByte('/')
		}
	}
	return b.String()
}

// position returns the node's position among the siblings of its name, from 1.
func (n *xmlNode) position() (position int, several bool) {
	position = 1
	for s := n.previous; s != nil; s = s.previous {
		if s.kind == n.kind && s.name == n.name {
			position++
		}
	}
	several = position > 1
	for s := n.next; s != nil && !several; s = s.next {
		several = s.kind == n.kind && s.name == n.name
	}
	return position, several
}
