// Package work is what the two benchmark commands, internal/bench and examples/bench, measure alike: the users, the tasks by hand and
// in our language, one user's results, and the clock.
//
// It imports the language and mapping; only the benchmarks import it. A Service is safe for concurrent use; what Text and EntraMap
// give is not.
package work
