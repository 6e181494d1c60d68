package dn

import "strings"

// Escape returns a value as it is written in a distinguished name (RFC 4514, 2.4). An equals sign is escaped as well, which the RFC permits
// and Active Directory demands (reported: CN=Eq=ual is refused with the code 34); control characters are written as digits, so that a
// name is on one line.
func Escape(value string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		c := value[i]
		last := i == len(value)-1
		switch {
		case c < ' ' || c == 0x7F:
			b.Write([]byte{'\\', digits[c>>4], digits[c&0xF]})
			continue
		case strings.IndexByte(`\,+"<>;=`, c) >= 0, c == '#' && i == 0, c == ' ' && (i == 0 || last):
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// Split returns the first part of a distinguished name, such as CN=Ann, and the name of what it is in. The latter is "" if the name has one part.
func Split(name string) (first, parent string) {
	for i := 0; i < len(name); i++ {
		switch name[i] {
		case '\\':
			i++
		case ',':
			return name[:i], strings.TrimLeft(name[i+1:], " ")
		}
	}
	return name, ""
}

// Value returns the attribute and the value of the first part of a distinguished name, unescaped. ok is false where it is no name, and where the part
// has several attributes or begins with a number sign, which stands for digits.
func Value(name string) (attribute, value string, ok bool) {
	first, _ := Split(name)
	end, at := part(first)
	if at < 0 {
		return "", "", false
	}
	text := strings.TrimLeft(first[at:], " ")
	if strings.HasPrefix(text, "#") {
		return "", "", false
	}
	var b strings.Builder
	n, ok := unescape(&b, text)
	return first[:end], b.String(), ok && n == len(text)
}
