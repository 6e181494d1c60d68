package syntax

import (
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// The types below are the grammar, which participle reads from their tags. Only this file depends on participle's rules;
// parse_lower.go converts the parse tree to the syntax tree of ast.go.
//
// The language itself is small:
//
//	expr     = concat [ compare concat ] .
//	concat   = primary { "&" primary } .
//	primary  = call | attribute | string | number | word | token | "(" expr ")" .
//	call     = name "(" [ argument { "," argument } ] ")" .
//	argument = [ expr ] .                                          empty: omitted
//
// The rules deliberately accept more: AND, +, a second comparison, two values without a comma, and operators without a right
// operand. Lowering then refuses these with messages that name the operands. Invalid tokens are those that the scanner has
// refused. So every sequence of tokens with balanced parentheses can be parsed, and no message comes from participle.

// textRule is the whole text. Surplus, which follows a complete expression, is always an error.
type textRule struct {
	Exprs   []exprRule    `parser:"@@*"`
	Surplus []surplusRule `parser:"@@*"`
}

// surplusRule is a comma or a closing parenthesis outside all parentheses. The scanner stops at the first one, but emits it,
// so that lowering can report it with the expression before it.
type surplusRule struct {
	Mark  lexer.Token `parser:"@( Comma | Close )"`
	Exprs []exprRule  `parser:"@@*"`
}

// exprRule is a row of operands and operators, without precedence. The first operand may be missing.
type exprRule struct {
	First *primaryRule  `parser:"( @@"`
	Rest  []operandRule `parser:"  @@* ) | @@+"`
}

// operandRule is an operator and its right operand, which is nil if another operator, or nothing, follows.
type operandRule struct {
	Op    operatorToken `parser:"@@"`
	Right *primaryRule  `parser:"@@?"`
}

// primaryRule is an operand: exactly one of the three fields is set.
type primaryRule struct {
	Leaf  *leafToken `parser:"  @@"`
	Call  *callRule  `parser:"| @@"`
	Group *groupRule `parser:"| @@"`
}

// callRule is a name with its arguments. The scanner makes a word a Function only if a parenthesis follows, so that the name
// alone decides between a call and a leaf.
type callRule struct {
	Name lexer.Token `parser:"@Function"`
	Args groupRule   `parser:"@@"`
}

// groupRule is the argument list of a call, or grouping parentheses, which must contain exactly one expression. An argument
// is a list of expressions: it is empty for an omitted argument, and if it has more than one, a comma is missing.
type groupRule struct {
	Open  lexer.Token    `parser:"@Open"`
	Exprs []exprRule     `parser:"@@*"`
	Rest  []trailingRule `parser:"@@*"`
	Close lexer.Token    `parser:"@Close"`
}

// trailingRule is an argument after the first, with the comma before it, whose end is the place of an omitted argument.
type trailingRule struct {
	Comma lexer.Token `parser:"@Comma"`
	Exprs []exprRule  `parser:"@@*"`
}

// leafToken is Attribute | String | Number | Word | Token. It is matched by hand, because alternatives in a tag cost an
// allocation for every kind that does not match.
type leafToken struct{ lexer.Token }

// Parse consumes the next token if it is a leaf.
func (t *leafToken) Parse(lex *lexer.PeekingLexer) error {
	switch lex.Peek().Type {
	case kindAttribute, kindString, kindNumber, kindWord, kindToken:
		t.Token = *lex.Next()
		return nil
	default:
		return participle.NextMatch
	}
}

// operatorToken is Compare | Ampersand | Logical | Arith | Choice | Method | Invalid, matched by hand for the same reason.
type operatorToken struct{ lexer.Token }

// Parse consumes the next token if it is an operator, or an invalid token in the place of one.
func (t *operatorToken) Parse(lex *lexer.PeekingLexer) error {
	switch lex.Peek().Type {
	case kindCompare, kindAmpersand, kindLogical, kindArith, kindChoice, kindMethod, kindInvalid:
		t.Token = *lex.Next()
		return nil
	default:
		return participle.NextMatch
	}
}

// grammar returns the parser, which is built on first use. It is safe for concurrent use and has no state between parses.
var grammar = sync.OnceValue(func() *participle.Parser[textRule] {
	return participle.MustBuild[textRule](participle.Lexer(definition{}), participle.UseLookahead(2))
})

// parseTokens returns the parse tree of tokens that the scanner has accepted.
func parseTokens(tokens []lexer.Token) (*textRule, error) {
	peeking, err := lexer.Upgrade(&tokenStream{tokens: tokens})
	if err != nil {
		return nil, err
	}
	return grammar().ParseFromLexer(peeking)
}
