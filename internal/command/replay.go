package command

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/replay"
	"github.com/attrmap/attrmap/mapping/sources"
)

// replayCommand is attrmap replay: provisioning logs, recomputed.
type replayCommand struct {
	Schema   string   `required:"" placeholder:"FILE" help:"Mapping file in YAML or JSON, or exported Graph schema."`
	Logs     []string `required:"" sep:"none" placeholder:"FILE" help:"Provisioning logs: pages of Graph's list, answers of provision on demand, the portal's JSON or CSV, rows of Log Analytics; - is standard input. Repeatable."`
	In       []string `sep:"none" placeholder:"[TYPE=]FILE" help:"Source objects, as for run; by default each event's own, from the first step of its import. Repeatable."`
	InFormat string   `placeholder:"FORMAT" default:"auto" help:"Format of --in: ${formats_words}."`
	intake.Table
	Mapping string            `placeholder:"NAME" help:"Object mapping of events whose type is not said: its number, its name, source -> target of its objects, or a unique part of these."`
	Since   string            `placeholder:"TIME" help:"Leave events before this time out: RFC 3339, or a date."`
	Job     string            `placeholder:"ID" help:"Leave events of other jobs out."`
	Domain  string            `name:"default-domain" help:"${help_domain}."`
	Token   map[string]string `mapsep:"none" placeholder:"NAME=VALUE" help:"Value of a token such as DomainFQDN; repeatable."`
	Profile string            `enum:"auto,none,${profiles}" default:"auto" help:"Target whose attributes are known: auto (by the schema), none, ${profiles_words}."`
	CSA     string            `name:"csa" placeholder:"FILE" help:"${help_customSecurityAttributes}: the answer of Graph, or a table with id, type, isCollection and status."`
	Compat  []string          `enum:"${compat}" placeholder:"WORD" help:"${help_compat}; repeatable. ${compat_words}."`
	Workers workers           `placeholder:"N" help:"Number of concurrent workers, 1 to ${max_workers}; by default the number of processors. The output does not depend on it."`
	Export  string            `name:"export-cases" placeholder:"FILE" help:"Write tests of the events that differ, for attrmap test."`
	Pseudo  bool              `name:"pseudonymise" help:"Replace names, mail addresses, ids and all other values in --export-cases consistently."`
	Format  string            `enum:"text,json,md" default:"text" help:"Output format: text, json or md (Markdown)."`
	stubs
	privacy
}

// maxDifferences is how many differences text and Markdown list.
const maxDifferences = 1000

// Run judges the events of the logs.
func (c *replayCommand) Run(p *program) error {
	c.apply(p)
	if err := c.use(p); err != nil {
		return err
	}
	if c.Pseudo && c.Export == "" {
		return diag.Errorf("replay: --pseudonymise is for --export-cases")
	}
	if c.Export != "" && c.HideValues && !c.Pseudo {
		return diag.Errorf("replay: --export-cases with --hide-values needs --pseudonymise")
	}
	since, err := readSince(c.Since)
	if err != nil {
		return err
	}
	flags := intake.Flags{
		Verb: "replay", Schema: c.Schema, In: c.In, InFormat: c.InFormat, TargetFormat: "auto", Table: c.Table, Mapping: c.Mapping, Domain: c.Domain, Token: c.Token,
		Profile: c.Profile, CSA: c.CSA, Compat: c.Compat,
	}
	opening := c.opening(p)
	if err := flags.Check(opening, false); err != nil {
		return err
	}
	if slices.Contains(c.Logs, "-") && slices.Contains(flags.Files(opening), "-") || slices.Index(c.Logs, "-") != lastIndex(c.Logs, "-") {
		return diag.Errorf("replay: standard input can be read once")
	}
	job, err := c.job(p, &flags, opening)
	if err != nil {
		return err
	}
	opts := replay.Options{Since: since, Job: c.Job, Now: p.clock(), Workers: int(c.Workers), Limit: maxDifferences, HideValues: c.HideValues}
	if len(c.In) > 0 {
		people, err := c.people(&flags, opening, job)
		if err != nil {
			return err
		}
		opts.People = slices.Values(people)
	}
	logs, closeLogs, err := c.open(p)
	if err != nil {
		return err
	}
	defer closeLogs()
	if c.Export == "" {
		return c.replay(p, job, logs, opts)
	}
	var result error
	err = records.ReplaceFile(c.Export, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		opts.Cases = &replay.Cases{To: out, Words: c.words(), Pseudonymise: c.Pseudo}
		result = c.replay(p, job, logs, opts)
		return out.Flush()
	})
	return cmp.Or(err, result)
}

