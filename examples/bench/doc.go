// Command bench compares attrmap with two general expression languages for Go, expr-lang and CEL, and all three with hand-written
// Go: eight tasks of provisioning, from one function call to a whole mapping of 20 attributes, over the same eight users.
//
//	go run .             the table of all tasks
//	go run . -task a,e   some of them
//	go run . -runs 51    more runs, for a machine that is not idle
//
// A task is measured only after all engines have given the same for every user. It is a module of its own, so that whoever
// depends on attrmap does not depend on the other languages. README.md tells what was measured and how fair it is.
package main
