package regex

import (
	"slices"
	"sync"
	"time"
)

// Limits limits the cost of a pattern. A field that is zero or negative has its default.
type Limits struct {
	PatternBytes int // length of the pattern; default 8 KiB
	Steps        int // work of one call, in steps of about 5 to 15 ns; default 5 million; see [Budget]
	OutputBytes  int // length of the text that one call appends; default 4 MiB
}

const (
	defaultPatternBytes = 8 << 10
	defaultSteps        = 5_000_000
	defaultOutputBytes  = 4 << 20
)

// withDefaults returns the limits with every unset one replaced.
func (l Limits) withDefaults() Limits {
	if l.PatternBytes <= 0 {
		l.PatternBytes = defaultPatternBytes
	}
	if l.Steps <= 0 {
		l.Steps = defaultSteps
	}
	if l.OutputBytes <= 0 {
		l.OutputBytes = defaultOutputBytes
	}
	return l
}

// Pattern is a compiled regular expression. It is immutable and safe for concurrent use.
type Pattern struct {
	prog     *program
	groups   *groupTable
	limits   Limits
	always   bool // it matches every text
	machines sync.Pool
}

// Compile parses pattern as .NET does with RegexOptions.None. It returns a *SyntaxError for a pattern that .NET refuses,
// and a *LimitError for one that is too long or nested too deeply. The cost grows with the length of the pattern.
func Compile(pattern string, limits Limits) (*Pattern, error) {
	limits = limits.withDefaults()
	if len(pattern) > limits.PatternBytes {
		return nil, &LimitError{Limit: LimitPatternBytes, Max: limits.PatternBytes}
	}
	tree, groups, err := parse(pattern)
	if err != nil {
		return nil, err
	}
	return &Pattern{prog: compile(tree, groups, maxAnalysis), groups: groups, limits: limits, always: tree.matchesAtEnd()}, nil
}

// Explanation describes how a pattern is run.
type Explanation struct {
	Engine    string   // "linear": a search takes time linear in the length of the text; "backtracking": it may take more
	Reason    string   // why Engine is "backtracking", or ""
	MinLength int      // length of the shortest match in UTF-16 units
	Groups    []string // names of the groups in the order of their numbers, without the whole match; "1" for an unnamed one
}

// Explain returns how the pattern is run.
func (p *Pattern) Explain() Explanation {
	e := Explanation{
		Engine:    "linear",
		Reason:    p.prog.reason,
		MinLength: p.prog.minLength,
		Groups:    slices.Clone(p.groups.names[1:]),
	}
	if !p.prog.linear() {
		e.Engine = "backtracking"
	}
	return e
}

// HasGroup reports whether the pattern has a group with that name, which is case-sensitive. The name of an unnamed group
// is its number, that of the whole match "0"; a named group cannot be found by its number.
func (p *Pattern) HasGroup(name string) bool {
	_, ok := p.groups.lookup(name)
	return ok
}

// IsMatch reports whether the pattern matches anywhere in src. It returns a *LimitError if the search exceeds a limit.
func (p *Pattern) IsMatch(src string) (bool, error) { return p.Within(nil).IsMatch(src) }

// IsMatch is [Pattern.IsMatch] within the budget.
func (s Shared) IsMatch(src string) (bool, error) {
	p := s.pattern
	first := p.prog.start.first(src)
	if first < 0 {
		return false, nil
	}
	m, err := s.machine(src)
	if err != nil {
		return false, err
	}
	defer p.release(m)
	found := m.searchAt(first)
	return found, m.err
}

// FirstGroup returns the text that the group last captured in the first match in src. It reports false if there is no
// match or no such group, or if the group has no capture. Half a character at an end of the text becomes U+FFFD. It
// returns a *LimitError if the search exceeds a limit.
func (p *Pattern) FirstGroup(src, group string) (text string, ok bool, err error) {
	return p.Within(nil).FirstGroup(src, group)
}

// FirstGroup is [Pattern.FirstGroup] within the budget.
func (s Shared) FirstGroup(src, group string) (text string, ok bool, err error) {
	p := s.pattern
	index, known := p.groups.lookup(group)
	if !known {
		return "", false, nil
	}
	m, err := s.machine(src)
	if err != nil {
		return "", false, err
	}
	defer p.release(m)
	if !m.search(0) {
		return "", false, m.err
	}
	start, end, ok := m.last(index)
	if !ok {
		return "", false, nil
	}
	return substring(src, start, end), true, nil
}

