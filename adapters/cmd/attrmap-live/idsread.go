package main

import (
	"context"
	"io"
	"iter"
	"slices"
	"strings"

	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/adapters/ids"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// peopleFile is the open file of the people.
type peopleFile struct {
	r        *idsRun
	file     *intake.File
	anchors  []string          // attributes that may name people
	accounts map[string]string // → that of accounts
	filters  []*mapping.Scope
	mapper   *mapping.Mapper // nil without --schema
	left     int             // people who are not provisioned by the mapping
}

// openPeople opens --in with the attributes that the scheme reads, and what may name the people.
func (r *idsRun) openPeople(config *ids.Config) (*peopleFile, error) {
	in := &peopleFile{r: r}
	var reads, anchors []string
	opts := r.p.Opening(r.messages).Options
	if r.job != nil {
		m := &r.job.Objects[0]
		var err error
		if in.mapper, err = r.compile(m); err != nil {
			return nil, err
		}
		reads, anchors = in.mapper.SourceAttributes(m.Options.InputFilter, m.Options.CategoryFilter), anchorsIn(m.Mapping.Source)
		opts.API, opts.Now = m.Mapping.Source.APIExpressions(), config.Options.Clock()
		if err := in.addFilters(m); err != nil {
			return nil, err
		}
	}
	in.anchors, in.accounts = anchorsOf(r.job, config.Identifiers, anchors)
	if r.c.Anchor != "" {
		name, account, _ := strings.Cut(r.c.Anchor, "=")
		if in.accounts[name] == "" || account != "" {
			in.accounts[name] = account
		}
		in.anchors = []string{name}
	}
	config.Anchor = in.anchors[0]
	scheme, err := ids.Compile(*config)
	if err != nil {
		return nil, diag.Errorf("ids assign: %w", err)
	}
	opts.Name = r.c.In
	opts.Keep = intake.Keep(slices.Concat(scheme.Reads(), reads, in.anchors))
	if opts.Format, err = feed.ParseFormat(r.c.InFormat); err != nil {
		return nil, err
	}
	if err := (&intake.Table{Encoding: r.c.Encoding, Delimiter: r.c.Delimiter}).Apply(&opts); err != nil {
		return nil, diag.Errorf("ids assign: %w", err)
	}
	file, err := r.p.Opening(r.messages).Open(r.c.In)
	if err != nil {
		return nil, err
	}
	if in.file, err = intake.Open(file, opts, r.messages); err == nil && r.job != nil {
		in.file.Type = r.job.Objects[0].Type
	}
	return in, err
}

// compile compiles the object mapping. It needs no matching attribute, which only provisioning does.
func (r *idsRun) compile(m *provision.ObjectMapping) (*mapping.Mapper, error) {
	mapper, err := m.Set.Compile(m.Mapping)
	if err == nil {
		return mapper, nil
	}
	// The job says the same with lines and columns.
	if _, located := r.job.Compile(); located != nil {
		return nil, located
	}
	return nil, err
}

// anchorsIn returns the attributes that a schema says are anchors.
func anchorsIn(s *mapping.Schema) (names []string) {
	if s != nil {
		for _, a := range s.Attributes {
			if a.Anchor {
				names = append(names, a.Name)
			}
		}
	}
	return names
}

// addFilters compiles the filters of the object mapping beside its scope.
func (in *peopleFile) addFilters(m *provision.ObjectMapping) error {
	for _, filter := range []struct {
		of      mapping.Filter
		lenient bool
	}{{m.Options.InputFilter, true}, {m.Options.CategoryFilter, false}} {
		scope, found := mapping.CompileFilter(filter.of, filter.lenient, m.Mapping)
		if found.HasErrors() {
			return found.Errors()
		}
		in.filters = append(in.filters, scope)
	}
	in.filters = append(in.filters, in.mapper.Scope())
	return nil
}

// read returns the people whom the mapping provisions. One who cannot be read is among them, with the error.
func (in *peopleFile) read() (people []ids.Person, err error) {
	for src := range in.file.Sources(&err) {
		provisioned, broken := in.isProvisioned(&src)
		if !provisioned {
			in.left++
			continue
		}
		people = append(people, ids.Person{Number: src.Ordinal, Attrs: src.Attrs, Err: broken})
	}
	if err != nil {
		return nil, diag.Errorf("%s: nobody is given anything: %w", diag.Name(in.r.c.In), err)
	}
	return people, nil
}

// isProvisioned reports whether a person may be created in the target. The error is that the person cannot be read, or the filter not be judged.
func (in *peopleFile) isProvisioned(src *provision.Source) (bool, error) {
	switch {
	case src.Err != nil:
		return true, src.Err
	case src.Deleted != provision.NotDeleted || src.Unassigned:
		return false, nil
	}
	var open error
	for _, filter := range in.filters {
		result := in.mapper.ExplainFilter(filter, src.Attrs)
		switch {
		case result.Limit != nil:
			open = result.Limit
		case !result.Passed:
			return false, nil
		}
	}
	if open != nil {
		return true, diag.Errorf("whether the mapping provisions this person is not known: %w", open)
	}
	return true, nil
}

// anchor returns the attribute by which the people are known, and that of their accounts: the first that most of them have. It is "" where nobody
// has any.
func (in *peopleFile) anchor(people []ids.Person) (name, account string) {
	most, whole := 0, 0
	for _, candidate := range in.anchors {
		path, have := value.ParsePath(candidate), 0
		whole = 0
		for i := range people {
			if people[i].Err != nil {
				continue
			}
			whole++
			if !people[i].Attrs.Attribute(&path).IsNullOrEmpty() {
				have++
			}
		}
		if have > most {
			name, most = candidate, have
		}
	}
	if whole == 0 {
		name = in.anchors[0] // nobody can be read, and each of them says so
	}
	return name, in.accounts[name]
}

// readAccounts reads everything that --taken names. What cannot be read ends the run: whoever is missing would have no identifier.
func (r *idsRun) readAccounts(ctx context.Context) error {
	for _, name := range r.c.Taken {
		if name == nobody {
			return nil
		}
		read := r.readFile
		if _, is := intake.URLScheme(name); is {
			read = r.readServer
		}
		n, err := read(ctx, name)
		switch {
		case err != nil:
			return diag.Errorf("--taken: %s: nobody is given anything: %w", diag.Name(name), err)
		case n == 0:
			return diag.Errorf("--taken: %s: nobody is given anything: want accounts, got none; where nobody has one yet say --taken %s", diag.Name(name), nobody)
		}
		r.tell("%s: %s read", diag.Name(name), diag.Name(diag.Count(n, "account")))
	}
	return r.compared()
}

// readFile reads the accounts of a file.
func (r *idsRun) readFile(ctx context.Context, name string) (n int, err error) {
	opening := r.p.Opening(r.messages)
	opts := opening.Options
	opts.Name, opts.Context = name, ctx
	if opts.Format, err = feed.ParseFormat(r.c.TakenFormat); err != nil {
		return 0, err
	}
	if err := (&intake.Table{Encoding: r.c.TakenEncoding, Delimiter: r.c.TakenDelimiter}).Apply(&opts); err != nil {
		return 0, err
	}
	file, err := opening.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	reader, err := feed.Open(file, opts)
	if err != nil {
		return 0, err
	}
	for rec, err := range reader.Records() {
		if err == nil {
			err = rec.Err
		}
		if err != nil {
			return n, err
		}
		if rec.MayBeTruncated {
			r.tell("%s: the last record (line %d) has no line break after it; if the file was truncated, its end is missing", diag.Name(name), rec.Line)
		}
		r.batch.AddAccount(rec.Attrs)
		n++
	}
	return n, unchanged(file)
}

// unchanged returns an error if a file has changed while it was read.
func unchanged(file io.Closer) error {
	if f, ok := file.(interface{ Changed() error }); ok {
		return f.Changed()
	}
	return nil
}

// readServer reads the accounts of a server: the objects of all types that it has, and the deleted ones that it shows.
func (r *idsRun) readServer(ctx context.Context, name string) (n int, err error) {
	target, err := r.c.servers.open(ctx, r.p, name, nil)
	if err != nil {
		return 0, err
	}
	defer target.Close()
	types := []string{""} // of a directory, everything
	if known, ok := target.(interface{ Types() []string }); ok {
		types = known.Types()
	}
	for _, objectType := range types {
		some, err := r.addObjects(target.Objects(ctx, objectType))
		if n += some; err != nil {
			return n, err
		}
	}
	trash, ok := target.(interface {
		DeletedObjects(ctx context.Context) iter.Seq2[*provision.Object, error]
	})
	if !ok {
		return n, nil
	}
	some, err := r.addObjects(trash.DeletedObjects(ctx))
	// Not every account may see them, and what they have is refused to nobody as long as they are deleted.
	if goldap.IsErrorAnyOf(err, goldap.LDAPResultNoSuchObject, goldap.LDAPResultInsufficientAccessRights) {
		r.tell("%s: the deleted objects cannot be read, and identifiers are not compared with theirs: %s", diag.Name(name), r.message(err))
		err = nil
	}
	return n + some, err
}

// addObjects adds objects of a server and returns how many there are.
func (r *idsRun) addObjects(objects iter.Seq2[*provision.Object, error]) (n int, err error) {
	for o, err := range objects {
		if err != nil {
			return n, err
		}
		attrs, ok := o.Attrs.(interface{ Members() []value.Member })
		if !ok {
			return n, diag.Errorf("an object of the type %T cannot be read", o.Attrs)
		}
		r.batch.AddAccount(value.NewObject(attrs.Members()...))
		n++
	}
	return n, nil
}

// compared refuses accounts that have nothing to compare identifiers with, and says what none of them has.
func (r *idsRun) compared() error {
	if r.batch.Compared() == 0 {
		return diag.Errorf("--taken: nobody is given anything: no account has an address, or one of %s: is this the right file?", diag.Name(strings.Join(r.scheme.Names(), ", ")))
	}
	for _, name := range r.batch.Lacking() {
		r.tell("no account of --taken has %s: identifiers are not compared with anybody's", diag.Name(name))
	}
	return nil
}
