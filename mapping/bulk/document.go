package bulk

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// item is a JSON value with its place.
// Items keep what the values of package value do not: places, names that are there twice, and what is before a fault.
type item struct {
	kind itemKind
	name string // of the member that holds it
	text string // of a text or a number
	// offset and named are in bytes of the text that is read, without a byte order mark.
	offset   int
	named    int // where the member's name starts
	children []*item
	up       *item // what holds it; nil for a whole request
	index    int   // in the list that holds it
	partial  bool  // the text ended, or went wrong, inside of it
}

type itemKind uint8

const (
	jsonNull itemKind = iota
	jsonBoolean
	jsonNumber
	jsonText
	jsonArray
	jsonObject
)

var itemNames = [...]string{
	jsonNull: "null", jsonBoolean: "a boolean", jsonNumber: "a number", jsonText: "a text", jsonArray: "a list", jsonObject: "an object",
}

// member returns an object's member of a name, compared without case; nil where there is none.
// The methods of a nil item find nothing, so that lookups can be chained without a test at each step.
func (i *item) member(name string) *item {
	if i == nil || i.kind != jsonObject {
		return nil
	}
	for _, c := range i.children {
		if len(c.name) == len(name) && strings.EqualFold(c.name, name) {
			return c
		}
	}
	return nil
}

// elements returns a list's members.
func (i *item) elements() []*item {
	if i == nil || i.kind != jsonArray {
		return nil
	}
	return i.children
}

// plain returns the text of a text or a number without the spaces around it; "" for everything else.
// A number counts as its text: identifiers are written without quotation marks, too.
func (i *item) plain() string {
	if i == nil || i.kind != jsonText && i.kind != jsonNumber {
		return ""
	}
	return strings.TrimSpace(i.text)
}

// isOtherKind reports whether the item is there and can be no text: it is a boolean, a list or an object.
func (i *item) isOtherKind() bool {
	return i != nil && (i.kind == jsonBoolean || i.kind == jsonArray || i.kind == jsonObject)
}

// path returns the item's place in the request.
func (i *item) path() diag.Path {
	var path diag.Path
	for ; i.up != nil; i = i.up {
		if i.up.kind == jsonObject {
			path = append(path, diag.Step{Name: i.name, Index: -1})
		} else {
			path = append(path, diag.Step{Index: i.index})
		}
	}
	slices.Reverse(path)
	return path
}

// itemReader builds items from tokens. encoding/json returns where a token ends; where it starts follows from what may be between.
type itemReader struct {
	data   []byte
	tokens *json.Decoder
	values int
	limits CheckLimits
}

func newItemReader(data []byte, limits CheckLimits) *itemReader {
	r := &itemReader{data: data, tokens: json.NewDecoder(bytes.NewReader(data)), limits: limits}
	// A number keeps its digits: as a float64 a long identifier would become another one.
	r.tokens.UseNumber()
	return r
}

// start returns the place of the next token.
// Commas and colons are no tokens of encoding/json: they are skipped with the white space. Whether they are right is the decoder's to say.
func (r *itemReader) start() int {
	at := int(r.tokens.InputOffset())
	for at < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[at]) >= 0 {
		at++
	}
	return at
}

// next returns the next value of the text, as far as it can be read: with an error it is partial, and nil where there is nothing of
// it. io.EOF is the end of the text.
func (r *itemReader) next(depth int) (*item, error) {
	it := &item{offset: r.start()}
	// The number of values bounds the memory of the tree, depth the recursion of this method and of all that walk the tree.
	if r.values++; r.values > r.limits.Values {
		limit := &diag.LimitError{Limit: codes.LimitJSONValues, Max: int64(r.limits.Values)}
		return nil, limit.Worded("more than %d values", r.limits.Values)
	}
	token, err := r.tokens.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if depth == r.limits.Depth {
			limit := &diag.LimitError{Limit: codes.LimitJSONDepth, Max: int64(r.limits.Depth)}
			return nil, limit.Worded("objects and lists nest deeper than %d levels", r.limits.Depth)
		}
		it.kind = jsonArray
		if t == '{' {
			it.kind = jsonObject
		}
		err = r.children(it, depth)
	case string:
		it.kind, it.text = jsonText, t
	case json.Number:
		it.kind, it.text = jsonNumber, t.String()
	case bool:
		it.kind = jsonBoolean
	}
	return it, err
}

// children reads what is between two brackets, and the closing one.
// A child that is broken off is kept, and everything that holds it is partial as well.
func (r *itemReader) children(it *item, depth int) error {
	for r.tokens.More() {
		var name string
		named := r.start()
		if it.kind == jsonObject {
			token, err := r.tokens.Token()
			if err != nil {
				it.partial = true
				return inside(err)
			}
			// encoding/json accepts nothing but a text here.
			name, _ = token.(string)
		}
		child, err := r.next(depth + 1)
		if child != nil {
			child.name, child.named, child.up, child.index = name, named, it, len(it.children)
			it.children = append(it.children, child)
		}
		if err != nil {
			it.partial = true
			return inside(err)
		}
	}
	_, err := r.tokens.Token()
	it.partial = err != nil
	return inside(err)
}

// inside reports an end that comes too early from the end of the text.
func inside(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// locate fills in the positions of findings that are in the order of their offsets, in one pass over the text. The offsets count
// from the text's start, and skipped bytes are before it.
func locate(findings diag.List, text []byte, skipped int) {
	at := 0
	line, column := 1, 1
	for i := range findings {
		offset := min(findings[i].Offset, len(text))
		// Columns count characters, so bytes in the middle of one do not count.
		for ; at < offset; at++ {
			switch {
			case text[at] == '\n':
				line, column = line+1, 1
			case utf8.RuneStart(text[at]):
				column++
			}
		}
		findings[i].Position = diag.Position{Line: line, Column: column, Offset: offset + skipped}
	}
}
