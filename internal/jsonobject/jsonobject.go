// Package jsonobject writes JSON objects whose members keep the order in which they are written. It knows values and nothing of what
// the objects are for.
package jsonobject

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/attrmap/attrmap/expr/value"
)

// Writer appends one object to Dst. [Open] returns one, [Writer.Close] ends it.
type Writer struct {
	Dst     []byte
	members int
}

// Open begins an object at the end of dst.
func Open(dst []byte) Writer { return Writer{Dst: append(dst, '{')} }

// Reopen takes the closing brace of an object with members off, for more members.
func Reopen(dst []byte) Writer { return Writer{Dst: dst[:len(dst)-1], members: 1} }

// Close ends the object and returns what has been written.
func (w *Writer) Close() []byte { return append(w.Dst, '}') }

// Key writes a member's name; its value is appended to Dst next.
func (w *Writer) Key(name string) {
	w.next()
	w.Dst = value.String(name).AppendJSON(w.Dst)
	w.Dst = append(w.Dst, ':')
}

// next writes what is between two members.
func (w *Writer) next() {
	if w.members++; w.members > 1 {
		w.Dst = append(w.Dst, ',')
	}
}

// Ready writes a member that is JSON already, name and value; nothing for an empty one.
func (w *Writer) Ready(member []byte) {
	if len(member) > 0 {
		w.next()
		w.Dst = append(w.Dst, member...)
	}
}

// Text writes a member that is a text.
func (w *Writer) Text(name, text string) {
	w.Key(name)
	w.Dst = value.String(text).AppendJSON(w.Dst)
}

// Optional writes a text that is left out where it is "".
func (w *Writer) Optional(name, text string) {
	if text != "" {
		w.Text(name, text)
	}
}

// Number writes a member that is a whole number.
func (w *Writer) Number(name string, n int) {
	w.Key(name)
	w.Dst = strconv.AppendInt(w.Dst, int64(n), 10)
}

// Bool writes a member that is true or false.
func (w *Writer) Bool(name string, b bool) {
	w.Key(name)
	w.Dst = strconv.AppendBool(w.Dst, b)
}

// Value writes a value, or in its place the mask where there is one and the value is not null.
func (w *Writer) Value(name string, v value.Value, mask string) {
	if mask != "" && !v.IsNull() {
		w.Text(name, mask)
		return
	}
	w.Key(name)
	w.Dst = v.AppendJSON(w.Dst)
}

// AppendArray appends the items as an array.
func AppendArray[T any](dst []byte, items []T, appendItem func([]byte, *T) []byte) []byte {
	dst = append(dst, '[')
	for i := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendItem(dst, &items[i])
	}
	return append(dst, ']')
}

// Marshal returns v as encoding/json does, without the escapes that HTML would need: patterns and expressions stay readable.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
