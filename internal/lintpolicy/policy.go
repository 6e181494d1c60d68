package lintpolicy

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
)

// Policy is what flags and a configuration say. It counts which ignores are used, so it must not be used by two goroutines at once.
type Policy struct {
	Config *Config
	all    bool
	rules  map[string]bool // by code: switched on or off
	levels map[string]diag.Severity
}

// New returns the policy of a configuration and of flags, which go first: all reports remarks, and enable and disable are codes or names of
// rules. The error is about a name that no rule has, or one that is both.
func New(config *Config, enable, disable []string, all bool) (*Policy, error) {
	p := &Policy{Config: config, all: all, rules: map[string]bool{}, levels: map[string]diag.Severity{}}
	for _, source := range []Rules{config.Rules, {Enable: enable, Disable: disable}} {
		seen := map[string]bool{}
		for i, name := range append(slices.Clone(source.Enable), source.Disable...) {
			rule := lint.Lookup(strings.TrimSpace(name))
			if rule == nil {
				return nil, diag.Errorf("lint: %s", unknownRule(name))
			}
			on := i < len(source.Enable)
			if before, ok := seen[rule.Code]; ok && before != on {
				return nil, diag.Errorf("lint: %s is both enabled and disabled", diag.Name(rule.Code))
			}
			seen[rule.Code], p.rules[rule.Code] = on, on
		}
	}
	for name, word := range config.Rules.Severity {
		p.levels[lint.Lookup(name).Code], _ = severityOf(word)
	}
	return p, nil
}

// All reports whether lint must look for remarks: all of them, or those of a rule that is switched on.
func (p *Policy) All() bool {
	for _, on := range p.rules {
		if on {
			return true
		}
	}
	return p.all
}

// Filter returns the findings of a document that are reported: without those of rules that are switched off, and without those that a comment
// in YAML or the configuration ignores. It adds a remark for a comment that ignores nothing, and a warning for one that has a fault. The document
// is nil for findings about something else.
func (p *Policy) Filter(found diag.List, doc *file.Document) diag.List {
	var comments []comment
	if doc != nil {
		comments = commentsOf(doc)
	}
	var kept diag.List
	for _, f := range found {
		if !p.keeps(f) {
			continue
		}
		if level, ok := p.levels[string(f.Code)]; ok {
			f.Severity = level
		}
		if ignored := p.ignores(f); !ignoredBy(comments, f) && !ignored {
			kept = append(kept, f)
		}
	}
	for _, c := range comments {
		remark := diag.Finding{Code: codes.UnusedIgnore, Severity: diag.Info, Place: diag.Place{File: doc.Name(), Position: diag.Position{Line: c.line, Column: c.column}}}
		switch {
		case c.fault != nil:
			remark.Severity, remark.Message = diag.Warning, *c.fault
		case !c.used:
			remark.Message = diag.Messagef("the comment ignores %s, which is not found here", diag.Name(strings.Join(c.codes, ",")))
		default:
			continue
		}
		kept = append(kept, remark)
	}
	return kept
}

// FilterData is Filter for the findings of [lint.Data.Findings], whose remarks are always reported unless their rule is switched off.
func (p *Policy) FilterData(found diag.List) diag.List {
	every := *p
	every.all = true
	return every.Filter(found, nil)
}

// keeps reports whether the rule of a finding is switched on. What lower packages remark is reported on request alone, as in lint without All.
func (p *Policy) keeps(f diag.Finding) bool {
	rule := lint.Lookup(string(f.Code))
	if rule == nil {
		return true
	}
	if on, ok := p.rules[rule.Code]; ok {
		return on
	}
	remark := rule.OnRequest || f.Severity == diag.Info && rule.Severity != diag.Info
	return p.all || !remark
}

// ignores reports whether the configuration ignores a finding, and notes that it does.
func (p *Policy) ignores(f diag.Finding) bool {
	ignored := false
	for i, ignore := range p.Config.Ignore {
		path := f.PathText()
		rest, below := strings.CutPrefix(path, ignore.Path)
		below = below && (rest == "" || ignore.Path == "" || strings.ContainsAny(rest[:1], ".[/"))
		if below && lint.Lookup(ignore.Code) == lint.Lookup(string(f.Code)) && (ignore.File == "" || sameFile(p.Config.Path(ignore.File), f.File)) {
			p.Config.used[i], ignored = true, true
		}
	}
	return ignored
}

