package graph

import (
	"errors"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// The values of [Source.Type].
const (
	TypeAttribute = "Attribute"
	TypeConstant  = "Constant"
	TypeFunction  = "Function"
)

// Source is Graph's attributeMappingSource: an attribute, a constant, or a function and its parameters.
type Source struct {
	// Expression is the text of the node as the service writes it; all constants are quoted, numbers too. It is "" (null in JSON) for a
	// token such as %DomainFQDN%, which the text of the enclosing node omits.
	Expression string
	// Name is the name of the attribute or function, or the text of the constant.
	Name string
	// Type is Attribute, Constant or Function.
	Type string
	// Parameters are the arguments that are not empty, by key; the key of a repeating parameter occurs several times.
	Parameters []Parameter
}

// Parameter is one argument in a parameter tree.
type Parameter struct {
	Key   string  `json:"key"`
	Value *Source `json:"value"`
}

// MarshalJSON returns an object with all four members, as the service writes it.
func (s Source) MarshalJSON() ([]byte, error) {
	out := struct {
		Expression *string     `json:"expression"`
		Name       string      `json:"name"`
		Type       string      `json:"type"`
		Parameters []Parameter `json:"parameters"`
	}{nil, s.Name, s.Type, s.Parameters}
	if s.Expression != "" {
		out.Expression = &s.Expression
	}
	if out.Parameters == nil {
		out.Parameters = []Parameter{}
	}
	text, err := encode(out)
	return []byte(text), err
}

// readSource returns the parameter tree at n, or nil if n is null or absent.
func readSource(n *node) *Source {
	if n == nil || n.kind != objectKind {
		return nil
	}
	e := Element{node: n}
	s := &Source{Expression: e.text("expression"), Name: e.text("name"), Type: e.text("type")}
	for _, p := range n.member("parameters").elements() {
		key, _ := p.member("key").text()
		if value := readSource(p.member("value")); value != nil {
			s.Parameters = append(s.Parameters, Parameter{key, value})
		}
	}
	return s
}

// isToken reports whether the service substitutes the node: it is a constant such as %DomainFQDN% without an expression.
func (s *Source) isToken() bool {
	return s.Expression == "" && strings.EqualFold(s.Type, TypeConstant) && tokenName(s.Name) != ""
}

// tokenName returns the name between percent signs, or "" if text is not a token.
func tokenName(text string) string {
	if len(text) < 3 || text[0] != '%' || text[len(text)-1] != '%' {
		return ""
	}
	name := text[1 : len(text)-1]
	for i := range len(name) {
		if c := name[i]; (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9' || i == 0) {
			return ""
		}
	}
	return name
}

// newSource returns the parameter tree of a syntax tree. The keys are those of the functions' parameters; the arguments of a function
// that reg does not have, and surplus arguments, get keys of the form parameter1.
func newSource(n syntax.Node, reg *functions.Registry) *Source {
	switch n := n.(type) {
	case *syntax.Attribute:
		return leaf(TypeAttribute, n.Name, syntax.Format(n))
	case *syntax.String:
		return leaf(TypeConstant, n.Value, syntax.Format(n))
	case *syntax.Number:
		text := syntax.Format(n)
		return leaf(TypeConstant, text, `"`+text+`"`)
	case *syntax.Word:
		return leaf(TypeConstant, n.Name, `"`+n.Name+`"`)
	case *syntax.Token:
		return leaf(TypeConstant, "%"+n.Name+"%", "")
	case *syntax.Call:
		return callSource(n, reg)
	case *syntax.Compare:
		// No published tree has a comparison outside IIF. It is written like IIF's condition: left, operator, right.
		s := leaf(TypeFunction, n.Op.String(), serviceText(n))
		s.Parameters = comparison(n, reg)
		return s
	case *syntax.Concat:
		s := leaf(TypeFunction, concatName, serviceText(n))
		for _, operand := range n.Operands {
			s.Parameters = append(s.Parameters, Parameter{"source", newSource(operand, reg)})
		}
		return s
	}
	return nil
}

// concatName is the name of a concatenation's node. No published tree has one.
const concatName = "&"

// leaf returns a source without parameters.
func leaf(kind, name, text string) *Source {
	return &Source{Expression: text, Name: name, Type: kind, Parameters: []Parameter{}}
}

// callSource returns the tree of a call. Omitted arguments have no parameter; a comparison as a condition has three.
func callSource(n *syntax.Call, reg *functions.Registry) *Source {
	s := leaf(TypeFunction, n.Name, serviceText(n))
	spec, _ := reg.Lookup(n.Name)
	for i, arg := range n.Args {
		if _, omitted := arg.(*syntax.Omitted); omitted {
			continue
		}
		if c, ok := arg.(*syntax.Compare); ok && isCondition(spec, i, len(n.Args)) {
			s.Parameters = append(s.Parameters, comparison(c, reg)...)
			continue
		}
		s.Parameters = append(s.Parameters, Parameter{parameterKey(spec, i, len(n.Args)), newSource(arg, reg)})
	}
	return s
}

// The keys of a comparison as IIF's condition: the operator is a constant between the operands.
const (
	leftKey     = "one"
	operatorKey = "two"
	rightKey    = "three"
)

// comparison returns the parameters of a comparison.
func comparison(c *syntax.Compare, reg *functions.Registry) []Parameter {
	op := c.Op.String()
	return []Parameter{
		{leftKey, newSource(c.Left, reg)},
		{operatorKey, leaf(TypeConstant, op, `"`+op+`"`)},
		{rightKey, newSource(c.Right, reg)},
	}
}

// isCondition reports whether argument i of n takes the three parameters of a comparison.
func isCondition(spec *functions.Spec, i, n int) bool {
	if spec == nil {
		return false
	}
	param := spec.Param(i, n)
	return param != nil && param.Condition
}

// parameterKey returns the key of argument i of n. Where no key is published, the service's own keys suggest the parameter's name.
func parameterKey(spec *functions.Spec, i, n int) string {
	if spec != nil {
		if param := spec.Param(i, n); param != nil {
			if param.Key != "" {
				return param.Key
			}
			return lowerFirst(param.Name)
		}
	}
	return positionPrefix + strconv.Itoa(i+1)
}

// positionPrefix begins the keys of arguments whose parameter is unknown: parameter1, parameter2 and so on.
const positionPrefix = "parameter"

// lowerFirst returns a name that begins with a lower-case letter, as keys do.
func lowerFirst(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// serviceText returns an expression as the service prints it: like [syntax.Format], but with an empty argument in place of a token.
func serviceText(n syntax.Node) string { return syntax.Format(withoutTokens(n)) }

// withoutTokens returns a copy of n in which omitted arguments replace the tokens among the arguments of calls.
func withoutTokens(n syntax.Node) syntax.Node {
	call, ok := n.(*syntax.Call)
	if !ok {
		if c, ok := n.(*syntax.Compare); ok {
			return &syntax.Compare{Op: c.Op, Left: withoutTokens(c.Left), Right: withoutTokens(c.Right)}
		}
		return n
	}
	args := make([]syntax.Node, len(call.Args))
	for i, arg := range call.Args {
		if _, token := arg.(*syntax.Token); token {
			args[i] = &syntax.Omitted{}
		} else {
			args[i] = withoutTokens(arg)
		}
	}
	return &syntax.Call{Name: call.Name, Args: args}
}

// ParseResponse is Graph's response to parseExpression, as far as it depends on the text alone.
type ParseResponse struct {
	ParsingSucceeded bool         `json:"parsingSucceeded"`
	ParsedExpression *Source      `json:"parsedExpression"`
	Error            *PublicError `json:"error"`
}

// PublicError is Graph's publicError.
type PublicError struct {
	Code    string        `json:"code"`
	Message string        `json:"message"`
	Target  string        `json:"target,omitempty"`
	Details []ErrorDetail `json:"details"`
}

// ErrorDetail is one finding of a PublicError.
type ErrorDetail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target,omitempty"`
}

// ParseSource returns the parameter tree of an expression. The error is a [*expr.Diagnostics].
func ParseSource(text string, reg *functions.Registry) (*Source, error) {
	tree, err := syntax.Parse(text)
	if err != nil {
		return nil, err
	}
	s := newSource(tree.Root, reg)
	switch root := tree.Root.(type) {
	case *syntax.Number, *syntax.Word:
		// The parameter of a function shows that a constant is a number; by itself, only its text can.
		s.Expression = syntax.Format(root)
	case *syntax.Call, *syntax.Compare, *syntax.Concat:
		if hasToken(root) && !returns(s, root, reg) {
			// Without its tokens the text would not show which of its empty places are theirs.
			s.Expression = syntax.Format(root)
		}
	}
	return s, nil
}

// returns reports whether a source is read as the tree that it was made from.
func returns(s *Source, root syntax.Node, reg *functions.Registry) bool {
	n, r := s.Node(reg)
	return n != nil && r == nil && syntax.Equal(n, root)
}

// ParseExpression returns what the service's parseExpression returns: the parameter tree, or what is wrong. Like the service it refuses
// a text that is well formed but cannot run, such as a call of an unknown function.
func ParseExpression(text string, reg *functions.Registry) ParseResponse {
	source, err := ParseSource(text, reg)
	if err == nil {
		found := expr.Check(text, expr.WithFunctions(reg))
		if !found.HasErrors() {
			return ParseResponse{ParsingSucceeded: true, ParsedExpression: source}
		}
		err = &expr.Diagnostics{Source: text, List: found}
	}
	return ParseResponse{Error: publicError(err)}
}

// publicError returns the gravest finding as Graph's error, with all errors as its details.
func publicError(err error) *PublicError {
	var bad *expr.Diagnostics
	if !errors.As(err, &bad) {
		return &PublicError{Code: "error", Message: err.Error(), Details: []ErrorDetail{}}
	}
	first, _ := bad.List.Gravest()
	out := &PublicError{Code: string(first.Code), Message: bad.Error(), Target: first.Position.String(), Details: []ErrorDetail{}}
	for _, d := range bad.List {
		if d.Severity == diag.Error {
			out.Details = append(out.Details, ErrorDetail{string(d.Code), d.Message.String(), d.Position.String()})
		}
	}
	return out
}
