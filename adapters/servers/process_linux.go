package servers

import (
	"os/exec"
	"syscall"
)

// endWithParent makes a process end with this one, also where this one is killed or runs out of time, so that no cleanup runs.
func endWithParent(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
