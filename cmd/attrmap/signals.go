package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// patience bounds how long a signal waits for a write that may never end, such as one to a pipe that nobody reads.
const patience = time.Second

// heedSignals makes a closed pipe an error of writing like any other, in place of a silent death, and lets signals that ask the
// program to end do so between two writes, so that no record is cut.
func (p *program) heedSignals() {
	signal.Ignore(syscall.SIGPIPE)
	asked := make(chan os.Signal, 1)
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(sig) { // as nohup and shells have it for programs in the background
			signal.Notify(asked, sig)
		}
	}
	go func() {
		sig := <-asked
		signal.Reset(sig) // the second one ends the program at once
		for until := time.Now().Add(patience); !p.writing.TryLock() && time.Now().Before(until); {
			time.Sleep(time.Millisecond)
		}
		endBy(sig)
	}()
}

// endBy ends the program by the signal, so that a shell sees how it ended.
func endBy(sig os.Signal) {
	if self, err := os.FindProcess(os.Getpid()); err == nil && self.Signal(sig) == nil {
		time.Sleep(patience)
	}
	os.Exit(exitUsage)
}
