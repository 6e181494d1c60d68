package command

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/filelist"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/lintformat"
	"github.com/attrmap/attrmap/internal/lintpolicy"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
	"github.com/attrmap/attrmap/mapping/sources"
)

// lintCommand is attrmap lint. Flags from Target on say what the text of an expression does not: in a file its mapping says it.
type lintCommand struct {
	What []string `arg:"" optional:"" name:"expr|file" help:"Expression, or files: mapping files, exported schemas, bulk requests and maps for them, directories of them, or files with one expression; - is standard input."`
	Data string   `placeholder:"FILE" help:"Source objects to check the mappings against."`
	intake.Table
	Fix     fixFlag `placeholder:"all" help:"Apply the fixes that are certain and change no value: in the files, or print the corrected expression. --fix=all applies those that change a value, too."`
	Format  string  `enum:"text,json,sarif,github,junit" default:"text" help:"Output format: text, json, sarif, github (annotations) or junit."`
	Cases   string  `placeholder:"FILE" help:"Lint JSON Lines, one case per line; - is standard input. The exit code is 0 when every line was read, whatever its answer."`
	Explain string  `placeholder:"RULE" help:"Explain the rule with this code or name; all lists the rules."`

	Target  string `placeholder:"NAME" help:"Target attribute of the expression."`
	Profile string `enum:"auto,${profiles}" default:"auto" help:"Target whose length and character rules are checked: auto (by the names of the targets), ${profiles_words}."`
	Apply   string `enum:",${applies}" default:"" placeholder:"WHEN" help:"When the mapping of the expression applies: ${applies_words}."`
	Match   int    `help:"Matching precedence of the mapping of the expression."`
	SyncAll bool   `help:"The job provisions all users and groups, not only assigned ones."`
	All     bool   `help:"Also report style remarks."`
	FailOn  string `enum:"error,warning,info" default:"error" placeholder:"SEVERITY" help:"Exit with 1 where a finding is this severe or worse: error, warning or info."`
	privacy
	coloring
	lintTeam
	data *lint.Data // of --data; nil without it
}

// fixFlag says which fixes to apply: none where it is empty, those that change no value, or all.
type fixFlag string

const (
	fixKeeping fixFlag = "keeping"
	fixAll     fixFlag = "all"
)

// IsBool lets kong take --fix without a value.
func (*fixFlag) IsBool() bool { return true }

// Decode reads --fix and --fix=all.
func (f *fixFlag) Decode(ctx *kong.DecodeContext) error {
	if *f = fixKeeping; ctx.Scan.Peek().Type != kong.FlagValueToken {
		return nil
	}
	if word := ctx.Scan.Pop().String(); word != string(fixAll) {
		return diag.Errorf("want --fix or --fix=all, got --fix=%s", diag.Name(diag.Clip(word)))
	}
	*f = fixAll
	return nil
}

// Run lints an expression, files or cases, or explains a rule.
func (c *lintCommand) Run(p *program) error {
	c.apply(p)
	c.policies = map[string]*lintpolicy.Policy{}
	// The policy of the working directory is that of an expression and of the data; a mistake in the flags shows with any input.
	policy, err := c.policy(p, "")
	if err != nil {
		return err
	}
	if schema := policy.Config.Schema; len(c.What) == 0 && c.Cases == "" && schema != "" {
		c.What = []string{policy.Config.Path(schema)}
	}
	switch {
	// An explanation needs no input, and ignores what else is given.
	case c.Explain != "":
		return c.explain(p)
	case c.Cases != "" && len(c.What) > 0:
		return diag.Errorf("lint: want one of an expression, files and --cases")
	case c.Cases != "":
		return p.eachCase(c.Cases, []string{"id", "expr", "expression", "source", "target", "apply", "match", "profile"}, lintCase)
	case len(c.What) == 0:
		return diag.Errorf("lint: want an expression or files, such as attrmap lint mapping.yaml")
	}
	opts, err := c.options(p)
	if err != nil {
		return err
	}
	// Several arguments are always files; one that is an expression is then an error of the file that does not exist.
	if len(c.What) == 1 && !isFile(c.What[0]) {
		return c.expression(p, c.What[0], c.under(policy, opts), policy)
	}
	return c.files(p, opts, policy)
}

// explain prints one rule, or a line for each of them.
func (c *lintCommand) explain(p *program) error {
	// No rule is called all.
	if c.Explain == "all" {
		for r := range lint.Rules() {
			if _, err := fmt.Fprintf(p.stdout, "%-4s  %-7s  %s\n", r.Code, r.Severity, r.Summary); err != nil {
				return err
			}
		}
		return nil
	}
	rule := lint.Lookup(c.Explain)
	if rule == nil {
		return diag.Errorf("lint: unknown rule %s: attrmap lint --explain all lists them", diag.Quote(c.Explain))
	}
	_, err := io.WriteString(p.stdout, rule.Text())
	return err
}

