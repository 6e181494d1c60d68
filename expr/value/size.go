package value

import "encoding/base64"

// beginning is how many bytes [Value.Beginning] cuts to: more than a message repeats.
const beginning = 1000

// Beginning returns the text form of v, and of a long list, object or binary value the beginning of one, for messages that repeat some
// characters of it. Members of a long object come in their own order.
func (v Value) Beginning() string {
	switch k := v.Kind(); {
	case k != KindList && k != KindObject && k != KindBinary, v.TextSize(beginning) <= beginning:
		return v.Text()
	case k == KindBinary:
		return Binary([]byte(v.text()[:beginning])).Text()
	}
	return string(v.appendBeginning(nil))
}

// appendBeginning appends at least the first bytes of the JSON form up to the bound, and then stops, leaving brackets open. A
// text is cut in bytes; half a character at its end becomes U+FFFD.
func (v Value) appendBeginning(dst []byte) []byte {
	switch v.Kind() {
	case KindString, KindReference:
		return appendJSONString(dst, v.text()[:min(len(v.text()), beginning)])
	case KindBinary:
		return append(append(append(dst, '"'), v.Beginning()...), '"')
	case KindList:
		dst = append(dst, '[')
		for _, m := range v.list() {
			if dst = m.appendBeginning(dst); len(dst) > beginning {
				return dst
			}
			dst = append(dst, ',')
		}
		return dst
	case KindObject:
		dst = append(dst, '{')
		for _, m := range v.object().members {
			dst = append(String(m.Name).appendBeginning(dst), ':')
			if dst = m.Value.appendBeginning(dst); len(dst) > beginning {
				return dst
			}
			dst = append(dst, ',')
		}
		return dst
	default:
		return v.AppendJSON(dst)
	}
}

// TextSize returns how many bytes the text form of v has at least, without making it: exactly for what is held as text or bytes; of
// lists and objects without the marks and escapes around their members; 0 for what is short anyway. It stops counting once most is
// exceeded.
func (v Value) TextSize(most int) int {
	size := 0
	switch v.Kind() {
	case KindString, KindReference, KindDecimal:
		size = len(v.text())
	case KindBinary:
		size = base64.StdEncoding.EncodedLen(len(v.text()))
	case KindList:
		members := v.list()
		for i := 0; i < len(members) && size <= most; i++ {
			size += len(",") + members[i].TextSize(most-size)
		}
	case KindObject:
		members := v.object().members
		for i := 0; i < len(members) && size <= most; i++ {
			if m := &members[i]; !m.Value.IsAbsent() {
				size += len(m.Name) + len(`"":`) + m.Value.TextSize(most-size)
			}
		}
	default: // short
	}
	return size
}
