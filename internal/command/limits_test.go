package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFilesOfTheUserMayBeLarge: what is beyond the limits for files of unknown origin is read, unless the user asks for them.
func TestFilesOfTheUserMayBeLarge(t *testing.T) {
	dir := t.TempDir()
	at := func(name, text string) string {
		name = filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		return name
	}
	mappings := at("mappings.yaml", "mappings:\n- {target: id, from: id, match: 1}\n#"+strings.Repeat(" remark", 400_000)+"\n")
	people := at("people.json", `[{"id": "1", "members": [`+strings.Repeat("1,", 260_000)+`1]}]`)
	small := at("small.yaml", "mappings:\n- {target: id, from: id, match: 1}\n- {target: n, expression: 'Count([members])'}\n")
	var lists strings.Builder
	for i := range 300 {
		fmt.Fprintf(&lists, `%s{"name": "d%d", "objects": [{"name": "o", "attributes": [%s{"name": "x"}]}]}`, strings.Repeat(",", min(i, 1)), i, strings.Repeat(`{"name": "a"},`, 140))
	}
	schema := at("schema.json", `{"directories": [`+lists.String()+`], "synchronizationRules": []}`)
	request := at("request.json", `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [`+strings.Repeat(" ", 9<<20)+`]}`)
	for _, row := range []struct {
		args  []string
		limit string // under strict
	}{
		{[]string{"run", "--schema", mappings, "--in", people}, "mappings.yaml"},
		{[]string{"run", "--schema", small, "--in", people}, "more than 250000 values"},
		{[]string{"lint", mappings}, "the text is longer than 2 MiB"},
		{[]string{"lint", dir}, "the text is longer than 2 MiB"},
		{[]string{"doc", mappings}, "the text is longer than 2 MiB"},
		{[]string{"schema", "check", schema}, "more than 40000 values"},
		{[]string{"bulk", "check", request}, "the text is longer than 8 MiB"},
	} {
		_, out, messages := attrmap(nil, row.args...)
		require.NotContains(t, out+messages, "longer than", row.args)
		require.NotContains(t, out+messages, "more than", row.args)
		_, out, messages = attrmap(nil, append(row.args, "--limits", "strict")...)
		require.Contains(t, out+messages, row.limit, row.args)
	}
	code, _, messages := attrmap(nil, "eval", "1", "--limits", "huge")
	require.Equal(t, exitUsage, code)
	require.Contains(t, messages, "--limits")
}
