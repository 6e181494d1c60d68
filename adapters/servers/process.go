package servers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// Variable is the environment variable that makes a missing server a failure.
const Variable = "ATTRMAP_SERVERS"

// missing ends a test whose server cannot be had.
func missing(t testing.TB, format string, args ...any) {
	t.Helper()
	text := fmt.Sprintf(format, args...)
	if os.Getenv(Variable) != "" {
		t.Fatalf("%s, and %s is set", text, Variable)
	}
	t.Skipf("%s; .ci/run servers installs what is missing", text)
}

// lookUp returns the path of a program; the test ends where it is not installed. Debian has servers where not every PATH leads.
func lookUp(t testing.TB, program string) string {
	t.Helper()
	for _, name := range []string{program, filepath.Join("/usr/sbin", program)} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "%s is not installed", program)
	return ""
}

// patience is how long a server may take to start. It bounds a wait that is over as soon as the server answers.
const patience = 2 * time.Minute

// process is a server that can be killed and started again.
type process struct {
	t       testing.TB
	command func() *exec.Cmd
	answers func(context.Context) error // nil once the server answers

	mu      sync.Mutex
	running *exec.Cmd
	ended   chan struct{}
	log     tail
}

// Start starts the server and waits until it answers. The test ends where it does not.
func (p *process) Start() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running != nil {
		p.t.Fatal("the server runs already")
	}
	cmd := p.command()
	cmd.Stderr = &p.log
	if cmd.Stdout == nil {
		cmd.Stdout = &p.log
	}
	endWithParent(cmd)
	if err := cmd.Start(); err != nil {
		missing(p.t, "%s does not start: %v", cmd.Path, err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	p.running, p.ended = cmd, ended
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		err := p.answers(ctx)
		if err == nil {
			return
		}
		select {
		case <-ended:
			p.running = nil
			missing(p.t, "%s ended by itself:\n%s", cmd.Path, &p.log)
		case <-ctx.Done():
			missing(p.t, "%s does not answer: %v\n%s", cmd.Path, err, &p.log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Kill ends the server at once, as a crash does. It may run no more.
func (p *process) Kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running == nil {
		return
	}
	_ = p.running.Process.Kill()
	<-p.ended
	p.running = nil
}

// Log returns the end of what the server has written.
func (p *process) Log() string { return p.log.String() }

// tail keeps the end of what is written.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const tailSize = 16 << 10

func (l *tail) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, b...)
	if over := len(l.text) - tailSize; over > tailSize {
		l.text = slices.Clone(l.text[over:])
	}
	return len(b), nil
}

func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(bytes.TrimSpace(l.text))
}

// freePort returns a port of loopback on which nobody listens.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

// temporary returns a directory that is gone after the test. Its name is short, since servers put sockets into it, whose names may have some
// hundred bytes.
func temporary(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "attrmap-"+name+"-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// cached returns a directory that is kept from test to test: made by build if it is not there, in a directory beside it that then gets the
// name, so that tests which run at the same time see it whole or not at all.
func cached(t testing.TB, name string, build func(dir string) error) string {
	t.Helper()
	root, err := os.UserCacheDir()
	if err != nil {
		root = os.TempDir()
	}
	root = filepath.Join(root, "attrmap-servers")
	dir := filepath.Join(root, name)
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	if err := os.MkdirAll(root, 0o700); err != nil {
		t.Fatal(err)
	}
	work, err := os.MkdirTemp(root, "new-")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(work) }()
	if err := build(work); err != nil {
		missing(t, "%s cannot be made: %v", name, err)
	}
	if err := os.Rename(work, dir); err != nil && !errors.Is(err, os.ErrExist) {
		if _, there := os.Stat(dir); there != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run runs a program to its end.
func run(dir, program string, args ...string) error {
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	var log tail
	cmd.Stdout, cmd.Stderr = &log, io.Writer(&log)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, &log)
	}
	return nil
}
