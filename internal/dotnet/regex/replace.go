package regex

import "errors"

// errForeign is returned for a replacement that was compiled for another pattern.
var errForeign = errors.New("the replacement belongs to another pattern")

// following looks for the match after the one m holds. After an empty match the search goes on one unit further, while \G
// stays where the match was, so an empty match may directly follow a longer one.
func (m *machine) following() bool {
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

// Replace appends src to dst with every match replaced by r, and returns the number of matches. With n = 0 it has appended
// src as it is. Halves of characters that the replacement tears apart become U+FFFD; bytes of src that are not valid UTF-8
// count as U+FFFD and are kept. r must come from this pattern. It returns a *LimitError, and dst as it was, when the search
// takes too much or the text grows too long.
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

// ReplaceGroup appends src to dst with literal in the place of what the group of that name last captured in every match,
// and returns the number of matches. Text that another match has claimed, and matches in which the group captured nothing,
// stay; a capture of no text is replaced, too. Without such a group, src is appended as it is. Errors are as with Replace.
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

// edit is what happens to every match: its replacement, or a literal in the place of one group.
type edit struct {
	replacement *Replacement
	group       int
	literal     string
}

// apply writes the text from done up to the end of what is replaced in the match that m holds, and returns that place.
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

// edit walks over the matches in src.
func (s Shared) edit(dst []byte, src string, e edit) (text []byte, n int, err error) {
	p, most := s.pattern, s.outputBytes()
	first := p.prog.start.first(src)
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
	for found := m.searchAt(first); found && fits; found = fits && m.following() {
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
