//go:build !unix

package main

import (
	"os"
	"syscall"
)

// writeSignals are the signals by which the system says that a write failed.
var writeSignals = []os.Signal{syscall.SIGPIPE}

// isReplaced reports whether a standard stream was closed when the program began. Writing to it fails by itself here.
func isReplaced(*os.File) bool { return false }
