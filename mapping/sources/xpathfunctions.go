package sources

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/nearest"
)

// xpathFunction is a function that expressions may call.
type xpathFunction struct {
	name string
	// least and most are the numbers of arguments; -1 is any. One without its only argument has the node at which it is evaluated.
	least, most int
	kind        xpathType
	nodes       bool // the argument must be nodes
	call        func(c *xpathContext, args []xpathValue) xpathValue
}

// xpathFunctions are the functions that expressions may call (documented: the list of Microsoft's Workday attribute reference; what they do: W3C,
// XPath 1.0, 4). Positions and lengths count UTF-16 units, as .NET does.
var xpathFunctions = []xpathFunction{
	{"name", 0, 1, textType, true, func(_ *xpathContext, args []xpathValue) xpathValue { return textValue(nameOf(args[0].nodes)) }},
	{"last", 0, 0, numberType, false, func(c *xpathContext, _ []xpathValue) xpathValue { return numberValue(float64(c.size)) }},
	{"position", 0, 0, numberType, false, func(c *xpathContext, _ []xpathValue) xpathValue { return numberValue(float64(c.position)) }},
	{"string", 0, 1, textType, false, ofText(func(text string) string { return text })},
	{"substring", 2, 3, textType, false, func(_ *xpathContext, args []xpathValue) xpathValue { return textValue(substring(args)) }},
	{"concat", 2, -1, textType, false, func(_ *xpathContext, args []xpathValue) xpathValue {
		var b strings.Builder
		for i := range args {
			b.WriteString(args[i].string())
		}
		return textValue(b.String())
	}},
	{"substring-after", 2, 2, textType, false, ofTexts(func(text, part string) xpathValue {
		_, after, _ := strings.Cut(text, part)
		return textValue(after)
	})},
	{"starts-with", 2, 2, booleanType, false, ofTexts(func(text, part string) xpathValue { return booleanValue(strings.HasPrefix(text, part)) })},
	{"string-length", 0, 1, numberType, false, func(_ *xpathContext, args []xpathValue) xpathValue {
		return numberValue(float64(len(utf16.Encode([]rune(args[0].string())))))
	}},
	{"contains", 2, 2, booleanType, false, ofTexts(func(text, part string) xpathValue { return booleanValue(strings.Contains(text, part)) })},
	{"translate", 3, 3, textType, false, func(_ *xpathContext, args []xpathValue) xpathValue {
		return textValue(translate(args[0].string(), args[1].string(), args[2].string()))
	}},
	{"normalize-space", 0, 1, textType, false, ofText(func(text string) string {
		return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(xpathSpace, r) }), " ")
	})},
	{"substring-before", 2, 2, textType, false, ofTexts(func(text, part string) xpathValue {
		before, _, found := strings.Cut(text, part)
		if !found {
			before = ""
		}
		return textValue(before)
	})},
	{"boolean", 1, 1, booleanType, false, func(_ *xpathContext, args []xpathValue) xpathValue { return booleanValue(args[0].boolean()) }},
	{"true", 0, 0, booleanType, false, func(*xpathContext, []xpathValue) xpathValue { return booleanValue(true) }},
	{"not", 1, 1, booleanType, false, func(_ *xpathContext, args []xpathValue) xpathValue { return booleanValue(!args[0].boolean()) }},
	{"false", 0, 0, booleanType, false, func(*xpathContext, []xpathValue) xpathValue { return booleanValue(false) }},
	{"number", 0, 1, numberType, false, ofNumber(func(n float64) float64 { return n })},
	{"ceiling", 1, 1, numberType, false, ofNumber(math.Ceil)},
	{"sum", 1, 1, numberType, true, func(_ *xpathContext, args []xpathValue) xpathValue {
		sum := 0.0
		for _, n := range args[0].nodes {
			sum += textNumber(n.value())
		}
		return numberValue(sum)
	}},
	{"round", 1, 1, numberType, false, ofNumber(roundNumber)},
	{"floor", 1, 1, numberType, false, ofNumber(math.Floor)},
}

func ofText(f func(text string) string) func(*xpathContext, []xpathValue) xpathValue {
	return func(_ *xpathContext, args []xpathValue) xpathValue { return textValue(f(args[0].string())) }
}

func ofTexts(f func(text, part string) xpathValue) func(*xpathContext, []xpathValue) xpathValue {
	return func(_ *xpathContext, args []xpathValue) xpathValue { return f(args[0].string(), args[1].string()) }
}

func ofNumber(f func(n float64) float64) func(*xpathContext, []xpathValue) xpathValue {
	return func(_ *xpathContext, args []xpathValue) xpathValue { return numberValue(f(args[0].number())) }
}

// nameOf returns the name of the first node, with wd for Workday's namespace.
func nameOf(nodes []*xmlNode) string {
	switch {
	case len(nodes) == 0:
		return ""
	case nodes[0].prefix == "":
		return nodes[0].name.local
	}
	return nodes[0].prefix + ":" + nodes[0].name.local
}

// substring returns the characters from a position, from 1, of a length.
func substring(args []xpathValue) string {
	units := utf16.Encode([]rune(args[0].string()))
	from := roundNumber(args[1].number())
	to := math.Inf(1)
	if len(args) > 2 {
		to = from + roundNumber(args[2].number())
	}
	from, to = math.Max(from, 1), math.Min(to, float64(len(units)+1))
	if !(from < to) { // also NaN
		return ""
	}
	return string(utf16.Decode(units[int(from)-1 : int(to)-1]))
}

// translate replaces each unit of from by that of to at the same place, or by none.
func translate(text, from, to string) string {
	units, old, replaced := utf16.Encode([]rune(text)), utf16.Encode([]rune(from)), utf16.Encode([]rune(to))
	out := make([]uint16, 0, len(units))
	for _, u := range units {
		switch i := slices.Index(old, u); {
		case i < 0:
			out = append(out, u)
		case i < len(replaced):
			out = append(out, replaced[i])
		}
	}
	return string(utf16.Decode(out))
}

// functionNamed returns a function; nil where there is none of the name.
func functionNamed(name string) *xpathFunction {
	for i := range xpathFunctions {
		if xpathFunctions[i].name == name {
			return &xpathFunctions[i]
		}
	}
	return nil
}

// of returns a call with arguments that are as many as it takes.
func (f *xpathFunction) of(args []xpathExpr) xpathExpr {
	return xpathExpr{f.kind, func(c *xpathContext) xpathValue {
		values := make([]xpathValue, len(args), max(len(args), 1))
		for i := range args {
			values[i] = args[i].value(c)
		}
		if len(args) == 0 && f.most == 1 {
			values = append(values, xpathValue{nodes: []*xmlNode{c.at}})
		}
		return f.call(c, values)
	}}
}

func arguments(least, most int) string {
	switch {
	case most < 0:
		return strconv.Itoa(least) + " arguments or more"
	case least == most:
		return diag.Count(least, "argument")
	}
	return strconv.Itoa(least) + " to " + diag.Count(most, "argument")
}

// allowedFunctions says which functions there are.
func allowedFunctions() string {
	names := make([]string, len(xpathFunctions))
	for i, f := range xpathFunctions {
		names[i] = f.name
	}
	return "want " + nearest.OneOf(names)
}
