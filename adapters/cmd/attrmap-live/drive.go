package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/adapters/scim/drive"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/command"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/mapping/provision"
	wire "github.com/attrmap/attrmap/mapping/scim"
)

// driveCommand is attrmap-live drive.
type driveCommand struct {
	Schema string   `required:"" placeholder:"FILE" help:"Mapping file in YAML or JSON, or exported Graph schema."`
	In     []string `required:"" sep:"none" placeholder:"[TYPE=]FILE" help:"Source objects, as for run; repeatable. They are read several times."`
	intake.Flags
	Wire        string `enum:"default,compliant" default:"default" help:"How the client writes requests: default, or compliant (the flag aadOptscim062020)."`
	Cycles      int    `default:"2" placeholder:"N" help:"How many cycles, the last of which is planned and not sent: it should be empty."`
	Format      string `enum:"text,ndjson,junit" default:"text" help:"Output format: text, ndjson with one line a request and a summary, or junit with a case for each thing that is looked at."`
	AllowRemote bool   `help:"Also drive a server whose address is not one of this machine. Its data are changed."`
	command.Stubs
	command.Privacy

	servers *connection
}

// check returns the first flag that does not go with driving a server.
func (c *driveCommand) check() error {
	switch {
	case len(c.Target) != 1:
		return diag.Errorf("drive: want one --target, such as scim+http://127.0.0.1:8080/scim, got %d", len(c.Target))
	case c.Links != "" || c.Orphans != "":
		return diag.Errorf("drive: --links and --orphans are for run: drive knows no one from before")
	case c.Cycles < 2 || c.Cycles > 10:
		return diag.Errorf("drive: --cycles: want 2 to 10, the last of which is planned only, got %d", c.Cycles)
	}
	for _, in := range c.In {
		if _, name, _ := strings.Cut("="+in, "="); in == "-" || name == "-" || strings.HasSuffix(in, "=-") {
			return diag.Errorf("drive: --in is read several times: want a file, got standard input")
		}
	}
	return nil
}

// Run drives the server.
func (c *driveCommand) Run(p *command.Program) error {
	if err := p.Begin(&c.Stubs, c.Privacy); err != nil {
		return err
	}
	c.Flags.Verb, c.Flags.Schema, c.Flags.In = "drive", c.Schema, c.In
	if err := c.check(); err != nil {
		return err
	}
	server, a, err := c.server(p)
	if err != nil {
		return err
	}
	opt, err := c.options(p)
	if err != nil {
		return err
	}
	endpoint := *a.URL
	endpoint.Scheme = strings.ToLower(endpoint.Scheme)[len("scim+"):]
	opt.URL, opt.AllowRemote, opt.Server = endpoint.String(), c.AllowRemote, *server
	_, out, messages := p.Streams()
	if c.Format == "ndjson" {
		opt.Each = func(e drive.Event) { writeLine(out, e) }
	}
	fmt.Fprintf(messages, "attrmap: the objects of %s are created, changed and deleted, as Entra's client does (%s)\n", a, c.Wire)
	report, err := drive.Run(context.Background(), *opt)
	if err != nil {
		return diag.Errorf("drive: %s: %s%s", diag.Name(a.String()), diag.Name(p.Message(err)), diag.Name(remedy(err)))
	}
	return c.conclude(out, messages, report)
}

// server returns how the target is spoken to, and says to whom.
func (c *driveCommand) server(p *command.Program) (*scim.Options, *address, error) {
	a, err := c.servers.parse(c.Target[0])
	if err != nil {
		return nil, nil, diag.Errorf("drive: --target: %w", err)
	}
	if a.protocol != protocolSCIM {
		return nil, nil, diag.Errorf("drive: --target: want a server that speaks SCIM, such as scim+http://127.0.0.1:8080/scim, got %s://…", diag.Name(a.Scheme))
	}
	who, err := c.servers.credentials(p, a)
	if err != nil {
		return nil, nil, err
	}
	config, err := c.servers.tls()
	if err != nil {
		return nil, nil, err
	}
	_, _, messages := p.Streams()
	fmt.Fprintf(messages, "attrmap: connecting to %s %s, %s\n", a, who, c.servers.secrecy(a))
	return &scim.Options{Token: who.token, TLS: config, Retries: 2}, a, nil
}

// writeLine writes one line of JSON.
func writeLine(w io.Writer, v any) {
	if line, err := jsonobject.Marshal(v); err == nil {
		fmt.Fprintf(w, "%s\n", line)
	}
}

// conclude writes the report.
func (c *driveCommand) conclude(out, messages io.Writer, report *drive.Report) error {
	var err error
	switch c.Format {
	case "ndjson":
		writeLine(out, map[string]any{"summary": report})
		fmt.Fprintln(messages, report.Summary())
	case "junit":
		err = report.WriteJUnit(out)
		fmt.Fprintln(messages, report.Summary())
	default:
		err = report.WriteText(out)
	}
	if err != nil {
		return err
	}
	if !report.Clean() {
		return command.ErrFindings
	}
	return nil
}

// options reads the job and the source objects.
func (c *driveCommand) options(p *command.Program) (*drive.Options, error) {
	_, _, messages := p.Streams()
	opening := p.Opening(messages)
	types := intake.Types(intake.ParseInputs(c.In, opening.Exists))
	job, err := p.LoadJob(c.Schema, c.Mapping, types, nil)
	if err != nil {
		return nil, err
	}
	clock, err := p.ClockAt(c.Now)
	if err != nil {
		return nil, err
	}
	if err := c.Settle(opening, job, clock); err != nil {
		return nil, err
	}
	engine, err := job.Compile()
	if err != nil {
		return nil, err
	}
	for _, w := range job.Warnings(engine) {
		fmt.Fprintln(messages, w)
	}
	opt := &drive.Options{Job: job.Job, Engine: engine, Cycles: c.Cycles, HideValues: c.HideValues}
	opt.Wire = func(objectType string) wire.ClientOptions {
		client := planout.ClientOptions(job.ObjectMapping(objectType).Set.Settings.Client)
		client.Compliant = c.Wire == "compliant"
		return client
	}
	first := true
	opt.Sources = func() (iter.Seq[provision.Source], func() error, error) {
		again := *opening
		if !first { // what is to be said of the files has been said
			again.Messages = io.Discard
		}
		first = false
		return c.sources(&again, job, engine)
	}
	return opt, nil
}

// sources opens the source objects for one pass.
func (c *driveCommand) sources(opening *intake.Opening, job *intake.Job, engine *provision.Engine) (iter.Seq[provision.Source], func() error, error) {
	assigned, err := opening.Assigned(c.Assigned)
	if err != nil {
		return nil, nil, err
	}
	files, err := c.Flags.Sources(opening, job, engine, assigned)
	if err != nil {
		return nil, nil, err
	}
	var end error
	return files.Sources(&end), func() error {
		files.Close()
		return end
	}, nil
}
