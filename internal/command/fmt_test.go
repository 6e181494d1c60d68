package command

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/textenc"
)

func TestFormattingKeepsFilesAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	const src, want = `{"mappings": [{"target": "å", "expression": "Trim( [a] )"}]}`, `{"mappings": [{"target": "å", "expression": "Trim([a])"}]}`
	for _, head := range []string{"", "\uFEFF", "\xFF\xFE", "\xFE\xFF", "{\x00}\x00", "\x00{\x00}"} {
		enc := textenc.Detect([]byte(head))
		name := filepath.Join(dir, fmt.Sprintf("%x.json", head))
		require.NoError(t, os.WriteFile(name, enc.Encode(src), 0o600))
		code, _, messages := attrmap(nil, "fmt", name)
		require.Zero(t, code, messages)
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, enc.Encode(want), data)
		info, err := os.Stat(name)
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}

	file, link := filepath.Join(dir, "file.txt"), filepath.Join(dir, "link.txt")
	require.NoError(t, os.WriteFile(file, []byte("Trim( [a] )"), 0o640))
	require.NoError(t, os.Symlink(file, link))
	code, _, messages := attrmap(nil, "fmt", link)
	require.Zero(t, code, messages)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "Trim([a])\n", string(data))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.Equal(t, fs.ModeSymlink, info.Mode().Type())
	left, err := filepath.Glob(filepath.Join(dir, ".attrmap-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestFormattingWarnsOfTheServicesLimit(t *testing.T) {
	call := `Join("-", "` + strings.Repeat("x", 60) + `", [b], [c])`
	src := "Join(" + strings.Repeat(call+", ", 110) + "[a])"
	require.Less(t, len(src), syntax.ServiceTextLimit)
	code, out, messages := attrmap(nil, "fmt", src)
	require.Zero(t, code)
	require.Greater(t, len(out), syntax.ServiceTextLimit)
	require.Regexp(t, `^warning too-long: the expression takes \d+ characters as it is written here, the service accepts 10000, its minimal form takes \d+\n$`, messages)
	code, out, messages = attrmap(nil, "fmt", "--min", src)
	require.Zero(t, code)
	require.Empty(t, messages)
	require.Less(t, len(out), len(src))

	deep := strings.Repeat("Trim(", 190) + strings.Repeat("Join([a], [b], ", 1) + "[c])" + strings.Repeat(")", 190)
	wide := "Join(" + strings.Repeat(deep+", ", 20) + "[a])"
	require.Less(t, len(wide), syntax.DefaultSourceBytes)
	code, out, _ = attrmap(nil, "fmt", wide)
	require.Zero(t, code)
	_, err := syntax.Parse(strings.TrimSuffix(out, "\n"))
	require.NoError(t, err, "what is printed can be read again")
}
