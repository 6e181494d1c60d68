package graph

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// decodeText gives a file's content as UTF-8 without a byte order mark. UTF-16, as PowerShell saves files, is known by its mark,
// or by the zero byte that every JSON text in it has among its first two.
func decodeText(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return decodeUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return decodeUTF16(data[2:], binary.BigEndian)
	case len(data) > 1 && data[0] != 0 && data[1] == 0:
		return decodeUTF16(data, binary.LittleEndian)
	case len(data) > 1 && data[0] == 0 && data[1] != 0:
		return decodeUTF16(data, binary.BigEndian)
	}
	text := string(data)
	if at := diag.InvalidUTF8(text); at >= 0 {
		return "", encodingError(text, at, "the file is not UTF-8 from here on")
	}
	return text, nil
}

// decodeUTF16 refuses half a surrogate pair: UTF-8 has no form for it, so it could not be saved again.
func decodeUTF16(data []byte, order binary.ByteOrder) (string, error) {
	text := make([]byte, 0, len(data)/2+len(data)/8)
	for len(data) > 0 {
		r, size, whole := diag.Rune16(data, order)
		switch {
		case size == 1:
			return "", encodingError(string(text), len(text), "the file ends in the middle of a UTF-16 character")
		case !whole:
			return "", encodingError(string(text), len(text), "the file has half of a UTF-16 surrogate pair here")
		}
		text, data = utf8.AppendRune(text, r), data[size:]
	}
	return string(text), nil
}

func encodingError(text string, offset int, message string) error {
	return &LoadError{Path: "$", Position: diag.Locate(text, offset), Message: message, Hint: "save it as UTF-8", cause: ErrEncoding}
}
