package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFileOfCredentialsHasLinesOfNamesAndTexts(t *testing.T) {
	for _, row := range []struct {
		text string
		want map[string]string
		err  string
	}{
		{"ATTRMAP_TOKEN=abc", map[string]string{varToken: "abc"}, ""},
		{"\ufeff# of the tests\r\n\r\nATTRMAP_BIND_DN=CN=a,DC=x\r\nATTRMAP_PASSWORD= p#=\"'  \r\n", map[string]string{varBindDN: "CN=a,DC=x", varPassword: ` p#="'  `}, ""},
		{"", nil, "want lines such as ATTRMAP_TOKEN=…, got none"},
		{"# nothing\n", nil, "got none"},
		{"hunter2\n", nil, "line 1: want ATTRMAP_TOKEN=…, ATTRMAP_BIND_DN=… or ATTRMAP_PASSWORD=…"},
		{"ATTRMAP_TOKEN=abc\nexport ATTRMAP_PASSWORD=hunter2\n", nil, "line 2: want"},
		{"ATTRMAP_TOKEN =hunter2\n", nil, "line 1: want"},
		{"ATTRMAP_TOKEN=\n", nil, "line 1: ATTRMAP_TOKEN is empty"},
		{"ATTRMAP_TOKEN=hunter2\nATTRMAP_TOKEN=hunter2\n", nil, "line 2: ATTRMAP_TOKEN is set twice"},
		{"#" + strings.Repeat("hunter2", 10_000), nil, "want a few lines, got more than 65536 bytes"},
	} {
		name := filepath.Join(t.TempDir(), "credentials")
		require.NoError(t, os.WriteFile(name, []byte(row.text), 0o600))
		got, err := readCredentials(name)
		if row.err == "" {
			require.NoError(t, err)
			require.Equal(t, row.want, got)
			continue
		}
		require.ErrorContains(t, err, row.err)
		require.NotContains(t, err.Error(), "hunter2")
	}
}
