//go:build !race

package netregex_test

const raceDetector = false
