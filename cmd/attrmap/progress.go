package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/attrmap/attrmap/mapping/provision"
)

// progress shows on a terminal how far a run is. The zero progress shows nothing.
type progress struct {
	w     io.Writer   // nil shows nothing
	lock  sync.Locker // held while the line is written: nothing follows the message of an interrupted run
	clock func() time.Time
	// The rate is the mean since the beginning, so that it does not jump; last is when the line was updated.
	begun, last time.Time
	shown       bool
}

// newProgress returns a progress that shows nothing unless messages go to a terminal and plans do not.
func newProgress(p *program, plans io.Writer) *progress {
	// In a log the line would be one long line of every update, and among plans on a terminal it would be overwritten.
	if !p.isTerminal(p.stderr) || p.isTerminal(plans) {
		return &progress{}
	}
	now := p.clock()
	return &progress{w: raw(p.stderr), lock: &p.writing, clock: p.clock, begun: now, last: now}
}

// show updates the line if a second has passed.
// It is called for every plan, by the one goroutine that writes plans: progress needs no lock.
func (p *progress) show(t *provision.Totals) {
	if p.w == nil {
		return
	}
	now := p.clock()
	if now.Sub(p.last) < time.Second { // each update costs a write to the terminal
		return
	}
	p.last, p.shown = now, true
	rate := float64(t.Read) / now.Sub(p.begun).Seconds()
	// The escape sequence clears the rest of the line, which may have been longer.
	p.lock.Lock()
	defer p.lock.Unlock()
	fmt.Fprintf(p.w, "\r%d objects, %.0f/s, %d failed\x1b[K", t.Read, rate, t.Failed)
}

// end clears the line.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.w, p.cleared())
	}
}

// cleared returns what clears the line, also where none is shown yet.
func (p *progress) cleared() string {
	if p.w == nil {
		return ""
	}
	return "\r\x1b[K"
}
