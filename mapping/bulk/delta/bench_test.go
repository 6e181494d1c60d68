package delta_test

import (
	"fmt"
	"io"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/bulk/delta"
	"github.com/attrmap/attrmap/mapping/feed"
)

// widePeople writes a table of 25 columns as it is read. On the second day every 50th person has one other cell, and every 1,000th is gone.
type widePeople struct {
	people, next int
	second       bool
	text         []byte
}

const wideColumns = 25

// Read implements io.Reader.
func (w *widePeople) Read(p []byte) (int, error) {
	for len(w.text) == 0 {
		if w.next > w.people {
			return 0, io.EOF
		}
		w.text = w.appendRow(w.text[:0])
		w.next++
	}
	n := copy(p, w.text)
	w.text = w.text[n:]
	return n, nil
}

// appendRow appends the header, or the next person.
func (w *widePeople) appendRow(dst []byte) []byte {
	i := w.next - 1
	if w.second && i%1000 == 7 {
		return dst
	}
	for c := range wideColumns {
		if c > 0 {
			dst = append(dst, ',')
		}
		switch {
		case i < 0:
			dst = fmt.Appendf(dst, "c%d", c)
		case c == 0:
			dst = fmt.Appendf(dst, "E%07d", i)
		case w.second && i%50 == 0 && c == 1+i/50%(wideColumns-1):
			dst = append(dst, "changed"...)
		default:
			dst = append(dst, 'v')
			dst = strconv.AppendInt(dst, int64((i*7919+c*104_729)%1_000_003), 10)
		}
	}
	return append(dst, '\n')
}

// BenchmarkCompare compares two days of people with 25 columns, all of which the map reads, and builds the requests. What generating the tables
// takes is in the time.
func BenchmarkCompare(b *testing.B) {
	m := &bulk.Map{Attributes: []bulk.Attribute{{Path: "externalId", Column: "c0"}}}
	for c := 1; c < wideColumns; c++ {
		m.Attributes = append(m.Attributes, bulk.Attribute{Path: fmt.Sprintf("urn:example:2.0:User:a%d", c), Column: fmt.Sprintf("c%d", c)})
	}
	for _, people := range []int{10_000, 100_000, 1_000_000} {
		b.Run(strconv.Itoa(people), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var files []*delta.File
				for _, second := range []bool{false, true} {
					f, err := delta.Open(&widePeople{people: people, second: second}, m, feed.Options{Format: feed.CSV})
					require.NoError(b, err)
					files = append(files, f)
				}
				opt := delta.Options{}
				onDisk(b, &opt)
				d, err := delta.Compare(files[0], files[1], m, opt)
				require.NoError(b, err)
				for _, err := range d.Requests() {
					require.NoError(b, err)
				}
				s := d.Summary()
				require.Equal(b, people/1000, len(s.Absent))
				require.NoError(b, d.Close())
			}
			b.ReportMetric(float64(people)*float64(b.N)/b.Elapsed().Seconds(), "people/s")
		})
	}
}
