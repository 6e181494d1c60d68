package replay_test

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/replay"
)

// now is the time of plans, and of the events that they make.
var now = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// jobOf reads a job from the text of a mapping file.
func jobOf(t testing.TB, name, text string) *intake.Job {
	t.Helper()
	doc, err := file.Read(strings.NewReader(text), name)
	require.NoError(t, err)
	job, err := intake.ReadJob(doc, "", nil, nil, functions.Standard())
	require.NoError(t, err)
	require.False(t, job.Findings.HasErrors(), job.Findings.Render())
	require.NoError(t, (&intake.Flags{Profile: "auto", Domain: "contoso.com"}).Settle(opening(), job, func() time.Time { return now }))
	return job
}

func opening() *intake.Opening {
	return &intake.Opening{Open: func(name string) (io.ReadCloser, error) { return os.Open(name) }, Exists: func(string) bool { return false }, Messages: io.Discard, Whole: true}
}

// peopleOf reads source objects from files.
func peopleOf(t testing.TB, job *intake.Job, names ...string) []provision.Source {
	t.Helper()
	engine, err := job.Compile()
	require.NoError(t, err)
	files, err := (&intake.Flags{In: names, InFormat: "auto"}).Sources(opening(), job, engine, nil)
	require.NoError(t, err)
	defer files.Close()
	var end error
	people := slices.Collect(files.Sources(&end))
	require.NoError(t, end)
	return people
}

// plansOf plans a cycle, and returns the log of it: a summary of each plan in a line.
func plansOf(t testing.TB, job *intake.Job, people []provision.Source, targets ...string) string {
	t.Helper()
	engine, err := job.Compile()
	require.NoError(t, err)
	objects, _, err := (&intake.Flags{Target: targets, TargetFormat: "auto"}).Targets(opening(), job)
	require.NoError(t, err)
	var log bytes.Buffer
	for p, err := range engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)}).Run(t.Context(), slices.Values(people), 1) {
		require.NoError(t, err)
		log.Write(append(p.AppendSummary(nil), '\n'))
	}
	return log.String()
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}

// replayed judges a log.
func replayed(t testing.TB, job *intake.Job, log string, opts replay.Options) *replay.Report {
	t.Helper()
	report, err := replay.Run(t.Context(), job.Job, []replay.Log{{Name: "log.json", Reader: strings.NewReader(log)}}, opts)
	require.NoError(t, err)
	return report
}

func textOf(t testing.TB, report *replay.Report) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, report.Write(&b, "text"))
	return b.String()
}
