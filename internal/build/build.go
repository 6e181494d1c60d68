// Package build reports what the running program was built from: the version of this module, whichever program it is part of.
package build

import (
	"runtime"
	"runtime/debug"
)

// module is the path of this module.
const module = "github.com/attrmap/attrmap"

// Info is the build of the program. Its members are those of attrmap version --format json.
type Info struct {
	// Version is the version of the module, such as v1.2.3; devel if it was built from a working copy.
	Version string `json:"version"`
	// Revision is the commit that a working copy was at, and Modified is set if it had changes; "" if unknown.
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	// Go is the version of Go, and OS and Arch are the system, as GOOS and GOARCH have them.
	Go   string `json:"go"`
	OS   string `json:"os"`
	Arch string `json:"arch"`
}

// Read returns the build of the running program, from what the Go linker wrote into it.
func Read() Info {
	info := Info{Version: "devel", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	built, ok := debug.ReadBuildInfo()
	if !ok {
		return info
	}
	return info.from(built)
}

// from fills in what the linker wrote. A program that embeds the module has it among its dependencies, and its revision is not the module's.
func (i Info) from(built *debug.BuildInfo) Info {
	if built.Main.Path != module {
		for _, dep := range built.Deps {
			if dep.Path == module {
				i.setVersion(dep.Version)
			}
		}
		return i
	}
	i.setVersion(built.Main.Version)
	for _, s := range built.Settings {
		switch s.Key {
		case "vcs.revision":
			i.Revision = s.Value
		case "vcs.modified":
			i.Modified = s.Value == "true"
		}
	}
	return i
}

// setVersion sets the version unless it is one of Go's words for none.
func (i *Info) setVersion(version string) {
	if version != "" && version != "(devel)" {
		i.Version = version
	}
}

// String returns the build in one line: attrmap v1.2.3 (0123456789ab, go1.25.0, linux/amd64).
func (i Info) String() string {
	text := "attrmap " + i.Version + " ("
	if i.Revision != "" {
		text += i.Revision[:min(len(i.Revision), 12)]
		if i.Modified {
			text += " with changes"
		}
		text += ", "
	}
	return text + i.Go + ", " + i.OS + "/" + i.Arch + ")"
}
