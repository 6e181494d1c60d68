package main

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
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

// decode gives a file's text without its byte order mark. Without a mark a file is UTF-8.
func decode(data []byte) (string, encoding) {
	for _, enc := range byteOrders {
		if body, ok := bytes.CutPrefix(data, []byte(enc.mark)); ok {
			return enc.decode(body), enc
		}
	}
	return string(data), encoding{}
}

func (e encoding) decode(body []byte) string {
	if e.order == nil {
		return string(body)
	}
	units := make([]uint16, len(body)/2)
	for i := range units {
		units[i] = e.order.Uint16(body[2*i:])
	}
	return string(utf16.Decode(units))
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
