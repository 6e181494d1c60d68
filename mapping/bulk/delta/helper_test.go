package delta_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/bulk/delta"
)

// inFiles makes a comparison keep hardly anything in memory.
func inFiles(t testing.TB, opt *delta.Options) {
	opt.Hold(1)
	onDisk(t, opt)
}

// onDisk makes a comparison keep in files what memory does not hold.
func onDisk(t testing.TB, opt *delta.Options) {
	dir := t.TempDir()
	opt.Scratch = func() (delta.Scratch, error) {
		f, err := os.CreateTemp(dir, "")
		require.NoError(t, err)
		return f, err
	}
}
