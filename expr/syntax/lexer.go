package syntax

import (
	"errors"
	"io"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// Kinds of tokens, as named in the grammar. The value of a token is its raw text, which is interpreted when the parse tree is
// lowered.
const (
	kindFunction  lexer.TokenType = lexer.EOF - 1 - iota // a word before a parenthesis
	kindWord                                             // any other word
	kindAttribute                                        // [name]
	kindString                                           // "text"
	kindNumber                                           // 12.5, &HF7
	kindToken                                            // %name%
	kindOpen
	kindClose
	kindComma
	kindAmpersand
	kindCompare
	kindLogical // AND, &&, !: refused, yet given a place in the grammar, so that the refusal can name the operands
	kindArith   // + - * /: likewise
	kindChoice  // ? and :, likewise
	kindMethod  // the point before a method, likewise
	kindInvalid // anything that has been reported already and means nothing
)

// definition describes the scanner to participle.
type definition struct{}

// Symbols returns the names of the kinds of tokens in the grammar's tags.
func (definition) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{
		"EOF": lexer.EOF, "Function": kindFunction, "Word": kindWord, "Attribute": kindAttribute, "String": kindString,
		"Number": kindNumber, "Token": kindToken, "Open": kindOpen, "Close": kindClose, "Comma": kindComma,
		"Ampersand": kindAmpersand, "Compare": kindCompare, "Logical": kindLogical, "Arith": kindArith, "Choice": kindChoice, "Method": kindMethod, "Invalid": kindInvalid,
	}
}

// Lex is never called: the text is scanned before it is parsed, because limits must be checked before the recursive parser
// runs.
func (definition) Lex(string, io.Reader) (lexer.Lexer, error) {
	return nil, errors.New("texts are scanned before they are parsed")
}

// tokenStream passes scanned tokens to participle.
type tokenStream struct {
	tokens []lexer.Token
	next   int
}

// Next returns the next token. At the end it returns EOF any number of times.
func (t *tokenStream) Next() (lexer.Token, error) {
	token := t.tokens[t.next]
	if !token.EOF() {
		t.next++
	}
	return token, nil
}

// scanner splits a text into tokens in one pass. It also enforces the limits and balances parentheses: participle is
// recursive, so it must not see tokens that are too many, nested too deeply or unbalanced.
type scanner struct {
	src    string
	pos    int
	tokens []lexer.Token
	report *report

	limits  Limits
	lenient bool
	nodes   int
	open    []int // indexes of the tokens of the open parentheses

	choices  int // question marks without their colon
	oddSpace []diag.Span

	stopped  bool // the rest of the text cannot be scanned sensibly
	lossy    bool // part of the text was skipped, which may contain what is missing at the end
	exceeded bool // a limit was exceeded, so the text must not be parsed
}

// scan returns the tokens of src, followed by EOF. Parentheses are balanced, except for surplus closing ones at the top
// level. It reports false if the text must not be parsed. The cost is linear in the length of src.
func scan(src string, opts Options, found *report) ([]lexer.Token, bool) {
	s := &scanner{
		src: src, report: found, limits: opts.Limits, lenient: opts.LenientQuotes,
		tokens: make([]lexer.Token, 0, len(src)/6+8),
	}
	for s.pos < len(src) && !s.stopped {
		s.step()
		s.stopped = s.stopped || found.errors >= keptFindings
	}
	if s.exceeded {
		return nil, false
	}
	s.finish()
	return s.tokens, true
}

// step scans white space, a token or a part that it reports. It always advances. White space that a keyboard types is skipped
// here; that of web pages and word processors is left to beyondASCII, which reports it.
func (s *scanner) step() {
	c := s.src[s.pos]
	switch {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		s.pos++
	case isLetter(c) || c == '_':
		s.word()
	case isDigit(c):
		s.number()
	case c >= 0x80 || c == '\v' || c == '\f':
		s.beyondASCII()
	default:
		s.mark(c)
	}
}

// mark scans a part that starts with an ASCII punctuation or control character.
func (s *scanner) mark(c byte) {
	switch c {
	case '"', '\'':
		s.text(rune(c))
	case '[':
		s.attribute()
	case '(':
		s.openParen(1)
	case ')':
		s.closeParen(1)
	case ',':
		s.comma(1)
	case '&':
		s.ampersand()
	case '=', '<', '>', '!':
		s.comparison(c)
	case '%':
		s.token()
	case '-', '+', '*', '/':
		s.arithmetic(c)
	case '#':
		s.comment(s.lineRest())
	case '|':
		s.bar()
	case '.':
		s.dot()
	case '\\', '`':
		s.markdown(c)
	default:
		if (c == '?' || c == ':') && s.choice(c) {
			return
		}
		s.unexpected()
	}
}

// emit appends a token of the given length at the current position, and advances by it. If a limit is exceeded it does
// neither, but then the scanner has been stopped and step need not advance.
func (s *scanner) emit(kind lexer.TokenType, length int) {
	s.count(kind)
	if s.exceeded {
		return
	}
	s.tokens = append(s.tokens, lexer.Token{
		Type: kind, Value: s.src[s.pos : s.pos+length], Pos: lexer.Position{Offset: s.pos},
	})
	s.pos += length
}