// options returns the options of all that is linted, with the objects of --data: they are read once, however many files there are.
func (c *lintCommand) options(p *program) (lint.Options, error) {
	opts := lint.Options{Requests: p.limits.Requests, SyncAll: c.SyncAll, ChangeValues: c.Fix == fixAll, API: sources.Check}
	// For auto the profile stays empty, and lint infers it.
	if c.Profile != "auto" {
		opts.Profile = mapping.Profile(c.Profile)
	}
	if c.Data == "" {
		return opts, nil
	}
	f, err := p.open(c.Data)
	if err != nil {
		return opts, err
	}
	defer f.Close()
	// An empty cell is null, not absent, so that the columns of a CSV name the attributes of the source.
	of := feed.Options{Name: c.Data, EmptyCells: feed.EmptyNull, Limits: p.limits.Records, HideValues: c.HideValues, Documents: sources.Open, API: c.apiExpressions(p)}
	if err := c.Table.Apply(&of); err != nil {
		return opts, diag.Errorf("lint: %w", err)
	}
	reader, err := feed.Open(f, of)
	if err != nil {
		return opts, diag.Errorf("%s: %w", diag.Name(c.Data), err)
	}
	opts.Data, err = lint.ReadData(reader)
	if c.data = opts.Data; err != nil {
		return opts, diag.Errorf("%s: %w", diag.Name(c.Data), err)
	}
	return opts, nil
}

// apiExpressions returns those of the files to lint, by which documents of HR systems have attributes. A file that cannot be read is reported when it
// is linted.
func (c *lintCommand) apiExpressions(p *program) map[string]string {
	all := map[string]string{}
	list, err := filelist.Expand(c.What, p.limits.Files, file.Mapping, file.Schema)
	if err != nil || len(c.What) == 1 && !isFile(c.What[0]) {
		return all
	}
	for _, name := range list.Names {
		if name == "-" {
			continue // it is read once
		}
		if doc, err := p.readFile(name); err == nil {
			for attribute, text := range lint.APIExpressions(doc) {
				if all[attribute] == "" {
					all[attribute] = text
				}
			}
		}
	}
	return all
}

// expression lints an argument. With --fix the corrected text goes to standard output and the remaining findings to standard error.
func (c *lintCommand) expression(p *program, text string, opts lint.Options, policy *lintpolicy.Policy) error {
	// The flags take the place of the mapping that an expression on the command line does not have.
	apply, err := parseApply(c.Apply)
	if err != nil {
		return err
	}
	use := lint.Use{Target: c.Target, Apply: apply, Match: c.Match}
	// Without --fix findings are the output; with it the text is, and findings are messages.
	if c.Fix == "" {
		found := policy.Filter(lint.Expression(text, use, opts), nil)
		return c.print(p, append(found, c.dataFindings(opts, policy)...), []string{""}, nil)
	}
	// The text is printed even if nothing could be fixed, so that the output can always be used in its place.
	text, left := lint.Fix(text, use, opts)
	left = c.shown(append(policy.Filter(left, nil), c.dataFindings(opts, policy)...))
	for _, f := range left {
		fmt.Fprintln(p.stderr, describeFinding(f))
	}
	if _, err := fmt.Fprintln(p.stdout, text); err != nil {
		return err
	}
	return c.exitCode(left)
}

// parseApply returns when a mapping applies; nil where the word is "" and nothing is known.
func parseApply(word string) (*mapping.Apply, error) {
	if word == "" {
		return nil, nil
	}
	apply, err := mapping.ParseApply(word)
	return &apply, err
}

// files lints files one after another. A file that cannot be read does not stop the others from being linted.
func (c *lintCommand) files(p *program, opts lint.Options, policy *lintpolicy.Policy) error {
	list, err := filelist.Expand(c.What, p.limits.Files, file.Mapping, file.Schema, file.Bulk, file.BulkMap)
	if err != nil {
		return err
	}
	if list.Others > 0 {
		fmt.Fprintf(p.stderr, "linting %s; %s of other kinds left out\n", diag.Count(len(list.Names), "file"), diag.Count(list.Others, "file"))
	}
	var all diag.List
	var unread []string
	for _, name := range list.Names {
		found, err := c.file(p, name, opts)
		if err != nil {
			// What has been found in the other files is still printed, in any format, and the exit code is that of the failure.
			unread = append(unread, name)
			p.fail(err)
		}
		// The findings of all files are printed together, since JSON and SARIF are one document.
		all = append(all, found...)
	}
	for _, used := range slices.Sorted(maps.Keys(c.policies)) {
		all = append(all, c.policies[used].Unused(list.Names)...)
	}
	err = c.print(p, append(all, c.dataFindings(opts, policy)...), list.Names, unread)
	if len(unread) > 0 {
		return errReported
	}
	return err
}

// dataFindings returns the findings about the records of --data themselves.
func (c *lintCommand) dataFindings(opts lint.Options, policy *lintpolicy.Policy) diag.List {
	found := opts.Data.Findings()
	for i := range found {
		found[i].File = c.Data
	}
	return policy.FilterData(found)
}

