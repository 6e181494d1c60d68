package graph

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// Node returns the syntax tree of a source. The parameters decide, not the text, which omits tokens. If both mean the same, Node returns
// the tree of the text with the tokens of the parameters in its empty places, because only the text distinguishes 1 from "1" and shows
// which argument is empty. For a function without parameters, and for a constant whose text has no quotation marks, the text alone decides.
//
// The findings are warnings (the text differs, a key is unknown) or errors; with an error the tree is nil or cannot be compiled. They
// have no place.
func (s *Source) Node(reg *functions.Registry) (syntax.Node, diag.List) {
	n, _, r := s.read(reg)
	return n, r.found
}

// read returns the tree of Node, whether it is that of the text, and the reader with what it found.
func (s *Source) read(reg *functions.Registry) (n syntax.Node, fromText bool, r *treeReader) {
	r = &treeReader{reg: reg}
	tree := r.node(s, nil)
	// Without a text or without parameters there is nothing to compare: the one that exists decides.
	if tree == nil || s.Expression == "" || len(s.Parameters) == 0 {
		isFunction := strings.EqualFold(s.Type, TypeFunction)
		return tree, tree != nil && s.Expression != "" && isFunction, r
	}
	if len(syntax.Format(tree)) > syntax.DefaultSourceBytes {
		return tree, false, r // too long to parse; compiling it reports that
	}
	text, err := syntax.Parse(s.Expression)
	if err != nil {
		r.report(diag.Warning, codes.TreeDiffers, "the parameters count", "the text of the expression is malformed, the parameters are not: %s", err)
		return tree, false, r
	}
	// Both are compared as parameter trees. Compared as syntax trees, empty arguments and quoted numbers would differ, which mean the same.
	params := newSource(tree, reg)
	same, alike := compareSources(newSource(text.Root, reg), params)
	switch {
	case same:
		return text.Root, true, r
	case alike:
		f := filler{reg: reg}
		filled := f.fill(text.Root, params)
		if filled == nil {
			break
		}
		if f.unsure != "" {
			r.report(diag.Warning, codes.TreeDiffers, "write the token into the text", "the text does not show in which of its empty places %s stands; it is read as %s",
				diag.Name(f.unsure), diag.Clip(syntax.Format(filled)))
		}
		return filled, false, r
	default:
		r.report(diag.Warning, codes.TreeDiffers, "the parameters count; write the text "+diag.Clip(serviceText(tree)),
			"the expression's text and its parameters differ")
	}
	return tree, false, r
}

// compareSources reports whether two parameter trees are the same, and whether they are alike: the same except for tokens of the second,
// which texts omit, and the case of function names.
func compareSources(text, tree *Source) (same, alike bool) {
	function := tree.Type == TypeFunction
	if text.Type != tree.Type || text.Name != tree.Name && (!function || !strings.EqualFold(text.Name, tree.Name)) {
		return false, false
	}
	same, i := text.Name == tree.Name, 0
	for _, p := range tree.Parameters {
		if i < len(text.Parameters) && text.Parameters[i].Key == p.Key {
			equal, alike := compareSources(text.Parameters[i].Value, p.Value)
			if alike {
				same = same && equal
				i++
				continue
			}
		}
		if !p.Value.isToken() {
			return false, false
		}
		same = false // the tree has a token that the text omits
	}
	return same && i == len(text.Parameters), i == len(text.Parameters)
}

// treeReader converts a parameter tree to a syntax tree.
type treeReader struct {
	reg   *functions.Registry
	found diag.List
	// unsupported says what of the tree is a word that is not known, "" for nothing: a type, the name of a function that no expression can
	// write, a comparison. Else the tree is right or malformed.
	unsupported string
}

// report adds a finding without a place, which the caller knows.
func (r *treeReader) report(severity diag.Severity, code diag.Code, hint, format string, args ...any) {
	r.found = append(r.found, diag.Finding{Code: code, Severity: severity, Message: diag.Messagef(format, args...), Hint: diag.Plain(hint)})
}

