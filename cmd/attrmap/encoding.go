package main

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// encoding is how a file's bytes write its text.
type encoding struct {
	mark  string           // byte order mark
	order binary.ByteOrder // of UTF-16, nil of UTF-8
}

var byteOrders = [...]encoding{
	{"\xFF\xFE", binary.LittleEndian},
	{"\xFE\xFF", binary.BigEndian},
	{"\uFEFF", nil},
}

// decode gives a file's text without its byte order mark. Without a mark a file is UTF-8. Where the bytes are no UTF-16 it gives the
// text in front of that place and the problem.
func decode(data []byte) (text string, enc encoding, problem string) {
	for _, enc := range byteOrders {
		if body, ok := bytes.CutPrefix(data, []byte(enc.mark)); ok {
			text, problem := enc.decode(body)
			return text, enc, problem
		}
	}
	return string(data), encoding{}, ""
}

func (e encoding) decode(body []byte) (text, problem string) {
	if e.order == nil {
		return string(body), ""
	}
	var out []byte
	for len(body) > 0 {
		r, size, whole := diag.Rune16(body, e.order)
		switch {
		case size == 1:
			return string(out), "the file ends in the middle of a UTF-16 character"
		case !whole:
			return string(out), "half of a UTF-16 character stands here"
		}
		out, body = utf8.AppendRune(out, r), body[size:]
	}
	return string(out), ""
}

// encode writes a text as the file had it that decode has read.
func (e encoding) encode(text string) []byte {
	if e.order == nil {
		return []byte(e.mark + text)
	}
	var b strings.Builder
	b.WriteString(e.mark)
	for _, unit := range utf16.Encode([]rune(text)) {
		var pair [2]byte
		e.order.PutUint16(pair[:], unit)
		b.Write(pair[:])
	}
	return []byte(b.String())
}
