package command

import (
	"fmt"
	"io"
	"os"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/sources"
)

// open opens a file for reading; "-" is standard input.
// Standard input is not closed by the caller's Close: it belongs to the program.
func (p *program) open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(p.stdin), nil
	}
	in, err := records.Open(name)
	if scheme, is := intake.URLScheme(name); is && err != nil {
		return nil, p.noFile(scheme)
	}
	return in, err
}

// readFile returns a file that holds mappings or expressions.
func (p *program) readFile(name string) (*file.Document, error) {
	f, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return file.ReadWithin(f, name, p.limits.Files)
}

// Opening returns how files of objects are opened: by their names, "-" is standard input. Warnings about records go to messages.
func (p *program) Opening(messages io.Writer) *intake.Opening {
	exists := func(name string) bool {
		_, err := os.Stat(name)
		return err == nil
	}
	return &intake.Opening{Open: p.open, Exists: exists, Options: feed.Options{Limits: p.limits.Records, HideValues: p.hideValues, Documents: sources.Open}, Servers: p.extras.Open != nil, Messages: messages}
}

// save writes a document that has been changed; what came from standard input goes to standard output.
func (p *program) save(doc *file.Document) error {
	// In the encoding that it came in, as a file would be.
	if doc.Name() == "-" {
		_, err := p.stdout.Write(doc.Bytes())
		return err
	}
	return records.ReplaceFile(doc.Name(), func(w io.Writer) error {
		_, err := w.Write(doc.Bytes())
		return err
	})
}

// LoadJob reads what --schema names, a mapping file or an exported schema, for objects of some types, see [intake.ReadJob]. What a simulation
// cannot take over is reported, because plans would differ from the service's. Remarks are left out, and errors end the command: a plan of a
// job that lacks a part would look like one of the service's.
func (p *program) LoadJob(name, choice string, sources, targets []string) (*intake.Job, error) {
	doc, err := p.readFile(name)
	if err != nil {
		return nil, err
	}
	job, err := intake.ReadJob(doc, choice, sources, targets, p.functions)
	if err != nil {
		return nil, err
	}
	for _, f := range job.Findings {
		// A remark does not make plans differ from the service's.
		if f.Severity != diag.Info {
			if p.hideValues {
				f = f.Masked()
			}
			fmt.Fprintln(p.stderr, f.Sentence())
		}
	}
	if job.Findings.HasErrors() {
		return nil, diag.Errorf("%s: the object mappings cannot be run", diag.Name(name))
	}
	for _, line := range job.Lines() {
		fmt.Fprintln(p.stderr, line)
	}
	return job, nil
}
