package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/adapters/ids"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/command"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
)

// idsCommand is attrmap-live ids.
type idsCommand struct {
	Assign idsAssignCommand `cmd:"" help:"Give people identifiers that nobody has: candidates in their order, then numbered ones."`
}

// idsAssignCommand is attrmap-live ids assign.
type idsAssignCommand struct {
	In         string   `required:"" placeholder:"FILE" help:"People who are to have identifiers, in any format of run; - is standard input."`
	InFormat   string   `placeholder:"FORMAT" default:"auto" help:"Format of --in: ${formats_words}."`
	Schema     string   `xor:"candidates" placeholder:"FILE" help:"Mapping file or exported Graph schema: the mappings of the attributes make the candidates, those of SelectUniqueValue one by one."`
	Mapping    string   `placeholder:"NAME" help:"Object mapping of --schema, as for run."`
	Expression string   `xor:"candidates" placeholder:"EXPR" help:"Expression that makes the candidates, in place of --schema."`
	Attribute  []string `required:"" sep:"none" placeholder:"NAME[,NAME…]|NAME=EXPR" help:"Attributes that everybody gets, made from one token, which is what is before the @ of a candidate: userPrincipalName,mail,mailNickname,sAMAccountName. With an expression that reads [token], [base] or [n] an attribute has a form of its own. Repeatable."`
	Anchor     string   `placeholder:"NAME[=ACCOUNT]" help:"Attribute of --in that names a person permanently, and after an equals sign that of --taken which has the same value in the person's own account. By default the matching attributes of --schema, else employeeId and its like."`
	Number     string   `placeholder:"EXPR" help:"Expression for numbered candidates, which reads [base], the first candidate before its @, and [n]. By default base, number and what follows in the first candidate."`
	From       int      `default:"2" help:"First number; by default ${default}."`
	Max        int      `default:"99" help:"Last number, 0 for none; by default ${default}."`

	Taken          []string `required:"" sep:"none" placeholder:"FILE|URL" help:"Accounts whose identifiers are taken, deleted ones too, groups and contacts: a file in any format of run, or a server. Repeatable; none where nobody has an account yet."`
	TakenFormat    string   `placeholder:"FORMAT" default:"auto" help:"Format of --taken, as for --in."`
	TakenEncoding  string   `placeholder:"NAME" default:"auto" help:"Encoding of --taken, as --encoding is that of --in."`
	TakenDelimiter string   `placeholder:"CHAR" help:"What separates the cells of a CSV of --taken, as --delimiter for --in."`
	State          string   `placeholder:"FILE" help:"Who has been given what in earlier runs, and in this one: the same people get the same again, and nobody else gets theirs. The file is made if it is not there."`
	Out            string   `placeholder:"FILE" help:"Write the identifiers to this file in place of standard output: as JSON Lines if the name ends in .ndjson or .jsonl, else as CSV. It is replaced once it is whole."`

	Encoding  string            `placeholder:"NAME" default:"auto" help:"Encoding of --in where it is neither UTF-8 nor UTF-16, such as windows-1252; by default a file shows its own."`
	Delimiter string            `placeholder:"CHAR" help:"What separates the cells of a CSV of --in; by default the one of comma, semicolon and tab that makes the most columns."`
	Now       string            `placeholder:"TIME" help:"${help_now}."`
	Domain    string            `name:"default-domain" help:"${help_domain}."`
	Token     map[string]string `mapsep:"none" placeholder:"NAME=VALUE" help:"Value of a token such as DomainFQDN; repeatable."`
	Profile   string            `enum:"auto,none,${profiles}" default:"auto" help:"Target whose lengths and characters identifiers must have: auto (by the schema, else entra), none, ${profiles_words}."`
	command.Privacy

	servers *connection
}

// Run gives identifiers. Everything that may fail without giving one is done before the first is given: the people and all accounts are read.
func (c *idsAssignCommand) Run(p *command.Program) error {
	if err := p.Begin(new(command.Stubs), c.Privacy); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return diag.Errorf("ids assign: %w", err)
	}
	r := &idsRun{c: c, p: p}
	_, r.out, r.messages = p.Streams()
	// The reservations come first: who waits for another process must see what that has given, and the accounts that it has made meanwhile.
	if err := r.prepare(); err != nil {
		return err
	}
	ctx := context.Background()
	if err := r.openState(ctx); err != nil {
		return err
	}
	defer r.state.Close() //nolint:errcheck // what was given is on the disk
	if err := r.readAccounts(ctx); err != nil {
		return err
	}
	return r.assign(ctx)
}

