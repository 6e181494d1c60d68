package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/mapping/provision"
)

// explain plans the cycle and prints the explanation of every object with the ID, and nothing about the others.
func (c *runCommand) explain(p *program, cycle *cycle, in *feedFile) error {
	var totals provision.Totals
	var readErr error
	out := &explanationWriter{w: p.stdout, format: c.Format}
	failed := false
	for x, err := range cycle.engine.ExplainID(context.Background(), in.sources(&readErr), c.Explain, &totals) {
		if err == nil {
			err = out.write(x)
		}
		if err != nil {
			return err
		}
		failed = failed || x.Plan.Status == provision.Failure
	}
	if err := out.end(); err != nil {
		return err
	}
	if readErr != nil {
		fmt.Fprintf(p.stderr, "attrmap: %s: %s\n", c.In, p.message(readErr))
	}
	if out.count == 0 {
		fmt.Fprintf(p.stderr, "attrmap: run: no source object has the ID %s: the ID is the value of the matching attribute (%s), or the ordinal of an object without one\n",
			p.message(diag.Errorf("%s", diag.Quote(c.Explain))), strings.Join(cycle.engine.Mapper().MatchingTargets(), ", "))
	}
	fmt.Fprintln(p.stderr, totals.String())
	if readErr != nil {
		return errReported
	}
	return findings(failed || out.count == 0)
}

// explanationWriter prints explanations: as text one below the other, as the list objects of a JSON document, or one per line.
type explanationWriter struct {
	w      io.Writer
	format string
	count  int
}

// separators returns what is before the first explanation, between two, and after the last one.
func separators(format string) [3]string {
	return map[string][3]string{"table": {"", "\n", ""}, "json": {"{\"objects\": [\n", ",\n", "]}\n"}}[format]
}

func (w *explanationWriter) write(x *provision.Explanation) error {
	before := separators(w.format)[min(w.count, 1)]
	w.count++
	text := fmt.Sprint(x)
	if w.format != "table" {
		data, err := jsonobject.Marshal(x)
		if err != nil {
			return err
		}
		text = string(data) + "\n"
	}
	_, err := io.WriteString(w.w, before+text)
	return err
}

func (w *explanationWriter) end() error {
	text := separators(w.format)[2]
	if w.format == "json" && w.count == 0 {
		text = "{\"objects\": []}\n"
	}
	_, err := io.WriteString(w.w, text)
	return err
}
