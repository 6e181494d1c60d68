package command

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/datacheck"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
)

// bulkBuildCommand is attrmap bulk build. It does not send the requests: attrmap never uses the network.
type bulkBuildCommand struct {
	In       []string `arg:"" help:"People: CSV, NDJSON, JSON or feeds of Oracle HCM; - is standard input. Several tables have the same columns; entries of feeds are merged."`
	InFormat string   `placeholder:"FORMAT" default:"auto" help:"Format of the people: ${formats_words}."`
	intake.Table
	Map    string `required:"" placeholder:"FILE" help:"Map from columns to SCIM attributes: YAML or JSON."`
	Out    string `required:"" placeholder:"DIR" help:"Directory for the requests: bulk-0001.json and so on, and manifest.json, which is written last."`
	Force  bool   `help:"Remove the requests of an earlier run from the directory first; such a directory is refused by default."`
	Nulls  bool   `help:"Write null for empty columns, which clears attributes whose mapping flows nulls; they are left out by default."`
	Now    string `placeholder:"TIME" help:"${help_now}."`
	Limit  int    `placeholder:"N" help:"Read the first N records alone: send a few before all of them."`
	Pretty bool   `help:"Write requests with line breaks and indentation."`
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
	if c.Limit < 0 {
		return diag.Errorf("bulk build: want 1 or more for --limit, got %d", c.Limit)
	}
	clock, err := p.ClockAt(c.Now)
	if err != nil {
		return err
	}
	in, err := c.people(p, bulkMap.Columns(), clock)
	if err != nil {
		return err
	}
	defer in.close()
	// With --force the earlier requests go before anything is read: where reading fails, nobody sends them for those of today.
	set, err := records.NewSet(c.Out, requestName, c.Force)
	if err != nil {
		return err
	}
	err = c.write(p, in, bulkMap, clock, set)
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
func (c *bulkBuildCommand) write(p *program, in *bulkPeople, bulkMap *bulk.Map, clock func() time.Time, set *records.Set) error {
	// What is in doubt in a map is wrong for everybody: it shows in the exit code.
	doubtful := false
	// Issues are printed as they are found, not gathered: a file of people may have one for each of them.
	check := datacheck.New(in.columns)
	builder, err := bulk.Build(check.Watch(c.first(in.records())), bulkMap, bulk.Options{EmptyAsNull: c.Nulls, Clock: clock, Flat: in.columns != nil, Report: func(f diag.Finding) {
		doubtful = c.issue(p, in, f) || doubtful
	}})
	if err != nil {
		return p.mapFault(c.Map, err)
	}
	written, err := c.gather(p, in, builder, set)
	if err != nil {
		return err
	}
	summary := builder.Summary()
	set.Describe(c.comparisons(summary.Comparisons))
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
		if _, err := fmt.Fprintf(p.stdout, "%s: %s, records %d to %d\n", name, diag.Count(request.Operations, "operation"), request.First, request.Last); err != nil {
			return err
		}
	}
	p.warnOfValues(strings.Join(c.In, ", "), check, bulkMap, in.columns)
	missing := c.summarize(p, &summary, in.columns)
	return findings(summary.Failed > 0 || summary.Records == 0 || missing || doubtful)
}

