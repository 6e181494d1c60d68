package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/lintpolicy"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/lint"
)

// lintTeam is the part of attrmap lint that says what a team wants to see.
type lintTeam struct {
	Config   string   `placeholder:"FILE" help:"Configuration; by default the nearest .attrmap.yaml above each file."`
	Enable   []string `placeholder:"RULE" help:"Rules to report that are reported only on request, by code or name, separated by commas."`
	Disable  []string `placeholder:"RULE" help:"Rules not to report, by code or name, separated by commas."`
	Baseline string   `placeholder:"FILE" help:"Findings that are known and not reported again; written if the file does not exist."`

	policies map[string]*lintpolicy.Policy // by the name of the configuration, "" without one
}

// policy returns the policy for a file, or for the working directory where name is "" or "-". A configuration is read once.
func (c *lintCommand) policy(p *program, name string) (*lintpolicy.Policy, error) {
	config := c.Config
	if config == "" {
		dir := "."
		if name != "-" {
			dir = filepath.Dir(name) // of "" the working directory
		}
		config = lintpolicy.Find(dir)
	}
	if known := c.policies[config]; known != nil {
		return known, nil
	}
	said := &lintpolicy.Config{}
	if config != "" {
		doc, err := p.readFile(config)
		if err != nil {
			return nil, err
		}
		if said, err = lintpolicy.Parse(doc); err != nil {
			return nil, err
		}
		// One that is only found may be there to end the search.
		if said.Empty() && c.Config != "" {
			fmt.Fprintf(p.stderr, "%s: the configuration says nothing\n", config)
		}
	}
	policy, err := lintpolicy.New(said, c.Enable, c.Disable, c.All)
	if err != nil {
		return nil, err
	}
	c.policies[config] = policy
	return policy, nil
}

// under returns the options of what is linted under a policy; flags go before the configuration.
func (c *lintCommand) under(policy *lintpolicy.Policy, opts lint.Options) lint.Options {
	opts.All, opts.Tokens = policy.All(), policy.Config.Tokens
	if c.Profile == "auto" {
		opts.Profile = mapping.Profile(policy.Config.Profile)
	}
	return opts
}

// unknown returns the findings that are not in the baseline, and writes the baseline if the file does not exist: then all of them are reported
// once more, so that a name that is misspelt hides nothing. It is not written where a file could not be read.
func (c *lintCommand) unknown(p *program, found diag.List, files, unread []string) (diag.List, error) {
	if c.Baseline == "" {
		return found, nil
	}
	f, err := p.open(c.Baseline)
	switch {
	case errors.Is(err, fs.ErrNotExist) && len(unread) > 0:
		return found, nil
	case errors.Is(err, fs.ErrNotExist):
		err := records.ReplaceFile(c.Baseline, func(w io.Writer) error { return lintpolicy.WriteBaseline(w, found) })
		if err == nil {
			fmt.Fprintf(p.stderr, "%s: %s written, which the next run does not report\n", c.Baseline, numberOf(found))
		}
		return found, err
	case err != nil:
		return nil, err
	}
	defer f.Close()
	known, err := lintpolicy.ReadBaseline(f)
	if err != nil {
		return nil, diag.Errorf("%s: %w", diag.Name(c.Baseline), err)
	}
	fresh, gone := known.Filter(found, files)
	if said := []string{}; len(found) > len(fresh) || gone > 0 {
		if n := len(found) - len(fresh); n > 0 {
			said = append(said, diag.Count(n, "known finding")+" not reported")
		}
		if gone > 0 {
			said = append(said, diag.Count(gone, "known finding")+" gone: remove the file to have it written anew")
		}
		fmt.Fprintf(p.stderr, "%s: %s\n", c.Baseline, strings.Join(said, ", "))
	}
	return fresh, nil
}