// unknown notes a word that is not known; of several the first is named.
func (r *treeReader) unknown(severity diag.Severity, code diag.Code, hint, format, word string) {
	r.report(severity, code, hint, format, diag.Quote(word))
	r.unsupported = cmp.Or(r.unsupported, r.found[len(r.found)-1].Message.String())
}

// node returns the tree of s as an argument for param, which may be nil; it returns nil after an error.
func (r *treeReader) node(s *Source, param *functions.Param) syntax.Node {
	switch {
	case s == nil:
		return &syntax.Omitted{}
	case strings.EqualFold(s.Type, TypeAttribute):
		return r.attribute(s)
	case strings.EqualFold(s.Type, TypeConstant):
		if n := constantText(s); n != nil && param == nil {
			return n
		}
		return constant(s, param)
	case strings.EqualFold(s.Type, TypeFunction):
		return r.function(s)
	case s.Type != "":
		r.unknown(diag.Warning, codes.UnknownValue, "write Attribute, Constant or Function", "unknown type of source %s", s.Type)
	}
	// Of an unknown or missing type, the other members show what the source is.
	switch {
	case len(s.Parameters) > 0:
		return r.function(s)
	case s.Expression != "":
		return r.text(s)
	}
	return r.attribute(s) // Graph's default
}

// text parses the expression of a source that has nothing else.
func (r *treeReader) text(s *Source) syntax.Node {
	tree, err := syntax.Parse(s.Expression)
	if err != nil {
		r.report(diag.Error, codes.Tree, "", "malformed expression: %s", err)
		return nil
	}
	return tree.Root
}

// attribute returns an attribute. A name that expressions cannot write between brackets is an error: the text made from the tree would
// mean something else.
func (r *treeReader) attribute(s *Source) syntax.Node {
	name := s.Name
	if name == "" && s.Expression != "" {
		return r.text(s)
	}
	if name == "" {
		r.report(diag.Error, codes.Tree, "", "a source of type Attribute without a name")
		return nil
	}
	if strings.ContainsAny(name, "[]\"\\()") || strings.TrimSpace(name) != name {
		tree, err := syntax.Parse("[" + name + "]")
		if attribute, ok := rootOf(tree).(*syntax.Attribute); err != nil || !ok || attribute.Name != name {
			r.report(diag.Error, codes.Tree, "", "no expression can refer to an attribute named %s", diag.Quote(name))
			return nil
		}
	}
	return &syntax.Attribute{Name: name}
}

// rootOf returns the root of a tree, nil for a text that does not parse.
func rootOf(tree *syntax.Tree) syntax.Node {
	if tree == nil {
		return nil
	}
	return tree.Root
}

// constant returns a constant as the service writes it for param: a number without quotes if the parameter takes integers, everything
// else in quotes.
func constant(s *Source, param *functions.Param) syntax.Node {
	if s.isToken() {
		return &syntax.Token{Name: tokenName(s.Name)}
	}
	if param != nil {
		if param.Kinds == value.KindsOf(value.KindInteger) {
			if number := numberNode(s.Name); number != nil {
				return number
			}
		}
		// The tree has quotes around everything: only the parameter shows that a constant is a word of the language, such as
		// vbTextCompare or IgnoreAttributeFlow.
		signal := s.Name == "IgnoreAttributeFlow" || s.Name == "IgnoreObjectFlow"
		if slices.Contains(param.Words, s.Name) || param.Flow && signal {
			return &syntax.Word{Name: s.Name}
		}
	}
	return &syntax.String{Value: s.Name}
}

// numberNode returns the number whose canonical spelling is text, or nil.
func numberNode(text string) syntax.Node {
	// The first character spares the parser most texts that are not numbers.
	if text == "" || len(text) > 40 || !strings.ContainsRune("-&0123456789", rune(text[0])) {
		return nil
	}
	tree, err := syntax.Parse(text)
	if number, ok := rootOf(tree).(*syntax.Number); err == nil && ok && syntax.Format(number) == text {
		return number
	}
	return nil
}

