// Package readme holds the test that runs the commands of README.md and compares what they print.
package readme
