package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

// attrmapProcess makes a process of the command, with its output in a file.
func attrmapProcess(t *testing.T, output string, args ...string) (cmd *exec.Cmd, messages *bytes.Buffer) {
	t.Helper()
	out, err := os.OpenFile(output, os.O_WRONLY|os.O_CREATE, 0o600)
	require.NoError(t, err)
	t.Cleanup(func() { out.Close() })
	messages = &bytes.Buffer{}
	cmd = exec.Command("attrmap", args...)
	cmd.Stdout, cmd.Stderr = out, messages
	return cmd, messages
}

func TestAFullDeviceEndsTheRun(t *testing.T) {
	const device = "/dev/full"
	if _, err := os.Stat(device); err != nil {
		t.Skip(err)
	}
	schema, in := peopleFiles(t, 20)
	for _, args := range [][]string{
		{"run", "--schema", schema, "--in", in, "--format", "ndjson"},
		{"run", "--schema", schema, "--in", in, "--format", "json"},
		{"run", "--schema", schema, "--in", in},
		{"eval", "[a]", "a=x"},
		{"functions", "Mid"},
	} {
		cmd, messages := attrmapProcess(t, device, args...)
		require.Equal(t, exitUsage, exitCodeOf(t, cmd.Run()), args)
		require.Contains(t, messages.String(), "no space left on device", args)
		if args[0] == "run" {
			require.Contains(t, messages.String(), "\nread 0, create 0, ", args)
		}
	}
}

func TestDiscardedOutputIsFine(t *testing.T) {
	both, err := os.OpenFile(os.DevNull, os.O_RDWR, 0) // as Python's subprocess.DEVNULL and Node's "ignore" open it
	require.NoError(t, err)
	defer both.Close()
	for _, output := range []io.Writer{nil, both} {
		cmd := exec.Command("attrmap", "eval", "[a]", "a=x")
		cmd.Stdout = output
		require.NoError(t, cmd.Run())
	}
}

func exitCodeOf(t *testing.T, err error) int {
	t.Helper()
	if err == nil {
		return 0
	}
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	return exit.ExitCode()
}

func TestAPipeThatNobodyReadsEndsTheRun(t *testing.T) {
	schema, in := peopleFiles(t, 2000)
	for _, lines := range []int{0, 1, 700} {
		cmd := exec.Command("attrmap", "run", "--schema", schema, "--in", in, "--format", "ndjson")
		var messages bytes.Buffer
		cmd.Stderr = &messages
		pipe, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		buf := make([]byte, 1)
		for seen := 0; seen < lines; {
			_, err := pipe.Read(buf)
			require.NoError(t, err)
			seen += bytes.Count(buf, []byte("\n"))
		}
		require.NoError(t, pipe.Close())
		require.Equal(t, exitUsage, exitCodeOf(t, cmd.Wait()))
		require.Regexp(t, `^.*: User → User by object mapping 1 of 1\nattrmap: cannot write the rest of the output: .*\nread \d+, create \d+, .*\n$`, messages.String())
	}
}

// endings are how a process may be ended from outside. Only a kill can fall into a write.
var endings = []struct {
	name  string
	end   func(*os.Process) error
	whole bool
}{
	{"killed", (*os.Process).Kill, false},
	{"interrupted", func(p *os.Process) error { return p.Signal(os.Interrupt) }, true},
	{"terminated", func(p *os.Process) error { return p.Signal(syscall.SIGTERM) }, true},
}

// TestARunThatIsEndedLeavesWholeRecords ends runs at moments that a seed picks and compares what they leave with the output of a run
// that was left alone: the same lines, in order, from the first on. Behind the last line break a kill may leave the beginning of one
// more line, where the system was in the middle of a write.
func TestARunThatIsEndedLeavesWholeRecords(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("it runs the command many times")
	}
	schema, in := peopleFiles(t, effort.Of(4000, 1500))
	args := []string{"run", "--schema", schema, "--in", in, "--format", "ndjson"}
	whole := filepath.Join(t.TempDir(), "whole")
	cmd, messages := attrmapProcess(t, whole, args...)
	require.NoError(t, cmd.Run(), messages.String())
	want, err := os.ReadFile(whole)
	require.NoError(t, err)
	for _, ending := range endings {
		for seed := range uint64(effort.Of(6, 2)) {
			t.Run(fmt.Sprintf("%s, seed %d", ending.name, seed), func(t *testing.T) {
				left := filepath.Join(t.TempDir(), "left")
				cmd, messages := attrmapProcess(t, left, args...)
				rnd := rand.New(rand.NewPCG(seed, 7))
				require.NoError(t, cmd.Start())
				waitForBytes(t, left, rnd.Int64N(int64(len(want))))
				for range rnd.IntN(10_000) {
					runtime.Gosched()
				}
				if err := ending.end(cmd.Process); !errors.Is(err, os.ErrProcessDone) {
					require.NoError(t, err)
				}
				err := cmd.Wait()
				have, readErr := os.ReadFile(left)
				require.NoError(t, readErr)
				require.True(t, bytes.HasPrefix(want, have), "the output is not the beginning of what it should be")
				if err == nil {
					require.Len(t, have, len(want))
				} else if ending.whole {
					require.Equal(t, exitSignaled, exitCodeOf(t, err), "a shell must see the signal")
					require.True(t, strings.HasSuffix("\n"+string(have), "\n"), "the last record is cut")
					message := fmt.Sprintf(`\nattrmap: interrupted after \d+ objects: %d plans are written, the output is not complete\n$`,
						bytes.Count(have, []byte("\n")))
					if len(have) == len(want) {
						// The signal may come behind the last plan, before or after the run is concluded.
						message += `|\nattrmap: interrupted\n$`
					}
					require.Regexp(t, message, messages.String())
				}
			})
		}
	}
}

