package functions

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

func dnComponentSpec() Spec {
	return Spec{
		Name:    "DNComponent",
		Summary: "Returns the value of component number ComponentNumber of a distinguished name.",
		Phrases: []string{"component {ComponentNumber} of the distinguished name {dn}"},
		Params: []Param{
			{Name: "dn", Doc: "a distinguished name, as a reference or as text", Each: true, Key: "source", KeyInferred: true},
			{Name: "ComponentNumber", Doc: "the number of the component, from 1, counted from the left", Kinds: wholeNumber, Null: NullIsError, Key: "componentNumber", KeyInferred: true},
		},
		Result:   textResult,
		Evidence: Documented,
		Origin:   CloudSync,
		Source:   cloudSyncSource,
		Notes: []Note{
			{Inferred, "Escapes such as \\, and \\2C, and quoted values, are resolved as in RFC 4514 and its predecessors."},
			{Assumed, "For a component of several parts, such as CN=Lee+UID=7, the result is the value of the first."},
			{Assumed, "A number below 1 or beyond the last component is an error, as in Item. The result for \"\" is \"\"."},
		},
		Examples: []Example{
			{Expr: `DNComponent(CRef([dn]), 1)`, Attrs: value.Map{"dn": "CN=Joe,OU=Staff,DC=contoso,DC=com"}, Want: []string{"Joe"}},
			{Expr: `DNComponent([dn], 2)`, Attrs: value.Map{"dn": `CN=Wilber\, Alex,OU=R\26D,DC=contoso,DC=com`}, Want: []string{"R&D"}},
			{Expr: `DNComponent([missing], 1)`, Want: nil},
			{Expr: `DNComponent([dn], 3)`, Attrs: value.Map{"dn": "CN=Joe,DC=contoso"}, WantError: "range"},
			{Expr: `DNComponent("Joe", 1)`, WantError: "type"},
		},
		Rewrite: dnComponent,
		Infer: func(in *Inferring) Shape {
			in.Integer(1, 0)
			in.fails = true
			return inferPart(in)
		},
	}
}

func dnComponent(a Args, source value.Value, dst []byte) ([]byte, error) {
	dn := source.Text()
	if dn == "" {
		return dst, nil
	}
	n, err := a.Integer(1, 0)
	if err != nil {
		return dst, err
	}
	rdn, ok := component(dn, n)
	if !ok {
		return dst, a.FailArg(1, codes.EvalRange, value.Integer(n), "want the number of a component, from 1 to the last")
	}
	attribute, text, ok := strings.Cut(rdn, "=")
	if !ok || strings.Trim(attribute, " ") == "" {
		return dst, a.FailArg(0, codes.EvalType, source, "want a distinguished name such as CN=Name,OU=Unit")
	}
	from := len(dst)
	// Resolved escapes are shorter than written ones, even where a byte that is no character becomes U+FFFD.
	dst, err = a.c.Grow(dst, len(text))
	if err != nil {
		return dst, err
	}
	dst = appendAttributeValue(dst, text)
	if got := dst[from:]; !utf8.Valid(got) { // an escape of single bytes need not make up a character
		dst = append(dst[:from], bytes.ToValidUTF8(got, []byte("\uFFFD"))...)
	}
	return dst, nil
}

// component returns part number n (from 1) of a distinguished name. Parts end at a comma, or a semicolon as in LDAPv2, that is
// neither escaped nor quoted. After a quotation mark that is never closed, all the rest is one part.
func component(dn string, n int64) (rdn string, ok bool) {
	start, quoted := 0, false
	for i := 0; i < len(dn); i++ {
		switch c := dn[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case (c == ',' || c == ';') && !quoted:
			if n--; n == 0 {
				return dn[start:i], true
			}
			start = i + 1
		}
	}
	return dn[start:], n == 1
}

// appendAttributeValue appends the value at the beginning of s, which ends with s or at the "+" before another part: escapes
// resolved, quotation marks and surrounding spaces removed. Escaped and quoted spaces are kept, at the ends too. A value in the
// hexadecimal form of RFC 4514, which begins with "#", is kept as it is written.
func appendAttributeValue(dst []byte, s string) []byte {
	s = strings.TrimLeft(s, " ")
	kept, quoted := len(dst), false // after kept are spaces that may be trailing ones
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"':
			quoted = !quoted
			kept = len(dst)
			continue
		case c == '+' && !quoted:
			return dst[:kept]
		case c == '\\' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			dst = append(dst, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		case c == '\\' && i+1 < len(s):
			dst = append(dst, s[i+1])
			i++
		default:
			dst = append(dst, c)
			if c == ' ' {
				continue
			}
		}
		kept = len(dst)
	}
	return dst[:kept]
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return (c | 0x20) - 'a' + 10
}
