package expr

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/call"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// DescribeOptions say how [Describe] words an expression. The zero value is ready to use.
type DescribeOptions struct {
	// Functions have the phrases; nil means the standard ones.
	Functions *functions.Registry
	// Code marks the names of attributes and the constants in the words. If it is nil, they are written as in an expression: [mail], "x".
	Code func(text string) string
}

// Describe returns an expression in English words, for people who review mappings and do not read the language:
//
//	ToLower(Join(".", [givenName], [surname]), )    [givenName] and [surname] joined with ".", in lower case
//	IIF([country]="US", "yes", )                    "yes" if [country] is "US", else nothing
//
// The words come from the phrases of the functions. They convey the gist in one line without a full stop: the beginning of a long list,
// and not every rule of a function. For a nil node the result is "".
func Describe(n syntax.Node, opts DescribeOptions) string {
	if n == nil {
		return ""
	}
	d := describer{reg: cmp.Or(opts.Functions, functions.Standard()), code: opts.Code}
	return d.noun(n, nil).text
}

// describer puts nodes into words. It knows no data and does no evaluation, so that any tree can be described, even with
// unknown functions.
type describer struct {
	reg  *functions.Registry
	code func(string) string
}

// phrase is a part of an expression in words.
type phrase struct {
	text string
	form phraseForm
}

// phraseForm decides whether a phrase needs parentheses among other words.
type phraseForm uint8

const (
	simplePhrase phraseForm = iota // a name or a constant, which needs no parentheses anywhere
	linkedPhrase                   // one to which ", in lower case" can be added
	openPhrase                     // one that contains commas
)

// noun returns the words for an argument; param is its parameter, or nil.
func (d *describer) noun(n syntax.Node, param *functions.Param) phrase {
	switch n := n.(type) {
	case *syntax.Call:
		p, isClause := d.call(n)
		if isClause {
			return phrase{"whether " + p.text, openPhrase}
		}
		return p
	case *syntax.Compare:
		return phrase{"whether " + d.clause(n), openPhrase}
	case *syntax.Concat:
		operands := make([]string, len(n.Operands))
		for i, operand := range n.Operands {
			operands[i] = d.enclosed(operand, nil)
		}
		return phrase{strings.Join(operands, " followed by "), linkedPhrase}
	case *syntax.String:
		return phrase{text: d.constant(n, n.Value, param)}
	case *syntax.Number:
		return phrase{text: d.constant(n, syntax.Format(n), param)}
	}
	return phrase{text: d.leaf(n)}
}

// wordMeanings are the meanings of words of the language whose names do not say them.
var wordMeanings = map[string]string{
	"vbTextCompare":       "text without case",
	"vbBinaryCompare":     "text with case",
	"CaseInsensitive":     "text without case",
	"CaseSensitive":       "text with case",
	"IgnoreAttributeFlow": "nothing (the attribute is left as it is)",
	"IgnoreObjectFlow":    "nothing (the object is left out)",
	"NULL":                "null",
}

// operatorWords are the operators as they are read aloud between their operands.
var operatorWords = [...]string{
	value.Equal: "is", value.NotEqual: "is not", value.Less: "is less than", value.Greater: "is greater than",
	value.LessOrEqual: "is at most", value.GreaterOrEqual: "is at least",
}

// enclosed returns a noun that can be put among other words.
func (d *describer) enclosed(n syntax.Node, param *functions.Param) string {
	return d.noun(n, param).enclosed()
}

// enclosed returns the phrase in parentheses unless it is simple.
func (p phrase) enclosed() string {
	if p.form == simplePhrase {
		return p.text
	}
	return "(" + p.text + ")"
}

// leaf returns the words for a node without children that is no text or number.
func (d *describer) leaf(n syntax.Node) string {
	switch n := n.(type) {
	case *syntax.Attribute:
		if d.code != nil {
			return d.code(n.Name)
		}
		return syntax.Format(n)
	case *syntax.Token:
		return "the job's " + d.marked(n)
	case *syntax.Word:
		return cmp.Or(wordMeanings[n.Name], n.Name)
	case *syntax.Omitted:
		return "nothing"
	}
	return d.marked(n)
}

// longestInWords bounds how many characters of a constant are quoted among words.
const longestInWords = 60

// marked returns a constant as it is written, on one line, and cut where it is long.
func (d *describer) marked(n syntax.Node) string {
	text := strings.NewReplacer("\r\n", "↵", "\n", "↵", "\r", "↵").Replace(syntax.Format(n))
	// The text is cut before it is marked: the mark must enclose the sign that it was cut.
	if runes := []rune(text); len(runes) > longestInWords {
		text = string(runes[:longestInWords-1]) + "…"
	}
	if d.code != nil {
		return d.code(text)
	}
	return text
}

// constant returns a text or number; what the parameter takes for a number is shown as one.
func (d *describer) constant(n syntax.Node, text string, param *functions.Param) string {
	if param != nil && param.Say != nil {
		if words := param.Say(text); words != "" {
			return words
		}
	}
	if _, isNumber := n.(*syntax.Number); isNumber {
		return text
	}
	if text == "" {
		return "an empty text"
	}
	if param != nil && param.Kinds != 0 && !param.Kinds.Has(value.KindString) {
		if number, err := value.Decimal(text); err == nil {
			return number.Text()
		}
	}
	return d.marked(n)
}