// count maintains an upper bound of the number of syntax nodes: one for every token except commas and parentheses, and one
// for every empty argument.
func (s *scanner) count(kind lexer.TokenType) {
	last := s.last()
	switch kind {
	case kindComma:
		if last == kindComma || last == kindOpen {
			s.nodes++
		}
	case kindClose:
		if last == kindComma {
			s.nodes++
		}
	case kindOpen:
	default:
		s.nodes++
	}
	// The limit is checked on tokens, because the tree of a text that exceeds it must not be built.
	if s.nodes > s.limits.Nodes {
		s.exceed(problem(codes.TooManyNodes, s.here(1), "more than %d syntax nodes: an expression of this size is refused", s.limits.Nodes).
			limitedBy(codes.LimitNodes, s.limits.Nodes))
	}
}

// exceed reports an exceeded limit and stops the scanner.
func (s *scanner) exceed(f finding) {
	s.stopped, s.exceeded = true, true
	s.report.last(f)
}

// openParen scans an opening parenthesis. Only here is it known that the word before it, with or without white space in
// between, is the name of a function.
func (s *scanner) openParen(length int) {
	if last := len(s.tokens) - 1; last >= 0 && s.tokens[last].Type == kindWord {
		s.callName(&s.tokens[last])
	}
	if len(s.open) >= s.limits.Depth {
		s.exceed(problem(codes.TooDeep, s.here(1), "parentheses nest deeper than %d levels", s.limits.Depth).
			limitedBy(codes.LimitDepth, s.limits.Depth))
		return
	}
	s.open = append(s.open, len(s.tokens))
	s.emit(kindOpen, length)
}

// closeParen scans a closing parenthesis. A surplus one stops the scanner: nothing certain can be said about the text after
// it. It is emitted all the same, for lowering to report it; see surplusRule.
func (s *scanner) closeParen(length int) {
	s.emit(kindClose, length)
	if len(s.open) == 0 {
		s.stopped = true
		return
	}
	s.open = s.open[:len(s.open)-1]
}

// comma scans a comma. One outside all parentheses stops the scanner.
func (s *scanner) comma(length int) {
	s.emit(kindComma, length)
	s.stopped = s.stopped || len(s.open) == 0
}

// last returns the kind of the last token, or EOF if there is none.
func (s *scanner) last() lexer.TokenType {
	if len(s.tokens) == 0 {
		return lexer.EOF
	}
	return s.tokens[len(s.tokens)-1].Type
}

// afterOperand reports whether the last token ends an operand, so that an operator can follow.
func (s *scanner) afterOperand() bool {
	switch s.last() {
	case kindWord, kindAttribute, kindString, kindNumber, kindToken, kindClose:
		return true
	default:
		return false
	}
}

// touches reports whether the last token is of the given kind and ends at the current position.
func (s *scanner) touches(kind lexer.TokenType) bool {
	return s.last() == kind && s.endOfLast() == s.pos
}

// endOfLast returns the offset after the last token, or 0 if there is none.
func (s *scanner) endOfLast() int {
	if len(s.tokens) == 0 {
		return 0
	}
	return spanOf(s.tokens[len(s.tokens)-1]).End
}

// here returns the span of the next n bytes.
func (s *scanner) here(n int) diag.Span {
	return diag.Span{Start: s.pos, End: min(s.pos+n, len(s.src))}
}

// finish closes all open parentheses and appends EOF. It reports the missing parentheses, unless the scanner has stopped or
// skipped text.
func (s *scanner) finish() {
	s.reportOddSpace()
	if len(s.open) > 0 && !s.stopped && !s.lossy {
		s.reportOpen()
	}
	// They are added even if something was reported, since the parser needs balanced parentheses. They have no text, so that
	// their spans are empty and lie at the end.
	for range s.open {
		s.tokens = append(s.tokens, lexer.Token{Type: kindClose, Pos: lexer.Position{Offset: len(s.src)}})
	}
	s.tokens = append(s.tokens, lexer.EOFToken(lexer.Position{Offset: len(s.src)}))
}

// reportOpen reports missing closing parentheses. It distinguishes a text that is complete otherwise from one that ends after
// a comma, an operator or an opening parenthesis.
func (s *scanner) reportOpen() {
	missing, end := closings(len(s.open)), s.endOfLast()
	what := s.opened()
	if s.afterOperand() {
		s.report.lastFrom(end, problem(codes.MissingParen, diag.Span{Start: end, End: end},
			"the text ends before %s is closed: %s missing", what, diag.Name(missing)).
			hinted("write the closing parenthesis where the arguments end"))
		return
	}
	s.report.lastFrom(end, problem(codes.UnexpectedEnd, diag.Span{Start: end, End: end},
		"the text ends inside %s, before an argument; %s missing", what, diag.Name(missing)).
		hinted("the text seems cut off: complete the argument and close the parentheses"))
}

// opened describes the innermost open parenthesis by its function and place.
func (s *scanner) opened() diag.Message {
	index := s.open[len(s.open)-1]
	if index > 0 && s.tokens[index-1].Type == kindFunction {
		name := s.tokens[index-1]
		return diag.Messagef("%s at %s", diag.Quote(name.Value+"("), s.report.place(name.Pos.Offset))
	}
	return diag.Messagef(`the "(" at %s`, s.report.place(s.tokens[index].Pos.Offset))
}

// spanOf returns the span of a token.
func spanOf(t lexer.Token) diag.Span {
	return diag.Span{Start: t.Pos.Offset, End: t.Pos.Offset + len(t.Value)}
}

// isLetter, isDigit, isHex and isName are about ASCII only. Setting 0x20 makes a letter lower case, and turns no other
// character into a letter.
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isHex(c byte) bool    { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
func isName(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' }
