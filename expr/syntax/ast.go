package syntax

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Node is a node of the syntax tree: one of [*Call], [*Attribute], [*String], [*Number], [*Word], [*Token], [*Compare],
// [*Concat] and [*Omitted]. The set is closed. Parentheses that only group have no node; [Format] writes them again where
// the meaning needs them.
//
// Nodes are plain data. A tree may be read from several goroutines as long as none of them changes it.
type Node interface {
	// Span gives the bytes of the source text that the node was read from; the zero span for a node made by a program.
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
	// Name is the text between the outer brackets without surrounding blanks. It may hold blanks, dots, colons and a filter
	// with brackets and quotes of its own: emails[type eq "work"].value.
	Name string
	At   diag.Span
}

// String is a text constant.
type String struct {
	// Value is the text meant: \\ and \" are resolved, any other backslash is kept together with what follows it.
	Value string
	// Quote is the character that opened the constant: '"', or one of the tolerated '\'', '“' and '‘'. Zero stands for '"'.
	// It carries no meaning: [Equal] and [Format] pass over it.
	Quote rune
	At    diag.Span
}

// Number is a number constant: 5, -10, 42568.75, &HF7.
type Number struct {
	// Text is the canonical spelling: no leading zeros, no -0; a fraction keeps its digits; hexadecimal is upper case.
	Text string
	// Int is the value where IsInt is set. A number with a fraction has IsInt unset, even where the fraction is zero.
	Int   int64
	IsInt bool
	At    diag.Span
}

// Word is a bare identifier that stands for a constant or a flow signal: vbTextCompare, IgnoreAttributeFlow, NULL. The
// parser accepts only the words that [Words] lists.
type Word struct {
	Name string // in canonical case, whatever the source had
	At   diag.Span
}

// Token is a place that the service fills in from the settings of the job: %DomainFQDN%. Exported schemas hold tokens in
// their parameter trees; the service's own text form leaves them out.
type Token struct {
	Name string // without the percent signs; of known tokens in canonical case
	At   diag.Span
}

// Compare is a comparison: [country]="USA". It does not chain.
type Compare struct {
	Op          value.Operator
	OpSpan      diag.Span
	Left, Right Node
	At          diag.Span
}

// Concat joins the texts of two or more operands with &. Grouping inside a concatenation means nothing, so the parser
// never makes a Concat the operand of a Concat.
type Concat struct {
	Operands []Node
	At       diag.Span
}

// Omitted is an empty argument, as the second of Switch([a], , "1", "x"): the parameter is left out, which is neither
// null nor "". Its span is empty and lies where the argument would be.
type Omitted struct {
	At diag.Span
}

// Span gives the whole call, from its name to its closing parenthesis.
func (n *Call) Span() diag.Span { return n.At }

// Span gives the reference with its brackets.
func (n *Attribute) Span() diag.Span { return n.At }

// Span gives the constant with its quotation marks.
func (n *String) Span() diag.Span { return n.At }

// Span gives the digits with their sign or prefix.
func (n *Number) Span() diag.Span { return n.At }

// Span gives the word.
func (n *Word) Span() diag.Span { return n.At }

// Span gives the token with its percent signs.
func (n *Token) Span() diag.Span { return n.At }

// Span gives both operands and what lies between.
func (n *Compare) Span() diag.Span { return n.At }

// Span gives the operands and what lies between.
func (n *Concat) Span() diag.Span { return n.At }

// Span gives the empty span where the argument would be.
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
