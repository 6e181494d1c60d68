package expr

import (
	"slices"
	"sync/atomic"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/call"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Diagnostics is the error of [Compile], see [syntax.Diagnostics].
type Diagnostics = syntax.Diagnostics

// Program is a compiled expression. It is immutable and safe for concurrent use.
type Program struct {
	source     string
	tree       syntax.Node
	root       call.Arg
	chooser    *call.QuickCall // the root, where it needs no state
	warnings   diag.List
	attributes []string
	meetings   []meeting // the calls with points, by number
	points     int       // how many there are
	cfg        *config   // shared by the programs of a Compiler
	effects    functions.Effects
	redacts    bool
	makesText  bool                      // see makesText
	traced     atomic.Pointer[tracePlan] // shared by all explanations; built for the first one
}

// Compile reads, checks and compiles an expression. The error is a [*Diagnostics] with every
// finding about the text; what is merely tolerated does not fail and is among [Program.Warnings].
func Compile(src string, opts ...Option) (*Program, error) { return NewCompiler(opts...).Compile(src) }

// Compiler compiles texts with the same options, as [Compile] does once. The programs share what does not depend
// on the text, so that each takes less memory. It is safe for concurrent use unless an option is [WithSlots].
type Compiler struct{ cfg *config }

// NewCompiler returns a compiler.
func NewCompiler(opts ...Option) *Compiler { return &Compiler{makeConfig(opts)} }

// Compile is [Compile] with the compiler's options.
func (c *Compiler) Compile(src string) (*Program, error) {
	prog, found := compile(src, c.cfg)
	if found.HasErrors() {
		return nil, &Diagnostics{Source: src, List: found}
	}
	// Without errors among them, all findings are warnings and remarks.
	prog.warnings, prog.makesText = found, makesText(prog.root)
	return prog, nil
}

// MustCompile is Compile for texts that are part of the program, such as in tests; it panics on an error.
func MustCompile(src string, opts ...Option) *Program {
	prog, err := Compile(src, opts...)
	if err != nil {
		panic(err)
	}
	return prog
}

// Check returns every finding about an expression's text, in the order of the text: syntax, functions, arguments, constants.
// It does the whole work of Compile, which is why the two cannot differ.
func Check(src string, opts ...Option) diag.List {
	_, found := compile(src, makeConfig(opts))
	return found
}

// Source returns the text that was compiled, which the spans of findings and errors refer to.
func (p *Program) Source() string { return p.source }

// String returns the canonical text, see [Format].
func (p *Program) String() string { return syntax.Format(p.tree) }

// Tree returns the syntax tree, which must not be changed.
func (p *Program) Tree() syntax.Node { return p.tree }

// Warnings returns the findings that did not prevent compilation.
func (p *Program) Warnings() diag.List { return slices.Clone(p.warnings) }

// Attributes returns the names of the source attributes that the expression refers to, sorted, each once.
func (p *Program) Attributes() []string { return slices.Clone(p.attributes) }

// Effects returns what the expression reads besides attributes: a program whose effects are Pure always returns the same value for the
// same attributes.
func (p *Program) Effects() functions.Effects { return p.effects }

// Eval returns the expression's value for one object. The error is an *EvalError; it satisfies errors.Is(err, ErrLimit) if a
// limit was exceeded. The result may be a flow signal: see [value.Kind.IsSignal].
func (p *Program) Eval(env *Env) (value.Value, error) {
	if p.chooser != nil && env != nil && env.Attrs != nil && env.Met == nil && (env.Context == nil || env.Context.Err() == nil) {
		if v, ok := p.chooser.Quick(env.Attrs); ok {
			return v, nil
		}
	}
	return p.run(env, p.root)
}

// run evaluates root, which is the program's or one that traces it. The context comes from a pool and is put back without
// data; if a custom function panics, it is dropped.
func (p *Program) run(env *Env, root call.Arg) (value.Value, error) {
	if env == nil || env.Attrs == nil {
		env = withoutAttributes(env)
	}
	c, _ := p.cfg.contexts.Get().(*call.Context)
	if c == nil {
		c = call.NewContext(p.cfg.evaluation, call.Compat(p.cfg.compat))
	}
	c.Reset((*call.Env)(env))
	v, err := root.Eval(c)
	v = c.Leaving(v)
	switch {
	case err != nil:
		v, err = value.Absent, p.operatorError(err, p.tree, "")
	case c.Redacted():
		v = v.WithRedaction()
	}
	c.Forget()
	p.cfg.contexts.Put(c)
	return v, err
}

// withoutAttributes returns a copy of an environment, which may be nil, in which every attribute is absent.
func withoutAttributes(env *Env) *Env {
	var none Env
	if env != nil {
		none = *env
	}
	none.Attrs = noAttributes
	return &none
}
