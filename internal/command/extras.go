package command

import (
	"context"
	"io"

	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Extras are what a command of another module adds to attrmap. The zero Extras add nothing.
type Extras struct {
	// Name and Description are those of the command; "" are those of attrmap.
	Name, Description string
	// Verbs are pointers to structs with verbs, and with flags of all verbs, by the tags of the command line's parser. The verbs have
	// methods Run(*Program) error.
	Verbs []any
	// Open opens a target that a URL names; nil is that targets are files. It is told the job whose target it is. The program closes it.
	Open func(ctx context.Context, p *Program, url string, job *provision.Job) (Target, error)
}

// Target is a server with the objects of a target.
type Target interface {
	intake.Server
	io.Closer
}

// Program is what a verb of another module is run with.
type Program = program

// Stubs is the flag --stub; structs of verbs embed it, see [program.Begin].
type Stubs = stubs

// Privacy is the flag --hide-values; structs of verbs embed it, see [program.Begin].
type Privacy = privacy

// Workers is the value of a flag --workers.
type Workers = workers

// ErrFindings is the error of a verb that has succeeded and found something: exit code 1 and no message. ErrReported is that of one that has failed
// and said so: exit code 2 and no further message. Any other error is printed, and has exit code 2.
var (
	ErrFindings = errFindings
	ErrReported = errReported
)

// Begin applies flags that verbs have in common. It comes first in Run.
func (p *program) Begin(s *Stubs, o Privacy) error {
	o.apply(p)
	return s.use(p)
}

// Streams returns standard input, standard output, and the stream for messages.
func (p *program) Streams() (in io.Reader, out, messages io.Writer) {
	return p.stdin, p.stdout, p.stderr
}

// Message returns what an error says, without what may be a value if values are hidden.
func (p *program) Message(err error) string { return p.message(err) }
