package delta

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/value"
)

// row is what is kept of a record: its place, its key, and the values of the columns that the map reads. Its bytes belong to a store.
type row struct {
	ordinal, line int
	// unended reports that the record is the last one of a table, without a line break after it.
	unended bool
	key     []byte
	// values are the cells, one of each column, each encoded by itself.
	values []byte
}

// append appends the row to the rows of a store.
func (r *row) append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(r.ordinal)) //nolint:gosec // ordinals, lines and lengths are not negative
	dst = binary.AppendUvarint(dst, uint64(r.line))    //nolint:gosec // as above
	unended := byte(0)
	if r.unended {
		unended = 1
	}
	dst = append(dst, unended)
	dst = appendBytes(dst, r.key)
	return appendBytes(dst, r.values)
}

// readRow returns the first of the rows of a store, and those after it.
func readRow(rows []byte) (r row, rest []byte) {
	ordinal, n := binary.Uvarint(rows)
	rows = rows[n:]
	line, n := binary.Uvarint(rows)
	r.ordinal, r.line = int(ordinal), int(line) //nolint:gosec // it is what append has written
	r.unended = rows[n] == 1
	r.key, rows = readBytes(rows[n+1:])
	r.values, rows = readBytes(rows)
	return r, rows
}

// clone returns a copy that belongs to no store; nil of nil.
func (r *row) clone() *row {
	if r == nil {
		return nil
	}
	c := *r
	c.key, c.values = bytes.Clone(r.key), bytes.Clone(r.values)
	return &c
}

// cell returns the cell of a column.
func (r *row) cell(column int) cell {
	c, cells := readCell(r.values)
	for range column {
		c, cells = readCell(cells)
	}
	return c
}

func appendBytes(dst, text []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(text))), text...)
}

func readBytes(src []byte) (text, rest []byte) {
	size, n := binary.Uvarint(src)
	end := n + int(size) //nolint:gosec // it is what appendBytes has written
	return src[n:end:end], src[end:]
}

// cell is an encoded value: a number that is its kind, or twice its length and a bit, and its bytes.
//
// A text is kept as it is and everything else as JSON, so that a number stays a number in a request.
type cell struct {
	kind uint64
	text []byte
}

// The kinds of cells. From cellText on, every even number is a text, every odd one JSON, of half as many bytes.
const (
	cellAbsent = 0
	cellNull   = 1
	cellText   = 2
)

// appendCell appends a value to the cells of a row.
func appendCell(dst []byte, v value.Value) []byte {
	if v.IsAbsent() {
		return append(dst, cellAbsent)
	}
	if v.IsNull() {
		return append(dst, cellNull)
	}
	if v.Kind() == value.KindString {
		text, _ := v.AsString()
		dst = binary.AppendUvarint(dst, uint64(len(text))*2+cellText)
		return append(dst, text...)
	}
	text := v.AppendJSON(nil)
	dst = binary.AppendUvarint(dst, uint64(len(text))*2+cellText+1)
	return append(dst, text...)
}

// readCell returns the first of the cells of a row, and those after it.
func readCell(cells []byte) (c cell, rest []byte) {
	kind, n := binary.Uvarint(cells)
	cells = cells[n:]
	if kind < cellText {
		return cell{kind: kind}, cells
	}
	size := (kind - cellText) / 2 //nolint:mnd // see cell
	return cell{kind, cells[:size]}, cells[size:]
}

// isText reports whether the cell is a text, "" included.
func (c cell) isText() bool { return c.kind >= cellText && c.kind%2 == 0 }

// isEmpty reports whether the cell says nothing: absent, null, an empty text or a list without members.
func (c cell) isEmpty() bool {
	return len(c.text) == 0 || !c.isText() && string(c.text) == "[]"
}

// value returns the value that the cell was made of.
func (c cell) value() value.Value {
	switch {
	case c.kind == cellAbsent:
		return value.Absent
	case c.kind == cellNull:
		return value.Null
	case c.isText():
		return value.String(string(c.text))
	}
	v, err := value.ParseJSON(string(c.text))
	if err != nil { // a text beyond the limits of JSON, which no reader delivers
		return value.String(string(c.text))
	}
	return v
}

// equals reports whether two cells say the same. What is empty is equal, however it is written, and a number, a boolean or a list of one text equals
// its text: one file may be a table, whose cells show no list of one, the other JSON.
func (c cell) equals(other cell) bool {
	switch {
	case c.isEmpty() || other.isEmpty():
		return c.isEmpty() && other.isEmpty()
	case c.kind%2 == other.kind%2:
		return bytes.Equal(c.text, other.text)
	}
	return equalText(c, other)
}

// equalText reports whether a text and a value of another kind are written alike, a boolean without case.
func equalText(c, other cell) bool {
	a, b := single(c.value()), single(other.value())
	if a.Kind() == value.KindBoolean || b.Kind() == value.KindBoolean {
		return strings.EqualFold(a.Text(), b.Text())
	}
	return a.Text() == b.Text()
}

// single returns the value of a list that has one, and every other value as it is.
func single(v value.Value) value.Value {
	if list, ok := v.AsList(); ok && len(list) == 1 {
		return list[0]
	}
	return v
}

// isBeginningOf reports whether both are texts, and c the beginning of a longer one.
func (c cell) isBeginningOf(whole cell) bool {
	return c.isText() && whole.isText() && !c.isEmpty() && len(c.text) < len(whole.text) && bytes.HasPrefix(whole.text, c.text)
}

// partOf returns the part that a key belongs to. Keys that differ only in case belong to one part.
func partOf(seed maphash.Seed, key []byte, buf []byte) (n int, folded []byte) {
	folded = fold(buf[:0], key)
	return int(maphash.Bytes(seed, folded) % parts), folded //nolint:gosec // below parts
}

// fold appends a key in lower case.
func fold(dst, key []byte) []byte {
	for i, b := range key {
		if b >= utf8.RuneSelf {
			return append(dst[:len(dst)-i], bytes.ToLower(key)...)
		}
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		dst = append(dst, b)
	}
	return dst
}
