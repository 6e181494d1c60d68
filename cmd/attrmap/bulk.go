package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// bulkCommand is attrmap bulk: what it builds, it can check.
type bulkCommand struct {
	Build bulkBuildCommand `cmd:"" help:"Build SCIM bulk requests for API-driven provisioning from a file of people."`
	Check bulkCheckCommand `cmd:"" help:"Find mistakes in a SCIM bulk request."`
}

// bulkBuildCommand is attrmap bulk build. It does not send the requests: attrmap never uses the network.
type bulkBuildCommand struct {
	In       string `arg:"" help:"People: CSV, NDJSON or JSON; - is standard input."`
	InFormat string `placeholder:"FORMAT" default:"auto" help:"Format of the people: ${formats_words}."`
	intake.Table
	Map   string `required:"" placeholder:"FILE" help:"Map from columns to SCIM attributes: YAML or JSON."`
	Out   string `required:"" placeholder:"DIR" help:"Directory for the requests: bulk-0001.json and so on, and manifest.json, which is written last."`
	Force bool   `help:"Remove the requests of an earlier run from the directory first; such a directory is refused by default."`
	Nulls bool   `help:"Write null for empty columns, which clears attributes whose mapping flows nulls; they are left out by default."`
	Now   string `placeholder:"TIME" help:"${help_now}."`
	privacy
}

// Run writes a file for each request, all of them or none, and reports how long sending them takes.
func (c *bulkBuildCommand) Run(p *program) error {
	c.apply(p)
	// The map is read first: with a broken one, no record should be.
	bulkMap, err := p.loadBulkMap(c.Map)
	if err != nil {
		return err
	}
	clock, err := p.clockAt(c.Now)
	if err != nil {
		return err
	}
	in, err := p.open(c.In)
	if err != nil {
		return err
	}
	defer in.Close()
	format, err := feed.ParseFormat(c.InFormat)
	if err != nil {
		return err
	}
	// An empty cell is null and not absent, by which --nulls distinguishes an empty column from one that is missing.
	opts := feed.Options{Name: c.In, Format: format, EmptyCells: feed.EmptyNull, Limits: p.limits.Records, HideValues: c.HideValues, Documents: sources.Open}
	if err := c.Apply(&opts); err != nil {
		return diag.Errorf("bulk build: %w", err)
	}
	// With --force the earlier requests go before anything is read: where reading fails, nobody sends them for those of today.
	set, err := records.NewSet(c.Out, requestName, c.Force)
	if err != nil {
		return err
	}
	err = c.write(p, in, opts, bulkMap, clock, set)
	return cmp.Or(err, set.Close())
}

// requestFile returns the name of request n of all: with four digits, or as many as all of them take, so that names sort in the order in which
// the requests are to be sent.
func requestFile(n, all int) string {
	const least = 4
	return fmt.Sprintf("bulk-%0*d.json", max(least, len(strconv.Itoa(all))), n)
}

// requestName matches what requestFile returns.
var requestName = regexp.MustCompile(`^bulk-\d{4,}\.json$`)