// check returns the first mistake in how flags are combined.
func (c *idsAssignCommand) check() error {
	in := []string{c.In, c.Schema}
	in = append(in, c.Taken...)
	stdins := 0
	for _, name := range in {
		if name == "-" {
			stdins++
		}
	}
	switch {
	case c.Schema == "" && c.Expression == "":
		return diag.Errorf("want --schema FILE or --expression EXPR, got neither")
	case c.Mapping != "" && c.Schema == "":
		return diag.Errorf("--mapping names an object mapping of --schema: want --schema FILE")
	case stdins > 1:
		return diag.Errorf("only one of --in, --schema and --taken can be standard input")
	case c.Out == "-" || c.State == "-":
		return diag.Errorf("--out and --state: want a file; without --out identifiers go to standard output")
	case c.Out == "" && c.HideValues:
		return diag.Errorf("--hide-values keeps values off standard output: want --out FILE")
	case slices.Contains(c.Taken, nobody) && len(c.Taken) > 1:
		return diag.Errorf("--taken %s is that nobody has an account: want it alone", nobody)
	case c.Max > 0 && c.Max < c.From:
		return diag.Errorf("--max: want a number from %d, that of --from, or 0 for none, got %d", c.From, c.Max)
	case c.From < 0 || c.Max < 0:
		return diag.Errorf("--from and --max: want numbers from 0")
	}
	// An output that cannot be written is best known before anything is reserved.
	if _, err := os.Stat(filepath.Dir(c.Out)); c.Out != "" && err != nil {
		return diag.Errorf("--out: %w", err)
	}
	for _, name := range append(in, c.State) {
		if sameFile(name, c.Out) {
			return diag.Errorf("--out: %s is read: want another file", diag.Name(c.Out))
		}
		if name != c.State && sameFile(name, c.State) {
			return diag.Errorf("--state: %s is read as something else: want another file", diag.Name(c.State))
		}
	}
	return nil
}

// nobody is --taken where nobody has an account.
const nobody = "none"

// config returns what identifiers people get, without the anchor.
func (c *idsAssignCommand) config(job *intake.Job) (ids.Config, error) {
	config := ids.Config{Number: c.Number, First: c.From, Max: c.Max}
	if c.Max == 0 {
		config.Max = c.From - 1
	}
	if job == nil {
		config.Candidates = mapping.Mapping{Expression: c.Expression}
	} else {
		config.Options = job.Objects[0].Mapping
	}
	for _, text := range c.Attribute {
		name, form, has := strings.Cut(text, "=")
		names := strings.Split(name, ",")
		if has && (len(names) > 1 || strings.TrimSpace(form) == "") {
			return config, diag.Errorf("--attribute: want one name before an expression, as in mail=Join(\"@\", [token], \"contoso.com\"), got %s", diag.Quote(text))
		}
		for _, name := range names {
			if name = strings.TrimSpace(name); name == "" {
				return config, diag.Errorf("--attribute: want names, got %s", diag.Quote(text))
			}
			config.Identifiers = append(config.Identifiers, ids.Identifier{Name: name, Mapping: mappingOf(job, name), Form: form})
		}
	}
	return config, nil
}

// mappingOf returns the mapping of a target attribute; the zero Mapping where there is none.
func mappingOf(job *intake.Job, target string) mapping.Mapping {
	if job != nil {
		for _, m := range job.Objects[0].Set.Mappings {
			if strings.EqualFold(m.Target, target) {
				return m
			}
		}
	}
	return mapping.Mapping{}
}

// options sets what expressions may know.
func (c *idsAssignCommand) options(p *command.Program, job *intake.Job, o *mapping.Options) error {
	clock, err := p.ClockAt(c.Now)
	if err != nil {
		return err
	}
	o.Clock, o.DefaultDomain, o.Tokens, o.HideValues, o.Random = clock, c.Domain, c.Token, c.HideValues, rand.Reader
	switch c.Profile {
	case "none":
		o.Profile = mapping.ProfileNone
	case "auto":
		o.Profile = mapping.ProfileEntra
		if job != nil {
			if known := profileOf(job); known != mapping.ProfileNone {
				o.Profile = known
			}
		}
	default:
		o.Profile = mapping.Profile(c.Profile)
	}
	return nil
}

// profileOf returns the target that a job's object mapping is for.
func profileOf(job *intake.Job) mapping.Profile {
	if m := &job.Objects[0]; m.Options.Profile != mapping.ProfileNone {
		return m.Options.Profile
	}
	return job.Objects[0].Set.Profile()
}

// tell writes a message.
func (r *idsRun) tell(format string, args ...any) {
	m := diag.Messagef(format, args...)
	if r.c.HideValues {
		m = m.Masked()
	}
	fmt.Fprintf(r.messages, "attrmap: %s\n", m)
}
