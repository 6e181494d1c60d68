package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// word scans an identifier. Dots, colons, hyphens and @ inside are part of the word, although the language has no such
// names: name.givenName and contoso.com are then one mistake and not three.
func (s *scanner) word() {
	end := wordEnd(s.src, s.pos)
	word := s.src[s.pos:end]
	at := diag.Span{Start: s.pos, End: end}
	// AND and eq are operators only after an operand. NOT needs none before it, but what follows must be an operand and not a
	// parenthesis: NOT(x) is a call of the function Not.
	switch {
	case s.afterOperand() && isLogicalWord(word),
		strings.EqualFold(word, "NOT") && !endsArgument(s.src[end:]) && !parenFollows(s.src[end:]):
		s.emit(kindLogical, len(word))
		return
	case s.afterOperand() && compareWord(word) != "":
		s.badCompare(at)
		return
	case s.touches(kindString):
		s.closingQuoteMissing(at)
		return
	}
	s.emit(kindWord, len(word))
}

// wordEnd returns the end of the word at i with the marks inside. A mark counts only if a letter or digit follows it, after a
// hyphen only a letter: the hyphen before a digit is a minus.
func wordEnd(src string, i int) int {
	for {
		i = plainWordEnd(src, i)
		if i+1 >= len(src) || !strings.ContainsRune(".:@-", rune(src[i])) {
			return i
		}
		next, _ := utf8.DecodeRuneInString(src[i+1:])
		if !unicode.IsLetter(next) && (src[i] == '-' || !unicode.IsDigit(next)) {
			return i
		}
		i++
	}
}

// plainWordEnd returns the end of the letters, digits and underscores at i. Letters of all scripts count, so that a word in
// another alphabet is one mistake and not one per letter.
func plainWordEnd(src string, i int) int {
	for i < len(src) {
		if isName(src[i]) {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(src[i:])
		if r < utf8.RuneSelf || !unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
			break
		}
		i += size
	}
	return i
}

// parenFollows reports whether a parenthesis opens at the start of rest, after white space.
func parenFollows(rest string) bool {
	return strings.HasPrefix(strings.TrimLeft(rest, " \t\r\n"), "(")
}

// isLogicalWord reports whether a word is a logical operator in other languages.
func isLogicalWord(word string) bool {
	switch strings.ToUpper(word) {
	case "AND", "OR", "XOR", "ANDALSO", "ORELSE":
		return true
	}
	return false
}

// compareWord returns the comparison operator that corresponds to a word of filter languages, or "" for any other word.
func compareWord(word string) string {
	switch strings.ToLower(word) {
	case "eq":
		return "="
	case "ne":
		return "<>"
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "le":
		return "<="
	case "ge":
		return ">="
	}
	return ""
}

// closingQuoteMissing reports a word directly after a text constant, and stops the scanner: a missing or surplus quotation
// mark before it has swapped opening and closing marks.
func (s *scanner) closingQuoteMissing(at diag.Span) {
	text := spanOf(s.tokens[len(s.tokens)-1])
	s.stopped = true
	s.report.last(problem(codes.MissingComma, at, "want a comma or a closing parenthesis between a text and %s",
		diag.Quote(s.report.text(at))).hinted("is a quotation mark missing? The text before it is %s and begins at %s",
		diag.Quote(s.report.text(text)), s.report.place(text.Start)))
}

// callName turns the word before an opening parenthesis into the name of a function.
func (s *scanner) callName(word *lexer.Token) {
	at := spanOf(*word)
	word.Type = kindFunction
	gap := diag.Span{Start: at.End, End: s.pos}
	if gap.Len() > 0 && strings.TrimSpace(s.report.text(gap)) == "" {
		s.report.add(tolerance(codes.SpaceBeforeArg, gap, "white space between %s and its parenthesis",
			diag.Quote(word.Value)).hinted("write %s", diag.Clip(word.Value+"(")).fixedBy(gap, ""))
	}
	if strings.Contains(word.Value, ".") {
		if known, _ := foreignDotted(word.Value); known != nil {
			return // what to write instead depends on its arguments; see dotted
		}
	}
	// The word may have any letters and the marks that wordEnd includes. Only the first one that a name cannot have is
	// reported.
	for i, r := range word.Value {
		if r < utf8.RuneSelf && isName(byte(r)) && (i > 0 || isLetter(byte(r))) {
			continue
		}
		char := diag.Span{Start: at.Start + i, End: at.Start + i + utf8.RuneLen(r)}
		s.report.add(problem(codes.UnexpectedChar, char, "%s in the function name %s", describeRune(r), diag.Quote(word.Value)).
			hinted("function names consist of ASCII letters and digits"))
		return
	}
}

// token scans %name%.
func (s *scanner) token() {
	name, length := foreignName(s.src[s.pos:], "%", "%")
	switch {
	case name != "" && length == len(name)+2 && !strings.Contains(name, "."):
		s.emit(kindToken, length)
		return
	case length == 0:
		length = 1 + len(s.src[s.pos+1:plainWordEnd(s.src, s.pos+1)])
	}
	at := s.here(length)
	f := problem(codes.BadToken, at, "%s is not a token", diag.Quote(s.report.text(at))).
		hinted("a token is a name between percent signs: %%DomainFQDN%%; a percent sign in a text needs quotation marks")
	if name != "" && !strings.Contains(name, ".") {
		f = f.fixedBy(at, "%"+name+"%")
	}
	s.report.add(f)
	s.emit(kindInvalid, length)
}