// write gathers the requests while the people are read, so that memory stays constant, and then gives them their names at once. A record that
// cannot be used is left out and reported.
func (c *bulkBuildCommand) write(p *program, in io.Reader, opts feed.Options, bulkMap *bulk.Map, clock func() time.Time, set *records.Set) error {
	reader, err := feed.Open(in, opts)
	if err != nil {
		return diag.Errorf("%s: %w", diag.Name(c.In), err)
	}
	// What is in doubt in a map is wrong for everybody: it shows in the exit code.
	doubtful := false
	// Issues are printed as they are found, not gathered: a file of people may have one for each of them.
	builder, err := bulk.Build(reader.Records(), bulkMap, bulk.Options{EmptyAsNull: c.Nulls, Clock: clock, Report: func(f diag.Finding) {
		// The builder knows records and the map, and not their files. A message may quote a cell.
		if f.File = c.Map; f.Path.StartsWith(diag.PathOf("records")) {
			f.File = c.In
		} else {
			doubtful = true
		}
		if p.hideValues {
			f = f.Masked()
		}
		fmt.Fprintln(p.stderr, f)
	}})
	if err != nil {
		return p.mapFault(c.Map, err)
	}
	var written []bulk.Request
	for request, err := range builder.Requests() {
		// A part of the people would look like all of them.
		if err != nil {
			return diag.Errorf("%s: %w; no request is written", diag.Name(c.In), err)
		}
		if err := set.Add(request.Operations, append(request.Body, '\n')); err != nil {
			return err
		}
		request.Body = nil
		written = append(written, request)
	}
	// No signal that can wait ends the program between two names.
	p.writing.Lock()
	err = set.Commit(requestFile)
	p.writing.Unlock()
	if err != nil {
		return err
	}
	// A file is named on standard output once the set is whole, and so every name there can be sent.
	for i, request := range written {
		name := set.Path(requestFile(i+1, len(written)))
		if _, err := fmt.Fprintf(p.stdout, "%s: %d operations, records %d to %d\n", name, request.Operations, request.First, request.Last); err != nil {
			return err
		}
	}
	summary := builder.Summary()
	// A table says which columns it has; where the feed is none, the column may be one that is empty for everybody.
	missing := len(summary.UnseenColumns) > 0 && reader.Columns() != nil
	for _, column := range summary.UnseenColumns {
		near := ""
		if name := nearest.Name(column, slices.Values(reader.Columns())); name != "" {
			near = ": did you mean " + string(diag.Quote(name)) + "?"
		}
		fmt.Fprintf(p.stderr, "%s: column %s is not in any record%s\n", c.Map, diag.Quote(column), near)
	}
	if summary.Records == 0 {
		fmt.Fprintf(p.stderr, "%s: no records: there is nothing to send\n", c.In)
	}
	fmt.Fprintln(p.stderr, summary.String())
	return findings(summary.Failed > 0 || summary.Records == 0 || missing || doubtful)
}

// loadBulkMap reads a map from YAML or JSON.
func (p *program) loadBulkMap(name string) (*bulk.Map, error) {
	in, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	m, err := bulk.ReadMap(in)
	if err != nil {
		return nil, p.mapFault(name, err)
	}
	return m, nil
}

// mapFault returns what is wrong with a map as an error that names its file. Of several faults all but the last are printed.
func (p *program) mapFault(name string, err error) error {
	var found diag.List
	if !errors.As(err, &found) {
		return diag.Errorf("%s: %w", diag.Name(name), err)
	}
	for i := range found {
		found[i].File = name
	}
	last := len(found) - 1
	p.report(found[:last])
	return found[last:]
}

// bulkCheckCommand is attrmap bulk check.
type bulkCheckCommand struct {
	File   string `arg:"" name:"file|dir" help:"Bulk request, or the directory of bulk build: all its requests, and whether they are those of its manifest; - is standard input."`
	Format string `enum:"text,json" default:"text" help:"Output format: text or json."`
	privacy
}

// Run checks one request, or those of a directory.
func (c *bulkCheckCommand) Run(p *program) error {
	c.apply(p)
	check := c.request
	if info, err := os.Stat(c.File); err == nil && info.IsDir() {
		check = c.set
	}
	found, err := check(p, c.File)
	if err != nil {
		return err
	}
	return p.printFindings(found, c.Format, func(f diag.Finding) any { return f })
}

// request returns the findings about one request.
func (c *bulkCheckCommand) request(p *program, name string) (diag.List, error) {
	in, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	found, err := bulk.Check(in, name, bulk.CheckOptions{
		Limits: p.limits.Requests, HideValues: c.HideValues,
	})
	if err != nil {
		return nil, diag.Errorf("%s: %w", diag.Name(name), err)
	}
	return found, nil
}

// set returns the findings about the requests of a directory: of each by itself, and those about what is missing, changed or too many.
func (c *bulkCheckCommand) set(p *program, dir string) (diag.List, error) {
	members, people, err := records.CheckSet(dir, requestName)
	if err != nil {
		return nil, err
	}
	var all diag.List
	for _, m := range members {
		if m.Problem != "" {
			all = append(all, diag.Finding{Code: codes.BulkSet, Severity: diag.Error, Place: diag.Place{File: m.Path}, Message: diag.Messagef("%s", diag.Name(m.Problem))})
			continue
		}
		found, err := c.request(p, m.Path)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	fmt.Fprintf(p.stderr, "%s: %s, %s by the manifest\n", dir, diag.Count(len(members), "request"), diag.Count(people, "record"))
	if len(members) == 0 {
		return nil, diag.Errorf("%s: the manifest lists no request: there is nothing to send", diag.Name(dir))
	}
	return all, nil
}
