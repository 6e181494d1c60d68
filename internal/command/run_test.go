package command

import (
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping/file"
)

func TestAFileThatChangesWhileItIsReadIsReported(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(t *testing.T, name string)
		want   string // "" for no error
	}{
		{"it stays as it is", func(*testing.T, string) {}, ""},
		{"it grows", func(t *testing.T, name string) {
			f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
			require.NoError(t, err)
			_, err = f.WriteString("2\n")
			require.NoError(t, err)
			require.NoError(t, f.Close())
		}, "the file changed while it was read (5 bytes before, 7 now)"},
		{"it is cut after a line", func(t *testing.T, name string) {
			require.NoError(t, os.Truncate(name, 3))
		}, "the file changed while it was read (5 bytes before, 3 now)"},
	} {
		t.Run(row.name, func(t *testing.T) {
			name := written(t, t.TempDir(), "in.csv", "id\n1\n")
			job, err := intake.ReadJob(mappingFile(t), "", []string{""}, nil, nil)
			require.NoError(t, err)
			engine, err := job.Compile()
			require.NoError(t, err)
			run := runCommand{Flags: intake.Flags{In: []string{name}, InFormat: "auto"}}
			in, err := run.Sources(new(program).Opening(io.Discard), job, engine, nil)
			require.NoError(t, err)
			defer in.Close()
			var end error
			for range in.Sources(&end) {
				row.change(t, name)
			}
			if row.want == "" {
				require.NoError(t, end)
				return
			}
			require.ErrorContains(t, end, row.want)
		})
	}
}

func mappingFile(t *testing.T) *file.Document {
	t.Helper()
	doc, err := file.Parse("m.yaml", []byte("mappings: [{target: a, from: id, match: 1}]"))
	require.NoError(t, err)
	return doc
}
