package syntax

// Published defaults of [Limits].
const (
	DefaultSourceBytes = 64 << 10
	DefaultDepth       = 200
	DefaultNodes       = 4096 // hardly any expression within ServiceTextLimit has more
)

// ServiceTextLimit is the length of the longest expression that the service stores, in UTF-16 code units. It is not a limit
// of this package: a longer text parses, with a warning.
const ServiceTextLimit = 10_000

// Upper bounds of [Limits], whatever the caller sets. The parser and the tree walks are recursive, and participle repeats a
// rule at most a million times.
const (
	deepest = 10_000
	most    = 1_000_000
)

// Limits limits the texts that [ParseText] accepts. A field that is zero or negative means its default, so the zero value
// has the published defaults.
type Limits struct {
	// SourceBytes is the maximum length of a text in bytes. Default [DefaultSourceBytes].
	SourceBytes int
	// Depth is the maximum depth of nested parentheses. Default [DefaultDepth]; values above 10,000 mean 10,000.
	Depth int
	// Nodes is the maximum number of syntax nodes: calls, attributes, constants, operators and empty arguments. Default
	// [DefaultNodes]; values above a million mean a million.
	Nodes int
}

// orDefault returns the limits with defaults for all unset fields.
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