// file lints one file; with --fix it is corrected first.
func (c *lintCommand) file(p *program, name string, opts lint.Options) (diag.List, error) {
	policy, err := c.policy(p, name)
	if err != nil {
		return nil, err
	}
	opts = c.under(policy, opts)
	doc, err := p.readFile(name)
	if err != nil {
		return nil, err
	}
	if c.Fix != "" {
		fixed, err := lint.FixFile(doc, opts)
		if err != nil {
			return nil, err
		}
		// The findings printed are those of the file as it is now, fixed or not.
		if fixed.Text() != doc.Text() {
			if err := p.save(fixed); err != nil {
				return nil, err
			}
		}
		doc = fixed
	}
	found, err := lint.File(doc, opts)
	return policy.Filter(found, doc), err
}

// print writes the findings in files that are not known yet; the error is that of --fail-on. The files unread could not be read.
func (c *lintCommand) print(p *program, found diag.List, files, unread []string) error {
	found, err := c.unknown(p, found, files, unread)
	if err != nil {
		return err
	}
	found = c.shown(found)
	switch c.Format {
	case "sarif":
		err = lint.WriteSARIF(p.stdout, found)
	case "github":
		err = lintformat.GitHub(p.stdout, found)
	case "junit":
		err = lintformat.JUnit(p.stdout, found, files, unread, c.fails)
	case "json":
		err = p.writeFindings(found, c.Format, nil)
	default:
		err = c.tell(p, found)
	}
	if err != nil {
		return err
	}
	if looked, all := c.data.Records(); c.Format == "text" && c.Data != "" {
		fmt.Fprintf(p.stderr, "%s: looked at %d of %s\n", c.Data, looked, diag.Count(all, "record"))
	}
	// The number is a message, and never 0 where it would say that an unread file is fine.
	switch {
	case c.Format != "text":
	case len(unread) == 0:
		fmt.Fprintln(p.stderr, numberOf(found))
	default:
		fmt.Fprintf(p.stderr, "%s could not be read", diag.Count(len(unread), "file"))
		if len(found) > 0 {
			fmt.Fprintf(p.stderr, "; %s in what could", numberOf(found))
		}
		fmt.Fprintln(p.stderr)
	}
	return c.exitCode(found)
}

// tell writes findings for people, of which the first stands for all of one mistake. Long lines are broken where the width is known, but for
// fixes, which are there to be copied.
func (c *lintCommand) tell(p *program, found diag.List) error {
	colors, width := c.colors(p, p.stdout), p.columns(p.stdout)
	for _, told := range lintformat.Tell(found) {
		first, fix, _ := strings.Cut(describeFinding(told.Finding), "\n")
		lines := broken(show.Visible(first), width)
		if fix != "" {
			lines = append(lines, show.Visible(fix))
		}
		if told.More != "" {
			more := broken(show.Visible(told.More), width)
			more[0] = indent + more[0]
			lines = append(lines, more...)
		}
		if colors {
			lines[0] = paintFinding(told.Finding, lines[0])
		}
		if _, err := fmt.Fprintln(p.stdout, strings.Join(lines, "\n")); err != nil {
			return err
		}
	}
	return nil
}

const indent = "    " // of what follows the first line of a finding

// broken breaks a line at its spaces into lines that are as wide with an indent, and indents all but the first; 0 is any width.
func broken(line string, width int) []string {
	if width == 0 || layout.Width(line) <= width-len(indent) {
		return []string{line}
	}
	lines := layout.Wrap(line, width-len(indent))
	for i := range lines[1:] {
		lines[i+1] = indent + lines[i+1]
	}
	return lines
}

// paintFinding colors severity and code of a finding.
func paintFinding(f diag.Finding, line string) string {
	word := f.Severity.String() + " " + string(f.Code) + ":"
	before, after, ok := strings.Cut(line, word)
	if !ok {
		return line
	}
	tone := show.Doubtful
	switch f.Severity {
	case diag.Error:
		tone = show.Bad
	case diag.Info:
		tone = show.Faint
	case diag.Warning:
	}
	return before + tone.Paint(word) + after
}

// shown returns findings as they may be printed.
func (c *lintCommand) shown(found diag.List) diag.List {
	if c.HideValues {
		return found.Masked()
	}
	return found
}

// fails reports whether a finding is as severe as --fail-on says.
func (c *lintCommand) fails(f diag.Finding) bool {
	return f.Severity == diag.Error || c.FailOn == "info" || c.FailOn == f.Severity.String()
}

// exitCode returns errFindings if one of the findings fails.
func (c *lintCommand) exitCode(found diag.List) error {
	return findings(slices.ContainsFunc(found, c.fails))
}

// describeFinding returns a finding in one line and its fix, if any, in another.
func describeFinding(f diag.Finding) string {
	if f.Fix == "" {
		return f.String()
	}
	label := "fix: "
	if f.FixChangesValue {
		label = "fix (changes the value): "
	}
	return f.String() + "\n    " + label + strings.ReplaceAll(show.Visible(f.Fix), "\n", "\n         ")
}
