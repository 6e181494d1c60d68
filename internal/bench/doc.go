// Command bench compares attrmap with hand-written Go that does the same work: eight tasks, from one function call to a whole
// mapping of 20 attributes, over the same eight users.
//
//	go run ./internal/bench             the table of all tasks
//	go run ./internal/bench -task a,e   some of them
//	go run ./internal/bench -runs 51    more runs, for a machine that is not idle
//
// The ratio is ours to theirs: lower is better, and 1 is as fast as by hand. That both give the same results is a test of this
// package; the times are not tested. For profiles run the same tasks as benchmarks: go test -bench Tasks/h/ours -cpuprofile cpu.
//
// It imports the language and mapping; nothing imports it.
package main
