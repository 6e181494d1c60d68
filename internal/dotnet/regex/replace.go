package regex

import "errors"

// errForeign reports a replacement that was compiled for another pattern.
var errForeign = errors.New("the replacement belongs to another pattern")

// nextMatch finds the match after the one that m has found. As in .NET, an empty match can directly follow a longer one:
// only after an empty match does the search continue one unit further, while \G remains at the match.
func (m *machine) nextMatch() bool {
	from := m.end
	m.scan = m.end
	if m.end == m.start {
		if from == len(m.text) {
			return false
		}
		from += stepAt(m.text, from)
	}
	return m.search(from)
}

// Replace appends src to dst with every match replaced by r, and returns the number of matches. If there are none it
// appends src unchanged. If a replacement separates the halves of a character, each is a surrogate by itself, three bytes long. Invalid
// bytes of src match as U+FFFD, and are kept unless replaced. r must be a replacement of this pattern. If the search or the text
// exceeds a limit, Replace returns a *LimitError and dst unchanged.
func (p *Pattern) Replace(dst []byte, src string, r *Replacement) (out []byte, n int, err error) {
	return p.Within(nil).Replace(dst, src, r)
}

// Replace is [Pattern.Replace] within the budget.
func (s Shared) Replace(dst []byte, src string, r *Replacement) (out []byte, n int, err error) {
	if r == nil || r.pattern != s.pattern {
		return dst, 0, errForeign
	}
	return s.edit(dst, src, edit{replacement: r})
}

// ReplaceGroup appends src to dst with the last capture of the named group in every match replaced by literal, and
// returns the number of matches. An empty capture is replaced, too. Matches are unchanged if the group has no capture in
// them, or one that starts before the end of the previous replacement. Without such a group, src is appended unchanged.
// Errors are as for Replace.
func (p *Pattern) ReplaceGroup(dst []byte, src string, group string, literal string) (out []byte, n int, err error) {
	return p.Within(nil).ReplaceGroup(dst, src, group, literal)
}

// ReplaceGroup is [Pattern.ReplaceGroup] within the budget.
func (s Shared) ReplaceGroup(dst []byte, src string, group string, literal string) (out []byte, n int, err error) {
	index, known := s.pattern.groups.lookup(group)
	if !known {
		index = noGroup
	}
	return s.edit(dst, src, edit{group: index, literal: literal})
}

// edit is what to do with every match: replace it, or replace one group by a literal.
type edit struct {
	replacement *Replacement
	group       int
	literal     string
}

// apply appends the source text from done on, up to and including the replaced part of the match that m has found, and
// returns the end of that part in the source. It reports false if the output is too long. Nothing is appended for a match that
// is left as it is; the next one, or the end, appends it with what lies between.
func (e *edit) apply(out *joiner, m *machine, done int) (int, bool) {
	if e.replacement != nil {
		m.steps -= len(e.replacement.pieces)
		return m.end, out.span(m.text, done, m.start) && e.replacement.appendTo(out, m)
	}
	if e.group == noGroup {
		return done, true
	}
	start, end, ok := m.last(e.group)
	if !ok || start < done {
		return done, true
	}
	return end, out.span(m.text, done, start) && out.text(e.literal)
}

// edit applies e to every match in src.
func (s Shared) edit(dst []byte, src string, e edit) (text []byte, n int, err error) {
	p, most := s.pattern, s.outputBytes()
	first := p.prog.start.first(src)
	// Most texts have no match, and then need no machine.
	if first < 0 && len(src) <= most {
		return append(dst, src...), 0, nil
	}
	m, err := s.machine(src)
	if err != nil {
		return dst, 0, err
	}
	defer p.release(m)
	out := joiner{buf: dst, base: len(dst), max: most}
	done, fits := 0, true
	for found := m.searchAt(first); found && fits; found = fits && m.nextMatch() {
		n++
		done, fits = e.apply(&out, m, done)
	}
	fits = fits && out.span(src, done, len(src))
	out.flush()
	switch {
	case m.err != nil:
		return dst, 0, m.err
	case !fits:
		return dst, 0, &LimitError{Limit: LimitOutputBytes, Max: most}
	}
	return out.buf, n, nil
}
