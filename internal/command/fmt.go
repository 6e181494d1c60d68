package command

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/filelist"
	"github.com/attrmap/attrmap/mapping/file"
)

// fmtCommand is attrmap fmt, which changes nothing but expressions: see docs/decisions/0005-formatting-keeps-files.md.
type fmtCommand struct {
	What  []string `arg:"" optional:"" name:"expr|file" help:"Expression, or files: mapping files, exported schemas, directories of them, or files with one expression; - is standard input."`
	Check bool     `help:"List the files that would change without writing them, and exit with 1 if there are any."`
	Min   bool     `help:"Write expressions as short as possible, for the service's limit on their length."`
}

// Run formats an expression, or files in place.
func (c *fmtCommand) Run(p *program) error {
	if len(c.What) == 0 {
		return diag.Errorf("fmt: want an expression or files, such as attrmap fmt mapping.yaml")
	}
	// Several arguments are files; a single one may be either.
	if len(c.What) == 1 && !isFile(c.What[0]) {
		return c.expression(p, c.What[0])
	}
	// All files are formatted, and the gravest result is the exit code: an editor that formats a folder wants all of it.
	found, failed := false, false
	files, err := filelist.Expand(c.What, p.limits.Files, file.Mapping, file.Schema)
	if err != nil {
		return err
	}
	for _, name := range files.Names {
		switch err := c.file(p, name); {
		case errors.Is(err, errFindings):
			found = true
		case err != nil:
			failed = true
			p.fail(err)
		}
	}
	if failed {
		return errReported
	}
	return findings(found)
}

// isFile reports whether an argument is a file rather than an expression: it exists, is a pattern for some that do, or has the extension of
// one, so that a misspelt name is not taken for an expression.
func isFile(name string) bool {
	if _, err := os.Stat(name); err == nil || name == "-" || filelist.IsPattern(name) {
		return true
	}
	return slices.Contains([]string{".json", ".yaml", ".yml", ".csv"}, strings.ToLower(filepath.Ext(name)))
}

// options returns the options of formatting, which are the same for expressions and files.
func (c *fmtCommand) options() file.FormatOptions { return file.FormatOptions{Minimal: c.Min} }

// expression formats an argument to standard output. With --check nothing is printed: there is no file to be listed.
func (c *fmtCommand) expression(p *program, src string) error {
	text, found := file.FormatText(src, c.options())
	if found.HasErrors() {
		fmt.Fprint(p.stderr, found.Render())
		return errFindings
	}
	// An expression that is formatted already is one whose text would stay the same, byte for byte.
	if c.Check {
		return findings(text != src)
	}
	p.report(found)
	_, err := fmt.Fprintln(p.stdout, text)
	return err
}

// file formats a file in place; standard input goes to standard output. The error is errFindings if an expression does not parse, in which case
// nothing is written, or if --check finds that the file would change.
func (c *fmtCommand) file(p *program, name string) error {
	doc, err := p.readFile(name)
	if err != nil {
		return err
	}
	formatted, found, err := doc.Format(c.options())
	if err != nil {
		return err
	}
	p.report(found)
	// The findings have been printed; the file is as it was.
	if formatted == nil {
		return errFindings
	}
	// A file that does not change is not written, and keeps its time. Standard output always has the text, changed or not.
	changed := formatted.Text() != doc.Text()
	switch {
	// With --check the names of the files are the output, one in a line, for scripts.
	case c.Check && changed:
		fmt.Fprintln(p.stdout, name)
		return errFindings
	case c.Check || !changed && name != "-":
		return nil
	}
	return p.save(formatted)
}
