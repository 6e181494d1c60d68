package functions

import (
	"iter"

	"github.com/attrmap/attrmap/internal/call"
)

// Points yields what evaluations of a call with n arguments may meet, in the order of their numbers; state is what the function's Prepare
// returned for the call. Most functions have none. Which of them an evaluation meets, the implementation reports to [Env.Met].
func Points(spec *Spec, n int, state any) iter.Seq[call.Point] {
	if spec.points == nil {
		return func(func(call.Point) bool) {}
	}
	return spec.points(n, state)
}

// met reports that the evaluation meets point k of the call, from 0.
func (a Args) met(k int) {
	if report := a.c.Env.Met; report != nil {
		report(a.call.first + k)
	}
}

// The points of IIF.
const (
	pointTrue = iota
	pointFalse
)

func branchPoints(int, any) iter.Seq[call.Point] {
	return func(yield func(call.Point) bool) {
		_ = yield(call.Point{Kind: "branch", Words: "true branch", At: 1, Result: 1}) &&
			yield(call.Point{Kind: "branch", Words: "false branch", At: 2, Result: 2})
	}
}

// switchPoints yields the default and then the keys: the point of the key with index i is i+1.
func switchPoints(n int, _ any) iter.Seq[call.Point] {
	return func(yield func(call.Point) bool) {
		if !yield(call.Point{Kind: "default", Words: "default", At: 1, Result: 1}) {
			return
		}
		for i := 2; i+1 < n; i += 2 {
			if !yield(call.Point{Kind: "key", Words: "key", At: i, Result: i + 1}) {
				return
			}
		}
	}
}

// eachArgument yields a point of a kind for each argument, by the number of the argument.
func eachArgument(kind string) func(int, any) iter.Seq[call.Point] {
	return func(n int, _ any) iter.Seq[call.Point] {
		return func(yield func(call.Point) bool) {
			for i := range n {
				if !yield(call.Point{Kind: kind, Words: kind, At: i, Result: i}) {
					return
				}
			}
		}
	}
}

// The points of a search with a regular expression.
const (
	pointMatched = iota
	pointNotMatched
)

func searchPoints(_ int, state any) iter.Seq[call.Point] {
	return func(yield func(call.Point) bool) {
		s, ok := state.(*replaceState)
		if !ok || !s.searches || !yield(call.Point{Kind: "match", Words: "match of", At: call.ReplacePattern, Result: -1}) {
			return
		}
		// The published way to drop what is at the end of a text, (\.)*$, matches every text.
		if s.pattern == nil || s.grouped || !s.pattern.AlwaysMatches() {
			yield(call.Point{Kind: "match", Words: "no match of", At: call.ReplacePattern, Result: -1})
		}
	}
}

// searched reports whether a regular expression has matched.
func (a Args) searched(found bool) {
	if found {
		a.met(pointMatched)
	} else {
		a.met(pointNotMatched)
	}
}
