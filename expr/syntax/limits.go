package syntax

// Published defaults of [Limits].
const (
	DefaultSourceBytes = 64 << 10
	DefaultDepth       = 200
	DefaultNodes       = 4096 // more than what the service stores, see ServiceTextLimit, has in all but odd cases
)

// ServiceTextLimit is the longest expression the service stores, in UTF-16 units. It is no limit of this package: a longer
// text parses, with a warning.
const ServiceTextLimit = 10_000

// Where [Limits] end whatever the caller asks for. The parser and the tree walks descend on the stack, and the parser
// generator repeats a rule no more often than a million times.
const (
	deepest = 10_000
	most    = 1_000_000
)

// Limits bounds the texts that [ParseText] accepts. A field that is zero or negative stands for its default, so the zero value
// is the published set.
type Limits struct {
	// SourceBytes is the longest text accepted, in bytes. Default [DefaultSourceBytes].
	SourceBytes int
	// Depth is the deepest nesting of parentheses accepted. Default [DefaultDepth]; more than 10,000 counts as 10,000.
	Depth int
	// Nodes is the largest number of syntax nodes accepted: calls, attributes, constants, operators and empty arguments
	// count one each. Default [DefaultNodes]; more than a million counts as a million.
	Nodes int
}

// orDefault returns the limits with every unset field filled in.
func (l Limits) orDefault() Limits {
	l.SourceBytes = positiveOr(l.SourceBytes, DefaultSourceBytes)
	l.Depth = min(positiveOr(l.Depth, DefaultDepth), deepest)
	l.Nodes = min(positiveOr(l.Nodes, DefaultNodes), most)
	return l
}

func positiveOr(n, fallback int) int {
	if n > 0 {
		return n
	}
	return fallback
}
