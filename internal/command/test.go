package command

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/filelist"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/sources"
	"github.com/attrmap/attrmap/mapping/test"
)

// testCommand is attrmap test: tests of mappings.
type testCommand struct {
	What    []string `arg:"" optional:"" name:"file|dir" help:"Files of tests, or directories with files *_test.yaml, *.test.yaml (or .json), or JSON files of practitioners, in them and below; the current one by default."`
	Names   string   `name:"run" placeholder:"REGEXP" help:"Run only tests whose name the regular expression matches."`
	Format  string   `enum:"${test_formats}" default:"text" help:"Output format: ${test_formats_words}."`
	Update  bool     `help:"Write what happens in the place of what tests want: in the files, with their comments."`
	Watch   bool     `help:"Run the tests again whenever one of their files changes."`
	Workers workers  `placeholder:"N" help:"Number of concurrent tests, 1 to ${max_workers}; by default the number of processors. The output does not depend on it."`
	coverFlags
	stubs
	privacy
}

// Run runs tests. One that does not hold is a finding; one that cannot be run fails the command, as no tests do.
func (c *testCommand) Run(p *program) error {
	switch {
	case c.Update && c.HideValues:
		return diag.Errorf("test: --update cannot be combined with --hide-values: it writes values")
	case c.Update && c.Watch:
		return diag.Errorf("test: --update cannot be combined with --watch")
	}
	if err := c.checkCover("test", nil); err != nil {
		return err
	}
	names, err := regexp.Compile(c.Names)
	if err != nil {
		return diag.Errorf("test: --run: %w", err)
	}
	c.apply(p)
	if err := c.use(p); err != nil {
		return err
	}
	if len(c.What) == 0 {
		c.What = []string{"."}
	}
	r := &testRun{command: c, program: p, opts: test.Options{Files: p.limits.Files, Records: p.limits.Records, Documents: sources.Open, Clock: p.clock, Functions: p.functions, Names: names, Workers: int(c.Workers), HideValues: c.HideValues, Coverage: c.covers()}}
	r.opts.Open = r.open
	if !c.Watch {
		return r.once()
	}
	for {
		err := r.once()
		if err != nil {
			p.exitCode(err) // which prints it
		}
		if !r.changed(p.poll) {
			return err
		}
		fmt.Fprintf(p.stdout, "\n%s\n", p.clock().Format(time.TimeOnly))
	}
}

// testRun runs tests, again and again where files are watched.
type testRun struct {
	command *testCommand
	program *program
	opts    test.Options
	mutex   sync.Mutex
	opened  []string // files that were read
}

// open opens a file that is read, which is watched from now on.
func (r *testRun) open(name string) (io.ReadCloser, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !slices.Contains(r.opened, name) {
		r.opened = append(r.opened, name)
	}
	return r.program.open(name)
}

// once runs all tests and prints the report.
func (r *testRun) once() error {
	c, p := r.command, r.program
	files, err := r.read()
	if err != nil {
		return err
	}
	report := test.Run(context.Background(), files, r.opts)
	if len(report.Tests) == 0 {
		if c.Names != "" {
			return diag.Errorf("test: no test has a name that %s matches", diag.Quote(c.Names))
		}
		return diag.Errorf("test: no tests found: want tests or expressions in the files")
	}
	if c.Update && report.Failed() > 0 {
		if err := r.update(files, report); err != nil {
			return err
		}
		if files, err = r.read(); err != nil {
			return err
		}
		report = test.Run(context.Background(), files, r.opts)
	}
	tooLittle, err := r.write(report)
	if err != nil {
		return err
	}
	errs := report.Errors()
	for _, err := range errs {
		p.fail(err)
	}
	if len(errs) > 0 {
		return errReported
	}
	if tooLittle != "" {
		fmt.Fprintf(p.stderr, "attrmap: %s\n", tooLittle)
	}
	return findings(report.Failed() > 0 || tooLittle != "")
}

// write prints the report, and writes what the tests have met where the flags say. Formats that have no room for coverage leave it to standard error.
func (r *testRun) write(report *test.Report) (tooLittle string, err error) {
	c, p := r.command, r.program
	met := report.Coverage
	if !c.Coverage {
		report.Coverage = nil
	}
	if err := report.Write(p.stdout, c.Format); err != nil || met == nil {
		return "", err
	}
	text := io.Discard
	if c.Format == "junit" || c.Format == "tap" || c.Format == "github" {
		text = p.stderr
	}
	return c.tooLittle(met), c.writeCover(met, text)
}

// read reads the files of tests. What is wrong with any of them is printed, and nothing is run then.
func (r *testRun) read() ([]*test.File, error) {
	names, err := filelist.Tests(r.command.What, test.Recognizes)
	if err != nil {
		return nil, err
	}
	var files []*test.File
	broken := false
	for _, name := range names {
		f, err := r.readFile(name)
		if err != nil {
			broken = true
			r.program.fail(err)
			continue
		}
		files = append(files, f)
	}
	if broken {
		return nil, errReported
	}
	return files, nil
}

func (r *testRun) readFile(name string) (*test.File, error) {
	in, err := r.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, diag.Errorf("%s: %w", diag.Name(name), err)
	}
	return test.Read(name, data)
}

// update writes what happens in the place of what tests want.
func (r *testRun) update(files []*test.File, report *test.Report) error {
	for _, f := range files {
		data, changed, err := f.Updated(report)
		if err != nil {
			return err
		}
		if changed == 0 {
			continue
		}
		if f.Name == "-" {
			return diag.Errorf("test: --update: want a file, got standard input")
		}
		if err := records.ReplaceFile(f.Name, func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		}); err != nil {
			return err
		}
		fmt.Fprintf(r.program.stderr, "%s: %s updated\n", f.Name, diag.Count(changed, "expectation"))
	}
	return nil
}

// changed waits until one of the files that have been read is another one, or there are other files of tests. It reports false where poll, which
// is called before each look, ends it.
func (r *testRun) changed(poll func() bool) bool {
	before := r.state()
	for poll() {
		if r.state() != before {
			return true
		}
	}
	return false
}

// state is a text that differs where files do, by their sizes and times.
func (r *testRun) state() string {
	r.mutex.Lock()
	names := slices.Clone(r.opened)
	r.mutex.Unlock()
	if found, err := filelist.Tests(r.command.What, test.Recognizes); err == nil {
		names = append(names, found...)
	}
	slices.Sort(names)
	text := ""
	for _, name := range slices.Compact(names) {
		info, err := os.Stat(name)
		text += fmt.Sprintln(name, describedFile(info, err))
	}
	return text
}

func describedFile(info fs.FileInfo, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}
