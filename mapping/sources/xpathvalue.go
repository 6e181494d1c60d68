package sources

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// xpathType is the type of a value. That of an expression is known from its text (documented: W3C, XPath 1.0, 3 and 4).
type xpathType uint8

const (
	nodesType xpathType = iota
	textType
	numberType
	booleanType
)

// String returns what messages call the type.
func (t xpathType) String() string { return [...]string{"nodes", "a text", "a number", "a boolean"}[t] }

// xpathValue is a value of an expression.
type xpathValue struct {
	kind  xpathType
	nodes []*xmlNode // in the order of the document, each once
	text  string
	num   float64
	yes   bool
}

func textValue(text string) xpathValue   { return xpathValue{kind: textType, text: text} }
func numberValue(num float64) xpathValue { return xpathValue{kind: numberType, num: num} }
func booleanValue(yes bool) xpathValue   { return xpathValue{kind: booleanType, yes: yes} }
func nodesValue(nodes []*xmlNode) xpathValue {
	return xpathValue{kind: nodesType, nodes: documentOrder(nodes)}
}

// documentOrder sorts nodes as the document has them, and leaves out those that are there already.
func documentOrder(nodes []*xmlNode) []*xmlNode {
	order := func(a, b *xmlNode) int { return cmp.Compare(a.order, b.order) }
	if !slices.IsSortedFunc(nodes, order) {
		slices.SortFunc(nodes, order)
	}
	return slices.Compact(nodes)
}

// string converts as XPath's string() does.
func (v *xpathValue) string() string {
	switch v.kind {
	case nodesType:
		if len(v.nodes) == 0 {
			return ""
		}
		return v.nodes[0].value()
	case numberType:
		return numberText(v.num)
	case booleanType:
		return strconv.FormatBool(v.yes)
	case textType:
	}
	return v.text
}

// number converts as XPath's number() does.
func (v *xpathValue) number() float64 {
	switch v.kind {
	case numberType:
		return v.num
	case booleanType:
		if v.yes {
			return 1
		}
		return 0
	case nodesType, textType:
	}
	return textNumber(v.string())
}

// boolean converts as XPath's boolean() does.
func (v *xpathValue) boolean() bool {
	switch v.kind {
	case nodesType:
		return len(v.nodes) > 0
	case numberType:
		return v.num != 0 && !math.IsNaN(v.num)
	case textType:
		return v.text != ""
	case booleanType:
	}
	return v.yes
}

// xpathSpace is white space as XPath has it.
const xpathSpace = " \t\r\n"

// textNumber returns the number that a text is: digits with a point and a minus sign at most, else NaN (documented: XPath 1.0, 4.4).
func textNumber(text string) float64 {
	text = strings.Trim(text, xpathSpace)
	digits := strings.TrimPrefix(text, "-")
	if strings.Trim(digits, "0123456789.") != "" || strings.Trim(digits, ".") == "" || strings.Count(digits, ".") > 1 {
		return math.NaN()
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(n, 0) {
		return math.NaN()
	}
	return n
}

// numberText returns a number as XPath's string() does.
func numberText(n float64) string {
	switch {
	case math.IsInf(n, 1):
		return "Infinity"
	case math.IsInf(n, -1):
		return "-Infinity"
	case n == 0:
		return "0" // also -0
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// roundNumber rounds as XPath does: a half up.
func roundNumber(n float64) float64 {
	down := math.Floor(n)
	if n-down >= 0.5 {
		down++
	}
	return down
}

// flipped are the comparisons of exchanged operands.
var flipped = map[string]string{"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// compareValues compares two values; of nodes one that fulfils the comparison is enough (documented: XPath 1.0, 3.4).
func compareValues(c *xpathContext, op string, a, b xpathValue) bool {
	switch {
	case a.kind != nodesType && b.kind == nodesType:
		return compareValues(c, flipped[op], b, a)
	case a.kind != nodesType, b.kind == booleanType:
		return compareSingle(op, a, b)
	case b.kind == nodesType:
		c.spend(len(a.nodes) * len(b.nodes))
		texts := make([]xpathValue, len(b.nodes))
		for i, n := range b.nodes {
			texts[i] = textValue(n.value())
		}
		return slices.ContainsFunc(a.nodes, func(n *xmlNode) bool {
			text := textValue(n.value())
			return slices.ContainsFunc(texts, func(other xpathValue) bool { return compareSingle(op, text, other) })
		})
	}
	return slices.ContainsFunc(a.nodes, func(n *xmlNode) bool { return compareSingle(op, textValue(n.value()), b) })
}

// compareSingle compares two values as booleans, numbers or texts.
func compareSingle(op string, a, b xpathValue) bool {
	if op == "=" || op == "!=" {
		equal := false
		switch {
		case a.kind == booleanType || b.kind == booleanType:
			equal = a.boolean() == b.boolean()
		case a.kind == numberType || b.kind == numberType:
			equal = a.number() == b.number()
		default:
			equal = a.string() == b.string()
		}
		return equal == (op == "=")
	}
	if a.kind == nodesType {
		a = booleanValue(a.boolean()) // b is a boolean
	}
	x, y := a.number(), b.number()
	switch op {
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	}
	return x >= y
}

// xpathExpr is a part of an expression.
type xpathExpr struct {
	kind  xpathType
	value func(c *xpathContext) xpathValue
}

// xpathContext is where a part is evaluated.
type xpathContext struct {
	root, at       *xmlNode
	position, size int
	work           *int // that is left
}

// mostWork bounds the nodes that one evaluation looks at.
const mostWork = 20_000_000

// spend counts work, and ends an evaluation that needs too much.
func (c *xpathContext) spend(work int) {
	if *c.work -= work; *c.work < 0 {
		panic(diag.Errorf("it looks at more than %d nodes", mostWork))
	}
}
