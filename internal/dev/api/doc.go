// Package api holds the test that compares the exported names of the module with a list, testdata/api.txt, and bounds their number: a name
// that a program can use is a promise, and is added on purpose.
package api