// first returns the first records alone where --limit says so.
func (c *bulkBuildCommand) first(all iter.Seq2[feed.Record, error]) iter.Seq2[feed.Record, error] {
	if c.Limit == 0 {
		return all
	}
	return func(yield func(feed.Record, error) bool) {
		left := c.Limit
		for rec, err := range all {
			if !yield(rec, err) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// issue prints what is wrong with a record or in doubt in the map, and reports whether it is about the map.
func (c *bulkBuildCommand) issue(p *program, in *bulkPeople, f diag.Finding) (inMap bool) {
	// The builder knows records and the map, and not their files. A message may quote a cell.
	f.File, inMap = c.Map, true
	if f.Path.StartsWith(diag.PathOf("records")) {
		f.File, inMap = in.name, false
	}
	// A map says nothing of people.
	if p.hideValues && !inMap {
		f = f.Masked()
	}
	fmt.Fprintln(p.stderr, f)
	return inMap
}

// gather adds the requests to the set, and returns them without their bodies.
func (c *bulkBuildCommand) gather(p *program, in *bulkPeople, builder *bulk.Builder, set *records.Set) (written []bulk.Request, err error) {
	for request, err := range builder.Requests() {
		// A part of the people would look like all of them.
		if err != nil {
			return nil, diag.Errorf("%s: %w; no request is written", diag.Name(in.name), err)
		}
		if err := p.addRequest(set, &request, c.Pretty); err != nil {
			return nil, err
		}
		request.Body = nil
		written = append(written, request)
	}
	return written, nil
}

// addRequest adds a request to a set, on many lines or on one.
func (p *program) addRequest(set *records.Set, request *bulk.Request, pretty bool) error {
	body := append(request.Body, '\n')
	if pretty {
		var out bytes.Buffer
		if err := json.Indent(&out, body, "", "  "); err != nil {
			return err
		}
		body = out.Bytes()
	}
	// After a signal nothing more is added, since what has been added is removed.
	p.writing.Lock()
	defer p.writing.Unlock()
	return set.Add(request.Operations, body)
}

// summarize prints what the run has come to, and reports whether the map reads a column that the table does not have: a table says which columns it
// has; where the feed is none, the column may be one that is empty for everybody.
func (c *bulkBuildCommand) summarize(p *program, summary *bulk.Summary, columns []string) (missing bool) {
	for _, column := range summary.UnseenColumns {
		near := ""
		if name := nearest.Name(column, slices.Values(columns)); name != "" {
			near = ": did you mean " + string(diag.Quote(name)) + "?"
		}
		fmt.Fprintf(p.stderr, "%s: column %s is not in any record%s\n", c.Map, diag.Quote(column), near)
	}
	for _, compared := range summary.Comparisons {
		fmt.Fprintln(p.stderr, show.Visible(c.compared(compared)))
	}
	switch summary.Records {
	case 0:
		fmt.Fprintf(p.stderr, "%s: no records: there is nothing to send\n", strings.Join(c.In, ", "))
	case c.Limit:
		fmt.Fprintf(p.stderr, "%s: read the first %s alone: --limit\n", strings.Join(c.In, ", "), diag.Count(c.Limit, "record"))
	}
	fmt.Fprintln(p.stderr, summary.String())
	return len(summary.UnseenColumns) > 0 && columns != nil
}

// compared words which values of a column with equals became true and false: a third value, such as that of people on leave, disables whoever
// has it.
func (c *bulkBuildCommand) compared(compared bulk.Comparison) string {
	values := func(equal bool, all, others int) string {
		var shown []string
		for _, v := range compared.Values {
			if v.Equal == equal {
				shown = append(shown, fmt.Sprintf("%s %d", diag.Quote(v.Text), v.Users))
			}
		}
		if others > 0 {
			shown = append(shown, fmt.Sprintf("others %d", others))
		}
		if len(shown) == 0 || c.HideValues {
			return strconv.Itoa(all)
		}
		return fmt.Sprintf("%d (%s)", all, strings.Join(shown, ", "))
	}
	return fmt.Sprintf("%s from %s: true %s, false %s, without a value %d", compared.Path, show.Line(compared.Source),
		values(true, compared.True, 0), values(false, compared.False, compared.Others), compared.Empty)
}

// comparisons returns what the manifest says of columns with equals; with --hide-values no values.
func (c *bulkBuildCommand) comparisons(all []bulk.Comparison) []records.Comparison {
	var out []records.Comparison
	for _, compared := range all {
		counts := records.Comparison{Path: compared.Path, Source: compared.Source, True: compared.True, False: compared.False, Empty: compared.Empty, Others: compared.Others}
		for _, v := range compared.Values {
			if !c.HideValues {
				counts.Values = append(counts.Values, records.ComparedValue{Value: v.Text, Equal: v.Equal, Users: v.Users})
			}
		}
		out = append(out, counts)
	}
	return out
}

// loadBulkMap reads a map from YAML or JSON.
func (p *program) loadBulkMap(name string) (*bulk.Map, error) {
	in, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, bulk.MapBytes+1))
	if err != nil {
		return nil, err
	}
	m, err := bulk.ReadMap(bytes.NewReader(data))
	if err == nil {
		return m, nil
	}
	// Whoever confuses two files learns which one it is, and not that all its members are unknown.
	if doc, unread := file.Parse(name, data); unread == nil {
		if mistaken := doc.Mistaken(file.BulkMap); mistaken != nil {
			return nil, mistaken
		}
	}
	return nil, p.mapFault(name, err)
}

// mapFault returns what is wrong with a map as an error that names its file. Of several findings all but the last error are printed.
func (p *program) mapFault(name string, err error) error {
	var found diag.List
	if !errors.As(err, &found) {
		return diag.Errorf("%s: %w", diag.Name(name), err)
	}
	for i := range found {
		found[i].File = name
	}
	slices.SortStableFunc(found, func(a, b diag.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	last := len(found) - 1
	p.report(found[:last])
	return found[last:]
}
