// Package shape holds the shapes of inference: what is known of a value before there is data, and what becomes of it in an expression.
//
// [Shape] is the type that users see as functions.Shape. The functions and the evaluator derive shapes from one another by the
// methods and functions of this package, where the implementation of a function derives values.
package shape
