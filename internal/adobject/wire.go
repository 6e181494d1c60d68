package adobject

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/value"
)

// Value returns a value that a directory sent, or LDIF has in base64. Neither tells text from bytes: text with a zero byte is none that a directory
// has (inferred: objectSid and photos have them). Bytes are what is transferred as such, see [Cut], and what is no UTF-8.
func Value(b []byte, isBytes bool, text func([]byte) string) value.Value {
	if isBytes || !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return value.Binary(b)
	}
	return value.String(text(b))
}

// Cut returns an attribute description without an option that says how values are transferred: ;binary, or ;range= with the part of the values
// that was transferred, which is returned without its name (documented: MS-ADTS 3.1.1.3.1.3.3). Other options, such as languages, are part of
// the name, and so are several ones.
func Cut(description []byte) (name, part []byte, isBytes, ranged bool) {
	const binary, prefix = "binary", "range="
	name, option, _ := bytes.Cut(description, []byte(";"))
	switch {
	case strings.EqualFold(string(option), binary):
		return name, nil, true, false
	case len(option) >= len(prefix) && strings.EqualFold(string(option[:len(prefix)]), prefix):
		return name, option[len(prefix):], false, true
	}
	return description, nil, false, false
}

// Range returns what a part of an attribute's values is, such as 0-1499 or, if it is the last one, 1500-*: where it begins and where the next one does,
// which is 0 after the last.
func Range(part []byte) (first, next int, ok bool) {
	begin, end, _ := bytes.Cut(part, []byte("-"))
	first, err := strconv.Atoi(string(begin))
	if err != nil || first < 0 {
		return 0, 0, false
	}
	if string(end) == "*" {
		return first, 0, true
	}
	last, err := strconv.Atoi(string(end))
	return first, last + 1, err == nil && last >= first
}

// GUIDBytes returns the bytes that the directory stores of a GUID's text, in the order of [GUID]; braces may be around it.
func GUIDBytes(text string) ([]byte, bool) {
	plain := strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
	groups := strings.Split(plain, "-")
	if len(text) != len(plain) && len(text) != len(plain)+2 || len(groups) != 5 {
		return nil, false
	}
	for i, digits := range []int{8, 4, 4, 4, 12} {
		if len(groups[i]) != digits {
			return nil, false
		}
	}
	b, err := hex.DecodeString(strings.Join(groups, ""))
	if err != nil {
		return nil, false
	}
	low, high := binary.LittleEndian, binary.BigEndian
	low.PutUint32(b, high.Uint32(b))
	low.PutUint16(b[4:], high.Uint16(b[4:]))
	low.PutUint16(b[6:], high.Uint16(b[6:]))
	return b, true
}
