package tree

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/textenc"
)

// Bounds of a document: aliases let a short text of YAML mean a long one, or one without end.
const (
	mostValues = 1_000_000
	deepest    = value.JSONDepth
)

// ReadYAML reads a text as one document of YAML. Everything that is wrong with it is in the faults; the node is nil where it cannot be read
// at all.
func ReadYAML(src string) (*Node, []Fault) {
	if at := textenc.InvalidUTF8(src); at >= 0 {
		return nil, []Fault{NotUTF8(at)}
	}
	// The YAML reader does not say where such a character is.
	if at := strings.IndexFunc(src, isControl); at >= 0 {
		return nil, []Fault{{At: at, Code: codes.Syntax, Message: diag.Messagef("YAML takes no control characters")}}
	}
	r := yamlReader{places: newCursor(src), read: map[*yaml.Node]*Node{}}
	dec := yaml.NewDecoder(strings.NewReader(asVersion11(src))) // Unmarshal would ignore a second document
	var doc, more yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return &Node{JSON: "null"}, nil
	case err != nil:
		return nil, []Fault{r.syntax(err)}
	}
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		if err != nil {
			return nil, []Fault{r.syntax(err)}
		}
		r.fault(&more, codes.Syntax, "want one document, got another one after it")
		return nil, r.faults
	}
	// A document node has one value.
	root := r.node(doc.Content[0], false, 0)
	return root, r.faults
}

