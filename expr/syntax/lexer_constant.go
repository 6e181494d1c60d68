package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// text scans a text constant that opens with mark: '"', an apostrophe or a typographic mark. Marks in a wrong place are
// reported first, because from there on the inside and the outside of texts are confused.
func (s *scanner) text(mark rune) {
	if mark == '"' && s.touches(kindWord) {
		s.openingQuoteMissing()
		return
	}
	seen := scanText(s.src, s.pos, mark)
	if seen.end < 0 {
		s.unterminated(mark, seen)
		return
	}
	if mark == '"' && strings.HasPrefix(s.src[seen.end:], `"`) {
		s.doubledQuotes(seen.end)
		return
	}
	at := diag.Span{Start: s.pos, End: seen.end}
	s.remarkOnText(mark, at, seen)
	s.emit(kindString, at.Len())
}

// textScan is the result of scanning a text constant: offsets, or -1 for parts that do not occur.
type textScan struct {
	end           int // after the closing mark
	unknownEscape int // first backslash that is not an escape
	newline       int // first line break
	escapedQuote  int // last escaped quotation mark
}

// scanText scans the text constant that mark opens at start. A straight mark is closed by the same mark only, a typographic
// one by any mark of its sort: word processors choose the closing form, and a text from elsewhere may have the straight one. A
// backslash keeps whatever character follows it from closing the constant.
func scanText(src string, start int, mark rune) textScan {
	seen := textScan{end: -1, unknownEscape: -1, newline: -1, escapedQuote: -1}
	straight := straightMark(mark)
	for i := start + utf8.RuneLen(mark); i < len(src); {
		c := src[i]
		switch {
		case c == '\\':
			next, size := utf8.DecodeRuneInString(src[i+1:])
			switch {
			case next == straight:
				seen.escapedQuote = i
			case next != '\\' && seen.unknownEscape < 0:
				seen.unknownEscape = i
			}
			i += 1 + size
			continue
		case c == byte(straight):
			seen.end = i + 1
			return seen
		case c == '\n' && seen.newline < 0:
			seen.newline = i
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(src[i:])
			if mark >= utf8.RuneSelf && straightMark(r) == straight {
				seen.end = i + size
				return seen
			}
			i += size
			continue
		}
		i++
	}
	return seen
}

// straightMark returns the ASCII form of a quotation mark, or 0 for any other character.
func straightMark(r rune) rune {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '″', '＂':
		return '"'
	case '\'', '‘', '’', '‚', '‛', '‹', '›', '′', '＇':
		return '\''
	}
	return 0
}

// unquote returns the value of a text constant and its opening mark, from its raw form with both marks.
// The two marks may differ and may have different lengths, as in “x". The escapes are those of the straight form of the
// opening mark.
func unquote(raw string) (value string, mark rune) {
	mark, size := utf8.DecodeRuneInString(raw)
	_, last := utf8.DecodeLastRuneInString(raw)
	if size+last > len(raw) {
		return "", mark
	}
	body := raw[size : len(raw)-last]
	if strings.IndexByte(body, '\\') < 0 {
		return body, mark
	}
	straight := byte(straightMark(mark))
	var b strings.Builder
	b.Grow(len(body))
	for i := 0; i < len(body); i++ {
		if body[i] == '\\' && i+1 < len(body) {
			i++
			if next := body[i]; next != '\\' && next != straight {
				b.WriteByte('\\') // unknown escapes keep their backslash, on which published patterns such as "\d+" rely
			}
		}
		b.WriteByte(body[i])
	}
	return b.String(), mark
}

