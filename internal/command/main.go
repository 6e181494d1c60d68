// Package command is the command attrmap: its verbs, its flags, and what it prints. Command attrmap is nothing but its [Main].
//
// Results go to standard output, messages to standard error. The exit code is 0 if nothing is wrong, 1 for findings and failed evaluations,
// 2 for wrong usage and for input or output that fails, 3 for changes where run is asked for it, 130 for an interrupt. The command never uses
// the network.
package command

import (
	"cmp"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alecthomas/kong"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/build"
	"github.com/attrmap/attrmap/internal/intake"
)

// The exit codes.
const (
	exitFine        = 0
	exitFindings    = 1
	exitUsage       = 2
	exitChanges     = 3   // nothing is wrong, and something would change: run --detailed-exitcode
	exitInterrupted = 130 // as shells say of a program that an interrupt has ended
)

// commands is the command line.
type commands struct {
	Eval      evalCommand      `cmd:"" help:"Evaluate an expression."`
	Parse     parseCommand     `cmd:"" help:"Check the syntax of an expression and print its canonical text or parameter tree."`
	Functions functionsCommand `cmd:"" help:"List the functions of the language, or describe one."`
	Run       runCommand       `cmd:"" help:"Plan a provisioning cycle: show what it would do to every object."`
	Impact    impactCommand    `cmd:"" help:"Compare two plans: show what a change of mappings or data does to whom."`
	Replay    replayCommand    `cmd:"" help:"Recompute what provisioning logs say was written, and show what differs."`
	Test      testCommand      `cmd:"" help:"Run tests of mappings and expressions."`
	Init      initCommand      `cmd:"" help:"Begin tests for mappings, or mappings for a table."`
	Schema    schemaCommand    `cmd:"" help:"Copy or check an exported Graph synchronization schema."`
	Fmt       fmtCommand       `cmd:"" help:"Format expressions, in place in files."`
	Doc       docCommand       `cmd:"" help:"Describe mappings in words, as Markdown for reviews."`
	Lint      lintCommand      `cmd:"" help:"Find mistakes in expressions, mapping files, exported schemas and bulk requests."`
	API       apiCommand       `cmd:"" name:"api" help:"Evaluate or check the API expressions by which documents of HR systems have attributes."`
	Bulk      bulkCommand      `cmd:"" help:"Build SCIM bulk requests, of everybody or of what has changed, or check them."`
	Extra     kong.Plugins     `embed:""` // of another command, see Extras
	Version   versionCommand   `cmd:"" help:"Print the version of attrmap, and what it was built with."`

	Limits      string           `enum:"roomy,strict" default:"roomy" help:"How large files may be: roomy, some ten times the largest real ones, or strict, for files of unknown origin; docs/security.md lists both."`
	VersionFlag kong.VersionFlag `name:"version" help:"Print the version and exit."`
}

// program is the environment of a command.
type program struct {
	// The streams are fields, and no command writes to those of package os: tests run whole command lines in one process.
	stdin          io.Reader
	stdout, stderr io.Writer
	// clock is the present time unless --now is used; tests set it.
	clock      func() time.Time
	getenv     func(name string) string      // os.Getenv; tests set it
	terminal   func(io.Writer) bool          // tests set it; nil asks the system
	poll       func() bool                   // waits before files are looked at again, and reports whether they are; see testCommand
	writing    sync.Mutex                    // held while records are written
	status     atomic.Pointer[func() string] // the message of an interrupt while plans are made, else nil
	hideValues bool                          // see privacy
	drawn      atomic.Pointer[progress]      // the line on the terminal, nil if there is none
	functions  *functions.Registry           // see stubs
	line       commands                      // the command line that is run
	limits     intake.Limits                 // see commands.Limits
	extras     Extras
	opened     []*server // targets, closed at the end
}

// errReported means that the command failed and has printed the message.
var errReported = errors.New("reported")

// errFindings means that the command succeeded and has findings; it is not printed.
var errFindings = errors.New("findings")

// errChanges means that the command succeeded and something would change; it is not printed.
var errChanges = errors.New("changes")

// Main runs the command line of the process, and ends the process with its exit code. Everything but signals and the end of standard output is in
// run, which tests call.
func Main(extras Extras) {
	// Signals are handled before anything is written.
	p := &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, clock: time.Now, poll: pause, extras: extras}
	p.handleSignals()
	code := withRoom(func() int { return p.run(os.Args[1:]) })
	// Some file systems report a full disk only now.
	// A failure that has been reported already is not reported twice.
	if err := os.Stdout.Close(); err != nil && code != exitUsage {
		code = p.fail(err)
	}
	os.Exit(code)
}

// pause waits before files that are watched are looked at again.
func pause() bool {
	time.Sleep(300 * time.Millisecond)
	return true
}

// run runs the command line and returns the exit code. Tests call it, too.
func (p *program) run(args []string) int {
	out := &output{Writer: p.stdout, seen: p.isTerminal(p.stdout)}
	p.stdout, p.stderr = out, messages{p.stderr, p.clearProgress}
	// An error is a mistake in the tags of the commands, and shows with every command line.
	parser, err := p.parser()
	if err != nil {
		return p.fail(err)
	}
	code := p.dispatch(parser, args)
	p.closeTargets()
	// A verb that has reported the error has this exit code, as one that failed before it wrote.
	if out.err != nil && code != exitUsage {
		return p.fail(diag.Errorf("cannot write to standard output: %w", out.err))
	}
	return code
}

// parser returns the parser of the command line; its flags' values come from the tables of the library.
func (p *program) parser() (*kong.Kong, error) {
	p.line.Extra = p.extras.Verbs
	return kong.New(&p.line, kong.Name(cmp.Or(p.extras.Name, "attrmap")),
		kong.Description(cmp.Or(p.extras.Description, "Know what provisioning will do to every user before it does it.")),
		// kong would call os.Exit, which ends tests, too.
		kong.Writers(p.stdout, p.stderr), words(), kong.Vars{"version": build.Read().String(), "or_server": p.orServer()}, kong.Exit(func(code int) { panic(exit(code)) }))
}

// exit carries the exit code that kong asks for after --help out of the parser.
type exit int

// dispatch parses arguments and runs the command. kong exits after --help wherever it is in the parser, so a panic unwinds it.
func (p *program) dispatch(parser *kong.Kong, args []string) (code int) {
	defer func() {
		switch requested := recover().(type) {
		case nil:
		case exit:
			code = int(requested)
		default:
			panic(requested)
		}
	}()
	// Usage errors are printed like every other failure, without kong's help.
	ctx, err := parser.Parse(args)
	if err != nil {
		return p.fail(err)
	}
	if p.line.Limits == "roomy" {
		p.limits = intake.Roomy()
	}
	return p.exitCode(ctx.Run(p))
}

// exitCode returns the exit code of a command's error, and prints the error if that is not done yet.
func (p *program) exitCode(err error) int {
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errChanges):
		return exitChanges
	// A command that fails with findings as well has printed both; the failure counts.
	case errors.Is(err, errReported):
		return exitUsage
	default:
		return p.fail(err)
	}
}