// TestAnInterruptedRunNeverLooksComplete: no totals, no end of a document, no file.
func TestAnInterruptedRunNeverLooksComplete(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent an interrupt")
	}
	schema, _ := peopleFiles(t, 1)
	const old = "what was there before"
	for _, row := range []struct {
		name    string
		signal  os.Signal
		options []string
		message string
	}{
		{"to standard output", os.Interrupt, nil, "after 1 objects: 0 plans are written, the output is not complete"},
		{"a document has no end", syscall.SIGTERM, []string{"--format", "json"}, "after 1 objects: 0 plans are written, the output is not complete"},
		{"a summary", os.Interrupt, []string{"--summary"}, "after 1 objects: 0 plans are written, the output is not complete"},
		{"a file stays as it was", syscall.SIGTERM, []string{"--out", "out.txt"}, "after 1 objects: out.txt is not written"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			written(t, dir, "out.txt", old)
			cmd, messages := attrmapProcess(t, filepath.Join(dir, "stdout"), append([]string{"run", "--schema", schema, "--in", "-", "--in-format", "ndjson"}, row.options...)...)
			cmd.Dir = dir
			in, err := cmd.StdinPipe()
			require.NoError(t, err)
			heard := &listener{heard: make(chan struct{}), buffer: messages}
			cmd.Stderr = heard
			require.NoError(t, cmd.Start())
			_, err = in.Write([]byte(`{"id": "1", "externalId": "1"}` + "\n"))
			require.NoError(t, err)
			<-heard.heard // the first line comes before the first object, which waits for more
			time.Sleep(300 * time.Millisecond)
			require.NoError(t, cmd.Process.Signal(row.signal))
			require.Equal(t, exitSignaled, exitCodeOf(t, cmd.Wait()))
			require.True(t, strings.HasSuffix(messages.String(), "attrmap: interrupted "+row.message+"\n"), messages.String())
			require.NotContains(t, messages.String(), "read ", "totals are those of whole runs")
			out, err := os.ReadFile(filepath.Join(dir, "stdout"))
			require.NoError(t, err)
			require.Empty(t, string(out))
			requireFile(t, filepath.Join(dir, "out.txt"), old)
			left, err := filepath.Glob(filepath.Join(dir, ".attrmap-*"))
			require.NoError(t, err)
			require.Empty(t, left)
		})
	}
}

// listener closes a channel with the first write.
type listener struct {
	once   sync.Once
	heard  chan struct{}
	buffer *bytes.Buffer
}

func (l *listener) Write(data []byte) (int, error) {
	defer l.once.Do(func() { close(l.heard) })
	return l.buffer.Write(data)
}

// TestAFileThatIsNotWrittenToItsEndStaysAsItWas: a disk without room for it, and kills at moments that a seed picks.
func TestAFileThatIsNotWrittenToItsEndStaysAsItWas(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("limits of a process are set by a shell")
	}
	dir := t.TempDir()
	// A schema that is much larger than the limit of one block of the shell's (512 or 1,024 bytes).
	rule := `{"name":"` + strings.Repeat("x", 500) + `","objectMappings":[]},`
	whole := `{"synchronizationRules":[` + strings.TrimSuffix(strings.Repeat(rule, 5000), ",") + `]}`
	in, out := filepath.Join(dir, "in.json"), filepath.Join(dir, "out.json")
	require.NoError(t, os.WriteFile(in, []byte(whole), 0o600))
	const old = "what was there before"
	require.NoError(t, os.WriteFile(out, []byte(old), 0o600))

	cmd := exec.Command("sh", "-c", `ulimit -f 1; exec attrmap schema copy "$0" "$1"`, in, out)
	messages, err := cmd.CombinedOutput()
	require.Equal(t, exitUsage, exitCodeOf(t, err), string(messages))
	require.Contains(t, string(messages), "file too large")
	requireFile(t, out, old)
	left, err := filepath.Glob(filepath.Join(dir, ".attrmap-*"))
	require.NoError(t, err)
	require.Empty(t, left)

	for seed := range uint64(effort.Of(12, 4)) {
		require.NoError(t, os.WriteFile(out, []byte(old), 0o600))
		cmd := exec.Command("attrmap", "schema", "copy", in, out)
		require.NoError(t, cmd.Start())
		for range rand.New(rand.NewPCG(seed, 8)).IntN(400_000) {
			runtime.Gosched()
		}
		if err := cmd.Process.Kill(); !errors.Is(err, os.ErrProcessDone) {
			require.NoError(t, err)
		}
		if cmd.Wait() == nil {
			requireFile(t, out, whole)
			continue
		}
		data, err := os.ReadFile(out)
		require.NoError(t, err)
		require.Contains(t, []string{old, whole}, string(data))
	}
}

func requireFile(t *testing.T, name, text string) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	require.True(t, text == string(data), "%s has %d bytes, want %d", name, len(data), len(text))
}

// exitSignaled is what os/exec calls the exit code of a process that a signal has ended.
const exitSignaled = -1

// waitForBytes waits until a file has so many bytes.
func waitForBytes(t *testing.T, name string, size int64) {
	t.Helper()
	for range 100_000_000 {
		info, err := os.Stat(name)
		require.NoError(t, err)
		if info.Size() >= size {
			return
		}
		runtime.Gosched()
	}
	t.Fatalf("%s does not grow to %d bytes", name, size)
}
