package bulk

import (
	"fmt"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// The limits of the inbound provisioning API.
const (
	// MaxOperations is how many operations one bulk request may have.
	MaxOperations = 50
	// callsPerWindow is how many calls may be made in every [window].
	callsPerWindow = 40
	// window is the span in which calls are counted.
	window = 5 * time.Second
	// callsPerDay is how many calls may be made in 24 hours.
	callsPerDay = 6000
)

// CheckLimits bounds what [Check] looks at. A field that is zero or negative means its default.
type CheckLimits struct {
	// Bytes is the size of the largest text.
	Bytes int
	// Values is the largest number of JSON values in it.
	Values int
	// Depth is the deepest nesting of lists and objects; more than 1000 counts as 1000.
	Depth int
}

// WithDefaults returns the limits with every unset field replaced by its default. A request of 50 users has some hundred kilobytes and
// some thousand values.
func (l CheckLimits) WithDefaults() CheckLimits {
	set := func(field *int, fallback int) {
		if *field <= 0 {
			*field = fallback
		}
	}
	set(&l.Bytes, 8<<20)
	set(&l.Values, 50_000)
	set(&l.Depth, value.JSONDepth)
	l.Depth = min(l.Depth, deepestCheck)
	return l
}

// deepestCheck bounds the recursion of the check, whatever the caller allows.
const deepestCheck = 1000

const day = 24 * time.Hour

// sendingTime returns the least time between the first and the last of a number of calls, within the API's limits. It is 0 for up to
// 40 calls. Counts beyond what a time.Duration can hold, some 600 million calls, return its greatest value.
func sendingTime(calls int) time.Duration {
	if calls <= 0 {
		return 0
	}
	// The first call of a window or a day takes no time, since the time is that between the first and the last call.
	days := (calls - 1) / callsPerDay
	windows := (calls - 1) % callsPerDay / callsPerWindow
	// Calls are a program's own number; the product must not wrap around.
	const greatest = 1<<63 - 1
	if int64(days) >= greatest/int64(day) {
		return greatest
	}
	return time.Duration(days)*day + time.Duration(windows)*window
}

// Summary reports what a run of [Build] came to. Every record that was read is either built or failed.
type Summary struct {
	// Records counts the records read, Built those that are in a request and Failed those that are not.
	Records, Built, Failed int
	// Calls counts the requests, and Duration is the least time that sending them takes, see [sendingTime].
	Calls    int
	Duration time.Duration
	// Issues are what is wrong with the map's urns and with records, in order; see [Options.Report].
	Issues diag.List
	// UnseenColumns are the map's columns that no record has, most likely misspelt. Where the feed leaves empty cells out, they
	// may also be columns that are empty in every record.
	UnseenColumns []string
	// Comparisons are those of the attributes with equals, in the order of the map.
	Comparisons []Comparison
}

// String returns the counts in one line.
func (s *Summary) String() string {
	return fmt.Sprintf("read %d, built %d, failed %d, calls %d, at least %s to send", s.Records, s.Built, s.Failed, s.Calls, s.Duration)
}
