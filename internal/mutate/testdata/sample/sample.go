// Package sample is changed by the tests of mutate.
package sample

const limit = 2 + 3

// Clamp gives n, or the limit where n is greater: at the limit both are the same.
func Clamp(n int) int {
	if n > limit {
		return limit
	}
	return n
}

// Sum adds every number but those that are negative, which count twice.
func Sum(list []int) int {
	total := 0
	for i := 0; i < len(list); i++ {
		if n := list[i]; n <= -1 {
			total = total + 2*-n
		} else {
			total += n
		}
	}
	return total
}

// Unwatched is called by no test.
func Unwatched(name string) bool { return name == "x"+"y" }
