//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// writeSignals are the signals by which the system says that a write failed: nobody reads the pipe any more, the file is larger than the
// process may make it.
var writeSignals = []os.Signal{syscall.SIGPIPE, syscall.SIGXFSZ}

// isReplaced reports whether a standard stream was closed when the program began. Go's runtime opens the null device in its place, for reading
// and writing (runtime.checkfds); where somebody discards output on purpose, shells and most languages open it for writing only, and it cannot
// be read. Python's subprocess.DEVNULL and Node's "ignore" do open it for both, and look like a closed stream.
func isReplaced(stream *os.File) bool {
	info, err := stream.Stat()
	if err != nil {
		return true
	}
	null, err := os.Stat(os.DevNull)
	if err != nil || !os.SameFile(info, null) {
		return false
	}
	_, err = stream.Read(make([]byte, 1))
	return errors.Is(err, io.EOF)
}
