// Package exprgen makes up expressions and the values of their attributes, for tests that state what holds of all of them.
//
// A [Grammar] knows of a function what its literal says, and nothing else, so that a new function is covered as soon as it is
// registered:
//
//	g, err := exprgen.New(functions.Standard())
//	rapid.Check(t, func(t *rapid.T) { src := g.Call(t, spec, 3, exprgen.Top) … })
//
// Only tests may import it.
package exprgen
