package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

func run(t *testing.T, file, only string) (survivors int, lines []string) {
	t.Helper()
	var out strings.Builder
	survivors, err := mutate(&out, "./testdata/sample", "", file, only, 2)
	require.NoError(t, err)
	lines = strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	slices.Sort(lines[:len(lines)-1]) // workers end in any order
	return survivors, lines
}

// TestMutate: every kind of change is tried, constants stay constants, and what no test notices is told with its place.
func TestMutate(t *testing.T) {
	survivors, lines := run(t, "", "")
	require.Equal(t, 2, survivors)
	if diff := cmp.Diff([]string{
		"survives: 0 sample.go:8:7 > becomes >=",
		"survives: 10 sample.go:28:48 == becomes !=",
		"11 mutants, 9 killed, 2 survive",
	}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestMutateAFewMutants(t *testing.T) {
	survivors, lines := run(t, "^sample", "1,10")
	require.Equal(t, 1, survivors)
	require.Equal(t, []string{"survives: 10 sample.go:28:48 == becomes !=", "2 mutants, 1 killed, 1 survive"}, lines)

	survivors, lines = run(t, "^other", "")
	require.Zero(t, survivors)
	require.Equal(t, []string{"0 mutants, 0 killed, 0 survive"}, lines)
}

func TestMutateTellsOfTestsThatFailAnyway(t *testing.T) {
	t.Setenv("SAMPLE_BROKEN", "1")
	_, err := mutate(&strings.Builder{}, "./testdata/sample", "", "", "", 1)
	require.ErrorContains(t, err, "the tests fail without a mutant")
	require.ErrorContains(t, err, "broken on request")
}

func TestMutateSaysWhatIsWrong(t *testing.T) {
	for _, row := range []struct{ pattern, against, file, only, want string }{
		{"./testdata/none", "", "", "", "directory not found"},
		{"./testdata/sample", "./testdata/none", "", "", "directory not found"},
		{"./testdata/sample", "", "(", "", "missing closing"},
		{"./testdata/sample", "", "", "first", `"first"`},
	} {
		_, err := mutate(&strings.Builder{}, row.pattern, row.against, row.file, row.only, 1)
		require.ErrorContains(t, err, row.want)
	}
}