// asVersion11 returns a text that declares YAML 1.2 as one that declares 1.1, with every place as it was: the YAML library reads both alike and
// refuses the newer number.
func asVersion11(src string) string {
	const newer = "%YAML 1.2"
	for at := 0; at < len(src) && (src[at] == '#' || src[at] == '%' || src[at] == '\n' || src[at] == '\r'); {
		if strings.HasPrefix(src[at:], newer) {
			return src[:at] + "%YAML 1.1" + src[at+len(newer):]
		}
		end := strings.IndexByte(src[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
	}
	return src
}

// isControl reports whether YAML does not take a character.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0 && r != 0x85 || r == 0xFFFE || r == 0xFFFF
}

// yamlReader turns a tree of the YAML library into one of ours.
// read has the nodes by those of the library, for aliases; faults are gathered, and reading goes on.
type yamlReader struct {
	places *cursor
	read   map[*yaml.Node]*Node
	faults []Fault
}

// syntax returns an error of the YAML library with its place.
func (r *yamlReader) syntax(err error) Fault {
	var placed *yaml.LoadError
	if !errors.As(err, &placed) {
		return Fault{Code: codes.Syntax, Message: diag.Messagef("YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))}
	}
	f := Fault{Code: codes.Syntax, Message: diag.Messagef("YAML: %s", placed.Message)}
	if placed.Mark.Line > 0 {
		f.At = r.places.offset(placed.Mark.Line, placed.Mark.Column)
	}
	return f
}

func (r *yamlReader) fault(n *yaml.Node, code diag.Code, format string, args ...any) {
	r.faults = append(r.faults, Fault{At: r.places.offset(n.Line, n.Column), Code: code, Message: diag.Messagef(format, args...)})
}

func (r *yamlReader) node(n *yaml.Node, flow bool, depth int) *Node {
	if n.Kind == yaml.AliasNode {
		return r.alias(n, depth)
	}
	out := &Node{At: r.places.offset(n.Line, n.Column), Flow: flow || n.Style&yaml.FlowStyle != 0, JSON: "null"}
	r.tag(n)
	// Before the content is read: an alias inside of it must find its anchor.
	r.read[n] = out
	// A value that is nested too deeply is read as null, and what is in it is not looked at.
	if depth > deepest {
		r.fault(n, codes.TooDeep, "the document is nested more than %d levels deep", deepest)
		return out
	}
	switch n.Kind {
	case yaml.SequenceNode:
		out.Kind = List
		for _, element := range n.Content {
			out.Elements = append(out.Elements, r.node(element, out.Flow, depth+1))
		}
	case yaml.MappingNode:
		out.Kind = Object
		r.members(out, n, depth)
	default:
		out.Text, out.Style, out.JSON = n.Value, styleOf(n), string(scalarJSON(n))
	}
	return out
}

// tag reports a tag that is not honoured. Those of the kinds that JSON has are, where the value is one of that kind; another, such as !!binary,
// would make another value of the text, or none that is known here.
func (r *yamlReader) tag(n *yaml.Node) {
	if n.Style&yaml.TaggedStyle == 0 {
		return
	}
	fits := false
	switch tag := n.ShortTag(); tag {
	case "!!str":
		fits = n.Kind == yaml.ScalarNode
	case "!!map":
		fits = n.Kind == yaml.MappingNode
	case "!!seq":
		fits = n.Kind == yaml.SequenceNode
	case "!!null":
		fits = n.Kind == yaml.ScalarNode && slices.Contains([]string{"", "~", "null", "Null", "NULL"}, n.Value)
	case "!!bool", "!!int", "!!float":
		fits = n.Kind == yaml.ScalarNode && scalarJSON(n)[0] != '"'
	default:
		r.fault(n, codes.Syntax, "the tag %s is not supported: write the value without it, and a text in quotation marks", diag.Quote(tag))
		return
	}
	if !fits {
		r.fault(n, codes.Syntax, "the value is not what its tag %s says: write it without the tag", diag.Quote(n.ShortTag()))
	}
}

// alias returns a node that shares what its anchor has. An anchor that holds its own alias makes a tree without end, which is found when
// it is written as JSON.
func (r *yamlReader) alias(n *yaml.Node, depth int) *Node {
	anchor := r.read[n.Alias] // YAML has it before the alias, so it is read, or being read
	if anchor == nil {
		anchor = r.node(n.Alias, false, depth+1)
	}
	return &Node{At: r.places.offset(n.Line, n.Column), Anchor: anchor}
}

// members reads the names and values of a mapping, which alternate in its content. A member with a fault is marked as one that is there
// again: its value is read for its own faults, and does not count.
func (r *yamlReader) members(out *Node, n *yaml.Node, depth int) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		m := Member{Name: key.Value, At: r.places.offset(key.Line, key.Column)}
		switch {
		case key.Kind != yaml.ScalarNode:
			r.fault(key, codes.Syntax, "want a name before the colon")
			m.Again = true // it has none
		case key.ShortTag() == "!!merge":
			r.fault(key, codes.Syntax, "merging with << is not supported: write the members out")
			m.Again = true
		case seen[key.Value]:
			r.fault(key, codes.MemberTwice, "the member %s is there twice", diag.Quote(key.Value))
			m.Again = true
		}
		seen[key.Value] = true
		r.tag(key)
		m.Value = r.node(n.Content[i+1], out.Flow, depth+1)
		out.Members = append(out.Members, m)
	}
}

// styleOf returns how a scalar is written. The library has one bit for each style, and none for a plain one.
func styleOf(n *yaml.Node) Style {
	switch {
	case n.Style&yaml.LiteralStyle != 0:
		return Literal
	case n.Style&yaml.FoldedStyle != 0:
		return Folded
	case n.Style&yaml.SingleQuotedStyle != 0:
		return SingleQuoted
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return DoubleQuoted
	}
	return Plain
}

// scalarJSON returns a scalar as JSON. It keeps the text that it is written with: 0048 is the text "0048", neither 48 nor octal, yes is a
// text, and 2026-02-01 is no point in time.
func scalarJSON(n *yaml.Node) []byte {
	v := value.String(n.Value)
	switch n.ShortTag() {
	case "!!null":
		v = value.Null
	case "!!bool": // true and false in any case; the YAML reader takes yes and no for texts, as YAML 1.2 has it
		if b, err := strconv.ParseBool(strings.ToLower(n.Value)); err == nil {
			v = value.Boolean(b)
		}
	case "!!int", "!!float": // 12 is a number, but 012, 0x1F, 1_000, 1.50 and .inf would come back as another text
		if number, err := value.Decimal(n.Value); err == nil && number.Text() == n.Value {
			v = number
		}
	}
	return v.AppendJSON(nil)
}

// readsPlain reports whether YAML takes a text for itself where it is written without quotation marks.
func readsPlain(text string, flow bool) bool {
	// The reader itself is asked: the rules of YAML for plain scalars are too many to be repeated here.
	src := "- " + text
	if flow {
		src = "[" + text + "]"
	}
	var doc yaml.Node
	if yaml.Unmarshal([]byte(src), &doc) != nil || len(doc.Content) != 1 || len(doc.Content[0].Content) != 1 {
		return false
	}
	n := doc.Content[0].Content[0]
	return n.Kind == yaml.ScalarNode && n.Value == text && n.Style == 0 && n.ShortTag() != "!!null"
}
