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

// ampersand reads &, && and &HF7, and tells them from what HTML makes of a quotation mark.
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

// entity reports text that was copied in its HTML form; reading on would only repeat that.
func (s *scanner) entity() {
	s.stopped = true
	at := s.here(strings.IndexByte(s.src[s.pos:], ';') + 1)
	s.report.last(problem(codes.Entity, at, "%s is a character in the form of HTML or XML", diag.Quote(s.report.text(at))).
		hinted("write the character itself: %s", html.UnescapeString(s.report.text(at))).
		mendedBy(
			diag.Span{End: len(s.src)}, html.UnescapeString(s.src)))
}

// comparison reads a comparison operator, of this language or of another.
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

// badCompare reports an operator that other languages use for a comparison, and reads it as what it means.
func (s *scanner) badCompare(at diag.Span) {
	raw := s.report.text(at)
	op := compareOp(raw).String()
	s.report.add(problem(codes.CompareOperator, at, "%s is no comparison operator of the language", diag.Quote(raw)).
		hinted("write %s", op).
		mendedBy(at, op))
	s.emit(kindCompare, at.Len())
}

// compareOp gives the operator meant by the raw text of a token of kindCompare.
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

// longestPlaceholder bounds the search for the end of a placeholder, in bytes.
const longestPlaceholder = 80

// placeholderLength gives the length of <value> or <<argument 1>> at the start of rest, 0 where there is none.
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

func (s *scanner) placeholder(length int) {
	at := s.here(length)
	s.report.add(problem(codes.UnexpectedChar, at, "%s is a placeholder", diag.Quote(s.report.text(at))).
		hinted(`put a value in its place: an attribute [mail], a text "x", a number or a call`))
	s.emit(kindStray, length)
}

// arithmetic reads + - * /, signs, and the comments that begin with them.
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

// comment reports a comment and passes over it.
func (s *scanner) comment(length int) {
	at := s.here(length)
	s.report.add(problem(codes.Comment, at, "the language has no comments").
		hinted("keep remarks outside the expression").
		mendedBy(at, ""))
	s.lossy = true
	s.pos += length
}

// lineRest gives the number of bytes up to the end of the line.
func (s *scanner) lineRest() int {
	rest := s.src[s.pos:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		return i
	}
	return len(rest)
}

// blockLength gives the number of bytes up to and with the mark that ends a block, or all of rest.
func blockLength(rest, mark string) int {
	if i := strings.Index(rest, mark); i >= 0 {
		return i + len(mark)
	}
	return len(rest)
}

// bar reads || and reports |, which separates the cells of a Markdown table.
func (s *scanner) bar() {
	if secondByte(s.src[s.pos:]) == '|' {
		s.emit(kindLogical, 2)
		return
	}
	s.report.add(problem(codes.Markdown, s.here(1), `"|" has no meaning here`).
		hinted("it may be left over from a Markdown table"))
	s.emit(kindStray, 1)
}

// dot reads the points of .5 and of an ellipsis, and reports any other.
func (s *scanner) dot() {
	rest := s.src[s.pos:]
	if isDigit(secondByte(rest)) && !s.afterOperand() {
		s.malformedNumber(s.pos, numberJunk(s.src, s.pos+1))
		return
	}
	if n := runLength(rest, '.'); n > 1 {
		s.report.add(problem(codes.UnexpectedChar, s.here(n), `%s has no meaning here`, diag.Quote(rest[:n])).
			hinted("in documentation it stands for further arguments: write them out"))
		s.emit(kindStray, n)
		return
	}
	s.stray()
}

// markdown reads backslashes and backticks outside a text: residue of Markdown or of JSON.
func (s *scanner) markdown(c byte) {
	rest := s.src[s.pos:]
	next := secondByte(rest)
	switch {
	case c == '`':
		s.residue(runLength(rest, '`'))
	case next == '"' || next == 'n' || next == 'r' || next == 't' || next == 'u':
		s.jsonEscape()
	case next > ' ' && next < 0x7F && !isLetter(next) && !isDigit(next):
		s.residue(1)
	default:
		s.stray()
	}
}

// residue reports characters that Markdown writers add, and passes over them as if they were not there.
func (s *scanner) residue(length int) {
	at := s.here(length)
	s.report.add(problem(codes.Markdown, at, "%s outside a text", diag.Quote(s.report.text(at))).
		hinted("it seems left over from Markdown: leave it out").
		mendedBy(at, ""))
	s.pos += length
}

