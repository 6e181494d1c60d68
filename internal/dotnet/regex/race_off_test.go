//go:build !race

package regex_test

const raceDetector = false
