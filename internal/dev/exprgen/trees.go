package exprgen

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
)

// Tree draws a syntax tree of the shape that the parser makes, at most so many levels deep. Its functions are unknown ones.
func Tree(t *rapid.T, depth int) syntax.Node {
	kinds := []string{"attribute", "string", "number", "word", "token"}
	if depth > 0 {
		kinds = append(kinds, "call", "call", "compare", "concat")
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "attribute":
		return &syntax.Attribute{Name: drawAttributeName(t)}
	case "string":
		return &syntax.String{Value: rapid.String().Draw(t, "text")}
	case "number":
		return drawNumber(t)
	case "word":
		return &syntax.Word{Name: rapid.SampledFrom(slices.Collect(syntax.Words())).Draw(t, "word")}
	case "token":
		return &syntax.Token{Name: rapid.StringMatching(`[A-Z][A-Za-z0-9_]{0,8}`).Draw(t, "token")}
	case "compare":
		op := value.Operator(rapid.IntRange(int(value.Equal), int(value.GreaterOrEqual)).Draw(t, "op"))
		return &syntax.Compare{Op: op, Left: Tree(t, depth-1), Right: Tree(t, depth-1)}
	case "concat":
		return drawConcat(t, depth)
	}
	return drawCall(t, depth)
}

func drawAttributeName(t *rapid.T) string {
	return rapid.OneOf(
		rapid.StringMatching(`[A-Za-z][A-Za-z0-9_.:-]{0,12}`),
		rapid.StringMatching(`[A-Za-zÀ-ÿ]( ?[a-z<>&=,])*`),
		rapid.StringMatching(`[a-z]+\[type eq "[^"\\\n\r]{0,4}"\]\.[a-z]+`),
	).Filter(func(s string) bool { return s == strings.TrimSpace(s) }).Draw(t, "name")
}

func drawNumber(t *rapid.T) *syntax.Number {
	n := rapid.Int64().Draw(t, "number")
	if n >= 0 && rapid.Bool().Draw(t, "hexadecimal") {
		return &syntax.Number{Text: fmt.Sprintf("&H%X", n), Int: n, IsInt: true}
	}
	if n > 0 && rapid.Bool().Draw(t, "fraction") {
		text := rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})\.[0-9]{1,20}`).Draw(t, "digits")
		return &syntax.Number{Text: text}
	}
	return &syntax.Number{Int: n, IsInt: true}
}

func drawConcat(t *rapid.T, depth int) *syntax.Concat {
	var concat syntax.Concat
	for range rapid.IntRange(2, 4).Draw(t, "operands") {
		operand := Tree(t, depth-1)
		if inner, ok := operand.(*syntax.Concat); ok {
			concat.Operands = append(concat.Operands, inner.Operands...)
			continue
		}
		concat.Operands = append(concat.Operands, operand)
	}
	return &concat
}

func drawCall(t *rapid.T, depth int) *syntax.Call {
	call := &syntax.Call{Name: rapid.StringMatching(`[A-Z][A-Za-z0-9_]{0,8}|[Hh][A-Fa-f0-9]{1,3}`).Draw(t, "function")}
	for range rapid.IntRange(0, 4).Draw(t, "arguments") {
		if rapid.IntRange(0, 3).Draw(t, "omitted") == 0 {
			call.Args = append(call.Args, &syntax.Omitted{})
			continue
		}
		call.Args = append(call.Args, Tree(t, depth-1))
	}
	if len(call.Args) == 1 {
		if _, ok := call.Args[0].(*syntax.Omitted); ok {
			call.Args = nil // f() has no arguments, not one that is omitted
		}
	}
	return call
}
