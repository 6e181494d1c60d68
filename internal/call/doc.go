// Package call is the protocol between the functions of the language and the evaluator: what a function is called with, and what it
// leaves.
//
// A [Context] is the state of one evaluation: the environment, the counters of its limits, buffers for intermediate text. An [Arg] is
// an argument that has not been evaluated, a [Call] a function bound to its arguments. The evaluator's nodes are Args that it passes to
// functions.Bind, which returns the Call; neither side knows more of the other.
//
// Users of the library never meet these types: the writer of a custom function has functions.Args in their place, and whoever
// evaluates an expression has expr.Program.
package call