// remarkOnText reports tolerated spellings in a complete text constant.
func (s *scanner) remarkOnText(mark rune, at diag.Span, seen textScan) {
	if mark == '"' && seen.unknownEscape < 0 && seen.newline < 0 {
		return
	}
	value, _ := unquote(s.report.text(at))
	// Each correction below is that of the whole constant: of several edits at one place only the first is applied, and this
	// one covers all.
	canonical := QuoteText(value)
	switch {
	case mark == '\'':
		s.report.add(tolerance(codes.SingleQuotes, at, "text between single quotation marks").
			hinted("write %s", diag.Clip(canonical)).
			fixedBy(at, canonical))
	case mark >= utf8.RuneSelf:
		f := problem(codes.SmartQuote, at, "%c (%U) is no quotation mark of the language", mark, mark).
			hinted(`write straight quotation marks: "`).
			fixedBy(at, canonical)
		if s.lenient {
			f.Severity = diag.Warning
		}
		s.report.add(f)
	}
	if i := seen.unknownEscape; i >= 0 {
		_, size := utf8.DecodeRuneInString(s.src[i+1:])
		escape := diag.Span{Start: i, End: i + 1 + size}
		s.report.add(tolerance(codes.UnknownEscape, escape, "%s is no escape: the backslash stays in the text",
			diag.Quote(s.report.text(escape))).hinted(`write \\ for a backslash`).fixedBy(at, canonical))
	}
	if i := seen.newline; i >= 0 {
		s.report.add(tolerance(codes.NewlineInText, diag.Span{Start: i, End: i + 1},
			"the text contains a line break, which becomes part of it"))
	}
}

// doubledQuotes reports "say ""hi""", where the mark is escaped as in a spreadsheet. from is the offset after the first piece.
func (s *scanner) doubledQuotes(from int) {
	at := diag.Span{Start: s.pos, End: from}
	for strings.HasPrefix(s.src[at.End:], `"`) {
		end := scanText(s.src, at.End, '"').end
		if end < 0 {
			s.report.last(problem(codes.DoubledQuote, diag.Span{Start: at.End - 1, End: at.End + 1},
				"a quotation mark is not escaped by doubling it, and the text that the second one opens does not end").
				hinted(`inside a text write \"`))
			s.stopped = true
			return
		}
		at.End = end
	}
	inner := s.src[at.Start+1 : at.End-1]
	s.report.add(problem(codes.DoubledQuote, diag.Span{Start: from - 1, End: from + 1},
		"a quotation mark is not escaped by doubling it").
		hinted(`inside a text write \", as in %s; two texts need a comma between them`,
			diag.Clip(`"`+strings.ReplaceAll(inner, `""`, `\"`)+`"`)))
	// To the parser the pieces are one text, so that it does not report missing commas between them.
	s.emit(kindString, at.Len())
}

// openingQuoteMissing reports a word with a quotation mark only at its end, contoso.com", and stops the scanner: from here
// on, opening and closing marks are swapped.
func (s *scanner) openingQuoteMissing() {
	word := spanOf(s.tokens[len(s.tokens)-1])
	s.stopped = true
	s.report.last(problem(codes.UnknownIdent, word, "%s ends with a quotation mark and begins with none",
		diag.Quote(s.report.text(word))).
		hinted("write %s", diag.Clip(`"`+s.report.text(word)+`"`)).
		fixedBy(diag.Span{Start: word.Start, End: word.Start}, `"`))
}

// unterminated reports a text constant without a closing mark, and stops the scanner: the constant extends to the end of the
// source.
func (s *scanner) unterminated(mark rune, seen textScan) {
	s.stopped = true
	at := s.here(utf8.RuneLen(mark))
	if mark == '\'' && s.afterOperand() {
		s.report.last(problem(codes.Comment, at, `the language has no comments, and "'" begins none`).
			hinted("keep remarks outside the expression"))
		return
	}
	f := problem(codes.UnterminatedText, at, "the text that opens here has no closing quotation mark")
	body := s.src[at.End:]
	rest := strings.TrimLeft(body, " ")
	// The cases go from the most certain cause to a mere guess.
	switch i := strings.IndexAny(body, ",)\n"); {
	case rest == "" || rest[0] == ',' || rest[0] == ')':
		f = f.hinted(`an empty text is written ""`).fixedBy(at, `""`)
	case seen.escapedQuote >= 0 && endsArgument(s.src[seen.escapedQuote+2:]):
		f = f.hinted(`the \" at %s escapes the quotation mark; a text that ends with a backslash is written "...\\"`,
			s.report.place(seen.escapedQuote))
	case mark < utf8.RuneSelf && strings.ContainsFunc(body, isTypographic):
		j := strings.IndexFunc(body, isTypographic)
		r, _ := utf8.DecodeRuneInString(body[j:])
		f = f.hinted(`the %c (%U) at %s does not close it; write "`, r, r, s.report.place(at.End+j))
	case i >= 0:
		f = f.hinted("it should probably close before the %s at %s", diag.Quote(body[i:i+1]), s.report.place(at.End+i))
	default:
		f = f.hinted("close it at the end of the text")
	}
	s.report.last(f)
}

