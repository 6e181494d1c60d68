package syntax

import (
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// The types below are the grammar: participle reads their tags. Nothing else in the package knows participle's rules;
// parse_lower.go turns the parse tree into the syntax tree of ast.go.
//
// The language itself is small:
//
//	expr     = concat [ compare concat ] .
//	concat   = primary { "&" primary } .
//	primary  = call | attribute | string | number | word | token | "(" expr ")" .
//	call     = name "(" [ argument { "," argument } ] ")" .
//	argument = [ expr ] .                                          empty: omitted
//
// The rules accept more, on purpose. Where people write AND, +, a second comparison, two values without a comma or nothing
// at all behind an operator, the rule has a place for it, and lowering refuses it in words that name the operands. What the
// scanner has refused already comes as Stray. So every sequence of tokens with balanced parentheses has a parse, and no
// message is ever written by the parser generator.

// textRule is the whole text. Surplus is what follows a complete expression: it is never allowed.
type textRule struct {
	Exprs   []exprRule    `parser:"@@*"`
	Surplus []surplusRule `parser:"@@*"`
}

type surplusRule struct {
	Mark  lexer.Token `parser:"@( Comma | Close )"`
	Exprs []exprRule  `parser:"@@*"`
}

// exprRule is operands with operators between them, as yet without precedence. The first operand may be missing.
type exprRule struct {
	First *primaryRule  `parser:"( @@"`
	Rest  []operandRule `parser:"  @@* ) | @@+"`
}

type operandRule struct {
	Op    operatorToken `parser:"@@"`
	Right *primaryRule  `parser:"@@?"`
}

type primaryRule struct {
	Leaf  *leafToken `parser:"  @@"`
	Call  *callRule  `parser:"| @@"`
	Group *groupRule `parser:"| @@"`
}

type callRule struct {
	Name lexer.Token `parser:"@Function"`
	Args groupRule   `parser:"@@"`
}

// groupRule is the argument list of a call, or parentheses that group: these hold exactly one expression. An argument is a
// list of expressions: none where it is omitted; more than one means that a comma is missing.
type groupRule struct {
	Open  lexer.Token    `parser:"@Open"`
	Exprs []exprRule     `parser:"@@*"`
	Rest  []trailingRule `parser:"@@*"`
	Close lexer.Token    `parser:"@Close"`
}

type trailingRule struct {
	Comma lexer.Token `parser:"@Comma"`
	Exprs []exprRule  `parser:"@@*"`
}

// leafToken is Attribute | String | Number | Word | Token, matched by hand: an alternative in a tag costs an allocation
// for every kind that does not match.
type leafToken struct{ lexer.Token }

// Parse takes the next token where it is a leaf.
func (t *leafToken) Parse(lex *lexer.PeekingLexer) error {
	switch lex.Peek().Type {
	case kindAttribute, kindString, kindNumber, kindWord, kindToken:
		t.Token = *lex.Next()
		return nil
	default:
		return participle.NextMatch
	}
}

// operatorToken is Compare | Ampersand | Logical | Arith | Stray, matched by hand for the same reason.
type operatorToken struct{ lexer.Token }

// Parse takes the next token where it is an operator, or stands where one may stand.
func (t *operatorToken) Parse(lex *lexer.PeekingLexer) error {
	switch lex.Peek().Type {
	case kindCompare, kindAmpersand, kindLogical, kindArith, kindStray:
		t.Token = *lex.Next()
		return nil
	default:
		return participle.NextMatch
	}
}

// grammar builds the parser when the first text comes. It is safe for concurrent use and holds no state between parses.
var grammar = sync.OnceValue(func() *participle.Parser[textRule] {
	return participle.MustBuild[textRule](participle.Lexer(definition{}), participle.UseLookahead(2))
})

// parseTokens gives the parse tree of tokens that the scanner has let pass.
func parseTokens(tokens []lexer.Token) (*textRule, error) {
	peeking, err := lexer.Upgrade(&tokenStream{tokens: tokens})
	if err != nil {
		return nil, err
	}
	return grammar().ParseFromLexer(peeking)
}
