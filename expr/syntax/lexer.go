package syntax

import (
	"errors"
	"io"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// Kinds of token, as the grammar names them. A token's value is its raw text; meaning is taken from it when the parse tree
// is lowered.
const (
	kindFunction  lexer.TokenType = lexer.EOF - 1 - iota // a word with a parenthesis behind it
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
	kindStray   // anything that has been reported already and means nothing
)

// definition presents the scanner to participle.
type definition struct{}

// Symbols names the kinds of token for the grammar's tags.
func (definition) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{
		"EOF": lexer.EOF, "Function": kindFunction, "Word": kindWord, "Attribute": kindAttribute, "String": kindString,
		"Number": kindNumber, "Token": kindToken, "Open": kindOpen, "Close": kindClose, "Comma": kindComma,
		"Ampersand": kindAmpersand, "Compare": kindCompare, "Logical": kindLogical, "Arith": kindArith, "Stray": kindStray,
	}
}

// Lex is never asked: the parser is handed finished tokens, because limits have to be checked before it descends.
func (definition) Lex(string, io.Reader) (lexer.Lexer, error) {
	return nil, errors.New("texts are scanned before they are parsed")
}

// tokenStream hands finished tokens to participle.
type tokenStream struct {
	tokens []lexer.Token
	next   int
}

// Next gives the next token; the last one is EOF for ever.
func (t *tokenStream) Next() (lexer.Token, error) {
	token := t.tokens[t.next]
	if !token.EOF() {
		t.next++
	}
	return token, nil
}

// scanner cuts a text into tokens in one pass. It keeps the counts that the limits are about, and the parentheses in
// balance: participle's descent is recursive and must see neither depth nor size nor imbalance.
type scanner struct {
	src    string
	pos    int
	tokens []lexer.Token
	report *report

	limits  Limits
	lenient bool
	nodes   int
	open    []int // indexes of the tokens of the open parentheses

	oddSpace []diag.Span

	stopped  bool // the rest of the text cannot be read in any sensible way
	lossy    bool // part of the text was passed over, so what is missing at the end may be there
	exceeded bool // a limit was reached: no parse at all
}

// scan gives the tokens of src with an EOF behind them, parentheses balanced but for closing ones too many at the top. It
// is false where the text must not go to the parser at all. The cost is linear in the length of src.
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

// step reads white space, a token or something that has to be reported; it always moves on.
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

// mark reads what starts with an ASCII punctuation or control character.
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
		s.stray()
	}
}

// emit appends a token of the given length at the current place and moves behind it.
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

// count keeps an upper bound of the number of syntax nodes: every token but a lone comma or parenthesis makes one, and so
// does an argument that is left empty.
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
	if s.nodes > s.limits.Nodes {
		s.exceed(problem(codes.TooManyNodes, s.here(1), "more than %d syntax nodes: an expression of this size is refused", s.limits.Nodes).
			limitedBy(codes.LimitNodes, s.limits.Nodes))
	}
}

// exceed reports a limit and ends the reading for good.
func (s *scanner) exceed(f finding) {
	s.stopped, s.exceeded = true, true
	s.report.last(f)
}

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

// closeParen reads a closing parenthesis. One too many ends the reading: nothing behind it can be told apart.
func (s *scanner) closeParen(length int) {
	s.emit(kindClose, length)
	if len(s.open) == 0 {
		s.stopped = true
		return
	}
	s.open = s.open[:len(s.open)-1]
}

// comma reads a comma. One outside all parentheses ends the reading.
func (s *scanner) comma(length int) {
	s.emit(kindComma, length)
	s.stopped = s.stopped || len(s.open) == 0
}

// last gives the kind of the last token, EOF before the first.
func (s *scanner) last() lexer.TokenType {
	if len(s.tokens) == 0 {
		return lexer.EOF
	}
	return s.tokens[len(s.tokens)-1].Type
}

// afterOperand tells whether an operand ends with the last token, so that an operator may follow.
func (s *scanner) afterOperand() bool {
	switch s.last() {
	case kindWord, kindAttribute, kindString, kindNumber, kindToken, kindClose:
		return true
	default:
		return false
	}
}

// touches tells whether the last token is of the given kind and ends right here.
func (s *scanner) touches(kind lexer.TokenType) bool {
	return s.last() == kind && s.endOfLast() == s.pos
}

// endOfLast gives the offset behind the last token, 0 before the first.
func (s *scanner) endOfLast() int {
	if len(s.tokens) == 0 {
		return 0
	}
	return spanOf(s.tokens[len(s.tokens)-1]).End
}

// here gives the span of the next n bytes.
func (s *scanner) here(n int) diag.Span {
	return diag.Span{Start: s.pos, End: min(s.pos+n, len(s.src))}
}

// finish closes what the text left open, says so unless the text has been given up before, and appends EOF.
func (s *scanner) finish() {
	s.reportOddSpace()
	if len(s.open) > 0 && !s.stopped && !s.lossy {
		s.reportOpen()
	}
	for range s.open {
		s.tokens = append(s.tokens, lexer.Token{Type: kindClose, Pos: lexer.Position{Offset: len(s.src)}})
	}
	s.tokens = append(s.tokens, lexer.EOFToken(lexer.Position{Offset: len(s.src)}))
}

// reportOpen tells text that breaks off (after a comma, an operator or an opening parenthesis) from text that is complete
// but for its closing parentheses.
func (s *scanner) reportOpen() {
	missing, end := closings(len(s.open)), s.endOfLast()
	what := s.opened()
	if s.afterOperand() {
		s.report.lastFrom(end, problem(codes.MissingParen, diag.Span{Start: end, End: end},
			"the text ends before %s is closed: %s missing", what, missing).
			hinted("write the closing parenthesis where the arguments end"))
		return
	}
	s.report.lastFrom(end, problem(codes.UnexpectedEnd, diag.Span{Start: end, End: end},
		"the text ends inside %s, where an argument is awaited; %s missing", what, missing).
		hinted("the text seems cut off: complete the argument and close the parentheses"))
}

// opened names the innermost open parenthesis by its function and place.
func (s *scanner) opened() diag.Message {
	index := s.open[len(s.open)-1]
	if index > 0 && s.tokens[index-1].Type == kindFunction {
		name := s.tokens[index-1]
		return diag.Messagef("%s at %s", diag.Quote(name.Value+"("), s.report.place(name.Pos.Offset))
	}
	return diag.Messagef(`the "(" at %s`, s.report.place(s.tokens[index].Pos.Offset))
}

// spanOf gives the bytes a token was read from.
func spanOf(t lexer.Token) diag.Span {
	return diag.Span{Start: t.Pos.Offset, End: t.Pos.Offset + len(t.Value)}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isHex(c byte) bool    { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
func isName(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' }