// function returns a call, or one of the two operators that are functions in a tree.
func (r *treeReader) function(s *Source) syntax.Node {
	if len(s.Parameters) == 0 && s.Expression != "" {
		return r.text(s)
	}
	if s.Name == concatName {
		return r.concat(s)
	}
	if op, ok := value.ParseOperator(s.Name); ok {
		return r.comparison(op, s)
	}
	if !isFunctionName(s.Name) {
		r.unknown(diag.Error, codes.Tree, "", "%s is not the name of a function", s.Name)
		return nil
	}
	return r.call(s)
}

// isFunctionName reports whether name can be the name of a function: a letter or underscore, followed by letters, digits and
// underscores.
func isFunctionName(name string) bool {
	for i := range len(name) {
		c := name[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' && (c < '0' || c > '9' || i == 0) {
			return false
		}
	}
	return name != ""
}

// concat returns a concatenation.
func (r *treeReader) concat(s *Source) syntax.Node {
	concat := &syntax.Concat{}
	for _, p := range s.Parameters {
		switch n := r.node(p.Value, nil).(type) {
		case nil:
			return nil
		case *syntax.Concat: // grouping means nothing
			concat.Operands = append(concat.Operands, n.Operands...)
		default:
			concat.Operands = append(concat.Operands, n)
		}
	}
	if len(concat.Operands) < 2 {
		r.report(diag.Error, codes.Tree, "", "want two operands of a concatenation, got %d", len(concat.Operands))
		return nil
	}
	return concat
}

// comparison returns a comparison outside IIF, which has the keys of IIF's condition.
func (r *treeReader) comparison(op value.Operator, s *Source) syntax.Node {
	c := condition{r: r}
	for _, p := range s.Parameters {
		c.take(p)
	}
	if c.left == nil || c.right == nil {
		r.report(diag.Error, codes.Tree, "", "want a comparison %s with the keys %s and %s", clipped(s.Name), diag.Name(leftKey), diag.Name(rightKey))
		return nil
	}
	return &syntax.Compare{Op: op, Left: c.left, Right: c.right}
}

// condition collects the parts of a comparison. They are parameters of the function around them, so that IIF has up to five.
type condition struct {
	r           *treeReader
	left, right syntax.Node
	operator    *Source
}

// take reports whether p is a part of a comparison that is still missing, and takes it if so.
func (c *condition) take(p Parameter) bool {
	switch {
	case p.Key == leftKey && c.left == nil:
		c.left = c.r.node(p.Value, nil)
	case p.Key == operatorKey && c.operator == nil:
		c.operator = p.Value
	case p.Key == rightKey && c.right == nil:
		c.right = c.r.node(p.Value, nil)
	default:
		return false
	}
	return true
}

// node returns the condition: the comparison, or the left side if there is nothing else.
func (c *condition) node() syntax.Node {
	if c.operator == nil && c.right == nil {
		return c.left
	}
	if c.operator == nil || c.left == nil || c.right == nil {
		c.r.report(diag.Error, codes.Tree, "", "incomplete condition: want a comparison with the keys %s, %s and %s",
			diag.Name(leftKey), diag.Name(operatorKey), diag.Name(rightKey))
		return nil
	}
	op, ok := value.ParseOperator(c.operator.Name)
	if !ok {
		c.r.unknown(diag.Error, codes.Tree, "write one of = <> < > <= >=", "unknown comparison %s", c.operator.Name)
		return nil
	}
	return &syntax.Compare{Op: op, Left: c.left, Right: c.right}
}

// call returns a call whose arguments are in the slots that their keys name.
func (r *treeReader) call(s *Source) syntax.Node {
	spec, _ := r.reg.Lookup(s.Name)
	slots := newArgumentSlots(r, s, spec)
	for _, p := range s.Parameters {
		slots.take(p)
	}
	args, ok := slots.arguments()
	if !ok {
		return nil
	}
	return &syntax.Call{Name: s.Name, Args: args}
}

// maxPosition bounds the arguments of a call of an unknown function: the key parameter1000000000 would make as many empty ones.
const maxPosition = 100

// positionOf returns the position, from 0, in a key of the form parameter1; -1 for other keys.
func positionOf(key string) int {
	digits, ok := strings.CutPrefix(key, positionPrefix)
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || n > maxPosition {
		return -1
	}
	return n - 1
}
