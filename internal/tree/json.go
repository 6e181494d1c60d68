package tree

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/textenc"
)

// ReadJSON reads a text as JSON. Everything that is wrong with it is in the faults; the node is nil where it cannot be read.
func ReadJSON(src string) (*Node, []Fault) {
	if at := textenc.InvalidUTF8(src); at >= 0 {
		return nil, []Fault{NotUTF8(at)}
	}
	r := jsonReader{src: src, tokens: json.NewDecoder(strings.NewReader(src))}
	r.tokens.UseNumber() // a number stays as it is written
	root, err := r.node(0)
	// A decoder reads one value of many: text after it is a fault here.
	if err == nil && r.start() < len(src) {
		err = errors.New("text after the end of the document")
	}
	if err == nil && len(r.faults) > 0 {
		return root, r.faults // members that are there twice, all of them
	}
	// The reader of values finds more, such as half a pair of surrogates, and says better what is wrong.
	var found diag.List
	if _, better := value.ParseJSON(src); errors.As(better, &found) {
		f := Fault{At: found[0].Offset, Code: codes.Syntax, Message: diag.Messagef("JSON: %s", found[0].Message)}
		if errors.As(better, &f.Limit) { // it names JSON itself
			f.Message = found[0].Message
		}
		return nil, []Fault{f}
	}
	if err != nil {
		return nil, []Fault{{At: min(int(r.tokens.InputOffset()), len(src)), Code: codes.Syntax, Message: diag.Messagef("JSON: %s", err.Error())}}
	}
	return root, nil
}

// jsonReader builds nodes from the tokens of encoding/json, which reports where a token ends: where it begins follows from what is allowed
// between two of them. It accepts members that are there twice, which value.ParseJSON refuses at the first one: here all of them are found.
type jsonReader struct {
	src    string
	tokens *json.Decoder
	faults []Fault
}

// start returns the place of the next token.
func (r *jsonReader) start() int {
	at := int(r.tokens.InputOffset())
	for at < len(r.src) && strings.IndexByte(" \t\r\n,:", r.src[at]) >= 0 {
		at++
	}
	return at
}

// node reads the next value. Everything in JSON counts as flow: no block of YAML can be written in it.
func (r *jsonReader) node(depth int) (*Node, error) {
	if depth > deepest {
		return nil, errors.New("the document is nested too deeply") // as value.ParseJSON finds, too
	}
	n := &Node{At: r.start(), Flow: true}
	token, err := r.tokens.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		n.Kind = Object
		err = r.members(n, depth)
	case json.Delim('['):
		n.Kind = List
		err = r.elements(n, depth)
	default:
		// The text itself is kept, so that a number comes out as it went in.
		n.JSON = r.src[n.At:r.tokens.InputOffset()]
		if text, ok := token.(string); ok {
			n.Text, n.Style = text, DoubleQuoted
		}
	}
	return n, err
}

func (r *jsonReader) members(n *Node, depth int) error {
	seen := map[string]bool{}
	for r.tokens.More() {
		at := r.start()
		token, err := r.tokens.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if seen[name] {
			r.faults = append(r.faults, Fault{At: at, Code: codes.MemberTwice, Message: diag.Messagef("the member %s is there twice", diag.Quote(name))})
		}
		child, err := r.node(depth + 1)
		if err != nil {
			return err
		}
		n.Members = append(n.Members, Member{Name: name, At: at, Again: seen[name], Value: child})
		seen[name] = true
	}
	_, err := r.tokens.Token()
	return err
}

func (r *jsonReader) elements(n *Node, depth int) error {
	for r.tokens.More() {
		child, err := r.node(depth + 1)
		if err != nil {
			return err
		}
		n.Elements = append(n.Elements, child)
	}
	_, err := r.tokens.Token()
	return err
}
