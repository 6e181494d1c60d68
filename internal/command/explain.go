package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/mapping/provision"
)

// explain plans the cycle and prints the explanation of every object with the ID, and nothing about the others.
// The whole cycle is planned all the same: what earlier objects do to the target may decide about this one. The totals are about all.
func (c *runCommand) explain(p *program, cycle *cycle, in *intake.Files) error {
	var totals provision.Totals
	var readErr error
	out := planout.NewExplanations(c.Format, p.stdout)
	// Only the explained plans decide the exit code, while the totals count all.
	failed := false
	for x, err := range cycle.begun.ExplainID(context.Background(), in.Sources(&readErr), c.Explain, &totals) {
		if err == nil {
			err = out.Write(x)
		}
		if err != nil {
			return err
		}
		failed = failed || x.Plan.Status == provision.Failure
	}
	// The output is closed even if the input broke off: what has been explained is right as far as it goes, and the message says the rest.
	if err := out.Close(); err != nil {
		return err
	}
	// The message comes after what has been explained, as it is about the rest of the file.
	if readErr != nil {
		fmt.Fprintf(p.stderr, "attrmap: %s\n", p.message(readErr))
	}
	// Not finding the object is a finding: a script that asks for one must not take an empty output for a plan without changes.
	if out.Count == 0 {
		fmt.Fprintf(p.stderr, "attrmap: run: no source object has the ID %s: the ID is the value of the matching attribute (%s), or the ordinal of an object without one\n",
			p.message(diag.Errorf("%s", diag.Quote(c.Explain))), strings.Join(cycle.engine.Mapper("").MatchingTargets(), ", "))
	}
	fmt.Fprintln(p.stderr, totals.String())
	if readErr != nil {
		return errReported
	}
	return findings(failed || out.Count == 0)
}
