//go:build race

package regex_test

// raceDetector makes sync.Pool forget on purpose, so that allocations cannot be counted.
const raceDetector = true
