//go:build unix

package command

import (
	"os"
	"syscall"
)

// writeSignals are the signals by which the system says that a write failed: nobody reads the pipe any more, the file is larger than the
// process may make it. endSignals ask the program to end.
var (
	writeSignals = []os.Signal{syscall.SIGPIPE, syscall.SIGXFSZ}
	endSignals   = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
)
