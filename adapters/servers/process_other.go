//go:build !linux

package servers

import "os/exec"

// endWithParent does nothing where a process cannot be made to end with its parent.
func endWithParent(*exec.Cmd) {}
