// Package fuzz holds no code, only tests that make up their own input: fuzz targets, each with a property that it states and a
// corpus under testdata/fuzz, and a generator of random expressions over every registered function.
//
// A target is run by name:
//
//	go test ./fuzz -run '^$' -fuzz '^FuzzEval$' -fuzztime 30s
//
// What a run finds is mended and stays as a file of the corpus, which every ordinary test run executes.
package fuzz
