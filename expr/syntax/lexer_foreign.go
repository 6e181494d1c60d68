package syntax

import (
	"encoding/json"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// ampersand scans &, &&, hexadecimal numbers such as &HF7, and HTML entities. The number comes first: [a]&HF reads as one, as
// in Visual Basic, even where an operator could be. If the word goes on after the digits, as in &Hotel(...), it is no number
// and & is the operator.
func (s *scanner) ampersand() {
	rest := s.src[s.pos+1:]
	switch length := s.hexLength(); {
	case length > 0:
		s.emit(kindNumber, length)
	case strings.HasPrefix(rest, "&"):
		s.emit(kindLogical, 2)
	case isEntity(rest):
		s.entity()
	case !s.afterOperand() && rest != "" && rest[0]|0x20 == 'h':
		s.malformedNumber(s.pos, plainWordEnd(s.src, s.pos+1))
	default:
		s.emit(kindAmpersand, 1)
	}
}

// isEntity reports whether an entity follows the &. It knows only those of characters that expressions are written with:
// before any other name & is the operator.
func isEntity(rest string) bool {
	name, _, found := strings.Cut(rest[:min(len(rest), 8)], ";")
	if !found {
		return false
	}
	switch name {
	case "quot", "lt", "gt", "amp", "apos", "nbsp", "#34", "#39", "#38", "#x27", "#x22":
		return true
	}
	return false
}

// entity reports text that was copied as HTML source, and stops the scanner: the rest would have the same mistake.
func (s *scanner) entity() {
	s.stopped = true
	at := s.here(strings.IndexByte(s.src[s.pos:], ';') + 1)
	s.report.last(problem(codes.Entity, at, "%s is a character in the form of HTML or XML", diag.Quote(s.report.text(at))).
		hinted("write the character itself: %s", html.UnescapeString(s.report.text(at))).
		fixedBy(
			diag.Span{End: len(s.src)}, html.UnescapeString(s.src)))
}

// comparison scans a comparison operator of this or another language. Longer operators are tried before those that they begin
// with: == before =.
func (s *scanner) comparison(c byte) {
	rest := s.src[s.pos:]
	if c == '<' {
		if strings.HasPrefix(rest, "<!--") {
			s.comment(blockLength(rest, "-->"))
			return
		}
		if n := placeholderLength(rest); n > 0 && !s.afterOperand() {
			s.placeholder(n)
			return
		}
	}
	for _, op := range [...]string{"<>", "<=", ">="} {
		if strings.HasPrefix(rest, op) {
			s.emit(kindCompare, 2)
			return
		}
	}
	for _, op := range [...]string{"===", "!==", "==", "!=", "=>", "=<"} {
		// In [a]=<value> the < belongs to a placeholder.
		if strings.HasPrefix(rest, op) && (op != "=<" || placeholderLength(rest[1:]) == 0) {
			s.badCompare(s.here(len(op)))
			return
		}
	}
	if c == '!' {
		s.emit(kindLogical, 1)
		return
	}
	s.emit(kindCompare, 1)
}

// badCompare reports a comparison operator of another language, and emits it as the equivalent one.
func (s *scanner) badCompare(at diag.Span) {
	raw := s.report.text(at)
	op := compareOp(raw).String()
	s.report.add(problem(codes.CompareOperator, at, "%s is no comparison operator of the language", diag.Quote(raw)).
		hinted("write %s", op).
		fixedBy(at, op))
	s.emit(kindCompare, at.Len())
}

// compareOp returns the operator of a token of kindCompare. The token may be one that badCompare has reported: the tree of
// such a text is not returned, but the operands are still checked. The hyphen is that of PowerShell's -eq.
func compareOp(raw string) value.Operator {
	switch op := strings.TrimPrefix(raw, "-"); op {
	case "<>", "!=", "!==", "≠":
		return value.NotEqual
	case "<", "＜":
		return value.Less
	case ">", "＞":
		return value.Greater
	case "<=", "=<", "≤":
		return value.LessOrEqual
	case ">=", "=>", "≥":
		return value.GreaterOrEqual
	default:
		if known := compareWord(op); known != "" {
			return compareOp(known)
		}
		return value.Equal
	}
}

// longestPlaceholder is the maximum length of a placeholder in bytes. The bound keeps the scanner linear: without it, each of
// many < would search the rest of the text.
const longestPlaceholder = 80

// placeholderLength returns the length of a placeholder such as <value> or <<argument 1>> at the start of rest, or 0 if there
// is none.
func placeholderLength(rest string) int {
	rest = rest[:min(len(rest), longestPlaceholder)]
	open := runLength(rest, '<')
	body := rest[open:]
	end := strings.IndexAny(body, "<>\"[](),\n")
	if end < 1 || body[end] != '>' || !isLetter(body[0]) {
		return 0
	}
	return open + end + min(runLength(body[end:], '>'), open)
}

// placeholder reports a placeholder and emits it as an invalid token, so that the parser does not report a missing operand as
// well.
func (s *scanner) placeholder(length int) {
	at := s.here(length)
	s.report.add(problem(codes.UnexpectedChar, at, "%s is a placeholder", diag.Quote(s.report.text(at))).
		hinted(`put a value in its place: an attribute [mail], a text "x", a number or a call`))
	s.emit(kindInvalid, length)
}

// arithmetic scans + - * /, signs, and comments that begin with them. A minus before a digit is a sign unless it follows an
// operand: then it is a subtraction, which lowering refuses.
func (s *scanner) arithmetic(c byte) {
	rest := s.src[s.pos:]
	switch next := secondByte(rest); {
	case c == '-' && isDigit(next) && !s.afterOperand():
		s.number()
	case c == '-' && s.afterOperand() && compareWord(rest[1:plainWordEnd(rest, 1)]) != "":
		s.badCompare(s.here(plainWordEnd(rest, 1)))
	case c == '/' && next == '/', c == '-' && next == '-':
		s.comment(s.lineRest())
	case c == '/' && next == '*':
		s.comment(blockLength(rest, "*/"))
	case c == '*' && next == '*':
		s.residue(runLength(rest, '*'))
	default:
		s.emit(kindArith, 1)
	}
}

// comment reports a comment and skips it.
func (s *scanner) comment(length int) {
	at := s.here(length)
	s.report.add(problem(codes.Comment, at, "the language has no comments").
		hinted("keep remarks outside the expression").
		fixedBy(at, ""))
	// A parenthesis that is missing may be in the comment.
	s.lossy = true
	s.pos += length
}

// lineRest returns the number of bytes up to the end of the line.
func (s *scanner) lineRest() int {
	rest := s.src[s.pos:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		return i
	}
	return len(rest)
}

// blockLength returns the number of bytes up to the end of the mark that ends a block, or the length of rest.
func blockLength(rest, mark string) int {
	if i := strings.Index(rest, mark); i >= 0 {
		return i + len(mark)
	}
	return len(rest)
}

// bar scans || and reports |, which separates the cells of Markdown tables.
func (s *scanner) bar() {
	if secondByte(s.src[s.pos:]) == '|' {
		s.emit(kindLogical, 2)
		return
	}
	s.report.add(problem(codes.Markdown, s.here(1), `"|" has no meaning here`).
		hinted("it may be left over from a Markdown table"))
	s.emit(kindInvalid, 1)
}

// dot reports points: those of .5, of an ellipsis, and any other but that of a method.
func (s *scanner) dot() {
	rest := s.src[s.pos:]
	if s.isMethod() {
		s.emit(kindMethod, 1)
		return
	}
	if isDigit(secondByte(rest)) && !s.afterOperand() {
		s.malformedNumber(s.pos, numberJunk(s.src, s.pos+1))
		return
	}
	if n := runLength(rest, '.'); n > 1 {
		s.report.add(problem(codes.UnexpectedChar, s.here(n), `%s has no meaning here`, diag.Quote(rest[:n])).
			hinted("in documentation it means further arguments: write them out"))
		s.emit(kindInvalid, n)
		return
	}
	s.unexpected()
}

// isMethod reports whether the point at the current position is that of a method, or of a property that is known as one: it touches an
// operand and a name.
func (s *scanner) isMethod() bool {
	end := plainWordEnd(s.src, s.pos+1)
	return s.afterOperand() && s.endOfLast() == s.pos && end > s.pos+1 && isLetter(s.src[s.pos+1]) &&
		(parenFollows(s.src[end:]) || isForeignMethod(s.src[s.pos+1:end]))
}

// choice scans the ? and : of a conditional expression, or ?? between alternatives, and reports whether it was one: there is an operand before
// it, and something after it, and before : a ? without one.
func (s *scanner) choice(c byte) bool {
	if !s.afterOperand() || c == ':' && s.choices == 0 || strings.TrimSpace(s.src[s.pos+1:]) == "" {
		return false
	}
	if strings.HasPrefix(s.src[s.pos:], "??") && strings.TrimSpace(s.src[s.pos+2:]) != "" {
		s.emit(kindChoice, 2)
		return true
	}
	if s.choices++; c == ':' {
		s.choices -= 2
	}
	s.emit(kindChoice, 1)
	return true
}

// markdown reports backslashes and backticks outside a text constant: residue of Markdown or JSON.
func (s *scanner) markdown(c byte) {
	rest := s.src[s.pos:]
	next := secondByte(rest)
	switch {
	case c == '`':
		s.residue(runLength(rest, '`'))
	// A backslash before punctuation is an escape of Markdown, one before a quotation mark or one of these letters an escape
	// of JSON.
	case next == '"' || next == 'n' || next == 'r' || next == 't' || next == 'u':
		s.jsonEscape()
	case next > ' ' && next < 0x7F && !isLetter(next) && !isDigit(next):
		s.residue(1)
	default:
		s.unexpected()
	}
}

// residue reports characters of Markdown and skips them.
func (s *scanner) residue(length int) {
	at := s.here(length)
	s.report.add(problem(codes.Markdown, at, "%s outside a text", diag.Quote(s.report.text(at))).
		hinted("it seems left over from Markdown: leave it out").
		fixedBy(at, ""))
	s.pos += length
}

// jsonEscape reports text that was copied from inside a JSON string, and stops the scanner: the rest would have the same
// mistake.
func (s *scanner) jsonEscape() {
	s.stopped = true
	f := problem(codes.UnexpectedChar, s.here(2), "%s outside a text", diag.Quote(s.report.text(s.here(2)))).
		hinted(`it seems copied from the inside of a JSON string: undo the JSON escapes, so that \" is "`)
	var plain string
	if json.Unmarshal([]byte(`"`+s.src+`"`), &plain) == nil {
		f = f.fixedBy(diag.Span{End: len(s.src)}, plain)
	}
	s.report.last(f)
}

// beyondASCII scans a part that starts with a non-ASCII character: white space pasted from web pages, typographic quotation
// marks, look-alikes of the language's punctuation, and letters.
func (s *scanner) beyondASCII() {
	r, size := utf8.DecodeRuneInString(s.src[s.pos:])
	switch {
	case isOddSpace(r):
		s.oddSpace = append(s.oddSpace, s.here(size))
		s.pos += size
	case straightMark(r) != 0:
		s.text(r)
	case unicode.IsLetter(r):
		s.word()
	default:
		s.lookAlike(r, size)
	}
}

// isOddSpace reports whether r is white space, or invisible, but is not typed with a keyboard. Characters that override the
// reading direction are excluded: a text with them does not read as it appears.
func isOddSpace(r rune) bool {
	switch {
	case r == '\v' || r == '\f':
		return true
	case r < 0x80:
		return false
	case unicode.In(r, unicode.Zs, unicode.Zl, unicode.Zp):
		return true
	case r >= 0x200B && r <= 0x200F || r == 0x85 || r == 0xAD || r == 0x2060 || r == 0xFEFF:
		return true
	}
	return false
}

// reportOddSpace reports all unusual white space between tokens as one finding.
func (s *scanner) reportOddSpace() {
	if len(s.oddSpace) == 0 {
		return
	}
	first := s.oddSpace[0]
	r, _ := utf8.DecodeRuneInString(s.report.text(first))
	f := tolerance(codes.OddWhitespace, first, "white space of an unusual kind: %U (%d in the text)", r, len(s.oddSpace)).
		hinted("write ordinary spaces")
	for _, at := range s.oddSpace {
		r, _ := utf8.DecodeRuneInString(s.report.text(at))
		if unicode.IsSpace(r) {
			f = f.fixedBy(at, " ")
		} else {
			f = f.fixedBy(at, "")
		}
	}
	s.report.add(f)
}

// lookAlike reports a character that resembles punctuation of the language, and scans it as that punctuation.
// The parser then sees the intended structure, and one mistake is one finding.
func (s *scanner) lookAlike(r rune, size int) {
	plain, name := asciiOf(r)
	if plain == "" {
		s.unexpected()
		return
	}
	at := s.here(size)
	s.report.add(problem(codes.UnexpectedChar, at, "%c (%U) is %s", r, r, diag.Name(name)).
		hinted("write %s", plain).
		fixedBy(at, plain))
	switch plain {
	case ",":
		s.comma(size)
	case "(":
		s.openParen(size)
	case ")":
		s.closeParen(size)
	case "&":
		s.emit(kindAmpersand, size)
	case "=", "<", ">", "<>", "<=", ">=":
		s.emit(kindCompare, size)
	default:
		s.emit(kindInvalid, size)
	}
}

// asciiOf returns the replacement for a character that resembles ASCII punctuation, and its description, or "" for others.
func asciiOf(r rune) (plain, name string) {
	switch r {
	case '،':
		return ",", "an Arabic comma"
	case '、', '﹐', '︐':
		return ",", "an East Asian comma"
	case '−':
		return "-", "a minus sign of typography"
	case '‐', '‑', '–', '—':
		return "-", "a dash of typography"
	case '≠':
		return "<>", "no operator of the language"
	case '≤':
		return "<=", "no operator of the language"
	case '≥':
		return ">=", "no operator of the language"
	}
	// The full-width forms are in the order of ASCII.
	if r >= 0xFF01 && r <= 0xFF5E {
		return string(r - 0xFEE0), "the full-width form of " + string(diag.Quote(string(r-0xFEE0)))
	}
	return "", ""
}

// unexpected reports a character that has no meaning in the language. If the expression is complete, it reports the rest as
// surplus.
func (s *scanner) unexpected() {
	r, size := utf8.DecodeRuneInString(s.src[s.pos:])
	at := s.here(size)
	if n := foreignPlaceholder(s.src[s.pos:]); n > 0 {
		s.placeholder(n)
		return
	}
	if len(s.open) == 0 && s.afterOperand() {
		s.stopped = true
		// After a complete expression, ? begins the choice of another language, which is more useful to know than that text is
		// left over.
		if r == '?' && strings.TrimSpace(s.src[at.End:]) != "" {
			s.report.last(problem(codes.UnexpectedChar, at, `"?" has no meaning here`).hinted("%s", unexpectedHint(r)))
			return
		}
		at.End = len(s.src)
		s.report.last(surplusText(at, s.report.text(at)))
		return
	}
	f := problem(codes.UnexpectedChar, at, "%s has no meaning here", describeRune(r))
	if hint := unexpectedHint(r); hint != "" {
		f = f.hinted("%s", hint)
	}
	if r == ';' {
		f = f.fixedBy(at, ",")
	}
	s.report.add(f)
	s.emit(kindInvalid, size)
}

// surplusText returns the finding for text after the end of an expression. If the text is only punctuation, removing it is the
// correction.
func surplusText(at diag.Span, text string) finding {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	at.End = at.Start + len(text)
	f := problem(codes.SurplusText, at, "text after the end of the expression: %s", diag.Quote(text)).
		hinted("an expression ends with its outermost parenthesis: leave the rest out")
	if strings.Trim(text, ".;:!?") == "" {
		f = f.fixedBy(at, "")
	}
	return f
}

// foreignPlaceholder returns the length of a placeholder such as {0}, ${mail}, {{mail}} or $mail at the start of rest, or 0 if
// there is none.
func foreignPlaceholder(rest string) int {
	// Two braces are tried before one, which would leave the second pair over.
	for _, marks := range [...][2]string{{"{{", "}}"}, {"${", "}"}, {"$(", ")"}, {"{", "}"}} {
		if _, n := foreignName(rest, marks[0], marks[1]); n > 0 {
			return n
		}
	}
	if n := plainWordEnd(rest, min(1, len(rest))); rest[0] == '$' && n > 1 {
		return n
	}
	return 0
}

// describeRune shows a character by itself if it is ASCII, and with its code point if it could be mistaken for another one or
// does not print.
func describeRune(r rune) diag.Message {
	if r < utf8.RuneSelf && unicode.IsPrint(r) {
		return diag.Messagef("%s", diag.Quote(string(r)))
	}
	if unicode.IsPrint(r) {
		return diag.Messagef("%s (%U)", diag.Quote(string(r)), r)
	}
	return diag.Messagef("the character %U", r)
}

func unexpectedHint(r rune) string {
	switch r {
	case ';':
		return "arguments are separated by commas"
	case ':', '?':
		return "a choice is written IIF(condition, value if true, value if false)"
	case ']':
		return "no bracket is open here; an attribute reference is written [mail]"
	case '$', '{', '}':
		return "an attribute reference is written [mail]"
	}
	return ""
}

// secondByte returns s[1], or 0 if s is shorter.
func secondByte(s string) byte {
	if len(s) > 1 {
		return s[1]
	}
	return 0
}

// runLength returns the length of the run of c at the start of s.
func runLength(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}
