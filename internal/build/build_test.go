package build

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheVersionIsThatOfTheModule(t *testing.T) {
	t.Parallel()
	settings := []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "true"}}
	for _, row := range []struct {
		name  string
		built debug.BuildInfo
		want  string
	}{
		{"installed", debug.BuildInfo{Main: debug.Module{Path: module, Version: "v1.2.3"}}, "attrmap v1.2.3 (go, linux/amd64)"},
		{"built from a working copy", debug.BuildInfo{Main: debug.Module{Path: module, Version: "(devel)"}, Settings: settings}, "attrmap devel (0123456789ab with changes, go, linux/amd64)"},
		{"part of another program", debug.BuildInfo{Main: debug.Module{Path: "example.com/x", Version: "v9.0.0"}, Settings: settings, Deps: []*debug.Module{{Path: module, Version: "v1.2.3"}}}, "attrmap v1.2.3 (go, linux/amd64)"},
		{"nothing known", debug.BuildInfo{}, "attrmap devel (go, linux/amd64)"},
	} {
		require.Equal(t, row.want, Info{Version: "devel", Go: "go", OS: "linux", Arch: "amd64"}.from(&row.built).String(), row.name)
	}
	require.NotEmpty(t, Read().Go)
}
