//go:build !unix

package command

import (
	"os"
	"syscall"
)

// Elsewhere a write that fails says so itself. endSignals ask the program to end: the runtime turns what the system has in their place, such
// as the closing of a console, into these two.
var (
	writeSignals []os.Signal
	endSignals   = []os.Signal{os.Interrupt, syscall.SIGTERM}
)