// foreignName returns the name between two delimiters at the start of rest, with optional spaces around it, and the length of
// the whole, or 0 if there is none.
func foreignName(rest, open, shut string) (name string, length int) {
	body, ok := strings.CutPrefix(rest, open)
	if !ok {
		return "", 0
	}
	start := len(body) - len(strings.TrimLeft(body, " "))
	end := start
	for end < len(body) && (isName(body[end]) || body[end] == '.') {
		end++
	}
	after := strings.TrimLeft(body[end:], " ")
	if end == start || !strings.HasPrefix(after, shut) {
		return "", 0
	}
	return body[start:end], len(rest) - len(after) + len(shut)
}

// attribute scans an attribute reference. Brackets inside nest, except in quotation marks: [emails[type eq "work"].value].
func (s *scanner) attribute() {
	end, newline := attributeEnd(s.src, s.pos)
	if end < 0 {
		s.unterminatedAttribute()
		return
	}
	at := diag.Span{Start: s.pos, End: end}
	s.checkAttribute(at, newline)
	s.emit(kindAttribute, at.Len())
}

// attributeEnd returns the offset after the bracket that closes the one at start, or -1, and the offset of the first line
// break before it, or -1.
func attributeEnd(src string, start int) (end, newline int) {
	depth, newline := 0, -1
	for i := start; i < len(src); i++ {
		switch src[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1, newline
			}
		// A filter's operand is quoted as a text constant, so that brackets in it do not count.
		case '"':
			quoted := scanText(src, i, '"')
			if quoted.end < 0 {
				return -1, newline
			}
			if newline < 0 {
				newline = quoted.newline
			}
			i = quoted.end - 1
		case '\n':
			if newline < 0 {
				newline = i
			}
		}
	}
	return -1, newline
}

// attributeName returns the name in an attribute reference, from its raw form with both brackets.
func attributeName(raw string) string {
	return strings.TrimFunc(raw[1:len(raw)-1], func(r rune) bool { return unicode.IsSpace(r) || isOddSpace(r) })
}

// checkAttribute reports errors and unusual spellings in the name in an attribute reference. It reports only the first that
// applies. The reference is a token in any case.
func (s *scanner) checkAttribute(at diag.Span, newline int) {
	name := attributeName(s.report.text(at))
	switch {
	case name == "":
		s.report.add(problem(codes.EmptyAttribute, at, "no attribute name between the brackets").
			hinted("name the source attribute: [mail]"))
	case newline >= 0:
		s.report.add(problem(codes.UnterminatedAttr, at, "the attribute reference runs over the end of its line").
			hinted("close the bracket before the line ends; a name cannot contain a line break"))
	case looksLikeCall(name):
		s.report.add(problem(codes.CallInBrackets, at, "a function call is inside attribute brackets").
			hinted("brackets belong around attribute names only: write %s", diag.Clip(name)).
			fixedBy(at, name))
	case name[0] == '[' && name[len(name)-1] == ']':
		s.report.add(problem(codes.UnexpectedChar, diag.Span{Start: at.Start, End: at.Start + 1},
			"the attribute name is in two pairs of brackets").hinted("write %s", diag.Clip(name)).fixedBy(at, name))
	case strings.ContainsFunc(name, isOddSpace):
		s.report.add(tolerance(codes.OddWhitespace, at, "the attribute name %s contains invisible white space, or white space "+
			"other than a space", diag.Quote(name)).hinted("type the name again"))
	case strings.IndexByte(name, '\\') >= 0 && strings.IndexByte(name, '"') < 0:
		s.backslashInName(at, name)
	}
}

// backslashInName reports a name with the escapes of Markdown: [extension\_abc], \[mail\].
func (s *scanner) backslashInName(at diag.Span, name string) {
	plain := "[" + strings.ReplaceAll(name, `\`, "") + "]"
	if at.Start > 0 && s.src[at.Start-1] == '\\' && strings.HasSuffix(name, `\`) {
		at.Start-- // the backslash before the bracket has been reported; only add the correction of its counterpart
		s.report.amend(at.Start, func(f *finding) { f.edits = []edit{{at: at, text: plain}} })
		return
	}
	s.report.add(tolerance(codes.Markdown, at, "the attribute name %s contains a backslash", diag.Quote(name)).
		hinted("if it was copied from Markdown, write %s", diag.Clip(plain)).
		fixedBy(at, plain))
}

// looksLikeCall reports whether a name is a call such as IsPresent([x]) or Now(), and not just a name with parentheses such
// as Name (legal).
func looksLikeCall(name string) bool {
	open := strings.IndexByte(name, '(')
	if open <= 0 || name[len(name)-1] != ')' {
		return false
	}
	function := strings.TrimRight(name[:open], " \t")
	if function == "" || !isLetter(function[0]) || plainWordEnd(function, 0) != len(function) {
		return false
	}
	// After a space, only an attribute or a text among the arguments makes it a call.
	return len(function) == open || strings.ContainsAny(name[open:], `["`)
}

// unterminatedAttribute reports a bracket without a closing one, and stops the scanner: the reference extends to the end of
// the source.
func (s *scanner) unterminatedAttribute() {
	s.stopped = true
	f := problem(codes.UnterminatedAttr, s.here(1), "the bracket that opens here is not closed")
	rest := s.src[s.pos+1:]
	// The reference was probably to end before the first character that is rare in names.
	end := strings.IndexAny(rest, ",)=<>&\"\n")
	if end < 0 {
		end = len(rest)
	}
	plain := "[" + strings.TrimSpace(rest[:end]) + "]"
	if plain == "[]" {
		s.report.last(f.hinted("an attribute reference is written [mail]"))
		return
	}
	at := s.pos + 1 + end
	s.report.last(f.hinted("it should probably close at %s: %s", s.report.place(at), diag.Clip(plain)).
		fixedBy(diag.Span{Start: s.pos, End: at}, plain))
}
