// Command bench measures attrmap beside hand-written Go that does the same work, and on request beside two general expression
// languages, expr-lang and CEL: eight tasks, from one function call to a whole mapping of 20 attributes, over the same eight users.
//
//	go -C examples/bench run .               the table of all tasks
//	go -C examples/bench run . -task a,e     some of them
//	go -C examples/bench run . -runs 51      more runs, for a machine that is not idle
//	go -C examples/bench run . -engines      with the other languages
//	go -C examples/bench run . -grow         how cost grows with an expression's size
//	go -C examples/bench run . -compile      what compiling costs
//	go -C examples/bench run . -stream 1000000
//
// A ratio is the time of a side to that of hand-written Go: lower is better, 1 is as fast as by hand. A task is measured only after
// all its sides have returned the same for every user; the times are not tested. For profiles run the same tasks as benchmarks:
// go test -bench Tasks/h/attrmap -cpuprofile cpu.
//
// It is a module of its own, so that attrmap does not depend on the other languages. README.md says what was measured and how fair it is.
package main