// words are the members of the file of tests that say how the job is run.
func (c *replayCommand) words() map[string]any {
	words := map[string]any{"mapping": c.Schema}
	if at, err := filepath.Rel(filepath.Dir(c.Export), c.Schema); err == nil && !filepath.IsAbs(c.Schema) {
		words["mapping"] = filepath.ToSlash(at)
	}
	if c.Mapping != "" {
		words["object"] = c.Mapping
	}
	if c.Profile != "auto" {
		words["profile"] = c.Profile
	}
	if len(c.Compat) > 0 {
		words["compat"] = c.Compat
	}
	if len(c.Stub) > 0 {
		words["stubs"] = c.Stub
	}
	return words
}

// replay judges and prints.
func (c *replayCommand) replay(p *program, job *intake.Job, logs []replay.Log, opts replay.Options) error {
	out := bufio.NewWriter(p.stdout)
	if c.Format == "json" {
		opts.JSON = out
	}
	report, err := replay.Run(context.Background(), job.Job, logs, opts)
	if report == nil {
		return err
	}
	var writeErr error
	if c.Format != "json" && report.Events > 0 {
		writeErr = report.Write(out, c.Format)
	}
	writeErr = cmp.Or(writeErr, out.Flush())
	for _, note := range report.Notes {
		fmt.Fprintf(p.stderr, "attrmap: %s\n", note)
	}
	switch {
	case err != nil || writeErr != nil:
		return cmp.Or(err, writeErr)
	case report.Unreadable > 0:
		return errReported
	}
	return findings(report.Differ > 0)
}

func lastIndex(list []string, text string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == text {
			return i
		}
	}
	return -1
}

// readSince reads a time, or a date, which is its midnight in UTC.
func readSince(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, diag.Errorf("replay: --since: want a time such as 2026-01-31T12:00:00Z or 2026-01-31, got %s", diag.Quote(text))
}

// job reads the mappings: of all types, or of the one that --mapping names.
func (c *replayCommand) job(p *program, flags *intake.Flags, opening *intake.Opening) (*intake.Job, error) {
	var types []string
	if c.Mapping != "" {
		types = []string{""}
	}
	job, err := p.LoadJob(c.Schema, c.Mapping, types, nil)
	if err != nil {
		return nil, err
	}
	return job, flags.Settle(opening, job, p.clock)
}

// people reads the source objects. All of their attributes are kept: logs list those of the source, too.
func (c *replayCommand) people(flags *intake.Flags, opening *intake.Opening, job *intake.Job) ([]provision.Source, error) {
	engine, err := job.Compile()
	if err != nil {
		return nil, err
	}
	opening.Whole = true
	files, err := flags.Sources(opening, job, engine, nil)
	if err != nil {
		return nil, err
	}
	defer files.Close()
	if err := flags.CheckColumns(); err != nil {
		return nil, diag.Errorf("replay: %w", err)
	}
	var end error // without the rest nobody could tell who is missing
	people := slices.Collect(files.Sources(&end))
	if end == nil && !slices.ContainsFunc(people, func(src provision.Source) bool {
		return src.Err != nil || hasAny(src, engine.SourceAttributes(src.Type))
	}) {
		end = diag.Errorf("replay: --in %s: no object has an attribute that the mapping reads", diag.Name(strings.Join(c.In, ", ")))
	}
	return people, end
}

// hasAny reports whether an object has a value for one of the attributes.
func hasAny(src provision.Source, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		path := value.ParsePath(name)
		return !src.Attrs.Attribute(&path).IsNull()
	})
}

// open opens the logs.
func (c *replayCommand) open(p *program) (logs []replay.Log, closeAll func(), err error) {
	var files []io.Closer
	closeAll = func() {
		for _, f := range files {
			_ = f.Close() // they have been read only
		}
	}
	for _, name := range c.Logs {
		f, err := p.open(name)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		files = append(files, f)
		logs = append(logs, replay.Log{Name: name, Reader: f})
	}
	return logs, closeAll, nil
}

func (c *replayCommand) opening(p *program) *intake.Opening {
	exists := func(name string) bool {
		_, err := os.Stat(name)
		return err == nil
	}
	return &intake.Opening{Open: p.open, Exists: exists, Options: feed.Options{HideValues: c.HideValues, Documents: sources.Open}, Messages: p.stderr}
}
