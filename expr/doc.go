// Package expr is the expression language of Microsoft Entra attribute mappings: parse, check, compile, evaluate, explain, format.
//
// The main type is [Program], an expression compiled once and evaluated for any number of objects, concurrently:
//
//	prog, err := expr.Compile(`Join("@", [alias], "contoso.com")`)
//	v, err := prog.Eval(&expr.Env{Attrs: value.Map{"alias": "alex"}})
//
// What is wrong with a text is reported without data, all of it at once, as a [*Diagnostics]; what is wrong with one object's values is an
// [*EvalError]. Clock, randomness, the tenant's default domain and the target directory come in through the [Env]: a program whose
// effects are pure always returns the same value for the same attributes.
//
// [Program.Infer] returns before there is data what a program's value may be: kinds, null, length, the values where they are few, and
// whether it may fail.
//
// Where Microsoft's documents and the service disagree, [Compat] chooses the reading; [Limits] bound what a stranger's text may cost.
//
// Imports go one way: this package builds on values, diagnostics and functions; mappings build on it.
package expr