// jsonEscape reports text copied from the inside of a JSON string; reading on would only repeat that.
func (s *scanner) jsonEscape() {
	s.stopped = true
	f := problem(codes.UnexpectedChar, s.here(2), "%s outside a text", diag.Quote(s.report.text(s.here(2)))).
		hinted(`it seems copied from the inside of a JSON string: undo the JSON escapes, so that \" is "`)
	var plain string
	if json.Unmarshal([]byte(`"`+s.src+`"`), &plain) == nil {
		f = f.mendedBy(diag.Span{End: len(s.src)}, plain)
	}
	s.report.last(f)
}

// beyondASCII reads a character outside ASCII: white space pasted from web pages, typographic marks, look-alikes of the
// language's own punctuation, letters.
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

// isOddSpace tells white space that a keyboard does not type and a reader does not see. The characters that override the
// reading direction are not among it: text that uses them shows something else than it says.
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

// reportOddSpace makes one finding of all odd white space between tokens.
func (s *scanner) reportOddSpace() {
	if len(s.oddSpace) == 0 {
		return
	}
	first := s.oddSpace[0]
	r, _ := utf8.DecodeRuneInString(s.report.text(first))
	f := tolerance(codes.OddWhitespace, first, "white space of an unusual kind: %U (%d in the text)", r, len(s.oddSpace)).
		hinted("write ordinary blanks")
	for _, at := range s.oddSpace {
		r, _ := utf8.DecodeRuneInString(s.report.text(at))
		if unicode.IsSpace(r) {
			f = f.mendedBy(at, " ")
		} else {
			f = f.mendedBy(at, "")
		}
	}
	s.report.add(f)
}

// lookAlike reports a character that resembles punctuation of the language, and reads it as that.
func (s *scanner) lookAlike(r rune, size int) {
	plain, name := asciiOf(r)
	if plain == "" {
		s.stray()
		return
	}
	at := s.here(size)
	s.report.add(problem(codes.UnexpectedChar, at, "%c (%U) is %s", r, r, diag.Name(name)).
		hinted("write %s", plain).
		mendedBy(at, plain))
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
		s.emit(kindStray, size)
	}
}

// asciiOf gives what to write for a character that resembles ASCII punctuation, and what it is; "" for others.
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
	if r >= 0xFF01 && r <= 0xFF5E {
		return string(r - 0xFEE0), "the full-width form of " + string(diag.Quote(string(r-0xFEE0)))
	}
	return "", ""
}

// stray reports a character that can stand nowhere, or, where the expression is complete before it, as surplus.
func (s *scanner) stray() {
	r, size := utf8.DecodeRuneInString(s.src[s.pos:])
	at := s.here(size)
	if n := foreignPlaceholder(s.src[s.pos:]); n > 0 {
		s.placeholder(n)
		return
	}
	if len(s.open) == 0 && s.afterOperand() {
		s.stopped = true
		if r == '?' && strings.TrimSpace(s.src[at.End:]) != "" {
			s.report.last(problem(codes.UnexpectedChar, at, `"?" has no meaning here`).hinted("%s", strayHint(r)))
			return
		}
		at.End = len(s.src)
		s.report.last(surplusText(at, s.report.text(at)))
		return
	}
	f := problem(codes.UnexpectedChar, at, "%s has no meaning here", describeRune(r))
	if hint := strayHint(r); hint != "" {
		f = f.hinted("%s", hint)
	}
	if r == ';' {
		f = f.mendedBy(at, ",")
	}
	s.report.add(f)
	s.emit(kindStray, size)
}

// surplusText reports text behind the end of an expression. Where it is punctuation alone, leaving it out is the cure.
func surplusText(at diag.Span, text string) finding {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	at.End = at.Start + len(text)
	f := problem(codes.SurplusText, at, "text behind the end of the expression: %s", diag.Quote(text)).
		hinted("an expression ends with its outermost parenthesis: leave the rest out")
	if strings.Trim(text, ".;:!?") == "" {
		f = f.mendedBy(at, "")
	}
	return f
}

// foreignPlaceholder gives the length of {0}, ${mail}, {{mail}} or $mail at the start of rest, 0 for anything else.
func foreignPlaceholder(rest string) int {
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

func describeRune(r rune) diag.Message {
	if r < utf8.RuneSelf && unicode.IsPrint(r) {
		return diag.Messagef("%s", diag.Quote(string(r)))
	}
	if unicode.IsPrint(r) {
		return diag.Messagef("%s (%U)", diag.Quote(string(r)), r)
	}
	return diag.Messagef("the character %U", r)
}

func strayHint(r rune) string {
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

// runLength counts how often c repeats at the start of s.
func runLength(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}
