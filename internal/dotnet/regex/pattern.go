package regex

import (
	"slices"
	"sync"
	"time"
)

// Limits bounds what a pattern may cost. A member that is zero or less has its default.
type Limits struct {
	PatternBytes int // length of the pattern: 8 KiB
	Steps        int // work of one call, some 5 to 15 ns each: 5 million; see [Budget]
	OutputBytes  int // text that one call appends: 4 MiB
}

const (
	defaultPatternBytes = 8 << 10
	defaultSteps        = 5_000_000
	defaultOutputBytes  = 4 << 20
)

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
	machines sync.Pool
}

// Compile reads pattern as .NET does with RegexOptions.None. It returns a *SyntaxError for what .NET refuses, and a
// *LimitError for a pattern that is too long or nested too deeply. The time grows with the length of the pattern.
func Compile(pattern string, limits Limits) (*Pattern, error) {
	limits = limits.withDefaults()
	if len(pattern) > limits.PatternBytes {
		return nil, &LimitError{Limit: LimitPatternBytes, Max: limits.PatternBytes}
	}
	tree, groups, err := parse(pattern)
	if err != nil {
		return nil, err
	}
	return &Pattern{prog: compile(tree, groups, maxAnalysis), groups: groups, limits: limits}, nil
}

// Explanation tells how a pattern is run.
type Explanation struct {
	Engine    string   // "linear": one search takes time in proportion to the text; "backtracking": it may take more
	Reason    string   // what makes the engine "backtracking", or ""
	MinLength int      // length of the shortest match in UTF-16 units
	Groups    []string // names of the groups in the order of their numbers, without the whole match; "1" for an unnamed one
}

// Explain tells how the pattern is run.
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

// HasGroup reports whether the pattern has a group of that name. Case counts. An unnamed group has its number for a name,
// the whole match "0"; a named group has no other.
func (p *Pattern) HasGroup(name string) bool {
	_, ok := p.groups.lookup(name)
	return ok
}

// IsMatch reports whether the pattern matches anywhere in src. It returns a *LimitError when that takes too much.
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

// FirstGroup returns the text that the group of that name last captured in the first match in src, and false when there is
// no match, no such group, or it captured nothing. Half a character at an end of the text becomes U+FFFD. It returns a
// *LimitError when the search takes too much.
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

// Capture is what one group holds after a match.
type Capture struct {
	Name    string // the group's name; "0" is the whole match, "1" an unnamed group
	Text    string // what it last captured
	Start   int    // where that stands in the text, in bytes; the place inside a character counts two bytes from its start
	End     int
	Matched bool // whether it captured at all
}

// Captures returns what every group holds after the first match in src, the whole match first, or nothing without a match.
// It returns a *LimitError when the search takes too much.
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

// Matches returns what every group holds after each of the first matches in src, as many as most, and the number of all. It
// returns a *LimitError when the search takes too much.
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
	for found := m.search(0); found; found = m.following() {
		if n++; n <= most {
			first = append(first, p.captures(m))
		}
	}
	return first, n, m.err
}

// captures returns what every group holds after the match that m holds.
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

// Units returns where in src the capture starts and how long it is, in UTF-16 units from 0.
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

// substring is src[start:end] with halves of characters replaced by U+FFFD.
func substring(src string, start, end int) string {
	_, cutStart := splitAt(src, start)
	_, cutEnd := splitAt(src, end)
	if !cutStart && !cutEnd {
		return src[start:end]
	}
	j := joiner{max: len(src) + 2*halfWidth}
	j.span(src, start, end)
	j.flush()
	return string(j.buf)
}

// machine returns one that is ready to search src.
func (s Shared) machine(src string) (*machine, error) {
	if len(src) > MaxInput {
		return nil, &LimitError{Limit: LimitInputBytes, Max: MaxInput}
	}
	m, ok := s.pattern.machines.Get().(*machine)
	if !ok {
		m = &machine{}
	}
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

// maxKept is the most entries of a stack that a machine may keep between searches.
const maxKept = 1 << 12

func (p *Pattern) release(m *machine) {
	m.text = ""
	if b := m.budget; b != nil {
		b.Used, m.budget = b.Steps-m.steps, nil
		if b.Time > 0 {
			b.Elapsed += time.Since(m.began)
		}
	}
	if cap(m.stack) > maxKept || cap(m.undo) > maxKept || cap(m.captures) > maxKept || cap(m.table) > maxKept {
		return
	}
	p.machines.Put(m)
}