// Capture is the last capture of a group in a match.
type Capture struct {
	Name    string // name of the group; "0" is the whole match, "1" an unnamed group
	Text    string // the captured text
	Start   int    // byte offset of its start; the middle of a character outside the BMP is two bytes after the character's start
	End     int    // byte offset of its end
	Matched bool   // whether the group has a capture
}

// Captures returns the captures of all groups in the first match in src, beginning with the whole match, or nil if there
// is no match. It returns a *LimitError if the search exceeds a limit.
func (p *Pattern) Captures(src string) ([]Capture, error) {
	m, err := p.Within(nil).machine(src)
	if err != nil {
		return nil, err
	}
	defer p.release(m)
	if !m.search(0) {
		return nil, m.err
	}
	return p.captures(m), nil
}

// Matches returns the captures of all groups in each of the first matches in src, no more than most of them, and the number of
// all matches. It returns a *LimitError if the search exceeds a limit.
func (p *Pattern) Matches(src string, most int) (first [][]Capture, n int, err error) {
	return p.Within(nil).Matches(src, most)
}

// Matches is [Pattern.Matches] within the budget.
func (s Shared) Matches(src string, most int) (first [][]Capture, n int, err error) {
	p := s.pattern
	m, err := s.machine(src)
	if err != nil {
		return nil, 0, err
	}
	defer p.release(m)
	for found := m.search(0); found; found = m.nextMatch() {
		if n++; n <= most {
			first = append(first, p.captures(m))
		}
	}
	return first, n, m.err
}

// captures returns the captures of all groups in the match that m has found.
func (p *Pattern) captures(m *machine) []Capture {
	all := make([]Capture, len(p.groups.names))
	for i, name := range p.groups.names {
		c := Capture{Name: name}
		if c.Start, c.End, c.Matched = m.last(i); c.Matched {
			c.Text = substring(m.text, c.Start, c.End)
		}
		all[i] = c
	}
	return all
}

// Units returns the start of the capture in src, from 0, and its length, both in UTF-16 units. The cost is linear in the
// length of src up to its end.
func (c *Capture) Units(src string) (start, length int) {
	for p := 0; p < c.End; {
		_, w := unitAt(src, p)
		if p < c.Start {
			start++
		} else {
			length++
		}
		p += w
	}
	return start, length
}

// substring returns the text of src[start:end], whose ends may split characters.
func substring(src string, start, end int) string {
	_, cutStart := splitAt(src, start)
	_, cutEnd := splitAt(src, end)
	if !cutStart && !cutEnd {
		return src[start:end]
	}
	j := joiner{max: len(src) + 2*loneWidth}
	j.span(src, start, end)
	j.flush()
	return string(j.buf)
}

// machine returns a machine, from the pool if possible, that is ready to search src.
func (s Shared) machine(src string) (*machine, error) {
	if len(src) > MaxInput {
		return nil, &LimitError{Limit: LimitInputBytes, Max: MaxInput}
	}
	m := s.unused()
	if s.budget == nil {
		m.reset(s.pattern.prog, src, s.pattern.limits.Steps)
		return m, nil
	}
	m.reset(s.pattern.prog, src, s.budget.Steps)
	m.budget, m.steps = s.budget, s.budget.Steps-s.budget.Used
	if s.budget.Time > 0 {
		m.began = time.Now()
	}
	return m, nil
}

// unused returns a machine that is to be reset. They are pooled by pattern, so that their registers have the right size.
func (s Shared) unused() *machine {
	if s.budget != nil && s.budget.spare != nil {
		m := s.budget.spare
		s.budget.spare = nil
		return m
	}
	if m, ok := s.pattern.machines.Get().(*machine); ok {
		return m
	}
	return &machine{}
}

// maxKept is the number of entries in a stack above which a machine does not return to the pool: one hostile search must
// not retain its memory.
const maxKept = 1 << 12

// release returns a machine to the pool and charges its work to the budget.
func (p *Pattern) release(m *machine) {
	// The pool must not retain the text.
	m.text = ""
	b := m.budget
	if b != nil {
		b.Used, m.budget = b.Steps-m.steps, nil
		if b.Time > 0 {
			b.Elapsed += time.Since(m.began)
		}
	}
	if cap(m.stack) > maxKept || cap(m.undo) > maxKept || cap(m.captures) > maxKept || cap(m.table) > maxKept {
		if b != nil {
			b.spare = m
		}
		return
	}
	p.machines.Put(m)
}
