package command

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/bulk/delta"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// bulkDeltaCommand is attrmap bulk delta.
type bulkDeltaCommand struct {
	Old      string `arg:"" help:"People of the day before: CSV, NDJSON or JSON; - is standard input."`
	New      string `arg:"" help:"People of today, in the same format and encoding or in others."`
	InFormat string `placeholder:"FORMAT" default:"auto" help:"Format of both files: ${formats_words}."`
	intake.Table
	OldFormat    string `placeholder:"FORMAT" help:"Format of the old file, where it is not that of --in-format."`
	OldEncoding  string `placeholder:"NAME" help:"Encoding of the old file, where it is not that of --encoding; auto for UTF-8 and UTF-16."`
	OldDelimiter string `placeholder:"CHAR" help:"What separates the cells of the old file, where that is not what --delimiter says; auto for the one that makes the most columns."`
	Map          string `required:"" placeholder:"FILE" help:"Map from columns to SCIM attributes: YAML or JSON, as for bulk build. Only the columns that it reads are compared."`
	Out          string `required:"" placeholder:"DIR" help:"Directory for the requests: bulk-0001.json and so on, and manifest.json, which names the absent and is written last. Where nothing is written it stays as it was."`
	Force        bool   `help:"Let the requests take the place of those of an earlier run in the directory; such a directory is refused by default."`
	Absent       string `enum:"report,terminate" default:"report" help:"What becomes of people whom only the old file has: report sends nothing for them, terminate sends what --terminate-set says."`
	TerminateSet string `placeholder:"NAME=VALUE" help:"The attribute to send for the absent, beside the key; active=false is the default. true and false are truth values."`
	MaxAbsent    string `placeholder:"N|P%" default:"2%" help:"Write nothing where more people are absent: a number, or a share of those in the old file."`
	Now          string `placeholder:"TIME" help:"${help_now}."`
	Pretty       bool   `help:"Write requests with line breaks and indentation."`
	Format       string `enum:"text,json" default:"text" help:"Format of the summary: text or json."`
	privacy

	doubtful bool // something in the map is in doubt, which is wrong for everybody
}

// Run writes a file for each request and the manifest, all of them or none.
func (c *bulkDeltaCommand) Run(p *program) error {
	c.apply(p)
	terminate, err := c.termination()
	if err != nil {
		return err
	}
	if _, _, err := settings.ParseThreshold(c.MaxAbsent); err != nil {
		return diag.Errorf("--max-absent: %w", err)
	}
	// The map and the directory are looked at first: with a wrong one, no record should be read.
	bulkMap, err := p.loadBulkMap(c.Map)
	if err != nil {
		return err
	}
	if _, err := records.CheckFree(c.Out, requestName, c.Force); err != nil {
		return err
	}
	clock, err := p.ClockAt(c.Now)
	if err != nil {
		return err
	}
	opt := delta.Options{
		MaxAbsent: c.MaxAbsent, Terminate: terminate, Clock: clock, HideValues: c.HideValues, Report: func(f diag.Finding) { c.print(p, f) },
		Scratch: func() (delta.Scratch, error) { return records.NewScratch() },
	}
	d, err := c.compare(p, bulkMap, opt)
	if err != nil {
		return c.refused(p, err)
	}
	err = c.write(p, d)
	return cmp.Or(err, d.Close())
}

// termination returns what is sent for the absent; nil is nothing.
func (c *bulkDeltaCommand) termination() (*bulk.Attribute, error) {
	switch {
	case c.Absent == "terminate":
		set, err := delta.ParseTermination(cmp.Or(c.TerminateSet, "active=false"))
		if err != nil {
			return nil, diag.Errorf("--terminate-set: %w", err)
		}
		return set, nil
	case c.TerminateSet != "":
		return nil, diag.Errorf("--terminate-set: nothing is sent for the absent without --absent terminate")
	}
	return nil, nil
}

// print prints a finding: one about a record has its file.
func (c *bulkDeltaCommand) print(p *program, f diag.Finding) {
	if f.File == "" {
		f.File, c.doubtful = c.Map, true
	}
	if p.hideValues {
		f = f.Masked()
	}
	fmt.Fprintln(p.stderr, f)
}

