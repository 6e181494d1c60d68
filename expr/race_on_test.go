//go:build race

package expr_test

// raceDetector reports whether the race detector is on. It makes sync.Pool drop items at random, so that allocations cannot be
// counted.
const raceDetector = true
