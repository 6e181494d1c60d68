package file

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/textenc"
)

// readJSON reads a text as JSON. Everything that is wrong with it is in the faults; the node is nil where it cannot be read.
func readJSON(src string) (*node, []fault) {
	if at := textenc.InvalidUTF8(src); at >= 0 {
		return nil, []fault{notUTF8(at)}
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
		f := fault{at: found[0].Offset, code: codes.Syntax, message: diag.Messagef("JSON: %s", found[0].Message)}
		if errors.As(better, &f.limit) { // it names JSON itself
			f.message = found[0].Message
		}
		return nil, []fault{f}
	}
	if err != nil {
		return nil, []fault{{at: min(int(r.tokens.InputOffset()), len(src)), code: codes.Syntax, message: diag.Messagef("JSON: %s", err.Error())}}
	}
	return root, nil
}

// jsonReader builds nodes from the tokens of encoding/json, which reports where a token ends: where it begins follows from what is allowed
// between two of them. It accepts members that are there twice, which value.ParseJSON refuses at the first one: here all of them are found.
type jsonReader struct {
	src    string
	tokens *json.Decoder
	faults []fault
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
func (r *jsonReader) node(depth int) (*node, error) {
	if depth > deepest {
		return nil, errors.New("the document is nested too deeply") // as value.ParseJSON finds, too
	}
	n := &node{at: r.start(), flow: true}
	token, err := r.tokens.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		n.kind = object
		err = r.members(n, depth)
	case json.Delim('['):
		n.kind = list
		err = r.elements(n, depth)
	default:
		// The text itself is kept, so that a number comes out as it went in.
		n.json = r.src[n.at:r.tokens.InputOffset()]
		if text, ok := token.(string); ok {
			n.text, n.style = text, doubleQuoted
		}
	}
	return n, err
}

func (r *jsonReader) members(n *node, depth int) error {
	seen := map[string]bool{}
	for r.tokens.More() {
		at := r.start()
		token, err := r.tokens.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if seen[name] {
			r.faults = append(r.faults, fault{at: at, code: codes.MemberTwice, message: diag.Messagef("the member %s is there twice", diag.Quote(name))})
		}
		child, err := r.node(depth + 1)
		if err != nil {
			return err
		}
		n.members = append(n.members, member{name: name, at: at, again: seen[name], value: child})
		seen[name] = true
	}
	_, err := r.tokens.Token()
	return err
}

func (r *jsonReader) elements(n *node, depth int) error {
	for r.tokens.More() {
		child, err := r.node(depth + 1)
		if err != nil {
			return err
		}
		n.elements = append(n.elements, child)
	}
	_, err := r.tokens.Token()
	return err
}