// compare opens both files and compares them.
func (c *bulkDeltaCommand) compare(p *program, bulkMap *bulk.Map, opt delta.Options) (*delta.Delta, error) {
	if c.Old == "-" && c.New == "-" {
		return nil, diag.Errorf("want two files: both are standard input")
	}
	if err := feed.CheckEncoding(c.OldEncoding); err != nil {
		return nil, diag.Errorf("bulk delta: --old-encoding: %w", err)
	}
	if _, err := intake.ParseDelimiter(c.OldDelimiter); err != nil {
		return nil, diag.Errorf("bulk delta: --old-delimiter: %w", err)
	}
	before := c.Table
	before.Encoding, before.Delimiter = cmp.Or(c.OldEncoding, before.Encoding), cmp.Or(c.OldDelimiter, before.Delimiter)
	old, closeOld, err := c.open(p, c.Old, cmp.Or(c.OldFormat, c.InFormat), &before, bulkMap)
	if err != nil {
		return nil, err
	}
	defer closeOld() //nolint:errcheck // it is read
	today, closeNew, err := c.open(p, c.New, c.InFormat, &c.Table, bulkMap)
	if err != nil {
		return nil, err
	}
	defer closeNew() //nolint:errcheck // as above
	return delta.Compare(old, today, bulkMap, opt)
}

// open opens one of the two files. Columns that the map does not read are passed over.
func (c *bulkDeltaCommand) open(p *program, name, formatName string, table *intake.Table, bulkMap *bulk.Map) (*delta.File, func() error, error) {
	format, err := feed.ParseFormat(formatName)
	if err != nil {
		return nil, nil, err
	}
	opts := feed.Options{Name: name, Format: format, Limits: p.limits.Records, HideValues: c.HideValues, Documents: sources.Open}
	if err := table.Apply(&opts); err != nil {
		return nil, nil, diag.Errorf("bulk delta: %w", err)
	}
	in, err := p.open(name)
	if err != nil {
		return nil, nil, err
	}
	file, err := delta.Open(in, bulkMap, opts)
	if err != nil {
		_ = in.Close() // the error that counts is that of reading
		return nil, nil, err
	}
	return file, in.Close, nil
}

// refused reports why nothing is written, where what the files contain is the reason; other errors are returned.
func (c *bulkDeltaCommand) refused(p *program, err error) error {
	var refusal *delta.RefusedError
	if !errors.As(err, &refusal) {
		var found diag.List
		if errors.As(err, &found) && found.Error() == err.Error() { // about the map alone
			return p.mapFault(c.Map, found)
		}
		return err
	}
	fmt.Fprintf(p.stderr, "attrmap: %s\n", p.message(refusal))
	switch err = nil; {
	case c.Format == "json":
		err = records.WriteJSON(p.stdout, refusal)
	case refusal.Summary != nil:
		err = c.summary(p, refusal.Summary, nil)
	}
	return cmp.Or(err, errFindings)
}

// write writes the requests and prints the summary.
func (c *bulkDeltaCommand) write(p *program, d *delta.Delta) error {
	set, err := records.ReplaceSet(c.Out, requestName, c.Force)
	if err != nil {
		return err
	}
	err = c.commit(p, d, set)
	return cmp.Or(err, set.Close())
}

// commit gathers the requests, and gives them their names at once.
func (c *bulkDeltaCommand) commit(p *program, d *delta.Delta, set *records.Set) error {
	var written []int // operations
	for request, err := range d.Requests() {
		if err != nil {
			return diag.Errorf("%s: %w; no request is written", diag.Name(c.New), err)
		}
		if err := p.addRequest(set, &request, c.Pretty); err != nil {
			return err
		}
		written = append(written, request.Operations)
	}
	s := d.Summary()
	set.NamePeople(s.Absent, s.Unknown)
	// No signal that can wait ends the program between two names.
	p.writing.Lock()
	err := set.Commit(requestFile)
	p.writing.Unlock()
	if err != nil {
		return err
	}
	var files []string
	for i, operations := range written {
		files = append(files, set.Path(requestFile(i+1, len(written)))+": "+diag.Count(operations, "operation"))
	}
	if err := c.summary(p, &s, files); err != nil {
		return err
	}
	return findings(c.doubtful || s.Spared > 0 || s.Failed > 0 || s.FailedBefore > 0 || len(s.Missing) > 0)
}

// summary prints the summary with the files that are written, and what it says beside the counts.
func (c *bulkDeltaCommand) summary(p *program, s *delta.Summary, files []string) (err error) {
	if c.Format == "json" {
		err = records.WriteJSON(p.stdout, s)
	} else {
		_, err = fmt.Fprintln(p.stdout, strings.Join(append([]string{s.String()}, files...), "\n"))
	}
	for _, line := range s.Remarks() {
		fmt.Fprintln(p.stderr, line)
	}
	return err
}
