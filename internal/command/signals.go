package command

import (
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/attrmap/attrmap/internal/records"
)

// patience bounds how long a signal waits for a write that may block forever, such as one to a pipe without a reader.
const patience = time.Second

// handleSignals turns signals about writing into ordinary write errors, and ends the program on other signals between two writes, so that no record is
// truncated, and says so.
func (p *program) handleSignals() {
	// Without this, Go ends a program whose standard output is a closed pipe before the error can be reported.
	if len(writeSignals) > 0 { // of none, Ignore would take all
		signal.Ignore(writeSignals...)
	}
	// Room for one, because signal.Notify drops a signal that nobody is waiting for.
	asked := make(chan os.Signal, 1)
	for _, sig := range endSignals {
		if !signal.Ignored(sig) { // as nohup and shells do for background programs
			signal.Notify(asked, sig)
		}
	}
	stderr := p.stderr // before a command line makes it one of messages, since a line of progress is cleared, too
	go func() {
		sig := <-asked
		signal.Reset(sig) // a second one ends the program at once
		// The lock is never released: no write begins any more. A mutex has no timed lock, hence the loop.
		for until := time.Now().Add(patience); !p.writing.TryLock() && time.Now().Before(until); {
			time.Sleep(time.Millisecond)
		}
		records.Abandon()
		message := "attrmap: interrupted\n"
		if status := p.status.Load(); status != nil {
			message = (*status)()
		}
		fmt.Fprint(stderr, message)
		endBy(sig)
	}()
}

// endBy ends the program by the signal, so that a shell sees why it ended: of an interrupt it makes the exit code 130.
func endBy(sig os.Signal) {
	// The signal is delivered at some later moment, which the sleep waits for.
	if self, err := os.FindProcess(os.Getpid()); err == nil && self.Signal(sig) == nil {
		time.Sleep(patience)
	}
	// Only where the signal cannot be sent, or does not end the program.
	os.Exit(exitInterrupted)
}