// endsArgument reports whether an argument ends before rest.
func endsArgument(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r\n")
	return rest == "" || rest[0] == ',' || rest[0] == ')'
}

func isTypographic(r rune) bool { return r >= utf8.RuneSelf && straightMark(r) != 0 }

// number scans a decimal constant, which starts with a digit or a sign.
func (s *scanner) number() {
	start := s.pos
	if s.src[start] == '-' {
		start++
	}
	i := digitsEnd(s.src, start)
	// A point without digits after it is left to numberJunk, which makes the number malformed.
	if i+1 < len(s.src) && s.src[i] == '.' && isDigit(s.src[i+1]) {
		i = digitsEnd(s.src, i+1)
	}
	if end := numberJunk(s.src, i); end > i {
		s.malformedNumber(i, end)
		return
	}
	s.emit(kindNumber, i-s.pos)
}

func digitsEnd(src string, i int) int {
	for i < len(src) && isDigit(src[i]) {
		i++
	}
	return i
}

// numberJunk returns the end of the characters directly after a number that make it malformed: letters, more points, or the #
// of 8#F.
func numberJunk(src string, i int) int {
	for i < len(src) {
		if c := src[i]; isName(c) || c == '#' || c == '.' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(src[i:])
		if r < utf8.RuneSelf || !unicode.IsLetter(r) {
			break
		}
		i += size
	}
	return i
}

// malformedNumber reports a number that is malformed at from, and skips it up to end.
func (s *scanner) malformedNumber(from, end int) {
	whole := diag.Span{Start: s.pos, End: end}
	raw := s.report.text(whole)
	f := problem(codes.BadNumber, diag.Span{Start: from, End: end}, "%s is not a number", diag.Quote(raw))
	lower := strings.ToLower(raw)
	switch _, digits, marked := strings.Cut(lower, "#"); {
	case marked && isHexText(digits):
		f = f.hinted("hexadecimal numbers are written &H%s", diag.Clip(strings.ToUpper(digits)))
	case strings.HasPrefix(lower, "0x") && isHexText(lower[2:]):
		hex := "&H" + strings.ToUpper(lower[2:])
		f = f.hinted("hexadecimal numbers are written %s", diag.Clip(hex)).fixedBy(whole, hex)
	case raw[len(raw)-1] == '.':
		f = f.hinted("digits are missing after the point")
	case raw[0] == '.':
		f = f.hinted("write 0%s", diag.Clip(raw)).fixedBy(whole, "0"+raw)
	default:
		f = f.hinted("numbers are written 12, -12, 12.5 or &HF7; a text needs quotation marks: %s", diag.Clip(`"`+raw+`"`))
	}
	s.report.add(f)
	s.emit(kindInvalid, whole.Len())
}

// isHexText reports whether s consists of hexadecimal digits, of which there is at least one.
func isHexText(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || !isHex(byte(r)) }) < 0
}

// hexLength returns the length of the hexadecimal number at the current &, or 0 if there is none: if the digits do not extend
// to the end of the word, & is an operator.
func (s *scanner) hexLength() int {
	rest := s.src[s.pos+1:]
	if rest == "" || rest[0]|0x20 != 'h' {
		return 0
	}
	n := 1
	for n < len(rest) && isHex(rest[n]) {
		n++
	}
	if n == 1 || numberJunk(rest, n) > n && rest[n] != '.' {
		return 0
	}
	return n + 1
}
