package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"text/tabwriter"
	"time"

	"github.com/attrmap/attrmap/examples/bench/work"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// writeStream maps a number of users, as JSON Lines, through the 20 rows of task h, and prints how many a second and how much memory,
// for us and for hand-written Go. Input and output are the same on both sides.
func writeStream(w io.Writer, users int) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "side\tusers\tbytes a user\tusers/s\tpeak heap MiB\t")
	for _, s := range []struct {
		name string
		run  func(in io.Reader, out io.Writer) error
	}{
		// One after the other, so that each has the machine for itself, and the heap that is watched is its own.
		{"attrmap", streamOurs}, {"by hand", streamByHand},
	} {
		result, err := timeStream(users, s.run)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%.0f\t%.1f\t\n", s.name, users, result.bytes/users, result.rate, result.peak)
	}
	return table.Flush()
}

// streamResult is what one side took: bytes of input, users per second, and the peak of the heap in MiB.
type streamResult struct {
	bytes      int
	rate, peak float64
}

// timeStream runs one side over a number of users. Its output is buffered alike on both sides and goes nowhere: no disk is measured.
func timeStream(users int, run func(io.Reader, io.Writer) error) (streamResult, error) {
	in := &userLines{left: users}
	for _, u := range work.SCIMUsers() {
		line, err := json.Marshal(u)
		if err != nil {
			return streamResult{}, err
		}
		in.lines = append(in.lines, append(line, '\n'))
	}
	// What the side before has left must not count for this one.
	runtime.GC()
	watch := watchHeap()
	begin := time.Now()
	out := bufio.NewWriterSize(io.Discard, 64<<10)
	// The time ends after the last byte has left the buffer.
	err := errors.Join(run(in, out), out.Flush())
	seconds := time.Since(begin).Seconds()
	return streamResult{in.bytes, float64(users) / seconds, watch.stop()}, err
}

// userLines yields the same users again and again without holding them.
// It returns at most a line for each Read, alike for both sides.
type userLines struct {
	lines    [][]byte
	at, left int
	rest     []byte
	bytes    int
}

// Read implements io.Reader.
func (u *userLines) Read(p []byte) (int, error) {
	if len(u.rest) == 0 {
		if u.left == 0 {
			return 0, io.EOF
		}
		u.rest = u.lines[u.at%len(u.lines)]
		u.at++
		u.left--
	}
	// What does not fit stays for the next Read.
	n := copy(p, u.rest)
	u.rest = u.rest[n:]
	u.bytes += n
	return n, nil
}

// streamOurs uses what a program that cares for speed would: only the attributes that the mapping reads are kept, and the values and the
// line are written into the same memory for every user.
func streamOurs(in io.Reader, out io.Writer) error {
	mapper := entraMapper()
	reader, err := feed.Open(in, feed.Options{Name: "users.ndjson", Format: feed.NDJSON, Keep: mapper.SourceAttributes()})
	if err != nil {
		return err
	}
	evaluator := mapper.NewEvaluator()
	set := mapper.Set()
	var values []value.Value
	var line []byte
	for rec, err := range reader.Records() {
		if err = errors.Join(err, rec.Err); err != nil {
			return err
		}
		// The values are in the order of the set's mappings; absent ones do not flow, and are left out.
		if values, err = evaluator.Values(context.Background(), rec.Attributes(), values[:0]); err != nil {
			return err
		}
		line = append(line[:0], '{')
		for i, v := range values {
			if v.IsAbsent() {
				continue
			}
			if len(line) > 1 {
				line = append(line, ',')
			}
			// Quoted each time, as encoding/json quotes the keys of the other side.
			line = value.String(set.Mappings[i].Target).AppendJSON(line)
			line = append(line, ':')
			line = v.AppendJSON(line)
		}
		if _, err := out.Write(append(line, "}\n"...)); err != nil {
			return err
		}
	}
	return nil
}

// streamByHand is the usual loop of encoding/json around the hand-written mapping.
func streamByHand(in io.Reader, out io.Writer) error {
	s := work.NewService()
	dec := json.NewDecoder(bufio.NewReaderSize(in, 64<<10))
	enc := json.NewEncoder(out)
	for {
		// A new map for each user: Decode would otherwise leave attributes of the one before.
		var user map[string]any
		if err := dec.Decode(&user); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := enc.Encode(s.Entra(user)); err != nil {
			return err
		}
	}
}

// heapWatch notes the greatest heap, some hundred times a second.
type heapWatch struct {
	quit chan struct{}
	peak chan float64
}

// watchHeap begins to watch. ReadMemStats stops the world for a moment, on both sides alike.
func watchHeap() *heapWatch {
	w := &heapWatch{make(chan struct{}), make(chan float64)}
	go func() {
		var peak uint64
		// Peaks between two ticks are missed.
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
			select {
			case <-w.quit:
				w.peak <- float64(peak) / (1 << 20)
				return
			case <-tick.C:
			}
		}
	}()
	return w
}

// stop ends the watch and returns the peak in MiB. It waits for the goroutine, which reads the heap once more before it ends.
func (w *heapWatch) stop() float64 {
	close(w.quit)
	return <-w.peak
}
