package command

import (
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/coverage"
)

// coverFlags are the flags of verbs that can say what they met of the mappings.
type coverFlags struct {
	Coverage bool    `help:"Say what was never met: outcomes of mappings, branches, keys, defaults, alternatives, candidates, regular expressions, clauses and matching attributes, each with its place; and the share that was."`
	CoverOut string  `placeholder:"FILE" help:"Write the coverage to this file: as JSON to .json, as a page with colored expressions to .html, else as text."`
	CoverMin float64 `placeholder:"PCT" help:"Exit 1 where less than this share was met, in percent."`
}

// covers reports whether coverage is asked for.
func (c *coverFlags) covers() bool { return c.Coverage || c.CoverOut != "" || c.CoverMin != 0 }

// checkCover returns what is wrong with the flags of a verb that reads some files.
func (c *coverFlags) checkCover(verb string, inputs []string) error {
	switch {
	case !(c.CoverMin >= 0 && c.CoverMin <= 100):
		return diag.Errorf("%s: --cover-min: want a number from 0 to 100, got %s", diag.Name(verb), diag.Name(c.least()))
	case c.CoverOut == "-":
		return diag.Errorf("%s: --cover-out: want a file; --coverage prints", diag.Name(verb))
	case c.CoverOut != "" && isAmong(c.CoverOut, inputs):
		return diag.Errorf("%s: --cover-out: %s is read by the run", diag.Name(verb), diag.Name(c.CoverOut))
	}
	return nil
}

func (c *coverFlags) least() string { return strconv.FormatFloat(c.CoverMin, 'f', -1, 64) }

// writeCover writes a report where the flags say: to text, and to the file.
func (c *coverFlags) writeCover(r *coverage.Report, text io.Writer) error {
	if c.Coverage {
		if err := r.WriteText(text); err != nil {
			return err
		}
	}
	if c.CoverOut == "" {
		return nil
	}
	return records.ReplaceFile(c.CoverOut, func(w io.Writer) error {
		switch strings.ToLower(filepath.Ext(c.CoverOut)) {
		case ".json":
			data, err := r.MarshalJSON()
			if err == nil {
				_, err = w.Write(append(data, '\n'))
			}
			return err
		case ".html", ".htm":
			return r.WriteHTML(w)
		}
		return r.WriteText(w)
	})
}

// tooLittle returns the message for a share that is below --cover-min, else "".
func (c *coverFlags) tooLittle(r *coverage.Report) string {
	switch _, total := r.Count(); {
	case total == 0 && c.CoverMin > 0:
		return "--cover-min: no mapping was run, so that nothing could be met"
	case r.Reaches(c.CoverMin):
		return ""
	}
	return "--cover-min: " + r.Share() + " were met, less than " + c.least() + " %"
}