// clause returns the words for a condition, as they follow "if".
func (d *describer) clause(n syntax.Node) string {
	switch n := n.(type) {
	case *syntax.Call:
		p, isClause := d.call(n)
		if isClause {
			return p.text
		}
		return p.enclosed() + " is true"
	case *syntax.Compare:
		left := d.enclosed(n.Left, nil)
		if text, ok := n.Right.(*syntax.String); ok && text.Value == "" && n.Op <= value.NotEqual {
			return left + map[value.Operator]string{value.Equal: " is empty", value.NotEqual: " is not empty"}[n.Op]
		}
		return left + " " + operatorWords[n.Op] + " " + d.enclosed(n.Right, nil)
	}
	return d.enclosed(n, nil) + " is true"
}

// call returns the words for a call: a clause where the result is a boolean, else a noun.
func (d *describer) call(n *syntax.Call) (p phrase, isClause bool) {
	spec, _ := d.reg.Lookup(n.Name)
	if spec == nil {
		return d.byName(n), false
	}
	c := callDescription{describer: d, call: n, spec: spec, args: make([][]syntax.Node, len(spec.Params))}
	for i, arg := range n.Args {
		for j := range spec.Params {
			// Repeated arguments have the same parameter, which is known by its address.
			if spec.Param(i, len(n.Args)) == &spec.Params[j] {
				c.args[j] = append(c.args[j], arg)
			}
		}
	}
	parts := spec.Phrase(c.isWritten)
	if parts == nil {
		return d.byName(n), false
	}
	isClause = spec.Result == value.KindsOf(value.KindBoolean)
	return c.phrase(parts, isClause), isClause
}

// byName describes the call of a function of which nothing more is known.
func (d *describer) byName(n *syntax.Call) phrase {
	if len(n.Args) == 0 {
		return phrase{text: "the result of " + n.Name}
	}
	args := make([]string, len(n.Args))
	for i, arg := range n.Args {
		args[i] = d.enclosed(arg, nil)
	}
	return phrase{"the result of " + n.Name + " for " + inSeries(args), linkedPhrase}
}

// callDescription puts the arguments of a call into its function's phrase.
type callDescription struct {
	*describer
	call *syntax.Call
	spec *functions.Spec
	args [][]syntax.Node // by parameter
	text strings.Builder
}

// isWritten reports whether the call has an argument for a parameter; the function chooses its phrase by it.
func (c *callDescription) isWritten(param int) bool {
	for _, arg := range c.args[param] {
		if !isOmitted(arg) {
			return true
		}
	}
	return false
}

// phrase fills in the parts of the function's phrase. Punctuation in the words makes it open: commas of arguments would mix
// with its own.
func (c *callDescription) phrase(parts []call.PhrasePart, isClause bool) phrase {
	form := linkedPhrase
	if len(c.call.Args) == 0 {
		form = simplePhrase
	}
	for i := range parts {
		p := &parts[i]
		switch {
		case p.Words != "":
			if strings.ContainsAny(p.Words, ",:") {
				form = openPhrase
			}
			c.text.WriteString(p.Words)
		case p.Group != nil:
			c.text.WriteString(c.groups(p.Group))
		default:
			first := i == 0 && !isClause && len(parts) > 1 && !strings.HasPrefix(parts[1].Words, ",")
			c.argument(p, first, i == len(parts)-1, form == openPhrase)
		}
	}
	return phrase{c.text.String(), form}
}

// argument writes the words for a parameter. At the beginning of a phrase an argument can go before a comma. At the end of one
// that has commas it needs no parentheses unless it has some too, and not even then in a call of the same function: a if b, else c if d,
// else e.
func (c *callDescription) argument(p *call.PhrasePart, first, last, open bool) {
	param := &c.spec.Params[p.Param]
	args := c.args[p.Param]
	switch {
	case param.Repeats:
		c.text.WriteString(c.series(args, param))
		return
	case p.Condition:
		c.text.WriteString(c.clause(args[0]))
		return
	}
	words := c.noun(args[0], param)
	inner, isCall := args[0].(*syntax.Call)
	switch {
	case words.form == simplePhrase, last && open && words.form == linkedPhrase,
		last && isCall && strings.EqualFold(inner.Name, c.call.Name):
		c.text.WriteString(words.text)
	case first && words.form == linkedPhrase:
		c.text.WriteString(words.text + ",")
	default:
		c.text.WriteString("(" + words.text + ")")
	}
}

// shownInWords bounds how many members of a list are written out.
const shownInWords = 10

// series joins the arguments of a repeated parameter; empty ones are left out.
func (c *callDescription) series(args []syntax.Node, param *functions.Param) string {
	var items []string
	for _, arg := range args {
		if !isOmitted(arg) {
			items = append(items, c.enclosed(arg, param))
		}
	}
	return inSeries(items)
}

// inSeries joins the members of a list by commas and "and".
func inSeries(items []string) string {
	if n := len(items); n > shownInWords {
		items = append(items[:shownInWords:shownInWords], fmt.Sprintf("%d more", n-shownInWords))
	}
	last := len(items) - 1
	if last < 1 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// groups writes a part of a phrase once for each group of repeating arguments.
func (c *callDescription) groups(parts []call.PhrasePart) string {
	first, size := c.spec.Repeating()
	var items []string
	total := 0
	for from := first; size > 0 && from+size <= len(c.call.Args); from += size {
		// Those beyond are only counted.
		if total++; total > shownInWords {
			continue
		}
		var b strings.Builder
		for i := range parts {
			if parts[i].Words != "" {
				b.WriteString(parts[i].Words)
				continue
			}
			arg := c.call.Args[from+parts[i].Param-first]
			b.WriteString(c.enclosed(arg, &c.spec.Params[parts[i].Param]))
		}
		items = append(items, b.String())
	}
	if total > shownInWords {
		items = append(items, fmt.Sprintf("and %d more", total-shownInWords))
	}
	return strings.Join(items, ", ")
}
