package syntax

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Node is a node of the syntax tree: one of [*Call], [*Attribute], [*String], [*Number], [*Word], [*Token], [*Compare],
// [*Concat] and [*Omitted]. The set is closed. Parentheses that only group have no node; [Format] adds them where they are
// needed.
//
// Nodes are plain data. A tree is safe for concurrent reading if nobody changes it.
type Node interface {
	// Span returns the bytes of the source text from which the node was parsed, or the zero span if a program constructed
	// the node.
	Span() diag.Span
	node()
}

// Call is a function call: Mid([mail], 1, 3).
type Call struct {
	Name     string // as written; functions are resolved later, so the case may be wrong and the function unknown
	NameSpan diag.Span
	Args     []Node // in order, an empty argument as *Omitted; none for Guid()
	At       diag.Span
}

// Attribute is a reference to a source attribute: [mail].
type Attribute struct {
	// Name is the text between the outer brackets without surrounding spaces. It may contain spaces, dots, colons and a
	// filter with brackets and quotation marks: emails[type eq "work"].value.
	Name string
	At   diag.Span
}

// String is a text constant.
type String struct {
	// Value is the text with the escapes \\ and \" resolved. Any other backslash is kept with the character after it.
	Value string
	// Quote is the character that opened the constant: '"', or one of the tolerated '\'', '“' and '‘'. Zero means '"'. It has
	// no meaning: [Equal] and [Format] ignore it.
	Quote rune
	At    diag.Span
}

// Number is a number constant: 5, -10, 42568.75, &HF7.
type Number struct {
	// Text is the canonical spelling: no leading zeros, no -0; a fraction keeps its digits; hexadecimal is upper case.
	Text string
	// Int is the value if IsInt is set. IsInt is not set for a number with a fraction, even if the fraction is zero.
	Int   int64
	IsInt bool
	At    diag.Span
}

// Word is a bare identifier that denotes a constant or a flow signal: vbTextCompare, IgnoreAttributeFlow, NULL. The parser
// accepts only the words that [Words] returns.
type Word struct {
	Name string // in canonical case, whatever the source had
	At   diag.Span
}

// Token is a placeholder that the service replaces from the settings of the job: %DomainFQDN%. Exported schemas contain
// tokens in their parameter trees; the service's text form omits them.
type Token struct {
	Name string // without the percent signs; in canonical case for known tokens
	At   diag.Span
}

// Compare is a comparison: [country]="USA". Comparisons cannot be chained.
type Compare struct {
	Op          value.Operator
	OpSpan      diag.Span
	Left, Right Node
	At          diag.Span
}

// Concat is two or more operands joined with &. Grouping in a concatenation has no meaning, so in a parsed tree no Concat is
// an operand of a Concat.
type Concat struct {
	Operands []Node
	At       diag.Span
}

// Omitted is an empty argument, like the second one of Switch([a], , "1", "x"): the argument is omitted, which is neither
// null nor "". Its span is empty, at the place of the argument.
type Omitted struct {
	At diag.Span
}

// Span returns the span of the call, from its name to its closing parenthesis.
func (n *Call) Span() diag.Span { return n.At }

// Span returns the span of the reference with its brackets.
func (n *Attribute) Span() diag.Span { return n.At }

// Span returns the span of the constant with its quotation marks.
func (n *String) Span() diag.Span { return n.At }

// Span returns the span of the digits with their sign or prefix.
func (n *Number) Span() diag.Span { return n.At }

// Span returns the span of the word.
func (n *Word) Span() diag.Span { return n.At }

// Span returns the span of the token with its percent signs.
func (n *Token) Span() diag.Span { return n.At }

// Span returns the span from the left operand to the right one.
func (n *Compare) Span() diag.Span { return n.At }

// Span returns the span from the first operand to the last one.
func (n *Concat) Span() diag.Span { return n.At }

// Span returns the empty span at the place of the argument.
func (n *Omitted) Span() diag.Span { return n.At }

func (*Call) node()      {}
func (*Attribute) node() {}
func (*String) node()    {}
func (*Number) node()    {}
func (*Word) node()      {}
func (*Token) node()     {}
func (*Compare) node()   {}
func (*Concat) node()    {}
func (*Omitted) node()   {}
