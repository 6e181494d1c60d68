package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// change is one mutant: what stands at a place, and what is tried instead.
type change struct {
	number   int
	position token.Position
	from, to string
}

func (c change) String() string {
	return fmt.Sprintf("%d %s:%d:%d %s becomes %s", c.number, filepath.Base(c.position.Filename), c.position.Line, c.position.Column, c.from, c.to)
}

// rewriter puts the switches into one file. The text between them stays as it is, line by line.
type rewriter struct {
	*source
	text    []byte
	base    int // position of the file's first byte
	inserts []insert
	mutants *[]change
}

// insert is a text that takes the place of the bytes from at to end.
type insert struct {
	at, end int
	order   int // at one place the outer one comes first
	text    string
}

func (s *source) rewrite(dir string, name *regexp.Regexp) ([]change, *overlay, error) {
	var mutants []change
	files := &overlay{Replace: map[string]string{}}
	for i, file := range s.files {
		path := s.paths[i]
		if !name.MatchString(filepath.Base(path)) {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, err
		}
		r := &rewriter{source: s, text: text, base: int(s.fset.File(file.FileStart).Pos(0)), mutants: &mutants}
		ast.Inspect(file, r.visit)
		if len(r.inserts) == 0 {
			continue
		}
		r.put(file.Name.End(), file.Name.End(), `; import "github.com/attrmap/attrmap/internal/mutate/mutant"`)
		copied := filepath.Join(dir, filepath.Base(path))
		if err := os.WriteFile(copied, r.applied(), 0o600); err != nil {
			return nil, nil, err
		}
		files.Replace[path] = copied
	}
	return mutants, files, nil
}

func (r *rewriter) applied() []byte {
	slices.SortStableFunc(r.inserts, func(a, b insert) int {
		if a.at != b.at {
			return a.at - b.at
		}
		return a.order - b.order
	})
	var out bytes.Buffer
	at := 0
	for _, in := range r.inserts {
		out.Write(r.text[at:in.at])
		out.WriteString(in.text)
		at = in.end
	}
	out.Write(r.text[at:])
	return out.Bytes()
}

// put replaces the text from one position to another. What opens an inner expression comes behind what opens the outer one, which is
// visited first, and what closes it in front.
func (r *rewriter) put(from, to token.Pos, text string) {
	order := len(r.inserts)
	if text == ")" {
		order = -order
	}
	r.inserts = append(r.inserts, insert{int(from) - r.base, int(to) - r.base, order, text})
}

// wrap makes a call of an operator: a + b becomes mutant.Add(1, a, b).
func (r *rewriter) wrap(n *ast.BinaryExpr, function string, numbers ...int) {
	call := "mutant." + function + "("
	for _, number := range numbers {
		call += strconv.Itoa(number) + ", "
	}
	r.put(n.Pos(), n.Pos(), call)
	r.put(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), ",")
	r.put(n.End(), n.End(), ")")
}

func (r *rewriter) mutant(at token.Pos, from, to string) int {
	number := len(*r.mutants)
	*r.mutants = append(*r.mutants, change{number, r.fset.Position(at), from, to})
	return number
}

func (r *rewriter) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok != token.CONST
	case *ast.BinaryExpr:
		r.binary(n)
	case *ast.UnaryExpr:
		if n.Op == token.SUB && r.variable(n) {
			r.put(n.Pos(), n.Pos()+1, fmt.Sprintf("mutant.Neg(%d, ", r.mutant(n.Pos(), "-", "nothing")))
			r.put(n.End(), n.End(), ")")
		}
	case *ast.IncDecStmt:
		r.step(n)
	}
	return true
}

var inverses = map[token.Token]struct {
	function string
	op       token.Token
}{
	token.ADD: {"Add", token.SUB}, token.SUB: {"Sub", token.ADD}, token.MUL: {"Mul", token.QUO}, token.QUO: {"Quo", token.MUL},
	token.REM: {"Rem", token.MUL},
}

func (r *rewriter) binary(n *ast.BinaryExpr) {
	if !r.variable(n) {
		return
	}
	switch n.Op {
	case token.EQL, token.NEQ:
		number := r.mutant(n.OpPos, n.Op.String(), map[token.Token]string{token.EQL: "!=", token.NEQ: "=="}[n.Op])
		r.put(n.Pos(), n.Pos(), fmt.Sprintf("(mutant.On(%d) != (", number))
		r.put(n.End(), n.End(), ")")
		r.put(n.End(), n.End(), ")")
	case token.LSS:
		r.wrap(n, "Less", r.mutant(n.OpPos, "<", "<="), r.mutant(n.OpPos, "<", ">="))
	case token.LEQ:
		r.wrap(n, "LessEqual", r.mutant(n.OpPos, "<=", "<"), r.mutant(n.OpPos, "<=", ">"))
	case token.GTR:
		r.wrap(n, "Greater", r.mutant(n.OpPos, ">", ">="), r.mutant(n.OpPos, ">", "<="))
	case token.GEQ:
		r.wrap(n, "GreaterEqual", r.mutant(n.OpPos, ">=", ">"), r.mutant(n.OpPos, ">=", "<"))
	default:
		if inverse, ok := inverses[n.Op]; ok && r.isNumber(n) {
			r.wrap(n, inverse.function, r.mutant(n.OpPos, n.Op.String(), inverse.op.String()))
		}
	}
}

// step makes ++ and -- an assignment, which may stand wherever they do.
func (r *rewriter) step(n *ast.IncDecStmt) {
	function, to := "Add", "--"
	if n.Tok == token.DEC {
		function, to = "Sub", "++"
	}
	from, end := int(n.X.Pos())-r.base, int(n.X.End())-r.base
	operand := string(r.text[from:end])
	number := r.mutant(n.TokPos, n.Tok.String(), to)
	r.put(n.TokPos, n.TokPos+2, fmt.Sprintf(" = mutant.%s(%d, %s, 1)", function, number, operand))
}

// variable tells of an expression whose value is not known to the compiler: a constant must stay one.
func (r *rewriter) variable(n ast.Expr) bool {
	t, known := r.info.Types[n]
	return known && t.Value == nil
}

func (r *rewriter) isNumber(n ast.Expr) bool {
	basic, ok := r.info.Types[n].Type.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsNumeric != 0
}
