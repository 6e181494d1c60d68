package work

import (
	"fmt"
	"slices"
	"strings"
)

// Choose returns the tasks that names lists, separated by commas, in that order; all tasks where it is empty.
func Choose[T any](all []T, name func(T) string, names string) ([]T, error) {
	if names == "" {
		return all, nil
	}
	var chosen []T
	for want := range strings.SplitSeq(names, ",") {
		i := slices.IndexFunc(all, func(t T) bool { return name(t) == want })
		if i < 0 {
			return nil, fmt.Errorf("unknown task %.40q: want some of %s", want, strings.Join(namesOf(all, name), ", "))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// namesOf returns the names of all tasks, for the error about an unknown one.
func namesOf[T any](all []T, name func(T) string) []string {
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = name(t)
	}
	return names
}
