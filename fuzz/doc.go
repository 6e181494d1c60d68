// Package fuzz contains only tests that generate their own input: fuzz targets, each of which states a property and has a
// corpus in testdata/fuzz, and properties of random expressions over all registered functions.
//
// Run a target by its name:
//
//	go test ./fuzz -run '^$' -fuzz '^FuzzEval$' -fuzztime 30s
//
// Inputs for which a property failed stay in the corpus once they are fixed; go test runs the corpus.
package fuzz
