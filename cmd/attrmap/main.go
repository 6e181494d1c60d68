// Command attrmap evaluates Microsoft Entra provisioning attribute mappings offline.
//
// Results go to standard output, messages to standard error. The exit code is 0 where all is well, 1 where something was found
// or an evaluation failed, 2 for wrong usage and for input or output that fails. The command never uses the network.
package main

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"github.com/alecthomas/kong"
)

// The exit codes.
const (
	exitFine     = 0
	exitFindings = 1
	exitUsage    = 2
)

// commands is the command line.
type commands struct {
	Eval      evalCommand      `cmd:"" help:"Evaluate an expression."`
	Parse     parseCommand     `cmd:"" help:"Check an expression's syntax; print its canonical text or parameter tree."`
	Functions functionsCommand `cmd:"" help:"Show the functions of the language."`
	Run       runCommand       `cmd:"" help:"Show what provisioning would do to every object."`
	Schema    schemaCommand    `cmd:"" help:"Copy or check an exported Graph synchronization schema."`
	Fmt       fmtCommand       `cmd:"" help:"Lay expressions out, in files where they stand."`
	Doc       docCommand       `cmd:"" help:"Describe mappings in words, as Markdown for review."`
	Lint      lintCommand      `cmd:"" help:"Find mistakes in expressions, mapping files, exported schemas and bulk requests."`
	Bulk      bulkCommand      `cmd:"" help:"Build or check SCIM bulk requests."`
}

// program is what a command may use of its surroundings.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	clock          func() time.Time
	writing        sync.Mutex // held while records are written
	hideValues     bool       // see privacy
}

// errReported tells that the work failed and the message has been printed.
var errReported = errors.New("reported")

// errFindings tells that the work was done and something was found; it is not printed.
var errFindings = errors.New("findings")

func main() {
	p := &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, clock: time.Now}
	p.heedSignals()
	code := p.run(os.Args[1:])
	// Some file systems tell only now that there was no room.
	if err := os.Stdout.Close(); err != nil && code != exitUsage {
		code = p.fail(err)
	}
	os.Exit(code)
}

func (p *program) run(args []string) int {
	parser, err := p.parser()
	if err != nil {
		return p.fail(err)
	}
	return p.dispatch(parser, args)
}

func (p *program) parser() (*kong.Kong, error) {
	return kong.New(&commands{}, kong.Name("attrmap"),
		kong.Description("Know what provisioning will do to every user before it does it."),
		kong.Writers(p.stdout, p.stderr), words(), kong.Exit(func(code int) { panic(exit(code)) }))
}

// exit carries kong's wish to end the program, after --help, out of the parser.
type exit int

func (p *program) dispatch(parser *kong.Kong, args []string) (code int) {
	defer func() {
		switch wish := recover().(type) {
		case nil:
		case exit:
			code = int(wish)
		default:
			panic(wish)
		}
	}()
	ctx, err := parser.Parse(args)
	if err != nil {
		return p.fail(err)
	}
	return p.exitCode(ctx.Run(p))
}

// exitCode gives the exit code that a command's error stands for, and prints the error unless that is done.
func (p *program) exitCode(err error) int {
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errReported):
		return exitUsage
	default:
		return p.fail(err)
	}
}
