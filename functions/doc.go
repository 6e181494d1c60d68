// Package functions holds the functions of the expression language.
//
// A function is one [Spec] literal in the slice of its family: names, parameters, null policy, evidence, examples and
// implementation are together and nowhere else. The arity and kind checks, the executed examples, the reference in docs/functions.md,
// the catalogue of the command and the fuzz seeds are derived from the literal.
//
//	reg, err := functions.Standard().With(functions.TextFunc("Initials", "Returns the first letters.", initials))
//
// [TextFunc], [TextsFunc] and [PredicateFunc] make the literal of a simple function from a Go function; any other one is written out.
//
// An implementation evaluates an argument when it needs it, at most once; conditional functions are lazy for that reason alone.
// Text functions append to a buffer, so that a chain of them makes one string.
//
// A [Shape] says what a result may be, derived from the shapes of the arguments: an [Inferring] does to shapes what [Args] does to
// values.
//
// Imports go one way: this package is above values and findings and below the parser and the evaluator, with which internal/call
// connects it.
package functions
