// Package work is what the benchmark measures: the users, the tasks by hand and in our language, one user's results, and the clock.
//
// It imports the language and mapping; only the benchmark imports it. A Service is safe for concurrent use; the functions that Text and
// EntraMap return are not.
package work
