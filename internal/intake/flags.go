package intake

import (
	"io"
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Flags are the flags of commands that plan a job: its files, and what is known of the world. Their tags are those of the command line's parser,
// which knows the words between ${ and }.
type Flags struct {
	// Verb is the name of the command, for messages. Schema and In are what its own flags for the rules and for the source objects say.
	Verb, Schema string   `kong:"-"`
	In           []string `kong:"-"`
	// ByObject reports that source objects are known by their anchors, so that these are read.
	ByObject bool `kong:"-"`

	InFormat     string   `placeholder:"FORMAT" default:"auto" help:"Format of --in: ${formats_words}."`
	Target       []string `sep:"none" placeholder:"[TYPE=]FILE" help:"Existing objects of the target, in one of the same formats${or_server}; types as for --in. Repeatable."`
	TargetFormat string   `placeholder:"FORMAT" default:"auto" help:"Format of --target, as for --in."`
	Table
	TargetEncoding  string `placeholder:"NAME" default:"auto" help:"Encoding of --target, as --encoding is that of --in."`
	TargetDelimiter string `placeholder:"CHAR" help:"What separates the cells of a CSV of --target, as --delimiter for --in; --multi is for both."`
	Mapping         string `placeholder:"NAME" help:"Object mapping to run: its number, its name, source -> target of its objects, or a unique part of these; by default the enabled one of users that runs first. Other types of --in are run by their first enabled one."`

	Now     string            `placeholder:"TIME" help:"${help_now}."`
	Domain  string            `name:"default-domain" help:"${help_domain}."`
	Token   map[string]string `mapsep:"none" placeholder:"NAME=VALUE" help:"Value of a token such as DomainFQDN; repeatable."`
	Profile string            `enum:"auto,none,${profiles}" default:"auto" help:"Target whose length and character rules are checked: auto (by the schema), none, ${profiles_words}."`
	CSA     string            `name:"csa" placeholder:"FILE" help:"${help_customSecurityAttributes}: the answer of Graph, or a table with id, type, isCollection and status."`

	Links                   string `placeholder:"FILE" help:"${help_links}."`
	Orphans                 string `placeholder:"FILE" help:"Write the target objects that no source object accounts for: as CSV if the name ends so, else as JSON Lines."`
	Assigned                string `placeholder:"FILE" help:"Who is assigned: one matching value or anchor a line; others are not, whatever @assigned of --in says."`
	SyncAll                 bool   `help:"${help_syncAll}."`
	MaxDisables             string `placeholder:"N|P%" help:"${help_maxDisables}."`
	SkipOutOfScopeDeletions bool   `help:"${help_skipOutOfScopeDeletions}."`
	HardDelete              bool   `help:"${help_hardDelete}."`
	Unlinked                bool   `help:"${help_unlinked}."`
	EmptyTextFlows          bool   `help:"${help_emptyTextFlows}."`

	Compat []string `enum:"${compat}" placeholder:"WORD" help:"${help_compat}; repeatable. ${compat_words}."`
	Client []string `enum:"${client}" placeholder:"WORD" help:"${help_client}; repeatable. ${client_words}."`

	columns []string // of the tables that have been opened
}

// Check returns the first mistake in how flags are combined. Standard input can be read once: a second reader would find it empty, and so would
// a second cycle where --in is read again.
func (f *Flags) Check(o *Opening, twice bool) error {
	in := o.inputs(f.In)
	for _, table := range []Table{f.Table, f.targetTable()} {
		if err := table.Apply(new(feed.Options)); err != nil {
			return diag.Errorf("%s: %w", diag.Name(f.Verb), err)
		}
	}
	files := append(append(o.inputs(f.Target), in...), Input{Name: f.Schema}, Input{Name: f.CSA}, Input{Name: f.Assigned}, Input{Name: f.Links})
	switch {
	case stdins(files) > 1:
		return diag.Errorf("%s: only one of --schema, --in, --target, --csa, --links and --assigned can be standard input", diag.Name(f.Verb))
	case twice && stdins(in) > 0:
		return diag.Errorf("%s: --twice reads --in twice: want a file, got standard input", diag.Name(f.Verb))
	case f.Assigned != "" && f.SyncAll:
		return diag.Errorf("%s: --assigned cannot be combined with --sync-all", diag.Name(f.Verb))
	case f.Orphans == "-":
		return diag.Errorf("%s: --orphans: want a file, got standard output, which has the plans", diag.Name(f.Verb))
	}
	return nil
}

// Files returns the names of the files that are read.
func (f *Flags) Files(o *Opening) []string {
	names := []string{f.Schema, f.CSA, f.Assigned, f.Links}
	for _, in := range append(o.inputs(f.In), o.inputs(f.Target)...) {
		names = append(names, in.Name)
	}
	return names
}

// stdins returns how many of the inputs are standard input.
func stdins(inputs []Input) int {
	n := 0
	for _, in := range inputs {
		if in.Name == "-" {
			n++
		}
	}
	return n
}

// Types returns the types of --in and of --target, as [ReadJob] takes them.
func (f *Flags) Types(o *Opening) (sources, targets []string) {
	return Types(o.inputs(f.In)), Types(o.inputs(f.Target))
}

// Settle sets what the flags say of a job; what they do not say stays as the file has it.
func (f *Flags) Settle(o *Opening, job *Job, clock func() time.Time) error {
	var custom map[string]mapping.CustomAttribute
	if f.CSA != "" {
		var err error
		if custom, err = o.SecurityAttributes(f.CSA); err != nil {
			return err
		}
	}
	for i := range job.Objects {
		m := &job.Objects[i]
		m.Mapping.Clock, m.Mapping.DefaultDomain, m.Mapping.Tokens, m.Mapping.HideValues = clock, f.Domain, f.Token, o.Options.HideValues
		m.Mapping.EmptyTextFlows = m.Mapping.EmptyTextFlows || f.EmptyTextFlows
		f.settle(&m.Options)
		m.Set.Settings.Compat = append(m.Set.Settings.Compat, f.Compat...)
		m.Set.Settings.Client = append(m.Set.Settings.Client, f.Client...)
		if custom != nil {
			m.Options.CustomAttributes = custom
		}
	}
	if f.MaxDisables != "" {
		if err := job.MaxDisables.UnmarshalText([]byte(f.MaxDisables)); err != nil {
			return diag.Errorf("%s: --max-disables: %w", diag.Name(f.Verb), err)
		}
	}
	return nil
}

func (f *Flags) settle(o *provision.Options) {
	o.SkipOutOfScopeDeletions = o.SkipOutOfScopeDeletions || f.SkipOutOfScopeDeletions
	o.HardDelete, o.Unlinked = o.HardDelete || f.HardDelete, o.Unlinked || f.Unlinked
	// For auto the profile stays as the job has it, which follows from an exported schema; a mapping file has none.
	switch f.Profile {
	case "auto":
	case "none":
		// none overrides what follows from a schema.
		o.Profile = mapping.ProfileNone
	default:
		o.Profile = mapping.Profile(f.Profile)
	}
}

// Targets reads the target's objects, all attributes of them, and returns messages about them for the end. A broken one is an error: without it,
// decisions about others could be wrong. Without --target the target is empty. Servers are left out, see [Flags.Live].
func (f *Flags) Targets(o *Opening, job *Job) (objects []*provision.Object, messages []string, err error) {
	of, err := o.of(f.TargetFormat, f.targetTable())
	if err != nil {
		return nil, nil, err
	}
	target := func(m *provision.ObjectMapping) *mapping.Schema { return m.Mapping.Target }
	files, err := of.files(job, slices.DeleteFunc(slices.Clone(f.Target), o.isServer), target, func(string) []string { return nil })
	if err != nil {
		return nil, nil, err
	}
	defer files.Close()
	f.columns = append(f.columns, files.columns()...)
	return job.targets(files)
}

// targetTable are the flags about tables of the target.
func (f *Flags) targetTable() Table { return Table{f.TargetEncoding, f.TargetDelimiter, f.Multi} }

// Sources opens the files of source objects. Of their attributes those are read that planning and the preview of requests need: the preview finds
// the identifiers of roles among appRoleAssignments, which expressions may not name. Assigned is what --assigned says, nil without it.
func (f *Flags) Sources(o *Opening, job *Job, engine *provision.Engine, assigned *Assigned) (*Files, error) {
	of, err := o.of(f.InFormat, f.Table)
	if err != nil {
		return nil, err
	}
	source := func(m *provision.ObjectMapping) *mapping.Schema { return m.Mapping.Source }
	files, err := of.files(job, f.In, source, func(name string) []string {
		names := append(engine.SourceAttributes(name), "appRoleAssignments")
		if assigned != nil || f.Links != "" || f.ByObject { // which name objects by their anchors
			names = append(names, engine.Anchors(name)...)
		}
		return Keep(names)
	})
	if err == nil {
		f.columns = append(f.columns, files.columns()...)
		files.engine, files.assigned, files.syncAll = engine, assigned, f.SyncAll
	}
	return files, err
}

// Opening is how files are opened.
type Opening struct {
	Open   func(name string) (io.ReadCloser, error)
	Exists func(name string) bool
	// Options are those of all files, without Name and Keep, format, and what [Table] has flags for.
	Options feed.Options
	// Whole reports that all attributes of objects are kept, not only those that are read.
	Whole bool
	// Servers reports that what --target names by a URL is a server: see [Flags.Live].
	Servers bool
	// Messages takes warnings about records.
	Messages io.Writer
}

func (o *Opening) inputs(texts []string) []Input { return ParseInputs(texts, o.Exists) }

// of returns the opening for files of a format.
func (o *Opening) of(format string, table Table) (*Opening, error) {
	of := *o
	var err error
	if of.Options.Format, err = feed.ParseFormat(format); err != nil {
		return nil, err
	}
	return &of, table.Apply(&of.Options)
}

// files opens files of objects of the job's types: of the side whose schema has the API expressions of their attributes. Keep returns the attributes
// to read of objects of a type, nil for all.
func (o *Opening) files(job *Job, texts []string, side func(*provision.ObjectMapping) *mapping.Schema, keep func(objectType string) []string) (*Files, error) {
	files := new(Files)
	for inputs := o.inputs(texts); len(inputs) > 0; {
		in := inputs[0]
		inputs = inputs[1:]
		of := job.ObjectMapping(in.Type)
		opening := *o
		var others []Input
		opening.Options.More, others = o.more(inputs, in.Type)
		if of.Mapping.Clock != nil {
			opening.Options.Now = of.Mapping.Clock()
		}
		f, err := opening.file(in.Name, keep(of.Type), side(of).APIExpressions())
		if err != nil {
			files.Close()
			return nil, err
		}
		if f.reader.Merges() {
			inputs = others
		}
		files.Add(f, of.Type)
	}
	return files, nil
}

// more returns the inputs of objects of a type, for a feed of changes that is read with them as one, and the inputs that are then left.
func (o *Opening) more(inputs []Input, objectType string) (more []feed.Input, others []Input) {
	for _, in := range inputs {
		if in.Type != objectType {
			others = append(others, in)
			continue
		}
		more = append(more, feed.Input{Name: in.Name, Open: func() (io.ReadCloser, error) { return o.Open(in.Name) }})
	}
	return more, others
}

func (o *Opening) file(name string, keep []string, api map[string]string) (*File, error) {
	file, err := o.Open(name)
	if err != nil {
		return nil, err
	}
	opts := o.Options
	// Attributes that are not kept are not part of the records.
	opts.Name, opts.Keep, opts.API = name, keep, api
	if o.Whole {
		opts.Keep = nil
	}
	f, err := Open(file, opts, o.Messages)
	if err == nil {
		f.reads = keep
	}
	return f, err
}
