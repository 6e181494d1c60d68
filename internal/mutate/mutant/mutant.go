// Package mutant holds the changes that a mutation test makes to a program, to be switched on one at a time: every mutant of a
// package is compiled once, into one test binary. Only what internal/mutate generates imports it.
package mutant

import (
	"cmp"
	"os"
	"strconv"
)

// Variable is the environment variable with the number of the mutant that is on; without it there is none.
const Variable = "ATTRMAP_MUTANT"

var active = number()

func number() int {
	n, err := strconv.Atoi(os.Getenv(Variable))
	if err != nil {
		return -1
	}
	return n
}

// On tells whether mutant n is on.
func On(n int) bool { return n == active }

// Number is what can be calculated with.
type Number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64
}

// Add adds, or as mutant n subtracts.
func Add[T Number](n int, a, b T) T {
	if On(n) {
		return a - b
	}
	return a + b
}

// Sub subtracts, or as mutant n adds.
func Sub[T Number](n int, a, b T) T {
	if On(n) {
		return a + b
	}
	return a - b
}

// Mul multiplies, or as mutant n divides.
func Mul[T Number](n int, a, b T) T {
	if On(n) {
		return a / b
	}
	return a * b
}

// Quo divides, or as mutant n multiplies.
func Quo[T Number](n int, a, b T) T {
	if On(n) {
		return a * b
	}
	return a / b
}

// Rem gives the remainder, or as mutant n the product.
func Rem[T ~int | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64](n int, a, b T) T {
	if On(n) {
		return a * b
	}
	return a % b
}

// Neg negates, or as mutant n does not.
func Neg[T Number](n int, a T) T {
	if On(n) {
		return a
	}
	return -a
}

// Less is a < b, as mutant boundary a <= b, as mutant negation a >= b.
func Less[T cmp.Ordered](boundary, negation int, a, b T) bool {
	switch {
	case On(boundary):
		return a <= b
	case On(negation):
		return a >= b
	}
	return a < b
}

// LessEqual is a <= b, as mutant boundary a < b, as mutant negation a > b.
func LessEqual[T cmp.Ordered](boundary, negation int, a, b T) bool {
	switch {
	case On(boundary):
		return a < b
	case On(negation):
		return a > b
	}
	return a <= b
}

// Greater is a > b, as mutant boundary a >= b, as mutant negation a <= b.
func Greater[T cmp.Ordered](boundary, negation int, a, b T) bool {
	return Less(boundary, negation, b, a)
}

// GreaterEqual is a >= b, as mutant boundary a > b, as mutant negation a < b.
func GreaterEqual[T cmp.Ordered](boundary, negation int, a, b T) bool {
	return LessEqual(boundary, negation, b, a)
}
