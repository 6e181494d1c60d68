//go:build race

package expr_test

// raceDetector makes sync.Pool forget on purpose, so that allocations cannot be counted.
const raceDetector = true
