package records_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/records"
)

var part = regexp.MustCompile(`^part-\d\.json$`)

func partName(n, _ int) string { return "part-" + strconv.Itoa(n) + ".json" }

// filesOf returns what is in a directory.
func filesOf(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestASetIsThereWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	set, err := records.NewSet(dir, part, false)
	require.NoError(t, err)
	require.NoError(t, set.Add(2, []byte("{}\n")))
	require.NoError(t, set.Add(1, []byte("[]\n")))
	require.Len(t, filesOf(t, dir), 1, "nothing has its name before the end")
	require.NoError(t, set.Commit(partName))
	require.NoError(t, set.Close())
	require.Equal(t, []string{"manifest.json", "part-1.json", "part-2.json"}, filesOf(t, dir))
	data, err := os.ReadFile(filepath.Join(dir, records.Manifest))
	require.NoError(t, err)
	require.JSONEq(t, `{"files": [
		{"name": "part-1.json", "records": 2, "sha256": "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"},
		{"name": "part-2.json", "records": 1, "sha256": "37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570"}
	], "records": 3}`, string(data))
}

func TestASetThatIsNotCommittedLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	set, err := records.NewSet(dir, part, false)
	require.NoError(t, err)
	require.NoError(t, set.Add(1, nil))
	require.NoError(t, set.Close())
	require.NoDirExists(t, dir)
}

func TestANameThatIsTakenUndoesTheSet(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "part-2.json", "full"), 0o700))
	set, err := records.NewSet(dir, part, true)
	require.NoError(t, err, "a directory is no file of an earlier set")
	require.NoError(t, set.Add(1, nil))
	require.NoError(t, set.Add(1, nil))
	require.Error(t, set.Commit(partName))
	require.NoError(t, set.Close())
	require.Equal(t, []string{"part-2.json"}, filesOf(t, dir))
}

func TestALinkOfAnEarlierSetIsRemovedAndWhatItLeadsToStays(t *testing.T) {
	t.Parallel()
	other := filepath.Join(t.TempDir(), "other")
	require.NoError(t, os.WriteFile(other, nil, 0o600))
	dir := t.TempDir()
	if err := os.Symlink(other, filepath.Join(dir, "part-1.json")); err != nil {
		t.Skip(err)
	}
	_, err := records.NewSet(dir, part, false)
	require.ErrorContains(t, err, "such as part-1.json (1 in all)")
	set, err := records.NewSet(dir, part, true)
	require.NoError(t, err)
	require.NoError(t, set.Close())
	require.Empty(t, filesOf(t, dir))
	require.FileExists(t, other)
}
