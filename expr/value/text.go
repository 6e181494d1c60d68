package value

import (
	"encoding/base64"
	"math"
	"strconv"
	"unicode/utf8"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Text returns the value's text form, see [Value.AppendText].
func (v Value) Text() string {
	switch v.Kind() {
	case KindString, KindReference, KindDecimal:
		return v.text()
	case KindNull:
		return ""
	case KindList, KindObject:
		size := v.TextSize(math.MaxInt)
		return string(v.AppendText(make([]byte, 0, size+size/4))) // with room for quotation marks and escapes
	default:
		return string(v.AppendText(nil))
	}
}

// AppendText appends the text form: strings and references as they are, numbers in invariant digits without grouping,
// booleans as True and False, date-times as M/d/yyyy h:mm:ss tt, binary as base64, objects as compact JSON with sorted keys,
// lists as a JSON array, signals as their names. Null and absent append nothing.
func (v Value) AppendText(dst []byte) []byte {
	switch v.Kind() {
	case KindString, KindReference, KindDecimal:
		return append(dst, v.text()...)
	case KindInteger:
		return strconv.AppendInt(dst, int64(v.num), 10)
	case KindBoolean:
		if v.num == 1 {
			return append(dst, "True"...)
		}
		return append(dst, "False"...)
	case KindDateTime:
		d, _ := v.AsDate()
		return netdate.DateTime(d).AppendDefault(dst)
	case KindBinary:
		return base64.StdEncoding.AppendEncode(dst, []byte(v.text()))
	case KindList, KindObject:
		return v.AppendJSON(dst)
	case KindIgnoreAttribute, KindIgnoreObject:
		return append(dst, v.Kind().String()...)
	default:
		return dst
	}
}

// Strings returns the value as the service reports results: no element for null or a signal, one for a single value, one per
// member for a list, members that are null left out.
func (v Value) Strings() []string {
	switch v.Kind() {
	case KindNull, KindIgnoreAttribute, KindIgnoreObject:
		return []string{}
	case KindList:
		texts := make([]string, 0, len(v.list()))
		for _, m := range v.list() {
			if !m.IsNull() {
				texts = append(texts, m.Text())
			}
		}
		return texts
	default:
		return []string{v.Text()}
	}
}

// AppendJSON appends the value as JSON: null for null, absent and signals, numbers exact, date-times and binary as their
// text, objects with sorted keys. Text that is not valid UTF-8 is written with U+FFFD in place of the bad bytes.
func (v Value) AppendJSON(dst []byte) []byte { return v.appendJSON(dst, false) }

// appendJSON masks what reports must not print, if mask is set.
func (v Value) appendJSON(dst []byte, mask bool) []byte {
	if mask && v.Redacted() {
		return appendJSONString(dst, RedactedText)
	}
	switch v.Kind() {
	case KindString, KindReference:
		return appendJSONString(dst, v.text())
	case KindInteger, KindDecimal:
		return v.AppendText(dst)
	case KindBoolean:
		return strconv.AppendBool(dst, v.num == 1)
	case KindDateTime, KindBinary:
		dst = append(dst, '"')
		return append(v.AppendText(dst), '"')
	case KindList:
		return appendJSONList(dst, v.list(), mask)
	case KindObject:
		return v.object().appendJSON(dst, mask)
	default:
		return append(dst, "null"...)
	}
}

func appendJSONList(dst []byte, members []Value, mask bool) []byte {
	dst = append(dst, '[')
	for i, m := range members {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = m.appendJSON(dst, mask)
	}
	return append(dst, ']')
}

// appendJSON leaves out members that are absent, and writes those that are null.
func (o *Object) appendJSON(dst []byte, mask bool) []byte {
	dst = append(dst, '{')
	written := 0
	for _, m := range o.sorted() {
		if m.Value.IsAbsent() {
			continue
		}
		if written > 0 {
			dst = append(dst, ',')
		}
		dst = appendJSONString(dst, m.Name)
		dst = append(dst, ':')
		dst = m.Value.appendJSON(dst, mask)
		written++
	}
	return append(dst, '}')
}

const hexDigits = "0123456789abcdef"

// appendJSONString quotes s with no more escapes than JSON demands, so that results stay readable.
func appendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := plainBytes(s); i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				dst = append(dst, s[start:i]...)
				dst = append(dst, "\uFFFD"...)
				size = nettext.InvalidSize(s[i:])
				start = i + size
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i += 1 + plainBytes(s[i+1:])
			continue
		}
		dst = append(dst, s[start:i]...)
		dst = appendJSONEscape(dst, c)
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// plainBytes returns how many bytes at the start of s are certain to be ASCII that JSON takes as it is; eight are looked at in one step, and what
// is left is for who looks at each.
func plainBytes(s string) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; len(s)-n >= 8; n += 8 {
		x := uint64(s[n]) | uint64(s[n+1])<<8 | uint64(s[n+2])<<16 | uint64(s[n+3])<<24 |
			uint64(s[n+4])<<32 | uint64(s[n+5])<<40 | uint64(s[n+6])<<48 | uint64(s[n+7])<<56
		quote, slash := x^ones*'"', x^ones*'\\'
		// A byte below n gives a borrow into its highest bit; one with that bit set is no ASCII.
		if (x|(x-ones*' ')|(quote-ones)|(slash-ones))&high != 0 {
			return n
		}
	}
	return n
}

func appendJSONEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
