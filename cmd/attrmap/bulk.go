package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
)

type bulkCommand struct {
	Build bulkBuildCommand `cmd:"" help:"Turn a file of people into SCIM bulk requests for API-driven provisioning."`
	Check bulkCheckCommand `cmd:"" help:"Find what is wrong with a SCIM bulk request."`
}

type bulkBuildCommand struct {
	In       string `arg:"" help:"The people: CSV, NDJSON or JSON; - is standard input."`
	InFormat string `placeholder:"FORMAT" default:"auto" help:"auto, ndjson, json or csv."`
	Map      string `required:"" placeholder:"FILE" help:"Which column goes where: YAML or JSON."`
	Out      string `required:"" placeholder:"DIR" help:"Where to write the requests, bulk-0001.json and so on."`
	Nulls    bool   `help:"Write null for empty columns, which clears attributes that let null flow; they are left out otherwise."`
	privacy
}

// Run writes a file for each request of at most 50 operations and says how long sending them takes.
func (c *bulkBuildCommand) Run(p *program) error {
	c.apply(p)
	bulkMap, err := p.loadBulkMap(c.Map)
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
	reader, err := feed.Open(in, feed.Options{Name: c.In, Format: format, EmptyCells: feed.EmptyNull, HideValues: c.HideValues})
	if err != nil {
		return fmt.Errorf("%s: %w", c.In, err)
	}
	builder, err := bulk.Build(reader.Records(), bulkMap, bulk.Options{EmptyAsNull: c.Nulls, Report: func(i bulk.Issue) {
		fmt.Fprintf(p.stderr, "%s: %s\n", c.In, p.message(i))
	}})
	if err != nil {
		return fmt.Errorf("%s: %w", c.Map, err)
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	return c.write(p, builder)
}

func (c *bulkBuildCommand) write(p *program, builder *bulk.Builder) error {
	for request, err := range builder.Requests() {
		if err != nil {
			return fmt.Errorf("%s: %w", c.In, err)
		}
		name := filepath.Join(c.Out, fmt.Sprintf("bulk-%04d.json", request.Number))
		if err := records.ReplaceFile(name, func(w io.Writer) error {
			_, err := w.Write(append(request.Body, '\n'))
			return err
		}); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(p.stdout, "%s: %d operations, records %d to %d\n", name, request.Operations, request.First, request.Last); err != nil {
			return err
		}
	}
	summary := builder.Summary()
	for _, column := range summary.UnseenColumns {
		fmt.Fprintf(p.stderr, "%s: no record has the column %s\n", c.Map, diag.Quote(column))
	}
	fmt.Fprintln(p.stderr, summary.String())
	return findings(summary.Failed > 0)
}

func (p *program) loadBulkMap(name string) (*bulk.Map, error) {
	doc, err := p.readFile(name)
	if err != nil {
		return nil, err
	}
	data, err := doc.JSON()
	if err != nil {
		return nil, err
	}
	m, err := bulk.ReadMap(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

type bulkCheckCommand struct {
	File   string `arg:"" help:"The request; - is standard input."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
	privacy
}

// Run checks one request.
func (c *bulkCheckCommand) Run(p *program) error {
	c.apply(p)
	in, err := p.open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	found, err := bulk.Check(in, c.File, bulk.CheckOptions{
		Limits: bulk.CheckLimits{Bytes: file.MaxBytes, Values: 1_000_000}, HideValues: c.HideValues,
	})
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return p.printFindings(found, c.Format, diag.Finding.String)
}