// sameFile reports whether two names are of one file.
func sameFile(a, b string) bool {
	a, errA := filepath.Abs(a)
	b, errB := filepath.Abs(b)
	return errA == nil && errB == nil && a == b
}

// Unused returns a remark for each entry of the configuration that ignored nothing in what has been filtered; those that name a file of another
// name are left out.
func (p *Policy) Unused(files []string) diag.List {
	var found diag.List
	for i, ignore := range p.Config.Ignore {
		linted := ignore.File == "" || slices.ContainsFunc(files, func(name string) bool { return sameFile(p.Config.Path(ignore.File), name) })
		if !p.Config.used[i] && linted {
			found = append(found, diag.Finding{
				Code: codes.UnusedIgnore, Severity: diag.Info, Place: diag.Place{File: p.Config.name, Path: diag.PathOf("ignore", i)},
				Message: diag.Messagef("the entry ignores %s, which is not found there", diag.Name(diag.Clip(ignore.Code))),
			})
		}
	}
	return found
}

// comment is an ignore in YAML: # attrmap:ignore L51 reason. It holds for lines first to last.
type comment struct {
	line, column int
	codes        []string
	first, last  int
	fault        *diag.Message
	used         bool
}

// ignoreComment matches a comment; its groups are what is before it, and what follows the mark.
var ignoreComment = regexp.MustCompile(`^(.*?)#\s*attrmap:ignore\b(.*)$`)

// commentsOf returns the comments of a YAML document that ignore findings. A comment after a value holds for its line and what is indented
// below it, one of its own line for the next line and what is indented below that.
func commentsOf(doc *file.Document) []comment {
	if ext := strings.ToLower(filepath.Ext(doc.Name())); doc.Kind() != file.Mapping && doc.Kind() != file.Schema || ext == ".json" {
		return nil
	}
	lines := strings.Split(strings.ReplaceAll(doc.Text(), "\r\n", "\n"), "\n")
	var list []comment
	for i, line := range lines {
		m := ignoreComment.FindStringSubmatch(line)
		if m == nil || m[1] != "" && !strings.HasSuffix(m[1], " ") && !strings.HasSuffix(m[1], "\t") {
			continue
		}
		c := comment{line: i + 1, column: len([]rune(m[1])) + 1}
		at := i
		if strings.TrimSpace(m[1]) == "" {
			at++
			for at < len(lines) && isBlank(lines[at]) {
				at++
			}
		}
		c.first, c.last = at+1, blockEnd(lines, at)
		c.read(m[2])
		list = append(list, c)
	}
	return list
}

// read reads the rules, separated by commas, and the reason, which must be there.
func (c *comment) read(text string) {
	names, reason, _ := strings.Cut(strings.TrimSpace(text), " ")
	fault := func(m diag.Message) { c.fault = &m }
	for _, name := range strings.Split(names, ",") {
		switch rule := lint.Lookup(name); {
		case name == "":
			fault(diag.Messagef("the comment ignores nothing: want # attrmap:ignore L51 reason"))
		case rule == nil:
			fault(diag.Messagef("the comment ignores nothing: %s", unknownRule(name)))
		default:
			c.codes = append(c.codes, rule.Code)
		}
	}
	if c.fault == nil && strings.TrimSpace(reason) == "" {
		fault(diag.Messagef("the comment ignores nothing without a reason: want # attrmap:ignore %s reason", diag.Name(names)))
	}
}

// isBlank reports whether a line has no content.
func isBlank(line string) bool {
	text := strings.TrimSpace(line)
	return text == "" || text[0] == '#'
}

// blockEnd returns the number of the last line of what begins on a line: lines below that are indented more belong to it.
func blockEnd(lines []string, at int) int {
	if at >= len(lines) {
		return at
	}
	indent := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	end := at
	for next := at + 1; next < len(lines); next++ {
		if strings.TrimSpace(lines[next]) == "" {
			continue
		}
		if indent(lines[next]) <= indent(lines[at]) {
			break
		}
		end = next
	}
	return end + 1
}

// ignoredBy reports whether a comment ignores a finding, and notes that it does.
func ignoredBy(comments []comment, f diag.Finding) bool {
	ignored := false
	for i := range comments {
		c := &comments[i]
		if c.fault == nil && f.Line >= c.first && f.Line <= c.last && slices.Contains(c.codes, string(f.Code)) {
			c.used, ignored = true, true
		}
	}
	return ignored
}
