//go:build !unix

package main

import (
	"os"
	"syscall"
)

// writeSignals are the signals by which the system says that a write failed.
var writeSignals = []os.Signal{syscall.SIGPIPE}
