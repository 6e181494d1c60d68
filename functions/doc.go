// Package functions holds the functions of the expression language.
//
// A function is one [Spec] literal in the slice of its family: names, parameters, null policy, evidence, examples and
// implementation stand together and nowhere else. From the literal come the arity and kind checks, the executed examples, the
// reference in docs/functions.md, the catalogue of the command and the fuzz seeds.
//
//	reg := functions.Standard()
//	reg, err := reg.With(functions.Spec{Name: "Initials", …})
//
// An implementation asks for an argument when it needs it, at most once; conditional functions are lazy for that reason alone.
// Text functions append to a buffer, so that a chain of them makes one string.
//
// What a result may be is told by a [Shape], from the shapes of the arguments: an [Inferring] does to shapes what [Args] does to values.
//
// Imports go one way: this package knows values and diagnostics, and nothing of the parser or the evaluator.
package functions
