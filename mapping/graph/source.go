package graph

import (
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/functions"
)

// The types of a source.
const (
	TypeAttribute = "Attribute"
	TypeConstant  = "Constant"
	TypeFunction  = "Function"
)

// Source is Graph's attributeMappingSource: an attribute, a constant or a function with its parameters.
type Source struct {
	// Expression is the canonical text of the node. Constants stand in quotes, numbers too.
	Expression string `json:"expression"`
	// Name is the attribute's name, the constant's text or the function's name.
	Name string `json:"name"`
	// Type is Attribute, Constant or Function.
	Type string `json:"type"`
	// Parameters are the arguments that are written, by key; keys repeat where the parameter does.
	Parameters []Parameter `json:"parameters"`
}

// Parameter is an argument in a parameter tree.
type Parameter struct {
	Key   string  `json:"key"`
	Value *Source `json:"value"`
}

// NewSource gives the parameter tree of a syntax tree. Keys come from the functions' literals; a function that reg does not
// have, and surplus arguments, get keys of the form parameter1.
func NewSource(n expr.Node, reg *functions.Registry) *Source {
	switch n := n.(type) {
	case *expr.Attribute:
		return leaf(TypeAttribute, n.Name, expr.Format(n))
	case *expr.String:
		return leaf(TypeConstant, n.Value, expr.Format(n))
	case *expr.Number:
		text := expr.Format(n)
		return leaf(TypeConstant, text, `"`+text+`"`)
	case *expr.Word:
		return leaf(TypeConstant, n.Name, `"`+n.Name+`"`)
	case *expr.Token:
		return leaf(TypeConstant, "%"+n.Name+"%", expr.Format(n))
	case *expr.Call:
		return callSource(n, reg)
	case *expr.Compare:
		// A comparison outside IIF is not in any published tree. It is written as IIF's condition is: left, operator, right.
		s := &Source{Expression: expr.Format(n), Name: n.Op.String(), Type: TypeFunction}
		s.Parameters = comparison(n, reg)
		return s
	case *expr.Concat:
		s := &Source{Expression: expr.Format(n), Name: "&", Type: TypeFunction}
		for _, operand := range n.Operands {
			s.Parameters = append(s.Parameters, Parameter{"source", NewSource(operand, reg)})
		}
		return s
	}
	return nil
}

func leaf(kind, name, text string) *Source {
	return &Source{Expression: text, Name: name, Type: kind, Parameters: []Parameter{}}
}

func callSource(n *expr.Call, reg *functions.Registry) *Source {
	s := &Source{Expression: expr.Format(n), Name: n.Name, Type: TypeFunction, Parameters: []Parameter{}}
	spec, _ := reg.Lookup(n.Name)
	keys := parameterKeys(spec, len(n.Args))
	for i, arg := range n.Args {
		if _, omitted := arg.(*expr.Omitted); omitted {
			continue
		}
		if c, ok := arg.(*expr.Compare); ok && isCondition(spec, i, len(n.Args)) {
			s.Parameters = append(s.Parameters, comparison(c, reg)...)
			continue
		}
		s.Parameters = append(s.Parameters, Parameter{keys[i], NewSource(arg, reg)})
	}
	return s
}

// comparison spreads the condition of IIF over three keys, the operator as a constant between the operands.
func comparison(c *expr.Compare, reg *functions.Registry) []Parameter {
	op := c.Op.String()
	return []Parameter{
		{"one", NewSource(c.Left, reg)},
		{"two", leaf(TypeConstant, op, `"`+op+`"`)},
		{"three", NewSource(c.Right, reg)},
	}
}

func isCondition(spec *functions.Spec, i, n int) bool {
	if spec == nil {
		return false
	}
	param := spec.Param(i, n)
	return param != nil && param.Condition
}

// parameterKeys gives the keys of n arguments.
func parameterKeys(spec *functions.Spec, n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = parameterKey(spec, i, n)
	}
	return keys
}

func parameterKey(spec *functions.Spec, i, n int) string {
	if spec != nil {
		if param := spec.Param(i, n); param != nil {
			if param.Key != "" {
				return param.Key
			}
			return lowerFirst(param.Name)
		}
	}
	return "parameter" + string(rune('1'+min(i, 8)))
}

func lowerFirst(name string) string { return strings.ToLower(name[:1]) + name[1:] }
