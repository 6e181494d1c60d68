package command

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// bulkPeople are the people of files, one after another; feeds of changes are read as one.
type bulkPeople struct {
	program *program
	opts    feed.Options
	rest    []string // files that are still to be read
	last    int      // ordinal of the record before those of the file

	name    string // of the file that is read
	file    io.Closer
	reader  *feed.Reader
	columns []string // of the first table, nil where there is none
	table   string   // its name
}

// people opens the first file. The rest is opened when it is read. The map's columns are those of the documents of HR systems that are API expressions.
func (c *bulkBuildCommand) people(p *program, columns []string, clock func() time.Time) (*bulkPeople, error) {
	format, err := feed.ParseFormat(c.InFormat)
	if err != nil {
		return nil, err
	}
	b := &bulkPeople{program: p, rest: c.In}
	// An empty cell is null and not absent, by which --nulls distinguishes an empty column from one that is missing.
	b.opts = feed.Options{Format: format, EmptyCells: feed.EmptyNull, Limits: p.limits.Records, HideValues: c.HideValues, Documents: sources.Open, Now: clock(), Remark: b.remark, API: apiColumns(columns)}
	if err := c.Apply(&b.opts); err != nil {
		return nil, diag.Errorf("bulk build: %w", err)
	}
	if err := b.open(); err != nil {
		b.close()
		return nil, diag.Errorf("%s: %w", diag.Name(b.name), err)
	}
	return b, nil
}

// apiColumns returns the columns that are API expressions by their own names: a document of Workday or SuccessFactors has no others.
func apiColumns(columns []string) map[string]string {
	api := map[string]string{}
	for _, column := range columns {
		if strings.HasPrefix(column, "wd:Worker/") || strings.HasPrefix(column, "$.") {
			api[column] = column
		}
	}
	return api
}

// open opens the next file.
func (b *bulkPeople) open() error {
	b.close()
	b.name, b.rest = b.rest[0], b.rest[1:]
	file, err := b.program.open(b.name)
	if err != nil {
		return err
	}
	b.file = file
	opts := b.opts
	opts.Name, opts.More = b.name, nil
	for _, name := range b.rest {
		opts.More = append(opts.More, feed.Input{Name: name, Open: func() (io.ReadCloser, error) { return b.program.open(name) }})
	}
	if b.reader, err = feed.Open(file, opts); err != nil {
		return err
	}
	if b.reader.Merges() {
		b.rest = nil
	}
	return b.compare(b.reader.Columns())
}

// compare returns an error if a table has other columns than the first one: what a person does not have would depend on the file.
func (b *bulkPeople) compare(columns []string) error {
	if columns == nil || b.columns == nil {
		if b.columns == nil {
			b.columns, b.table = columns, b.name
		}
		return nil
	}
	for _, side := range []struct {
		has, lacks []string
		problem    string
	}{{b.columns, columns, "the column %s of %s is missing"}, {columns, b.columns, "the column %s is not in %s"}} {
		if name := lacking(side.has, side.lacks); name != "" {
			return diag.Errorf(side.problem+"; want tables with the same columns, or a command for each", diag.Quote(name), diag.Name(b.table))
		}
	}
	return nil
}

// lacking returns the first of some names that others lack; case does not count.
func lacking(names, others []string) string {
	there := map[string]bool{}
	for _, name := range others {
		there[strings.ToLower(name)] = true
	}
	for _, name := range names {
		if !there[strings.ToLower(name)] {
			return name
		}
	}
	return ""
}

// records returns the records of all files. Their ordinals go on from file to file.
func (b *bulkPeople) records() iter.Seq2[feed.Record, error] {
	return func(yield func(feed.Record, error) bool) {
		for {
			last := b.last
			for rec, err := range b.reader.Records() {
				if rec.Ordinal += b.last; err == nil {
					last = rec.Ordinal
				}
				if !yield(rec, err) || err != nil {
					return
				}
			}
			b.last = last
			if len(b.rest) == 0 {
				return
			}
			if err := b.open(); err != nil {
				yield(feed.Record{}, err)
				return
			}
		}
	}
}

// remark tells what was left out of a file and is no mistake.
func (b *bulkPeople) remark(m diag.Message) {
	if b.program.hideValues {
		m = m.Masked()
	}
	fmt.Fprintf(b.program.stderr, "%s: %s\n", b.name, m)
}

func (b *bulkPeople) close() {
	if b.file != nil {
		_ = b.file.Close() // it has been read only
		b.file = nil
	}
}
