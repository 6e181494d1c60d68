package scaffold

import (
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode"

	exprsyntax "github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// examples are what attributes have whose names contain a word, without case; the first row that fits counts.
var examples = []struct{ word, text string }{
	{"mail", "ann.lee@example.com"}, {"userprincipalname", "ann.lee@example.com"}, {"username", "ann.lee@example.com"}, {"upn", "ann.lee@example.com"},
	{"given", "Ann"}, {"firstname", "Ann"}, {"family", "Lee"}, {"surname", "Lee"}, {"lastname", "Lee"}, {"middle", "Mae"},
	{"displayname", "Ann Lee"}, {"nickname", "annlee"}, {"alias", "annlee"}, {"phone", "+1 555 0100"}, {"mobile", "+1 555 0101"}, {"fax", "+1 555 0102"},
	{"date", "2026-01-31T08:00:00Z"}, {"hired", "2026-01-31T08:00:00Z"}, {"country", "US"}, {"language", "en-US"}, {"locale", "en-US"}, {"postal", "10001"},
	{"zip", "10001"}, {"city", "Springfield"}, {"locality", "Springfield"}, {"street", "1 Main Street"}, {"state", "NY"}, {"region", "NY"},
	{"department", "Sales"}, {"title", "Engineer"}, {"company", "Contoso"}, {"organization", "Contoso"}, {"manager", "2"}, {"active", "True"},
	{"enabled", "True"}, {"deleted", "False"}, {"disabled", "False"}, {"timezone", "Europe/Paris"}, {"employeetype", "Employee"}, {"sn", "Lee"},
	{"name", "Ann Lee"}, {"id", "1"}, {"number", "1"},
}

// Words of the kinds that values of an attribute may have, for expressions that ask for one of them.
var (
	dates = []string{"2020-01-31T08:00:00Z", "2030-01-31T08:00:00Z", "2026-01-31", "20260131", "20260131080000.0Z", "01/31/2026", "1/31/2026 8:00:00 AM", "31.01.2026"}
	plain = []string{"", "0", "1", "2", "512", "514", "True", "False", "other", "Élodie", "a b", "a,b", "a@b.example", "+1 555 0100"}
)

// guess returns what somebody may have in an attribute.
func guess(name string, types *mapping.Schema) value.Value {
	if types != nil {
		if a, _ := types.Lookup(name); a != nil {
			switch a.Type {
			case mapping.Boolean:
				return value.True
			case mapping.Integer:
				return value.Integer(1)
			case mapping.DateTime:
				return value.String("2026-01-31T08:00:00Z")
			case mapping.String, mapping.Binary, mapping.Reference:
			}
		}
	}
	folded := strings.ToLower(name)
	if i := strings.LastIndexByte(folded, ':'); i >= 0 && i < len(folded)-1 {
		folded = folded[i+1:]
	}
	for _, e := range examples {
		if strings.Contains(folded, e.word) {
			return value.String(e.text)
		}
	}
	return value.String("Text")
}

// candidates returns what attributes of an expression may have so that it behaves in another way: its own constants, texts that its regular
// expressions match, and values of other kinds.
func candidates(root exprsyntax.Node) []value.Value {
	seen := map[string]bool{}
	var list []value.Value
	add := func(v value.Value) {
		if key := string(v.AppendJSON(nil)); !seen[key] && len(list) < mostCandidates {
			seen[key] = true
			list = append(list, v)
		}
	}
	add(value.Null)
	for n := range exprsyntax.Nodes(root) {
		switch n := n.(type) {
		case *exprsyntax.String:
			add(value.String(n.Value))
			add(value.Strings(n.Value, "other"))
			if sample, ok := matching(n.Value); ok {
				add(value.String(sample))
			}
		case *exprsyntax.Number:
			add(value.String(n.Text))
			if n.IsInt {
				add(value.String(strconv.FormatInt(n.Int+1, 10)))
				add(value.String(strconv.FormatInt(n.Int-1, 10)))
			}
		}
	}
	for _, text := range append(plain, dates...) {
		add(value.String(text))
	}
	add(value.Strings("a", "b"))
	return list
}

// mostCandidates bounds what is tried in one attribute.
const mostCandidates = 400

// matching returns a text that a regular expression matches, as far as it is one that Go reads, too. It is not ok where none is to be found.
func matching(pattern string) (text string, ok bool) {
	if len(pattern) > 1024 {
		return "", false
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	ok = writeMatch(&b, re)
	return b.String(), ok && b.Len() <= 256
}

// writeMatch writes what a regular expression matches: a part that may be left out is there once.
func writeMatch(b *strings.Builder, re *syntax.Regexp) bool {
	times := 1
	switch re.Op {
	case syntax.OpNoMatch:
		return false
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
		return true
	case syntax.OpCharClass:
		r, ok := oneOf(re.Rune)
		b.WriteRune(r)
		return ok
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('x')
		return true
	case syntax.OpAlternate:
		return writeMatch(b, re.Sub[0])
	case syntax.OpRepeat:
		times = max(re.Min, 1)
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary,
		syntax.OpCapture, syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpConcat: // what is in them, if anything
	}
	for range times {
		for _, sub := range re.Sub {
			if b.Len() > 256 || !writeMatch(b, sub) {
				return false
			}
		}
	}
	return true
}

// oneOf returns a character of a class: one that can be seen, if there is any.
func oneOf(ranges []rune) (rune, bool) {
	const liked = "aA1 -.,_@"
	within := func(r rune) bool {
		for i := 0; i+1 < len(ranges); i += 2 {
			if ranges[i] <= r && r <= ranges[i+1] {
				return true
			}
		}
		return false
	}
	for _, r := range liked {
		if within(r) {
			return r, true
		}
	}
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= min(ranges[i+1], ranges[i]+512); r++ {
			if unicode.IsPrint(r) {
				return r, true
			}
		}
	}
	return 'x', false
}
