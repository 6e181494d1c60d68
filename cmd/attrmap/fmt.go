package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

type fmtCommand struct {
	What  []string `arg:"" optional:"" name:"expr|file" help:"An expression, or files: mapping files, exported schemas, texts of one expression; - is standard input."`
	Check bool     `help:"Write nothing; list the files that would change, and exit with 1 if there are any."`
	Min   bool     `help:"Write expressions as short as possible, for the service's limit of 10,000 characters."`
}

// Run formats an expression, or files in place.
func (c *fmtCommand) Run(p *program) error {
	if len(c.What) == 0 {
		return errors.New("fmt: an expression or files are wanted, such as attrmap fmt mapping.yaml")
	}
	if len(c.What) == 1 && !isFile(c.What[0]) {
		return c.expression(p, c.What[0])
	}
	found, failed := false, false
	for _, name := range c.What {
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

// isFile tells a file from an expression: by its being there, or by its ending, so that a misspelt name is no expression.
func isFile(name string) bool {
	if _, err := os.Stat(name); err == nil || name == "-" {
		return true
	}
	return slices.Contains([]string{".json", ".yaml", ".yml", ".csv"}, strings.ToLower(filepath.Ext(name)))
}

func (c *fmtCommand) expression(p *program, src string) error {
	tree, found := syntax.ParseText(src, syntax.Options{})
	if tree == nil {
		fmt.Fprint(p.stderr, found.Errors().Render())
		return errFindings
	}
	text := c.print(tree.Root, false)
	if c.Check {
		return findings(text != src)
	}
	c.warnOfLength(p, "", tree.Root, text)
	_, err := fmt.Fprintln(p.stdout, text)
	return err
}

// print gives an expression's text; where it has to stand on one line, it is the one that the service writes.
func (c *fmtCommand) print(n syntax.Node, oneLine bool) string {
	text := ""
	switch {
	case c.Min:
		return syntax.Minimal(n)
	case oneLine:
		text = syntax.Format(n)
	default:
		text = syntax.Layout(n, syntax.LayoutOptions{Repeating: functions.Standard().Repeating})
	}
	if len(text) > syntax.DefaultSourceBytes {
		return syntax.Minimal(n) // indented, it could not be read again
	}
	return text
}

func (c *fmtCommand) warnOfLength(p *program, place string, n syntax.Node, text string) {
	if length := nettext.Len16(text); length > syntax.ServiceTextLimit {
		remedy := ""
		if least := nettext.Len16(syntax.Minimal(n)); least < length {
			remedy = fmt.Sprintf("; --min makes it %d", least)
		}
		fmt.Fprintf(p.stderr, "%swarning: the expression takes %d characters as it is written here, the service accepts %d%s\n",
			place, length, syntax.ServiceTextLimit, remedy)
	}
}

// file formats a file in place; standard input goes to standard output. The error is errFindings where an expression does not parse, and
// nothing is written then, or where the check finds that the file would change.
func (c *fmtCommand) file(p *program, name string) error {
	src, enc, err := p.readText(name)
	if err != nil {
		return err
	}
	text, err := c.document(p, name, src)
	changed := text != src
	switch {
	case errors.Is(err, errFindings):
		return err
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case c.Check && changed:
		fmt.Fprintln(p.stdout, name)
		return errFindings
	case c.Check:
		return nil
	case name == "-":
		_, err := p.stdout.Write(enc.Encode(text))
		return err
	case !changed:
		return nil
	}
	return p.write(name, func(w io.Writer) error {
		_, err := w.Write(enc.Encode(text))
		return err
	})
}
