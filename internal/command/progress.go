package command

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/provision"
)

// meter counts what is read of files.
type meter struct {
	size, read atomic.Int64
	streams    atomic.Bool // the size of one of them is not known
}

// open opens a file whose bytes are counted.
func (m *meter) open(p *program, name string) (io.ReadCloser, error) {
	in, err := p.open(name)
	if err != nil {
		return nil, err
	}
	if file, ok := in.(*records.Input); ok && file.Size() > 0 {
		m.size.Add(file.Size())
		return metered{file, m}, nil
	}
	m.streams.Store(true)
	return in, nil
}

type metered struct {
	*records.Input
	meter *meter
}

// Read reads from the file.
func (m metered) Read(data []byte) (int, error) {
	n, err := m.Input.Read(data)
	m.meter.read.Add(int64(n))
	return n, err
}

// share returns how much of the files has been read, 0 if nobody knows.
func (m *meter) share() float64 {
	size := m.size.Load()
	if m.streams.Load() || size == 0 {
		return 0
	}
	return min(1, float64(m.read.Load())/float64(size)) // a file may grow
}

// progress shows on a terminal how far a run is. The zero progress shows nothing.
type progress struct {
	w     io.Writer   // nil shows nothing
	lock  sync.Locker // held while the line is written: nothing follows the message of an interrupted run
	clock func() time.Time
	meter *meter

	mu sync.Mutex // of what follows: objects are read by one goroutine, and plans written by another
	// The rate is the mean since the beginning, so that it does not jump; last is when the line was updated.
	begun, last time.Time
	// planning is when all had been read, where plans are made after that.
	planning time.Time
	read     int // objects
	planned  int
	failed   int
	shown    bool
}

// newProgress returns a progress that shows nothing unless messages go to a terminal and output does not, or follows at the end.
func newProgress(p *program, out io.Writer, streams bool, m *meter) *progress {
	// In a log the line would be one long line of every update, and among plans on a terminal it would be overwritten.
	if !p.isTerminal(p.stderr) || streams && p.isTerminal(out) {
		return &progress{}
	}
	now := p.clock()
	drawn := &progress{w: raw(p.stderr), lock: &p.writing, clock: p.clock, meter: m, begun: now, last: now}
	p.drawn.Store(drawn)
	return drawn
}

// clearProgress makes room for a message.
func (p *program) clearProgress() {
	if drawn := p.drawn.Load(); drawn != nil {
		drawn.end()
	}
}

// addRead notes that an object has been read.
func (p *progress) addRead() {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read++
	p.update()
}

// show notes how many plans there are.
func (p *progress) show(t *provision.Totals) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.planned, p.failed = t.Read, t.Failed
	p.update()
}

// update updates the line if a second has passed.
func (p *progress) update() {
	now := p.clock()
	if now.Sub(p.last) < time.Second { // each update costs a write to the terminal
		return
	}
	p.last, p.shown = now, true
	// The escape sequence clears the rest of the line, which may have been longer.
	p.lock.Lock()
	defer p.lock.Unlock()
	fmt.Fprintf(p.w, "\r%s\x1b[K", p.line(now))
}

// line says how many objects there are, and which share of all they are or, where nobody knows, how fast they come.
func (p *progress) line(now time.Time) string {
	text := show.Counted(max(p.read, p.planned), "object", "objects")
	share, since := p.meter.share(), p.begun
	if share == 1 && p.planned < p.read {
		if p.planning.IsZero() {
			p.planning = now
		}
		since, share = p.planning, float64(p.planned)/float64(p.read)
		text = show.Thousands(p.planned) + " of " + text
	}
	const percent = 100
	switch passed := now.Sub(since); {
	case share == 0:
		text += fmt.Sprintf(", %.0f/s", float64(max(p.read, p.planned))/now.Sub(p.begun).Seconds())
	case passed == 0:
		text += fmt.Sprintf(", %d %%", int(percent*share))
	default:
		left := time.Duration(float64(passed) * (1 - share) / share)
		text += fmt.Sprintf(", %d %%, %s left", int(percent*share), rounded(left))
	}
	if p.failed > 0 {
		text += ", " + show.Thousands(p.failed) + " failed"
	}
	return text
}

// rounded writes a time as people estimate it.
func rounded(d time.Duration) string {
	const hour = 60 // in minutes
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%hour)
}

// end clears the line, until the next update.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		p.shown = false
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
