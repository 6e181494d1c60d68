package command

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/provision"
)

func TestProgressMovesOnceASecondAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	newOne := func(out *bytes.Buffer, size int64) *progress {
		p := &progress{w: out, lock: &sync.Mutex{}, clock: func() time.Time { return now }, meter: &meter{}, begun: now, last: now}
		p.meter.size.Store(size)
		return p
	}
	for _, row := range []struct {
		name string
		size int64 // of the file; 0 is that nobody knows
		step func(p *progress, i int)
		want string
	}{
		{"a stream", 0, func(p *progress, i int) {
			p.addRead()
			p.show(&provision.Totals{Read: i, Failed: i / 20})
		}, "\r10 objects, 10/s\x1b[K\r20 objects, 10/s\x1b[K\r30 objects, 10/s, 1 failed\x1b[K\r40 objects, 10/s, 1 failed\x1b[K\r50 objects, 10/s, 2 failed\x1b[K\r\x1b[K"},
		{"a file of which half is read", 1000, func(p *progress, _ int) {
			p.meter.read.Add(10)
			p.addRead()
		}, "\r10 objects, 10 %, 9 s left\x1b[K\r20 objects, 20 %, 8 s left\x1b[K\r30 objects, 30 %, 7 s left\x1b[K\r40 objects, 40 %, 6 s left\x1b[K\r50 objects, 50 %, 5 s left\x1b[K\r\x1b[K"},
		{"plans that are made when all has been read", 250, func(p *progress, i int) {
			if i <= 25 {
				p.meter.read.Add(10)
				p.addRead()
			} else {
				p.show(&provision.Totals{Read: i - 25})
			}
		}, "\r10 objects, 40 %, 2 s left\x1b[K\r20 objects, 80 %, 0 s left\x1b[K\r5 of 25 objects, 20 %\x1b[K\r15 of 25 objects, 60 %, 1 s left\x1b[K\r25 objects, 100 %, 0 s left\x1b[K\r\x1b[K"},
	} {
		var out bytes.Buffer
		now = time.Unix(0, 0)
		p := newOne(&out, row.size)
		for i := 1; i <= 50; i++ {
			now = now.Add(100 * time.Millisecond)
			row.step(p, i)
		}
		p.end()
		p.end()
		if diff := cmp.Diff(row.want, out.String()); diff != "" {
			t.Error(row.name, diff)
		}
	}
	for d, text := range map[time.Duration]string{1400 * time.Millisecond: "1 s", 59 * time.Second: "59 s", 90 * time.Second: "2 min", 100 * time.Minute: "1 h 40 min"} {
		require.Equal(t, text, rounded(d))
	}
}

func TestWhatIsReadOfFilesIsCounted(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "in")
	require.NoError(t, os.WriteFile(name, make([]byte, 1000), 0o600))
	var m meter
	p := &program{stdin: &bytes.Buffer{}}
	require.Zero(t, m.share())
	f, err := m.open(p, name)
	require.NoError(t, err)
	defer f.Close()
	_, err = io.ReadFull(f, make([]byte, 250))
	require.NoError(t, err)
	require.InDelta(t, 0.25, m.share(), 1e-9)
	require.NoError(t, f.(interface{ Changed() error }).Changed(), "who reads the file may ask whether it has changed")
	_, err = m.open(p, "-")
	require.NoError(t, err)
	require.Zero(t, m.share(), "nobody knows how much comes from standard input")
	_, err = m.open(p, name+"x")
	require.Error(t, err)
}

func TestProgressIsForTerminalsOnly(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "messages"))
	require.NoError(t, err)
	defer file.Close()
	_, pipe, err := os.Pipe()
	require.NoError(t, err)
	defer pipe.Close()
	for _, p := range []*program{
		{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}},
		{stdout: file, stderr: file},
		{stdout: file, stderr: pipe},
	} {
		require.Nil(t, newProgress(p, p.stdout, true, &meter{}).w)
	}
	screen := &bytes.Buffer{}
	terminal := func(w io.Writer) bool { return w == screen }
	require.NotNil(t, newProgress(&program{stderr: screen, clock: time.Now, terminal: terminal}, file, true, &meter{}).w)
	require.Nil(t, newProgress(&program{stderr: screen, clock: time.Now, terminal: terminal}, screen, true, &meter{}).w, "the plans would be torn apart")
	require.NotNil(t, newProgress(&program{stderr: screen, clock: time.Now, terminal: terminal}, screen, false, &meter{}).w, "a text follows at the end")
}

func TestAMessageHasALineOfItsOwn(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	now := time.Unix(0, 0)
	p := &program{clock: func() time.Time { return now }, terminal: func(io.Writer) bool { return true }}
	p.stderr = messages{&screen, p.clearProgress}
	drawn := newProgress(p, nil, false, &meter{})
	now = now.Add(time.Second)
	drawn.addRead()
	_, err := io.WriteString(p.stderr, "a warning\n")
	require.NoError(t, err)
	_, err = io.WriteString(p.stderr, "another one\n")
	require.NoError(t, err)
	now = now.Add(time.Second)
	drawn.addRead()
	drawn.end()
	require.Equal(t, "\r1 object, 1/s\x1b[K\r\x1b[Ka warning\nanother one\n\r2 objects, 1/s\x1b[K\r\x1b[K", screen.String())
}
