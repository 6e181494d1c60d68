package command

import (
	"fmt"
	"os"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/bulk"
)

// bulkCommand is attrmap bulk: what it builds, it can check.
type bulkCommand struct {
	Build bulkBuildCommand `cmd:"" help:"Build SCIM bulk requests for API-driven provisioning from a file of people."`
	Delta bulkDeltaCommand `cmd:"" help:"Build SCIM bulk requests of what differs between two days' files of people."`
	Check bulkCheckCommand `cmd:"" help:"Find mistakes in a SCIM bulk request."`
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
	set, err := records.CheckSet(dir, requestName)
	if err != nil {
		return nil, err
	}
	var all diag.List
	for _, m := range set.Members {
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
	fmt.Fprintf(p.stderr, "%s: %s, %s by the manifest\n", dir, diag.Count(len(set.Members), "request"), diag.Count(set.Records, "record"))
	switch {
	case len(set.Members) > 0:
	case set.OfChanges:
		fmt.Fprintf(p.stderr, "%s: nothing has changed: there is nothing to send\n", dir)
	default:
		return nil, diag.Errorf("%s: the manifest lists no request: there is nothing to send", diag.Name(dir))
	}
	return all, nil
}
