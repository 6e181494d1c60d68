package work

import (
	"slices"
	"testing"
	"time"
)

// Side is one way to do a task.
type Side struct {
	Users int
	// Run does the task n times, for the users in turn.
	Run func(n int)
	// Answer does it once, for user i, and returns a result that can be compared with another side's.
	Answer func(i int) any
}

// Over keeps the type of the result, because a string that is put into an any costs an allocation.
func Over[T any](users []map[string]any, do func(user map[string]any) T) Side {
	return Side{
		Users: len(users),
		Run: func(n int) {
			// No remainder picks the user: a division in each round would be a part of what is measured.
			for i, u := 0, 0; i < n; i++ {
				do(users[u])
				if u++; u == len(users) {
					u = 0
				}
			}
		},
		Answer: func(i int) any { return do(users[i]) },
	}
}

// burst is how long one side runs before the next has its turn: long against the clock's steps, short against the moods of a
// machine that others use too.
const burst = 5 * time.Millisecond

// Calibrate returns the number of rounds that take about 5 ms, the length of one turn, and warms the side up.
func Calibrate(run func(n int)) int {
	for n := 64; ; n *= 2 {
		start := time.Now()
		run(n)
		// A quarter of a turn is long enough to be scaled up to a whole one.
		if took := time.Since(start); took > burst/4 {
			return max(1, int(float64(n)*float64(burst)/float64(took)))
		}
	}
}

// Timed returns the nanoseconds per round.
func Timed(run func(n int), n int) float64 {
	start := time.Now()
	run(n)
	return float64(time.Since(start).Nanoseconds()) / float64(n)
}

// Allocations is the mean over all users.
func Allocations(s Side) float64 {
	// All users once in each run: they differ in what they allocate.
	return testing.AllocsPerRun(100, func() { s.Run(s.Users) }) / float64(s.Users)
}

// Median returns the middle value, or the mean of the two middle values if their number is even. There must be one at least.
func Median(values []float64) float64 {
	// A sorted copy: the order of the measurements belongs to the caller.
	values = slices.Sorted(slices.Values(values))
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
}
