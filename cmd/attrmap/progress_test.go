package main

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
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := &progress{w: &out, lock: &sync.Mutex{}, clock: func() time.Time { return now }, begun: now, last: now}
	for read := 1; read <= 50; read++ {
		now = now.Add(100 * time.Millisecond)
		p.show(&provision.Totals{Read: read, Failed: read / 20})
	}
	p.end()
	want := "\r10 objects, 10/s, 0 failed\x1b[K\r20 objects, 10/s, 1 failed\x1b[K\r30 objects, 10/s, 1 failed\x1b[K" +
		"\r40 objects, 10/s, 2 failed\x1b[K\r50 objects, 10/s, 2 failed\x1b[K\r\x1b[K"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
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
		require.Nil(t, newProgress(p, p.stdout).w)
	}
	screen := &bytes.Buffer{}
	terminal := func(w io.Writer) bool { return w == screen }
	require.NotNil(t, newProgress(&program{stderr: screen, clock: time.Now, terminal: terminal}, file).w)
	require.Nil(t, newProgress(&program{stderr: screen, clock: time.Now, terminal: terminal}, screen).w, "the plans would be torn apart")
}
