package shape

// Arguments are the shapes of a call's arguments. The evaluator implements it, and keeps what is read: each argument has one shape in
// one inference.
type Arguments interface {
	// Len is the number of arguments, omitted ones included.
	Len() int
	// Has reports whether argument i (from 0) is written.
	Has(i int) bool
	// Shape returns the shape of argument i, which is written.
	Shape(i int) Shape
	// Given returns the shape of argument i in the evaluations in which holds is true of the shape of argument j: a test in condition j
	// says something about the attributes that i reads.
	Given(i, j int, holds func(Shape) bool) Shape
}
